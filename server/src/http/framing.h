// Refuses requests whose end two programs could see in different places (request smuggling), and turns
// the engine's header into our Request.
#pragma once

#include <boost/beast/http/fields.hpp>
#include <boost/beast/http/message.hpp>

#include "citycode/result.h"
#include "http/request.h"

namespace citycode::server {

using EngineHeader = boost::beast::http::request_header<boost::beast::http::fields>;

/// RFC 9112 sections 3.2 and 6.3, stricter: HTTP/1.0 with a transfer coding, a coding other than exactly
/// "chunked", Content-Length beside Transfer-Encoding, differing or signed or padded Content-Lengths, a
/// missing or second or odd Host, a target that is not a path. Fault: request/malformed.
Result<Done> checkFraming(const EngineHeader& header);

/// Copies what handlers may see. Called before the body is read, so that trailers never become headers.
Request requestFrom(const EngineHeader& header);

}  // namespace citycode::server
