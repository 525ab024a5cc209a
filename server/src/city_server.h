// The server of a city: puts the parts together (store, keys, callers, domains, routes, engine) and runs them.
#pragma once

#include <optional>

#include "base/start_failure.h"
#include "commands/options.h"

namespace citycode::server {

/// Serves until it is asked to stop. Prints the address on standard output when it accepts requests.
std::optional<StartFailure> serveCity(const Options& options);

}  // namespace citycode::server
