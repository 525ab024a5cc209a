// The pass: the issuer's CWT (RFC 8392) for one holder key and one scope.
//
//   payload {4: exp, 5: nbf, 8: {1: COSE_Key}, -65537: [status index, scope id, {attributes}]}
//
// -65537 is the first private-use claim key (RFC 8392 section 9.1).
#pragma once

#include <cstdint>

#include "citycode/attribute.h"
#include "citycode/bytes.h"
#include "citycode/cbor.h"
#include "citycode/crypto.h"
#include "citycode/result.h"

namespace citycode {

inline constexpr std::int64_t kClaimAud = 3;        // RFC 8392 section 3.1.3
inline constexpr std::int64_t kClaimExp = 4;        // RFC 8392 section 3.1.4
inline constexpr std::int64_t kClaimNbf = 5;        // RFC 8392 section 3.1.5
inline constexpr std::int64_t kClaimIat = 6;        // RFC 8392 section 3.1.6
inline constexpr std::int64_t kClaimCnf = 8;        // RFC 8747 section 3.1
inline constexpr std::int64_t kClaimNonce = 10;     // RFC 9711, "eat_nonce"
inline constexpr std::int64_t kClaimCity = -65537;  // private use

/// Room for the longest attributes: a whole code stays within kMaxCodeTextChars.
inline constexpr std::size_t kMaxPassBytes = 300;

/// A pass as somebody claims it: syntax only, nothing verified.
struct PassClaims {
  std::int64_t notBeforeUnixSeconds = 0;
  std::int64_t expiresUnixSeconds = 0;
  PublicKey holderKey{};
  std::uint32_t statusIndex = 0;
  std::uint32_t scopeId = 0;
  Attributes attributes;
};

/// The value of the claim cnf, {1: COSE_Key}: the key that the next signature must be made with.
/// Faults: cbor/*, pass/*.
Result<PublicKey> takeConfirmation(cbor::Reader& reader);
void putConfirmation(cbor::Writer& writer, const PublicKey& key);

/// Payload bytes of a pass. Faults: cbor/*, pass/*.
Result<PassClaims> decodePassClaims(ByteView payload);
Bytes encodePassClaims(const PassClaims& claims);

/// A whole pass signed by `issuer`. Fault: pass/too-long.
Result<Bytes> writePass(const SigningKey& issuer, const PassClaims& claims);

/// Reads a whole pass without verifying it: what a phone does with its own passes.
Result<PassClaims> readUnverifiedPass(ByteView pass);

}  // namespace citycode
