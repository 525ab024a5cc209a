// Prints tests/vectors/codes.json: codes of a test city with fixed keys, and what a verifier must say.
// Every runner (native ABI, WebAssembly, and any second verifier) reads the same file.
#include <cstdio>
#include <iostream>
#include <map>

#include <nlohmann/json.hpp>

#include "citycode/base45.h"
#include "citycode/cbor.h"
#include "citycode/cose.h"
#include "test_city.h"

namespace citycode {
namespace {

using test::kNow;
using test::TestCity;
using Json = nlohmann::ordered_json;

std::string hex(ByteView bytes) {
  std::string text;
  for (const std::uint8_t byte : bytes) {
    char two[3];
    std::snprintf(two, sizeof two, "%02x", byte);
    text += two;
  }
  return text;
}

struct HeldKey {
  std::uint32_t scopeId;
  std::int64_t utcDay;
  Bytes secret;
};

class VectorFile {
 public:
  // A vector's verdict is asked of the core as it is written; the committed file is read by people, who
  // hold it against docs/format.md.
  void add(const std::string& id, const std::string& why, const std::string& source, const std::string& text,
           VerifyRequest request = TestCity::request(), const std::vector<std::string>& shownBefore = {},
           bool withTrustList = true, const std::vector<std::string>& statusLists = {"today"},
           const std::vector<HeldKey>& sceneKeys = {}) {
    StatusLists adopted;
    for (const std::string& name : statusLists) {
      if (withTrustList) (void)adopted.adopt(statusLists_.at(name), trust_, request.nowUnixSeconds);   // some are refused
    }
    request.statusLists = &adopted;
    ReplayMemory memory;
    SceneKeys held;
    Json heldJson = Json::array();
    for (const HeldKey& key : sceneKeys) {
      test::must(held.add(key.scopeId, key.utcDay, test::must(SceneKey::fromSecret(key.secret))));
      heldJson.push_back({{"scopeId", key.scopeId}, {"utcDay", key.utcDay}, {"secret", hex(key.secret)}});
    }
    request.sceneKeys = &held;
    for (const std::string& earlier : shownBefore) verifyAnyCode(earlier, request, &trust_, memory);
    const Verdict verdict = verifyAnyCode(text, request, withTrustList ? &trust_ : nullptr, memory);
    Json input{{"text", text}, {"scope", request.scopeName}, {"venue", request.venueId}};
    input["nonce"] = request.nonce ? Json(hex(*request.nonce)) : Json(nullptr);
    input["shownBefore"] = shownBefore;
    input["withTrustList"] = withTrustList;
    input["statusLists"] = statusLists;
    input["sceneKeys"] = heldJson;
    vectors_.push_back({{"id", id},
                        {"why", why},
                        {"source", source},
                        {"now", request.nowUnixSeconds},
                        {"input", input},
                        {"expect",
                         {{"outcome", outcomeName(verdict.outcome)},
                          {"fault", verdict.fault ? Json(faultId(*verdict.fault)) : Json(nullptr)}}}});
  }

  /// A list that vectors name.
  void addStatusList(const std::string& name, Bytes bytes) { statusLists_[name] = std::move(bytes); }

  void print() const {
    Json statusLists = Json::object();
    for (const auto& [name, bytes] : statusLists_) statusLists[name] = hex(bytes);
    const Json file{{"about", "Codes of a test city with fixed keys; written by tests/core/make_vectors.cpp."},
                    {"rootKey", hex(city.root.publicKey())},
                    {"trustList", hex(writeTrustList(city.root, trust_))},
                    {"statusLists", statusLists},
                    {"vectors", vectors_}};
    std::cout << file.dump(1) << "\n";
  }

  TestCity city;

 private:
  TrustList trust_ = city.trustList();
  std::map<std::string, Bytes> statusLists_;
  Json vectors_ = Json::array();
};

constexpr const char* kFormat = "docs/format.md";

VerifyRequest at(std::int64_t now) {
  VerifyRequest request = TestCity::request();
  request.nowUnixSeconds = now;
  return request;
}

VerifyRequest forScope(std::string_view scope) {
  VerifyRequest request = TestCity::request();
  request.scopeName = scope;
  return request;
}

std::string textOfBytes(ByteView bytes) { return std::string(kCodePrefix) + encodeBase45(bytes); }

void addTexts(VectorFile& file) {
  file.add("text/url", "another system's code", kFormat, "https://example.org/");
  file.add("text/empty", "nothing", kFormat, "");
  file.add("text/lower-case-prefix", "the prefix is exact", kFormat, "cc1:AB");
  file.add("text/601-characters", "refused before decoding", kFormat, "CC1:" + std::string(597, '0'));
  file.add("text/bad-base45", "a character outside the alphabet", "RFC 9285 section 4.2", "CC1:???");
  file.add("text/base45-overflow", "a group over 65535", "RFC 9285 section 6", "CC1:GGW");
}

void addCbor(VectorFile& file) {
  const Bytes whole = test::must(decodeCode(file.city.code())).bytes;
  const char* source = "RFC 8949 section 4.2.1";
  file.add("cbor/truncated", "the last byte is missing", source, textOfBytes(ByteView(whole).first(whole.size() - 1)));
  Bytes trailing = whole;
  trailing.push_back(0);
  file.add("cbor/trailing-bytes", "one byte too many", source, textOfBytes(trailing));
  Bytes indefinite = whole;
  indefinite[0] = 0x9f;
  indefinite.push_back(0xff);
  file.add("cbor/indefinite-length", "an array without a count", source, textOfBytes(indefinite));
  Bytes notShortest = whole;
  notShortest[0] = 0x98;
  notShortest.insert(notShortest.begin() + 1, 4);
  file.add("cbor/not-shortest", "a count of 4 in two bytes", source, textOfBytes(notShortest));
  const auto withHeader = [&](std::initializer_list<std::uint8_t> header) {
    return textOfBytes(cose::encodeSign1(Bytes(header), Bytes{0xa0}, Bytes(64, 0)));
  };
  file.add("cbor/duplicate-key", "alg twice", source, withHeader({0xa2, 0x01, 0x27, 0x01, 0x27}));
  file.add("cbor/unsorted-keys", "kcwt before alg", source, withHeader({0xa2, 0x0d, 0x00, 0x01, 0x27}));
  file.add("cbor/unexpected-type", "a tag", source, textOfBytes(Bytes{0xd2, 0x84}));
  file.add("cbor/too-large", "an array of 2^32 items in the pass", source,
           withHeader({0xa2, 0x01, 0x27, 0x0d, 0x9b, 0, 0, 0, 1, 0, 0, 0, 0}));
  file.add("cbor/too-deep", "nine levels in the pass", source,
           withHeader({0xa2, 0x01, 0x27, 0x0d, 0x81, 0x81, 0x81, 0x81, 0x81, 0x81, 0x81, 0x81, 0x01}));
  file.add("cbor/bad-utf8", "an overlong NUL in the pass", source,
           withHeader({0xa2, 0x01, 0x27, 0x0d, 0x62, 0xc0, 0x80}));
  file.add("cose/bad-structure", "no pass in the header", "RFC 9052 section 4.2", withHeader({0xa1, 0x01, 0x27}));
  file.add("cose/unsupported-algorithm", "ES256", "RFC 9053 section 2.1", withHeader({0xa1, 0x01, 0x26}));
  file.add("cose/unknown-header", "a crit header", "RFC 9052 section 3.1", withHeader({0xa2, 0x01, 0x27, 0x02, 0x80}));
}

void addClaims(VectorFile& file) {
  const TestCity& city = file.city;
  const auto signedPayload = [&](const Bytes& payload) {
    return TestCity::codeSignedBy(city.holder, cose::signSign1(city.issuer, payload, true), city.presentation());
  };
  file.add("pass/missing-claim", "an empty pass, well signed", kFormat, signedPayload({0xa0}));
  file.add("pass/unknown-claim", "a subject", kFormat, signedPayload(cbor::Writer().putMap(1).putInt(2).putText("s").bytes()));
  PassClaims backwards = city.claims();
  backwards.expiresUnixSeconds = backwards.notBeforeUnixSeconds;
  file.add("pass/bad-value", "ends when it begins", kFormat, city.code(backwards, city.presentation()));
  const Bytes pass = city.pass();
  const auto signedPresentation = [&](const Bytes& payload) {
    cose::Header header;
    header.kcwt = pass;
    const Bytes protectedHeader = cose::encodeHeader(header);
    const Signature signature = city.holder.sign(cose::toBeSigned(protectedHeader, payload));
    return textOfBytes(cose::encodeSign1(protectedHeader, payload, signature));
  };
  file.add("presentation/missing-claim", "no time", kFormat,
           signedPresentation(cbor::Writer().putMap(1).putInt(3).putText("transit").bytes()));
  file.add("presentation/unknown-claim", "a subject", kFormat,
           signedPresentation(cbor::Writer().putMap(1).putInt(2).putText("s").bytes()));
  file.add("presentation/bad-value/slot", "a time that begins no slot", kFormat,
           signedPresentation(cbor::Writer().putMap(2).putInt(3).putText("transit").putInt(6).putInt(kNow + 1).bytes()));
  file.add("presentation/bad-value", "an audience with a space", kFormat,
           signedPresentation(cbor::Writer().putMap(2).putInt(3).putText("tran sit").putInt(6).putInt(kNow).bytes()));
}

void addTrust(VectorFile& file) {
  const TestCity& city = file.city;
  file.add("trust/missing", "no list was ever loaded", kFormat, city.code(), TestCity::request(), {}, false);
  file.add("trust/unknown-issuer", "signed by a stranger", kFormat,
           TestCity::codeSignedBy(city.holder, test::must(writePass(city.stranger, city.claims())), city.presentation()));
  const std::int64_t later = kNow + 7 * 86400;
  PassClaims tomorrows = city.claims();
  tomorrows.notBeforeUnixSeconds = later - 600;
  tomorrows.expiresUnixSeconds = later + 600;
  file.add("trust/too-old", "a new pass, a week after the list", kFormat,
           city.code(tomorrows, {"transit", later, std::nullopt}), at(later));
  file.add("signature/issuer-mismatch", "one bit of the pass", kFormat, [&] {
    auto code = test::must(decodeCode(city.code()));
    Bytes bytes = code.bytes;
    bytes[static_cast<std::size_t>(code.passPayload.data() - code.bytes.data()) + 4] ^= 1;
    return textOfBytes(bytes);
  }());
  file.add("signature/holder-mismatch", "a copied pass", kFormat,
           TestCity::codeSignedBy(city.stranger, city.pass(), city.presentation()));
  PassClaims weak = city.claims();
  weak.holderKey = PublicKey{};
  file.add("signature/weak-key", "a holder key of small order", "RFC 8032 section 5.1.7", city.code(weak, city.presentation()));
}

void addTimes(VectorFile& file) {
  const TestCity& city = file.city;
  const auto shownAt = [&](std::int64_t now) { return city.code({"transit", slotStart(now), std::nullopt}); };
  const PassClaims claims = city.claims();
  file.add("valid/fresh", "two seconds old", kFormat, city.code());
  file.add("valid/end-of-window", "30 s old at a gate", kFormat, city.code(), at(kNow + 30));
  file.add("time/shown-too-long-ago", "31 s old at a gate", kFormat, city.code(), at(kNow + 31));
  file.add("valid/start-of-window", "30 s ahead at a gate", kFormat, city.code(), at(kNow - 30));
  file.add("time/shown-in-future", "31 s ahead at a gate", kFormat, city.code(), at(kNow - 31));
  file.add("valid/last-second", "one second before expiry", kFormat, shownAt(claims.expiresUnixSeconds - 1),
           at(claims.expiresUnixSeconds - 1));
  file.add("time/expired", "at expiry", kFormat, shownAt(claims.expiresUnixSeconds), at(claims.expiresUnixSeconds));
  file.add("time/not-yet-valid", "61 s before it begins", kFormat, shownAt(claims.notBeforeUnixSeconds - 61),
           at(claims.notBeforeUnixSeconds - 61));
  file.add("time/clock-behind-list", "this clock is two hours before the list", kFormat, city.code(), at(kNow - 7200));
  PassClaims longLived = claims;
  longLived.expiresUnixSeconds += 1;
  file.add("time/pass-too-long-lived", "24 h and one second", kFormat, city.code(longLived, city.presentation()));
}

void addScopes(VectorFile& file) {
  const TestCity& city = file.city;
  const std::string identityCode = city.code(city.identityClaims(), {"identity", kNow, std::nullopt});
  file.add("scope/wrong-scene", "an identity code at a gate", kFormat, identityCode);
  file.add("scope/unknown", "a terminal set to a scene that the list has not", kFormat, city.code(), forScope("moon"));
  PassClaims nosy = city.claims();
  nosy.attributes[Attribute::Name] = std::string("Wang");
  file.add("scope/attribute-not-allowed", "a name at a gate", kFormat, city.code(nosy, city.presentation()));
  file.add("audience/wrong-scene", "shown to identity", kFormat, city.code({"identity", kNow, std::nullopt}));
  const std::string atVenue = city.code({"venue:gate-12", kNow, std::nullopt});
  file.add("audience/wrong-venue", "shown to another venue", kFormat, atVenue);
  VerifyRequest venue = TestCity::request();
  venue.venueId = "gate-12";
  file.add("valid/venue", "shown to this venue", kFormat, atVenue, venue);
  const Bytes asked(16, 0x11), other(16, 0x22);
  VerifyRequest challenge = TestCity::request();
  challenge.nonce = asked;
  file.add("valid/nonce", "answers the question", kFormat, city.code({"transit", kNow, asked}), challenge);
  file.add("audience/wrong-nonce", "answers another question", kFormat, city.code({"transit", kNow, other}), challenge);
  file.add("replay/seen", "the same code twice", kFormat, city.code(), TestCity::request(), {city.code()});
  file.add("replay/reused", "the same pass in a later slot, at a gate", kFormat,
           city.code({"transit", kNow + 5, std::nullopt}), at(kNow + 6), {city.code()});
}

void addPaper(VectorFile& file) {
  const TestCity& city = file.city;
  file.addStatusList("cards", writeStatusList(city.issuer, city.cardList()));
  file.addStatusList("card-revoked", writeStatusList(city.issuer, city.cardList({city.paperCard().status.index})));
  const auto add = [&](const std::string& id, const std::string& why, const std::string& text, VerifyRequest request) {
    file.add(id, why, kFormat, text, request, {}, true, {"cards"});
  };
  const VerifyRequest desk = forScope("identity");
  const std::string card = city.paper();
  add("paper/valid", "a card at a desk", card, desk);
  add("paper/gate", "a card where nobody compares a face", card, TestCity::request());
  VerifyRequest late = desk;
  late.nowUnixSeconds = city.paperCard().notBeforeUnixSeconds + kPaperLifeSeconds;
  add("paper/expired", "180 days later", card, late);
  PaperCard photographed = city.paperCard();
  photographed.photo = Photo{PhotoFormat::Webp, copyOf(bytesOf("RIFF____WEBP, and what a decoder makes of it"))};
  add("paper/photo", "a card with a photo", city.paper(photographed), desk);
  add("paper/stranger", "a card of an issuer that the list has not",
      test::must(writePaperCode(city.stranger, TestCity::person(), city.paperCard())), desk);
  std::string bent = card;
  bent[bent.size() / 2] = bent[bent.size() / 2] == '0' ? '1' : '0';
  add("paper/altered", "one character altered: the checksum of the stream", bent, desk);
  file.add("paper/revoked", "the list of cards names this one", kFormat, card, desk, {}, true, {"card-revoked"});
  file.add("paper/list-missing", "only the list of a day: cards have their own", kFormat, card, desk);
}

StatusList statusList(const TestCity& city, std::uint64_t version, std::vector<std::uint32_t> revoked,
                      std::int64_t issued = kNow - 600) {
  StatusList list = city.statusList(std::move(revoked));
  list.head.version = version;
  list.head.issuedUnixSeconds = issued;
  return list;
}

void addStatusLists(VectorFile& file) {
  const TestCity& city = file.city;
  const std::uint32_t index = city.claims().statusIndex;
  const auto add = [&](const std::string& name, const StatusList& list) {
    file.addStatusList(name, writeStatusList(city.issuer, list));
  };
  const StatusList revoked = statusList(city, 4, {1, index, index + 1});
  add("today", statusList(city, 3, {}));
  add("neighbours", statusList(city, 4, {index - 1, index + 1}));
  add("revoked", revoked);
  add("stale", statusList(city, 3, {}, kNow + 2 - 3601));
  add("too-old", statusList(city, 3, {}, kNow + 2 - 86400));
  add("revoked-too-old", statusList(city, 3, {index}, kNow + 2 - 86400));
  add("future", statusList(city, 3, {}, kNow + 2 + 301));
  StatusList otherDay = statusList(city, 3, {});
  otherDay.head.day -= 1;
  add("yesterday", otherDay);
  StatusList small = statusList(city, 3, {});
  small.head.universeBits = 20;
  add("small-universe", small);
  file.addStatusList("strangers", writeStatusList(city.stranger, statusList(city, 3, {})));
  file.addStatusList("delta", writeStatusDelta(city.issuer, {revoked.head, 3, {}, revoked.revoked, revoked.revoked.digest()}));
}

void addRevocations(VectorFile& file) {
  const std::string code = file.city.code();
  const auto with = [&](const std::string& id, const std::string& why, const std::vector<std::string>& lists) {
    file.add(id, why, kFormat, code, TestCity::request(), {}, true, lists);
  };
  with("revocation/revoked", "the list names this pass", {"revoked"});
  with("revocation/revoked/delta", "a delta to the list names this pass", {"today", "delta"});
  with("revocation/revoked/rolled-back", "an older list afterwards changes nothing", {"revoked", "today"});
  with("revocation/revoked/too-old", "an old list still says what it says", {"revoked-too-old"});
  with("revocation/list-missing", "no list", {});
  with("revocation/list-missing/day", "the list of another day", {"yesterday"});
  with("revocation/list-missing/stranger", "a list that a stranger signed", {"strangers"});
  with("revocation/list-missing/delta", "a delta without its list", {"delta"});
  with("revocation/list-missing/universe", "a list that does not reach this index", {"small-universe"});
  with("revocation/list-missing/future", "a list from 301 s ahead", {"future"});
  with("revocation/too-old", "a list of 24 h at a gate", {"too-old"});
  with("valid/stale-status-list", "a list of 3,601 s at a gate", {"stale"});
  with("valid/neighbours-revoked", "the indices beside this one", {"neighbours"});
}

void addSealed(VectorFile& file) {
  const TestCity& city = file.city;
  const std::int64_t today = utcDayOf(kNow);
  constexpr std::uint32_t kIdentity = 1;
  const auto keyOf = [&](std::int64_t day) { return copyOf(city.sceneKey(kIdentity, day).secret()); };
  const std::vector<HeldKey> held{{kIdentity, today, keyOf(today)}};
  const PassClaims identity = city.identityClaims();
  const PresentationClaims shown{"identity", kNow, std::nullopt};
  const auto add = [&](const std::string& id, const std::string& why, const PassClaims& claims, const std::vector<HeldKey>& keys,
                       const PresentationClaims& presentation, std::string_view venue = "") {
    VerifyRequest request = forScope("identity");
    request.venueId = venue;
    file.add(id, why, kFormat, city.code(claims, presentation), request, {}, true, {"today"}, keys);
  };
  add("valid/identity", "a Chinese name, sealed, at an enrolled terminal", identity, held, shown);
  add("scope/scene-key-missing", "a terminal that is not enrolled", identity, {}, shown);
  add("scope/scene-key-missing/day", "only tomorrow's key", identity, {{kIdentity, today + 1, keyOf(today + 1)}}, shown);
  add("scope/seal-broken/other-key", "another key for this scene and day", identity, {{kIdentity, today, keyOf(today + 1)}}, shown);
  PassClaims flipped = identity;
  (*flipped.sealedAttributes)[60] ^= 1;
  add("scope/seal-broken", "one bit inside the seal", flipped, held, shown);
  PassClaims nosy = identity;
  nosy.sealedAttributes = test::must(sealAttributes({{Attribute::Over18, true}}, TestCity::scopeNamed("identity"),
                                                    city.sceneKey(kIdentity).sealingKey(), city.ephemeralSeed));
  add("scope/attribute-not-allowed/sealed", "an age in an identity seal", nosy, held, shown);
  PassClaims clear = identity;
  clear.sealedAttributes.reset();
  clear.attributes[Attribute::Name] = std::string("王小明");
  add("scope/attribute-not-allowed/clear", "a name in the clear where the scene seals", clear, held, shown);
  PassClaims open = city.claims();
  open.attributes.clear();
  open.sealedAttributes = identity.sealedAttributes;
  file.add("scope/attribute-not-allowed/open", "a seal where the scene is open", kFormat, city.code(open, city.presentation()));
  PassClaims bound = identity;
  bound.onlyAudience = audienceDigestOf("venue:gate-12");
  add("valid/bound", "a pass for this venue", bound, held, {"venue:gate-12", kNow, std::nullopt}, "gate-12");
  add("audience/wrong-venue/bound", "a pass for one venue, shown at another", bound, held, {"venue:gate-13", kNow, std::nullopt}, "gate-13");
  add("audience/wrong-venue/scene", "a pass for one venue, shown to the scene", bound, held, shown, "gate-12");
}

}  // namespace
}  // namespace citycode

int main() {
  citycode::VectorFile file;
  citycode::addStatusLists(file);
  citycode::addTexts(file);
  citycode::addCbor(file);
  citycode::addClaims(file);
  citycode::addTrust(file);
  citycode::addTimes(file);
  citycode::addScopes(file);
  citycode::addPaper(file);
  citycode::addRevocations(file);
  citycode::addSealed(file);
  file.print();
}
