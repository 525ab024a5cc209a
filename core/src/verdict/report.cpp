#include "verdict/report.h"

#include <charconv>

#include "citycode/pass.h"
#include "citycode/status_list.h"
#include "encoding/alphabets.h"
#include "pass/photo.h"

namespace citycode {
namespace {

/// Writes JSON text (RFC 8259) without spaces, members in the order of the calls. A JSON library in its place
/// cost 30 of the 47 microseconds that a verdict takes beyond its two signatures, and 8 KB of the module.
class JsonWriter {
 public:
  JsonWriter() { text_.reserve(kUsualChars); }

  void open(char bracket) {
    separate();
    text_ += bracket;
    fresh_ = true;
  }
  void close(char bracket) {
    text_ += bracket;
    fresh_ = false;
  }

  /// A member's name; its value is put next. Names are ours and need no escaping.
  JsonWriter& name(std::string_view text) {
    word(text, '"');
    text_ += ':';
    fresh_ = true;
    return *this;
  }

  /// One of our own words (ids, names of checks): nothing in it needs escaping.
  void putWord(std::string_view text) { word(text, '"'); }
  /// Well-formed UTF-8, as cbor::Reader takes it.
  void putText(std::string_view text);
  void putHex(ByteView bytes);
  void putBase64(ByteView bytes);
  void putNull() { word("null"); }
  void putBool(bool value) { word(value ? "true" : "false"); }
  template <class Integer>
  void putNumber(Integer value) {
    char digits[20];   // -9223372036854775808 and 18446744073709551615 have as many
    word({digits, static_cast<std::size_t>(std::to_chars(digits, digits + sizeof digits, value).ptr - digits)});
  }
  void putFault(std::optional<Fault> fault) { fault ? putWord(faultId(*fault)) : word("null"); }
  void putSeconds(std::optional<std::int64_t> seconds) { seconds ? putNumber(*seconds) : word("null"); }

  std::string text() && { return std::move(text_); }

 private:
  static constexpr std::size_t kUsualChars = 1024;   // a verdict has 800 to 1,000

  void separate() {
    if (!fresh_) text_ += ',';
    fresh_ = false;
  }
  void word(std::string_view text, char quote = 0) {
    separate();
    if (quote) text_ += quote;
    text_ += text;
    if (quote) text_ += quote;
  }

  std::string text_;
  bool fresh_ = true;   // nothing stands before: no comma
};

/// RFC 8259 section 7: quotation mark, reverse solidus and control characters are escaped.
void JsonWriter::putText(std::string_view text) {
  constexpr std::string_view kEscaped = "\"\\\b\f\n\r\t", kLetters = "\"\\bfnrt";
  separate();
  text_ += '"';
  for (const char c : text) {
    if (const auto at = kEscaped.find(c); at != std::string_view::npos) {
      text_ += '\\';
      text_ += kLetters[at];
    } else if (static_cast<unsigned char>(c) < 0x20) {
      text_ += "\\u00";
      text_ += kHexDigits[c >> 4];
      text_ += kHexDigits[c & 15];
    } else {
      text_ += c;
    }
  }
  text_ += '"';
}

void JsonWriter::putHex(ByteView bytes) {
  separate();
  text_ += '"';
  for (const std::uint8_t byte : bytes) {
    text_ += kHexDigits[byte >> 4];
    text_ += kHexDigits[byte & 15];
  }
  text_ += '"';
}

/// RFC 4648 section 4, padded: what a data: address takes.
void JsonWriter::putBase64(ByteView bytes) {
  constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  separate();
  text_ += '"';
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t here = std::min<std::size_t>(3, bytes.size() - i);
    unsigned bits = bytes[i] << 16;
    if (here > 1) bits |= bytes[i + 1] << 8;
    if (here > 2) bits |= bytes[i + 2];
    for (std::size_t j = 0; j < 4; ++j) text_ += j <= here ? kAlphabet[bits >> (18 - 6 * j) & 63] : '=';
  }
  text_ += '"';
}

void putPhoto(JsonWriter& json, const std::optional<Photo>& photo) {
  if (!photo) return json.putNull();
  json.open('{');
  json.name("format").putWord(photoFormatName(photo->format));
  json.name("base64").putBase64(photo->bytes);
  json.close('}');
}

void putAttributes(JsonWriter& json, const Attributes& attributes) {
  json.open('{');
  for (const auto& [attribute, value] : attributes) {
    json.name(attributeName(attribute));
    if (const auto* text = std::get_if<std::string>(&value)) json.putText(*text);
    else if (const auto* bytes = std::get_if<Bytes>(&value)) json.putHex(*bytes);
    else if (const auto* flag = std::get_if<bool>(&value)) json.putBool(*flag);
    else json.putNumber(std::get<std::uint64_t>(value));
  }
  json.close('}');
}

void putChecks(JsonWriter& json, const Checks& checks) {
  json.open('[');
  for (std::size_t i = 0; i < checks.size(); ++i) {
    json.open('{');
    json.name("check").putWord(checkName(static_cast<Check>(i)));
    json.name("state").putWord(checkStateName(checks[i].state));
    json.name("fault").putFault(checks[i].fault);
    json.close('}');
  }
  json.close(']');
}

void putScope(JsonWriter& json, const ScopePolicy& scope) {
  json.open('{');
  json.name("id").putNumber(scope.id);
  json.name("name").putText(scope.name);
  json.name("attributes").open('[');
  for (const Attribute attribute : scope.attributes) json.putWord(attributeName(attribute));
  json.close(']');
  json.name("windowSeconds").putNumber(scope.windowSeconds);
  json.name("freshSeconds").putNumber(scope.freshSeconds);
  json.name("tooOldSeconds").putNumber(scope.tooOldSeconds);
  json.name("acceptsPaper").putBool(scope.acceptsPaper);
  json.name("statusFreshSeconds").putNumber(scope.statusFreshSeconds);
  json.name("statusTooOldSeconds").putNumber(scope.statusTooOldSeconds);
  json.name("sealed").putBool(scope.sealed);
  json.name("servesPeople").putBool(scope.servesPeople);
  json.close('}');
}

void putDigest(JsonWriter& json, const std::optional<Sha256>& digest) { digest ? json.putHex(*digest) : json.putNull(); }

void putNames(JsonWriter& json, const PlaceNames& names) {
  json.open('{');
  for (const auto& [language, name] : names) json.name(languageTag(language)).putText(name);
  json.close('}');
}

void putAttributeNames(JsonWriter& json, const std::set<Attribute>& attributes) {
  json.open('[');
  for (const Attribute attribute : attributes) json.putWord(attributeName(attribute));
  json.close(']');
}

void putVerdict(JsonWriter& json, const Verdict& verdict) {
  json.open('{');
  json.name("outcome").putWord(outcomeName(verdict.outcome));
  json.name("fault").putFault(verdict.fault);
  json.name("scope").putText(verdict.scopeName);
  putAttributes(json.name("attributes"), verdict.attributes);
  json.name("kind").putWord(codeKindName(verdict.kind));
  putPhoto(json.name("photo"), verdict.photo);
  putDigest(json.name("passDigest"), verdict.passDigest);
  json.name("expiresUnixSeconds").putNumber(verdict.expiresUnixSeconds);
  json.name("shownSecondsAgo").putSeconds(verdict.shownSecondsAgo);
  json.name("seenSecondsAgo").putSeconds(verdict.seenSecondsAgo);
  json.name("trustAgeSeconds").putSeconds(verdict.trustAgeSeconds);
  json.name("trustFreshness").putWord(freshnessName(verdict.trustFreshness));
  json.name("statusAgeSeconds").putSeconds(verdict.statusAgeSeconds);
  json.name("statusFreshness").putWord(freshnessName(verdict.statusFreshness));
  putChecks(json.name("checks"), verdict.checks);
  json.close('}');
}

}  // namespace

std::string verdictJson(const Verdict& verdict) {
  JsonWriter json;
  putVerdict(json, verdict);
  return std::move(json).text();
}

std::string trustListJson(const TrustList& list, const TrustAnchors& anchors) {
  JsonWriter json;
  json.open('{');
  json.name("version").putNumber(list.version);
  json.name("issuedUnixSeconds").putNumber(list.issuedUnixSeconds);
  json.name("cityName").putText(list.cityName);
  json.name("rootKey").putHex(anchors.root);
  json.name("nextRootKey").putHex(anchors.nextRoot ? ByteView(*anchors.nextRoot) : ByteView());
  json.name("anchors").putHex(encodeTrustAnchors(anchors));
  json.name("scopes").open('[');
  for (const ScopePolicy& scope : list.scopes) putScope(json, scope);
  json.close(']');
  json.close('}');
  return std::move(json).text();
}

std::string adoptedStatusJson(const StatusLists::Adopted& adopted) {
  const StatusHead& head = adopted.list->head;
  JsonWriter json;
  json.open('{');
  json.name("form").putWord(adopted.wasDelta ? "delta" : "full");
  json.name("issuerKey").putHex(adopted.issuerKey);
  json.name("day").putNumber(head.day);
  json.name("version").putNumber(head.version);
  json.name("issuedUnixSeconds").putNumber(head.issuedUnixSeconds);
  json.name("expiresUnixSeconds").putNumber(head.expiresUnixSeconds);
  json.name("revoked").putNumber(adopted.list->revoked.count());
  json.close('}');
  return std::move(json).text();
}

std::string passClaimsJson(const PassClaims& claims) {
  JsonWriter json;
  json.open('{');
  json.name("scopeId").putNumber(claims.scopeId);
  json.name("notBeforeUnixSeconds").putNumber(claims.notBeforeUnixSeconds);
  json.name("expiresUnixSeconds").putNumber(claims.expiresUnixSeconds);
  json.name("holderKey").putHex(claims.holderKey);
  json.name("sealed").putBool(claims.sealedAttributes.has_value());
  putAttributes(json.name("attributes"), claims.attributes);
  json.close('}');
  return std::move(json).text();
}

std::string checkpointJson(const VerifiedCheckpoint& verified) {
  JsonWriter json;
  json.open('{');
  json.name("origin").putText(verified.checkpoint.origin);
  json.name("size").putNumber(verified.checkpoint.size);
  json.name("root").putHex(verified.checkpoint.root);
  json.name("witnesses").open('[');
  for (const Witnessed& witness : verified.witnesses) {
    json.open('{');
    json.name("name").putText(witness.name);
    json.name("atUnixSeconds").putNumber(witness.atUnixSeconds);
    json.close('}');
  }
  json.close(']');
  json.close('}');
  return std::move(json).text();
}

std::string mergedJson(const ReplayMemory::Merged& merged) {
  JsonWriter json;
  json.open('{');
  json.name("added").putNumber(merged.added);
  json.name("renewed").putNumber(merged.renewed);
  json.name("ignored").putNumber(merged.ignored);
  json.close('}');
  return std::move(json).text();
}

std::string venueRecordJson(const VenueRecord& venue, const TrustList& list) {
  JsonWriter json;
  json.open('{');
  json.name("venueId").putText(venue.venueId);
  putNames(json.name("name"), venue.names);
  json.name("address").putText(venue.address);
  json.name("scopes").open('[');
  for (const std::uint32_t id : venue.scopeIds)
    if (const ScopePolicy* scope = list.findScope(id)) json.putText(scope->name);
  json.close(']');
  json.name("expiresUnixSeconds").putNumber(venue.expiresUnixSeconds);
  json.close('}');
  return std::move(json).text();
}

std::string serviceTicketJson(const ServiceTicket& ticket, const TrustList& list) {
  const RatedService service = ticket.service();
  const ListedTokenKey* key = ratingKeyOf(list, service.week);
  JsonWriter json;
  json.open('{');
  json.name("ticketId").putHex(ticket.id);
  json.name("officeId").putText(ticket.officeId);
  putNames(json.name("officeName"), ticket.officeNames);
  json.name("itemId").putText(ticket.itemId);
  putNames(json.name("itemName"), ticket.itemNames);
  json.name("channel").putWord(channelName(ticket.channel));
  json.name("way").putWord(serviceWayName(wayOf(ticket.channel)));
  putDigest(json.name("passDigest"), ticket.passDigest);
  json.name("service").putHex(*encodeRatedService(service));   // verifyServiceTicket has looked at its ids
  json.name("endedUnixSeconds").putNumber(ticket.endedUnixSeconds);
  json.name("expiresUnixSeconds").putNumber(ticket.expiresUnixSeconds());
  if (key) json.name("ratingKey").putHex(key->key);
  else json.name("ratingKey").putNull();
  json.close('}');
  return std::move(json).text();
}

std::string portalAnswerJson(const PortalAnswer& answer, const std::optional<Verdict>& verdict) {
  JsonWriter json;
  json.open('{');
  json.name("refused").putBool(answer.refused());
  if (answer.returnCode) json.name("returnCode").putHex(*answer.returnCode);
  else json.name("returnCode").putNull();
  json.name("verdict");
  if (verdict) putVerdict(json, *verdict);
  else json.putNull();
  json.close('}');
  return std::move(json).text();
}

std::string portalRequestJson(ByteView bytes, const PortalRequest& request, const TrustList& list) {
  const auto& [portal, question] = request;
  const ScopePolicy* scope = list.findScope(question.scopeId);   // there: verifyPortalRequest has looked
  JsonWriter json;
  json.open('{');
  json.name("id").putHex(portalRequestIdOf(bytes));
  json.name("portalId").putText(portal.portalId);
  putNames(json.name("name"), portal.names);
  json.name("origin").putText(portal.origin);
  json.name("scope").putText(scope->name);
  putAttributeNames(json.name("required"), question.required);
  putAttributeNames(json.name("optional"), question.optional);
  json.name("purpose").putText(question.purpose);
  json.name("audience").putText(std::string(kPortalPrefix).append(portal.portalId));
  json.name("nonce").putHex(question.nonce);
  json.name("returnAddress").putText(question.returnAddress);
  json.name("expiresUnixSeconds").putNumber(question.expiresUnixSeconds);
  json.close('}');
  return std::move(json).text();
}

}  // namespace citycode
