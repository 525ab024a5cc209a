// COSE messages (RFC 9052) and CWT claims (RFC 8392) that other people wrote: Claim 169 cards, SD-CWTs, examples of
// the RFCs. Tagged or not, key id in either header. Only Ed25519 signatures can be verified here; everything else is
// recognised, so that a refusal can say what it met. Our own codes are read by cose.h, which knows one form only.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "citycode/limits.h"
#include "citycode/result.h"
#include "encoding/foreign_cbor.h"

namespace citycode::foreign {

enum class CoseKind : std::uint8_t { Sign1, Sign, Mac, Encrypt };   // Mac and Encrypt with or without recipients

// RFC 9053 and RFC 9864; the IANA registry "COSE Algorithms".
inline constexpr std::int64_t kAlgEs256 = -7, kAlgEs384 = -35, kAlgEdDsa = -8, kAlgEd25519 = -19;

/// What the two header maps say, the protected one first. Views point into the bytes that were decoded.
struct CoseHeaders {
  ByteView protectedBytes;              // as signed
  std::optional<std::int64_t> algorithm;   // from the protected header alone: an unprotected one proves nothing
  std::optional<ByteView> keyId;
  bool keyIdIsSigned = false;              // it stands in the protected header
  std::optional<Item> keyBoundToken;    // kcwt (RFC 9528): the token that an SD-CWT's key-binding token carries
  std::optional<Item> disclosures;      // sd_claims, header 17
};

struct CoseSignature {
  CoseHeaders headers;
  ByteView bytes;   // may be empty: then nobody signed
};

struct CoseMessage {
  CoseKind kind = CoseKind::Sign1;
  CoseHeaders headers;                  // of the body
  ByteView payload;                     // of Sign1 and Sign; else empty
  std::vector<CoseSignature> signatures;   // one for Sign1
};

/// `bytes` is one message, with or without the tags 61 (CWT) and 16, 17, 18, 96, 97, 98. An untagged array of four
/// is a COSE_Sign1, of three a COSE_Encrypt0. Faults: cbor/*, cose/bad-structure; cose/unknown-header for a critical
/// label (crit) that is not understood here.
Result<CoseMessage> decodeCose(ByteView bytes);

/// Whether the one who holds `publicKey` signed, as the only or as one of several.
/// Faults: paper/encrypted; paper/other-algorithm when no signature is Ed25519's; signature/issuer-mismatch, also
/// for an empty signature.
Result<Done> verifyCose(const CoseMessage& message, ByteView publicKey);

/// The claims that we know by name; a claim that is there with another type than its RFC's is cbor/unexpected-type.
struct CwtClaims {
  std::optional<std::string_view> issuer, subject, audience;
  std::optional<std::int64_t> expiresUnixSeconds, notBeforeUnixSeconds, issuedUnixSeconds;
  std::optional<Item> confirmation;     // cnf, RFC 8747
  std::optional<Item> identity;         // 169, MOSIP
  std::optional<Item> status;           // 65535, Token Status List
};

/// The payload of a CWT. Faults: cbor/*, cose/bad-structure when it is no map.
Result<CwtClaims> decodeClaims(ByteView payload);

}  // namespace citycode::foreign
