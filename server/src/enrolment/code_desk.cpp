#include "enrolment/code_desk.h"

#include <array>

#include <sodium.h>

#include "pass/enrolment_code.h"

namespace citycode::server {

// Plain SHA-256 is enough: 60 random bits are beyond guessing, and gone after a day.
Sha256 enrolmentCodeHash(std::string_view canonical) { return sha256(bytesOf(canonical)); }

namespace {

struct NewCode {
  FreshCode code;
  Sha256 hash{};
};

Result<NewCode> newCode(std::int64_t lifeSeconds, const Clock& clock) {
  std::array<std::uint8_t, kEnrolmentRandomBytes> random{};
  randombytes_buf(random.data(), random.size());
  NewCode made{{writeEnrolmentCode(random), clock.nowUnixSeconds() + lifeSeconds}, {}};
  wipe(random);
  CC_TRY(canonical, canonicalEnrolmentCode(made.code.text));
  made.hash = enrolmentCodeHash(canonical);
  return made;
}

}  // namespace

Result<FreshCode> CodeDesk::forPhone(const Identifier& personId, std::int64_t lifeSeconds) const {
  CC_TRY(person, store.read([&](Session& session) { return people::find(session, personId); }));
  if (!person) return Fault::RequestNotFound;
  CC_TRY(made, newCode(lifeSeconds, clock));
  const EnrolmentCode code{made.hash, personId, made.code.expiresUnixSeconds * kMillisecondsPerSecond};
  CC_CHECK(store.write([&](Session& session) { return enrolments::addCode(session, code); }));
  return std::move(made.code);
}

Result<FreshCode> CodeDesk::forTerminal(Venue venue, std::vector<std::string> scopes, const TrustList& list, std::int64_t lifeSeconds) const {
  for (const std::string& scope : scopes)
    if (list.findScope(scope) == nullptr) return Fault::ScopeUnknown;
  CC_TRY(made, newCode(lifeSeconds, clock));
  const TerminalCode code{made.hash, {std::move(venue), std::move(scopes)}, made.code.expiresUnixSeconds * kMillisecondsPerSecond};
  CC_CHECK(store.write([&](Session& session) { return enrolments::addCode(session, code); }));
  return std::move(made.code);
}

}  // namespace citycode::server
