// COSE_Sign1 (RFC 9052 section 4.2) with EdDSA over Ed25519, untagged, payload attached, unprotected
// header empty, external_aad that of the kind of object. Envelope only: who signed is decided by the caller.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "citycode/bytes.h"
#include "citycode/crypto.h"
#include "citycode/result.h"

namespace citycode {

/// What a signature is about. Nothing is signed or verified without one.
enum class SignedKind : std::uint8_t {
#define CC_SIGNED(enumerator, externalData, what, fault) enumerator,
#include "citycode/signed_kinds.def"
#undef CC_SIGNED
};

/// The external data of a kind; empty where its standard has none.
std::string_view externalDataOf(SignedKind kind);

}  // namespace citycode

namespace citycode::cose {

inline constexpr std::int64_t kHeaderAlg = 1;       // RFC 9052 section 3.1
inline constexpr std::int64_t kHeaderCrit = 2;      // RFC 9052 section 3.1; in nothing of ours
inline constexpr std::int64_t kHeaderKid = 4;       // RFC 9052 section 3.1
inline constexpr std::int64_t kHeaderKcwt = 13;     // RFC 9528 section 10.6, "kcwt"
inline constexpr std::int64_t kAlgEdDsa = -8;       // RFC 9053 section 2.2

/// Borrowed pieces of an envelope; they point into the bytes that were decoded.
struct Sign1 {
  ByteView protectedHeader;   // the bytes inside the bstr
  ByteView payload;           // the bytes inside the bstr
  ByteView signature;         // kSignatureBytes
};

/// What the protected header may say. Both views point into the decoded bytes.
struct Header {
  std::optional<ByteView> kid;    // 4 bytes
  std::optional<ByteView> kcwt;   // a whole COSE_Sign1 item
};

/// Syntax only. `bytes` is exactly one COSE_Sign1 array.
/// Faults: cbor/*, cose/bad-structure.
Result<Sign1> decodeSign1(ByteView bytes);

/// Faults: cbor/*, cose/unsupported-algorithm, cose/unknown-header, cose/bad-structure.
Result<Header> decodeHeader(ByteView protectedHeader);

/// {1: -8} with kid and/or kcwt when given.
Bytes encodeHeader(const Header& header);

/// Sig_structure of RFC 9052 section 4.4: the bytes that are signed.
Bytes toBeSigned(SignedKind kind, ByteView protectedHeader, ByteView payload);

Bytes encodeSign1(ByteView protectedHeader, ByteView payload, ByteView signature);

/// Signs with `key`; `kid` is written when `withKid`.
Bytes signSign1(SignedKind kind, const SigningKey& key, ByteView payload, bool withKid);

bool verifySign1(SignedKind kind, const Sign1& sign1, ByteView publicKey);

}  // namespace citycode::cose
