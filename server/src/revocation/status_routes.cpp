#include "revocation/status_routes.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "citycode/http_signature.h"
#include "http/conditional.h"
#include "http/json.h"
#include "http/problem.h"

namespace citycode::server {
namespace {

constexpr std::string_view kFolder = "/v1/status-lists/";
// Short beside the hour in which a list is fresh; verifiers ask every five minutes.
constexpr const char* kCaching = "public, max-age=60";

/// What an address beneath kFolder names: KID/DAY, KID/DAY/delta/VERSION, KID/DAY/token.
struct Wanted {
  std::string_view kid;
  std::int64_t day = 0;
  std::optional<std::uint64_t> deltaFrom;
  bool asToken = false;
};

std::string_view takeSegment(std::string_view& rest) {
  const std::size_t slash = std::min(rest.find('/'), rest.size());
  const std::string_view segment = rest.substr(0, slash);
  rest.remove_prefix(std::min(slash + 1, rest.size()));
  return segment;
}

template <class Number>
bool readNumber(std::string_view text, Number& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size();
}

std::optional<Wanted> readWanted(std::string_view path) {
  std::string_view rest = path.substr(kFolder.size());
  if (rest.ends_with('/')) return std::nullopt;   // one list, one address
  Wanted wanted;
  wanted.kid = takeSegment(rest);
  if (!readNumber(takeSegment(rest), wanted.day)) return std::nullopt;
  if (rest.empty()) return wanted;
  wanted.asToken = rest == "token";
  if (wanted.asToken) return wanted;
  std::uint64_t from = 0;
  if (takeSegment(rest) != "delta" || !readNumber(takeSegment(rest), from) || !rest.empty()) return std::nullopt;
  wanted.deltaFrom = from;
  return wanted;
}

const StatusListKeeper::SignedBytes* findBytes(const StatusListKeeper::Day& day, const Wanted& wanted) {
  if (!wanted.deltaFrom) return &day.full;
  for (const auto& delta : day.deltas)
    if (delta.fromVersion == *wanted.deltaFrom) return &delta.signedBytes;
  return nullptr;
}

Response conditionalAnswer(const Request& request, const StatusListKeeper::SignedBytes& signedBytes, const char* type) {
  Response response;
  response.headers.emplace_back("ETag", signedBytes.etag);
  response.headers.emplace_back("Cache-Control", kCaching);
  if (matchesEtag(request.header("if-none-match"), signedBytes.etag)) {
    response.status = 304;
    return response;
  }
  response.headers.emplace_back("Content-Type", type);
  response.body = signedBytes.bytes;
  return response;
}

}  // namespace

void StatusRoutes::addTo(Router& router) const {
  router.add(Method::Get, "/v1/status-lists", Work::Blocking, [this](const Request& r) { return answerIndex(r); });
  router.add(Method::Get, "/v1/status-lists/*", Work::Blocking, [this](const Request& r) { return answerList(r); });
}

Response StatusRoutes::answerIndex(const Request& request) const {
  const auto days = lists.current();
  if (!days) return problem(days.fault(), request.requestId);
  const std::int64_t now = clock.nowUnixSeconds();
  Json entries = Json::array();
  for (const auto& day : *days) {
    entries.push_back({{"issuerKid", keyIdText(day->issuerKey)},
                       {"issuerKey", encodeBase64Url(day->issuerKey)},
                       {"day", day->head.day},
                       {"version", day->head.version},
                       {"issuedUnixSeconds", day->head.issuedUnixSeconds},
                       {"expiresUnixSeconds", day->head.expiresUnixSeconds},
                       {"ageSeconds", now - day->head.issuedUnixSeconds},
                       {"sizeBytes", day->full.bytes.size()},
                       {"revoked", day->revoked}});
  }
  Response response = jsonResponse(200, {{"lists", std::move(entries)}, {"nowUnixSeconds", now}});
  response.headers.emplace_back("Cache-Control", kCaching);
  return response;
}

Response StatusRoutes::answerList(const Request& request) const {
  const auto wanted = readWanted(request.path());
  if (!wanted) return problem(Fault::RequestNotFound, request.requestId);
  const auto days = lists.current();
  if (!days) return problem(days.fault(), request.requestId);
  const auto day = std::find_if(days->begin(), days->end(), [&](const auto& each) {
    return each->head.day == wanted->day && keyIdText(each->issuerKey) == wanted->kid;
  });
  if (day == days->end()) return problem(Fault::RequestNotFound, request.requestId);
  if (wanted->asToken) return answerToken(request, **day);
  const auto* signedBytes = findBytes(**day, *wanted);
  if (signedBytes == nullptr) return problem(Fault::RequestNotFound, request.requestId);
  return conditionalAnswer(request, *signedBytes, "application/cose");
}

Response StatusRoutes::answerToken(const Request& request, const StatusListKeeper::Day& day) const {
  const std::string address = origin + std::string(request.path());
  const auto token = lists.tokenStatusList(day, address);
  if (!token) return problem(token.fault(), request.requestId);
  return conditionalAnswer(request, *token, "application/statuslist+cwt");
}

}  // namespace citycode::server
