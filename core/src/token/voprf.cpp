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

// libsodium refuses a result that is the identity; with good elements and scalars there is none.
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

// N = blind^-1 * evaluated, then the hash that both sides come to (RFC 9497 section 3.3.1).
TokenOutput outputOf(ByteView input, const Element& unblinded) {
  return Hasher().putSized(input).putSized(unblinded).put("Finalize").finish();
}

Result<TokenOutput> unblindedOutput(ByteView input, const Scalar& blind, const Element& evaluated) {
  if (input.size() > kMaxTokenInputBytes || !isGoodElement(evaluated)) return Fault::TokenBadElement;
  ScalarBytes inverse;
  crypto_core_ristretto255_scalar_invert(inverse.data(), blind.bytes().data());
  auto unblinded = multiplied(inverse, evaluated, Fault::TokenBadElement);
  wipe(inverse);
  if (!unblinded) return unblinded.fault();
  const TokenOutput output = outputOf(input, *unblinded);
  wipe(*unblinded);
  return output;
}

// The weighted sums of a batch (RFC 9497 section 2.2.1): one proof for them is a proof for all.
struct Composites {
  Element m{};   // the identity
  Element z{};
};

// With `secret`, which only the server has, the second sum is one multiplication (ComputeCompositesFast).
Result<Composites> compositesOf(const Element& publicKey, std::span<const Element> blinded,
                                std::span<const Element> evaluated, const Scalar* secret) {
  const std::string seedDomain = domainOf("Seed-", OprfMode::Voprf);
  const Hash seed = Hasher().putSized(publicKey).putSized(bytesOf(seedDomain)).finish();
  const std::string scalarDomain = domainOf("HashToScalar-", OprfMode::Voprf);
  Composites sums;
  for (std::size_t i = 0; i < blinded.size(); ++i) {
    const auto sized = [](std::size_t size) {
      return std::array<std::uint8_t, 2>{static_cast<std::uint8_t>(size >> 8), static_cast<std::uint8_t>(size)};
    };
    const auto seedSize = sized(seed.size()), elementSize = sized(kElementBytes), number = sized(i);
    const ScalarBytes weight = hashToScalar({seedSize, seed, number, elementSize, blinded[i], elementSize, evaluated[i],
                                             bytesOf("Composite")}, scalarDomain);
    CC_TRY(weightedBlinded, multiplied(weight, blinded[i], Fault::TokenBadElement));
    CC_TRY(m, added(weightedBlinded, sums.m));
    sums.m = m;
    if (secret) continue;
    CC_TRY(weightedEvaluated, multiplied(weight, evaluated[i], Fault::TokenBadElement));
    CC_TRY(z, added(weightedEvaluated, sums.z));
    sums.z = z;
  }
  if (secret) {
    CC_TRY(z, multiplied(secret->bytes(), sums.m, Fault::TokenBadElement));
    sums.z = z;
  }
  return sums;
}

ScalarBytes challengeOf(const Element& publicKey, const Composites& sums, const Element& t2, const Element& t3) {
  constexpr std::array<std::uint8_t, 2> kSize = {0, kElementBytes};
  return hashToScalar({kSize, publicKey, kSize, sums.m, kSize, sums.z, kSize, t2, kSize, t3, bytesOf("Challenge")},
                      domainOf("HashToScalar-", OprfMode::Voprf));
}

// GenerateProof of RFC 9497 section 2.2.1.
Result<TokenProof> prove(const TokenKey& key, std::span<const Element> blinded, std::span<const Element> evaluated,
                         const Scalar& random) {
  CC_TRY(sums, compositesOf(key.publicKey(), blinded, evaluated, &key.secret()));
  CC_TRY(t2, multipliedBase(random.bytes(), Fault::TokenBadKey));
  CC_TRY(t3, multiplied(random.bytes(), sums.m, Fault::TokenBadElement));
  TokenProof proof;
  proof.challenge = challengeOf(key.publicKey(), sums, t2, t3);
  ScalarBytes product;
  crypto_core_ristretto255_scalar_mul(product.data(), proof.challenge.data(), key.secret().bytes().data());
  crypto_core_ristretto255_scalar_sub(proof.response.data(), random.bytes().data(), product.data());
  wipe(product);
  return proof;
}

// VerifyProof of RFC 9497 section 2.2.2.
Result<Done> verifyProof(const Element& publicKey, std::span<const Element> blinded, std::span<const Element> evaluated,
                         const TokenProof& proof) {
  constexpr Fault kBad = Fault::TokenBadProof;
  if (!isGoodScalar(proof.challenge) || !isGoodScalar(proof.response)) return kBad;
  CC_TRY(sums, compositesOf(publicKey, blinded, evaluated, nullptr));
  CC_TRY(responseBase, multipliedBase(proof.response, kBad));
  CC_TRY(challengeKey, multiplied(proof.challenge, publicKey, kBad));
  CC_TRY(t2, added(responseBase, challengeKey));
  if (sums.m == kIdentity || sums.z == kIdentity) return kBad;
  CC_TRY(responseM, multiplied(proof.response, sums.m, kBad));
  CC_TRY(challengeZ, multiplied(proof.challenge, sums.z, kBad));
  CC_TRY(t3, added(responseM, challengeZ));
  if (!constantTimeEqual(challengeOf(publicKey, sums, t2, t3), proof.challenge)) return kBad;
  return Done{};
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

Result<Element> blindInput(OprfMode mode, ByteView input, const Scalar& blind) {
  CC_TRY(element, hashToGroup(mode, input));
  return multiplied(blind.bytes(), element, Fault::TokenBadElement);
}

Result<TokenOutput> finalizeUnproven(ByteView input, const Scalar& blind, const Element& evaluated) {
  return unblindedOutput(input, blind, evaluated);
}

Result<std::vector<TokenOutput>> finalizeTokens(std::span<const BlindedToken> tokens, const Element& publicKey,
                                                const TokenProof& proof) {
  if (tokens.empty() || tokens.size() > kMaxTokenBatch) return Fault::TokenBadElement;
  if (!isGoodElement(publicKey)) return Fault::TokenBadKey;
  std::vector<Element> blinded(tokens.size()), evaluated(tokens.size());
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (!isGoodElement(tokens[i].blinded) || !isGoodElement(tokens[i].evaluated)) return Fault::TokenBadElement;
    blinded[i] = tokens[i].blinded;
    evaluated[i] = tokens[i].evaluated;
  }
  CC_CHECK(verifyProof(publicKey, blinded, evaluated, proof));
  std::vector<TokenOutput> outputs(tokens.size());
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    CC_TRY(output, unblindedOutput(tokens[i].input, *tokens[i].blind, tokens[i].evaluated));
    outputs[i] = output;
  }
  return outputs;
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
  CC_TRY(proof, prove(key, blinded, answer.evaluated, proofRandom));
  answer.proof = proof;
  return answer;
}

Result<TokenOutput> evaluateInput(const TokenKey& key, ByteView input) {
  CC_TRY(element, hashToGroup(key.mode(), input));
  CC_TRY(evaluated, evaluateBlinded(key, element));
  return outputOf(input, evaluated);
}

Result<Done> verifyToken(const TokenKey& key, ByteView input, ByteView output) {
  auto expected = evaluateInput(key, input);
  if (!expected) return Fault::TokenBadProof;
  const bool ours = constantTimeEqual(*expected, output);
  wipe(*expected);
  if (!ours) return Fault::TokenBadProof;
  return Done{};
}

}  // namespace citycode
