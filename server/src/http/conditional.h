// Conditional requests (RFC 9110 section 13).
#pragma once

#include <string>
#include <string_view>

#include "citycode/bytes.h"

namespace citycode::server {

/// A strong tag of the content: the first 16 bytes of its SHA-256 as quoted base64url.
std::string etagOf(ByteView content);

/// Weak comparison of an If-None-Match value with one of our own tags (section 13.1.2).
bool matchesEtag(std::string_view ifNoneMatch, std::string_view etag);

}  // namespace citycode::server
