#include "token/voprf.h"

#include <sodium.h>

#include <initializer_list>
#include <string>
#include <string_view>

#include "citycode/crypto.h"

namespace citycode {
namespace {

static_assert(kElementBytes == crypto_core_ristretto255_BYTES);
static_assert(kScalarBytes == crypto_core_ristretto255_SCALARBYTES);
static_assert(kScalarRandomBytes == crypto_core_ristretto255_NONREDUCEDSCALARBYTES);
static_assert(kScalarRandomBytes == crypto_core_ristretto255_HASHBYTES);
static_assert(kTokenOutputBytes == crypto_hash_sha512_BYTES);

using Hash = std::array<std::uint8_t, crypto_hash_sha512_BYTES>;
using ScalarBytes = std::array<std::uint8_t, kScalarBytes>;

constexpr std::size_t kHashBlockBytes = 128;   // SHA-512, FIPS 180-4
constexpr Element kIdentity{};                 // RFC 9496 section 4.3.2: the identity is all zeros

// SHA-512 over one piece after another, wiped at the end: pieces may be secret.
class Hasher {
 public:
  Hasher() { crypto_hash_sha512_init(&state_); }
  ~Hasher() { sodium_memzero(&state_, sizeof state_); }
  Hasher(const Hasher&) = delete;
  Hasher& operator=(const Hasher&) = delete;

  Hasher& put(ByteView bytes) {
    crypto_hash_sha512_update(&state_, bytes.data(), bytes.size());
    return *this;
  }
  Hasher& put(std::string_view text) { return put(bytesOf(text)); }
  Hasher& putByte(std::uint8_t byte) { return put(ByteView(&byte, 1)); }
  // I2OSP(value, 2)
  Hasher& putU16(std::size_t value) {
    const std::uint8_t bytes[2] = {static_cast<std::uint8_t>(value >> 8), static_cast<std::uint8_t>(value)};
    return put(ByteView(bytes));
  }
  Hasher& putSized(ByteView bytes) { return putU16(bytes.size()).put(bytes); }

  Hash finish() {
    Hash hash;
    crypto_hash_sha512_final(&state_, hash.data());
    return hash;
  }

 private:
  crypto_hash_sha512_state state_;
};

// RFC 9497 section 3.1: "OPRFV1-" || I2OSP(mode, 1) || "-" || suite
std::string domainOf(std::string_view purpose, OprfMode mode) {
  std::string domain(purpose);
  domain += "OPRFV1-";
  domain += static_cast<char>(mode);
  domain += "-ristretto255-SHA512";
  return domain;
}

// expand_message_xmd of RFC 9380 section 5.3.1 for 64 bytes, which are one block of SHA-512: b_1 is all of it.
Hash expandMessage(std::initializer_list<ByteView> message, const std::string& domain) {
  constexpr std::uint8_t kZeros[kHashBlockBytes] = {};
  Hasher first;
  first.put(ByteView(kZeros));
  for (const ByteView piece : message) first.put(piece);
  Hash b0 = first.putU16(sizeof(Hash)).putByte(0).put(domain).putByte(static_cast<std::uint8_t>(domain.size())).finish();
  const Hash b1 = Hasher().put(b0).putByte(1).put(domain).putByte(static_cast<std::uint8_t>(domain.size())).finish();
  wipe(b0);
  return b1;
}

ScalarBytes reduced(Hash& wide) {
  ScalarBytes scalar;
  crypto_core_ristretto255_scalar_reduce(scalar.data(), wide.data());
  wipe(wide);
  return scalar;
}

ScalarBytes hashToScalar(std::initializer_list<ByteView> message, const std::string& domain) {
  Hash wide = expandMessage(message, domain);
  return reduced(wide);
}

Result<Element> hashToGroup(OprfMode mode, ByteView input) {
  if (input.size() > kMaxTokenInputBytes) return Fault::TokenBadElement;
  Hash wide = expandMessage({input}, domainOf("HashToGroup-", mode));
  Element element;
  crypto_core_ristretto255_from_hash(element.data(), wide.data());
  wipe(wide);
  if (element == kIdentity) return Fault::TokenBadElement;   // InvalidInputError: nobody will ever see it
  return element;
}

// Canonical, and neither the identity nor outside the group (RFC 9497 section 4.1, DeserializeElement).
bool isGoodElement(const Element& element) {
  return element != kIdentity && crypto_core_ristretto255_is_valid_point(element.data()) == 1;
}

// Zero and numbers from the order on are no scalars of ours.
bool isGoodScalar(ByteView bytes) {
  if (bytes.size() != kScalarBytes) return false;
  Hash wide{};
  std::copy(bytes.begin(), bytes.end(), wide.begin());
  ScalarBytes canonical = reduced(wide);
  const bool good = constantTimeEqual(canonical, bytes) && sodium_is_zero(canonical.data(), canonical.size()) == 0;
  wipe(canonical);
  return good;
}

// libsodium refuses an element that is not canonical or outside the group, and a result that is the identity: with a scalar that is not
// zero only the identity gives it (RFC 9497 section 4.1, DeserializeElement).
Result<Element> multiplied(ByteView scalar, const Element& element, Fault fault) {
  Element product;
  if (crypto_scalarmult_ristretto255(product.data(), scalar.data(), element.data()) != 0) return fault;
  return product;
}

Result<Element> multipliedBase(ByteView scalar, Fault fault) {
  Element product;
  if (crypto_scalarmult_ristretto255_base(product.data(), scalar.data()) != 0) return fault;
  return product;
}

Result<Element> added(const Element& a, const Element& b) {
  Element sum;
  if (crypto_core_ristretto255_add(sum.data(), a.data(), b.data()) != 0) return Fault::TokenBadElement;
  return sum;
}

Result<Scalar> inverseOf(const Scalar& scalar) {
  ScalarBytes bytes;
  crypto_core_ristretto255_scalar_invert(bytes.data(), scalar.bytes().data());
  auto inverse = Scalar::fromBytes(bytes);
  wipe(bytes);
  return inverse;
}

Result<Element> dividedBy(const Scalar& scalar, const Element& element) {
  CC_TRY(inverse, inverseOf(scalar));
  return multiplied(inverse.bytes(), element, Fault::TokenBadElement);
}

// N = blind^-1 * evaluated, then the hash that both sides come to (RFC 9497 sections 3.3.1 and 3.3.3). `info` is null in the modes
// without public input.
TokenOutput outputOf(ByteView input, const ByteView* info, const Element& unblinded) {
  Hasher hasher;
  hasher.putSized(input);
  if (info) hasher.putSized(*info);
  return hasher.putSized(unblinded).put("Finalize").finish();
}

Result<TokenOutput> unblindedOutput(ByteView input, const ByteView* info, const Scalar& blind, const Element& evaluated) {
  if (input.size() > kMaxTokenInputBytes || !isGoodElement(evaluated)) return Fault::TokenBadElement;
  auto unblinded = dividedBy(blind, evaluated);
  if (!unblinded) return unblinded.fault();
  const TokenOutput output = outputOf(input, info, *unblinded);
  wipe(*unblinded);
  return output;
}

// What the public input is as a number (RFC 9497 section 3.3.3); not secret.
Result<ScalarBytes> scalarOfInfo(ByteView info) {
  if (info.size() > kMaxTokenInputBytes) return Fault::TokenBadElement;
  const std::uint8_t size[2] = {0, static_cast<std::uint8_t>(info.size())};
  return hashToScalar({bytesOf("Info"), ByteView(size), info}, domainOf("HashToScalar-", OprfMode::Poprf));
}

// What evaluates under this public input: secret + info.
Result<Scalar> tweakedBy(const TokenKey& key, ByteView info) {
  CC_TRY(number, scalarOfInfo(info));
  ScalarBytes sum;
  crypto_core_ristretto255_scalar_add(sum.data(), key.secret().bytes().data(), number.data());
  auto tweaked = Scalar::fromBytes(sum);   // InverseError: zero is refused
  wipe(sum);
  return tweaked;
}

// The weighted sums of a batch (RFC 9497 section 2.2.1): one proof for them is a proof for all.
struct Composites {
  Element m{};   // the identity
  Element z{};
};

Result<Done> addTo(Element& sum, const Element& element) {
  if (sum == kIdentity) {   // the first: nothing to add it to
    sum = element;
    return Done{};
  }
  CC_TRY(more, added(sum, element));
  sum = more;
  return Done{};
}

/// What a proof is about: each of `results` is one and the same secret times its element of `elements`, and `publicKey` that secret
/// times the generator. In mode VOPRF results are evaluated elements; in POPRF blinded ones, of which evaluated ones are quotients.
struct ProofStatement {
  OprfMode mode;
  const Element& publicKey;
  std::span<const Element> elements;
  std::span<const Element> results;
};

// With `secret`, which only the server has, the second sum is one multiplication (ComputeCompositesFast).
Result<Composites> compositesOf(const ProofStatement& statement, const Scalar* secret) {
  const auto& [mode, publicKey, elements, results] = statement;
  const std::string seedDomain = domainOf("Seed-", mode);
  const Hash seed = Hasher().putSized(publicKey).putSized(bytesOf(seedDomain)).finish();
  const std::string scalarDomain = domainOf("HashToScalar-", mode);
  Composites sums;
  for (std::size_t i = 0; i < elements.size(); ++i) {
    const auto sized = [](std::size_t size) {
      return std::array<std::uint8_t, 2>{static_cast<std::uint8_t>(size >> 8), static_cast<std::uint8_t>(size)};
    };
    const auto seedSize = sized(seed.size()), elementSize = sized(kElementBytes), number = sized(i);
    const ScalarBytes weight = hashToScalar({seedSize, seed, number, elementSize, elements[i], elementSize, results[i],
                                             bytesOf("Composite")}, scalarDomain);
    CC_TRY(weightedElement, multiplied(weight, elements[i], Fault::TokenBadElement));
    CC_CHECK(addTo(sums.m, weightedElement));
    if (secret) continue;
    CC_TRY(weightedResult, multiplied(weight, results[i], Fault::TokenBadElement));
    CC_CHECK(addTo(sums.z, weightedResult));
  }
  if (secret) {
    CC_TRY(z, multiplied(secret->bytes(), sums.m, Fault::TokenBadElement));
    sums.z = z;
  }
  return sums;
}

ScalarBytes challengeOf(const ProofStatement& statement, const Composites& sums, const Element& t2, const Element& t3) {
  constexpr std::array<std::uint8_t, 2> kSize = {0, kElementBytes};
  return hashToScalar({kSize, statement.publicKey, kSize, sums.m, kSize, sums.z, kSize, t2, kSize, t3, bytesOf("Challenge")},
                      domainOf("HashToScalar-", statement.mode));
}

// GenerateProof of RFC 9497 section 2.2.1.
Result<TokenProof> prove(const ProofStatement& statement, const Scalar& secret, const Scalar& random) {
  CC_TRY(sums, compositesOf(statement, &secret));
  CC_TRY(t2, multipliedBase(random.bytes(), Fault::TokenBadKey));
  CC_TRY(t3, multiplied(random.bytes(), sums.m, Fault::TokenBadElement));
  TokenProof proof;
  proof.challenge = challengeOf(statement, sums, t2, t3);
  ScalarBytes product;
  crypto_core_ristretto255_scalar_mul(product.data(), proof.challenge.data(), secret.bytes().data());
  crypto_core_ristretto255_scalar_sub(proof.response.data(), random.bytes().data(), product.data());
  wipe(product);
  return proof;
}

// VerifyProof of RFC 9497 section 2.2.2.
Result<Done> verifyProof(const ProofStatement& statement, const TokenProof& proof) {
  constexpr Fault kBad = Fault::TokenBadProof;
  if (!isGoodScalar(proof.challenge) || !isGoodScalar(proof.response)) return kBad;
  CC_TRY(sums, compositesOf(statement, nullptr));
  CC_TRY(responseBase, multipliedBase(proof.response, kBad));
  CC_TRY(challengeKey, multiplied(proof.challenge, statement.publicKey, kBad));
  CC_TRY(t2, added(responseBase, challengeKey));
  if (sums.m == kIdentity || sums.z == kIdentity) return kBad;
  CC_TRY(responseM, multiplied(proof.response, sums.m, kBad));
  CC_TRY(challengeZ, multiplied(proof.challenge, sums.z, kBad));
  CC_TRY(t3, added(responseM, challengeZ));
  if (!constantTimeEqual(challengeOf(statement, sums, t2, t3), proof.challenge)) return kBad;
  return Done{};
}

Result<Done> compared(Result<TokenOutput> expected, ByteView output) {
  if (!expected) return Fault::TokenBadProof;
  const bool ours = constantTimeEqual(*expected, output);
  wipe(*expected);
  if (!ours) return Fault::TokenBadProof;
  return Done{};
}

struct BatchElements {
  std::vector<Element> blinded, evaluated;
};

Result<BatchElements> elementsOf(std::span<const BlindedToken> tokens) {
  if (tokens.empty() || tokens.size() > kMaxTokenBatch) return Fault::TokenBadElement;
  BatchElements elements;
  for (const BlindedToken& token : tokens) {
    if (!isGoodElement(token.blinded) || !isGoodElement(token.evaluated)) return Fault::TokenBadElement;
    elements.blinded.push_back(token.blinded);
    elements.evaluated.push_back(token.evaluated);
  }
  return elements;
}

Result<std::vector<TokenOutput>> outputsOf(std::span<const BlindedToken> tokens, const ByteView* info) {
  std::vector<TokenOutput> outputs(tokens.size());
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    CC_TRY(output, unblindedOutput(tokens[i].input, info, *tokens[i].blind, tokens[i].evaluated));
    outputs[i] = output;
  }
  return outputs;
}

}  // namespace

Result<Scalar> Scalar::fromBytes(ByteView bytes) {
  if (!isGoodScalar(bytes)) return Fault::TokenBadKey;
  Scalar scalar;
  std::copy(bytes.begin(), bytes.end(), scalar.bytes_.begin());
  return scalar;
}

Scalar::Scalar(Scalar&& other) noexcept : bytes_(other.bytes_) { wipe(other.bytes_); }

Scalar& Scalar::operator=(Scalar&& other) noexcept {
  if (this != &other) {
    bytes_ = other.bytes_;
    wipe(other.bytes_);
  }
  return *this;
}

Scalar::~Scalar() { wipe(bytes_); }

Result<Scalar> scalarFromRandom(ByteView random) {
  if (random.size() != kScalarRandomBytes) return Fault::TokenBadKey;
  Hash wide;
  std::copy(random.begin(), random.end(), wide.begin());
  ScalarBytes bytes = reduced(wide);
  auto scalar = Scalar::fromBytes(bytes);
  wipe(bytes);
  return scalar;
}

TokenKey::TokenKey(OprfMode mode, Scalar secret) : mode_(mode), secret_(std::move(secret)) {}

Result<TokenKey> TokenKey::derive(OprfMode mode, ByteView seed, ByteView purpose) {
  if (seed.size() != kTokenSeedBytes || purpose.size() > kMaxTokenInputBytes) return Fault::TokenBadKey;
  const std::uint8_t purposeSize[2] = {0, static_cast<std::uint8_t>(purpose.size())};
  const std::string domain = domainOf("DeriveKeyPair", mode);
  for (int counter = 0; counter <= 255; ++counter) {
    const std::uint8_t byte[1] = {static_cast<std::uint8_t>(counter)};
    ScalarBytes secret = hashToScalar({seed, purposeSize, purpose, byte}, domain);
    auto key = fromBytes(mode, secret);
    wipe(secret);
    if (key) return key;   // the first, but for one seed in 2^252
  }
  return Fault::TokenBadKey;
}

Result<TokenKey> TokenKey::fromBytes(OprfMode mode, ByteView secret) {
  CC_TRY(scalar, Scalar::fromBytes(secret));
  TokenKey key(mode, std::move(scalar));
  CC_TRY(publicKey, multipliedBase(key.secret_.bytes(), Fault::TokenBadKey));
  key.publicKey_ = publicKey;
  return key;
}

BoundTokenKey::BoundTokenKey(Bytes info, Scalar tweakedSecret, Scalar inverse, const Element& tweakedKey)
    : info_(std::move(info)), tweakedSecret_(std::move(tweakedSecret)), inverse_(std::move(inverse)), tweakedKey_(tweakedKey) {}

Result<BoundTokenKey> BoundTokenKey::of(const TokenKey& key, ByteView info) {
  if (key.mode() != OprfMode::Poprf) return Fault::TokenBadKey;
  CC_TRY(tweaked, tweakedBy(key, info));
  CC_TRY(inverse, inverseOf(tweaked));
  CC_TRY(tweakedKey, multipliedBase(tweaked.bytes(), Fault::TokenBadKey));
  return BoundTokenKey(copyOf(info), std::move(tweaked), std::move(inverse), tweakedKey);
}

Result<Element> blindInput(OprfMode mode, ByteView input, const Scalar& blind) {
  CC_TRY(element, hashToGroup(mode, input));
  return multiplied(blind.bytes(), element, Fault::TokenBadElement);
}

Result<TokenOutput> finalizeUnproven(ByteView input, const Scalar& blind, const Element& evaluated) {
  return unblindedOutput(input, nullptr, blind, evaluated);
}

Result<std::vector<TokenOutput>> finalizeTokens(std::span<const BlindedToken> tokens, const Element& publicKey,
                                                const TokenProof& proof) {
  CC_TRY(elements, elementsOf(tokens));
  if (!isGoodElement(publicKey)) return Fault::TokenBadKey;
  CC_CHECK(verifyProof({OprfMode::Voprf, publicKey, elements.blinded, elements.evaluated}, proof));
  return outputsOf(tokens, nullptr);
}

Result<std::vector<TokenOutput>> finalizeBoundTokens(std::span<const BlindedToken> tokens, ByteView info, const Element& publicKey,
                                                     const TokenProof& proof) {
  CC_TRY(elements, elementsOf(tokens));
  if (!isGoodElement(publicKey)) return Fault::TokenBadKey;
  CC_TRY(number, scalarOfInfo(info));
  CC_TRY(infoElement, multipliedBase(number, Fault::TokenBadElement));
  CC_TRY(tweakedKey, added(infoElement, publicKey));
  if (!isGoodElement(tweakedKey)) return Fault::TokenBadKey;   // the identity: the secret is known to be minus this number
  CC_CHECK(verifyProof({OprfMode::Poprf, tweakedKey, elements.evaluated, elements.blinded}, proof));
  return outputsOf(tokens, &info);
}

Result<Element> evaluateBlinded(const TokenKey& key, const Element& blinded) {
  if (!isGoodElement(blinded)) return Fault::TokenBadElement;
  return multiplied(key.secret().bytes(), blinded, Fault::TokenBadElement);
}

Result<ProvenEvaluation> evaluateBatch(const TokenKey& key, std::span<const Element> blinded,
                                       const Scalar& proofRandom) {
  if (blinded.empty() || blinded.size() > kMaxTokenBatch) return Fault::TokenBadElement;
  if (key.mode() != OprfMode::Voprf) return Fault::TokenBadKey;
  ProvenEvaluation answer;
  answer.evaluated.reserve(blinded.size());
  for (const Element& element : blinded) {
    CC_TRY(evaluated, evaluateBlinded(key, element));
    answer.evaluated.push_back(evaluated);
  }
  CC_TRY(proof, prove({key.mode(), key.publicKey(), blinded, answer.evaluated}, key.secret(), proofRandom));
  answer.proof = proof;
  return answer;
}

Result<ProvenEvaluation> evaluateBoundBatch(const BoundTokenKey& key, std::span<const Element> blinded, const Scalar& proofRandom) {
  if (blinded.empty() || blinded.size() > kMaxTokenBatch) return Fault::TokenBadElement;
  ProvenEvaluation answer;
  answer.evaluated.reserve(blinded.size());
  for (const Element& element : blinded) {
    CC_TRY(evaluated, multiplied(key.inverse().bytes(), element, Fault::TokenBadElement));   // refuses what is no good element
    answer.evaluated.push_back(evaluated);
  }
  CC_TRY(proof, prove({OprfMode::Poprf, key.tweakedKey(), answer.evaluated, blinded}, key.tweakedSecret(), proofRandom));
  answer.proof = proof;
  return answer;
}

Result<TokenOutput> evaluateBoundInput(const BoundTokenKey& key, ByteView input) {
  CC_TRY(element, hashToGroup(OprfMode::Poprf, input));
  CC_TRY(evaluated, multiplied(key.inverse().bytes(), element, Fault::TokenBadElement));
  const ByteView info = key.info();
  return outputOf(input, &info, evaluated);
}

Result<TokenOutput> evaluateInput(const TokenKey& key, ByteView input) {
  CC_TRY(element, hashToGroup(key.mode(), input));
  CC_TRY(evaluated, evaluateBlinded(key, element));
  return outputOf(input, nullptr, evaluated);
}

Result<Done> verifyToken(const TokenKey& key, ByteView input, ByteView output) { return compared(evaluateInput(key, input), output); }

Result<Done> verifyBoundToken(const BoundTokenKey& key, ByteView input, ByteView output) { return compared(evaluateBoundInput(key, input), output); }

}  // namespace citycode
