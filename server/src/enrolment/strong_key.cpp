#include "enrolment/strong_key.h"

#include "base/key_text.h"

namespace citycode::server {
namespace {

constexpr std::size_t kMaxOfferedTextBytes = 128;  // longer ones are not even looked at

}  // namespace

Result<PublicKey> takeStrongKey(const Json& object, const char* name) {
  CC_TRY(key, takeKey(object, name));
  if (!isStrongPublicKey(key)) return Fault::EnrolBadKey;
  return std::move(key);
}

Result<PublicKey> takeKey(const Json& object, const char* name) {
  CC_TRY(text, takeText(object, name, kMaxOfferedTextBytes));
  const auto key = bytesFromBase64Url<kPublicKeyBytes>(text);
  if (!key) return Fault::EnrolBadKey;
  return *key;
}

}  // namespace citycode::server
