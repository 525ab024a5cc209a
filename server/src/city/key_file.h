// A secret in a file of its own: made once, never overwritten, readable by this user only.
#pragma once

#include <string>

#include "base/secret.h"
#include "base/start_failure.h"
#include "citycode/result.h"

namespace citycode::server {

enum class Absent { Create, Refuse };

/// The `size` bytes of the file. When it is absent it is filled with fresh randomness, or the start is
/// refused, because a new key would make everything that was signed with the old one worthless.
Started<Secret> openKeyFile(const std::string& path, std::size_t size, Absent absent);

/// The folder with mode 0700, made when absent.
Started<Done> ensurePrivateFolder(const std::string& path);

}  // namespace citycode::server
