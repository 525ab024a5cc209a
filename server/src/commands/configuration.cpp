#include "commands/configuration.h"

#include <algorithm>

#include "base/plain_text.h"

namespace citycode::server {
namespace {

using Key = OptionRow::Key;

constexpr const char* kFileVariable = "CITYCODE_CONFIG";
constexpr std::string_view kStars = "********";
constexpr std::size_t kCommentColumn = 40;

constexpr std::string_view kVariablePrefix = "CITYCODE_";

StartFailure bad(std::string sentence) { return {Fault::StartBadOption, std::move(sentence)}; }

/// What was wrong, in the words of whoever said it: sentences of a row begin with its option.
std::string takeAll(const Said& said, Options& options) {
  const auto worded = [&](const std::string& sentence) { return said.refusal + sentence.substr(said.row->name.size()); };
  if (said.row->key == Key::Flag) {
    if (said.values.front() == "false") return {};
    const std::string wrong = said.row->take(options, {});
    return wrong.empty() ? wrong : worded(wrong);
  }
  for (const std::string& value : said.values)
    if (const std::string wrong = said.row->take(options, value); !wrong.empty()) return worded(wrong);
  return {};
}

/// The later of two that say the same counts.
void put(std::vector<Said>& all, Said said) {
  const auto former = std::find_if(all.begin(), all.end(), [&](const Said& each) { return each.row == said.row; });
  if (former == all.end()) all.push_back(std::move(said));
  else *former = std::move(said);
}

std::string inQuotes(std::string_view value) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text = "\"";
  for (const char c : value) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') text.append(1, '\\').append(1, c);
    else if (byte < 0x20 || byte == 0x7f) text.append("\\u00").append(1, kDigits[byte >> 4]).append(1, kDigits[byte & 15]);
    else text += c;
  }
  return text + '"';
}

std::string valueText(Key key, const std::vector<std::string>& values) {
  if (key == Key::Number || key == Key::Flag) return values.front();
  if (key == Key::Secret) return inQuotes(kStars);
  if (key == Key::Text) return inQuotes(values.front());
  std::string text(1, key == Key::List ? '[' : '{');
  for (const std::string& value : values) {
    if (text.size() > 1) text += ", ";
    const std::size_t equals = value.find('=');
    text += key == Key::List ? inQuotes(value) : value.substr(0, equals) + " = " + inQuotes(value.substr(equals + 1));
  }
  return text + (key == Key::List ? ']' : '}');
}

// How many letters have to be put in, left out or changed.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t before = std::exchange(row[0], i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t changed = before + (a[i - 1] != b[j - 1]);
      before = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, changed});
    }
  }
  return row.back();
}

/// "post-rate" of "CITYCODE_POST_RATE"
std::string keyOfVariable(std::string_view name) {
  std::string key(name.substr(kVariablePrefix.size()));
  std::transform(key.begin(), key.end(), key.begin(), [](char c) { return c == '_' ? '-' : c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return key;
}

}  // namespace

std::string nearestKey(std::string_view text, std::size_t mostLetters) {
  std::string nearest;
  std::size_t least = mostLetters + 1;
  for (const OptionRow& row : optionTable()) {
    if (row.key == Key::None) continue;
    const std::size_t apart = distance(text, keyOf(row));
    if (apart < least) least = apart, nearest = keyOf(row);
  }
  return nearest;
}

std::vector<std::string> variableHints(const std::vector<std::string>& names) {
  std::vector<std::string> hints;
  for (const std::string& name : names) {
    if (!name.starts_with(kVariablePrefix)) continue;
    const std::string key = keyOfVariable(name), near = nearestKey(key, kLettersOff);
    if (near.empty()) continue;
    const std::string meant = variableOf(*findOption("--" + near));
    if (name != meant) hints.push_back(name + " is no variable of the server's and says nothing: did you mean " + meant + "?");
  }
  return hints;
}

Started<std::vector<Said>> readVariables(const Environment& environment) {
  std::vector<Said> all;
  for (const OptionRow& row : optionTable()) {
    if (row.key == Key::None) continue;
    const std::string name = variableOf(row);
    const char* value = environment(name.c_str());
    if (value == nullptr || *value == '\0') continue;
    const std::string text(value);
    if (row.key == Key::Flag && text != "true" && text != "false") return bad(name + " needs true or false.");
    all.push_back({&row, row.key == Key::List ? splitAt(',', text) : std::vector{text}, name, name});
  }
  return all;
}

void usePassword(StoreAddress& address, const Options& options) {
  auto* database = std::get_if<PostgresAddress>(&address);
  if (database == nullptr) return;
  if (!options.storePasswordFile.empty()) database->passwordFile = options.storePasswordFile;
  database->password = options.storePassword;
}

Started<Done> settle(Options& options, const Environment& environment) {
  std::vector<Said> all;
  if (options.configurationFile.empty()) {
    if (const char* file = environment(kFileVariable)) options.configurationFile = file;
  }
  if (!options.configurationFile.empty()) {
    auto inFile = readConfigurationFile(options.configurationFile);
    if (!inFile) return inFile.failure();
    all = std::move(*inFile);
  }
  auto variables = readVariables(environment);
  if (!variables) return variables.failure();
  Options overruled;   // what is wrong is told all the same
  for (Said& said : *variables) all.push_back(std::move(said));
  for (const Said& said : all) {
    overruled = Options();
    if (auto wrong = takeAll(said, overruled); !wrong.empty()) return bad(std::move(wrong));
  }
  std::vector<Said> inForce;
  for (Said& said : all)
    if (!options.saidBy.contains(std::string(said.row->name))) put(inForce, std::move(said));
  for (const Said& said : inForce) {
    takeAll(said, options);   // good, as was seen above
    options.saidBy[std::string(said.row->name)] = said.by;
  }
  if (options.metricsPort == options.listen.port && options.listen.port != 0 && options.metricsHost == options.listen.host)
    return bad("port and metrics-port are the same: give the numbers a port of their own.");
  if (!options.storePassword.empty() && !options.storePasswordFile.empty())
    return bad("The database's password is given twice, as store-password and in store-password-file: leave one of them out.");
  if (options.listen.tls.certificate.empty() != options.listen.tls.key.empty())
    return bad("tls-certificate and tls-key belong together: give both, or neither.");
  if (options.lan && options.listen.tls.areNamed()) return bad("--lan makes a certificate by itself: leave tls-certificate out, or --lan.");
  usePassword(options.store, options);
  return Done{};
}

std::string configurationText(const Options& options) {
  std::string text;
  for (const OptionRow& row : optionTable()) {
    if (row.key == Key::None) continue;
    const auto values = row.inForce(options);
    if (values.empty()) {
      text.append("# ").append(keyOf(row)).append(" is not set\n");
      continue;
    }
    std::string line = keyOf(row) + " = " + valueText(row.key, values);
    const auto said = options.saidBy.find(std::string(row.name));
    line.append(line.size() < kCommentColumn ? kCommentColumn - line.size() : 1, ' ');
    text.append(line).append("# ").append(said == options.saidBy.end() ? "default" : said->second).append("\n");
  }
  return text;
}

}  // namespace citycode::server
