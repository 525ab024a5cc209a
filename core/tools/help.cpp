#include "tools/help.h"

#include <algorithm>

namespace citycode::tools {
namespace {

constexpr std::size_t kColumns = 100, kIndent = 25;
constexpr std::string_view kManualDate = "November 27, 2026";   // when what it says last changed

std::vector<std::string_view> linesOf(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

std::string withValue(const Option& option) {
  return option.value.empty() ? std::string(option.name) : std::string(option.name) + " " + std::string(option.value);
}

/// "[--at TIME]", "--key FILE", "[--proof HASHES]..."
std::string synopsisOf(const Takes& taken) {
  const std::string text = withValue(*findOption(taken.option));
  if (taken.need == Takes::Need::Must) return text;
  return std::string("[") + text + "]" + (taken.need == Takes::Need::Many ? "..." : "");
}

/// Words in lines that begin at the indent.
std::string wrapped(std::string_view words) {
  std::string text;
  std::size_t column = kIndent;
  while (!words.empty()) {
    const std::size_t end = std::min(words.find(' '), words.size());
    if (column > kIndent && column + 1 + end > kColumns) {
      text.append("\n").append(kIndent, ' ');
      column = kIndent;
    } else if (column > kIndent) {
      text += ' ';
      ++column;
    }
    text.append(words.substr(0, end));
    column += end;
    words.remove_prefix(std::min(end + 1, words.size()));
  }
  return text + "\n";
}

std::string row(std::string_view name, std::string_view help) {
  std::string text = std::string("  ") + std::string(name);
  if (text.size() + 1 < kIndent) text.append(kIndent - text.size(), ' ');
  else text.append("\n").append(kIndent, ' ');
  return text + wrapped(help);
}


}  // namespace

std::string helpText() {
  std::string text = "citycode: inspects, verifies, draws and reads city codes. It asks no server.\n\n";
  for (const Verb& verb : verbTable())
    text += row(std::string(verb.name) + (verb.operand.empty() ? "" : std::string(" ") + std::string(verb.operand)), verb.help);
  return text + "\nEvery verb takes --json and --help. Exit codes: 0 good, 1 invalid, 2 undecided, 64 command line, 65 bad input,\n"
                "66 no such file, 73 a file that cannot be made. The manual: man citycode.\n";
}

std::string helpText(const Verb& verb) {
  std::string text = std::string("citycode ") + std::string(verb.name);
  if (!verb.operand.empty()) text.append(" ").append(verb.operand);
  for (const Takes& taken : verb.takes) text.append(" ").append(synopsisOf(taken));
  text.append(" [--json]\n\n").append("  It ").append(verb.help).append(".\n");
  for (const std::string_view line : linesOf(verb.more)) text.append("  ").append(line).append("\n");
  text += '\n';
  for (const Takes& taken : verb.takes) text += row(withValue(*findOption(taken.option)), findOption(taken.option)->help);
  text += row("--json", findOption("--json")->help);
  return text + row("", "members: " + std::string(verb.members));
}

// ---- The manual page: mdoc, for every manual reader of today ------------------------------------------------------

namespace {

/// A line of mdoc text: what would be a request or an escape is none. A backslash and a quotation mark are spelled.
std::string roff(std::string_view text) {
  std::string safe;
  for (const char c : text) {
    if (c == '\\') safe += "\\e";
    else if (c == '"') safe += "\\(dq";
    else if (c == '-') safe += "\\-";
    else safe += c;
  }
  return safe.starts_with('.') || safe.starts_with('\'') ? std::string("\\&") + safe : safe;
}

std::string flagOf(std::string_view option) { return std::string("Fl ") + roff(option.substr(1)); }

std::string mdocOf(const Takes& taken) {
  const Option& option = *findOption(taken.option);
  std::string text = taken.need == Takes::Need::Must ? std::string(".") + flagOf(option.name) : std::string(".Op ") + flagOf(option.name);
  if (!option.value.empty()) text.append(" Ar ").append(roff(option.value));
  if (taken.need == Takes::Need::Many) text += " ...";
  return text + "\n";
}

std::string mdocOf(const Verb& verb) {
  std::string text = std::string(".Ss ") + roff(verb.name) + "\nIt " + roff(verb.help) + ".\n";
  for (const std::string_view line : linesOf(verb.more)) text.append(".Pp\n").append(roff(line)).append("\n");
  if (!verb.takes.empty()) text += ".Bl -tag -width Ds\n";
  for (const Takes& taken : verb.takes) {
    const Option& option = *findOption(taken.option);
    text.append(".It ").append(flagOf(option.name)).append(option.value.empty() ? "" : std::string(" Ar ") + roff(option.value)).append("\n");
    text.append(roff(option.help)).append(".\n");
  }
  if (!verb.takes.empty()) text += ".El\n";
  return text + ".Pp\nMembers of its JSON: " + roff(verb.members) + ".\n";
}

constexpr std::string_view kManualEnd =
    ".Sh JSON\n"
    "With\n.Fl \\-json\nstandard output is one JSON object. Of a refusal it has the members\n.Ar fault\n(an id of the core, or null),\n"
    ".Ar sentence\nand\n.Ar exit .\n"
    "Without it a refusal is one line on standard error that ends with the id.\n"
    "Times are seconds since 1970 UTC, bytes are lower-case hexadecimal digits.\n"
    ".Sh EXIT STATUS\n"
    ".Bl -tag -width Ds -compact\n"
    ".It 0\ndone; valid; the proof holds\n"
    ".It 1\ninvalid; the proof does not hold; no symbol in the picture\n"
    ".It 2\nundecided\n"
    ".It 64\nthe command line is wrong\n"
    ".It 65\nwhat was given cannot be read as what it should be\n"
    ".It 66\na file that is missing or may not be read\n"
    ".It 70\nan error of the program's own\n"
    ".It 73\na file that cannot be made\n"
    ".El\n"
    ".Sh EXAMPLES\n"
    "A test city, its code, and the verdict about it:\n"
    ".Bd -literal -offset indent\n"
    "citycode keygen \\-\\-test \\-\\-out test.key\n"
    "citycode issue\\-test \\-\\-key test.key \\-\\-out city\n"
    "citycode verify \\-\\-city\\-key city/city\\-key.txt \\-\\-trust\\-list city/trust\\-list \\e\n"
    "  \\-\\-status\\-list city/status\\-list \\-\\-scene transit \\- < city/code.txt\n"
    ".Ed\n"
    ".Sh SECURITY CONSIDERATIONS\n"
    "What\n.Cm inspect\nand\n.Cm read\nprint was verified by nobody. Secret keys are wiped from memory when they were used; they stand in the file that\n"
    ".Cm keygen\nmade, and nowhere else.\n";

}  // namespace

Given<Answer> manual(const Arguments&) {
  std::string text = ".Dd " + std::string(kManualDate) + "\n.Dt CITYCODE 1\n.Os\n.Sh NAME\n.Nm citycode\n.Nd inspect, verify, draw and read city codes\n.Sh SYNOPSIS\n";
  for (const Verb& verb : verbTable()) {
    text.append(".Nm\n.Cm ").append(roff(verb.name)).append("\n");
    if (!verb.operand.empty()) text.append(".Ar ").append(roff(verb.operand)).append("\n");
    for (const Takes& taken : verb.takes) text += mdocOf(taken);
    text += ".Op Fl \\-json\n";
  }
  text += ".Sh DESCRIPTION\nA city code is a text that a phone signs anew every few seconds, or a printed card's.\n.Nm\nasks no server: "
          "what it decides, it decides by the key and the lists that it is given.\nThe argument\n.Ar \\-\nis standard input, and\n.Ar \\-\\-\nends the options.\n";
  for (const Verb& verb : verbTable()) text += mdocOf(verb);
  text += kManualEnd;
  return Answer{ExitCode::Good, {{"text", text}}, text};
}

}  // namespace citycode::tools
