#include "commands/configuration.h"

#include <algorithm>

namespace citycode::server {
namespace {

using Key = OptionRow::Key;

constexpr const char* kFileVariable = "CITYCODE_CONFIG";
constexpr std::string_view kStars = "********";
constexpr std::size_t kCommentColumn = 40;

StartFailure bad(std::string sentence) { return {Fault::StartBadOption, std::move(sentence)}; }

std::vector<std::string> splitAtCommas(std::string_view text) {
  std::vector<std::string> parts;
  for (;;) {
    const std::size_t comma = text.find(',');
    parts.emplace_back(text.substr(0, comma));
    if (comma == std::string_view::npos) return parts;
    text.remove_prefix(comma + 1);
  }
}

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

void usePassword(StoreAddress& address, const Options& options) {
  auto* database = std::get_if<PostgresAddress>(&address);
  if (database == nullptr) return;
  if (!options.storePasswordFile.empty()) database->passwordFile = options.storePasswordFile;
  database->password = options.storePassword;
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

}  // namespace

Started<std::vector<Said>> readVariables(const Environment& environment) {
  std::vector<Said> all;
  for (const OptionRow& row : optionTable()) {
    if (row.key == Key::None) continue;
    const std::string name = variableOf(row);
    const char* value = environment(name.c_str());
    if (value == nullptr || *value == '\0') continue;
    const std::string text(value);
    if (row.key == Key::Flag && text != "true" && text != "false") return bad(name + " needs true or false.");
    all.push_back({&row, row.key == Key::List ? splitAtCommas(text) : std::vector{text}, name, name});
  }
  return all;
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
    (void)takeAll(said, options).empty();
    options.saidBy[std::string(said.row->name)] = said.by;
  }
  if (!options.storePassword.empty() && !options.storePasswordFile.empty())
    return bad("The database's password is given twice, as store-password and in store-password-file: leave one of them out.");
  for (StoreAddress* address : {&options.store, &options.from, &options.to}) usePassword(*address, options);
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
    line.append(line.size() < kCommentColumn ? kCommentColumn - line.size() : 1, ' ').append("# ").append(said == options.saidBy.end() ? "default" : said->second);
    text.append(line).append("\n");
  }
  return text;
}

}  // namespace citycode::server
