// What a text or a file of the city says. Nothing of it is verified here, and every answer says so.
#include <optional>
#include <string_view>
#include <variant>

#include <unistd.h>

#include "citycode/limits.h"
#include "lists/code_sequence.h"
#include "lists/status_sets.h"
#include "lists/trust_payload.h"
#include "log/log_checkpoint.h"
#include "paper/paper_code.h"
#include "pass/other_code.h"
#include "pass/pass_claims.h"
#include "pass/photo.h"
#include "pass/presentation.h"
#include "places/portal_code.h"
#include "places/venue_record.h"
#include "rating/service_ticket.h"
#include "signing/cose.h"
#include "signing/http_signature.h"
#include "tools/files.h"
#include "tools/texts.h"
#include "tools/verb.h"

namespace citycode::tools {
namespace {

Json namesJson(const PlaceNames& names) {
  Json json = Json::object();
  for (const auto& [language, name] : names) json[std::string(languageTag(language))] = name;
  return json;
}

template <class Attributes>
Json attributeNames(const Attributes& attributes) {
  Json names = Json::array();
  for (const Attribute attribute : attributes) names.push_back(attributeName(attribute));
  return names;
}

Json attributesJson(const Attributes& attributes) {
  Json json = Json::object();
  for (const auto& [attribute, value] : attributes) {
    Json& member = json[std::string(attributeName(attribute))];
    if (const auto* bytes = std::get_if<Bytes>(&value)) member = hexOf(*bytes);
    else if (const auto* text = std::get_if<std::string>(&value)) member = *text;
    else if (const auto* flag = std::get_if<bool>(&value)) member = *flag;
    else member = std::get<std::uint64_t>(value);
  }
  return json;
}

Json orNull(const std::optional<std::int64_t>& number) { return number ? Json(*number) : Json(); }
template <class Container>
Json hexOrNull(const std::optional<Container>& bytes) { return bytes ? Json(hexOf(*bytes)) : Json(); }

Json passJson(const PassClaims& claims) {
  return {{"scopeId", claims.scopeId},
          {"notBeforeUnixSeconds", claims.notBeforeUnixSeconds},
          {"expiresUnixSeconds", claims.expiresUnixSeconds},
          {"holderKey", hexOf(claims.holderKey)},
          {"statusIndex", claims.statusIndex},
          {"onlyAudience", hexOrNull(claims.onlyAudience)},
          {"sealed", claims.sealedAttributes.has_value()},
          {"attributes", attributesJson(claims.attributes)}};
}

Json scopeJson(const ScopePolicy& scope) {
  return {{"id", scope.id},
          {"name", scope.name},
          {"attributes", attributeNames(scope.attributes)},
          {"sealed", scope.sealed},
          {"acceptsPaper", scope.acceptsPaper},
          {"venueOnly", scope.audienceRule == AudienceRule::VenueOnly}};
}

Json issuerJson(const Issuer& issuer) {
  Json rights = Json::array();
  for (const Right right : issuer.rights) rights.push_back(right == Right::Places ? "places" : "cards");
  return {{"key", hexOf(issuer.key)},
          {"notBeforeUnixSeconds", issuer.notBeforeUnixSeconds},
          {"expiresUnixSeconds", issuer.expiresUnixSeconds},
          {"scopeIds", issuer.scopeIds},
          {"rights", rights}};
}

Json trustListJson(const TrustList& list) {
  Json issuers = Json::array(), scopes = Json::array();
  for (const Issuer& issuer : list.issuers) issuers.push_back(issuerJson(issuer));
  for (const ScopePolicy& scope : list.scopes) scopes.push_back(scopeJson(scope));
  return {{"version", list.version}, {"issuedUnixSeconds", list.issuedUnixSeconds}, {"cityName", list.cityName},
          {"nextRootKey", hexOrNull(list.nextRootKey)}, {"issuers", issuers}, {"scopes", scopes}, {"tokenKeys", list.tokenKeys.size()}};
}

Json statusHeadJson(const StatusHead& head, std::string_view form) {
  return {{"form", form}, {"day", head.day}, {"version", head.version}, {"issuedUnixSeconds", head.issuedUnixSeconds},
          {"expiresUnixSeconds", head.expiresUnixSeconds}, {"universeBits", head.universeBits}};
}

Json statusJson(const std::variant<StatusList, StatusDelta>& status) {
  if (const auto* full = std::get_if<StatusList>(&status)) {
    Json json = statusHeadJson(full->head, "full");
    json["revoked"] = full->revoked.count();
    return json;
  }
  const auto& delta = std::get<StatusDelta>(status);
  Json json = statusHeadJson(delta.head, "delta");
  json["baseVersion"] = delta.baseVersion;
  json["removed"] = delta.removed.count();
  json["added"] = delta.added.count();
  return json;
}

Json venueJson(const VenueRecord& venue) {
  return {{"venueId", venue.venueId}, {"name", namesJson(venue.names)}, {"address", venue.address}, {"scopeIds", venue.scopeIds},
          {"notBeforeUnixSeconds", venue.notBeforeUnixSeconds}, {"expiresUnixSeconds", venue.expiresUnixSeconds}};
}

Json portalJson(const PortalRequest& request) {
  const auto& [portal, question] = request;
  return {{"portalId", portal.portalId}, {"name", namesJson(portal.names)}, {"origin", portal.origin}, {"portalKey", hexOf(portal.portalKey)},
          {"sealingKey", hexOf(portal.sealingKey)}, {"scopeIds", portal.scopeIds}, {"askedScopeId", question.scopeId}, {"purpose", question.purpose},
          {"required", attributeNames(question.required)}, {"optional", attributeNames(question.optional)}, {"nonce", hexOf(question.nonce)},
          {"anchor", hexOf(question.anchor)}, {"returnAddress", question.returnAddress},
          {"issuedUnixSeconds", question.issuedUnixSeconds}, {"expiresUnixSeconds", question.expiresUnixSeconds}};
}

Json ticketJson(const ServiceTicket& ticket) {
  return {{"ticketId", hexOf(ticket.id)}, {"officeId", ticket.officeId}, {"officeName", namesJson(ticket.officeNames)},
          {"itemId", ticket.itemId}, {"itemName", namesJson(ticket.itemNames)}, {"channel", channelName(ticket.channel)},
          {"passDigest", hexOrNull(ticket.passDigest)}, {"endedUnixSeconds", ticket.endedUnixSeconds},
          {"expiresUnixSeconds", ticket.expiresUnixSeconds()}};
}

Json checkpointJson(const UnverifiedCheckpoint& read) {
  return {{"origin", read.checkpoint.origin}, {"size", read.checkpoint.size}, {"root", hexOf(read.checkpoint.root)},
          {"extensions", read.checkpoint.extensions}, {"signers", read.signers}};
}

Json cardJson(const PaperClaims& card) {
  Json photo, status;
  if (card.photo) photo = {{"format", photoFormatName(card.photo->format)}, {"bytes", card.photo->bytes.size()}};
  if (card.status) status = {{"index", card.status->index}, {"uri", card.status->uri}};
  return {{"issuer", card.issuer}, {"notBeforeUnixSeconds", orNull(card.notBeforeUnixSeconds)},
          {"expiresUnixSeconds", orNull(card.expiresUnixSeconds)}, {"id", card.id}, {"name", card.name},
          {"documentKind", card.documentKind}, {"photo", photo}, {"status", status}, {"unknownFields", card.unknownFields}};
}

/// The answer's head, then what was read.
Answer unverified(std::string_view kind, const Json& members) {
  Answer answer;
  answer.json = {{"kind", kind}, {"verified", false}};
  answer.json.update(members);
  return answer;
}

Given<Answer> inspectCode(std::string_view text) {
  CC_TRY(code, decodeCode(text));
  CC_TRY(shownBy, decodePresentationClaims(code.presentationPayload));
  CC_TRY(pass, decodePassClaims(code.passPayload));
  return unverified("code", {{"audience", shownBy.audience}, {"issuedUnixSeconds", shownBy.issuedUnixSeconds},
                             {"nonce", hexOrNull(shownBy.nonce)}, {"issuerKeyId", hexOf(code.claimedIssuerKid)}, {"pass", passJson(pass)}});
}

Given<Answer> inspectCard(std::string_view text) {
  CC_TRY(card, decodePaperCode(text));
  CC_TRY(claims, decodePaperClaims(card.message.payload));
  return unverified("card", cardJson(claims));
}

Given<Answer> inspectPart(std::string_view text) {
  CodeSequence trust(ListKind::TrustList), status(ListKind::StatusList);
  if (trust.add(text)) return unverified("list-part", {{"list", "trust-list"}, {"parts", trust.total()}});
  CC_CHECK(status.add(text));
  return unverified("list-part", {{"list", "status-list"}, {"parts", status.total()}});
}

Given<Answer> inspectCheckpoint(std::string_view text) {
  CC_TRY(read, readUnverifiedCheckpoint(text));
  return unverified("checkpoint", checkpointJson(read));
}

/// The kinds of signed bytes differ in their claims, so that at most one of the readers takes them.
Given<Answer> inspectSigned(ByteView bytes) {
  CC_TRY(envelope, cose::decodeSign1(bytes));
  CC_TRY(header, cose::decodeHeader(envelope.protectedHeader));
  if (header.kcwt) {
    CC_TRY(request, readUnverifiedPortalRequest(bytes));
    return unverified("portal-request", portalJson(request));
  }
  if (const auto claims = readUnverifiedPass(bytes)) return unverified("pass", passJson(*claims));
  if (const auto list = decodeTrustList(envelope.payload)) return unverified("trust-list", trustListJson(*list));
  if (const auto status = decodeStatus(envelope.payload)) return unverified("status-list", statusJson(*status));
  if (const auto venue = readUnverifiedVenueRecord(bytes)) return unverified("venue-record", venueJson(*venue));
  CC_TRY(ticket, readUnverifiedServiceTicket(bytes));
  return unverified("service-ticket", ticketJson(ticket));
}

/// What stands behind one of these names in an address.
std::optional<std::string_view> fragmentOf(std::string_view text, std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names)
    if (const auto at = text.substr(0, kMaxAddressChars).find(name); at != std::string_view::npos) return text.substr(at + name.size());
  return std::nullopt;
}

Given<Answer> inspectText(std::string_view text) {
  if (text.starts_with(kCodePrefix)) return inspectCode(text);
  if (text.starts_with(kSequencePrefix)) return inspectPart(text);
  if (const auto fragment = fragmentOf(text, {"#portal="})) {
    CC_TRY(code, readPortalCode(*fragment));
    return unverified("portal-code", {{"id", hexOf(code.id)}, {"second", code.second}, {"proof", hexOf(code.proof)}});
  }
  if (const auto fragment = fragmentOf(text, {"#venue=", "#ticket="})) {
    CC_TRY(bytes, decodeBase64Url(*fragment));
    return inspectSigned(bytes);
  }
  if (text.find("\n\n") != std::string_view::npos) return inspectCheckpoint(text);
  if (looksLikePaperCode(text)) return inspectCard(text);
  if (const auto bytes = bytesFromText(text); bytes && cose::decodeSign1(*bytes)) return inspectSigned(*bytes);
  return faultOfOtherText(text);
}

/// A first byte of 0x84, an array of four, begins every signed message and no text.
bool isSignedBytes(ByteView bytes) { return !bytes.empty() && bytes.front() == 0x84; }

Given<Bytes> given(const std::string& operand) {
  if (operand == kStandardInput || ::access(operand.c_str(), F_OK) == 0) return readInput(operand, kMaxStatusListBytes);
  return copyOf(bytesOf(operand));
}

/// Texts end with a line feed in files and pipes; a note's own stays.
std::string_view trimmed(std::string_view text) {
  if (text.find("\n\n") != std::string_view::npos) return text;
  while (text.ends_with('\n') || text.ends_with('\r')) text.remove_suffix(1);
  return text;
}

}  // namespace

Given<Answer> inspect(const Arguments& arguments) {
  CC_TRY(bytes, given(arguments.operand));
  return isSignedBytes(bytes) ? inspectSigned(bytes) : inspectText(trimmed(textOf(bytes)));
}

}  // namespace citycode::tools
