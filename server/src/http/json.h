// JSON at the border: strict reading without exceptions, answers with the right headers.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "citycode/bytes.h"
#include "citycode/result.h"
#include "http/request.h"
#include "http/response.h"

namespace citycode::server {

using Json = nlohmann::ordered_json;

/// A body's fixed words ("others", "removed") are shorter; what is longer is none of them.
inline constexpr std::size_t kMaxWordBytes = 16;

/// True for application/json, with or without charset=utf-8.
bool isJsonType(std::string_view contentType);

/// An object with exactly `memberCount` members. The library's own message never leaves.
/// Fault: request/malformed.
Result<Json> readJsonObject(std::string_view body, std::size_t memberCount);
/// The same, and one more that may be there.
Result<Json> readJsonObject(std::string_view body, std::size_t memberCount, const char* optionalMember);

/// The text of a member. Fault: request/malformed when absent, of another kind, over `maxBytes` or with U+0000.
Result<std::string> takeText(const Json& object, const char* member, std::size_t maxBytes);

Response jsonResponse(int status, const Json& document);

}  // namespace citycode::server
