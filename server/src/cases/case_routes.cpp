#include "cases/case_routes.h"

#include "base/day_text.h"
#include "rating/screened_text.h"
#include "signing/http_signature.h"

namespace citycode::server {
namespace {

constexpr std::size_t kSecretBytes = 32;
constexpr std::size_t kMaxTextBytes = 4 * kMaxRatingTextChars;

std::string_view stageName(CaseStage stage) {
  switch (stage) {
    case CaseStage::WaitsForContact: return "waits-for-contact";
    case CaseStage::WaitsForAnswer: return "waits-for-answer";
    case CaseStage::WaitsForRater: return "waits-for-rater";
    case CaseStage::ClosedByRater: return "closed-by-rater";
    case CaseStage::ClosedByClock: return "closed-by-clock";
  }
  return "";
}

Json describe(const CaseSeen& seen) {
  const CaseRecord& record = seen.record;
  Json reasons = Json::array(), words = Json::array();
  for (const Reason reason : record.reasons) reasons.push_back(reasonName(reason));
  for (const CaseWords& each : seen.words)
    words.push_back({{"number", each.number}, {"by", each.isOfOffice ? "office" : "rater"}, {"day", dayText(each.utcDay)}, {"text", each.text},
                     {"screenedText", screenedText(each.text)}});
  return {{"office", record.service.officeId},
          {"item", record.service.itemId},
          {"channel", channelName(record.service.channel)},
          {"week", weekText(record.service.week)},
          {"level", static_cast<int>(record.level)},
          {"reasons", std::move(reasons)},
          {"text", record.text},
          {"screenedText", screenedText(record.text)},
          {"openedDay", dayText(record.facts.openedDay)},
          {"complex", record.facts.complexity == Complexity::Complex},
          {"stage", stageName(seen.standing.stage)},
          {"dueDay", dayText(seen.standing.dueDay)},
          {"overdue", seen.standing.isOverdue},
          {"raisedTo", seen.standing.level},
          {"words", std::move(words)}};
}

/// The office's name for it, which is no secret of the rater's.
Json describeFor(const CaseSeen& seen) {
  Json described{{"case", encodeBase64Url(seen.record.id)}};
  described.update(describe(seen));
  return described;
}

struct Named {
  std::string officeId;
  Sha256 id{};
};

Result<Bytes> takeBytes(const Json& body, const char* member) {
  CC_TRY(text, takeText(body, member, 2 * kSecretBytes));
  CC_TRY(bytes, decodeBase64Url(text));
  if (bytes.size() != kSecretBytes) return Fault::RequestMalformed;
  return std::move(bytes);
}

/// By the rater's secret, of which the city has the digest.
Result<Named> takeBySecret(const Json& body) {
  CC_TRY(officeId, takeText(body, "office", kMaxVenueIdBytes));
  CC_TRY(secret, takeBytes(body, "secret"));
  const Named named{std::move(officeId), sha256(secret)};
  wipe(secret);
  return named;
}

Result<Named> takeById(const Json& body) {
  CC_TRY(officeId, takeText(body, "office", kMaxVenueIdBytes));
  CC_TRY(id, takeBytes(body, "case"));
  Named named{std::move(officeId), {}};
  std::copy(id.begin(), id.end(), named.id.begin());
  return named;
}

Result<bool> takeBool(const Json& body, const char* member) {
  const auto found = body.find(member);
  if (found == body.end() || !found->is_boolean()) return Fault::RequestMalformed;
  return found->get<bool>();
}

Result<Written> takeWritten(const Json& body) {
  const auto number = body.find("number");
  if (number == body.end() || !number->is_number_unsigned() || number->get<std::uint64_t>() > kMaxCaseWords + 1) return Fault::RequestMalformed;
  CC_TRY(text, takeText(body, "text", kMaxTextBytes));
  return Written{number->get<std::int64_t>(), std::move(text)};
}

Result<Json> readBody(const Request& request, std::size_t members) {
  if (!isJsonType(request.header("content-type"))) return Fault::RequestUnsupportedType;
  return readJsonObject(request.body, members);
}

}  // namespace

void CaseRoutes::addTo(Router& router) const {
  const auto add = [&](std::string_view path, Callers callers, auto handler) { router.add({Method::Post, path, callers, Work::Blocking, handler}); };
  add("/v1/rating-cases/read", kAnyone, [this](const Call& call) { return read(call.request); });
  add("/v1/rating-cases/answer", kAnyone, [this](const Call& call) { return answer(call.request); });
  add("/v1/rating-cases/close", kAnyone, [this](const Call& call) { return close(call.request); });
  router.add({Method::Get, "/v1/open/cases", kAnyone, Work::Blocking, [this](const Call&) { return showCounts(); }});
  add("/v1/office-cases/list", kOfficeStaff, [this](const Call& call) { return listFor(call); });
  add("/v1/office-cases/read", kOfficeStaff, [this](const Call& call) { return readFor(call); });
  add("/v1/office-cases/answer", kOfficeStaff, [this](const Call& call) { return answerFor(call); });
  add("/v1/office-cases/complex", kOfficeStaff, [this](const Call& call) { return makeComplexFor(call); });
}

Result<Response> CaseRoutes::read(const Request& request) const {
  CC_TRY(body, readBody(request, 2));
  CC_TRY(named, takeBySecret(body));
  CC_TRY(seen, desk.read(named.officeId, named.id));
  return jsonResponse(200, describe(seen));
}

Result<Response> CaseRoutes::answer(const Request& request) const {
  CC_TRY(body, readBody(request, 5));
  CC_TRY(named, takeBySecret(body));
  CC_TRY(written, takeWritten(body));
  CC_TRY(contradicts, takeBool(body, "contradicts"));
  CC_TRY(seen, desk.answer(named.officeId, named.id, written, contradicts));
  return jsonResponse(200, describe(seen));
}

Result<Response> CaseRoutes::close(const Request& request) const {
  CC_TRY(body, readBody(request, 2));
  CC_TRY(named, takeBySecret(body));
  CC_TRY(seen, desk.close(named.officeId, named.id));
  return jsonResponse(200, describe(seen));
}

Result<Response> CaseRoutes::showCounts() const {
  CC_TRY(counts, desk.counts());
  Json offices = Json::array(), others;
  for (const CaseCounts& each : counts) {
    Json described{{"opened", each.opened}, {"open", each.open}, {"overdue", each.overdue}, {"raised", each.raised}};
    if (each.officeId.empty()) {
      others = std::move(described);
      continue;
    }
    Json& office = offices.emplace_back(Json{{"office", each.officeId}});
    office.update(described);
  }
  Response response = jsonResponse(200, {{"offices", std::move(offices)}, {"others", std::move(others)}});
  response.headers.emplace_back("Cache-Control", "public, max-age=300");
  return response;
}

Result<Response> CaseRoutes::listFor(const Call& call) const {
  CC_CHECK(readBody(call.request, 0));
  CC_TRY(all, desk.list(call.staff()));
  Json cases = Json::array();
  for (const CaseSeen& seen : all) cases.push_back(describeFor(seen));
  return jsonResponse(200, {{"office", call.staff().officeId}, {"cases", std::move(cases)}});
}

Result<Response> CaseRoutes::readFor(const Call& call) const {
  CC_TRY(body, readBody(call.request, 2));
  CC_TRY(named, takeById(body));
  CC_TRY(seen, desk.readFor(call.staff(), named.officeId, named.id));
  return jsonResponse(200, describeFor(seen));
}

Result<Response> CaseRoutes::answerFor(const Call& call) const {
  CC_TRY(body, readBody(call.request, 5));
  CC_TRY(named, takeById(body));
  CC_TRY(written, takeWritten(body));
  CC_TRY(saysSettled, takeBool(body, "settled"));
  CC_TRY(seen, desk.answerFor(call.staff(), named.officeId, named.id, written, saysSettled));
  return jsonResponse(200, describeFor(seen));
}

Result<Response> CaseRoutes::makeComplexFor(const Call& call) const {
  CC_TRY(body, readBody(call.request, 2));
  CC_TRY(named, takeById(body));
  CC_TRY(seen, desk.makeComplexFor(call.staff(), named.officeId, named.id));
  return jsonResponse(200, describeFor(seen));
}

}  // namespace citycode::server
