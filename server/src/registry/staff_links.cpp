#include "registry/staff_links.h"

namespace citycode::server::staff_links {

Result<Done> add(Session& session, const Sha256& secretDigest, const OfficeStaff& staff, std::int64_t expiresUnixMs) {
  CC_TRY(statement, session.prepare("INSERT INTO staff_link (secret_digest, office_id, expires_ms) VALUES ($1, $2, $3)"));
  return statement.bind(secretDigest).bind(std::string_view(staff.officeId)).bind(expiresUnixMs).runLater();
}

Result<std::optional<OfficeStaff>> find(Session& session, const Sha256& secretDigest, std::int64_t nowUnixMs) {
  CC_TRY(row, session.prepare("SELECT office_id FROM staff_link WHERE secret_digest = $1 AND expires_ms > $2"));
  CC_TRY(hasRow, row.bind(secretDigest).bind(nowUnixMs).step());
  if (!hasRow) return std::optional<OfficeStaff>();
  return std::optional(OfficeStaff{row.text(0)});
}

Result<std::int64_t> removeAll(Session& session, const OfficeStaff& staff) {
  CC_TRY(statement, session.prepare("DELETE FROM staff_link WHERE office_id = $1"));
  return statement.bind(std::string_view(staff.officeId)).run();
}

Result<Done> deleteEndedBefore(Session& session, std::int64_t unixMs) {
  CC_TRY(statement, session.prepare("DELETE FROM staff_link WHERE expires_ms < $1"));
  return statement.bind(unixMs).runLater();
}

}  // namespace citycode::server::staff_links
