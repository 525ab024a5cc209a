#include "issuance/pseudonym.h"

#include <algorithm>

#include <sodium.h>

namespace citycode::server {

Pseudonym pseudonymOf(ByteView pseudonymKey, const Identifier& personId, std::string_view scopeName, std::string_view venueId) {
  Bytes message(personId.begin(), personId.end());   // fixed length: the two parts cannot be confused
  const ByteView scope = bytesOf(scopeName);
  message.insert(message.end(), scope.begin(), scope.end());
  if (!venueId.empty()) {
    const ByteView venue = bytesOf(venueId);
    message.push_back(0);   // in no name of a scene
    message.insert(message.end(), venue.begin(), venue.end());
  }
  std::array<std::uint8_t, crypto_generichash_BYTES> hash{};
  crypto_generichash(hash.data(), hash.size(), message.data(), message.size(), pseudonymKey.data(), pseudonymKey.size());
  Pseudonym pseudonym{};
  std::copy_n(hash.begin(), pseudonym.size(), pseudonym.begin());
  return pseudonym;
}

}  // namespace citycode::server
