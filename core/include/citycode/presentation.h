// The presentation: what the holder's phone signs anew for each slot, shaped like an SD-CWT
// key-binding token.
//
//   protected {1: -8, 13: the pass}   payload {3: aud, 6: iat} or {3: aud, 6: iat, 10: nonce}
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "citycode/bytes.h"
#include "citycode/crypto.h"
#include "citycode/limits.h"
#include "citycode/result.h"

namespace citycode {


struct PresentationClaims {
  std::string audience;                 // a scope name, or "venue:" or "portal:" and an id
  std::int64_t issuedUnixSeconds = 0;   // start of the slot
  std::optional<Bytes> nonce;
};

/// The start of the slot that holds `nowUnixSeconds`.
std::int64_t slotStart(std::int64_t nowUnixSeconds);

/// 1 to kMaxVenueIdBytes of [A-Za-z0-9.:-].
bool isVenueId(std::string_view id);

/// Payload bytes. Faults: cbor/*, presentation/*.
Result<PresentationClaims> decodePresentationClaims(ByteView payload);
Bytes encodePresentationClaims(const PresentationClaims& claims);

/// What the pass key has to sign (Sig_structure), for signers outside the core such as WebCrypto.
/// `pass` is a whole pass. Faults: cbor/*, cose/*, presentation/bad-value.
Result<Bytes> presentationToBeSigned(ByteView pass, const PresentationClaims& claims);

/// The code's text, once signed. Fault: code/too-long and those above.
Result<std::string> writeCode(ByteView pass, const PresentationClaims& claims, ByteView signature);

/// A code taken apart, syntax only: nothing in it is believed yet.
struct DecodedCode {
  Bytes bytes;                 // owns what the views below point into
  ByteView presentationHeader, presentationPayload, presentationSignature;
  ByteView pass, passHeader, passPayload, passSignature;
  ByteView claimedIssuerKid;   // 4 bytes

  DecodedCode() = default;
  DecodedCode(DecodedCode&&) = default;             // a moved vector keeps its buffer
  DecodedCode& operator=(DecodedCode&&) = default;
  DecodedCode(const DecodedCode&) = delete;
  DecodedCode& operator=(const DecodedCode&) = delete;
};

/// `text` comes straight from a QR symbol. Faults: code/*, cbor/*, cose/*, pass/too-long.
Result<DecodedCode> decodeCode(std::string_view text);

}  // namespace citycode
