#include "health_routes.h"

#include <algorithm>

#include "city/trust_lists.h"
#include "http/json.h"

namespace citycode::server {
namespace {

/// The shortest freshness of the standard scopes: beyond it lists are of no use at a gate.
constexpr std::int64_t kOldestTrustListSeconds = 4 * kResignAfterSeconds;
constexpr std::int64_t kOldestStatusListSeconds = 4 * kStatusResignSeconds;

}  // namespace

Result<std::int64_t> oldestStatusListUnixSeconds(StatusListKeeper& lists) {
  CC_TRY(days, lists.current());
  if (days.empty()) return Fault::RevocationListMissing;
  const auto isOlder = [](const auto& a, const auto& b) { return a->head.issuedUnixSeconds < b->head.issuedUnixSeconds; };
  return (*std::min_element(days.begin(), days.end(), isOlder))->head.issuedUnixSeconds;
}

void HealthRoutes::addTo(Router& router) const {
  router.add({Method::Get, "/v1/health/live", kAnyone, Work::Quick, [](const Call&) { return jsonResponse(200, {{"status", "ok"}}); }});
  router.add({Method::Get, "/v1/health/ready", kAnyone, Work::Blocking, [this](const Call&) { return answerReady(); }});
}

Result<Response> HealthRoutes::answerReady() const {
  CC_CHECK(store.read([](Session& session) { return trust_lists::newest(session); }));   // reads something
  const auto published = trustList.current();
  if (!published) return Fault::TrustMissing;
  const std::int64_t now = clock.nowUnixSeconds();
  if (now - published->list.issuedUnixSeconds > kOldestTrustListSeconds) return Fault::TrustTooOld;
  CC_TRY(oldest, oldestStatusListUnixSeconds(statusLists));
  if (now - oldest > kOldestStatusListSeconds) return Fault::RevocationTooOld;
  return jsonResponse(200, {{"status", "ok"}});
}

}  // namespace citycode::server
