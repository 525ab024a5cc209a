// Reads the command line by the tables of verbs and options (tools/verb.h).
#pragma once

#include <string>
#include <vector>

#include "tools/verb.h"

namespace citycode::tools {

struct Line {
  enum class Show : std::uint8_t { Nothing, Help, Version };

  const Verb* verb = nullptr;   // null only when something is shown
  Arguments arguments;
  Show show = Show::Nothing;
};

/// Refusal: 64 with one sentence. "--" ends the options, so that a text may begin with a hyphen.
Given<Line> parseLine(const std::vector<std::string>& words);

/// Whether a refusal of this line is to be told as JSON, however wrong the line is.
bool wantsJson(const std::vector<std::string>& words);

}  // namespace citycode::tools
