#include "tools/command_line.h"

#include <algorithm>

#include "tools/texts.h"

namespace citycode::tools {
namespace {

constexpr std::string_view kEnd = "--";
constexpr std::string_view kForEvery[] = {"--json", "--help", "--version"};

bool isTaken(const Verb* verb, std::string_view option) {
  if (std::find(std::begin(kForEvery), std::end(kForEvery), option) != std::end(kForEvery)) return true;
  return verb != nullptr && std::any_of(verb->takes.begin(), verb->takes.end(), [&](const Takes& taken) { return taken.option == option; });
}

bool maySayMore(const Verb* verb, std::string_view option) {
  if (verb == nullptr) return true;
  const auto taken = std::find_if(verb->takes.begin(), verb->takes.end(), [&](const Takes& row) { return row.option == option; });
  return taken == verb->takes.end() || taken->need == Takes::Need::Many;
}

/// Takes the option at `i`, and the next word where its value stands there.
Given<Done> takeOption(const std::vector<std::string>& words, std::size_t& i, Line& line) {
  const std::string& word = words[i];
  const std::size_t equals = word.find('=');
  const std::string name = word == "-h" ? "--help" : word.substr(0, equals);
  const Option* const option = findOption(name);
  if (option == nullptr || !isTaken(line.verb, name))
    return usage((line.verb == nullptr ? "citycode" : std::string(line.verb->name)) + " takes no " + shown(name) + ".");
  std::vector<std::string>& values = line.arguments.options[name];
  if (!values.empty() && !maySayMore(line.verb, name)) return usage(name + " can be given once.");
  if (option->value.empty()) {
    if (equals != std::string::npos) return usage(name + " takes no value.");
    values.emplace_back();
    return Done{};
  }
  if (equals == std::string::npos && i + 1 == words.size()) return usage(name + " needs a value.");
  values.push_back(equals == std::string::npos ? words[++i] : word.substr(equals + 1));
  if (values.back().empty()) return usage(name + " needs a value.");
  return Done{};
}

Given<Done> takeWord(const std::string& word, Line& line, bool& hasOperand) {
  if (line.verb == nullptr) {
    line.verb = findVerb(word);
    if (line.verb == nullptr) return usage("There is no verb " + shown(word) + ".");
    return Done{};
  }
  if (line.verb->operand.empty()) return usage(std::string(line.verb->name) + " takes nothing but options.");
  if (hasOperand) return usage(std::string(line.verb->name) + " takes one " + std::string(line.verb->operand) + ": put a text with spaces between quotation marks.");
  line.arguments.operand = word;
  hasOperand = true;
  return Done{};
}

Given<Done> checkComplete(const Line& line, bool hasOperand) {
  const Verb& verb = *line.verb;
  const std::string name(verb.name);
  if (verb.needsOperand && !hasOperand) return usage(name + " needs " + std::string(verb.operand) + ".");
  const auto& allowed = verb.words;
  if (!allowed.empty() && std::find(allowed.begin(), allowed.end(), line.arguments.operand) == allowed.end())
    return usage(name + " needs " + std::string(verb.operand) + ", and not " + shown(line.arguments.operand) + ".");
  for (const Takes& taken : verb.takes)
    if (taken.need == Takes::Need::Must && !line.arguments.has(taken.option))
      return usage(name + " needs " + std::string(taken.option) + " " + std::string(findOption(taken.option)->value) + ".");
  return Done{};
}

}  // namespace

Given<Line> parseLine(const std::vector<std::string>& words) {
  Line line;
  bool hasOperand = false, isEnded = false;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const bool isOption = !isEnded && words[i].size() > 1 && words[i].front() == '-';
    if (isOption && words[i] == kEnd) {
      isEnded = true;
    } else {
      CC_CHECK(isOption ? takeOption(words, i, line) : takeWord(words[i], line, hasOperand));
    }
  }
  line.arguments.wantsJson = line.arguments.has("--json");
  if (line.arguments.has("--help")) line.show = Line::Show::Help;
  else if (line.arguments.has("--version")) line.show = Line::Show::Version;
  if (line.show != Line::Show::Nothing) return line;
  if (line.verb == nullptr) return usage("citycode needs a verb.");
  CC_CHECK(checkComplete(line, hasOperand));
  return line;
}

bool wantsJson(const std::vector<std::string>& words) {
  const auto end = std::find(words.begin(), words.end(), kEnd);
  return std::find(words.begin(), end, "--json") != end;
}

}  // namespace citycode::tools
