// RFC 9285 base45, the text encoding of QR alphanumeric mode.
#pragma once

#include <string>
#include <string_view>

#include "citycode/bytes.h"
#include "citycode/result.h"

namespace citycode {

/// Three characters for two bytes, two for a last single one.
std::string encodeBase45(ByteView bytes);

/// Strict: refuses any character outside the alphabet, a group over 65535 (or 255), a dangling
/// character. Fault: code/bad-base45. The caller limits the length first.
Result<Bytes> decodeBase45(std::string_view text);

}  // namespace citycode
