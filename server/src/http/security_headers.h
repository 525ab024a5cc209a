// The headers that every answer carries (docs/api.md).
#pragma once

#include "http/response.h"

namespace citycode::server {

/// `overTls`: the city's public origin is https, so browsers shall insist on it.
void addSecurityHeaders(Response& response, bool overTls);

/// For what a verifier on another site's page asks for (docs/api.md): readable there, without credentials.
void letAnyPageRead(Response& response);

}  // namespace citycode::server
