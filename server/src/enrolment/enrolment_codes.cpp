#include "enrolment/enrolment_codes.h"

#include <array>

#include <sodium.h>

#include "citycode/enrolment_code.h"

namespace citycode::server {

// Plain SHA-256 is enough: 60 random bits are beyond guessing, and gone after a day.
Sha256 enrolmentCodeHash(std::string_view canonical) { return sha256(bytesOf(canonical)); }

namespace {

FreshCode newCode(std::int64_t lifeSeconds, Clock clock) {
  std::array<std::uint8_t, kEnrolmentRandomBytes> random{};
  randombytes_buf(random.data(), random.size());
  FreshCode code{writeEnrolmentCode(random), clock.nowUnixSeconds() + lifeSeconds};
  wipe(random);
  return code;
}

}  // namespace

Result<FreshCode> makeTerminalCode(Store& store, Venue venue, std::vector<std::string> scopes, std::int64_t lifeSeconds, Clock clock) {
  FreshCode code = newCode(lifeSeconds, clock);
  CC_TRY(canonical, canonicalEnrolmentCode(code.text));
  CC_CHECK(store.addTerminalCode(
      {enrolmentCodeHash(canonical), std::move(venue), std::move(scopes), code.expiresUnixSeconds * kMillisecondsPerSecond}));
  return code;
}

Result<FreshCode> makeEnrolmentCode(Store& store, const Identifier& personId, std::int64_t lifeSeconds, Clock clock) {
  FreshCode code = newCode(lifeSeconds, clock);
  CC_TRY(canonical, canonicalEnrolmentCode(code.text));
  CC_CHECK(store.addEnrolmentCode({enrolmentCodeHash(canonical), personId, code.expiresUnixSeconds * kMillisecondsPerSecond}));
  return code;
}

}  // namespace citycode::server
