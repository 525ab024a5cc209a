// A public key as a device sends it.
#pragma once

#include "citycode/crypto.h"
#include "http/json.h"

namespace citycode::server {

/// The member `name` of `object`: 32 bytes as base64url, a point of the prime-order group. Whose key it is
/// shows a signature, not this. Faults: request/malformed, enrol/bad-key.
Result<PublicKey> takeStrongKey(const Json& object, const char* name);

/// 32 bytes as base64url, whatever they are: for areUsablePublicKeys (citycode/crypto.h). Faults as above.
Result<PublicKey> takeKey(const Json& object, const char* name);

}  // namespace citycode::server
