// What a configuration file and the environment say, in the same words as the command line: a row of the option table is a key of the
// file ("post-rate") and a variable (CITYCODE_POST_RATE). A default gives way to the file, that to the environment, that to the command line;
// a key has all of its values from one of them.
#pragma once

#include <string>
#include <vector>

#include "base/start_failure.h"
#include "commands/option_table.h"
#include "store/store_address.h"

namespace citycode::server {

/// One key with its values as `take` reads them.
struct Said {
  const OptionRow* row = nullptr;
  std::vector<std::string> values;
  std::string by;        // "/etc/citycode/citycode.toml:3", "CITYCODE_PORT"
  std::string refusal;   // what a sentence about a wrong value begins with: "/etc/citycode/citycode.toml, line 3: port"
};

/// A table of TOML (toml.io). Failure: start/bad-option with file, line and key, and the nearest key for one that is not known; also for a
/// file with a secret in it that others can read. No sentence repeats a value.
Started<std::vector<Said>> readConfigurationFile(const std::string& path);

/// Failure: start/bad-option, naming the variable. An empty variable says nothing.
Started<std::vector<Said>> readVariables(const Environment& environment);

/// For whoever mistyped one: the names of the environment that are nearly a variable's, each with the variable's. Others begin with CITYCODE_, too.
std::vector<std::string> variableHints(const std::vector<std::string>& names);

/// Of the file's keys the one that fewest letters tell apart from this text, at most so many; empty when none is near.
std::string nearestKey(std::string_view text, std::size_t mostLetters);
inline constexpr std::size_t kLettersOff = 2;   // "prot" and "port"

/// What was not said on the command line (`options.saidBy`) is taken from the environment, or else from the file that the options or
/// CITYCODE_CONFIG name. All of it is looked at, also what something else overrules.
Started<Done> settle(Options& options, const Environment& environment);

/// An address of PostgreSQL gets the password that the options have, or its file. Done by `settle` for --store.
void usePassword(StoreAddress& address, const Options& options);

/// All keys as a configuration file, each with who said it. A secret is stars.
std::string configurationText(const Options& options);

}  // namespace citycode::server
