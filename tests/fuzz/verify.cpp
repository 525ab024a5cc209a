// A whole code, from its text to the verdict: only the codes of the seeds may be Valid. The first byte chooses how
// deep the garbage begins: a text, claims that the issuer signed, or claims that the holder signed.
#include "verdict/verify.h"

#include <fstream>
#include <set>

#include <nlohmann/json.hpp>

#include "../core/test_city.h"
#include "encoding/base45.h"
#include "fuzz.h"
#include "pass/presentation.h"
#include "signing/cose.h"
#include "verdict/report.h"

namespace citycode::fuzz {
namespace {

const std::set<std::string, std::less<>>& knownCodes() {
  static const auto codes = [] {
    std::ifstream file(CITYCODE_VECTORS "/codes.json");
    const auto document = nlohmann::json::parse(file);
    std::set<std::string, std::less<>> texts;
    for (const auto& vector : document["vectors"]) texts.insert(vector["input"]["text"].get<std::string>());
    return texts;
  }();
  return codes;
}

Verdict verify(std::string_view text, std::string_view scope) {
  static const TrustList trust = test::TestCity().trustList();
  static const SceneKeys sceneKeys = test::TestCity().sceneKeys();
  ReplayMemory memory;
  VerifyRequest request = test::TestCity::request();
  request.scopeName = scope;
  request.sceneKeys = &sceneKeys;
  Verdict verdict = verifyCode(text, request, &trust, memory);
  CC_HOLDS((verdict.outcome == Outcome::Valid) == !verdict.fault);
  CC_HOLDS(verdict.outcome == Outcome::Valid || (verdict.attributes.empty() && memory.size() == 0));
  CC_HOLDS(verdict.fault != Fault::InternalBug);
  CC_HOLDS(isJson(verdictJson(verdict)));
  return verdict;
}

std::string codeOf(ByteView pass, ByteView payload, const SigningKey& holder) {
  cose::Header header;
  header.kcwt = pass;
  const Bytes encoded = cose::encodeHeader(header);
  const Signature signature = holder.sign(cose::toBeSigned(SignedKind::Presentation, encoded, payload));
  return std::string(kCodePrefix) + encodeBase45(cose::encodeSign1(encoded, payload, signature));
}

}  // namespace

void oneInput(ByteView bytes) {
  static const test::TestCity city;
  static const Bytes pass = city.pass(), shown = encodePresentationClaims(city.presentation());
  Input input(bytes);
  const std::uint8_t depth = input.byte() % 4;
  const std::string_view scope = depth == 1 ? "identity" : "transit";
  if (depth <= 1) {
    if (verify(input.restText(), scope).outcome == Outcome::Valid) CC_HOLDS(knownCodes().contains(input.restText()));
  } else if (depth == 2) {
    verify(codeOf(cose::signSign1(SignedKind::Pass, city.issuer, input.rest(), true), shown, city.holder), scope);
  } else {
    verify(codeOf(pass, input.rest(), city.holder), scope);
  }
}

}  // namespace citycode::fuzz
