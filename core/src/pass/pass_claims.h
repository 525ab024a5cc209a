// The payload of a pass, and the claims that other records have too.
#pragma once

#include <cstdint>

#include "citycode/bytes.h"
#include "citycode/crypto.h"
#include "citycode/pass.h"
#include "citycode/result.h"
#include "encoding/cbor.h"

namespace citycode {

inline constexpr std::int64_t kClaimAud = 3;        // RFC 8392 section 3.1.3
inline constexpr std::int64_t kClaimExp = 4;        // RFC 8392 section 3.1.4
inline constexpr std::int64_t kClaimNbf = 5;        // RFC 8392 section 3.1.5
inline constexpr std::int64_t kClaimIat = 6;        // RFC 8392 section 3.1.6
inline constexpr std::int64_t kClaimCnf = 8;        // RFC 8747 section 3.1
inline constexpr std::int64_t kClaimNonce = 10;     // RFC 9711, "eat_nonce"
inline constexpr std::int64_t kClaimCity = -65537;  // private use

/// The value of the claim cnf, {1: COSE_Key}: the key that the next signature must be made with.
/// Faults: cbor/*, pass/*.
Result<PublicKey> takeConfirmation(cbor::Reader& reader);
void putConfirmation(cbor::Writer& writer, const PublicKey& key);

/// Payload bytes of a pass. Faults: cbor/*, pass/* (pass/bad-value also for a time that is no mark).
Result<PassClaims> decodePassClaims(ByteView payload);
Bytes encodePassClaims(const PassClaims& claims);

}  // namespace citycode
