#include "signing/http_signature.h"

#include <sodium.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>

#include "citycode/crypto.h"

namespace citycode {
namespace {

constexpr std::string_view kLabel = "cc=";
constexpr std::string_view kComponents = R"(("@method" "@target-uri" "content-digest" "content-type"))";
constexpr std::size_t kNonceChars = 22;   // 16 bytes in base64url
constexpr std::size_t kKeyIdChars = 43;   // 32 bytes in base64url

// Takes `expected` off the front of `text`.
bool take(std::string_view& text, std::string_view expected) {
  if (!text.starts_with(expected)) return false;
  text.remove_prefix(expected.size());
  return true;
}

// Takes a quoted base64url string of exactly `size` characters.
bool takeQuoted(std::string_view& text, std::size_t size, std::string& value) {
  if (!take(text, "\"") || text.size() < size + 1 || text[size] != '"') return false;
  value = text.substr(0, size);
  text.remove_prefix(size + 1);
  return bool(decodeBase64Url(value));
}

bool takeSeconds(std::string_view& text, std::int64_t& seconds) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (error != std::errc{} || seconds < 0 || seconds > 0xffffffffLL) return false;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return true;
}

std::string encodeBase64(ByteView bytes, int variant) {
  std::string text(sodium_base64_encoded_len(bytes.size(), variant), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), variant);
  text.resize(text.size() - 1);   // the terminator that libsodium writes
  return text;
}

// libsodium compares characters as signed numbers, and where `char` is signed it takes every byte from 0x80 on for the
// last character of its alphabet.
bool isAscii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

Result<Bytes> decodeBase64(std::string_view text, int variant, Fault fault) {
  if (!isAscii(text)) return fault;
  Bytes bytes(text.size() / 4 * 3 + 3);
  std::size_t size = 0;
  const char* end = nullptr;
  const int status = sodium_base642bin(bytes.data(), bytes.size(), text.data(), text.size(), nullptr, &size, &end, variant);
  if (status != 0 || end != text.data() + text.size()) return fault;
  bytes.resize(size);
  return bytes;
}

// The signature header: a byte sequence of RFC 8941, "cc=:base64:".
Result<Bytes> readSignatureBytes(std::string_view field) {
  if (!take(field, "cc=:") || !field.ends_with(':')) return Fault::RequestSignatureMismatch;
  field.remove_suffix(1);
  return decodeBase64(field, sodium_base64_VARIANT_ORIGINAL, Fault::RequestSignatureMismatch);
}

}  // namespace

std::string encodeBase64Url(ByteView bytes) { return encodeBase64(bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING); }

Result<Bytes> decodeBase64Url(std::string_view text) {
  return decodeBase64(text, sodium_base64_VARIANT_URLSAFE_NO_PADDING, Fault::RequestMalformed);
}

Result<SignatureParameters> readSignatureParameters(const SignedRequest& request) {
  if (request.signatureInput.empty() || request.signature.empty()) return Fault::RequestSignatureMissing;
  if (request.signatureInput.size() > kMaxSignatureFieldBytes || request.signature.size() > kMaxSignatureFieldBytes)
    return Fault::RequestSignatureMismatch;
  std::string_view rest = request.signatureInput;
  SignatureParameters parameters;
  const bool fits = take(rest, kLabel) && take(rest, kComponents) && take(rest, ";created=") &&
                    takeSeconds(rest, parameters.createdUnixSeconds) && take(rest, ";nonce=") &&
                    takeQuoted(rest, kNonceChars, parameters.nonce) && take(rest, ";keyid=") &&
                    takeQuoted(rest, kKeyIdChars, parameters.keyId) && take(rest, ";alg=\"ed25519\"") && rest.empty();
  if (!fits) return Fault::RequestSignatureMismatch;
  return parameters;
}

std::string contentDigest(ByteView body) {
  return "sha-256=:" + encodeBase64(sha256(body), sodium_base64_VARIANT_ORIGINAL) + ":";
}

std::string signatureBase(const SignedRequest& request, std::string_view parameters) {
  std::string base;
  const auto line = [&](std::string_view name, std::string_view value) {
    base.append("\"").append(name).append("\": ").append(value).append("\n");
  };
  line("@method", request.method);
  line("@target-uri", request.targetUri);
  line("content-digest", request.contentDigest);
  line("content-type", request.contentType);
  base.append("\"@signature-params\": ").append(parameters);
  return base;
}

Result<Done> verifyRequest(const SignedRequest& request, ByteView publicKey, std::int64_t nowUnixSeconds) {
  CC_TRY(parameters, readSignatureParameters(request));
  if (request.contentDigest != contentDigest(request.body)) return Fault::RequestDigestMismatch;
  if (std::abs(nowUnixSeconds - parameters.createdUnixSeconds) > kRequestSkewSeconds)
    return Fault::RequestClockDiffers;
  CC_TRY(signature, readSignatureBytes(request.signature));
  const std::string base = signatureBase(request, request.signatureInput.substr(kLabel.size()));
  if (!verifySignature(publicKey, bytesOf(base), signature)) return Fault::RequestSignatureMismatch;
  return Done{};
}

}  // namespace citycode
