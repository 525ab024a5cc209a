// Anonymous tokens: whatever elements and proofs come, a phone finalizes only what the published key evaluated, and
// a server answers only good elements. An input, what it is bound to, a blind, then elements and a proof as they travel.
#include "token/voprf.h"

#include "../core/bound_evaluation.h"
#include "../core/test_city.h"
#include "fuzz.h"

namespace citycode::fuzz {
namespace {

constexpr std::size_t kMostTokens = 3;   // each costs several multiplications

const TokenKey& cityKey() {
  static const TokenKey key = test::must(TokenKey::derive(OprfMode::Poprf, Bytes(kTokenSeedBytes, 5), bytesOf("fuzz")));
  return key;
}

void checkPhone(ByteView tokenInput, ByteView info, const Scalar& blind, std::span<const Element> evaluated, const TokenProof& proof) {
  const auto blinded = blindInput(OprfMode::Poprf, tokenInput, blind);
  if (!blinded) return CC_HOLDS(tokenInput.size() > kMaxTokenInputBytes);
  std::vector<BlindedToken> tokens;
  for (const Element& element : evaluated) tokens.push_back({tokenInput, &blind, *blinded, element});
  const auto outputs = finalizeBoundTokens(tokens, info, cityKey().publicKey(), proof);
  if (!outputs) return;
  CC_HOLDS(outputs->size() == tokens.size());
  for (const TokenOutput& output : *outputs) CC_HOLDS(verifyBoundToken(cityKey(), info, tokenInput, output));
}

void checkServer(std::span<const Element> blinded, ByteView info, const Scalar& random) {
  const auto answer = evaluateBoundBatch(cityKey(), info, blinded, random);
  bool allGood = true;
  for (const Element& element : blinded) allGood = allGood && evaluateBlinded(cityKey(), element);
  if (!answer) return CC_HOLDS(!allGood || blinded.empty() || info.size() > kMaxTokenInputBytes);
  CC_HOLDS(allGood && answer->evaluated.size() == blinded.size());
  std::vector<BlindedToken> tokens;
  for (std::size_t i = 0; i < blinded.size(); ++i) tokens.push_back({ByteView{}, &random, blinded[i], answer->evaluated[i]});
  CC_HOLDS(finalizeBoundTokens(tokens, info, cityKey().publicKey(), answer->proof));
  tokens[0].evaluated = tokens[0].blinded;   // evaluated by the key 1
  CC_HOLDS(!finalizeBoundTokens(tokens, info, cityKey().publicKey(), answer->proof));
}

}  // namespace

void oneInput(ByteView bytes) {
  Input input(bytes);
  const ByteView tokenInput = input.part(), info = input.part();
  const auto random = input.array<kScalarRandomBytes>();
  const auto blind = scalarFromRandom(random);
  if (const auto scalar = Scalar::fromBytes(ByteView(random).first(kScalarBytes)))
    CC_HOLDS(sameBytes(scalar->bytes(), ByteView(random).first(kScalarBytes)));
  if (!blind) return;
  const TokenProof proof{input.array<kScalarBytes>(), input.array<kScalarBytes>()};
  std::vector<Element> elements;
  while (!input.atEnd() && elements.size() < kMostTokens) elements.push_back(input.array<kElementBytes>());
  checkPhone(tokenInput, info, *blind, elements, proof);
  checkServer(elements, info, *blind);
  if (elements.empty()) return;
  CC_HOLDS(!verifyBoundToken(cityKey(), info, tokenInput, ByteView(elements[0])));   // half an output
  const auto unproven = finalizeUnproven(tokenInput, *blind, elements[0]);
  CC_HOLDS(!unproven || (tokenInput.size() <= kMaxTokenInputBytes && evaluateBlinded(cityKey(), elements[0])));
}

}  // namespace citycode::fuzz
