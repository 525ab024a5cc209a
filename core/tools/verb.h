// One verb of the command line: what it takes, what it answers, the function that does it.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "tools/refusal.h"

namespace citycode::tools {

using Json = nlohmann::ordered_json;

/// A command line as it was read: every name is one that the verb takes.
struct Arguments {
  std::string operand;
  std::map<std::string, std::vector<std::string>, std::less<>> options;
  bool wantsJson = false;

  bool has(std::string_view option) const { return options.find(option) != options.end(); }
  /// The last value that was given; empty without one.
  std::string valueOf(std::string_view option) const;
  std::vector<std::string> allOf(std::string_view option) const;
};

/// What --at says, else this machine's clock. Refusal: 64.
Given<std::int64_t> askedTime(const Arguments& arguments);

/// What is printed: `lines` for people, or else `json`; without lines the members of `json` are told one a line.
struct Answer {
  ExitCode exit = ExitCode::Good;
  Json json;
  std::string lines;
};

/// What completion offers for a value.
enum class Values : std::uint8_t { Files, Folders, Scenes, Others };

struct Option {
  std::string_view name;
  std::string_view value;   // what stands behind it, such as "FILE"; empty for a flag
  Values offers = Values::Others;
  std::string_view help;
};

struct Takes {
  enum class Need : std::uint8_t { May, Must, Many };   // Many: may, and more than once

  std::string_view option;
  Need need = Need::May;
};

struct Verb {
  std::string_view name;
  std::string_view operand;          // "CODE|-"; empty: it takes none
  bool needsOperand = true;
  std::vector<std::string_view> words;   // all that the operand can be; none: anything
  std::vector<Takes> takes;          // beside --json and --help
  std::string_view help;             // one sentence
  std::string_view more;             // paragraphs of the manual, a line each
  std::string_view members;          // of its JSON
  Given<Answer> (*run)(const Arguments& arguments);
};

const std::vector<Option>& optionTable();
const std::vector<Verb>& verbTable();

/// Null when there is none.
const Option* findOption(std::string_view name);
const Verb* findVerb(std::string_view name);

// The verbs, each in a file of its own name.
Given<Answer> inspect(const Arguments& arguments);
Given<Answer> verify(const Arguments& arguments);
Given<Answer> draw(const Arguments& arguments);
Given<Answer> read(const Arguments& arguments);
Given<Answer> keygen(const Arguments& arguments);
Given<Answer> issueTest(const Arguments& arguments);
Given<Answer> logProof(const Arguments& arguments);
Given<Answer> completion(const Arguments& arguments);
Given<Answer> manual(const Arguments& arguments);

}  // namespace citycode::tools
