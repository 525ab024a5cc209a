#include "token/voprf.h"

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

#include "bound_evaluation.h"
#include "byte_text.h"
#include "fault_or_none.h"
#include "test_city.h"

namespace citycode {
namespace {

using nlohmann::json;
using test::bytesFromHex;
using test::must;

template <std::size_t Size>
std::array<std::uint8_t, Size> fixed(ByteView bytes) {
  EXPECT_EQ(bytes.size(), Size);
  std::array<std::uint8_t, Size> array{};
  std::copy_n(bytes.begin(), std::min(bytes.size(), Size), array.begin());
  return array;
}

// "a,b" as the RFC's vectors write the values of a batch.
std::vector<Bytes> listOf(const json& value) {
  std::vector<Bytes> list;
  std::istringstream words(value.get<std::string>());
  for (std::string word; std::getline(words, word, ',');) list.push_back(bytesFromHex(word));
  return list;
}

std::vector<Element> elementsOf(const json& value) {
  std::vector<Element> elements;
  for (const Bytes& bytes : listOf(value)) elements.push_back(fixed<kElementBytes>(bytes));
  return elements;
}

TokenProof proofOf(const json& value) {
  const Bytes bytes = bytesFromHex(value.get<std::string>());
  EXPECT_EQ(bytes.size(), 2 * kScalarBytes);
  return {fixed<kScalarBytes>(ByteView(bytes).first(kScalarBytes)), fixed<kScalarBytes>(ByteView(bytes).last(kScalarBytes))};
}

// One phone's tokens of a batch, owning what BlindedToken borrows.
struct Batch {
  OprfMode mode = OprfMode::Voprf;
  std::vector<Bytes> inputs{};
  std::vector<Scalar> blinds{};
  std::vector<Element> blinded{};
  std::vector<BlindedToken> tokens{};

  void add(ByteView input, Scalar blind) {
    inputs.push_back(copyOf(input));
    blinded.push_back(must(blindInput(mode, input, blind)));
    blinds.push_back(std::move(blind));
  }
  std::span<const BlindedToken> answered(std::span<const Element> evaluated) {
    tokens.clear();
    for (std::size_t i = 0; i < inputs.size(); ++i) tokens.push_back({inputs[i], &blinds[i], blinded[i], evaluated[i]});
    return tokens;
  }
};

Scalar scalarOf(std::uint8_t filler) { return must(scalarFromRandom(Bytes(kScalarRandomBytes, filler))); }
TokenKey keyOf(std::uint8_t filler) {
  startCrypto();
  return must(TokenKey::derive(OprfMode::Voprf, Bytes(kTokenSeedBytes, filler), bytesOf("ratings 2027-01")));
}

void runOprfVector(const TokenKey& key, const json& vector) {
  const Bytes input = bytesFromHex(vector["Input"].get<std::string>());
  const Scalar blind = must(Scalar::fromBytes(bytesFromHex(vector["Blind"].get<std::string>())));
  const Element blinded = must(blindInput(OprfMode::Oprf, input, blind));
  EXPECT_EQ(blinded, elementsOf(vector["BlindedElement"]).at(0));
  const Element evaluated = must(evaluateBlinded(key, blinded));
  EXPECT_EQ(evaluated, elementsOf(vector["EvaluationElement"]).at(0));
  const Bytes output = bytesFromHex(vector["Output"].get<std::string>());
  EXPECT_EQ(copyOf(must(finalizeUnproven(input, blind, evaluated))), output);
  EXPECT_EQ(copyOf(must(evaluateInput(key, input))), output);
  EXPECT_TRUE(verifyToken(key, input, output));
}

void runVoprfVector(const TokenKey& key, const json& vector) {
  const auto inputs = listOf(vector["Input"]), blinds = listOf(vector["Blind"]), outputs = listOf(vector["Output"]);
  ASSERT_EQ(inputs.size(), vector["Batch"].get<std::size_t>());
  Batch batch;
  for (std::size_t i = 0; i < inputs.size(); ++i) batch.add(inputs[i], must(Scalar::fromBytes(blinds[i])));
  EXPECT_EQ(batch.blinded, elementsOf(vector["BlindedElement"]));

  const Scalar random = must(Scalar::fromBytes(bytesFromHex(vector["Proof"]["r"].get<std::string>())));
  const ProvenEvaluation answer = must(evaluateBatch(key, batch.blinded, random));
  EXPECT_EQ(answer.evaluated, elementsOf(vector["EvaluationElement"]));
  const TokenProof expected = proofOf(vector["Proof"]["proof"]);
  EXPECT_EQ(answer.proof.challenge, expected.challenge);
  EXPECT_EQ(answer.proof.response, expected.response);

  const auto finalized = must(finalizeTokens(batch.answered(answer.evaluated), key.publicKey(), expected));
  ASSERT_EQ(finalized.size(), outputs.size());
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    EXPECT_EQ(copyOf(finalized[i]), outputs[i]);
    EXPECT_TRUE(verifyToken(key, inputs[i], outputs[i]));
  }
}

void runPoprfVector(const TokenKey& key, const json& vector) {
  const auto inputs = listOf(vector["Input"]), blinds = listOf(vector["Blind"]), outputs = listOf(vector["Output"]);
  const Bytes info = bytesFromHex(vector["Info"].get<std::string>());
  ASSERT_EQ(inputs.size(), vector["Batch"].get<std::size_t>());
  Batch batch{OprfMode::Poprf};
  for (std::size_t i = 0; i < inputs.size(); ++i) batch.add(inputs[i], must(Scalar::fromBytes(blinds[i])));
  EXPECT_EQ(batch.blinded, elementsOf(vector["BlindedElement"]));

  const Scalar random = must(Scalar::fromBytes(bytesFromHex(vector["Proof"]["r"].get<std::string>())));
  const ProvenEvaluation answer = must(evaluateBoundBatch(key, info, batch.blinded, random));
  EXPECT_EQ(answer.evaluated, elementsOf(vector["EvaluationElement"]));
  const TokenProof expected = proofOf(vector["Proof"]["proof"]);
  EXPECT_EQ(answer.proof.challenge, expected.challenge);
  EXPECT_EQ(answer.proof.response, expected.response);

  const auto finalized = must(finalizeBoundTokens(batch.answered(answer.evaluated), info, key.publicKey(), expected));
  ASSERT_EQ(finalized.size(), outputs.size());
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    EXPECT_EQ(copyOf(finalized[i]), outputs[i]);
    EXPECT_EQ(copyOf(must(evaluateBoundInput(key, info, inputs[i]))), outputs[i]);
    EXPECT_TRUE(verifyBoundToken(key, info, inputs[i], outputs[i]));
  }
}

TEST(Voprf, FinalizesABatchOf64AndNotOneMore) {
  const TokenKey key = keyOf(5);
  Batch batch;
  for (std::size_t i = 0; i < kMaxTokenBatch; ++i) {
    const auto filler = static_cast<std::uint8_t>(i + 1);
    batch.add(Bytes(32, filler), scalarOf(filler));
  }
  const ProvenEvaluation answer = must(evaluateBatch(key, batch.blinded, scalarOf(77)));
  EXPECT_EQ(must(finalizeTokens(batch.answered(answer.evaluated), key.publicKey(), answer.proof)).size(), 64u);
  batch.add(Bytes(32, 200), scalarOf(200));
  std::vector<Element> evaluated = answer.evaluated;
  evaluated.push_back(must(evaluateBlinded(key, batch.blinded.back())));
  EXPECT_EQ(faultOrNone(finalizeTokens(batch.answered(evaluated), key.publicKey(), answer.proof)), Fault::TokenBadElement)
      << "refused before its proof is looked at";
}

TEST(Voprf, AgreesWithEveryVectorOfRfc9497) {
  startCrypto();
  std::ifstream file(CITYCODE_OUTSIDE_VECTORS "/rfc9497-voprf/ristretto255-sha512.json");
  if (!file) GTEST_SKIP() << "the vectors of RFC 9497 are not beside this checkout (../shared/vectors)";
  std::size_t vectors = 0;
  for (const json& suite : json::parse(file)) {
    const int mode = suite["mode"].get<int>();
    const TokenKey key = must(TokenKey::derive(static_cast<OprfMode>(mode), bytesFromHex(suite["seed"].get<std::string>()),
                                               bytesFromHex(suite["keyInfo"].get<std::string>())));
    EXPECT_EQ(copyOf(key.secret().bytes()), bytesFromHex(suite["skSm"].get<std::string>()));
    if (mode != 0) {
      EXPECT_EQ(copyOf(key.publicKey()), bytesFromHex(suite["pkSm"].get<std::string>()));
    }
    for (const json& vector : suite["vectors"]) {
      SCOPED_TRACE(vector.dump());
      if (mode == 0) runOprfVector(key, vector);
      if (mode == 1) runVoprfVector(key, vector);
      if (mode == 2) runPoprfVector(key, vector);
      ++vectors;
    }
  }
  EXPECT_EQ(vectors, 8u);
}

TEST(Voprf, GivesAWholeBatchOneProof) {
  const TokenKey key = keyOf(1);
  Batch batch;
  for (std::size_t i = 0; i < kMaxTokenBatch; ++i)
    batch.add(Bytes(32, static_cast<std::uint8_t>(i)), scalarOf(static_cast<std::uint8_t>(i + 1)));
  const ProvenEvaluation answer = must(evaluateBatch(key, batch.blinded, scalarOf(200)));
  const auto outputs = must(finalizeTokens(batch.answered(answer.evaluated), key.publicKey(), answer.proof));
  for (std::size_t i = 0; i < outputs.size(); ++i) EXPECT_TRUE(verifyToken(key, batch.inputs[i], outputs[i])) << i;

  batch.add(Bytes(32, 99), scalarOf(99));
  EXPECT_EQ(faultOrNone(evaluateBatch(key, batch.blinded, scalarOf(200))), Fault::TokenBadElement);
  EXPECT_EQ(faultOrNone(evaluateBatch(key, {}, scalarOf(200))), Fault::TokenBadElement);
  EXPECT_EQ(faultOrNone(finalizeTokens({}, key.publicKey(), answer.proof)), Fault::TokenBadElement);
}

class VoprfRefusal : public ::testing::Test {
 protected:
  void SetUp() override {
    batch.add(Bytes(32, 1), scalarOf(11));
    batch.add(Bytes(32, 2), scalarOf(12));
    answer = must(evaluateBatch(key, batch.blinded, scalarOf(13)));
  }
  Fault refusal(const Element& publicKey) {
    const auto outputs = finalizeTokens(batch.answered(answer.evaluated), publicKey, answer.proof);
    return outputs ? Fault::InternalBug : outputs.fault();
  }

  TokenKey key = keyOf(1);
  Batch batch;
  ProvenEvaluation answer;
};

TEST_F(VoprfRefusal, OfAnyOtherKeyOrElementOrderOrProof) {
  EXPECT_TRUE(finalizeTokens(batch.answered(answer.evaluated), key.publicKey(), answer.proof));
  EXPECT_EQ(refusal(keyOf(2).publicKey()), Fault::TokenBadProof) << "a key of one's own is a name";

  const auto good = answer;
  std::swap(answer.evaluated[0], answer.evaluated[1]);
  EXPECT_EQ(refusal(key.publicKey()), Fault::TokenBadProof);
  answer = good;
  answer.evaluated[1] = must(evaluateBlinded(keyOf(2), batch.blinded[1]));   // one of the batch with another key
  EXPECT_EQ(refusal(key.publicKey()), Fault::TokenBadProof);
  answer = good;
  std::swap(answer.proof.challenge, answer.proof.response);
  EXPECT_EQ(refusal(key.publicKey()), Fault::TokenBadProof);
}

TEST_F(VoprfRefusal, OfAnyFlippedBitInTheProof) {
  for (std::size_t bit = 0; bit < 8 * kScalarBytes; ++bit) {
    const auto good = answer.proof;
    answer.proof.challenge[bit / 8] ^= static_cast<std::uint8_t>(1 << bit % 8);
    EXPECT_EQ(refusal(key.publicKey()), Fault::TokenBadProof) << "challenge, bit " << bit;
    answer.proof = good;
    answer.proof.response[bit / 8] ^= static_cast<std::uint8_t>(1 << bit % 8);
    EXPECT_EQ(refusal(key.publicKey()), Fault::TokenBadProof) << "response, bit " << bit;
    answer.proof = good;
  }
}

TEST(Poprf, BindsATokenToWhatBothSidesSee) {
  startCrypto();
  const TokenKey key = must(TokenKey::derive(OprfMode::Poprf, Bytes(kTokenSeedBytes, 1), bytesOf("ratings 2027-01")));
  Batch batch{OprfMode::Poprf};
  batch.add(Bytes(32, 1), scalarOf(11));
  const auto info = bytesOf("tax office, week 48"), other = bytesOf("tax office, week 49");
  const ProvenEvaluation answer = must(evaluateBoundBatch(key, info, batch.blinded, scalarOf(13)));
  const auto tokens = batch.answered(answer.evaluated);
  const TokenOutput output = must(finalizeBoundTokens(tokens, info, key.publicKey(), answer.proof)).at(0);
  EXPECT_TRUE(verifyBoundToken(key, info, batch.inputs[0], output));
  EXPECT_EQ(faultOrNone(verifyBoundToken(key, other, batch.inputs[0], output)), Fault::TokenBadProof);
  EXPECT_EQ(faultOrNone(finalizeBoundTokens(tokens, other, key.publicKey(), answer.proof)), Fault::TokenBadProof)
      << "bound to something else than was asked for";
  EXPECT_EQ(faultOrNone(evaluateBoundBatch(keyOf(1), info, batch.blinded, scalarOf(13))), Fault::TokenBadKey) << "a key of another mode";
  EXPECT_EQ(faultOrNone(evaluateBoundInput(keyOf(1), info, bytesOf("a"))), Fault::TokenBadKey);
  const Bytes longest(kMaxTokenInputBytes, 1), tooLong(kMaxTokenInputBytes + 1, 1);
  EXPECT_TRUE(evaluateBoundBatch(key, longest, batch.blinded, scalarOf(13)));
  EXPECT_EQ(faultOrNone(evaluateBoundBatch(key, tooLong, batch.blinded, scalarOf(13))), Fault::TokenBadElement);
}

// Modulo the order, little-endian, by the second verifier: minus HashToScalar of "Info", 0001 and "x".
constexpr const char* kMinusNumberOfX = "ccc2dd4e2722a4591617097a6ee2c2c0b686975fb40038903480a814fe682f06";

TEST(Poprf, RefusesAPublicInputThatTheKeyCancels) {
  startCrypto();
  // A key that is minus the number of an info: the tweaked key is the identity, and everybody could make tokens of it.
  const auto info = bytesOf("x");
  const TokenKey key = must(TokenKey::fromBytes(OprfMode::Poprf, bytesFromHex(kMinusNumberOfX)));
  Batch batch{OprfMode::Poprf};
  batch.add(Bytes(32, 1), scalarOf(11));
  EXPECT_EQ(faultOrNone(evaluateBoundBatch(key, info, batch.blinded, scalarOf(13))), Fault::TokenBadKey);
  EXPECT_EQ(faultOrNone(finalizeBoundTokens(batch.answered(batch.blinded), info, key.publicKey(), TokenProof{})), Fault::TokenBadKey);
  EXPECT_TRUE(evaluateBoundBatch(key, bytesOf("y"), batch.blinded, scalarOf(13)));
}

// Of RFC 9496 appendix A.2: bytes that are no canonical encoding of a group element.
constexpr std::string_view kBadElements[] = {
    "0000000000000000000000000000000000000000000000000000000000000000",   // the identity
    "00ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",   // not a canonical field element
    "f3ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "0100000000000000000000000000000000000000000000000000000000000000",   // negative field element
    "01ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "26948d35ca62e643e26a83177332e6b6afeb9d08e4268b650f1f5bbd8d81d371",   // no square root
    "3eb858e78f5a7254d8c9731174a94f76755fd3941c0ac93735c07ba14579630e",   // negative xy
};

TEST_F(VoprfRefusal, OfBytesThatAreNoElement) {
  for (const std::string_view hex : kBadElements) {
    SCOPED_TRACE(hex);
    const Element bad = fixed<kElementBytes>(bytesFromHex(std::string(hex)));
    EXPECT_EQ(faultOrNone(evaluateBlinded(key, bad)), Fault::TokenBadElement);
    EXPECT_EQ(faultOrNone(evaluateBatch(key, std::vector{batch.blinded[0], bad}, scalarOf(1))), Fault::TokenBadElement);
    EXPECT_EQ(faultOrNone(finalizeUnproven(bytesOf("x"), batch.blinds[0], bad)), Fault::TokenBadElement);
    EXPECT_EQ(refusal(bad), Fault::TokenBadKey);
    const Element good = answer.evaluated[0];
    answer.evaluated[0] = bad;
    EXPECT_EQ(refusal(key.publicKey()), Fault::TokenBadElement);
    answer.evaluated[0] = good;
  }
}

TEST_F(VoprfRefusal, OfNumbersThatAreNoKey) {
  // RFC 9496 section 4: the order, and one less, which is the largest key.
  const Bytes order = bytesFromHex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
  Bytes largest = order;
  largest[0] -= 1;
  EXPECT_TRUE(TokenKey::fromBytes(OprfMode::Voprf, largest));
  EXPECT_EQ(faultOrNone(TokenKey::fromBytes(OprfMode::Voprf, order)), Fault::TokenBadKey);
  EXPECT_EQ(faultOrNone(TokenKey::fromBytes(OprfMode::Voprf, Bytes(kScalarBytes, 0))), Fault::TokenBadKey);
  EXPECT_EQ(faultOrNone(TokenKey::fromBytes(OprfMode::Voprf, Bytes(kScalarBytes - 1, 1))), Fault::TokenBadKey);
  EXPECT_EQ(faultOrNone(scalarFromRandom(Bytes(kScalarRandomBytes, 0))), Fault::TokenBadKey);
  EXPECT_EQ(faultOrNone(scalarFromRandom(Bytes(kScalarRandomBytes - 1, 1))), Fault::TokenBadKey);
  EXPECT_EQ(faultOrNone(TokenKey::derive(OprfMode::Voprf, Bytes(31, 1), {})), Fault::TokenBadKey);
  EXPECT_EQ(faultOrNone(evaluateBatch(must(TokenKey::derive(OprfMode::Oprf, Bytes(32, 1), {})), batch.blinded, scalarOf(1))),
            Fault::TokenBadKey) << "a key of the mode without proofs proves nothing";
}

TEST_F(VoprfRefusal, OfTooLongInputsAndWrongOutputs) {
  EXPECT_TRUE(blindInput(OprfMode::Voprf, Bytes(kMaxTokenInputBytes, 1), batch.blinds[0]));
  EXPECT_EQ(faultOrNone(blindInput(OprfMode::Voprf, Bytes(kMaxTokenInputBytes + 1, 1), batch.blinds[0])), Fault::TokenBadElement);
  const TokenOutput output = must(evaluateInput(key, bytesOf("a")));
  EXPECT_TRUE(verifyToken(key, bytesOf("a"), output));
  EXPECT_EQ(faultOrNone(verifyToken(key, bytesOf("b"), output)), Fault::TokenBadProof);
  EXPECT_EQ(faultOrNone(verifyToken(key, bytesOf("a"), ByteView(output).first(63))), Fault::TokenBadProof);
  EXPECT_EQ(faultOrNone(verifyToken(key, Bytes(kMaxTokenInputBytes + 1, 1), output)), Fault::TokenBadProof);
  EXPECT_EQ(faultOrNone(verifyToken(keyOf(2), bytesOf("a"), output)), Fault::TokenBadProof);
}

TEST_F(VoprfRefusal, TellsNothingOfTheInputToWhoeverBlinds) {
  EXPECT_NE(must(blindInput(OprfMode::Voprf, bytesOf("a"), batch.blinds[0])),
            must(blindInput(OprfMode::Voprf, bytesOf("a"), batch.blinds[1])));
  // Two phones with two blinds come to one output: the token does not remember the blind.
  const auto outputWith = [&](const Scalar& blind) {
    const Element blinded = must(blindInput(OprfMode::Voprf, bytesOf("a"), blind));
    return must(finalizeUnproven(bytesOf("a"), blind, must(evaluateBlinded(key, blinded))));
  };
  EXPECT_EQ(outputWith(batch.blinds[0]), outputWith(batch.blinds[1]));
}

}  // namespace
}  // namespace citycode
