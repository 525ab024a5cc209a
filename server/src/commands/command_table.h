// Every command: its name, what it takes, what it does, and the function that does it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/start_failure.h"
#include "commands/options.h"

namespace citycode::server {

struct Takes {
  enum class Need : std::uint8_t {
    Must,
    May,
    OneOf,   // exactly one of these of the same command
    Bare,    // needed; stands there without its name, too
    Asked    // needed; the desk that gets it says in one sentence what is missing or wrong
  };

  std::string_view option;
  Need need = Need::Must;
};

struct Command {
  std::string_view name;
  std::vector<Takes> takes;   // beside what every command takes (commands/option_table.h)
  std::string_view help;
  Started<std::string> (*run)(const Options& options);   // the lines to print
};

const std::vector<Command>& commandTable();

/// Null when there is none.
const Command* findCommand(std::string_view name);

bool takes(const Command& command, std::string_view option);

}  // namespace citycode::server
