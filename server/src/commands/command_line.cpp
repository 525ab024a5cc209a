#include "commands/command_line.h"

#include <algorithm>
#include <thread>

#include "commands/command_table.h"
#include "commands/configuration.h"
#include "commands/option_table.h"

namespace citycode::server {
namespace {

constexpr std::size_t kHelpColumns = 110;       // of a terminal that is not narrow
constexpr std::size_t kHelpIndent = 23;         // behind "  --utc-offset-seconds "

using Need = Takes::Need;

StartFailure bad(std::string sentence) { return {Fault::StartBadOption, std::move(sentence) + " See --help."}; }

/// "--person ID", or the name alone for a flag.
std::string withValue(std::string_view option) {
  const OptionRow* row = findOption(option);
  const std::string_view value = row == nullptr ? std::string_view() : row->value;
  return std::string(option).append(value.empty() ? "" : " ").append(value);
}

/// "a, b and c", with the last word given.
std::string listed(const std::vector<std::string>& words, std::string_view last) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i)
    text.append(i == 0 ? "" : i + 1 == words.size() ? last : std::string_view(", ")).append(words[i]);
  return text;
}

/// A command line while it is read.
struct Line {
  Options options;
  std::vector<std::string> given;   // names of options
};

/// What was wrong with the argument at `i`, which may take the next one too.
std::string readOption(const std::vector<std::string>& arguments, std::size_t& i, Line& line) {
  // Both "--port 8080" and "--port=8080".
  const std::size_t equals = arguments[i].starts_with("--") ? arguments[i].find('=') : std::string::npos;
  const std::string name = arguments[i] == "-h" ? "--help" : arguments[i].substr(0, equals);
  const OptionRow* row = findOption(name == kFormerScenes.name ? kFormerScenes.now : name);
  if (row == nullptr) return "There is no " + std::string(name.starts_with('-') ? "option" : "command") + " \"" + name + "\".";
  if (row->key == OptionRow::Key::Secret)
    return name + " would be read by every user of this machine: write " + keyOf(*row) + " into the configuration file, of mode 0600, or give " +
           variableOf(*row) + ".";
  line.given.push_back(name);
  if (row->value.empty()) return equals == std::string::npos ? row->take(line.options, {}) : name + " takes no value.";
  if (equals != std::string::npos) return row->take(line.options, arguments[i].substr(equals + 1));
  if (i + 1 == arguments.size()) return name + " needs a value.";
  return row->take(line.options, arguments[++i]);
}

/// A former word is understood where it was the word; elsewhere the sentence says the present one.
std::string renamed(Line& line) {
  const auto former = std::find(line.given.begin(), line.given.end(), kFormerScenes.name);
  if (former == line.given.end()) return {};
  const std::string old(kFormerScenes.name), now(kFormerScenes.now), owner(kFormerScenes.ofCommand);
  const std::string_view command = line.options.command == nullptr ? std::string_view() : line.options.command->name;
  if (command != owner) return old + " is a former word, of " + owner + " alone: scenes are given as " + now + ".";
  line.options.hints.push_back(old + " is called " + now + " now, as everywhere: " + old + " is understood here for a while.");
  *former = now;
  return {};
}

bool isTaken(const OptionRow& row, const Command* command) {
  if (row.of == OptionRow::Of::Every) return true;
  if (command == nullptr) return row.of == OptionRow::Of::Server;
  return takes(*command, row.name);
}

/// Who takes an option, in the order of the tables.
std::string ownersOf(const OptionRow& row) {
  if (row.of == OptionRow::Of::Server) return "the server";
  std::vector<std::string> names;
  for (const Command& command : commandTable())
    if (takes(command, row.name)) names.emplace_back(command.name);
  return listed(names, ", ");
}

std::string misplaced(const Line& line) {
  const Command* command = line.options.command;
  for (const std::string& name : line.given) {
    const OptionRow& row = *findOption(name);
    if (isTaken(row, command)) continue;
    return name + " belongs to " + ownersOf(row) + (command == nullptr ? ": no command was given." : ", and not to " + std::string(command->name) + ".");
  }
  return {};
}

std::string missing(const Command& command, const std::vector<std::string>& given) {
  const auto isGiven = [&](const Takes& taken) { return std::find(given.begin(), given.end(), taken.option) != given.end(); };
  std::vector<std::string> must, oneOf;
  std::size_t chosen = 0;
  for (const Takes& taken : command.takes) {
    if (taken.need == Need::Must && !isGiven(taken)) must.push_back(withValue(taken.option));
    if (taken.need == Need::Bare && !isGiven(taken)) must.emplace_back(findOption(taken.option)->value);
    if (taken.need != Need::OneOf) continue;
    oneOf.push_back(withValue(taken.option));
    chosen += isGiven(taken);
  }
  const std::string name(command.name);
  if (!oneOf.empty() && chosen != 1) return name + " needs either " + listed(oneOf, " or ") + ".";
  if (!must.empty()) return name + " needs " + listed(must, " and ") + ".";
  return {};
}

/// "--person ID [--address TEXT] (--card NUMBER | --person ID)"
std::string synopsisOf(const Command& command) {
  std::vector<std::string> oneOf;
  for (const Takes& taken : command.takes)
    if (taken.need == Need::OneOf) oneOf.push_back(withValue(taken.option));
  std::string text(command.name);
  for (const Takes& taken : command.takes) {
    if (taken.need == Need::OneOf && !oneOf.empty()) text.append(" (").append(listed(oneOf, " | ")).append(")");
    if (taken.need == Need::OneOf) oneOf.clear();   // once for all of them
    else if (taken.need == Need::Bare) text.append(" ").append(findOption(taken.option)->value);
    else if (taken.need == Need::May) text.append(" [").append(withValue(taken.option)).append("]");
    else text.append(" ").append(withValue(taken.option));
  }
  return text;
}

/// The command at `i`, which may be two words: then `i` goes to the second.
const Command* commandAt(const std::vector<std::string>& arguments, std::size_t& i) {
  if (i + 1 < arguments.size())
    if (const Command* two = findCommand(arguments[i] + " " + arguments[i + 1])) return ++i, two;
  return findCommand(arguments[i]);
}

/// The option that a word stands for which has no name before it, once.
const OptionRow* bareOption(const std::string& word, const Line& line) {
  if (line.options.command == nullptr || (word.starts_with('-') && word != "-")) return nullptr;
  for (const Takes& taken : line.options.command->takes) {
    const bool isGiven = std::find(line.given.begin(), line.given.end(), taken.option) != line.given.end();
    if (taken.need == Need::Bare && !isGiven) return findOption(taken.option);
  }
  return nullptr;
}

/// Words in lines that begin at the indent, but for the first, which begins where `text` ends: at `column`.
void putWrapped(std::string& text, std::string_view words, std::size_t column = kHelpIndent) {
  for (bool isFirst = true; !words.empty(); isFirst = false) {
    const std::size_t end = std::min(words.find(' '), words.size());
    if (!isFirst && column + 1 + end > kHelpColumns) {
      text.append("\n").append(kHelpIndent, ' ');
      column = kHelpIndent;
    } else if (!isFirst) {
      text += ' ';
      ++column;
    }
    text.append(words.substr(0, end));
    column += end;
    words.remove_prefix(std::min(end + 1, words.size()));
  }
  text += '\n';
}

}  // namespace

Started<Options> parseOptions(const std::vector<std::string>& arguments, const Environment& environment) {
  Line line;
  Options& options = line.options;
  options.listen.threads = std::clamp(std::thread::hardware_concurrency(), 1u, kMaxThreads);
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (const Command* named = commandAt(arguments, i)) {
      if (options.command != nullptr) return bad("There are two commands, " + std::string(options.command->name) + " and " + arguments[i] + ": give one.");
      options.command = named;
    } else if (const OptionRow* bare = bareOption(arguments[i], line)) {
      line.given.emplace_back(bare->name);
      if (auto wrong = bare->take(options, arguments[i]); !wrong.empty()) return bad(std::move(wrong));
    } else if (auto wrong = readOption(arguments, i, line); !wrong.empty()) {
      return bad(std::move(wrong));
    }
  }
  if (options.show != Options::Show::Nothing) return options;
  if (auto wrong = renamed(line); !wrong.empty()) return bad(std::move(wrong));
  if (auto wrong = misplaced(line); !wrong.empty()) return bad(std::move(wrong));
  for (const std::string& name : line.given) options.saidBy[name] = "command line";
  if (auto settled = settle(options, environment); !settled) return settled.failure();
  if (options.command == nullptr) return options;
  if (options.command->name == kFormerCheck.name && options.configurationFile.empty())
    options.hints.push_back(std::string(kFormerCheck.name) + " looks at the configuration now: every page of the records is read by " +
                            std::string(kFormerCheck.now) + ".");
  if (auto wrong = missing(*options.command, line.given); !wrong.empty()) return bad(std::move(wrong));
  return options;
}

std::string helpText() {
  constexpr std::string_view kCommandLine = "  citycode-server --data DIR ";
  std::string text = "citycode-server: issues the city's passes and serves its web app.\n\n  citycode-server [options]\n";
  for (const Command& command : commandTable()) {
    text.append(kCommandLine);
    putWrapped(text, synopsisOf(command), kCommandLine.size());
    text.append(kHelpIndent, ' ');
    putWrapped(text, command.help);
  }
  text += '\n';
  for (const OptionRow& row : optionTable()) {
    if (row.help.empty()) continue;
    const std::string name = "  " + withValue(row.name);
    text += name;
    if (name.size() < kHelpIndent) text.append(kHelpIndent - name.size(), ' ');
    else text.append("\n").append(kHelpIndent, ' ');
    putWrapped(text, row.help);
  }
  return text + "\nCommands are for operators at this machine; a running server sees what they did. They take --config, --data, --store,\n"
                "--origin, --port and --utc-offset-seconds as the server does. What the server takes is also a key of the file that\n"
                "--config names, without its dashes, and a variable: --post-rate is CITYCODE_POST_RATE. More: docs/deploy.md.\n";
}

}  // namespace citycode::server
