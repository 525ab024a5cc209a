// Names of the web app's files, from the paths of requests.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace citycode::server {

/// The decoded path without its leading '/'. Nothing for anything that is not a plain name: bad percent
/// escapes, NUL and other controls, backslashes, empty, "." and ".." segments.
std::optional<std::string> decodeWebPath(std::string_view path);

}  // namespace citycode::server
