#include "places/portal_code.h"

#include <algorithm>
#include <cassert>
#include <charconv>

#include "signing/http_signature.h"

namespace citycode {
namespace {

constexpr std::string_view kStepContext = "citycode 1 portal second";

template <class Array>
Array firstOf(const Sha256& digest) {
  Array first;
  std::copy_n(digest.begin(), first.size(), first.begin());
  return first;
}

PortalProof steps(PortalProof from, std::int64_t count) {
  Bytes message = copyOf(bytesOf(kStepContext));
  message.resize(kStepContext.size() + from.size());
  for (; count > 0; --count) {
    std::copy(from.begin(), from.end(), message.begin() + kStepContext.size());
    from = firstOf<PortalProof>(sha256(message));
  }
  wipe(message);   // the first of them is a secret
  return from;
}

template <class Array>
Result<Array> readArray(std::string_view text) {
  const auto bytes = decodeBase64Url(text);
  Array array{};
  if (!bytes || bytes->size() != array.size()) return Fault::PortalBadCode;
  std::copy(bytes->begin(), bytes->end(), array.begin());
  return array;
}

/// Decimal, without leading zeros.
Result<std::uint32_t> readSecond(std::string_view text) {
  std::uint32_t second = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), second);
  if (error != std::errc() || end != text.data() + text.size() || second > kMaxRequestSeconds || std::to_string(second) != text)
    return Fault::PortalBadCode;
  return second;
}

}  // namespace

PortalRequestId portalRequestIdOf(ByteView request) { return firstOf<PortalRequestId>(sha256(request)); }

PortalProof portalProofAt(ByteView secret, std::uint32_t second) {
  assert(secret.size() == kPortalProofBytes && second <= kMaxRequestSeconds);
  PortalProof first;
  std::copy_n(secret.begin(), first.size(), first.begin());
  const PortalProof proof = steps(first, kMaxRequestSeconds - second);
  wipe(first);
  return proof;
}

std::string writePortalCode(const PortalCode& code) {
  return encodeBase64Url(code.id) + "." + std::to_string(code.second) + "." + encodeBase64Url(code.proof);
}

Result<PortalCode> readPortalCode(std::string_view text) {
  const std::size_t first = text.find('.'), last = text.rfind('.');
  if (first == std::string_view::npos || first == last) return Fault::PortalBadCode;
  PortalCode code;
  CC_TRY(id, readArray<PortalRequestId>(text.substr(0, first)));
  CC_TRY(second, readSecond(text.substr(first + 1, last - first - 1)));
  CC_TRY(proof, readArray<PortalProof>(text.substr(last + 1)));
  code.id = id;
  code.second = second;
  code.proof = proof;
  return code;
}

Result<Done> checkPortalCode(const PortalCode& code, const PortalProof& anchor, std::int64_t secondsSinceTaken) {
  if (code.second > kMaxRequestSeconds || !constantTimeEqual(steps(code.proof, code.second), anchor)) return Fault::PortalBadCode;
  const std::int64_t age = secondsSinceTaken - std::int64_t{code.second};
  if (age < -kLivingCodeAheadSeconds) return Fault::PortalBadCode;
  if (age > kLivingCodeSeconds) return Fault::PortalOldCode;
  return Done{};
}

Result<Done> checkNamedRequest(ByteView id, ByteView request) {
  if (!constantTimeEqual(id, portalRequestIdOf(request))) return Fault::PortalBadRequest;
  return Done{};
}

}  // namespace citycode
