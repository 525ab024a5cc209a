// Of make_vectors: prints tests/vectors/portals.json: living codes, and what a portal is told of a phone's answer.
#include <iostream>

#include "cbor_items.h"
#include "places/portal_answer.h"
#include "places/portal_code.h"
#include "test_places.h"
#include "vector_file.h"
#include "verdict/report.h"
#include "verifier/verifier_state.h"

namespace citycode {
namespace {

using test::bytes, test::mapOf, test::Members, test::number, test::text;
using test::faultOrNull;
using test::hexOf;
using test::Json;
using test::kNow;
using test::must;
using test::TestPlaces;

constexpr const char* kReturnAddress = "https://tax.city.example/back";

class PortalVectors {
 public:
  TestPlaces places;
  SceneKey otherSecret = must(SceneKey::fromSecret(Bytes(kSceneKeyBytes, 12)));
  const Bytes list = writeTrustList(places.city.root, places.trustList()), status = writeStatusList(places.city.issuer, places.city.statusList());

  void proof(const char* id, const char* why, std::uint32_t second) {
    add(id, why, kNow, {{"kind", "proof"}, {"secret", hexOf(places.secondsSecret)}, {"second", second}}, nullptr,
        hexOf(portalProofAt(places.secondsSecret, second)));
  }

  void code(const char* id, const char* why, const std::string& written, std::int64_t seconds) {
    const PortalProof anchor = portalProofAt(places.secondsSecret, 0);
    const auto read = readPortalCode(written);
    const auto checked = read ? checkPortalCode(*read, anchor, seconds) : Result<Done>(read.fault());
    add(id, why, kNow, {{"kind", "code"}, {"text", written}, {"anchor", hexOf(anchor)}, {"secondsSinceTaken", seconds}}, faultOrNull(checked),
        checked ? Json{{"id", hexOf(read->id)}, {"second", read->second}} : Json(nullptr));
  }
  void code(const char* id, const char* why, std::uint32_t second, std::int64_t seconds) {
    code(id, why, writePortalCode({portalRequestIdOf(places.portalRequest()), second, portalProofAt(places.secondsSecret, second)}), seconds);
  }

  void named(const char* id, const char* why, const Bytes& itsId) {
    const Bytes request = places.portalRequest();
    add(id, why, kNow, {{"kind", "named"}, {"request", hexOf(request)}, {"named", hexOf(itsId)}}, faultOrNull(checkNamedRequest(itsId, request)), nullptr);
  }

  void answer(const char* id, const char* why, const Bytes& request, const Bytes& sealed, bool withKey = true, std::int64_t now = kNow + 2) {
    VerifierState portal;
    must(portal.takeTrustList(list, TrustAnchors{places.city.root.publicKey(), {}, 0, 0}, now));
    must(portal.takeStatusList(status, now));
    if (withKey) portal.portalKey.emplace(must(SceneKey::fromSecret(places.sealingSecret.secret())));
    const auto judged = portal.judgeAnswer(sealed, request, now, 0);
    Json value;
    if (judged) {
      const Json whole = Json::parse(portalAnswerJson(judged->answer, judged->verdict));
      value = {{"refused", whole["refused"]}, {"returnCode", whole["returnCode"]}};
      const Json& verdict = whole["verdict"];
      for (const char* member : {"outcome", "fault", "attributes"}) value[member] = verdict.is_null() ? Json(nullptr) : verdict[member];
    }
    add(id, why, now, {{"kind", "answer"}, {"request", hexOf(request)}, {"answer", hexOf(sealed)}, {"withKey", withKey}}, faultOrNull(judged), std::move(value));
  }

  Json take() { return std::move(vectors_); }

 private:
  void add(const char* id, const char* why, std::int64_t now, Json input, Json fault, Json value) {
    vectors_.push_back({{"id", id}, {"why", why}, {"source", "docs/format.md"}, {"now", now}, {"input", std::move(input)},
                        {"expect", {{"fault", std::move(fault)}, {"value", std::move(value)}}}});
  }

  Json vectors_ = Json::array();
};

void addCodes(PortalVectors& v) {
  v.proof("proof/anchor", "of the first second: what the request states", 0);
  v.proof("proof/1", "of the next", 1);
  v.proof("proof/299", "one step from the secret", 299);
  v.proof("proof/300", "of the last second: the secret itself", 300);
  v.code("code/at-once", "the first second, when the relay has just taken the request", 0, 0);
  v.code("code/fresh", "a second old", 41, 42);
  v.code("code/10-seconds", "10 s old", 41, 51);
  v.code("code/11-seconds", "11 s old", 41, 52);
  v.code("code/2-ahead", "2 s ahead of the relay", 43, 41);
  v.code("code/3-ahead", "3 s ahead", 44, 41);
  v.code("code/last", "the last second", 300, 301);
  const PortalRequestId id = portalRequestIdOf(v.places.portalRequest());
  const PortalProof proof = portalProofAt(v.places.secondsSecret, 41);
  const auto of = [&](const std::string& second, const Bytes& itsId, const Bytes& itsProof) {
    return encodeBase64Url(itsId) + "." + second + "." + encodeBase64Url(itsProof);
  };
  const Bytes idBytes(id.begin(), id.end()), proofBytes(proof.begin(), proof.end());
  v.code("code/other-second", "the proof of another second", of("40", idBytes, proofBytes), 42);
  v.code("code/later-second", "an earlier proof under a later second", of("42", idBytes, proofBytes), 42);
  Bytes bent = proofBytes;
  bent[15] ^= 1;
  v.code("code/one-bit", "one bit of the proof", of("41", idBytes, bent), 42);
  const Bytes lastProof = copyOf(portalProofAt(v.places.secondsSecret, 300));
  v.code("code/301", "a second after the last", of("301", idBytes, lastProof), 301);
  v.code("code/2^32", "a second that 32 bits do not hold", of("4294967337", idBytes, proofBytes), 42);
  v.code("code/leading-zero", "a leading zero", of("041", idBytes, proofBytes), 42);
  v.code("code/plus", "a sign", of("+41", idBytes, proofBytes), 42);
  v.code("code/minus", "a negative second", of("-0", idBytes, proofBytes), 42);
  v.code("code/no-second", "no second", of("", idBytes, proofBytes), 42);
  v.code("code/15-byte-id", "an id of 15 bytes", of("41", Bytes(15, 1), proofBytes), 42);
  v.code("code/17-byte-id", "an id of 17 bytes", of("41", Bytes(17, 1), proofBytes), 42);
  v.code("code/15-byte-proof", "a proof of 15 bytes", of("41", idBytes, Bytes(proofBytes.begin(), proofBytes.end() - 1)), 42);
  v.code("code/17-byte-proof", "a proof of 17 bytes", of("41", idBytes, Bytes(17, 1)), 42);
  v.code("code/two-parts", "without a proof", encodeBase64Url(idBytes) + ".41", 42);
  v.code("code/four-parts", "a part more", of("41", idBytes, proofBytes) + ".x", 42);
  v.code("code/padded", "padding behind the proof", of("41", idBytes, proofBytes) + "==", 42);
  v.code("code/empty", "nothing", "", 42);
}

void addNamed(PortalVectors& v) {
  const PortalRequestId id = portalRequestIdOf(v.places.portalRequest());
  Bytes named(id.begin(), id.end());
  v.named("named/own", "a relay gave the request that the code names", named);
  named[15] ^= 1;
  v.named("named/one-bit", "a relay gave another request: the code's id ends otherwise", named);
  v.named("named/15-bytes", "the beginning of an id", Bytes(id.begin(), id.begin() + 15));
  v.named("named/empty", "a phone that has no code has asked for nothing", {});
}

void addAnswers(PortalVectors& v) {
  const TestPlaces& places = v.places;
  const Bytes seed(kSceneKeyBytes, 13);
  const Bytes request = places.portalRequest();
  PortalQuestion back = places.question();
  back.returnAddress = kReturnAddress;
  const Bytes returning = places.portalRequest(places.portal(), back);
  ReturnCode returnCode;
  returnCode.fill(0x44);
  const std::string code = places.portalCode(places.portalClaims());
  const auto sealed = [&](const PortalAnswer& answer, const Bytes& to) { return must(sealPortalAnswer(to, answer, seed)); };

  v.answer("answer/given", "name and document; the optional age was not ticked", request, sealed({code, {}}, request));
  v.answer("answer/refused", "the person said no", request, sealed({}, request));
  v.answer("answer/returns", "with a return code, because the request has a return address", returning, sealed({code, returnCode}, returning));
  v.answer("answer/refused-returns", "refused, and back with the return code", returning, sealed({{}, returnCode}, returning));
  v.answer("answer/all", "everything that was asked", request,
           sealed({places.portalCode(places.portalClaims({{Attribute::Name, std::string("王小明")}, {Attribute::DocumentType, std::uint64_t{1}},
                                                          {Attribute::Over18, true}, {Attribute::Pseudonym, Bytes(12, 0x77)}})), {}}, request));
  v.answer("answer/more-than-asked", "a phone that sends more: the portal is not given it", request,
           sealed({places.portalCode(places.portalClaims({{Attribute::Name, std::string("王小明")}, {Attribute::Over60, false},
                                                          {Attribute::Pseudonym, Bytes(12, 0x77)}})), {}}, request));
  v.answer("answer/incomplete", "without the name, which is required", request,
           sealed({places.portalCode(places.portalClaims({{Attribute::Pseudonym, Bytes(12, 0x77)}})), {}}, request));
  v.answer("answer/no-key", "the portal has no sealing key", request, sealed({code, {}}, request), false);
  v.answer("answer/late", "taken 61 s after it was signed", request, sealed({code, {}}, request), true, kNow + 61);

  // A valid answer, but not to this.
  PortalQuestion other = places.question();
  other.nonce.fill(0x5b);
  v.answer("answer/other-request", "an answer to another question", request, sealed({code, {}}, places.portalRequest(places.portal(), other)));
  const Bytes otherRequest = places.portalRequest(places.portal(), other);
  v.answer("answer/other-nonce", "a code for another question, in an answer to this", otherRequest, sealed({code, {}}, otherRequest));
  PortalRecord oldKey = places.portal();
  oldKey.sealingKey = v.otherSecret.sealingKey();
  v.answer("answer/old-key", "sealed to a key that the portal has no more", request, sealed({code, {}}, places.portalRequest(oldKey, places.question())));
  PassClaims oldPass = places.portalClaims();
  oldPass.sealedAttributes = must(sealAttributes({{Attribute::Name, std::string("王小明")}}, test::TestCity::scopeNamed("sign-in"), v.otherSecret.sealingKey(), places.city.ephemeralSeed));
  v.answer("answer/pass-of-old-key", "whose pass was sealed to that key", request, sealed({places.portalCode(oldPass), {}}, request));
  PassClaims scenes = places.portalClaims();
  const ScopePolicy scope = test::TestCity::scopeNamed("sign-in");
  scenes.sealedAttributes = must(sealAttributes({{Attribute::Name, std::string("王小明")}}, scope, places.city.sceneKey(scope.id).sealingKey(), places.city.ephemeralSeed));
  v.answer("answer/pass-of-scene-key", "whose pass was sealed to the scene's key of the day", request, sealed({places.portalCode(scenes), {}}, request));
  PassClaims unbound = places.portalClaims();
  unbound.onlyAudience = audienceDigestOf("portal:library");
  v.answer("answer/pass-of-other-portal", "whose pass is for another portal", request, sealed({places.portalCode(unbound), {}}, request));

  // What no phone writes.
  const auto plain = [&](const Members& members, std::size_t size = kPortalAnswerPlainBytes) {
    Bytes written = mapOf(members);
    written.resize(size);
    return must(sealBytes(written, places.sealingSecret.sealingKey(), seed));
  };
  const Sha256 digest = sha256(request);
  const Bytes named = bytes(Bytes(digest.begin(), digest.end()));
  const Bytes said = text(code);
  v.answer("answer/no-return-code", "the request has a return address, and the answer no code for it", returning, [&] {
    const Sha256 its = sha256(returning);
    return plain({{1, bytes(Bytes(its.begin(), its.end()))}, {2, said}});
  }());
  v.answer("answer/needless-return-code", "a return code without an address", request, plain({{1, named}, {2, said}, {3, bytes(Bytes(16, 4))}}));
  v.answer("answer/15-byte-return-code", "a return code of 15 bytes", request, plain({{1, named}, {2, said}, {3, bytes(Bytes(15, 4))}}));
  v.answer("answer/fourth-member", "a member that nobody knows", request, plain({{1, named}, {2, said}, {4, number(1)}}));
  v.answer("answer/no-request", "of no request", request, plain({{2, said}}));
  v.answer("answer/empty-code", "an empty text is no refusal", request, plain({{1, named}, {2, text("")}}));
  v.answer("answer/601-characters", "a text longer than a code is", request, plain({{1, named}, {2, text("CC1:" + std::string(597, '0'))}}));
  v.answer("answer/727-bytes", "a byte too short", request, plain({{1, named}, {2, said}}, kPortalAnswerPlainBytes - 1));
  v.answer("answer/729-bytes", "a byte too long", request, plain({{1, named}, {2, said}}, kPortalAnswerPlainBytes + 1));
  Bytes written = mapOf({{1, named}, {2, said}});
  written.resize(kPortalAnswerPlainBytes);
  written.back() = 1;
  v.answer("answer/not-zeros", "something behind the map", request, must(sealBytes(written, places.sealingSecret.sealingKey(), seed)));
  Bytes flipped = sealed({code, {}}, request);
  flipped[300] ^= 1;
  v.answer("answer/one-bit", "one bit of the seal", request, flipped);
  v.answer("answer/empty", "nothing", request, {});
}

}  // namespace

void printPortals() {
  PortalVectors v;
  addCodes(v);
  addNamed(v);
  addAnswers(v);
  const Json file{{"about", "Living codes of a portal of a test city, and answers to it; written by tests/core/make_portal_vectors.cpp."},
                  {"rootKey", hexOf(v.places.city.root.publicKey())},
                  {"trustList", hexOf(v.list)},
                  {"statusList", hexOf(v.status)},
                  {"sealingSecret", hexOf(v.places.sealingSecret.secret())},
                  {"vectors", v.take()}};
  std::cout << file.dump(1) << "\n";
}

}  // namespace citycode
