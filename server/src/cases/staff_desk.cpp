#include "cases/staff_desk.h"

#include <array>

#include <sodium.h>

#include "services/offices.h"
#include "signing/http_signature.h"

namespace citycode::server {

Result<std::string> StaffDesk::newSecret(const OfficeStaff& staff, std::int64_t lifeSeconds) const {
  std::array<std::uint8_t, kStaffSecretBytes> secret;
  randombytes_buf(secret.data(), secret.size());
  const Sha256 digest = sha256(secret);
  const std::int64_t expiresMs = clock.nowUnixMs() + lifeSeconds * kMillisecondsPerSecond;
  const auto added = store.write([&](Session& session) -> Result<Done> {
    if (!staff.isAbove()) {
      CC_TRY(office, offices::find(session, staff.officeId));
      if (!office) return Fault::TicketUnknownOffice;
    }
    return staff_links::add(session, digest, staff, expiresMs);
  });
  std::string text = encodeBase64Url(secret);
  wipe(secret);
  if (!added) return added.fault();
  return text;
}

Result<std::int64_t> StaffDesk::endAll(const OfficeStaff& staff) const {
  return store.write([&](Session& session) { return staff_links::removeAll(session, staff); });
}

std::string staffLink(const std::string& secret) { return "/cases/#staff=" + secret; }

}  // namespace citycode::server
