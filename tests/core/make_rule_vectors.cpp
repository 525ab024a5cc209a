// Of make_vectors: codes of tests/vectors/codes.json that hold one rule of docs/format.md each; tests/oracle/mistakes.py
// says which. What is signed here is signed well: only what the rule speaks of is wrong, or at its limit.
#include "cbor_items.h"
#include "rule_vectors.h"

#include <sodium.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <utility>

#include "citycode/paper_card.h"
#include "encoding/base45.h"
#include "encoding/cbor.h"
#include "encoding/zlib_stream.h"
#include "pass/pass_claims.h"
#include "pass/presentation.h"
#include "pass/sealed.h"
#include "signing/cose.h"

namespace citycode::test {

Bytes sealedBox(ByteView plain, const SealingKey& key, ByteView ephemeralSeed) {
  SealingKey ephemeral;
  crypto_scalarmult_base(ephemeral.data(), ephemeralSeed.data());
  Bytes both(ephemeral.begin(), ephemeral.end());
  both.insert(both.end(), key.begin(), key.end());
  std::array<std::uint8_t, crypto_box_NONCEBYTES> nonce;
  crypto_generichash(nonce.data(), nonce.size(), both.data(), both.size(), nullptr, 0);
  Bytes seal(kSealBytes + plain.size());
  std::copy(ephemeral.begin(), ephemeral.end(), seal.begin());
  if (crypto_box_easy(seal.data() + ephemeral.size(), plain.data(), plain.size(), nonce.data(), key.data(), ephemeralSeed.data()) != 0)
    std::abort();
  return seal;
}

namespace {

using test::arrayOf, test::bytes, test::mapOf, test::Members, test::number, test::text;

constexpr std::int64_t kHour = 3600;

std::string textOfBytes(ByteView whole) { return std::string(kCodePrefix) + encodeBase45(whole); }

VerifyRequest at(std::string_view scope, std::int64_t now = kNow + 2) {
  VerifyRequest request = TestCity::request();
  request.scopeName = scope;
  request.nowUnixSeconds = now;
  return request;
}

/// A signature whose R has a part of order 2: S * B = R + h * A holds when both sides are multiplied by the cofactor,
/// and not otherwise (RFC 8032 section 5.1.7 allows either, docs/format.md the second only).
Signature signedWithMixedR(std::uint8_t seedFiller, const PublicKey& key, ByteView message) {
  std::array<std::uint8_t, crypto_hash_sha512_BYTES> wide{};
  std::array<std::uint8_t, crypto_core_ed25519_SCALARBYTES> secret{}, once{}, challenge{}, product{}, s{};
  const Bytes seed(kSeedBytes, seedFiller);
  crypto_hash_sha512(wide.data(), seed.data(), seed.size());
  std::copy_n(wide.begin(), secret.size(), secret.begin());
  secret[0] &= 248;
  secret[31] = (secret[31] & 63) | 64;
  once[0] = 99;
  PublicKey ofOrderTwo, r, mixed;
  ofOrderTwo.fill(0xff);
  ofOrderTwo[0] = 0xec;
  ofOrderTwo[31] = 0x7f;
  if (crypto_scalarmult_ed25519_base_noclamp(r.data(), once.data()) != 0) std::abort();
  if (crypto_core_ed25519_add(mixed.data(), r.data(), ofOrderTwo.data()) != 0) std::abort();
  Bytes hashed(mixed.begin(), mixed.end());
  hashed.insert(hashed.end(), key.begin(), key.end());
  hashed.insert(hashed.end(), message.begin(), message.end());
  crypto_hash_sha512(wide.data(), hashed.data(), hashed.size());
  crypto_core_ed25519_scalar_reduce(challenge.data(), wide.data());
  crypto_core_ed25519_scalar_mul(product.data(), challenge.data(), secret.data());
  crypto_core_ed25519_scalar_add(s.data(), once.data(), product.data());
  Signature signature;
  std::copy(mixed.begin(), mixed.end(), signature.begin());
  std::copy(s.begin(), s.end(), signature.begin() + 32);
  return signature;
}

class Rules {
 public:
  explicit Rules(const TestCity& given) : city(given) {}

  const TestCity& city;
  RuleCity rules;

  void add(RuleVector vector) { vectors_.push_back(std::move(vector)); }
  std::vector<RuleVector> take() { return std::move(vectors_); }

  /// A pass of the desk: a scene that seals nothing and needs no status list.
  PassClaims claims(std::uint32_t scopeId = RuleCity::kDesk) const {
    PassClaims claims = city.claims();
    claims.scopeId = scopeId;
    return claims;
  }
  std::string code(const PassClaims& pass, const PresentationClaims& shown) const { return codeBy(rules.clerk, pass, shown); }
  std::string codeBy(const SigningKey& issuer, const PassClaims& pass, const PresentationClaims& shown) const {
    return TestCity::codeSignedBy(city.holder, must(writePass(issuer, pass)), shown);
  }
  PresentationClaims shownTo(const std::string& audience, std::int64_t slot = kNow) const { return {audience, slot, std::nullopt}; }
  std::string atDesk(const PassClaims& pass) const { return code(pass, shownTo("desk")); }
  std::string atDesk() const { return atDesk(claims()); }

  Bytes key() const { return copyOf(city.holder.publicKey()); }
  Members keyMembers() const { return {{1, number(1)}, {-1, number(6)}, {-2, bytes(key())}}; }
  static Bytes cnfOf(const Members& members) { return mapOf({{1, mapOf(members)}}); }
  Members passMembers() const {
    return {{4, number(kNow - kHour + 86400)}, {5, number(kNow - kHour)}, {8, cnfOf(keyMembers())}, {-65537, cityClaim(mapOf({}))}};
  }
  static Bytes cityClaim(const Bytes& attributes) { return arrayOf({number(0), number(RuleCity::kDesk), attributes}); }

  /// A pass of these bytes, properly signed and shown at the desk.
  void payload(std::string id, std::string why, const Members& members) {
    const Bytes pass = cose::signSign1(SignedKind::Pass, rules.clerk, mapOf(members), true);
    add({std::move(id), std::move(why), TestCity::codeSignedBy(city.holder, pass, shownTo("desk")), at("desk")});
  }
  void member(std::string id, std::string why, std::int64_t claim, Bytes value) {
    Members members = passMembers();
    for (auto& [known, old] : members)
      if (known == claim) old = std::move(value);
    payload(std::move(id), std::move(why), members);
  }
  void attributes(std::string id, std::string why, const Members& said) { member(std::move(id), std::move(why), -65537, cityClaim(mapOf(said))); }

 private:
  std::vector<RuleVector> vectors_;
};

// ---- Text, CBOR, envelopes ----

/// The last two characters, which are one byte, 256 higher.
std::string withPairOver255(std::string code) {
  constexpr std::string_view kAlphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
  if ((code.size() - kCodePrefix.size()) % 3 != 2) std::abort();
  const std::size_t last = code.size() - 2;
  const std::size_t value = kAlphabet.find(code[last]) + 45 * kAlphabet.find(code[last + 1]) + 256;
  code[last] = kAlphabet[value % 45];
  code[last + 1] = kAlphabet[value / 45];
  return code;
}

void addTexts(Rules& r) {
  const std::string code = r.atDesk();
  r.add({"code/bad-base45/one-character", "one character is left over", r.city.code() + "0"});
  r.add({"code/bad-base45/pair", "the last two characters are above 255", withPairOver255(code), at("desk")});
  std::string small = code;
  std::transform(small.begin() + 4, small.end(), small.begin() + 4, [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  r.add({"code/bad-base45/lower-case", "small letters after the prefix", small, at("desk")});
  const std::string paper = "AAF" + std::string(21, 'A');
  r.add({"code/not-city-code/23-characters", "too short for a paper code, so no code of ours", paper.substr(0, 23)});
  r.add({"code/not-city-code/small-letters", "nor is one with small letters", "AAF" + std::string(21, 'a')});
  r.add({"paper/bad-compression/24-characters", "the shortest text that is read as a paper code", paper});
}

void addEnvelopes(Rules& r) {
  const Bytes whole = must(decodeCode(r.atDesk())).bytes;
  Bytes five = whole;
  five[0] = 0x85;
  five.push_back(0);
  r.add({"cose/bad-structure/five", "a fifth element", textOfBytes(five), at("desk")});
  Bytes longer = whole;
  longer[longer.size() - kSignatureBytes - 1] = kSignatureBytes + 1;
  longer.push_back(0);
  r.add({"cose/bad-structure/long-signature", "a signature of 65 bytes", textOfBytes(longer), at("desk")});
  const Bytes kid = copyOf(keyIdOf(r.rules.clerk.publicKey())), payload = encodePassClaims(r.claims());
  const Bytes ed25519 = mapOf({{1, number(-19)}, {4, bytes(kid)}});
  r.add({"cose/unsupported-algorithm/ed25519", "alg -19 is for cards",
         TestCity::codeSignedBy(r.city.holder, cose::encodeSign1(ed25519, payload, r.rules.clerk.sign(cose::toBeSigned(SignedKind::Pass, ed25519, payload))), r.shownTo("desk")),
         at("desk")});
}

// ---- Claims ----

void addClaims(Rules& r) {
  Members noBegin = r.passMembers();
  std::erase_if(noBegin, [](const auto& member) { return member.first == 5; });
  r.payload("pass/missing-claim/nbf", "no beginning", noBegin);
  const auto key = [&](std::string id, std::string why, const Members& members) { r.member(std::move(id), std::move(why), 8, Rules::cnfOf(members)); };
  r.member("pass/unknown-claim/cnf", "something beside the key", 8, mapOf({{1, mapOf(r.keyMembers())}, {2, number(0)}}));
  r.member("pass/missing-claim/cnf", "no key", 8, mapOf({}));
  key("pass/missing-claim/curve", "a key without its curve", {{1, number(1)}, {-2, bytes(r.key())}});
  key("pass/missing-claim/x", "a key without its bytes", {{1, number(1)}, {-1, number(6)}});
  key("pass/bad-value/key-type", "a key of type 2", {{1, number(2)}, {-1, number(6)}, {-2, bytes(r.key())}});
  key("cbor/unexpected-type/key-type", "a key of type true", {{1, Bytes{0xf5}}, {-1, number(6)}, {-2, bytes(r.key())}});
  key("pass/bad-value/key-31", "a key of 31 bytes", {{1, number(1)}, {-1, number(6)}, {-2, bytes(Bytes(31, 1))}});
  r.member("pass/bad-value/late-mark", "ends at the first full hour after 2^32", 4, number(0x100000000 + 1904));
  const auto city = [&](std::string id, std::string why, const std::vector<Bytes>& items) { r.member(std::move(id), std::move(why), -65537, arrayOf(items)); };
  const Bytes zero = number(0), desk = number(RuleCity::kDesk), none = mapOf({}), digest = bytes(copyOf(audienceDigestOf("venue:gate-12")));
  city("pass/bad-value/scope-id", "a scene of 2^32", {zero, number(0x100000000), none});
  city("pass/bad-value/two-elements", "no attributes", {zero, desk});
  city("pass/bad-value/five-elements", "a fifth element", {zero, desk, none, digest, zero});
  city("pass/bad-value/audience-7", "seven bytes of an audience", {zero, desk, none, bytes(Bytes(7, 1))});
  city("pass/bad-value/audience-9", "nine bytes of an audience", {zero, desk, none, bytes(Bytes(9, 1))});
}

void addAttributes(Rules& r) {
  std::string chinese;
  for (int i = 0; i < 22; ++i) chinese += "\u738b";
  r.attributes("pass/bad-value/long-name-in-bytes", "22 characters of three bytes", {{1, text(chinese)}});
  r.attributes("pass/bad-value/no-bytes", "a pseudonym of no bytes", {{10, bytes({})}});
  r.attributes("pass/bad-value/17-bytes", "a pseudonym of 17 bytes", {{10, bytes(Bytes(17, 1))}});
  r.attributes("pass/bad-value/number", "a fare of 2^32", {{8, number(0x100000000)}});
  r.attributes("cbor/unexpected-type/flag", "an age as a number", {{4, number(1)}});
  r.attributes("valid/longest-attributes", "each as long as it may be",
               {{1, text(std::string(64, 'a'))}, {4, Bytes{0xf4}}, {8, number(0xffffffff)}, {10, bytes(Bytes(16, 0xab))}, {13, number(kNow)}});
  r.attributes("valid/shortest-attributes", "each as short as it may be",
               {{1, text("a")}, {4, Bytes{0xf5}}, {8, number(0)}, {10, bytes({0xab})}, {13, number(0)}});
}

// ---- Sizes and seals ----

void addSizes(Rules& r) {
  const std::string venue = std::string(26, 'v'), audience = "venue:" + venue;
  const Bytes nonce(16, 0x11);
  const std::int64_t day = utcDayOf(kNow);
  const SceneKey key = r.city.sceneKey(RuleCity::kVault, day);
  const std::vector<HeldKey> held{{RuleCity::kVault, day, copyOf(key.secret())}};
  Bytes plain = mapOf({{1, text(std::string(45, 'n'))}, {2, number(1)}});
  plain.resize(52);
  PassClaims pass = r.claims(RuleCity::kVault);
  pass.attributes.clear();
  pass.sealedAttributes = sealedBox(plain, key.sealingKey(), r.city.ephemeralSeed);
  pass.onlyAudience = audienceDigestOf(audience);
  VerifyRequest request = at("vault");
  static const std::string kVenue = venue;   // a request holds views
  static const Bytes kAsked = nonce;
  request.venueId = kVenue;
  request.nonce = kAsked;
  const std::string longest = r.code(pass, {audience, kNow, nonce});
  if (longest.size() != 600) std::abort();
  r.add({"valid/600-characters", "everything as long as it may be", longest, request, {}, {"today"}, held});
  pass.scopeId = 256;   // one byte more than 255
  const Bytes tooLong = cose::signSign1(SignedKind::Pass, r.rules.clerk, encodePassClaims(pass), true);
  if (tooLong.size() != 261) std::abort();
  const Bytes header = mapOf({{1, number(-8)}, {13, tooLong}}), payload = encodePresentationClaims(r.shownTo("vault"));
  r.add({"pass/too-long/261", "one byte more", textOfBytes(cose::encodeSign1(header, payload, r.city.holder.sign(cose::toBeSigned(SignedKind::Presentation, header, payload)))), request});
}

void addSeals(Rules& r) {
  constexpr std::uint32_t kIdentity = 1;
  const std::int64_t today = utcDayOf(kNow);
  const SceneKey key = r.city.sceneKey(kIdentity, today);
  const auto keyOf = [&](std::int64_t day) { return HeldKey{kIdentity, day, copyOf(r.city.sceneKey(kIdentity, day).secret())}; };
  const auto add = [&](std::string id, std::string why, const Bytes& seal) {
    PassClaims pass = r.city.identityClaims();
    pass.sealedAttributes = seal;
    r.add({std::move(id), std::move(why), r.city.code(pass, r.shownTo("identity")), at("identity"), {}, {"today"}, {keyOf(today)}});
  };
  add("pass/bad-value/seal-48", "a seal around nothing", Bytes(48, 1));
  add("pass/bad-value/seal-101", "a seal of 101 bytes", Bytes(101, 1));
  add("valid/other-seal-size", "a verifier does not hold a seal to its scene's length",
      sealedBox(mapOf({{2, number(1)}}), key.sealingKey(), r.city.ephemeralSeed));
  add("scope/seal-broken/attribute", "an attribute inside that nobody knows",
      sealedBox(mapOf({{19, number(1)}}), key.sealingKey(), r.city.ephemeralSeed));
  const PassClaims identity = r.city.identityClaims();
  r.add({"signature/holder-mismatch/sealed", "a copied pass: nobody opens its seal, so its key is not missed",
         TestCity::codeSignedBy(r.city.stranger, must(writePass(r.city.issuer, identity)), r.shownTo("identity")), at("identity")});
  r.add({"scope/wrong-scene/sealed", "an identity code at the desk, whatever keys it has", r.city.code(identity, r.shownTo("identity")), at("desk"),
         {}, {"today"}, {keyOf(today)}});
  PassClaims yesterdays = identity;
  yesterdays.notBeforeUnixSeconds = today * 86400 - 4 * kHour;
  yesterdays.expiresUnixSeconds = yesterdays.notBeforeUnixSeconds + 86400;
  yesterdays.sealedAttributes = must(sealAttributes({{Attribute::DocumentType, std::uint64_t{1}}}, TestCity::scopeNamed("identity"),
                                                    r.city.sceneKey(kIdentity, today - 1).sealingKey(), r.city.ephemeralSeed));
  r.add({"valid/yesterdays-key", "a pass that began yesterday evening, this morning", r.city.code(yesterdays, r.shownTo("identity")), at("identity"), {},
         {"yesterday"}, {keyOf(today), keyOf(today - 1)}});
}

// ---- Signatures and issuers ----

void addSignatures(Rules& r) {
  const PassClaims claims = r.claims();
  const Bytes payload = encodePassClaims(claims);
  cose::Header header;
  const auto kid = keyIdOf(r.rules.clerk.publicKey());
  header.kid = kid;
  const Bytes protectedHeader = cose::encodeHeader(header);
  const Signature issuers = signedWithMixedR(13, r.rules.clerk.publicKey(), cose::toBeSigned(SignedKind::Pass, protectedHeader, payload));
  r.add({"signature/issuer-mismatch/cofactor", "it fits only when both sides are multiplied by the cofactor",
         TestCity::codeSignedBy(r.city.holder, cose::encodeSign1(protectedHeader, payload, issuers), r.shownTo("desk")), at("desk")});
  const Bytes pass = must(writePass(r.rules.clerk, claims));
  const Bytes toSign = must(presentationToBeSigned(pass, r.shownTo("desk")));
  r.add({"signature/holder-mismatch/cofactor", "it fits only when both sides are multiplied by the cofactor",
         must(writeCode(pass, r.shownTo("desk"), signedWithMixedR(3, r.city.holder.publicKey(), toSign))), at("desk")});
  r.add({"valid/shared-kid", "two issuers have this kid, and the first signed", r.codeBy(r.rules.twin, claims, r.shownTo("desk")), at("desk")});
  r.add({"valid/shared-kid/second", "two issuers have this kid, and the second signed", r.codeBy(r.rules.otherTwin, claims, r.shownTo("desk")), at("desk")});
}

void addIssuers(Rules& r) {
  PassClaims first = r.claims(), last = first;
  first.expiresUnixSeconds = first.notBeforeUnixSeconds + 2 * kHour;
  last.notBeforeUnixSeconds = kNow;
  last.expiresUnixSeconds = kNow + kHour;
  r.add({"valid/issuers-first-mark", "the pass begins when its issuer does", r.codeBy(r.rules.young, first, r.shownTo("desk")), at("desk")});
  r.add({"trust/issuer-not-valid-then/end", "the pass begins when its issuer ends", r.codeBy(r.rules.young, last, r.shownTo("desk")), at("desk")});
  PassClaims nowhere = r.claims(RuleCity::kNowhere);
  r.add({"scope/unknown/pass", "a scene that its issuer may issue and the list has not", r.code(nowhere, r.shownTo("nowhere")), at("desk")});

  const std::int64_t later = kNow + 7 * 86400, threeDays = kNow + 3 * 86400;
  const auto passAt = [&](std::int64_t now, std::int64_t hours) {
    PassClaims pass = r.claims();
    pass.notBeforeUnixSeconds = now - kHour;
    pass.expiresUnixSeconds = pass.notBeforeUnixSeconds + hours * kHour;
    return pass;
  };
  r.add({"trust/too-old/unknown-issuer", "a newer list may name this issuer", r.codeBy(r.city.stranger, passAt(later, 24), r.shownTo("desk", later)),
         at("transit", later)});
  // The desk's list is too old after two days, and its passes live for a week.
  r.add({"scope/wrong-scene/list-age", "the terminal's scene says how old a list may be",
         r.code(passAt(threeDays, 24), r.shownTo("desk", threeDays)), at("transit", threeDays)});
  r.add({"trust/too-old/desk", "the same code at its own desk", r.code(passAt(threeDays, 24), r.shownTo("desk", threeDays)), at("desk", threeDays)});
  r.add({"scope/wrong-scene/life", "the pass's scene says how long a pass may live", r.code(passAt(kNow, 48), r.shownTo("desk")), at("transit")});
  const std::int64_t fresh = kNow - kHour + 2 * kHour;   // of the desk: two hours
  r.add({"valid/list-fresh", "the last second in which the list is fresh", r.code(r.claims(), r.shownTo("desk", fresh)), at("desk", fresh)});
  r.add({"valid/list-stale", "one second later", r.code(r.claims(), r.shownTo("desk", fresh)), at("desk", fresh + 1)});
  RuleVector status{"valid/status-list-ahead", "a status list from 300 s ahead, which was adopted by a right clock", r.city.code(), at("transit"), {}, {"ahead-300"}};
  status.adoptedAt = kNow + 600;
  r.add(status);
  status.id = "time/clock-behind-list/status-list";
  status.why = "one from 301 s ahead: a status list tells of a wrong clock too";
  status.statusLists = {"ahead-301"};
  r.add(status);
}

// ---- Checks and their order ----

void addOrder(Rules& r) {
  const std::int64_t end = r.city.claims().expiresUnixSeconds;
  const std::string expired = r.city.code({"transit", end, std::nullopt});
  r.add({"time/expired/no-status-list", "what failed comes before what is undecided", expired, at("transit", end), {}, {}});
  r.add({"time/expired/wrong-scene", "of two that failed the first is named", expired, at("desk", end)});
  r.add({"scope/scene-key-missing/no-status-list", "of two that are undecided the first is named",
         r.city.code(r.city.identityClaims(), r.shownTo("identity")), at("identity"), {}, {}});
}

void addAudiences(Rules& r) {
  const auto asked = [](std::string_view scope, std::string_view venue, std::optional<ByteView> nonce = std::nullopt) {
    VerifyRequest request = at(scope);
    request.venueId = venue;
    request.nonce = nonce;
    return request;
  };
  const PassClaims fair = r.claims(RuleCity::kFair);
  r.add({"audience/wrong-venue/venue-only", "a scene that is shown to venues only", r.code(fair, r.shownTo("fair")), asked("fair", "gate-12")});
  r.add({"valid/venue-only", "the same at a venue", r.code(fair, r.shownTo("venue:gate-12")), asked("fair", "gate-12")});
  static const Bytes kPortals(16, 0x5a), kOther(16, 0x5b), kShort(8, 0x11);
  const auto shown = [&](const char* audience, const Bytes& nonce) { return r.code(r.claims(), {audience, kNow, nonce}); };
  const VerifyRequest portal = asked("desk", "portal:tax-office", ByteView(kPortals));
  r.add({"valid/portal", "an answer to this portal", shown("portal:tax-office", kPortals), portal});
  r.add({"audience/wrong-venue/portal", "an answer to another portal", shown("portal:tax-offices", kPortals), portal});
  r.add({"audience/wrong-venue/scene-at-portal", "a portal takes no code for a scene", shown("desk", kPortals), portal});
  r.add({"audience/wrong-venue/venue-at-portal", "nor one for a venue of its id", shown("venue:tax-office", kPortals), portal});
  r.add({"audience/wrong-venue/portal-at-venue", "nor a venue one for a portal of its id", shown("portal:tax-office", kPortals),
         asked("desk", "tax-office", ByteView(kPortals))});
  r.add({"audience/wrong-nonce/portal", "an answer to another question of this portal", shown("portal:tax-office", kOther), portal});
  r.add({"valid/nonce/8", "the shortest nonce", shown("desk", kShort), asked("desk", "", ByteView(kShort))});
}

void addReplay(Rules& r) {
  const std::string code = r.city.code();
  r.add({"valid/refused-before", "what was refused is not remembered", code, at("transit"), {r.city.code({"identity", kNow, std::nullopt})}});
  const auto atSlot = [&](std::int64_t slot) { return r.code(r.claims(), r.shownTo("desk", slot)); };
  r.add({"replay/seen/middle-slot", "the newest slot does not go back", atSlot(kNow + 5), at("desk", kNow + 12), {atSlot(kNow + 10), atSlot(kNow)}});
}

// ---- Cards ----

Members identityOf(const char* documentNumber = "3***15", const char* kind = "resident") {
  return {{1, text(documentNumber)}, {4, text("\u738b\u5c0f\u660e")}, {22, text(kind)}};
}
Members cardOf(const Members& identity) {
  const Bytes status = cbor::Writer().putMap(1).putText("status_list").putMap(2).putText("idx").putUint(0x00abcdef).putText("uri")
                           .putText("https://city.example/v1/status-lists/0").bytes();
  return {{1, text("https://city.example")}, {4, number(kNow - 600 + kPaperLifeSeconds)}, {5, number(kNow - 600)}, {169, mapOf(identity)}, {65535, status}};
}

std::string packed(const Bytes& message) { return encodeBase45(deflateZlib(message)); }

/// COSE_Sign1 by `key`.
std::string cardBy(const SigningKey& key, const Members& protectedHeader, const Members& unprotectedHeader, const Members& claims) {
  const Bytes header = mapOf(protectedHeader), payload = mapOf(claims);
  Bytes message{0xd2};   // tag 18
  const Bytes parts = arrayOf({bytes(header), mapOf(unprotectedHeader), bytes(payload), bytes(copyOf(key.sign(cose::toBeSigned(SignedKind::Card, header, payload))))});
  message.insert(message.end(), parts.begin(), parts.end());
  return packed(message);
}

/// COSE_Sign of `count` signers, of whom the last is the city.
std::string signedByMany(const TestCity& city, std::size_t count) {
  const Bytes body = mapOf({{4, bytes(copyOf(keyIdOf(city.issuer.publicKey())))}}), header = mapOf({{1, number(-8)}}), payload = mapOf(cardOf(identityOf()));
  const Bytes signedBytes = arrayOf({text("Signature"), bytes(body), bytes(header), bytes({}), bytes(payload)});
  std::vector<Bytes> signers(count - 1, arrayOf({bytes(header), mapOf({}), bytes(Bytes(64, 7))}));
  signers.push_back(arrayOf({bytes(header), mapOf({}), bytes(copyOf(city.issuer.sign(signedBytes)))}));
  Bytes message{0xd8, 98};
  const Bytes parts = arrayOf({bytes(body), mapOf({}), bytes(payload), arrayOf(signers)});
  message.insert(message.end(), parts.begin(), parts.end());
  return packed(message);
}

void addCards(Rules& r) {
  const auto add = [&](const char* id, const char* why, std::string code, std::string_view scope = "identity") {
    r.add({id, why, std::move(code), at(scope), {}, {"cards"}});
  };
  const Bytes alg = number(-8), cityKid = bytes(copyOf(keyIdOf(r.city.issuer.publicKey()))), clerkKid = bytes(copyOf(keyIdOf(r.rules.clerk.publicKey())));
  const Members onlyAlg{{1, alg}};
  const auto byCity = [&](const Members& claims) { return cardBy(r.city.issuer, {{1, alg}, {4, cityKid}}, {}, claims); };
  PaperCard photographed = r.city.paperCard();
  photographed.photo = Photo{PhotoFormat::Webp, copyOf(bytesOf("RIFF____WEBP, and what a decoder makes of it"))};
  add("valid/paper/no-name-no-photo", "a scene that may not see the name does not see the face", r.city.paper(photographed), "counter");
  add("valid/paper/whole-number", "a number that was not masked goes out masked", byCity(cardOf(identityOf("310101194503150015"))));
  add("valid/paper/six-characters", "the shortest of which three are shown", byCity(cardOf(identityOf("A12345"))));
  add("valid/paper/five-characters", "the longest of which none is", byCity(cardOf(identityOf("A1234"))));
  add("valid/paper/foreign-resident", "the last kind of document", byCity(cardOf(identityOf("3***15", "foreign-permanent-resident"))));
  Members subject = cardOf(identityOf());
  subject.insert(subject.begin() + 1, {2, number(1)});
  add("cbor/unexpected-type/paper-sub", "sub as a number", byCity(subject));
  add("valid/paper/eight-signers", "as many as may sign", signedByMany(r.city, 8));
  add("cose/bad-structure/paper-nine-signers", "one more", signedByMany(r.city, 9));
  add("revocation/list-missing/sixteenth-issuer", "no kid: the sixteenth who may sign cards is tried still",
      cardBy(RuleCity::cardIssuer(14), onlyAlg, {}, cardOf(identityOf())));
  add("trust/unknown-issuer/seventeenth-issuer", "and the seventeenth is not", cardBy(RuleCity::cardIssuer(15), onlyAlg, {}, cardOf(identityOf())));
  add("signature/issuer-mismatch/two-kids", "the kid in the protected header counts, and that issuer did not sign",
      cardBy(r.rules.clerk, {{1, alg}, {4, cityKid}}, {{4, clerkKid}}, cardOf(identityOf())));
  add("trust/issuer-not-for-scope/kid-outside", "the unprotected kid names an issuer that may sign no cards",
      cardBy(r.rules.clerk, onlyAlg, {{4, clerkKid}}, cardOf(identityOf())));
  Bytes unsignedMessage{0xd2};
  const Bytes unsignedParts = arrayOf({bytes(mapOf(onlyAlg)), mapOf({}), bytes(mapOf(cardOf(identityOf()))), bytes({})});
  unsignedMessage.insert(unsignedMessage.end(), unsignedParts.begin(), unsignedParts.end());
  add("signature/issuer-mismatch/unsigned-no-kid", "no kid and no signature", packed(unsignedMessage));
  RuleVector asked{"audience/wrong-nonce/paper-photo", "a refused card shows no face", r.city.paper(photographed), at("identity"), {}, {"cards"}};
  static const Bytes kQuestion(8, 7);
  asked.request.nonce = ByteView(kQuestion);
  r.add(asked);
  add("trust/issuer-not-for-scope/no-right", "its issuer is named and may sign no cards", cardBy(r.rules.clerk, {{1, alg}, {4, clerkKid}}, {}, cardOf(identityOf())));
  add("paper/no-identity/kind", "a kind of document that nobody knows, and nothing else", byCity(cardOf({{22, text("alien")}})), "counter");
  add("paper/no-identity/number", "a number that is not ASCII, and nothing else", byCity(cardOf({{1, text("\u4e09***15")}})), "counter");
  Members lastSecond = cardOf(identityOf());
  lastSecond[1].second = number(kNow + 3);
  add("valid/paper/last-second", "it ends in a second", byCity(lastSecond));
  RuleVector late{"time/clock-ahead/paper", "it ends in a second by the city's clock, and ended by this one", byCity(lastSecond), at("identity", kNow + 303), {}, {"cards"}};
  late.request.clockAheadSeconds = 301;
  r.add(late);
}

}  // namespace

void RuleCity::addTo(TrustList& list) const {
  const auto scene = [&](std::uint32_t id, const char* name, std::vector<Attribute> attributes) -> ScopePolicy& {
    ScopePolicy policy = TestCity::scopeNamed("resident");
    policy.id = id;
    policy.name = name;
    policy.attributes = std::move(attributes);
    policy.sealed = policy.acceptsPaper = false;
    policy.statusFreshSeconds = policy.statusTooOldSeconds = 0;
    list.scopes.push_back(policy);
    return list.scopes.back();
  };
  using enum Attribute;
  scene(kFair, "fair", {FareType}).audienceRule = AudienceRule::VenueOnly;
  ScopePolicy& desk = scene(kDesk, "desk", {Name, Over18, FareType, Pseudonym, HealthComputedAt});
  desk.freshSeconds = 2 * kHour;
  desk.tooOldSeconds = 2 * 86400;
  desk.longestPassSeconds = 7 * 86400;
  ScopePolicy& counter = scene(kCounter, "counter", {DocumentType, DocumentNumberMasked});
  counter.acceptsPaper = true;
  counter.statusFreshSeconds = kHour;
  counter.statusTooOldSeconds = 43'200;
  scene(kVault, "vault", {Name, DocumentType}).sealed = true;

  const auto issuer = [&](const SigningKey& key, std::vector<std::uint32_t> scopeIds, std::vector<Right> rights) -> Issuer& {
    list.issuers.push_back({key.publicKey(), kNow - 30 * 86400, kNow + 30 * 86400, std::move(scopeIds), std::move(rights)});
    return list.issuers.back();
  };
  issuer(clerk, {kFair, kDesk, kVault, kNowhere}, {});
  issuer(twin, {kDesk}, {});
  issuer(otherTwin, {kDesk}, {});
  Issuer& hour = issuer(young, {kDesk}, {});
  hour.notBeforeUnixSeconds = kNow - kHour;
  hour.expiresUnixSeconds = kNow;
  // The city's own issuer is the first who may sign cards: these are the 2nd to the 17th.
  for (std::uint8_t i = 0; i < 16; ++i) issuer(cardIssuer(i), {}, {Right::Cards});
}

std::vector<RuleVector> ruleVectors(const TestCity& city) {
  Rules rules(city);
  addTexts(rules);
  addEnvelopes(rules);
  addClaims(rules);
  addAttributes(rules);
  addSizes(rules);
  addSeals(rules);
  addSignatures(rules);
  addIssuers(rules);
  addOrder(rules);
  addAudiences(rules);
  addReplay(rules);
  addCards(rules);
  return rules.take();
}

}  // namespace citycode::test
