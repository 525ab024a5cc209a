// Every option of the command line: its name, who takes it, how its value is read.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "commands/options.h"

namespace citycode::server {

inline constexpr unsigned kMaxThreads = 256;   // more than any machine of a city has cores

struct OptionRow {
  enum class Of : std::uint8_t {
    Every,      // what says which city it is and what time: server and commands alike
    Server,     // how it is served
    Commands    // of those that name it in their row (commands/command_table.h)
  };

  std::string_view name;
  std::string_view value;   // what stands behind it, such as "DIR"; empty for a flag
  Of of;
  std::string_view help;    // empty: tests only, or told with its commands
  std::string (*take)(Options& options, const std::string& value);   // what was wrong with it, or nothing

  /// What the configuration has for it (commands/configuration.h); its key is the name without dashes.
  enum class Key : std::uint8_t {
    None,     // of the command line alone
    Text,
    Number,
    Flag,
    List,     // of texts: each is taken by itself
    Names,    // one text, or one for each language
    Secret    // a text that is never shown, and no option of a command line, which every user of the machine can read
  };
  Key key = Key::None;
  std::vector<std::string> (*inForce)(const Options& options) = nullptr;   // as `take` reads it; nothing where nothing is set
};

/// "post-rate", as the configuration file has it, and "CITYCODE_POST_RATE".
std::string keyOf(const OptionRow& row);
std::string variableOf(const OptionRow& row);

const std::vector<OptionRow>& optionTable();

/// Null when there is none.
const OptionRow* findOption(std::string_view name);

/// A former word for an option, understood where it was; whoever types it is told the new one.
struct FormerOption {
  std::string_view name, now, ofCommand;
};
inline constexpr FormerOption kFormerScenes{"--scopes", "--scenes", "terminal-code"};

/// A command's name that means something else now.
struct FormerCommand {
  std::string_view name, now;
};
inline constexpr FormerCommand kFormerCheck{"check", "check-records"};

}  // namespace citycode::server
