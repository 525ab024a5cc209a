// Reads the command line by the two tables (commands/option_table.h, commands/command_table.h), and tells what they say.
#pragma once

#include <string>
#include <vector>

#include "base/start_failure.h"
#include "commands/options.h"

namespace citycode::server {

/// Failure: start/bad-option with one sentence. An option that is not taken is refused, and the sentence says who takes it.
Started<Options> parseOptions(const std::vector<std::string>& arguments);

std::string helpText();

}  // namespace citycode::server
