// A code taken apart, and the payload of its presentation.
#pragma once

#include <string_view>

#include "citycode/bytes.h"
#include "citycode/pass.h"
#include "citycode/result.h"

namespace citycode {

/// Payload bytes. Faults: cbor/*, presentation/*.
Result<PresentationClaims> decodePresentationClaims(ByteView payload);
Bytes encodePresentationClaims(const PresentationClaims& claims);

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
