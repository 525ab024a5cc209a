#include "issuance/paper_routes.h"

#include "city/issued.h"
#include "http/json.h"
#include "pass/photo.h"
#include "revocation/reason.h"

namespace citycode::server {
namespace {

constexpr std::size_t kMaxFormatBytes = 8;   // "jpeg2000", the longest that the core knows
/// base64url of the largest photo is 800 characters; what is longer is refused by its size, not by its text.
constexpr std::size_t kMaxPhotoTextBytes = 16 * 1024;

Result<std::optional<Photo>> readPhoto(const Json& photo) {
  if (photo.is_null()) return std::optional<Photo>();
  if (!photo.is_object() || photo.size() != 2) return Fault::RequestMalformed;
  CC_TRY(formatName, takeText(photo, "format", kMaxFormatBytes));
  CC_TRY(text, takeText(photo, "data", kMaxPhotoTextBytes));
  CC_TRY(bytes, decodeBase64Url(text));
  // What every browser can show to the one who compares.
  for (const PhotoFormat format : {PhotoFormat::Jpeg, PhotoFormat::Avif, PhotoFormat::Webp})
    if (formatName == photoFormatName(format)) return std::optional(Photo{format, std::move(bytes)});
  return Fault::PaperBadValue;
}

/// Below 2^24, as the status list has places.
Result<std::uint32_t> readCardNumber(const Json& number) {
  if (!number.is_number_unsigned() || number.get<std::uint64_t>() >= (1u << kCardIndexBits)) return Fault::RequestMalformed;
  return number.get<std::uint32_t>();
}

/// Nothing when it is to replace none.
Result<std::optional<std::uint32_t>> readReplaced(const Json& body) {
  const auto member = body.find("replaces");
  if (member == body.end()) return std::optional<std::uint32_t>();
  CC_TRY(number, readCardNumber(*member));
  return std::optional(number);
}

/// {"card": number} or {"card": "all"}, with a reason that a holder can know.
struct AskedRevocation {
  std::optional<std::uint32_t> number;
  RevocationReason reason{};
};

Result<AskedRevocation> readRevocation(const Request& request) {
  CC_TRY(body, readJsonObject(request.body, 2));
  CC_TRY(reasonName, takeText(body, "reason", kMaxWordBytes));
  const auto reason = holdersReasonFromName(reasonName);
  const auto card = body.find("card");
  if (!reason || card == body.end()) return Fault::RequestMalformed;
  if (*card == Json("all")) return AskedRevocation{std::nullopt, *reason};
  CC_TRY(number, readCardNumber(*card));
  return AskedRevocation{number, *reason};
}

Json describe(const PaperCardRecord& card, std::int32_t cityOffsetSeconds) {
  const std::int64_t end = card.expiresUnixMs / kMillisecondsPerSecond;
  Json described{{"number", card.number},
                 {"issuedUnixSeconds", card.issuedUnixMs / kMillisecondsPerSecond},
                 {"lastDay", lastDayText(end, cityOffsetSeconds)},
                 {"expiresUnixSeconds", end}};
  if (card.revokedUnixMs != 0) described["withdrawnUnixSeconds"] = card.revokedUnixMs / kMillisecondsPerSecond;
  return described;
}

}  // namespace

Json describeCard(const IssuedPaper& paper, const PersonRecord& person) {
  return {{"text", paper.text},
          {"number", paper.number},
          {"name", person.displayName},
          {"documentNumberMasked", maskDocumentNumber(person.documentNumber)},
          {"holderClass", holderClassName(person.holderClass)},
          {"lastDay", paper.lastDay},
          {"notBeforeUnixSeconds", paper.notBeforeUnixSeconds},
          {"expiresUnixSeconds", paper.expiresUnixSeconds}};
}

void PaperRoutes::addTo(Router& router) const {
  router.add({Method::Post, "/v1/paper-codes", kDevice, Work::Blocking, [this](const Call& call) { return issue(call); }});
  router.add({Method::Post, "/v1/paper-codes/list", kDevice, Work::Blocking, [this](const Call& call) { return list(call); }});
  router.add({Method::Post, "/v1/paper-codes/revoke", kDevice, Work::Blocking, [this](const Call& call) { return revoke(call); }});
}

Result<Response> PaperRoutes::issue(const Call& call) const {
  CC_TRY(body, readJsonObject(call.request.body, 1, "replaces"));
  const auto member = body.find("photo");
  if (member == body.end()) return Fault::RequestMalformed;
  CC_TRY(photo, readPhoto(*member));
  CC_TRY(replaces, readReplaced(body));
  CC_CHECK(admission.useOnce(call));
  const Device& device = call.device();
  const std::int64_t nowUnixSeconds = clock.nowUnixSeconds();
  CC_TRY(person, office.keys.people().openOn(cityDate(nowUnixSeconds, office.cityOffsetSeconds), device.person));
  CC_TRY(paper, office.issue(person, {device.id, std::move(photo), replaces}, nowUnixSeconds));
  metrics.issuedCard();
  if (replaces) lists.lookAgain();
  return jsonResponse(201, describeCard(paper, person.record));
}

Result<Response> PaperRoutes::list(const Call& call) const {
  CC_CHECK(readJsonObject(call.request.body, 0));
  CC_CHECK(admission.useOnce(call));
  CC_TRY(known, office.cardsOf(call.device().person.id));
  Json cards = Json::array();
  for (const PaperCardRecord& card : known) cards.push_back(describe(card, office.cityOffsetSeconds));
  return jsonResponse(200, {{"cards", std::move(cards)}, {"nowUnixSeconds", clock.nowUnixSeconds()}});
}

Result<Response> PaperRoutes::revoke(const Call& call) const {
  CC_TRY(asked, readRevocation(call.request));
  CC_CHECK(admission.useOnce(call));
  CC_TRY(count, office.revoke(call.device().person.id, asked.number, asked.reason, clock.nowUnixMs()));
  lists.lookAgain();
  return jsonResponse(200, {{"revokedCards", count}});
}

}  // namespace citycode::server
