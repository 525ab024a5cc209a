#include "services/service_routes.h"

#include <algorithm>
#include <array>

#include "base/key_text.h"
#include "citycode/pass.h"

namespace citycode::server {
namespace {

constexpr std::size_t kMaxCaseChars = 64;                    // docs/api.md; case numbers of offices have 20 to 30
constexpr std::size_t kMaxCaseBytes = 4 * kMaxCaseChars;     // of UTF-8
constexpr std::size_t kMaxBase64Bytes = 64;                  // of 32 bytes 43
constexpr std::size_t kMaxPassTextBytes = 4096;              // more than any pass as base64url: the core counts

template <std::size_t kBytes>
Result<std::array<std::uint8_t, kBytes>> takeBytes(const Json& object, const char* member) {
  CC_TRY(text, takeText(object, member, kMaxBase64Bytes));
  const auto bytes = bytesFromBase64Url<kBytes>(text);
  if (!bytes) return Fault::RequestMalformed;
  return *bytes;
}

Result<std::string> takeCase(const Json& body) {
  CC_TRY(text, takeText(body, "case", kMaxCaseBytes));
  const auto isFirstByte = [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; };   // RFC 3629 section 3
  const auto chars = static_cast<std::size_t>(std::count_if(text.begin(), text.end(), isFirstByte));
  if (chars == 0 || chars > kMaxCaseChars) return Fault::RequestMalformed;
  return std::move(text);
}

Result<ServiceWay> takeWay(const Json& body) {
  CC_TRY(name, takeText(body, "way", kMaxWordBytes));
  const auto way = serviceWayFromName(name);
  if (!way) return Fault::RequestMalformed;
  return *way;
}

/// A terminal stands in its office. A portal's record says whose site it is, and nobody is on site there or calls.
Result<std::string> officeOf(const Caller& caller, ServiceWay way) {
  const auto* portal = std::get_if<Portal>(&caller);
  if (portal == nullptr) return std::get<Terminal>(caller).venue.id;
  if (way != ServiceWay::Online) return Fault::RequestMalformed;
  return portal->officeId;
}

Result<ToldService> readToldService(const Call& call) {
  CC_TRY(body, readJsonObject(call.request.body, 5));
  CC_TRY(itemId, takeText(body, "item", kMaxItemIdBytes));
  CC_TRY(way, takeWay(body));
  CC_TRY(caseReference, takeCase(body));
  CC_TRY(passDigest, takePassDigest(body));
  if (!body.contains("ticket") || !body["ticket"].is_boolean()) return Fault::RequestMalformed;
  CC_TRY(officeId, officeOf(call.caller(), way));
  ToldService told;
  told.officeId = std::move(officeId);
  told.itemId = std::move(itemId);
  told.way = way;
  told.caseReference = std::move(caseReference);
  told.passDigest = passDigest;
  told.wantsTicket = body["ticket"].get<bool>();
  return told;
}

Bytes joined(const TokenProof& proof) {
  Bytes bytes = copyOf(proof.challenge);
  bytes.insert(bytes.end(), proof.response.begin(), proof.response.end());
  return bytes;
}

}  // namespace

Result<std::optional<Sha256>> takePassDigest(const Json& body) {
  if (!body.contains("pass")) return Fault::RequestMalformed;
  if (body["pass"].is_null()) return std::optional<Sha256>();
  CC_TRY(digest, takeBytes<kSha256Bytes>(body, "pass"));
  return std::optional(digest);
}

Response ticketResponse(const TicketGiven& given) {
  if (given.bytes.empty()) return jsonResponse(201, {{"ticket", nullptr}});
  const std::string ticket = encodeBase64Url(given.bytes);
  return jsonResponse(201, {{"ticket", ticket},
                            {"link", "/rate/#ticket=" + ticket},
                            {"channel", channelName(given.ticket.channel)},
                            {"endedUnixSeconds", given.ticket.endedUnixSeconds},
                            {"expiresUnixSeconds", given.ticket.expiresUnixSeconds()}});
}

void ServiceRoutes::addTo(Router& router) const {
  router.add({Method::Post, "/v1/services", kTerminal | kPortal, Work::Blocking, [this](const Call& call) { return end(call); }});
  router.add({Method::Post, "/v1/rating-tokens", kAnyone, Work::Blocking, [this](const Call& call) { return giveToken(call.request); }});
}

Result<Response> ServiceRoutes::end(const Call& call) const {
  CC_TRY(told, readToldService(call));
  CC_TRY(given, services.end(told));
  return ticketResponse(given);
}

Result<Response> ServiceRoutes::giveToken(const Request& request) const {
  if (!isJsonType(request.header("content-type"))) return Fault::RequestUnsupportedType;
  CC_TRY(body, readJsonObject(request.body, 2, "pass"));
  CC_TRY(id, takeBytes<kTicketIdBytes>(body, "ticket"));
  CC_TRY(blinded, takeBytes<kElementBytes>(body, "blinded"));
  CC_TRY(service, tokens.find(id));
  if (!service.passDigest && body.contains("pass")) return Fault::RequestMalformed;   // a ticket for whoever has it asks for none
  if (service.passDigest) CC_CHECK(mustBePhoneOf(*service.passDigest, request, body));
  CC_TRY(given, tokens.give(service, blinded));
  return jsonResponse(200, {{"evaluated", encodeBase64Url(given.evaluated)},
                            {"proof", encodeBase64Url(joined(given.proof))},
                            {"key", encodeBase64Url(given.key)}});
}

// The pass proves itself, and its key signed the request: nothing is looked up of whose it is.
Result<Done> ServiceRoutes::mustBePhoneOf(const Sha256& passDigest, const Request& request, const Json& body) const {
  if (!body.contains("pass")) return Fault::TicketOtherPass;
  CC_TRY(text, takeText(body, "pass", kMaxPassTextBytes));
  CC_TRY(pass, decodeBase64Url(text));
  CC_TRY(parameters, signedRequests.read(request));
  const auto published = trustList.current();
  if (!published) return Fault::TrustMissing;
  CC_TRY(key, keyOfRatedPass(pass, passDigest, published->list));
  CC_TRY(signer, SignedRequests::claimedId(parameters));
  if (signer != sha256(key)) return Fault::RequestSignatureMismatch;
  return signedRequests.admit(request, parameters, key);
}

}  // namespace citycode::server
