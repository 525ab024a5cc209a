// make_vectors NAME prints tests/vectors/NAME.json: what implementations must say of codes, lists, records, proofs and
// requests of a test city with fixed keys; here: codes and trust lists. Every runner (native, WebAssembly, the second
// verifier in tests/oracle) reads the same files. Each input has one fault: which of several is named is not part of the
// format.
#include <sodium.h>

#include <algorithm>
#include <iostream>
#include <map>

#include <nlohmann/json.hpp>

#include "bent_lists.h"
#include "cbor_items.h"
#include "citycode/paper_card.h"
#include "encoding/base45.h"
#include "encoding/cbor.h"
#include "encoding/pass_mark.h"
#include "lists/status_sets.h"
#include "lists/trust_payload.h"
#include "paper/paper_code.h"
#include "paper_vectors.h"
#include "pass/pass_claims.h"
#include "pass/presentation.h"
#include "pass/sealed.h"
#include "rule_vectors.h"
#include "signing/cose.h"
#include "test_city.h"
#include "trust_list_value.h"
#include "vector_file.h"
#include "verdict_expectation.h"
#include "verifier/verifier_state.h"

namespace citycode {
namespace {

using test::HeldKey;
using test::hexOf;
using test::Json;
using test::kNow;
using test::TestCity;

class VectorFile {
 public:
  // A vector's verdict is asked of the core as it is written; the committed file is read by people, who
  // hold it against docs/format.md.
  void add(const std::string& id, const std::string& why, const std::string& source, const std::string& text,
           VerifyRequest request = TestCity::request(), const std::vector<std::string>& shownBefore = {},
           bool withTrustList = true, const std::vector<std::string>& statusLists = {"today"},
           const std::vector<HeldKey>& sceneKeys = {}, std::optional<std::int64_t> adoptedAt = std::nullopt) {
    StatusLists adopted;
    for (const std::string& name : statusLists) {
      if (withTrustList) (void)adopted.adopt(statusLists_.at(name), trust_, adoptedAt.value_or(request.nowUnixSeconds));   // some are refused
    }
    request.statusLists = &adopted;
    ReplayMemory memory;
    SceneKeys held;
    Json heldJson = Json::array();
    for (const HeldKey& key : sceneKeys) {
      test::must(held.add(key.scopeId, key.utcDay, test::must(SceneKey::fromSecret(key.secret))));
      heldJson.push_back({{"scopeId", key.scopeId}, {"utcDay", key.utcDay}, {"secret", hexOf(key.secret)}});
    }
    request.sceneKeys = &held;
    Json before = Json::array();
    for (const std::string& earlier : shownBefore) before.push_back(outcomeName(verifyAnyCode(earlier, request, &trust_, memory).outcome));
    const Verdict verdict = verifyAnyCode(text, request, withTrustList ? &trust_ : nullptr, memory);
    Json expected = test::expectationOf<Json>(verdict);
    expected["before"] = before;
    Json input{{"text", text}, {"scope", request.scopeName}, {"venue", request.venueId}};
    input["nonce"] = request.nonce ? Json(hexOf(*request.nonce)) : Json(nullptr);
    input["shownBefore"] = shownBefore;
    input["withTrustList"] = withTrustList;
    input["statusLists"] = statusLists;
    input["adoptedAt"] = adoptedAt.value_or(request.nowUnixSeconds);
    input["sceneKeys"] = heldJson;
    if (request.clockAheadSeconds != 0) input["clockAheadSeconds"] = request.clockAheadSeconds;
    vectors_.push_back({{"id", id},
                        {"why", why},
                        {"source", source},
                        {"now", request.nowUnixSeconds},
                        {"input", input},
                        {"expect", std::move(expected)}});
  }

  void add(const test::RuleVector& rule) {
    add(rule.id, rule.why, "docs/format.md", rule.text, rule.request, rule.shownBefore, true, rule.statusLists, rule.sceneKeys, rule.adoptedAt);
  }

  /// A list that vectors name.
  void addStatusList(const std::string& name, Bytes bytes) { statusLists_[name] = std::move(bytes); }

  void print() const {
    Json statusLists = Json::object();
    for (const auto& [name, bytes] : statusLists_) statusLists[name] = hexOf(bytes);
    const Json file{{"about", "Codes of a test city with fixed keys; written by tests/core/make_vectors.cpp."},
                    {"rootKey", hexOf(city.root.publicKey())},
                    {"trustList", hexOf(writeTrustList(city.root, trust_))},
                    {"statusLists", statusLists},
                    {"vectors", vectors_}};
    std::cout << file.dump(1) << "\n";
  }

  TestCity city;
  /// Of a scene that has the id which was the right to sign cards once.
  SigningKey festivalIssuer = test::keyFrom(12);
  static constexpr std::uint32_t kFestival = 19;

 private:
  TrustList trustList() const {
    TrustList list = city.trustList();
    ScopePolicy festival = TestCity::scopeNamed("transit");
    festival.id = kFestival;
    festival.name = "festival";
    festival.statusFreshSeconds = festival.statusTooOldSeconds = 0;
    list.scopes.push_back(festival);
    Issuer issuer = list.issuers[0];
    issuer.key = festivalIssuer.publicKey();
    issuer.scopeIds = {kFestival};
    issuer.rights = {};
    list.issuers.push_back(issuer);
    test::RuleCity().addTo(list);
    return list;
  }

  TrustList trust_ = trustList();
  std::map<std::string, Bytes> statusLists_;
  Json vectors_ = Json::array();
};

constexpr const char* kFormat = "docs/format.md";

// ---- Signatures that a careless verifier accepts ----

using Scalar = std::array<std::uint8_t, crypto_core_ed25519_SCALARBYTES>;

/// S + L, the same number modulo the group's order L, little-endian (RFC 8032 section 5.1.7 refuses it).
Signature withNonCanonicalS(Signature signature) {
  constexpr Scalar kOrder = {0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde,
                             0x14, 0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,
                             0,    0x10};
  unsigned carry = 0;
  for (std::size_t i = 0; i < kOrder.size(); ++i) {
    carry += signature[32 + i] + kOrder[i];
    signature[32 + i] = static_cast<std::uint8_t>(carry);
    carry >>= 8;
  }
  return signature;
}

/// The neutral element as R with S = h * a: the equation of RFC 8032 holds, and R is of small order.
Signature withNeutralR(std::uint8_t seedFiller, const PublicKey& key, ByteView message) {
  std::array<std::uint8_t, crypto_hash_sha512_BYTES> wide{};
  const Bytes seed(kSeedBytes, seedFiller);
  crypto_hash_sha512(wide.data(), seed.data(), seed.size());
  Scalar secret;
  std::copy_n(wide.begin(), secret.size(), secret.begin());
  secret[0] &= 248;
  secret[31] = (secret[31] & 63) | 64;
  Signature signature{1};
  Bytes hashed(signature.begin(), signature.begin() + 32);
  hashed.insert(hashed.end(), key.begin(), key.end());
  hashed.insert(hashed.end(), message.begin(), message.end());
  crypto_hash_sha512(wide.data(), hashed.data(), hashed.size());
  Scalar challenge;
  crypto_core_ed25519_scalar_reduce(challenge.data(), wide.data());
  crypto_core_ed25519_scalar_mul(signature.data() + 32, challenge.data(), secret.data());
  return signature;
}

/// R is the base point and S is 1: with the neutral element as key the equation holds for every message.
Signature forNeutralKey() {
  Signature signature{};
  Scalar one{1};
  crypto_scalarmult_ed25519_base_noclamp(signature.data(), one.data());
  signature[32] = 1;
  return signature;
}

constexpr PublicKey kNeutralKey{1};   // y = 1

/// y = p + 1, the neutral element once more, in a form that RFC 8032 section 5.1.3 refuses.
PublicKey neutralKeyNotCanonical() {
  PublicKey key;
  key.fill(0xff);
  key[0] = 0xee;
  key[31] = 0x7f;
  return key;
}

/// `key` plus the point of order 2 (x = 0, y = -1): on the curve, and outside the prime-order group.
PublicKey ofMixedOrder(const PublicKey& key) {
  PublicKey ofOrderTwo, sum;
  ofOrderTwo.fill(0xff);
  ofOrderTwo[0] = 0xec;
  ofOrderTwo[31] = 0x7f;
  if (crypto_core_ed25519_add(sum.data(), key.data(), ofOrderTwo.data()) != 0) std::abort();
  return sum;
}

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
  const auto other = [&](const char* id, const char* why, const std::string& text) { file.add(id, why, kFormat, text); };
  other("code/later-version", "a code of the next version", "CC2:6BF");
  other("code/later-version/short", "a version of two digits and nothing else", "CC10:");
  other("code/later-version/four-digits", "the longest version", "CC9999:6BF");
  other("code/not-city-code/version-zero", "no version begins with 0", "CC0:6BF");
  other("code/not-city-code/version-long", "five digits are no version", "CC12345:6BF");
  other("code/not-city-code/version-sign", "a version is of digits", "CC-2:6BF");
  other("code/list-part", "a part of a list", "CCL1:6BF");
  other("code/venue-sheet", "a place's sheet", "https://city.example/app/#venue=0oRDoQEnoF");
  other("code/venue-sheet/capitals", "the same in capital letters", "HTTPS://CITY.EXAMPLE/APP/#VENUE=0");
  other("code/portal-request", "a site's question", "http://city.example/app/#portal=0oRDoQEnoF");
  other("code/enrolment", "an enrolment code's address", "https://city.example/app/#enrol=7K2M-9QXT-4HRB");
  other("code/not-city-code/fragment", "a fragment that only holds such a name", "https://example.org/#x=venue=1");
  other("code/not-city-code/scheme", "such a name without an address", "#venue=0oRDoQEnoF");
  other("code/not-city-code/address-inside", "an address that the text does not begin with", "see https://city.example/app/#venue=0oRDoQEnoF");
  other("code/not-city-code/second-fragment", "a fragment is what follows the first #", "https://city.example/app/#x#venue=0oRDoQEnoF");
  const auto farVenue = [](std::size_t end) {   // the name of the fragment ends with that character
    constexpr std::string_view kAddress = "https://city.example/", kName = "#venue=";
    return std::string(kAddress).append(end - kAddress.size() - kName.size(), 'a').append(kName).append("0oRDoQEnoF");
  };
  other("code/venue-sheet/300", "the first 300 characters hold the fragment's name", farVenue(300));
  other("code/not-city-code/far-fragment", "one character less of it", farVenue(301));
  file.add("code/later-version/unlisted", "no list is needed to tell", kFormat, "CC2:6BF", TestCity::request(), {}, false);
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
  file.add("cbor/too-deep", "nine levels in the header", source,
           withHeader({0xa2, 0x01, 0x27, 0x0d, 0x81, 0x81, 0x81, 0x81, 0x81, 0x81, 0x81, 0x01}));
  file.add("cbor/bad-utf8", "an overlong NUL in the pass", source,
           withHeader({0xa2, 0x01, 0x27, 0x0d, 0x62, 0xc0, 0x80}));
  const auto withItem = [&](std::initializer_list<std::uint8_t> item) {
    Bytes header{0xa2, 0x01, 0x27, 0x0d};
    header.insert(header.end(), item);
    return textOfBytes(cose::encodeSign1(header, Bytes{0xa0}, Bytes(64, 0)));
  };
  file.add("cbor/truncated/nothing", "a prefix and no more", source, "CC1:");
  file.add("cbor/truncated/length", "a string longer than the message", source, withItem({0x5a, 0x7f, 0xff, 0xff, 0xff}));
  file.add("cbor/indefinite-length/bytes", "a byte string in chunks", source, withItem({0x5f, 0x41, 0x00, 0xff}));
  file.add("cbor/not-shortest/value", "23 in two bytes", source, withItem({0x18, 0x17}));
  file.add("cbor/not-shortest/wide", "2^32 - 1 in nine bytes", source, withItem({0x1b, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff}));
  file.add("cbor/unexpected-type/float", "a float", source, withItem({0xf9, 0x00, 0x00}));
  file.add("cbor/unexpected-type/null", "null", source, withItem({0xf6}));
  file.add("cbor/unexpected-type/reserved", "additional information 28", source, withItem({0x1c}));
  file.add("cbor/unexpected-type/text-key", "a key that is no integer", source, withItem({0xa1, 0x61, 0x61, 0x00}));
  file.add("cbor/duplicate-key/inner", "a key twice inside the pass", source, withItem({0xa2, 0x01, 0x00, 0x01, 0x00}));
  file.add("cbor/unsorted-keys/inner", "a negative key first", source, withItem({0xa2, 0x20, 0x00, 0x01, 0x00}));
  file.add("cbor/too-large/items", "4,097 items", source, withItem({0x99, 0x10, 0x01}));
  file.add("cbor/too-large/map", "4,097 pairs", source, withItem({0xb9, 0x10, 0x01}));
  file.add("cbor/bad-utf8/surrogate", "half of a surrogate pair", "RFC 3629 section 3", withItem({0x63, 0xed, 0xa0, 0x80}));
  file.add("cbor/bad-utf8/last-surrogate", "U+DFFF", "RFC 3629 section 3", withItem({0x63, 0xed, 0xbf, 0xbf}));
  file.add("cbor/bad-utf8/too-high", "above U+10FFFF", "RFC 3629 section 3", withItem({0x64, 0xf4, 0x90, 0x80, 0x80}));
  file.add("cbor/bad-utf8/cut", "a character without its end", "RFC 3629 section 3", withItem({0x62, 0xe7, 0x8e}));
  file.add("cose/bad-structure/no-array", "an array of three", "RFC 9052 section 4.2", textOfBytes(Bytes{0x83, 0x40, 0xa0, 0x40}));
  file.add("cose/bad-structure/signature", "a signature of 63 bytes", "RFC 9052 section 4.2",
           [&] {
             const DecodedCode good = test::must(decodeCode(file.city.code()));
             return textOfBytes(cose::encodeSign1(good.presentationHeader, good.presentationPayload, good.presentationSignature.first(63)));
           }());
  file.add("cose/unknown-header/unprotected", "something that nobody signed", "RFC 9052 section 3",
           textOfBytes(cbor::Writer().putArray(4).putBytes(Bytes{0xa1, 0x01, 0x27}).putMap(1).putInt(4).putBytes({})
                           .putBytes({}).putBytes(Bytes(64, 0)).bytes()));
  const auto withPassHeader = [&](std::initializer_list<std::uint8_t> header) {
    cose::Header outer;
    const Bytes pass = cose::encodeSign1(Bytes(header), Bytes{0xa0}, Bytes(64, 0));
    outer.kcwt = pass;
    return textOfBytes(cose::encodeSign1(cose::encodeHeader(outer), Bytes{0xa0}, Bytes(64, 0)));
  };
  file.add("cose/bad-structure/no-kid", "a pass that names no issuer", kFormat, withPassHeader({0xa1, 0x01, 0x27}));
  file.add("cose/bad-structure/kid", "a kid of three bytes", kFormat, withPassHeader({0xa2, 0x01, 0x27, 0x04, 0x43, 1, 2, 3}));
  file.add("cose/bad-structure/long-kid", "a kid of five bytes", kFormat, withPassHeader({0xa2, 0x01, 0x27, 0x04, 0x45, 1, 2, 3, 4, 5}));
  file.add("cose/unsupported-algorithm/none", "no alg at all", kFormat, withPassHeader({0xa1, 0x04, 0x44, 1, 2, 3, 4}));
  Bytes longPass = cose::encodeSign1(Bytes{0xa2, 0x01, 0x27, 0x04, 0x44, 1, 2, 3, 4}, Bytes(181, 0), Bytes(64, 0));
  if (longPass.size() != kMaxPassBytes + 1) std::abort();
  cose::Header outer;
  outer.kcwt = longPass;
  file.add("pass/too-long", "a pass of 261 bytes", kFormat,
           textOfBytes(cose::encodeSign1(cose::encodeHeader(outer), Bytes{0xa0}, Bytes(64, 0))));
  file.add("cose/bad-structure", "no pass in the header", "RFC 9052 section 4.2", withHeader({0xa1, 0x01, 0x27}));
  file.add("cose/unsupported-algorithm", "ES256", "RFC 9053 section 2.1", withHeader({0xa1, 0x01, 0x26}));
  file.add("cose/unknown-header", "a crit header", "RFC 9052 section 3.1", withHeader({0xa2, 0x01, 0x27, 0x02, 0x80}));
}

/// Headers with something more than they may have, all properly signed.
void addHeaders(VectorFile& file) {
  const TestCity& city = file.city;
  const Bytes claims = encodePassClaims(city.claims()), zero{0x00}, good = city.pass();
  const auto kid = keyIdOf(city.issuer.publicKey()), holderKid = keyIdOf(city.holder.publicKey());
  const auto withPassHeader = [&](const Bytes& header) {
    const Bytes pass = cose::encodeSign1(header, claims, city.issuer.sign(cose::toBeSigned(SignedKind::Pass, header, claims)));
    return TestCity::codeSignedBy(city.holder, pass, city.presentation());
  };
  cose::Header more;
  more.kid = kid;
  Bytes trailing = cose::encodeHeader(more);
  trailing.push_back(0);
  file.add("cbor/trailing-bytes/header", "a byte after the map of the pass's header", kFormat, withPassHeader(trailing));
  more.kcwt = zero;
  file.add("cose/bad-structure/pass-kcwt", "a pass that carries something like a pass", kFormat, withPassHeader(cose::encodeHeader(more)));
  cose::Header both;
  both.kid = holderKid;
  both.kcwt = good;
  const Bytes header = cose::encodeHeader(both), shown = encodePresentationClaims(city.presentation());
  file.add("cose/bad-structure/presentation-kid", "a presentation that names a key beside its pass", kFormat,
           textOfBytes(cose::encodeSign1(header, shown, city.holder.sign(cose::toBeSigned(SignedKind::Presentation, header, shown)))));
}

void addClaims(VectorFile& file) {
  const TestCity& city = file.city;
  const auto signedPayload = [&](const Bytes& payload) {
    return TestCity::codeSignedBy(city.holder, cose::signSign1(SignedKind::Pass, city.issuer, payload, true), city.presentation());
  };
  file.add("pass/missing-claim", "an empty pass, well signed", kFormat, signedPayload({0xa0}));
  file.add("pass/unknown-claim", "a subject", kFormat, signedPayload(cbor::Writer().putMap(1).putInt(2).putText("s").bytes()));
  PassClaims backwards = city.claims();
  backwards.expiresUnixSeconds = backwards.notBeforeUnixSeconds;
  file.add("pass/bad-value", "ends when it begins", kFormat, city.code(backwards, city.presentation()));
  const Bytes cnf{0x08, 0xa1, 0x01, 0xa3, 0x01, 0x01, 0x20, 0x06, 0x21, 0x58, 0x20};
  const auto claimsOf = [&](const Bytes& beforeKey, const Bytes& afterKey) {
    Bytes payload = beforeKey;
    payload.insert(payload.end(), city.holder.publicKey().begin(), city.holder.publicKey().end());
    payload.insert(payload.end(), afterKey.begin(), afterKey.end());
    return signedPayload(payload);
  };
  // exp (any item), then nbf = 0, then cnf, then the city's claim with `attributes`.
  const auto pieces = [&](const Bytes& exp, const Bytes& index, const Bytes& attributes) {
    Bytes before{0xa4, 0x04}, after{0x3a, 0x00, 0x01, 0x00, 0x00, 0x83};
    before.insert(before.end(), exp.begin(), exp.end());
    before.insert(before.end(), {0x05, 0x00});
    before.insert(before.end(), cnf.begin(), cnf.end());
    after.insert(after.end(), index.begin(), index.end());
    after.push_back(0x07);
    after.insert(after.end(), attributes.begin(), attributes.end());
    return claimsOf(before, after);
  };
  const Bytes exp{0x19, 0x0e, 0x10}, index{0x00}, none{0xa0};   // one hour
  PassClaims betweenMarks = city.claims();
  betweenMarks.notBeforeUnixSeconds += 1;
  file.add("pass/bad-value/begins-between-marks", "begins one second after the full hour", kFormat,
           city.code(betweenMarks, city.presentation()));
  betweenMarks = city.claims();
  betweenMarks.expiresUnixSeconds -= 1;
  file.add("pass/bad-value/ends-between-marks", "ends one second before the full hour", kFormat,
           city.code(betweenMarks, city.presentation()));
  betweenMarks = city.claims();
  betweenMarks.notBeforeUnixSeconds -= 120;
  betweenMarks.expiresUnixSeconds -= 120;
  file.add("pass/bad-value/second-of-issue", "24 hours to the second, from a second of its own", kFormat,
           city.code(betweenMarks, city.presentation()));
  betweenMarks = city.claims();
  betweenMarks.notBeforeUnixSeconds -= 1800;
  betweenMarks.expiresUnixSeconds -= 1800;
  file.add("pass/bad-value/half-hour", "from half past to half past", kFormat, city.code(betweenMarks, city.presentation()));
  file.add("pass/bad-value/time-attribute", "health checked one second after the full hour", kFormat,
           pieces(exp, index, {0xa1, 0x0d, 0x19, 0x0e, 0x11}));
  file.add("pass/bad-value/late", "ends at 2^32", kFormat, pieces({0x1b, 0, 0, 0, 1, 0, 0, 0, 0}, index, none));
  file.add("pass/bad-value/latest", "ends at 2^64 - 1", kFormat,
           pieces({0x1b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}, index, none));
  file.add("cbor/unexpected-type/negative-time", "ends before 1970", kFormat, pieces({0x20}, index, none));
  file.add("pass/bad-value/status-index", "an index of 2^32", kFormat, pieces(exp, {0x1b, 0, 0, 0, 1, 0, 0, 0, 0}, none));
  file.add("pass/bad-value/attribute", "attribute 19, the first that nobody knows", kFormat, pieces(exp, index, {0xa1, 0x13, 0x00}));
  Bytes longPseudonym{0xa1, 0x0a, 0x51};
  longPseudonym.insert(longPseudonym.end(), 17, 7);
  file.add("pass/bad-value/long-pseudonym", "a pseudonym of 17 bytes", kFormat, pieces(exp, index, longPseudonym));
  file.add("pass/bad-value/empty-name", "a name of no characters", kFormat, pieces(exp, index, {0xa1, 0x01, 0x60}));
  Bytes longName{0xa1, 0x01, 0x78, 65};
  longName.insert(longName.end(), 65, 'a');
  file.add("pass/bad-value/long-name", "a name of 65 bytes", kFormat, pieces(exp, index, longName));
  file.add("cbor/unexpected-type/attribute", "a number for a name", kFormat, pieces(exp, index, {0xa1, 0x01, 0x00}));
  file.add("cbor/duplicate-key/attribute", "an attribute twice", kFormat, pieces(exp, index, {0xa2, 0x08, 0x01, 0x08, 0x02}));
  file.add("cbor/trailing-bytes/pass", "a byte after the claims", kFormat, pieces(exp, index, {0xa0, 0x00}));
  file.add("pass/bad-value/curve", "a key of Ed448", kFormat,
           claimsOf({0xa4, 0x04, 0x19, 0x0e, 0x10, 0x05, 0x00, 0x08, 0xa1, 0x01, 0xa3, 0x01, 0x01, 0x20, 0x07, 0x21, 0x58, 0x20},
                    {0x3a, 0x00, 0x01, 0x00, 0x00, 0x83, 0x00, 0x07, 0xa0}));
  file.add("pass/unknown-claim/key", "a use for the key", kFormat,
           claimsOf({0xa4, 0x04, 0x19, 0x0e, 0x10, 0x05, 0x00, 0x08, 0xa1, 0x01, 0xa4, 0x01, 0x01, 0x20, 0x06, 0x21, 0x58, 0x20},
                    {0x22, 0x00, 0x3a, 0x00, 0x01, 0x00, 0x00, 0x83, 0x00, 0x07, 0xa0}));
  const auto ofCity = [&](const Bytes& cityClaim) {   // a good pass but for the city's own claim
    const PassClaims claims = city.claims();
    cbor::Writer writer;
    writer.putMap(4).putInt(kClaimExp).putInt(claims.expiresUnixSeconds).putInt(kClaimNbf).putInt(claims.notBeforeUnixSeconds).putInt(kClaimCnf);
    putConfirmation(writer, claims.holderKey);
    return signedPayload(writer.putInt(kClaimCity).putItem(cityClaim).bytes());
  };
  const Bytes fare{0xa1, 0x08, 0x02};
  file.add("pass/bad-value/scope-id-again", "2^32 more than the id of the scene", kFormat,
           ofCity(cbor::Writer().putArray(3).putUint(0).putUint(0x100000007).putItem(fare).bytes()));
  for (const std::size_t bytes : {7, 9})
    file.add(bytes == 7 ? "pass/bad-value/short-audience" : "pass/bad-value/long-audience",
             "a digest of the audience of " + std::to_string(bytes) + " bytes", kFormat,
             ofCity(cbor::Writer().putArray(4).putUint(0).putUint(7).putItem(fare).putBytes(Bytes(bytes, 1)).bytes()));
  const Bytes pass = city.pass();
  const auto signedPresentation = [&](const Bytes& payload) {
    cose::Header header;
    header.kcwt = pass;
    const Bytes protectedHeader = cose::encodeHeader(header);
    const Signature signature = city.holder.sign(cose::toBeSigned(SignedKind::Presentation, protectedHeader, payload));
    return textOfBytes(cose::encodeSign1(protectedHeader, payload, signature));
  };
  file.add("presentation/missing-claim", "no time", kFormat,
           signedPresentation(cbor::Writer().putMap(1).putInt(3).putText("transit").bytes()));
  file.add("presentation/unknown-claim", "a subject", kFormat,
           signedPresentation(cbor::Writer().putMap(1).putInt(2).putText("s").bytes()));
  file.add("presentation/bad-value/slot", "a time that begins no slot", kFormat,
           signedPresentation(cbor::Writer().putMap(2).putInt(3).putText("transit").putInt(6).putInt(kNow + 1).bytes()));
  const auto shown = [&](std::string_view audience, std::uint64_t iat) {
    return signedPresentation(cbor::Writer().putMap(2).putInt(3).putText(audience).putInt(6).putUint(iat).bytes());
  };
  const auto answered = [&](std::size_t nonceBytes) {
    return signedPresentation(cbor::Writer().putMap(3).putInt(3).putText("transit").putInt(6).putInt(kNow).putInt(10)
                                  .putBytes(Bytes(nonceBytes, 0x11)).bytes());
  };
  file.add("presentation/bad-value/late", "shown at 2^32 + 4", kFormat, shown("transit", 0x100000004));
  file.add("presentation/bad-value/nobody", "an empty audience", kFormat, shown("", kNow));
  file.add("presentation/bad-value/long-audience", "an audience of 33 bytes", kFormat, shown(std::string(33, 'a'), kNow));
  file.add("presentation/bad-value/short-nonce", "a nonce of 7 bytes", "RFC 9711 section 4.1", answered(7));
  file.add("presentation/bad-value/long-nonce", "a nonce of 17 bytes", kFormat, answered(17));
  file.add("presentation/bad-value", "an audience with a space", kFormat,
           signedPresentation(cbor::Writer().putMap(2).putInt(3).putText("tran sit").putInt(6).putInt(kNow).bytes()));
}

/// As a name in a pass of the transit scene, which may not see it: what is well formed is refused for that alone.
void addShownTexts(VectorFile& file) {
  const TestCity& city = file.city;
  const auto named = [&](const std::string& name) {
    PassClaims claims = city.claims();
    claims.attributes = {{Attribute::Name, name}};
    return TestCity::codeSignedBy(city.holder, cose::signSign1(SignedKind::Pass, city.issuer, encodePassClaims(claims), true), city.presentation());
  };
  const auto refused = [&](const char* id, const char* why, const std::string& name) {
    file.add(std::string("pass/bad-value/text-") + id, why, kFormat, named(name));
  };
  const auto taken = [&](const char* id, const char* why, const std::string& name) {
    file.add(std::string("scope/attribute-not-allowed/text-") + id, why, kFormat, named(name));
  };
  refused("nul", "U+0000", std::string("Wang\0Wei", 8));
  refused("line-feed", "U+000A", "Wang\nWei");
  refused("escape", "U+001F", "Wang\x1fWei");
  refused("delete", "U+007F", "Wang\x7fWei");
  refused("c1", "U+009F", "Wang\u009fWei");
  refused("soft-hyphen", "U+00AD", "Wang\u00adWei");
  refused("arabic-mark", "U+061C", "Wang\u061cWei");
  refused("mongolian-separator", "U+180E", "Wang\u180eWei");
  refused("zero-width-space", "U+200B", "Wang\u200bWei");
  refused("left-to-right-mark", "U+200E", "Wang\u200eWei");
  refused("line-separator", "U+2028", "Wang\u2028Wei");
  refused("override", "U+202E", "Wang\u202eieW");
  refused("word-joiner", "U+2060", "Wang\u2060Wei");
  refused("isolate", "U+2066", "Wang\u2066Wei");
  refused("deprecated", "U+206F", "Wang\u206fWei");
  refused("private-use", "U+E000", "Wang\ue000");
  refused("private-use-end", "U+F8FF", "Wang\uf8ff");
  refused("noncharacter", "U+FDD0", "Wang\ufdd0");
  refused("byte-order-mark", "U+FEFF", "\ufeffWang");
  refused("annotation", "U+FFF9", "Wang\ufff9Wei");
  refused("replacement", "U+FFFD", "Wang\ufffd");
  refused("noncharacter-of-plane-1", "U+1FFFE", "Wang\U0001fffe");
  refused("shorthand", "U+1BCA0", "Wang\U0001bca0");
  refused("musical", "U+1D173", "Wang\U0001d173");
  refused("tag", "U+E0041", "Wang\U000e0041");
  refused("plane-14", "U+E01F0", "Wang\U000e01f0");
  refused("private-plane", "U+F0000", "Wang\U000f0000");
  refused("last", "U+10FFFD", "Wang\U0010fffd");
  refused("empty", "no character", "");
  refused("space", "a space alone", " ");
  refused("wide-space", "U+3000 alone", "\u3000");
  refused("joiner", "U+200D alone", "\u200d");
  refused("filler", "U+3164 alone, a letter that is blank", "\u3164");
  refused("braille-blank", "U+2800 alone", "\u2800");
  refused("selectors", "variation selectors alone", "\ufe0f\U000e0100");
  struct Case {
    const char *id, *character;
  };
  // The ends of the ranges in docs/format.md that are not above.
  for (const auto& [id, character] : {Case{"80", "\u0080"}, {"200F", "\u200f"}, {"2029", "\u2029"}, {"FDEF", "\ufdef"}, {"FFF0", "\ufff0"},
                                      {"1BCA3", "\U0001bca3"}, {"1D17A", "\U0001d17a"}, {"E0000", "\U000e0000"}, {"E00FF", "\U000e00ff"}})
    refused(id, (std::string("U+") + id).c_str(), std::string("Wang") + character + "Wei");
  for (const auto& [id, character] : {Case{"A0", "\u00a0"}, {"34F", "\u034f"}, {"115F", "\u115f"}, {"1160", "\u1160"}, {"1680", "\u1680"},
                                      {"17B4", "\u17b4"}, {"17B5", "\u17b5"}, {"180B", "\u180b"}, {"180F", "\u180f"}, {"2000", "\u2000"},
                                      {"202F", "\u202f"}, {"205F", "\u205f"}, {"FE00", "\ufe00"}, {"FFA0", "\uffa0"}, {"E01EF", "\U000e01ef"}})
    refused((std::string("blank-") + id).c_str(), (std::string("U+") + id + " alone").c_str(), character);
  taken("spaces", "spaces between letters", " Wang  Wei ");
  taken("joiners", "U+200C between letters that it joins", "\u0645\u200c\u0646");
  taken("variant", "U+E0100 behind the character whose form it chooses", "\u845b\U000e0100");
  taken("decomposed", "a reader does not ask for form C", "Jose\u0301");
  taken("unassigned", "U+0378, which a later Unicode may assign", "Wang\u0378");
}

void addTrust(VectorFile& file) {
  const TestCity& city = file.city;
  file.add("trust/missing", "no list was ever loaded", kFormat, city.code(), TestCity::request(), {}, false);
  file.add("trust/unknown-issuer", "signed by a stranger", kFormat,
           TestCity::codeSignedBy(city.holder, test::must(writePass(city.stranger, city.claims())), city.presentation()));
  const std::int64_t later = kNow + 7 * 86400;
  PassClaims tomorrows = city.claims();
  tomorrows.notBeforeUnixSeconds = later - 3600;
  tomorrows.expiresUnixSeconds = later + 3600;
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
  PassClaims elsewhere = city.claims();
  elsewhere.scopeId = 99;
  file.add("trust/issuer-not-for-scope", "a scene that this issuer may not issue", kFormat,
           city.code(elsewhere, city.presentation()));
  PassClaims atFestival = city.claims();
  atFestival.scopeId = VectorFile::kFestival;
  file.add("valid/scene-19", "a city may give a scene any id", kFormat,
           TestCity::codeSignedBy(city.holder, test::must(writePass(file.festivalIssuer, atFestival)), {"festival", kNow, std::nullopt}),
           forScope("festival"));
  PassClaims early = city.claims();
  early.notBeforeUnixSeconds = kNow - 30 * 86400 - 3600;
  early.expiresUnixSeconds = early.notBeforeUnixSeconds + 86400;
  file.add("trust/issuer-not-valid-then", "one mark before the issuer's time", kFormat,
           city.code(early, city.presentation()));

  const Bytes pass = city.pass();
  const auto passSigned = [&](const Signature& signature) {
    const cose::Sign1 parts = test::must(cose::decodeSign1(pass));
    return TestCity::codeSignedBy(city.holder, cose::encodeSign1(parts.protectedHeader, parts.payload, signature),
                                  city.presentation());
  };
  const cose::Sign1 parts = test::must(cose::decodeSign1(pass));
  Signature issuers;
  std::copy(parts.signature.begin(), parts.signature.end(), issuers.begin());
  const char* ed25519 = "RFC 8032 section 5.1.7";
  file.add("signature/issuer-mismatch/s-not-canonical", "S + L", ed25519, passSigned(withNonCanonicalS(issuers)));
  file.add("signature/issuer-mismatch/neutral-r", "R is the neutral element, and the equation holds", kFormat,
           passSigned(withNeutralR(2, city.issuer.publicKey(), cose::toBeSigned(SignedKind::Pass, parts.protectedHeader, parts.payload))));
  const Bytes toSign = test::must(presentationToBeSigned(pass, city.presentation()));
  const auto holderSigned = [&](const Signature& signature) {
    return test::must(writeCode(pass, city.presentation(), signature));
  };
  file.add("signature/holder-mismatch/s-not-canonical", "S + L", ed25519,
           holderSigned(withNonCanonicalS(city.holder.sign(toSign))));
  file.add("signature/holder-mismatch/neutral-r", "R is the neutral element, and the equation holds", kFormat,
           holderSigned(withNeutralR(3, city.holder.publicKey(), toSign)));
  file.add("signature/holder-mismatch/zeros", "64 zeros", kFormat, holderSigned(Signature{}));
  PassClaims neutral = city.claims();
  neutral.holderKey = kNeutralKey;
  const auto neutralCode = [&] {
    return test::must(writeCode(test::must(writePass(city.issuer, neutral)), city.presentation(), forNeutralKey()));
  };
  file.add("signature/weak-key/neutral", "a key with which one signature fits every message", kFormat, neutralCode());
  neutral.holderKey = neutralKeyNotCanonical();
  file.add("signature/weak-key/not-canonical", "the same key as p + 1", "RFC 8032 section 5.1.3", neutralCode());
  PassClaims weak = city.claims();
  weak.holderKey = PublicKey{};
  file.add("signature/weak-key", "a holder key of small order", "RFC 8032 section 5.1.7", city.code(weak, city.presentation()));
}

/// Well signed, by the right key, as another kind of object or as one that has no external data.
void addKinds(VectorFile& file) {
  const TestCity& city = file.city;
  const char* source = "RFC 9052 section 4.4";
  const auto passAs = [&](SignedKind kind) {
    return TestCity::codeSignedBy(city.holder, cose::signSign1(kind, city.issuer, encodePassClaims(city.claims()), true),
                                  city.presentation());
  };
  file.add("signature/issuer-mismatch/as-status-list", "a pass that was signed as a status list", source, passAs(SignedKind::StatusList));
  file.add("signature/issuer-mismatch/as-no-kind", "a pass that was signed without external data", source, passAs(SignedKind::Card));
  const Bytes pass = city.pass(), payload = encodePresentationClaims(city.presentation());
  const auto shownAs = [&](SignedKind kind) {
    cose::Header header;
    header.kcwt = pass;
    const Signature signature = city.holder.sign(cose::toBeSigned(kind, cose::encodeHeader(header), payload));
    return test::must(writeCode(pass, city.presentation(), signature));
  };
  file.add("signature/holder-mismatch/as-portal-request", "a presentation that was signed as a portal's request", source,
           shownAs(SignedKind::PortalRequest));
  file.add("signature/holder-mismatch/as-no-kind", "a presentation that was signed without external data", source, shownAs(SignedKind::Card));
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
  const auto aheadAt = [](std::int64_t now, std::int64_t ahead) {
    VerifyRequest request = at(now);
    request.clockAheadSeconds = ahead;
    return request;
  };
  const std::int64_t late = claims.expiresUnixSeconds + 3600;
  file.add("time/clock-ahead", "expired by this clock only, which is a day ahead", kFormat, city.code(), aheadAt(kNow + 86400, 86400));
  file.add("time/clock-ahead/shown", "shown too long ago by this clock only", kFormat, city.code(), aheadAt(kNow + 331, 301));
  file.add("time/shown-too-long-ago/clock-ahead", "31 s old by the city's clock too", kFormat, city.code(), aheadAt(kNow + 332, 301));
  file.add("time/shown-too-long-ago/little-ahead", "300 s ahead are no reason", kFormat, city.code(), aheadAt(kNow + 330, 300));
  file.add("time/expired/clock-ahead", "expired by the city's clock too", kFormat, shownAt(late), aheadAt(late, 3600));
  file.add("time/clock-ahead/expired", "one second before expiry by the city's clock", kFormat, shownAt(late), aheadAt(late, 3601));
  file.add("valid/clock-ahead", "what is good by this clock stays so", kFormat, city.code(), aheadAt(kNow, 86400));
  file.add("time/shown-in-future/clock-ahead", "only a refusal for being late is taken back", kFormat, city.code(), aheadAt(kNow - 31, 86400));
  file.add("time/clock-ahead/old-list", "the list is too old by this clock only", kFormat, city.code(), aheadAt(kNow + 8 * 86400, 8 * 86400));
  file.add("time/clock-behind-list", "this clock is two hours before the list", kFormat, city.code(), at(kNow - 7200));
  PassClaims soon = claims;
  soon.notBeforeUnixSeconds = kNow + 3600;
  soon.expiresUnixSeconds = kNow + 7200;
  const auto soonAt = [&](std::int64_t now) { return city.code(soon, {"transit", slotStart(now), std::nullopt}); };
  const std::int64_t firstSecond = soon.notBeforeUnixSeconds - 60;
  file.add("valid/first-second", "60 s before it begins", kFormat, soonAt(firstSecond), at(firstSecond));
  file.add("time/not-yet-valid", "61 s before it begins", kFormat, soonAt(firstSecond - 1), at(firstSecond - 1));
  const auto freshPassAt = [&](std::int64_t now) {
    PassClaims fresh = claims;
    fresh.notBeforeUnixSeconds = passMarkOf(now);
    fresh.expiresUnixSeconds = passMarkOf(now) + 7200;
    return city.code(fresh, {"transit", slotStart(now), std::nullopt});
  };
  const std::int64_t listTime = kNow - 3600;
  for (const std::int64_t now : {listTime + 7 * 86400 - 1, listTime - 300}) {
    const bool early = now < listTime;
    const std::string ownStatusList = early ? "early" : "week-later";
    StatusList status = city.statusList();
    status.head.day = statusDayOf(passMarkOf(now));
    status.head.issuedUnixSeconds = now - 100;
    status.head.expiresUnixSeconds = now + 86400;
    file.addStatusList(ownStatusList, writeStatusList(city.issuer, status));
    file.add(early ? "valid/clock-behind" : "valid/stale-list",
             early ? "300 s before the list" : "one second before the list is too old", kFormat, freshPassAt(now), at(now),
             {}, true, {ownStatusList});
  }
  file.add("trust/too-old/clock-ahead", "a week old by the city's clock too", kFormat, freshPassAt(listTime + 7 * 86400),
           aheadAt(listTime + 7 * 86400 + 3600, 3600));
  file.add("trust/too-old/first-second", "the list is a week old", kFormat, freshPassAt(listTime + 7 * 86400),
           at(listTime + 7 * 86400));
  file.add("time/clock-behind-list/first-second", "301 s before the list", kFormat, freshPassAt(listTime - 301),
           at(listTime - 301));
  PassClaims longLived = claims;
  longLived.expiresUnixSeconds += 3600;
  file.add("time/pass-too-long-lived", "25 h", kFormat, city.code(longLived, city.presentation()));
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
  file.add("audience/wrong-nonce/unasked", "answers a question that nobody here asked", kFormat,
           city.code({"transit", kNow, asked}));
  file.add("audience/wrong-nonce/unanswered", "does not answer the question", kFormat, city.code(), challenge);
  file.add("audience/wrong-venue/no-name", "the venue without a name", kFormat, city.code({"venue:", kNow, std::nullopt}));
  PassClaims resident = city.claims();
  resident.scopeId = 4;
  resident.attributes = {{Attribute::CityResident, true}};
  const std::string earlierCode = city.code(resident, {"resident", kNow, std::nullopt});
  const std::string laterCode = city.code(resident, {"resident", kNow + 5, std::nullopt});
  VerifyRequest later = forScope("resident");
  later.nowUnixSeconds = kNow + 6;
  file.add("valid/later-slot", "the same pass in a later slot, where that is only reported", kFormat, laterCode, later,
           {earlierCode});
  file.add("replay/seen/earlier-slot", "a code from before the one that was accepted", kFormat, earlierCode, later,
           {laterCode});
  file.add("replay/seen", "the same code twice", kFormat, city.code(), TestCity::request(), {city.code()});
  file.add("replay/reused", "the same pass in a later slot, at a gate", kFormat,
           city.code({"transit", kNow + 5, std::nullopt}), at(kNow + 6), {city.code()});
}

void addPaper(VectorFile& file) {
  const TestCity& city = file.city;
  file.addStatusList("cards", writeStatusList(city.issuer, city.cardList()));
  file.addStatusList("card-revoked", writeStatusList(city.issuer, city.cardList({city.paperCard().status.index})));
  const auto add = [&](const std::string& id, const std::string& why, const std::string& text, VerifyRequest request, bool withTrustList = true) {
    file.add(id, why, kFormat, text, request, {}, withTrustList, {"cards"});
  };
  const VerifyRequest desk = forScope("identity");
  const std::string card = city.paper();
  add("trust/issuer-not-for-scope/scene-19", "the issuer of a scene with the id 19 has no right to sign cards",
      test::must(writePaperCode(file.festivalIssuer, TestCity::person(), city.paperCard())), desk);
  add("valid/paper", "a card at a desk", card, desk);
  add("scope/wrong-scene/paper", "a card where nobody compares a face", card, TestCity::request());
  VerifyRequest late = desk;
  late.nowUnixSeconds = city.paperCard().notBeforeUnixSeconds + kPaperLifeSeconds;
  add("time/expired/paper", "180 days later", card, late);
  PaperCard photographed = city.paperCard();
  photographed.photo = Photo{PhotoFormat::Webp, copyOf(bytesOf("RIFF____WEBP, and what a decoder makes of it"))};
  add("valid/paper-photo", "a card with a photo", city.paper(photographed), desk);
  add("trust/unknown-issuer/paper", "a card of an issuer that the list has not",
      test::must(writePaperCode(city.stranger, TestCity::person(), city.paperCard())), desk);
  std::string bent = card;
  bent[bent.size() / 2] = bent[bent.size() / 2] == '0' ? '1' : '0';
  add("paper/bad-compression", "one character altered: the checksum of the stream", bent, desk);
  for (const auto& [id, why, text, withTrustList] : test::paperVectors(city)) add(id, why, text, desk, withTrustList);
  VerifyRequest asking = desk;
  const Bytes nonce(8, 7);
  asking.nonce = nonce;
  add("audience/wrong-nonce/paper", "a card cannot answer a question", card, asking);
  file.add("revocation/revoked/paper", "the list of cards names this one", kFormat, card, desk, {}, true, {"card-revoked"});
  file.add("revocation/list-missing/paper", "only the list of a day: cards have their own", kFormat, card, desk);
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
  add("ahead-300", statusList(city, 3, {}, kNow + 2 + 300));
  add("ahead-301", statusList(city, 3, {}, kNow + 2 + 301));
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
  flipped.sealedAttributes.value()[60] ^= 1;
  add("scope/seal-broken", "one bit inside the seal", flipped, held, shown);
  const auto around = [&](std::initializer_list<std::uint8_t> begin) {
    Bytes plain(begin);
    plain.resize(52);
    PassClaims claims = identity;
    claims.sealedAttributes = test::sealedBox(plain, city.sceneKey(kIdentity).sealingKey(), city.ephemeralSeed);
    return claims;
  };
  add("scope/seal-broken/no-map", "the key fits, and a number is inside", around({0x01}), held, shown);
  Bytes notZeros(52, 0);
  notZeros.front() = 0xa0;
  notZeros.back() = 1;
  PassClaims filled = identity;
  filled.sealedAttributes = test::sealedBox(notZeros, city.sceneKey(kIdentity).sealingKey(), city.ephemeralSeed);
  add("scope/seal-broken/filling", "the key fits, and not only zeros follow the map", filled, held, shown);
  Bytes plain = cbor::Writer().putMap(1).putInt(1).putText("Wang\u202eieW").bytes();
  plain.resize(52);
  PassClaims turned = identity;
  turned.sealedAttributes = test::sealedBox(plain, city.sceneKey(kIdentity).sealingKey(), city.ephemeralSeed);
  add("scope/seal-broken/text", "the key fits, and a name is inside that turns its surroundings", turned, held, shown);
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

// ---- Trust lists ----

class TrustListFile {
 public:
  /// `zeros` bytes of zero, too many to write down, stand in `list` before `zerosAt`.
  void add(const std::string& id, const std::string& why, const Bytes& list, std::uint64_t floorVersion = 0,
           std::int64_t floorIssuedUnixSeconds = 0, std::size_t zerosAt = 0, std::size_t zeros = 0) {
    const auto read = readTrustList(list, city.root.publicKey(), floorVersion, floorIssuedUnixSeconds);
    Bytes written = list;
    const auto begin = written.begin() + static_cast<std::ptrdiff_t>(zerosAt);
    written.erase(begin, begin + static_cast<std::ptrdiff_t>(zeros));
    vectors_.push_back({{"id", id},
                        {"why", why},
                        {"source", kFormat},
                        {"input", {{"list", hexOf(written)},
                                   {"run", zeros == 0 ? Json(nullptr) : Json{{"at", zerosAt}, {"byte", 0}, {"count", zeros}}},
                                   {"floorVersion", floorVersion},
                                   {"floorIssuedUnixSeconds", floorIssuedUnixSeconds}}},
                        {"expect", {{"fault", read ? Json(nullptr) : Json(faultId(read.fault()))},
                                    {"value", read ? test::valueOf<Json>(*read) : Json(nullptr)}}}});
  }

  void addPayload(const std::string& id, const std::string& why, const Bytes& payload) {
    add(id, why, cose::signSign1(SignedKind::TrustList, city.root, payload, true));
  }

  /// The smallest list of the test city, bent by `bend`.
  template <class Bend>
  void addBent(const std::string& id, const std::string& why, Bend bend) {
    TrustList list = smallList();
    bend(list);
    addPayload(id, why, encodeTrustList(list));
  }

  TrustList smallList() const {
    TrustList list = city.trustList();
    list.scopes.resize(2);
    list.issuers[0].scopeIds = {1, 2};
    return list;
  }

  void print() const {
    const Json file{{"about", "Trust lists of a test city with fixed keys; written by tests/core/make_vectors.cpp."},
                    {"rootKey", hexOf(city.root.publicKey())},
                    {"vectors", vectors_}};
    std::cout << file.dump(1) << "\n";
  }

  TestCity city;

 private:
  Json vectors_ = Json::array();
};

void addTrustEnvelopes(TrustListFile& file) {
  const TrustList list = file.smallList();
  const Bytes whole = writeTrustList(file.city.root, list);
  file.add("valid/list", "two scenes, one issuer", whole);
  file.add("valid/same-again", "the list that is already there", whole, 7, list.issuedUnixSeconds);
  file.add("valid/newer-version", "a higher version with an older date", whole, 6, list.issuedUnixSeconds + 1);
  file.add("trust/rolled-back", "a version below the floor", whole, 8, 0);
  file.add("trust/rolled-back/date", "the same version, one second older", whole, 7, list.issuedUnixSeconds + 1);
  file.add("trust/bad-signature", "signed by a stranger", writeTrustList(file.city.stranger, list));
  Bytes flipped = whole;
  flipped[whole.size() / 2] ^= 1;
  file.add("trust/bad-signature/bit", "one bit of the payload", flipped);
  file.add("cbor/truncated", "the last byte is missing", Bytes(whole.begin(), whole.end() - 1));
  Bytes trailing = whole;
  trailing.push_back(0);
  file.add("cbor/trailing-bytes", "one byte too many", trailing);
  const Bytes payload = encodeTrustList(list);
  file.add("cose/bad-structure", "no kid in the header", cose::signSign1(SignedKind::TrustList, file.city.root, payload, false));
  cose::Header both;
  const auto kid = keyIdOf(file.city.root.publicKey());
  const Bytes pass = file.city.pass();
  both.kid = kid;
  both.kcwt = pass;
  const Bytes header = cose::encodeHeader(both);
  file.add("cose/bad-structure/kcwt", "a pass in its header",
           cose::encodeSign1(header, payload, file.city.root.sign(cose::toBeSigned(SignedKind::TrustList, header, payload))));
  Bytes issuerSigned = cose::signSign1(SignedKind::TrustList, file.city.issuer, payload, true);
  file.add("trust/bad-signature/issuer", "signed by an issuer", issuerSigned);
  const auto as = [&](SignedKind kind) { return cose::signSign1(kind, file.city.root, payload, true); };
  file.add("trust/bad-signature/as-status-list", "signed as a status list", as(SignedKind::StatusList));
  file.add("trust/bad-signature/as-no-kind", "signed without external data", as(SignedKind::Card));
}

void addTrustPayloads(TrustListFile& file) {
  Bytes payload = encodeTrustList(file.smallList());
  Bytes more = payload;
  more[0] = 0xa6;   // a map of six
  const auto with = [&](std::initializer_list<std::uint8_t> pair) {
    Bytes bent = more;
    bent.insert(bent.end(), pair);
    return bent;
  };
  file.addPayload("valid/later-member", "key 64 is for later versions", with({0x18, 0x40, 0x00}));
  file.addPayload("trust/bad-list/critical", "key 63 is not", with({0x18, 0x3f, 0x00}));
  file.addPayload("trust/bad-list/negative", "nor is key -1", with({0x20, 0x00}));
  file.addPayload("cbor/too-deep", "nine levels by a later member",
                  with({0x18, 0x40, 0x81, 0x81, 0x81, 0x81, 0x81, 0x81, 0x81, 0x01}));
  file.addPayload("valid/eight-levels", "eight levels by a later member",
                  with({0x18, 0x40, 0x81, 0x81, 0x81, 0x81, 0x81, 0x81, 0x01}));
  file.addPayload("cbor/duplicate-key", "iat twice", with({0x06, 0x00}));
  file.addPayload("cbor/unsorted-keys", "key 0 last", with({0x00, 0x00}));
  Bytes trailing = payload;
  trailing.push_back(0);
  file.addPayload("cbor/trailing-bytes/payload", "a byte after the list", trailing);
  file.addPayload("trust/bad-list/empty", "an empty map", {0xa0});
  file.addPayload("cbor/too-large", "an array of 2^32 issuers", {0xa5, 0x01, 0x07, 0x02, 0x61, 0x61, 0x03, 0x9b, 0, 0, 0, 1, 0, 0, 0, 0});
  file.addPayload("cbor/bad-utf8", "a city name that is no UTF-8", {0xa5, 0x01, 0x07, 0x02, 0x61, 0xff});
}

/// The one issuer without its last member: a map of four.
Bytes withoutRights(const Bytes& payload) {
  const Bytes beforeKey{0x81, 0xa5, 0x01, 0x58, 0x20}, rights{0x05, 0x81, 0x02};
  Bytes bent = payload;
  const auto head = std::search(bent.begin(), bent.end(), beforeKey.begin(), beforeKey.end());
  if (head == bent.end()) std::abort();
  head[1] = 0xa4;
  const auto member = std::search(head, bent.end(), rights.begin(), rights.end());
  if (member == bent.end()) std::abort();
  bent.erase(member, member + static_cast<std::ptrdiff_t>(rights.size()));
  return bent;
}

void addTrustContents(TrustListFile& file) {
  const PublicKey key = file.city.issuer.publicKey();
  file.addBent("valid/next-root", "a root key to come", [&](TrustList& list) { list.nextRootKey = key; });
  file.addBent("signature/weak-key/next-root", "a next root of small order", [](TrustList& list) { list.nextRootKey = PublicKey{}; });
  file.addBent("signature/weak-key", "an issuer's key of order 4", [](TrustList& list) { list.issuers[0].key = PublicKey{}; });
  file.addBent("signature/weak-key/neutral", "the neutral element", [](TrustList& list) { list.issuers[0].key = kNeutralKey; });
  file.addBent("signature/weak-key/not-canonical", "the same as p + 1",
               [](TrustList& list) { list.issuers[0].key = neutralKeyNotCanonical(); });
  file.addBent("signature/weak-key/mixed-order", "a good key plus the point of order 2",
               [&](TrustList& list) { list.issuers[0].key = ofMixedOrder(key); });
  file.addBent("signature/weak-key/off-curve", "no point at all", [](TrustList& list) { list.issuers[0].key = {2}; });
  file.addBent("trust/bad-list/no-city", "an empty city name", [](TrustList& list) { list.cityName.clear(); });
  file.addBent("trust/bad-list/city", "a city name of 65 bytes", [](TrustList& list) { list.cityName.assign(65, 'a'); });
  file.addBent("trust/bad-list/city-text", "a city name that turns its surroundings", [](TrustList& list) { list.cityName = "City\u202e"; });
  file.addBent("trust/bad-list/city-blank", "a city name of spaces", [](TrustList& list) { list.cityName = "  "; });
  file.addBent("trust/bad-list/version", "version 2^32", [](TrustList& list) { list.version = 0x100000000; });
  const auto atVersion = [](std::int64_t above) {
    return [above](TrustList& list) { list.version = static_cast<std::uint64_t>(list.issuedUnixSeconds + above); };
  };
  file.addBent("valid/version-for-each-second", "a version that is its iat", atVersion(0));
  file.addBent("trust/bad-list/version-above-date", "a version above its iat", atVersion(1));
  file.addBent("trust/bad-list/iat", "issued at 2^32", [](TrustList& list) { list.issuedUnixSeconds = 0x100000000; });
  file.addBent("trust/bad-list/issuer-time", "an issuer whose time ends when it begins",
               [](TrustList& list) { list.issuers[0].expiresUnixSeconds = list.issuers[0].notBeforeUnixSeconds; });
  file.addBent("trust/bad-list/issuer-twice", "one key with two validities", [](TrustList& list) {
    Issuer again = list.issuers[0];
    again.expiresUnixSeconds += 86400;
    list.issuers.push_back(again);
  });
  file.addBent("valid/twin-kid", "two keys of one kid are two issuers", [](TrustList& list) {
    list.issuers[0].key = test::keyTwin().publicKey();
    list.issuers.push_back(list.issuers[0]);
    list.issuers[1].key = test::keyOtherTwin().publicKey();
  });
  file.addBent("trust/bad-list/scope-id-twice", "an issuer that lists a scene twice", [](TrustList& list) { list.issuers[0].scopeIds = {1, 2, 1}; });
  file.addBent("trust/bad-list/scope-id-zero", "an issuer of the scene 0, which is none", [](TrustList& list) { list.issuers[0].scopeIds = {0, 1}; });
  file.addBent("trust/bad-list/attribute-twice", "a scene that lists an attribute twice",
               [](TrustList& list) { list.scopes[0].attributes = {Attribute::Name, Attribute::Name}; });
  file.addBent("trust/bad-list/attribute-unknown", "attribute 19, which nobody knows yet",
               [](TrustList& list) { list.scopes[0].attributes = {static_cast<Attribute>(19)}; });
  file.addBent("trust/bad-list/reuse-rule", "reuse rule 2", [](TrustList& list) { list.scopes[0].reuseRule = static_cast<ReuseRule>(2); });
  // Of the small list the first scene is sealed and takes paper, the second does neither.
  file.addBent("trust/bad-list/cards-without-list", "cards that nobody could revoke",
               [](TrustList& list) { list.scopes[0].statusFreshSeconds = list.scopes[0].statusTooOldSeconds = 0; });
  file.addBent("valid/no-status-list", "a scene without cards needs no status list",
               [](TrustList& list) { list.scopes[1].statusFreshSeconds = list.scopes[1].statusTooOldSeconds = 0; });
  file.addBent("trust/bad-list/sealed-too-long", "sealed passes of 25 hours", [](TrustList& list) { list.scopes[0].longestPassSeconds = 25 * 3600; });
  file.addBent("valid/long-open-passes", "open passes of a week", [](TrustList& list) { list.scopes[1].longestPassSeconds = 7 * 86400; });
  file.addBent("trust/bad-list/life-between-marks", "passes of half an hour more than an hour",
               [](TrustList& list) { list.scopes[1].longestPassSeconds = 5400; });
  file.addBent("trust/bad-list/no-life", "passes that live no time", [](TrustList& list) { list.scopes[1].longestPassSeconds = 0; });
  file.addBent("valid/one-hour", "passes of one hour", [](TrustList& list) { list.scopes[1].longestPassSeconds = 3600; });
  const auto rights = [&](const std::string& id, const std::string& why, std::vector<Right> given) {
    file.addBent(id, why, [&](TrustList& list) { list.issuers[0].rights = std::move(given); });
  };
  rights("valid/no-rights", "an issuer of passes and nothing else", {});
  rights("valid/all-rights", "places and cards", {Right::Places, Right::Cards});
  rights("trust/bad-list/right", "right 3", {static_cast<Right>(3)});
  rights("trust/bad-list/right-zero", "right 0", {static_cast<Right>(0)});
  rights("trust/bad-list/right-twice", "the same right twice", {Right::Cards, Right::Cards});
  rights("trust/bad-list/rights-order", "cards before places", {Right::Cards, Right::Places});
  file.addPayload("trust/bad-list/rights-missing", "an issuer that does not say its rights", withoutRights(encodeTrustList(file.smallList())));
  file.addBent("trust/bad-list/scope-name", "a capital letter", [](TrustList& list) { list.scopes[0].name = "Identity"; });
  file.addBent("trust/bad-list/long-scope-name", "25 letters", [](TrustList& list) { list.scopes[0].name.assign(25, 'a'); });
  file.addBent("trust/bad-list/twin-names", "two scenes of one name",
               [](TrustList& list) { list.scopes[1].name = list.scopes[0].name; });
  file.addBent("trust/bad-list/twin-ids", "two scenes of one id", [](TrustList& list) { list.scopes[1].id = list.scopes[0].id; });
  file.addBent("trust/bad-list/attribute", "attribute 99",
               [](TrustList& list) { list.scopes[0].attributes = {static_cast<Attribute>(99)}; });
  file.addBent("trust/bad-list/rule", "audience rule 2",
               [](TrustList& list) { list.scopes[0].audienceRule = static_cast<AudienceRule>(2); });
  file.addBent("trust/bad-list/limits", "too old before it is stale",
               [](TrustList& list) { list.scopes[0].tooOldSeconds = list.scopes[0].freshSeconds - 1; });
  file.addBent("valid/status-limits", "too old in the second in which it is stale",
               [](TrustList& list) { list.scopes[0].statusTooOldSeconds = list.scopes[0].statusFreshSeconds; });
  file.addBent("trust/bad-list/status-limits", "a status list that is too old before it is stale",
               [](TrustList& list) { list.scopes[0].statusTooOldSeconds = list.scopes[0].statusFreshSeconds - 1; });
  TrustList one = file.smallList();
  one.scopes.resize(1);
  one.issuers[0].scopeIds = {1};
  for (std::int64_t member = 1; member <= 4; ++member)
    file.addPayload("trust/bad-list/issuer-without-" + std::to_string(member), "an issuer that lacks a member", test::listWithout(one, member, 0));
  for (std::int64_t member = 1; member <= 13; ++member)
    file.addPayload("trust/bad-list/scope-without-" + std::to_string(member), "a scene that lacks a member", test::listWithout(one, 0, member));
  file.addBent("trust/bad-list/window", "a window of 2^31 seconds",
               [](TrustList& list) { list.scopes[0].windowSeconds = 0x80000000; });
}

/// A list of `size` bytes by a later member of zeros.
void addOfSize(TrustListFile& file, const std::string& id, const std::string& why, std::size_t size) {
  const auto with = [&](std::size_t zeros) {
    Bytes payload = encodeTrustList(file.smallList());
    payload[0] = 0xa6;
    const Bytes member = cbor::Writer().putUint(64).putBytes(Bytes(zeros, 0)).bytes();
    payload.insert(payload.end(), member.begin(), member.end());
    return cose::signSign1(SignedKind::TrustList, file.city.root, payload, true);
  };
  constexpr std::size_t kGuess = 100'000, kSignatureAndHead = kSignatureBytes + 2;
  const std::size_t zeros = kGuess + size - with(kGuess).size();
  const Bytes whole = with(zeros);
  if (whole.size() != size) std::abort();   // every head has as many bytes as that of the guess
  file.add(id, why, whole, 0, 0, size - kSignatureAndHead - zeros, zeros);
}

void addTrustLimits(TrustListFile& file) {
  addOfSize(file, "valid/256-KiB", "the longest list", 256 * 1024);
  addOfSize(file, "trust/bad-list/too-large", "one byte more", 256 * 1024 + 1);
  file.addBent("valid/longest-names", "a city of 64 bytes and a scene of 24", [](TrustList& list) {
    list.cityName.assign(64, 'c');
    list.scopes[0].name.assign(24, 's');
  });
  file.addBent("trust/bad-list/no-scope-name", "a scene without a name", [](TrustList& list) { list.scopes[0].name.clear(); });
  file.addBent("valid/largest-numbers", "each number as large as it may be", [](TrustList& list) {
    list.version = list.issuedUnixSeconds = list.issuers[0].expiresUnixSeconds = 0xffffffff;
    ScopePolicy& scope = list.scopes[1];
    scope.id = 0xffffffff;
    list.issuers[0].scopeIds = {1, 0xffffffff};
    scope.windowSeconds = scope.freshSeconds = scope.tooOldSeconds = scope.statusFreshSeconds = scope.statusTooOldSeconds = 0x7fffffff;
    scope.longestPassSeconds = 0x7fffffff / 3600 * 3600;
    scope.audienceRule = AudienceRule::VenueOnly;
    scope.reuseRule = ReuseRule::RefuseLaterSlot;
  });
  file.addBent("trust/bad-list/fresh", "fresh for 2^31 seconds", [](TrustList& list) { list.scopes[1].freshSeconds = list.scopes[1].tooOldSeconds = 0x80000000; });
  file.addBent("trust/bad-list/issuer-exp", "an issuer until 2^32", [](TrustList& list) { list.issuers[0].expiresUnixSeconds = 0x100000000; });
  const Bytes small = encodeTrustList(file.smallList());
  const auto bent = [&](const char* id, const char* why, const Bytes& what, const Bytes& by) {
    Bytes payload = small;
    const auto at = std::search(payload.begin(), payload.end(), what.begin(), what.end());
    if (at == payload.end()) std::abort();
    const auto behind = payload.erase(at, at + static_cast<std::ptrdiff_t>(what.size()));
    payload.insert(behind, by.begin(), by.end());
    file.addPayload(id, why, payload);
  };
  Bytes key{0x01, 0x58, 0x20};
  key.insert(key.end(), file.city.issuer.publicKey().begin(), file.city.issuer.publicKey().end());
  Bytes shortKey(key.begin(), key.end() - 1);
  shortKey[2] = 31;
  bent("trust/bad-list/key-31", "an issuer's key of 31 bytes", key, shortKey);
  bent("cbor/unexpected-type/sealed", "sealed as a number", {0x0c, 0xf5}, {0x0c, 0x01});
  bent("trust/bad-list/scope-critical", "an unknown member of a scene below 64", {0xad, 0x01}, {0xae, 0x00, 0x00, 0x01});
  bent("trust/bad-list/issuer-critical", "an unknown member of an issuer below 64", {0xa5, 0x01, 0x58}, {0xa6, 0x00, 0x00, 0x01, 0x58});
  file.add("trust/bad-signature/bad-list", "the signature is looked at before the payload", cose::signSign1(SignedKind::TrustList, file.city.stranger, Bytes{0xa0}, true));
  Bytes more = small;
  more[0] = 0xa6;
  const auto later = [&](const char* id, const char* why, const Bytes& keyAndValue) {
    Bytes payload = more;
    payload.insert(payload.end(), keyAndValue.begin(), keyAndValue.end());
    file.addPayload(id, why, payload);
  };
  later("valid/largest-key", "the last key of 64 signed bits", {0x1b, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x00});
  later("cbor/too-large/key", "the next one", {0x1b, 0x80, 0, 0, 0, 0, 0, 0, 0, 0x00});
  later("cbor/too-large/negative-key", "the key -2^63 - 1", {0x3b, 0x80, 0, 0, 0, 0, 0, 0, 0, 0x00});
  later("cbor/unexpected-type/inner-text-key", "a text as a key, where nobody reads", {0x18, 0x40, 0xa1, 0x61, 0x61, 0x00});
  later("cbor/unexpected-type/tag", "a tag, where nobody reads", {0x18, 0x40, 0xc1, 0x00});
  later("cbor/unexpected-type/float", "a float, where nobody reads", {0x18, 0x40, 0xf9, 0x3c, 0x00});
  later("cbor/unexpected-type/null", "null, where nobody reads", {0x18, 0x40, 0xf6});
  later("cbor/unexpected-type/undefined", "undefined, where nobody reads", {0x18, 0x40, 0xf7});
  later("cbor/indefinite-length", "an array without a count, where nobody reads", {0x18, 0x40, 0x9f, 0xff});
  later("cbor/not-shortest", "0 in two bytes, where nobody reads", {0x18, 0x40, 0x18, 0x00});
  later("cbor/unsorted-keys/inner", "a map in another order, where nobody reads", {0x18, 0x40, 0xa2, 0x01, 0x00, 0x00, 0x00});
  later("cbor/duplicate-key/inner", "a key twice, where nobody reads", {0x18, 0x40, 0xa2, 0x01, 0x00, 0x01, 0x00});
  later("cbor/bad-utf8/inner", "an overlong NUL, where nobody reads", {0x18, 0x40, 0x62, 0xc0, 0x80});
  Bytes most{0x18, 0x40, 0x99, 0x10, 0x00};
  most.insert(most.end(), 4096, 0);
  later("valid/4096-items", "as many as there may be in one array", most);
  most[4] = 1;
  most.push_back(0);
  later("cbor/too-large/4097-items", "one more", most);
}

/// Member 65, and member 64 of a scene: newer than the rest, and passed over by whoever does not know them.
void addTokenKeys(TrustListFile& file) {
  using Keys = std::vector<ListedTokenKey>;
  const auto key = [](std::string_view purpose, std::int64_t nbf, std::int64_t exp, std::uint8_t filler = 1) {
    ListedTokenKey listed{std::string(purpose), {}, nbf, exp};
    listed.key.fill(filler);
    return listed;
  };
  const auto keys = [&](const std::string& id, const std::string& why, Keys listed) {
    file.addBent(id, why, [&](TrustList& list) { list.tokenKeys = std::move(listed); });
  };
  const auto many = [&](std::size_t count) {
    Keys listed;
    for (std::size_t i = 0; i < count; ++i) listed.push_back(key("rating", static_cast<std::int64_t>(i), 100));
    return listed;
  };
  keys("valid/token-keys", "keys of anonymous tokens, of two purposes",
       {key("parking", kNow, kNow + 60), key("rating", kNow - 60, kNow + 60), key("rating", kNow, kNow + 60, 2)});
  keys("valid/token-keys/earlier-nbf", "purposes come first, then nbf", {key("parking", kNow, kNow + 1), key("rating", 0, 1)});
  keys("valid/token-keys/prefix", "a purpose that begins another", {key("rating", kNow, kNow + 1), key("ratings", 0, 1)});
  keys("valid/token-keys/bytes", "purposes are sorted as bytes: capitals, and what is no ASCII last",
       {key("Zoo", 0, 1), key("rating", 0, 1), key("\u00e9", 0, 1), key("评价", 0, 1)});
  keys("valid/token-keys/last-second", "until 2^32 - 1, from a second before", {key("rating", 0xfffffffe, 0xffffffff)});
  keys("valid/token-keys/64", "as many as there may be", many(64));
  keys("trust/bad-list/token-keys/65", "one more", many(65));
  keys("trust/bad-list/token-keys/order", "an earlier key behind a later one", {key("rating", kNow, kNow + 60), key("rating", kNow - 60, kNow + 60)});
  keys("trust/bad-list/token-keys/purpose-order", "purposes in another order", {key("rating", 0, 1), key("parking", 0, 1)});
  keys("trust/bad-list/token-keys/twice", "two keys of one purpose from the same second on", {key("rating", kNow, kNow + 60), key("rating", kNow, kNow + 60, 2)});
  keys("trust/bad-list/token-keys/no-time", "exp is nbf", {key("rating", kNow, kNow)});
  keys("valid/token-keys/a-second", "exp is a second after nbf", {key("rating", kNow, kNow + 1)});
  keys("trust/bad-list/token-keys/exp", "until 2^32", {key("rating", kNow, 0x100000000)});
  keys("trust/bad-list/token-keys/no-purpose", "an empty purpose", {key("", 0, 1)});
  keys("trust/bad-list/token-keys/purpose-blank", "a purpose of spaces", {key("  ", 0, 1)});
  keys("trust/bad-list/token-keys/purpose-text", "a purpose that turns its surroundings", {key("rating\u202e", 0, 1)});
  keys("valid/token-keys/purpose-64", "a purpose of 64 bytes", {key(std::string(64, 'p'), 0, 1)});
  keys("trust/bad-list/token-keys/purpose-65", "of 65", {key(std::string(65, 'p'), 0, 1)});
  const auto raw = [&](const std::string& id, const std::string& why, const Bytes& value) {
    Bytes payload = encodeTrustList(file.smallList());
    ++payload[0];
    const Bytes member = cbor::Writer().putInt(65).putItem(value).bytes();
    payload.insert(payload.end(), member.begin(), member.end());
    file.addPayload(id, why, payload);
  };
  using test::arrayOf, test::bytes, test::number, test::text;
  const Bytes purpose = text("rating"), element = bytes(Bytes(32, 1)), nbf = number(kNow), exp = number(kNow + 60);
  raw("trust/bad-list/token-keys/none", "an empty array: where there are none the member is absent", arrayOf({}));
  raw("trust/bad-list/token-keys/31-bytes", "a key of 31 bytes", arrayOf({arrayOf({purpose, bytes(Bytes(31, 1)), nbf, exp})}));
  raw("trust/bad-list/token-keys/33-bytes", "a key of 33 bytes", arrayOf({arrayOf({purpose, bytes(Bytes(33, 1)), nbf, exp})}));
  raw("trust/bad-list/token-keys/3-elements", "without exp", arrayOf({arrayOf({purpose, element, nbf})}));
  raw("trust/bad-list/token-keys/5-elements", "an element more", arrayOf({arrayOf({purpose, element, nbf, exp, number(0)})}));
  raw("cbor/unexpected-type/token-keys", "a map in their place", test::mapOf({}));
  raw("cbor/unexpected-type/token-keys/key", "a key that is a number", arrayOf({number(1)}));
  raw("cbor/unexpected-type/token-keys/purpose", "a purpose of bytes", arrayOf({arrayOf({bytes({1}), element, nbf, exp})}));
  raw("cbor/unexpected-type/token-keys/element", "a key as text", arrayOf({arrayOf({purpose, text("k"), nbf, exp})}));
  raw("cbor/unexpected-type/token-keys/nbf", "a negative nbf", arrayOf({arrayOf({purpose, element, number(-1), exp})}));
  raw("cbor/unexpected-type/token-keys/exp", "exp as text", arrayOf({arrayOf({purpose, element, nbf, text("later")})}));

  file.addBent("valid/served", "a scene in which a service can end", [](TrustList& list) { list.scopes[1].servesPeople = true; });
  const auto served = [&](const std::string& id, const std::string& why, const Bytes& value) {
    TrustList list = file.smallList();
    list.scopes[1].servesPeople = true;
    Bytes payload = encodeTrustList(list);
    const Bytes written{0x18, 0x40, 0xf5};
    const auto at = std::search(payload.begin(), payload.end(), written.begin(), written.end());
    if (at == payload.end()) std::abort();
    const auto behind = payload.erase(at + 2);
    payload.insert(behind, value.begin(), value.end());
    file.addPayload(id, why, payload);
  };
  served("trust/bad-list/served-false", "where nobody is served the member is absent", {0xf4});
  served("cbor/unexpected-type/served", "a number in its place", {0x01});
}

void printCodes() {
  VectorFile file;
  addStatusLists(file);
  addTexts(file);
  addCbor(file);
  addHeaders(file);
  addClaims(file);
  addShownTexts(file);
  addTrust(file);
  addKinds(file);
  addTimes(file);
  addScopes(file);
  addPaper(file);
  addRevocations(file);
  addSealed(file);
  for (const test::RuleVector& rule : test::ruleVectors(file.city)) file.add(rule);
  file.print();
}

void printTrustLists() {
  TrustListFile file;
  addTrustEnvelopes(file);
  addTrustPayloads(file);
  addTrustContents(file);
  addTrustLimits(file);
  addTokenKeys(file);
  file.print();
}

struct Printer {
  std::string_view name;
  void (*print)();
};

constexpr Printer kPrinters[] = {
    {"codes", printCodes},
    {"enrolment-codes", printEnrolmentCodes},
    {"log-faults", printLogFaults},
    {"places", printPlaces},
    {"portals", printPortals},
    {"ratings", printRatings},
    {"replay-shares", printReplayShares},
    {"requests", printRequests},
    {"scene-keys", printSceneKeys},
    {"screened-texts", printScreenedTexts},
    {"status-lists", printStatusLists},
    {"tokens", printTokens},
    {"trust-life", printTrustLife},
    {"trust-lists", printTrustLists},
    {"work-clock", printWorkClock},
};

}  // namespace
}  // namespace citycode

int main(int argc, char** argv) {
  if (!citycode::startCrypto()) return 1;
  for (const auto& [name, print] : citycode::kPrinters) {
    if (argc != 2 || name != argv[1]) continue;
    print();
    return 0;
  }
  std::cerr << "usage: make_vectors NAME\nNAME is that of a file of tests/vectors:";
  for (const auto& [name, print] : citycode::kPrinters) std::cerr << " " << name;
  std::cerr << "\n";
  return 2;
}
