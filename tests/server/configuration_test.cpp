// The configuration: a file, the environment and the command line, which say the same in the same words.
#include "commands/configuration.h"

#include <sys/stat.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "commands/command_line.h"
#include "support/server_process.h"
#include "support/temporary_folder.h"

namespace citycode::server::test {
namespace {

using Key = OptionRow::Key;

constexpr const char* kPassword = "correct-horse";

class Configuration : public testing::Test {
 protected:
  /// What is in the file, as the program reads it.
  Started<Options> parsed(const std::string& content, std::vector<std::string> arguments = {}, std::map<std::string, std::string> variables = {}) {
    writeFile(path_, content);
    ::chmod(path_.c_str(), mode_);
    arguments.insert(arguments.end(), {"--config", path_});
    return parseOptions(arguments, [&variables](const char* name) { return variables.contains(name) ? variables[name].c_str() : nullptr; });
  }
  /// Why it is refused, without the path that it begins with; nothing when it is not.
  std::string refusal(const std::string& content, std::vector<std::string> arguments = {}, std::map<std::string, std::string> variables = {}) {
    auto options = parsed(content, std::move(arguments), std::move(variables));
    if (options) return "";
    EXPECT_EQ(options.failure().fault, Fault::StartBadOption);
    std::string sentence = options.failure().sentence;
    if (sentence.starts_with(path_)) sentence.erase(0, path_.size());
    return sentence;
  }

  TemporaryFolder folder_;
  std::string path_ = folder_ / "city.toml";
  mode_t mode_ = 0600;
};

TEST_F(Configuration, SaysEachOptionOfTheServer) {
  auto options = parsed(R"(# A city.
data = "/var/lib/citycode"
store = "postgresql://city@db/city"
web = "/usr/share/web"
host = "::1"
port = 81
origin = ["https://a.example", "https://b.example"]
threads = 3
demo = true
utc-offset-seconds = -3600
post-rate = 0
device-rate = 7

[city-name]
en = "City"
zh-CN = "示范市"
)");
  ASSERT_TRUE(options) << options.failure().sentence;
  EXPECT_EQ(options->dataFolder, "/var/lib/citycode");
  EXPECT_EQ(std::get<PostgresAddress>(options->store).user, "city");
  EXPECT_EQ(options->webFolder, "/usr/share/web");
  EXPECT_EQ(options->listen.host, "::1");
  EXPECT_EQ(options->listen.port, 81);
  EXPECT_EQ(options->listen.threads, 3u);
  EXPECT_EQ(options->origins, (std::vector<std::string>{"https://a.example", "https://b.example"}));
  EXPECT_TRUE(options->demo);
  EXPECT_EQ(options->cityOffsetSeconds, -3600);
  EXPECT_EQ(options->postRate.perSecond, 0);
  EXPECT_EQ(options->deviceRate.perSecond, 7);
  EXPECT_EQ(options->cityName, (TextByLanguage{"City", "示范市", "", ""}));
  EXPECT_EQ(parsed("origin = \"https://a.example\"\ncity-name = \"Kota\"")->cityName, (TextByLanguage{"Kota", "Kota", "Kota", "Kota"}));
}

TEST_F(Configuration, GivesWayToTheEnvironmentAndThatToTheCommandLine) {
  const std::string file = "port = 1\norigin = [\"https://file.example\"]\ndemo = true\nthreads = 5";
  EXPECT_EQ(parsed(file)->listen.port, 1);
  EXPECT_EQ(parsed(file, {}, {{"CITYCODE_PORT", "2"}})->listen.port, 2);
  EXPECT_EQ(parsed(file, {"--port", "3"}, {{"CITYCODE_PORT", "2"}})->listen.port, 3);
  EXPECT_EQ(parsed(file, {}, {{"CITYCODE_PORT", ""}})->listen.port, 1) << "an empty variable says nothing";
  EXPECT_EQ(parsed(file, {}, {{"CITYCODE_ORIGIN", "https://a.example,https://b.example"}})->origins, (std::vector<std::string>{"https://a.example", "https://b.example"}))
      << "a key has all of its values from one of them";
  EXPECT_EQ(parsed(file, {"--origin", "https://c.example"}, {{"CITYCODE_ORIGIN", "https://a.example"}})->origins, std::vector<std::string>{"https://c.example"});
  EXPECT_FALSE(parsed(file, {}, {{"CITYCODE_DEMO", "false"}})->demo);
  EXPECT_EQ(parsed(file, {"cards", "--person", "x"})->listen.threads, 5u) << "one file for the commands, too";
  auto options = parsed(file, {"--threads", "9"}, {{"CITYCODE_PORT", "2"}});
  EXPECT_EQ(options->saidBy["--threads"], "command line");
  EXPECT_EQ(options->saidBy["--port"], "CITYCODE_PORT");
  EXPECT_EQ(options->saidBy["--demo"], path_ + ":3");
  EXPECT_FALSE(options->saidBy.contains("--host"));
}

TEST_F(Configuration, IsNamedByTheEnvironmentToo) {
  writeFile(path_, "port = 1");
  const auto environment = [this](const char* name) { return std::string_view(name) == "CITYCODE_CONFIG" ? path_.c_str() : nullptr; };
  EXPECT_EQ(parseOptions({}, environment)->listen.port, 1);
  EXPECT_EQ(parseOptions({}, environment)->configurationFile, path_);
}

TEST_F(Configuration, NamesTheLineAndTheKeyOfAMistake) {
  EXPECT_EQ(refusal("# one\nprot = 8080"), ", line 2, column 1: there is no key \"prot\": did you mean \"port\"?");
  EXPECT_EQ(refusal("orgin = \"https://a.example\""), ", line 1, column 1: there is no key \"orgin\": did you mean \"origin\"?");
  EXPECT_EQ(refusal("post_rate = 1"), ", line 1, column 1: there is no key \"post_rate\": did you mean \"post-rate\"?");
  EXPECT_EQ(refusal("  something-else-altogether = 1"), ", line 1, column 3: there is no key \"something-else-altogether\": citycode-server check prints those that there are.");
  EXPECT_EQ(refusal("person = \"x\""), ", line 1, column 1: there is no key \"person\": citycode-server check prints those that there are.") << "of a command";
  EXPECT_EQ(refusal("config = \"x\"").find(", line 1, column 1: there is no key \"config\""), 0u);
  EXPECT_EQ(refusal("clock-offset-seconds = 1").find(", line 1, column 1: there is no key"), 0u) << "tests only";
  EXPECT_EQ(refusal("\"\\u001b[2J\" = 1"), ", line 1, column 1: there is no key as this one: citycode-server check prints those that there are.");
  EXPECT_EQ(refusal("\n[server]\nport = 1"), ", line 2, column 2: there is no section \"server\": all keys stand at the top, city-name alone may be a table of languages.");
}

TEST_F(Configuration, NamesWhatAValueShouldBe) {
  EXPECT_EQ(refusal("\nport = \"8080\""), ", line 2: port needs a number without quotes, and this is a text.");
  EXPECT_EQ(refusal("port = 80.5"), ", line 1: port needs a number without quotes, and this is a number with a point.");
  EXPECT_EQ(refusal("demo = 1"), ", line 1: demo needs true or false, without quotes, and this is a number.");
  EXPECT_EQ(refusal("demo = \"yes\""), ", line 1: demo needs true or false, without quotes, and this is a text.");
  EXPECT_EQ(refusal("data = 5"), ", line 1: data needs a text in quotes, and this is a number.");
  EXPECT_EQ(refusal("web = true"), ", line 1: web needs a text in quotes, and this is true or false.");
  EXPECT_EQ(refusal("host = 2026-01-01"), ", line 1: host needs a text in quotes, and this is a date or time.");
  EXPECT_EQ(refusal("origin = [1]"), ", line 1: origin needs a text in quotes, or several as [\"…\", \"…\"], and this is a list.");
  EXPECT_EQ(refusal("city-name = 1").find(", line 1: city-name needs a name in quotes, or one for each language as {"), 0u);
  EXPECT_EQ(refusal("port = 70000"), ", line 1: port needs a number from 0 to 65535.");
  EXPECT_EQ(refusal("origin = [\"https://a.example/\"]").find(", line 1: origin needs an origin such as"), 0u);
  EXPECT_EQ(refusal("city-name = {fr = \"Ville\"}").find(", line 1: city-name needs a name of at most 64 bytes"), 0u);
  EXPECT_EQ(refusal("data = \"\""), ", line 1: data needs a folder.");
  EXPECT_EQ(refusal("data = \"a\\u0000b\""), ", line 1: data has a character in it that no text may have.");
  EXPECT_EQ(refusal("store = \"mysql://a\"").find(", line 1: store: give sqlite:FILE or postgresql://"), 0u);
  EXPECT_EQ(refusal("port = 1", {}, {{"CITYCODE_PORT", "http"}}), "CITYCODE_PORT needs a number from 0 to 65535.");
  EXPECT_EQ(refusal("", {}, {{"CITYCODE_DEMO", "yes"}}), "CITYCODE_DEMO needs true or false.");
  EXPECT_EQ(refusal("port = 70000", {"--port", "1"}), ", line 1: port needs a number from 0 to 65535.") << "what is overruled is looked at, too";
}

TEST_F(Configuration, RefusesWhatTheServerCouldNotListenOn) {
  EXPECT_EQ(refusal("host = \"here\""), ", line 1: host needs an address such as 127.0.0.1.");
  EXPECT_EQ(refusal("metrics-host = \"\""), ", line 1: metrics-host needs an address such as 127.0.0.1.");
  EXPECT_EQ(refusal("port = 81\nmetrics-port = 81"), "port and metrics-port are the same: give the numbers a port of their own.");
  for (const char* good : {"host = \"localhost\"", "host = \"::\"", "host = \"fe80::1%eth0\"", "port = 0\nmetrics-port = 0", "port = 81\nmetrics-port = 81\nmetrics-host = \"10.0.0.1\""})
    EXPECT_EQ(refusal(good), "") << good;
}

// Nobody else's variable stops a server, so a mistyped one is told.
TEST_F(Configuration, TellsWhichVariableIsNearlyOne) {
  EXPECT_EQ(variableHints({"CITYCODE_PROT", "CITYCODE_DEVICE_RATES", "HOME"}),
            (std::vector<std::string>{"CITYCODE_PROT is no variable of the server's and says nothing: did you mean CITYCODE_PORT?",
                                      "CITYCODE_DEVICE_RATES is no variable of the server's and says nothing: did you mean CITYCODE_DEVICE_RATE?"}));
  EXPECT_EQ(variableHints({"CITYCODE_PORT", "CITYCODE_CONFIG", "CITYCODE_STORE_PASSWORD", "CITYCODE_STORE_PASSWORD_FILE", "CITYCODE_CACHE", "CITYCODE_CITY", "CITYCODE_CONFIGURE",
                           "CITYCODE_SEED", "CITYCODE_KILLS", "CITYCODE_TEST_STORE", "CITYCODE_SERVER_BINARY", "CITYCODE_CHROMIUM", "CITYCODE_UP", "CITYCODE_", "PORT"}),
            std::vector<std::string>());
  const Finished told = runToEnd({"--version"}, [] { ::setenv("CITYCODE_ORIGEN", "https://a.example", 1); });
  EXPECT_EQ(told.errors, "CITYCODE_ORIGEN is no variable of the server's and says nothing: did you mean CITYCODE_ORIGIN?\n");
  EXPECT_EQ(told.status, 0);
}

TEST_F(Configuration, IsNoTomlWhereItIsNone) {
  const std::string sentence = ": this is no TOML: a line is KEY = VALUE, and a text stands in quotes.";
  EXPECT_EQ(refusal("port = 1\nhost = here"), ", line 2, column 8" + sentence);
  EXPECT_NE(refusal("port: 8080").find(sentence), std::string::npos);
  EXPECT_NE(refusal("data = \"a\nport = 1").find(sentence), std::string::npos);
  EXPECT_NE(refusal("city-name = \"\xff\"").find(sentence), std::string::npos);
  EXPECT_EQ(refusal("port = 1\nport = 2"), ", line 2, column 8: this key is there twice: leave one out.");
  EXPECT_NE(refusal(std::string(65 * 1024, '#')).find("is longer than 64 KiB"), std::string::npos);
  EXPECT_EQ(refusal(""), "");
  path_ = folder_ / "absent.toml";
  EXPECT_EQ(parseOptions({"--config", path_}).failure().sentence, "There is no configuration file " + path_ + ": correct --config or CITYCODE_CONFIG.");
  EXPECT_NE(parseOptions({"--config", folder_.path()}).failure().sentence.find("is no file"), std::string::npos);
}

// store-password, by whichever way, is never shown; and no file that others can read has it.
TEST_F(Configuration, KeepsThePasswordToItself) {
  const std::string file = "store = \"postgresql://city@db/city\"\nstore-password = \"" + std::string(kPassword) + "\"\n";
  auto options = parsed(file);
  ASSERT_TRUE(options) << options.failure().sentence;
  EXPECT_EQ(std::get<PostgresAddress>(options->store).password, kPassword);
  const std::string text = configurationText(*options);
  EXPECT_EQ(text.find(kPassword), std::string::npos);
  EXPECT_NE(text.find("store-password = \"********\""), std::string::npos) << text;
  EXPECT_EQ(std::get<PostgresAddress>(parsed("store = \"postgresql://city@db/city\"", {}, {{"CITYCODE_STORE_PASSWORD", kPassword}})->store).password, kPassword);
  auto copying = parsed("store-password-file = \"/run/db\"", {"copy-store", "--from", "sqlite:a", "--to", "postgresql://db/city"});
  ASSERT_TRUE(copying) << copying.failure().sentence;
  auto target = parseStoreAddress(copying->to);
  ASSERT_TRUE(target);
  usePassword(*target, *copying);
  EXPECT_EQ(std::get<PostgresAddress>(*target).passwordFile, "/run/db");

  for (const mode_t open : {0640, 0604, 0644}) {
    mode_ = open;
    EXPECT_EQ(refusal(file), " holds store-password and can be read by other users: give it mode 0600, and think of who may have read it.");
    EXPECT_EQ(refusal("port = 1"), "") << "others may read the rest";
  }
  mode_ = 0600;
  const std::vector<std::string> secretive{
      refusal("store-password = [\"" + std::string(kPassword) + "\"]"), refusal("store-password = \"" + std::string(kPassword) + "\nport = 1"),
      refusal("store-password = " + std::string(kPassword)), refusal("store = \"postgresql://city:" + std::string(kPassword) + "@db/city\""),
      refusal("store = \"postgresql://db/city?password=" + std::string(kPassword) + "\""), refusal(file + "store-password-file = \"/run/db\""),
      refusal("", {"--store-password", kPassword}), refusal("", {"--store-password=" + std::string(kPassword)}),
      refusal("", {}, {{"CITYCODE_STORE", "postgresql://city:" + std::string(kPassword) + "@db/city"}})};
  for (const std::string& sentence : secretive) {
    EXPECT_NE(sentence, "");
    EXPECT_EQ(sentence.find(kPassword), std::string::npos) << sentence;
  }
}

// What `check` prints is a configuration file that says what is in force.
TEST_F(Configuration, IsPrintedAsAFileThatSaysTheSame) {
  auto options = parsed("port = 81\ncity-name = {en = \"1+1=2\", id = \"Kota \\\"B\\\"\"}\ndata = \"a\\\\b\\tc\"", {"check", "--origin", "https://a.example"}, {{"CITYCODE_DEMO", "true"}});
  ASSERT_TRUE(options) << options.failure().sentence;
  const std::string text = configurationText(*options);
  const auto has = [&](const std::string& line) { return ("\n" + text).find("\n" + line) != std::string::npos; };
  for (const OptionRow& row : optionTable())
    if (row.key != Key::None) EXPECT_NE(has(keyOf(row) + " = "), has("# " + keyOf(row) + " is not set\n")) << row.name;
  EXPECT_NE(text.find("# " + path_ + ":1\n"), std::string::npos) << text;
  EXPECT_NE(text.find("# CITYCODE_DEMO\n"), std::string::npos);
  EXPECT_NE(text.find("# command line\n"), std::string::npos);
  EXPECT_NE(text.find("# default\n"), std::string::npos);
  auto again = parsed(text, {"check"});
  ASSERT_TRUE(again) << again.failure().sentence << "\n" << text;
  EXPECT_EQ(again->cityName, options->cityName);
  EXPECT_EQ(again->dataFolder, options->dataFolder);
  EXPECT_EQ(again->origins, options->origins);
  EXPECT_TRUE(again->demo);
}

// The example that operators begin with: everything that there is to set, with what is in force where it is left out.
TEST_F(Configuration, OfTheDocumentsHasEveryKeyAndIsGood) {
  const std::string example = readFile(CITYCODE_SERVER_FILES "/../../../docs/deploy/citycode.toml");
  std::string all;   // what is a comment there is set here
  for (std::size_t begin = 0; begin < example.size();) {
    const std::size_t end = std::min(example.find('\n', begin), example.size());
    const std::string line = example.substr(begin, end - begin);
    all += (line.starts_with("#") && line.find(" = ") != std::string::npos && line[1] != ' ' ? line.substr(1) : line) + "\n";
    begin = end + 1;
  }
  ASSERT_TRUE(parsed(example)) << refusal(example);
  EXPECT_FALSE(parsed(all)) << "the password stands there twice, as there are two ways to give it";
  const std::string password = "store-password = \"…\"\n";
  ASSERT_NE(all.find(password), std::string::npos);
  all.erase(all.find(password), password.size());
  auto options = parsed(all);
  ASSERT_TRUE(options) << refusal(all);
  for (const OptionRow& row : optionTable())
    if (row.key != Key::None && row.key != Key::Secret) EXPECT_TRUE(options->saidBy.contains(std::string(row.name))) << row.name << " is not in the example";
}

TEST_F(Configuration, EveryServerOptionHasAKeyButThoseForTests) {
  for (const OptionRow& row : optionTable()) {
    const bool isOfTheLine = row.name == "--help" || row.name == "--version" || row.name == "--config" || row.name.starts_with("--clock-");
    EXPECT_EQ(row.key == Key::None, row.of == OptionRow::Of::Commands || isOfTheLine) << row.name;
    EXPECT_EQ(row.key == Key::None, row.inForce == nullptr) << row.name;
  }
}

TEST_F(Configuration, IsCheckedByTheProgram) {
  writeFile(path_, "data = \"" + (folder_ / "data") + "\"\nport = 0\nstore-password = \"" + kPassword + "\"\nworking-days = \"" + (folder_ / "days.json") + "\"\n");
  ::chmod(path_.c_str(), 0600);
  const Finished missing = runToEnd({"--config", path_, "check"});
  EXPECT_NE(missing.status, 0) << "the file of working days is not there";
  EXPECT_EQ(missing.output, "");
  writeFile(folder_ / "days.json", R"({"holidays": [], "worked": []})");
  const Finished checked = runToEnd({"--config", path_, "check"});
  EXPECT_EQ(checked.status, 0) << checked.errors;
  EXPECT_EQ(checked.errors, "");
  EXPECT_NE(checked.output.find("\nport = 0"), std::string::npos) << checked.output;
  EXPECT_EQ((checked.output + checked.errors).find(kPassword), std::string::npos);
  const Finished without = runToEnd({"--data", folder_ / "data", "check"});
  EXPECT_EQ(without.status, 0);
  EXPECT_EQ(without.errors, "check looks at the configuration now: every page of the records is read by check-records.\n");
  writeFile(path_, "prot = 1\n");
  const Finished misspelt = runToEnd({"--config", path_, "check"});
  EXPECT_EQ(misspelt.status, 2);
  EXPECT_EQ(misspelt.errors, path_ + ", line 1, column 1: there is no key \"prot\": did you mean \"port\"?\n");
  EXPECT_EQ(runToEnd({"--config", path_}).status, 2) << "nor does the server start";
}

}  // namespace
}  // namespace citycode::server::test
