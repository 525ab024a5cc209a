#include "ratings/rating_routes.h"

#include "http/json.h"
#include "http/limits.h"
#include "signing/http_signature.h"

namespace citycode::server {
namespace {

Result<Level> takeLevel(const Json& body) {
  const auto found = body.find("level");
  if (found == body.end() || !found->is_number_unsigned()) return Fault::RequestMalformed;
  const auto level = levelFromNumber(found->get<std::uint64_t>());
  if (!level) return Fault::RatingBadRating;
  return *level;
}

}  // namespace

void RatingRoutes::addTo(Router& router) const {
  router.add({Method::Post, "/v1/ratings", kAnyone, Work::Blocking, [this](const Call& call) { return take(call.request); }});
  router.add({Method::Post, "/v1/kiosk-ratings", kTerminal, Work::Blocking, [this](const Call& call) { return takeAtKiosk(call); }});
}

Result<Response> RatingRoutes::take(const Request& request) const {
  if (!isJsonType(request.header("content-type"))) return Fault::RequestUnsupportedType;
  CC_TRY(body, readJsonObject(request.body, 1));
  CC_TRY(text, takeText(body, "rating", kBodyBytes));   // how long it may be is for the core to say
  CC_TRY(message, decodeBase64Url(text));
  CC_TRY(opinion, desk.take(message, request.clientNetwork));
  return jsonResponse(201, {{"opensCase", opensCase(opinion.level)}});
}

Result<Response> RatingRoutes::takeAtKiosk(const Call& call) const {
  CC_TRY(body, readJsonObject(call.request.body, 2));
  CC_TRY(itemId, takeText(body, "item", kMaxItemIdBytes));
  CC_TRY(level, takeLevel(body));
  CC_CHECK(admission.useOnce(call));   // or the same press could be sent again and again
  CC_CHECK(desk.takeAtKiosk(call.terminal(), itemId, level));
  return jsonResponse(201, Json::object());
}

}  // namespace citycode::server
