// The one profile of HTTP Message Signatures (RFC 9421) and Content-Digest (RFC 9530) that devices use:
// fixed components and parameters in a fixed order, see docs/api.md. Everything else is refused.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "citycode/bytes.h"
#include "citycode/limits.h"
#include "citycode/result.h"

namespace citycode {

inline constexpr std::size_t kMaxSignatureFieldBytes = 1024;

/// What was signed, as received. All views are borrowed.
struct SignedRequest {
  std::string_view method;            // "POST"
  std::string_view targetUri;         // "http://localhost:8080/v1/passes"
  std::string_view contentType;
  std::string_view contentDigest;     // the header's value
  std::string_view signatureInput;    // the header's value
  std::string_view signature;         // the header's value
  ByteView body;
};

/// The parameters as claimed: only syntax is checked.
struct SignatureParameters {
  std::int64_t createdUnixSeconds = 0;
  std::string nonce;   // 16 bytes as base64url without padding, 22 characters
  std::string keyId;   // 43 characters of base64url
};

/// Faults: request/signature-missing (empty headers), request/signature-mismatch (another profile).
Result<SignatureParameters> readSignatureParameters(const SignedRequest& request);

/// Checks the digest against the body, then the clock, then the signature with `publicKey`, which the
/// caller looked up by the claimed keyId. Faults: request/digest-mismatch, request/clock-differs,
/// request/signature-mismatch.
Result<Done> verifyRequest(const SignedRequest& request, ByteView publicKey, std::int64_t nowUnixSeconds);

/// The value of Content-Digest for a body.
std::string contentDigest(ByteView body);

/// The signature base of RFC 9421 section 2.5 for given parameters (the text after "cc=").
std::string signatureBase(const SignedRequest& request, std::string_view parameters);

/// base64url without padding (RFC 4648 section 5), strict: no padding, canonical last character.
std::string encodeBase64Url(ByteView bytes);
Result<Bytes> decodeBase64Url(std::string_view text);   // fault: request/malformed

}  // namespace citycode
