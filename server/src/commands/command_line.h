// Reads the command line by the two tables (commands/option_table.h, commands/command_table.h), and tells what they say.
#pragma once

#include <string>
#include <vector>

#include "base/start_failure.h"
#include "commands/options.h"

namespace citycode::server {

/// Failure: start/bad-option with one sentence. An option that is not taken is refused, and the sentence says who takes it.
/// What it does not say the environment may, and a configuration file (commands/configuration.h).
Started<Options> parseOptions(const std::vector<std::string>& arguments, const Environment& environment = [](const char*) -> const char* { return nullptr; });

std::string helpText();

}  // namespace citycode::server
