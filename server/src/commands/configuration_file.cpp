#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <optional>

#include <toml++/toml.hpp>

#include "base/descriptor.h"
#include "base/private_mode.h"
#include "commands/configuration.h"

namespace citycode::server {
namespace {

using Key = OptionRow::Key;

constexpr std::size_t kMaxFileBytes = 64 * 1024;   // all keys with comments take 6
constexpr std::size_t kMaxShownKeyChars = 40;      // the longest has 20

StartFailure bad(std::string sentence) { return {Fault::StartBadOption, std::move(sentence)}; }

Started<std::string> contentOf(const std::string& path) {
  struct stat facts{};
  if (::stat(path.c_str(), &facts) != 0) return bad("There is no configuration file " + path + ": correct --config or CITYCODE_CONFIG.");
  if (!S_ISREG(facts.st_mode)) return bad("The configuration file " + path + " is no file: correct --config or CITYCODE_CONFIG.");
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.isOpen()) return bad("The configuration file " + path + " cannot be read: let this user read it.");
  std::string content(kMaxFileBytes + 1, '\0');
  std::size_t size = 0;
  for (ssize_t got = 1; got > 0 && size < content.size(); size += static_cast<std::size_t>(got)) {
    got = ::read(file.get(), content.data() + size, content.size() - size);
    if (got < 0) return bad("The configuration file " + path + " cannot be read: look at its disk.");
  }
  if (size > kMaxFileBytes) return bad("The configuration file " + path + " is longer than 64 KiB: is it another file?");
  content.resize(size);
  return content;
}

bool isShown(std::string_view key) {
  const auto isLetter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_'; };
  return !key.empty() && key.size() <= kMaxShownKeyChars && std::all_of(key.begin(), key.end(), isLetter);
}

std::string unknown(std::string_view key, const toml::node& value) {
  const std::string shown = isShown(key) ? std::string("\"").append(key).append("\"") : "as this one";
  if (value.is_table()) return "there is no section " + shown + ": all keys stand at the top, city-name alone may be a table of languages.";
  const std::string near = isShown(key) ? nearestKey(key, std::max(kLettersOff, key.size() / 3)) : "";
  const std::string otherwise = ": citycode-server check prints those that there are.";
  return "there is no key " + shown + (near.empty() ? otherwise : std::string(": did you mean \"").append(near).append("\"?"));
}

std::string_view wanted(Key key) {
  switch (key) {
    case Key::Number: return "a number without quotes";
    case Key::Flag: return "true or false, without quotes";
    case Key::List: return "a text in quotes, or several as [\"…\", \"…\"]";
    case Key::Names: return "a name in quotes, or one for each language as {en = \"…\", zh-CN = \"…\"}";
    case Key::Text:
    case Key::Secret:
    case Key::None: break;
  }
  return "a text in quotes";
}

std::string_view kindOf(const toml::node& value) {
  switch (value.type()) {
    case toml::node_type::string: return "a text";
    case toml::node_type::integer: return "a number";
    case toml::node_type::floating_point: return "a number with a point";
    case toml::node_type::boolean: return "true or false";
    case toml::node_type::array: return "a list";
    case toml::node_type::table: return "a table";
    default: return "a date or time";
  }
}

/// One text; nothing when it is none.
std::optional<std::string> textOf(const toml::node& value) {
  const auto* text = value.as_string();
  return text == nullptr ? std::nullopt : std::optional(text->get());
}

/// As `take` reads them; nothing for a value of another kind.
std::optional<std::vector<std::string>> valuesOf(Key key, const toml::node& value) {
  std::vector<std::string> values;
  if (key == Key::Number) {
    if (const auto* number = value.as_integer()) return std::vector{std::to_string(number->get())};
    return std::nullopt;
  }
  if (key == Key::Flag) {
    if (const auto* flag = value.as_boolean()) return std::vector<std::string>{flag->get() ? "true" : "false"};
    return std::nullopt;
  }
  if (const auto* list = value.as_array(); list != nullptr && key == Key::List) {
    for (const toml::node& each : *list) {
      auto text = textOf(each);
      if (!text) return std::nullopt;
      values.push_back(*std::move(text));
    }
    return values;
  }
  if (const auto* names = value.as_table(); names != nullptr && key == Key::Names) {
    for (const auto& [language, each] : *names) {
      auto text = textOf(each);
      if (!text) return std::nullopt;
      values.push_back(std::string(language.str()) + "=" + *text);
    }
    return values;
  }
  auto text = textOf(value);
  if (!text) return std::nullopt;
  values.push_back(*std::move(text));
  return values;
}

// A library's own words may repeat what stands there, a password too.
std::string syntaxSentence(const toml::parse_error& error) {
  const bool isTwice = error.description().find("redefine") != std::string_view::npos;
  return isTwice ? "this key is there twice: leave one out." : "this is no TOML: a line is KEY = VALUE, and a text stands in quotes.";
}

}  // namespace

Started<std::vector<Said>> readConfigurationFile(const std::string& path) {
  auto content = contentOf(path);
  if (!content) return content.failure();
  const auto parsed = toml::parse(std::string_view(*content));
  const auto at = [&](const toml::source_position& place, bool withColumn) {
    return path + ", line " + std::to_string(place.line) + (withColumn ? ", column " + std::to_string(place.column) : "") + ": ";
  };
  if (!parsed) return bad(at(parsed.error().source().begin, true) + syntaxSentence(parsed.error()));
  std::vector<Said> all;
  for (const auto& [key, value] : parsed.table()) {
    const OptionRow* row = findOption("--" + std::string(key.str()));
    const auto place = key.source().begin;
    if (row == nullptr || row->key == Key::None) return bad(at(place, true) + unknown(key.str(), value));
    const std::string refusal = at(place, false) + keyOf(*row);
    auto values = valuesOf(row->key, value);
    if (!values) return bad(refusal + " needs " + std::string(wanted(row->key)) + ", and this is " + std::string(kindOf(value)) + ".");
    const auto hasNul = [](const std::string& text) { return text.find('\0') != std::string::npos; };
    if (std::any_of(values->begin(), values->end(), hasNul)) return bad(refusal + " has a character in it that no text may have.");
    if (row->key == Key::Secret && !isPrivate(path))
      return bad(path + " holds " + keyOf(*row) + " and can be read by other users: give it mode 0600, and think of who may have read it.");
    all.push_back({row, *std::move(values), path + ":" + std::to_string(place.line), refusal});
  }
  return all;
}

}  // namespace citycode::server
