#include "enrolment/strong_key.h"

#include <algorithm>

#include "citycode/http_signature.h"

namespace citycode::server {
namespace {

constexpr std::size_t kKeyTextBytes = 43;          // 32 bytes as base64url
constexpr std::size_t kMaxOfferedTextBytes = 128;  // longer ones are not even looked at

}  // namespace

Result<PublicKey> takeStrongKey(const Json& object, const char* name) {
  CC_TRY(text, takeText(object, name, kMaxOfferedTextBytes));
  const auto bytes = decodeBase64Url(text);
  if (!bytes || text.size() != kKeyTextBytes || !isStrongPublicKey(*bytes)) return Fault::EnrolBadKey;
  PublicKey key{};
  std::copy(bytes->begin(), bytes->end(), key.begin());
  return key;
}

}  // namespace citycode::server
