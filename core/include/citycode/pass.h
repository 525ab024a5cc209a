// The pass: the issuer's CWT (RFC 8392) for one holder key and one scope.
//
//   payload {4: exp, 5: nbf, 8: {1: COSE_Key}, -65537: [status index, scope id, {attributes} / sealed bstr]}
//
// -65537 is the first private-use claim key (RFC 8392 section 9.1). Its array has a fourth element, the digest of
// an audience, when the pass may be shown to one venue only.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "citycode/attribute.h"
#include "citycode/bytes.h"
#include "citycode/cbor.h"
#include "citycode/crypto.h"
#include "citycode/limits.h"
#include "citycode/result.h"

namespace citycode {

inline constexpr std::int64_t kClaimAud = 3;        // RFC 8392 section 3.1.3
inline constexpr std::int64_t kClaimExp = 4;        // RFC 8392 section 3.1.4
inline constexpr std::int64_t kClaimNbf = 5;        // RFC 8392 section 3.1.5
inline constexpr std::int64_t kClaimIat = 6;        // RFC 8392 section 3.1.6
inline constexpr std::int64_t kClaimCnf = 8;        // RFC 8747 section 3.1
inline constexpr std::int64_t kClaimNonce = 10;     // RFC 9711, "eat_nonce"
inline constexpr std::int64_t kClaimCity = -65537;  // private use

/// The first bytes of SHA-256 of the audience, "venue:" and an id. Whoever wants to show a pass elsewhere needs
/// another venue of the same digest: 2^64 tries, and venue ids are given by the city.
using AudienceDigest = std::array<std::uint8_t, 8>;
AudienceDigest audienceDigestOf(std::string_view audience);

/// A pass as somebody claims it: syntax only, nothing verified.
struct PassClaims {
  std::int64_t notBeforeUnixSeconds = 0;          // both are marks (pass_mark.h)
  std::int64_t expiresUnixSeconds = 0;
  PublicKey holderKey{};
  std::uint32_t statusIndex = 0;
  std::uint32_t scopeId = 0;
  Attributes attributes;                          // empty when they are sealed
  std::optional<Bytes> sealedAttributes;          // sealed.h; nothing of it is known before it is opened
  std::optional<AudienceDigest> onlyAudience;     // the one audience this pass may be shown to
};

/// The value of the claim cnf, {1: COSE_Key}: the key that the next signature must be made with.
/// Faults: cbor/*, pass/*.
Result<PublicKey> takeConfirmation(cbor::Reader& reader);
void putConfirmation(cbor::Writer& writer, const PublicKey& key);

/// Payload bytes of a pass. Faults: cbor/*, pass/* (pass/bad-value also for a time that is no mark).
Result<PassClaims> decodePassClaims(ByteView payload);
Bytes encodePassClaims(const PassClaims& claims);

/// A whole pass signed by `issuer`. Faults: pass/too-long; pass/bad-value for a text that is not fit to be shown.
Result<Bytes> writePass(const SigningKey& issuer, const PassClaims& claims);

/// Reads a whole pass without verifying it: what a phone does with its own passes.
Result<PassClaims> readUnverifiedPass(ByteView pass);

}  // namespace citycode
