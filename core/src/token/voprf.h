// Anonymous tokens: the oblivious pseudorandom functions of RFC 9497 with ristretto255 and SHA-512, modes OPRF
// (0x00), VOPRF (0x01) and POPRF (0x02), for phone and server. A city evaluates what it cannot see; later it recognises its own
// work without knowing whom it did it for. Proofs (VOPRF) show that everybody's tokens come from the one published
// key: a key of one's own would be a name.
//
// No randomness here: blinds and proof randomness are parameters, made from 64 random bytes with
// `scalarFromRandom`.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "citycode/bytes.h"
#include "citycode/limits.h"
#include "citycode/result.h"

namespace citycode {

inline constexpr std::size_t kElementBytes = 32;        // RFC 9496 section 4.3.2
inline constexpr std::size_t kScalarBytes = 32;         // RFC 9497 section 4.1
inline constexpr std::size_t kTokenOutputBytes = 64;    // SHA-512
inline constexpr std::size_t kTokenSeedBytes = 32;      // RFC 9497 section 3.2
inline constexpr std::size_t kScalarRandomBytes = 64;   // twice the order's size: a bias below 2^-250

enum class OprfMode : std::uint8_t { Oprf = 0, Voprf = 1, Poprf = 2 };   // RFC 9497 section 3.1

/// A group element as it travels. From outside it is only bytes until a function here has taken it.
using Element = std::array<std::uint8_t, kElementBytes>;
using TokenOutput = std::array<std::uint8_t, kTokenOutputBytes>;

/// A secret number modulo the group's order, never zero. Move-only, wiped when it goes, never printed.
class Scalar {
 public:
  /// 32 bytes, little-endian, canonical. Fault: token/bad-key for any other length, zero or not below the order.
  static Result<Scalar> fromBytes(ByteView bytes);

  Scalar(Scalar&& other) noexcept;
  Scalar& operator=(Scalar&& other) noexcept;
  Scalar(const Scalar&) = delete;
  Scalar& operator=(const Scalar&) = delete;
  ~Scalar();

  ByteView bytes() const { return bytes_; }

 private:
  Scalar() = default;

  std::array<std::uint8_t, kScalarBytes> bytes_{};
};

/// Reduces kScalarRandomBytes of uniform randomness, which the caller wipes. Fault: token/bad-key.
Result<Scalar> scalarFromRandom(ByteView random);

/// The server's key of one mode. Move-only through its scalar.
class TokenKey {
 public:
  /// DeriveKeyPair of RFC 9497 section 3.2.1. `seed` is kTokenSeedBytes of randomness, which the caller wipes;
  /// `purpose` tells keys of one seed apart, at most kMaxTokenInputBytes. Fault: token/bad-key.
  static Result<TokenKey> derive(OprfMode mode, ByteView seed, ByteView purpose);
  /// Fault: token/bad-key.
  static Result<TokenKey> fromBytes(OprfMode mode, ByteView secret);

  OprfMode mode() const { return mode_; }
  const Element& publicKey() const { return publicKey_; }
  const Scalar& secret() const { return secret_; }

 private:
  TokenKey(OprfMode mode, Scalar secret);

  OprfMode mode_;
  Scalar secret_;
  Element publicKey_{};
};

/// A key of mode POPRF for one public input: what depends on that input alone, computed once for all tokens that are bound to it.
class BoundTokenKey {
 public:
  /// `info` has at most kMaxTokenInputBytes. Faults: token/bad-key (another mode, or the one input in 2^252 that undoes the key),
  /// token/bad-element (an input that is too long).
  static Result<BoundTokenKey> of(const TokenKey& key, ByteView info);

  ByteView info() const { return info_; }
  /// secret + info as a number, RFC 9497 section 3.3.3, and what it is to multiply by it backwards.
  const Scalar& tweakedSecret() const { return tweakedSecret_; }
  const Scalar& inverse() const { return inverse_; }
  const Element& tweakedKey() const { return tweakedKey_; }

 private:
  BoundTokenKey(Bytes info, Scalar tweakedSecret, Scalar inverse, const Element& tweakedKey);

  Bytes info_;
  Scalar tweakedSecret_, inverse_;
  Element tweakedKey_;
};

/// DLEQ proof of RFC 9497 section 2.2: two scalars.
struct TokenProof {
  std::array<std::uint8_t, kScalarBytes> challenge{};
  std::array<std::uint8_t, kScalarBytes> response{};
};

// ---- The phone -------------------------------------------------------------------------------------------------

/// RFC 9497 section 3.3.1 Blind. Says nothing about `input` to whoever sees it. Fault: token/bad-element (an input
/// that is too long).
Result<Element> blindInput(OprfMode mode, ByteView input, const Scalar& blind);

/// Finalize of mode OPRF: no proof. Faults: token/bad-element.
Result<TokenOutput> finalizeUnproven(ByteView input, const Scalar& blind, const Element& evaluated);

/// What a phone kept and got for one token of a batch. Views and pointers are borrowed.
struct BlindedToken {
  ByteView input;
  const Scalar* blind = nullptr;
  Element blinded{};
  Element evaluated{};   // from the server
};

/// Finalize of mode VOPRF for 1 to kMaxTokenBatch tokens of one request: verifies the one proof first, so that
/// either all outputs are given or none. `publicKey` comes from the trust list, never from the answer.
/// Faults: token/bad-key, token/bad-element, token/bad-proof.
Result<std::vector<TokenOutput>> finalizeTokens(std::span<const BlindedToken> tokens, const Element& publicKey,
                                                const TokenProof& proof);

/// Finalize of mode POPRF, in the same way, for tokens that are all bound to `info` (at most kMaxTokenInputBytes), which both sides see.
/// Faults: token/bad-key, token/bad-element, token/bad-proof.
Result<std::vector<TokenOutput>> finalizeBoundTokens(std::span<const BlindedToken> tokens, ByteView info, const Element& publicKey,
                                                     const TokenProof& proof);

// ---- The server ------------------------------------------------------------------------------------------------

/// BlindEvaluate of mode OPRF. Fault: token/bad-element.
Result<Element> evaluateBlinded(const TokenKey& key, const Element& blinded);

struct ProvenEvaluation {
  std::vector<Element> evaluated;
  TokenProof proof;
};

/// BlindEvaluate of mode VOPRF for 1 to kMaxTokenBatch elements with one proof. `proofRandom` must never be used
/// twice with one key: two proofs with it give the key away. Faults: token/bad-element, token/bad-key.
Result<ProvenEvaluation> evaluateBatch(const TokenKey& key, std::span<const Element> blinded,
                                       const Scalar& proofRandom);

/// BlindEvaluate of mode POPRF: what it gives is bound to `key.info()`. Fault: token/bad-element.
Result<ProvenEvaluation> evaluateBoundBatch(const BoundTokenKey& key, std::span<const Element> blinded, const Scalar& proofRandom);

/// Evaluate of mode POPRF. Fault: token/bad-element.
Result<TokenOutput> evaluateBoundInput(const BoundTokenKey& key, ByteView input);

/// At redemption, as `verifyToken`. Fault: token/bad-proof.
Result<Done> verifyBoundToken(const BoundTokenKey& key, ByteView input, ByteView output);

/// Evaluate of RFC 9497 section 3.3.1: what Finalize gives for this input. Fault: token/bad-element.
Result<TokenOutput> evaluateInput(const TokenKey& key, ByteView input);

/// At redemption: is `output` what this key gives for `input`? Compared in constant time. That a token is redeemed
/// once is the caller's to remember. Fault: token/bad-proof.
Result<Done> verifyToken(const TokenKey& key, ByteView input, ByteView output);

}  // namespace citycode
