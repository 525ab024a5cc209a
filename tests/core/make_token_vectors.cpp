// Of make_vectors: prints tests/vectors/tokens.json: anonymous tokens of a city with one fixed key, at the phone and at
// the server.
#include <iostream>

#include "bound_evaluation.h"
#include "test_city.h"
#include "token/voprf.h"
#include "vector_file.h"

namespace citycode {
namespace {

using test::faultOrNull;
using test::hexOf;
using test::Json;
using test::kNow;
using test::must;

// Canonical by their number of bytes, and yet no scalar and no element.
const Bytes kZeros(32, 0);
const Bytes kOrder = {0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14,
                      0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10};   // RFC 9496 section 4
const Bytes kOnes(32, 0xff);
const Bytes kInfo(copyOf(bytesOf("what all tokens of the file are bound to")));

template <std::size_t Size>
std::array<std::uint8_t, Size> fixed(ByteView bytes) {
  std::array<std::uint8_t, Size> array{};
  std::copy_n(bytes.begin(), Size, array.begin());
  return array;
}

Json hexes(const std::vector<Bytes>& list) {
  Json json = Json::array();
  for (const Bytes& bytes : list) json.push_back(hexOf(bytes));
  return json;
}

/// What a phone keeps and what came back to it.
struct Order {
  std::vector<Bytes> inputs, randoms, blinded, evaluated;
  Bytes info = kInfo, proof, publicKey;
};

class TokenVectors {
 public:
  TokenKey key = keyFrom(5), otherKey = keyFrom(6);

  static TokenKey keyFrom(std::uint8_t filler) {
    startCrypto();
    return must(TokenKey::derive(OprfMode::Poprf, Bytes(kTokenSeedBytes, filler), bytesOf("ratings 2027-01")));
  }
  static Scalar scalarFrom(std::uint8_t filler) { return must(scalarFromRandom(Bytes(kScalarRandomBytes, filler))); }

  void blind(const char* id, const char* why, const Bytes& input, const Bytes& random) {
    Json fault, blinded;
    const auto scalar = scalarFromRandom(random);
    if (!scalar) {
      fault = faultId(scalar.fault());
    } else {
      const auto element = blindInput(OprfMode::Poprf, input, *scalar);
      fault = faultOrNull(element);
      if (element) blinded = hexOf(*element);
    }
    add(id, why, {{"kind", "blind"}, {"input", hexOf(input)}, {"random", hexOf(random)}}, fault, {{"blinded", blinded}});
  }

  void evaluate(const char* id, const char* why, const std::vector<Bytes>& blinded, const Bytes& info = kInfo) {
    std::vector<Element> elements;
    for (const Bytes& each : blinded) elements.push_back(fixed<kElementBytes>(each));
    const auto answer = evaluateBoundBatch(key, info, elements, scalarFrom(77));
    Json evaluated, proof;
    if (answer) {
      evaluated = Json::array();
      for (const Element& element : answer->evaluated) evaluated.push_back(hexOf(element));
      proof = hexOf(answer->proof.challenge) + hexOf(answer->proof.response);
    }
    add(id, why, {{"kind", "evaluate"}, {"info", hexOf(info)}, {"blinded", hexes(blinded)}, {"proofRandom", hexOf(Bytes(kScalarRandomBytes, 77))}},
        faultOrNull(answer), {{"evaluated", evaluated}, {"proof", proof}});
  }

  void finalize(const char* id, const char* why, const Order& order) {
    std::vector<Scalar> blinds;
    std::vector<BlindedToken> tokens;
    for (const Bytes& random : order.randoms) blinds.push_back(must(scalarFromRandom(random)));
    for (std::size_t i = 0; i < order.inputs.size(); ++i)
      tokens.push_back({order.inputs[i], &blinds[i], must(blindInput(OprfMode::Poprf, order.inputs[i], blinds[i])),
                        fixed<kElementBytes>(order.evaluated[i])});
    const ByteView proof = order.proof;
    const auto outputs = finalizeBoundTokens(tokens, order.info, fixed<kElementBytes>(order.publicKey),
                                             {fixed<kScalarBytes>(proof.first(kScalarBytes)), fixed<kScalarBytes>(proof.last(kScalarBytes))});
    Json given;
    if (outputs) {
      given = Json::array();
      for (const TokenOutput& output : *outputs) given.push_back(hexOf(output));
    }
    add(id, why, {{"kind", "finalize"}, {"info", hexOf(order.info)}, {"inputs", hexes(order.inputs)}, {"randoms", hexes(order.randoms)},
                  {"evaluated", hexes(order.evaluated)}, {"proof", hexOf(order.proof)}, {"publicKey", hexOf(order.publicKey)}},
        faultOrNull(outputs), {{"outputs", given}});
  }

  void redeem(const char* id, const char* why, const Bytes& input, const Bytes& output, const Bytes& info = kInfo) {
    const auto redeemed = verifyBoundToken(key, info, input, output);
    add(id, why, {{"kind", "redeem"}, {"info", hexOf(info)}, {"input", hexOf(input)}, {"output", hexOf(output)}}, faultOrNull(redeemed), Json::object());
  }

  void secret(const char* id, const char* why, const Bytes& bytes) {
    const auto taken = TokenKey::fromBytes(OprfMode::Poprf, bytes);
    add(id, why, {{"kind", "key"}, {"secret", hexOf(bytes)}}, faultOrNull(taken),
        {{"publicKey", taken ? Json(hexOf(taken->publicKey())) : Json(nullptr)}});
  }

  Order order(std::size_t count) const {
    Order order;
    std::vector<Element> elements;
    for (std::size_t i = 0; i < count; ++i) {
      const auto filler = static_cast<std::uint8_t>(i + 1);
      order.inputs.push_back(Bytes(32, filler));
      order.randoms.push_back(Bytes(kScalarRandomBytes, static_cast<std::uint8_t>(filler + 100)));
      elements.push_back(must(blindInput(OprfMode::Poprf, order.inputs.back(), must(scalarFromRandom(order.randoms.back())))));
      order.blinded.push_back(copyOf(elements.back()));
    }
    const ProvenEvaluation answer = must(evaluateBoundBatch(key, kInfo, elements, scalarFrom(77)));
    for (const Element& element : answer.evaluated) order.evaluated.push_back(copyOf(element));
    order.proof = copyOf(answer.proof.challenge);
    order.proof.insert(order.proof.end(), answer.proof.response.begin(), answer.proof.response.end());
    order.publicKey = copyOf(key.publicKey());
    return order;
  }

  Json take() { return std::move(vectors_); }

 private:
  void add(const char* id, const char* why, Json input, const Json& fault, Json expect) {
    expect["fault"] = fault;
    vectors_.push_back({{"id", id}, {"why", why}, {"source", "RFC 9497, docs/format.md"}, {"now", kNow},
                        {"input", std::move(input)}, {"expect", std::move(expect)}});
  }

  Json vectors_ = Json::array();
};

void addBlinds(TokenVectors& v) {
  v.blind("valid/blind", "32 random bytes", Bytes(32, 1), Bytes(64, 101));
  v.blind("valid/blind/empty", "no input", {}, Bytes(64, 101));
  v.blind("valid/blind/64", "the longest input", Bytes(64, 1), Bytes(64, 101));
  v.blind("token/bad-element/input", "an input of 65 bytes", Bytes(65, 1), Bytes(64, 101));
  Bytes orderTwice(64, 0);
  std::copy(kOrder.begin(), kOrder.end(), orderTwice.begin());
  v.blind("token/bad-key/blind", "a blind that is zero", Bytes(32, 1), Bytes(64, 0));
  v.blind("token/bad-key/blind-order", "a blind that is the order: zero once more", Bytes(32, 1), orderTwice);
}

void addEvaluations(TokenVectors& v) {
  v.evaluate("valid/evaluate", "one element, one proof", v.order(1).blinded);
  v.evaluate("valid/evaluate/three", "three elements, one proof", v.order(3).blinded);
  v.evaluate("valid/evaluate/no-info", "bound to nothing", v.order(1).blinded, {});
  v.evaluate("valid/evaluate/longest-info", "bound to 64 bytes", v.order(1).blinded, Bytes(64, 1));
  v.evaluate("token/bad-element/long-info", "bound to 65 bytes", v.order(1).blinded, Bytes(65, 1));
  v.evaluate("token/bad-element/identity", "the identity", {kZeros});
  v.evaluate("token/bad-element/not-canonical", "a number that is not below the field's", {kOnes});
  Bytes negative = v.order(1).blinded[0];
  negative[0] ^= 1;
  v.evaluate("token/bad-element/no-square", "bytes that no element is written as", {negative});
  v.evaluate("token/bad-element/second", "the second of two", {v.order(1).blinded[0], kZeros});
}

void addBatches(TokenVectors& v) {
  const Bytes element = v.order(1).blinded[0];
  v.evaluate("valid/evaluate/64", "as many as there may be", std::vector<Bytes>(64, element));
  v.evaluate("token/bad-element/65", "one more", std::vector<Bytes>(65, element));
  v.evaluate("token/bad-element/none", "none", {});
  v.finalize("valid/finalize/64", "as many as there may be", v.order(64));
}

void addFinals(TokenVectors& v) {
  const Order one = v.order(1), three = v.order(3);
  const auto bent = [&](const char* id, const char* why, auto bend) {
    Order order = three;
    bend(order);
    v.finalize(id, why, order);
  };
  v.finalize("valid/finalize", "a token", one);
  v.finalize("valid/finalize/three", "three of one proof", three);
  bent("token/bad-proof", "one bit of the challenge", [](Order& order) { order.proof[0] ^= 1; });
  bent("token/bad-proof/response", "one bit of the response", [](Order& order) { order.proof[32] ^= 1; });
  bent("token/bad-proof/order", "the answers in another order", [](Order& order) { std::swap(order.evaluated[0], order.evaluated[1]); });
  bent("token/bad-proof/key", "another key than the published one", [&](Order& order) { order.publicKey = copyOf(v.otherKey.publicKey()); });
  bent("token/bad-proof/blind", "another blind than was sent", [](Order& order) { order.randoms[0] = Bytes(64, 9); });
  bent("token/bad-proof/info", "bound to something else than was asked for", [](Order& order) { order.info = Bytes(3, 1); });
  bent("token/bad-element/info", "what it would be bound to has 65 bytes", [](Order& order) { order.info = Bytes(65, 1); });
  bent("token/bad-proof/input", "another input than was sent", [](Order& order) { order.inputs[0] = Bytes(32, 9); });
  bent("token/bad-proof/zero", "a challenge of zero", [](Order& order) { std::copy(kZeros.begin(), kZeros.end(), order.proof.begin()); });
  bent("token/bad-proof/not-canonical", "a response that is the order", [](Order& order) { std::copy(kOrder.begin(), kOrder.end(), order.proof.begin() + 32); });
  bent("token/bad-proof/plus-order", "the response plus the order: the same scalar once more", [](Order& order) {
    unsigned carry = 0;
    for (std::size_t i = 0; i < kOrder.size(); ++i) {
      carry += order.proof[32 + i] + kOrder[i];
      order.proof[32 + i] = static_cast<std::uint8_t>(carry);
      carry >>= 8;
    }
  });
  bent("token/bad-element/evaluated", "the identity came back", [](Order& order) { order.evaluated[2] = kZeros; });
  bent("token/bad-element/evaluated-bytes", "what came back is no element", [](Order& order) { order.evaluated[2] = kOnes; });
  bent("token/bad-key", "the identity as the key", [](Order& order) { order.publicKey = kZeros; });
  bent("token/bad-key/bytes", "a key that is no element", [](Order& order) { order.publicKey = kOnes; });
}

void addServer(TokenVectors& v) {
  const Bytes input(32, 1), output = copyOf(must(evaluateBoundInput(v.key, kInfo, input)));
  v.redeem("valid/redeem", "what the phone finalized", input, output);
  Bytes bent = output;
  bent[63] ^= 1;
  const Bytes longest(64, 1), longestOutput = copyOf(must(evaluateBoundInput(v.key, kInfo, longest)));
  v.redeem("valid/redeem/64", "the longest input", longest, longestOutput);
  v.redeem("token/bad-proof/other-info", "a token that is bound to something else", input, output, Bytes(3, 1));
  v.redeem("token/bad-proof/no-info", "a token that is bound, and nothing is named", input, output, {});
  v.redeem("token/bad-proof/long-info", "what it would be bound to has 65 bytes", input, output, Bytes(65, 1));
  v.redeem("token/bad-proof/long-input", "an input of 65 bytes", Bytes(65, 1), output);
  v.redeem("token/bad-proof/redeem", "one bit of the output", input, bent);
  v.redeem("token/bad-proof/other-input", "the output of another input", Bytes(32, 2), output);
  v.redeem("token/bad-proof/short", "an output of 63 bytes", input, Bytes(output.begin(), output.end() - 1));
  v.secret("valid/key", "the city's own", copyOf(v.key.secret().bytes()));
  v.secret("token/bad-key/zero", "a secret of zero", kZeros);
  v.secret("token/bad-key/order", "a secret that is the order", kOrder);
  v.secret("token/bad-key/short", "a secret of 31 bytes", Bytes(31, 1));
}

}  // namespace

void printTokens() {
  TokenVectors v;
  addBlinds(v);
  addEvaluations(v);
  addBatches(v);
  addFinals(v);
  addServer(v);
  const Json file{{"about", "Anonymous tokens at the phone and at the server, mode POPRF; written by tests/core/make_token_vectors.cpp."},
                  {"seed", hexOf(Bytes(kTokenSeedBytes, 5))},
                  {"purpose", "ratings 2027-01"},
                  {"secret", hexOf(v.key.secret().bytes())},
                  {"publicKey", hexOf(v.key.publicKey())},
                  {"vectors", v.take()}};
  std::cout << file.dump(1) << "\n";
}

}  // namespace citycode
