// The headers that every answer carries (docs/api.md).
#pragma once

#include <string_view>

#include "http/response.h"

namespace citycode::server {

/// `overTls`: the city's public origin is https, so browsers shall insist on it. What one of the two below has said stays.
void addSecurityHeaders(Response& response, bool overTls);

/// Pages of `origin` may show this one in a frame, and no others: everybody between it and the window must be of that origin.
/// `origin` is one, as isPortalOrigin says: it stands in a header.
void letFrame(Response& response, std::string_view origin);

/// For a script that stands on other people's pages.
void letAnyPageLoad(Response& response);

/// For what a verifier on another site's page asks for (docs/api.md): readable there, without credentials.
void letAnyPageRead(Response& response);

}  // namespace citycode::server
