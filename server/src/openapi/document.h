// The described API as it was compiled in: server/openapi.json, which scripts/generate writes (docs/adr/0088).
#pragma once

#include <string_view>

namespace citycode::server {

extern const std::string_view kOpenApiDocument;

}  // namespace citycode::server
