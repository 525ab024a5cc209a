#include "callers/used_requests.h"

namespace citycode::server::used_requests {

Result<Done> add(Session& session, const UsedRequest& request) {
  CC_TRY(statement, session.prepare(
      "INSERT INTO used_request (device_id, nonce, forget_ms) VALUES ($1, $2, $3) ON CONFLICT (device_id, nonce) DO NOTHING"));
  CC_TRY(added, statement.bind(request.deviceId).bind(std::string_view(request.nonce)).bind(request.deleteUnixMs).run());
  if (added == 0) return Fault::RequestReplayed;
  return Done{};
}

Result<Done> deleteBefore(Session& session, std::int64_t nowUnixMs) {
  CC_TRY(statement, session.prepare("DELETE FROM used_request WHERE forget_ms < $1"));
  CC_CHECK(statement.bind(nowUnixMs).run());
  return Done{};
}

}  // namespace citycode::server::used_requests
