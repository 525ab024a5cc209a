#include "http/conditional.h"

#include "citycode/crypto.h"
#include "signing/http_signature.h"

namespace citycode::server {
namespace {

constexpr std::size_t kEtagHashBytes = 16;   // no two versions of a file share 128 bits

}  // namespace

std::string etagOf(ByteView content) {
  std::string etag(1, '"');
  etag.append(encodeBase64Url(ByteView(sha256(content)).first(kEtagHashBytes))).append(1, '"');
  return etag;
}

// Our tags are quoted base64url: one cannot be part of another, so finding it in the list is enough.
bool matchesEtag(std::string_view ifNoneMatch, std::string_view etag) {
  return ifNoneMatch == "*" || ifNoneMatch.find(etag) != std::string_view::npos;
}

}  // namespace citycode::server
