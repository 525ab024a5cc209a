#include "signin/signin_routes.h"

#include <memory>

#include "base/key_text.h"
#include "city/portal_record.h"
#include "citycode/limits.h"
#include "http/json.h"

namespace citycode::server {
namespace {

constexpr std::size_t kMaxTextBytes = 1200;                // of the longest request and answer as base64url: the core counts
constexpr std::size_t kMaxCodeBytes = 64;                  // "ID.SECOND.PROOF" has 49 at most
constexpr std::size_t kMaxIdBytes = 22;                    // of 16 bytes
constexpr std::size_t kMaxRequestsAtOnce = 256;
constexpr std::int64_t kMaxWaitSeconds = 25;               // proxies end what is silent for 30
/// Another server of the city may have stored an answer, and time itself ends requests.
constexpr std::int64_t kLookIntoRecordsMs = 500;

template <std::size_t kBytes>
Result<std::array<std::uint8_t, kBytes>> bytesOfText(std::string_view text) {
  const auto bytes = bytesFromBase64Url<kBytes>(text);
  if (!bytes) return Fault::RequestMalformed;
  return *bytes;
}

template <std::size_t kBytes>
Result<std::array<std::uint8_t, kBytes>> takeBytes(const Json& body, const char* member) {
  CC_TRY(text, takeText(body, member, kMaxIdBytes));
  return bytesOfText<kBytes>(text);
}

Result<Bytes> takeLongBytes(const Json& body, const char* member) {
  CC_TRY(text, takeText(body, member, kMaxTextBytes));
  CC_TRY(bytes, decodeBase64Url(text));
  return std::move(bytes);
}

Result<Json> readAnonymous(const Request& request, std::size_t memberCount) {
  if (!isJsonType(request.header("content-type"))) return Fault::RequestUnsupportedType;
  return readJsonObject(request.body, memberCount);
}

/// What a poll asks, and what it may compare while it waits.
struct Poll {
  std::string portalId;
  std::map<PortalRequestId, KnownState> known;
  std::chrono::seconds wait{};
  UsedRequest request;
  std::uint64_t changesSeen = 0;
  std::int64_t lookedMs = 0;
};

Result<std::map<PortalRequestId, KnownState>> readKnown(const Json& body) {
  const auto requests = body.find("requests");
  if (requests == body.end() || !requests->is_object() || requests->empty() || requests->size() > kMaxRequestsAtOnce) return Fault::RequestMalformed;
  std::map<PortalRequestId, KnownState> known;
  for (const auto& [name, state] : requests->items()) {
    CC_TRY(id, bytesOfText<kPortalRequestIdBytes>(name));
    if (state != "waiting" && state != "opened") return Fault::RequestMalformed;
    known.emplace(id, state == "waiting" ? KnownState::Waiting : KnownState::Opened);
  }
  return known;
}

Result<std::chrono::seconds> readWait(const Json& body) {
  const auto wait = body.find("waitSeconds");
  if (wait == body.end() || !wait->is_number_unsigned() || wait->get<std::uint64_t>() > kMaxWaitSeconds) return Fault::RequestMalformed;
  return std::chrono::seconds(wait->get<std::int64_t>());
}

Result<Poll> readPoll(const Call& call) {
  CC_TRY(body, readJsonObject(call.request.body, 2));
  CC_TRY(known, readKnown(body));
  CC_TRY(wait, readWait(body));
  const SignatureParameters& signature = call.signature();
  CC_TRY(id, SignedRequests::claimedId(signature));
  return Poll{call.portal().id, std::move(known), wait,
              {id, signature.nonce, (signature.createdUnixSeconds + kUsedForRelaySeconds) * kMillisecondsPerSecond}};
}

std::string_view stateName(SigninState state) {
  switch (state) {
    case SigninState::Opened: return "opened";
    case SigninState::Answered: return "answered";
    case SigninState::Ended: break;
  }
  return "ended";
}

Response changesResponse(const std::vector<ChangedRequest>& changed) {
  Json requests = Json::object();
  for (const ChangedRequest& each : changed) {
    Json& entry = requests[encodeBase64Url(each.id)] = {{"state", stateName(each.state)}};
    if (each.state == SigninState::Answered) entry["answer"] = encodeBase64Url(each.answer);
  }
  return jsonResponse(200, {{"requests", std::move(requests)}});
}

/// Nothing when nothing has changed.
Result<std::optional<Response>> lookOnce(const SigninDesk& desk, Poll& poll) {
  poll.changesSeen = desk.changes.of(poll.portalId);   // before the look: what changes meanwhile is looked at again
  poll.lookedMs = desk.clock.passedMs();
  CC_TRY(changed, desk.take(poll.portalId, poll.known, poll.request));
  if (changed.empty()) return std::optional<Response>();
  return std::optional(changesResponse(changed));
}

}  // namespace

void SigninRoutes::addTo(Router& router) const {
  router.add({Method::Get, "/v1/portals/{id}/record", kAnyone, Work::Blocking, [this](const Call& call) { return giveRecord(call); }});
  router.add({Method::Post, "/v1/portal-requests", kPortal, Work::Blocking, [this](const Call& call) { return ask(call); }});
  router.add({Method::Post, "/v1/portal-requests/open", kAnyone, Work::Blocking, [this](const Call& call) { return open(call.request); }});
  router.add({Method::Post, "/v1/portal-requests/cancel", kPortal, Work::Blocking, [this](const Call& call) { return cancel(call); }});
  router.add({Method::Post, "/v1/portal-answers", kAnyone, Work::Blocking, [this](const Call& call) { return answer(call.request); }});
  router.add({Method::Post, "/v1/portal-answers/take", kPortal, Work::Blocking, [this](const Call& call) { return take(call); }});
}

Result<Response> SigninRoutes::giveRecord(const Call& call) const {
  const auto published = trustList.current();
  if (!published) return Fault::TrustMissing;
  CC_TRY(portal, desk.store.read([&](Session& session) { return portals::find(session, call.path.text("id")); }));
  if (!portal) return Fault::RequestNotFound;
  CC_TRY(record, portalRecordOf(*portal, published->list, keys.issuer(), desk.clock.nowUnixSeconds()));
  return jsonResponse(200, {{"record", encodeBase64Url(record.bytes)}, {"expiresUnixSeconds", record.expiresUnixSeconds}});
}

Result<Response> SigninRoutes::ask(const Call& call) const {
  const auto published = trustList.current();
  if (!published) return Fault::TrustMissing;
  CC_TRY(body, readJsonObject(call.request.body, 1));
  CC_TRY(request, takeLongBytes(body, "request"));
  CC_TRY(asked, desk.ask(call.portal(), request, published->list));
  return jsonResponse(201, {{"id", encodeBase64Url(asked.id)}, {"expiresUnixSeconds", asked.expiresUnixSeconds}});
}

Result<Response> SigninRoutes::open(const Request& request) const {
  CC_TRY(body, readAnonymous(request, 1));
  CC_TRY(text, takeText(body, "code", kMaxCodeBytes));
  CC_TRY(code, readPortalCode(text));
  CC_TRY(opened, desk.open(code));
  return jsonResponse(200, {{"request", encodeBase64Url(opened.request)}, {"ticket", encodeBase64Url(opened.ticket)}});
}

Result<Response> SigninRoutes::answer(const Request& request) const {
  CC_TRY(body, readAnonymous(request, 3));
  CC_TRY(id, takeBytes<kPortalRequestIdBytes>(body, "id"));
  CC_TRY(ticket, takeBytes<kTicketBytes>(body, "ticket"));
  CC_TRY(sealed, takeLongBytes(body, "answer"));
  if (sealed.size() != kPortalAnswerBytes) return Fault::RequestMalformed;
  CC_CHECK(desk.answer({id, ticket, std::move(sealed)}));
  return jsonResponse(200, Json::object());
}

Result<Response> SigninRoutes::take(const Call& call) const {
  CC_TRY(asked, readPoll(call));
  const auto poll = std::make_shared<Poll>(std::move(asked));
  CC_TRY(found, lookOnce(desk, *poll));
  if (found) return *std::move(found);
  if (poll->wait.count() == 0) return changesResponse({});
  Response response;
  response.later = std::make_shared<Later>(Later{
      poll->wait,
      [this, poll] { return desk.changes.of(poll->portalId) != poll->changesSeen || desk.clock.passedMs() - poll->lookedMs >= kLookIntoRecordsMs; },
      [this, poll, requestId = call.request.requestId](bool isLast) -> std::optional<Response> {
        auto looked = lookOnce(desk, *poll);
        if (!looked) return problem(looked.fault(), requestId);
        if (!*looked && isLast) return changesResponse({});
        return *std::move(looked);
      }});
  return response;
}

Result<Response> SigninRoutes::cancel(const Call& call) const {
  CC_TRY(body, readJsonObject(call.request.body, 1));
  CC_TRY(id, takeBytes<kPortalRequestIdBytes>(body, "id"));
  CC_CHECK(desk.cancel(call.portal().id, id));
  return jsonResponse(200, Json::object());
}

}  // namespace citycode::server
