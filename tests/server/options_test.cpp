// The command line.
#include "commands/command_line.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "city/city_name.h"
#include "commands/command_table.h"
#include "commands/option_table.h"

namespace citycode::server::test {
namespace {

constexpr const char* kPublicKey = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";   // RFC 8032 section 7.1

TEST(Options, NameAnOfficeAndItsItemsInAllLanguagesOrOne) {
  auto options = parseOptions({"add-office", "--office", "court-1", "--name", "Court", "--name", "zh-CN=法院", "--item", "filing=Filing", "--item", "filing=zh-CN=立案",
                               "--item", "copies=Copies"});
  ASSERT_TRUE(options) << options.failure().sentence;
  EXPECT_EQ(options->officeId, "court-1");
  EXPECT_EQ(options->venueNames, (TextByLanguage{"Court", "法院", "Court", "Court"}));
  ASSERT_EQ(options->items.size(), 2u);
  EXPECT_EQ(options->items["filing"], (TextByLanguage{"Filing", "立案", "Filing", "Filing"}));
  for (const char* item : {"filing", "=Filing", "Filing=Filing", "filing=", "filing=fr=Dossier", "filing=a\nb", "abcdefghijklmnopqrstuvwxyz1=x"})
    EXPECT_FALSE(parseOptions({"add-office", "--office", "court-1", "--name", "Court", "--item", item})) << item;
  for (const char* office : {"", "Court", "court 1", "portal:court", "abcdefghijklmnopqrstuvwxyz1"})
    EXPECT_FALSE(parseOptions({"close-office", "--office", office})) << office;
  EXPECT_FALSE(parseOptions({"add-office", "--office", "court-1", "--name", "Court"})) << "an office without anything to rate";
}

TEST(Options, NameAPortalItsKeyItsOwnAddressAndItsOffice) {
  const std::string key = kPublicKey;
  auto options = parseOptions({"add-portal", "--id", "tax-portal", "--key", key, "--portal-origin", "https://tax.example", "--office", "tax-office"});
  ASSERT_TRUE(options) << options.failure().sentence;
  EXPECT_EQ(options->portalId, "tax-portal");
  EXPECT_TRUE(options->portalKey.has_value());
  EXPECT_EQ(options->portalOrigin, "https://tax.example");
  EXPECT_TRUE(options->origins.empty()) << "those are the city's";
  for (const std::string& origin : {std::string(), std::string("http://tax.example"), std::string("https://tax.example/"), std::string("https://Tax.example"),
                                    "https://" + std::string(60, 'x')})
    EXPECT_FALSE(parseOptions({"add-portal", "--id", "tax-portal", "--key", key, "--portal-origin", origin, "--office", "tax-office"})) << origin;
  for (const char* id : {"", "Tax", "tax portal", "portal:tax", "abcdefghijklmnopqrstuvwxyz"}) EXPECT_FALSE(parseOptions({"remove-portal", "--id", id})) << id;
  for (const std::string& wrong : {std::string(), key.substr(1), key + "A", key + "=", std::string(43, 'A')})
    EXPECT_FALSE(parseOptions({"add-portal", "--id", "tax-portal", "--key", wrong, "--portal-origin", "https://tax.example", "--office", "tax-office"})) << wrong;
  EXPECT_FALSE(parseOptions({"add-portal", "--id", "tax-portal", "--key", key, "--portal-origin", "https://tax.example"})) << "whose services?";
}

TEST(Options, HaveSafeDefaults) {
  auto options = parseOptions({});
  ASSERT_TRUE(options);
  EXPECT_EQ(options->listen.host, "127.0.0.1");
  EXPECT_EQ(options->listen.port, 8080);
  EXPECT_FALSE(options->demo);
  EXPECT_GE(options->listen.threads, 1u);
  EXPECT_EQ(options->clockOffsetSeconds, 0);
}

TEST(Options, AreReadWithSpaceOrEqualsSign) {
  auto options = parseOptions({"--port", "81", "--origin=https://a.example", "--origin", "http://b.example:8080", "--demo", "--city-name", "id=Kota"});
  ASSERT_TRUE(options);
  EXPECT_EQ(options->listen.port, 81);
  EXPECT_EQ(options->origins, (std::vector<std::string>{"https://a.example", "http://b.example:8080"}));
  EXPECT_TRUE(options->demo);
  EXPECT_EQ(options->cityName, (TextByLanguage{"", "", "", "Kota"}));
}

TEST(Options, RefuseWhatBrowsersWouldNeverCallAnOrigin) {
  for (const char* origin : {"", "a.example", "ftp://a.example", "https://", "https://A.example", "https://a.example/x", "https://a.example?x", "https://user@a"}) {
    EXPECT_FALSE(parseOptions({"--origin", origin})) << origin;
  }
  std::vector<std::string> tooMany;
  for (int i = 0; i < 9; ++i) tooMany.insert(tooMany.end(), {"--origin", "https://a.example"});
  EXPECT_FALSE(parseOptions(tooMany));
}

TEST(Options, NameWhatIsMeantForAnotherCommandOrLanguage) {
  const auto sentence = [](const std::vector<std::string>& arguments) {
    auto options = parseOptions(arguments);
    return options ? std::string() : options.failure().sentence;
  };
  EXPECT_NE(sentence({"venue-record", "--venue", "a", "--name", "A", "--scopes", "identity"}).find("as --scenes"), std::string::npos);
  EXPECT_EQ(sentence({"terminal-code", "--venue", "a", "--venue-name", "A", "--scenes", "identity"}), "");
  std::string tags(kLanguages.front());
  for (std::size_t i = 1; i < kLanguages.size(); ++i) tags += (i + 1 < kLanguages.size() ? ", " : " and ") + std::string(kLanguages[i]);
  for (const char* name : {"fr=Ville", "zh=市", "EN=City", "zh-TW=市"}) {
    EXPECT_NE(sentence({"--city-name", name}).find("the languages are " + tags), std::string::npos) << name;
    EXPECT_NE(sentence({"--name", name}).find("the languages are " + tags), std::string::npos) << name;
  }
  EXPECT_EQ(sentence({"--city-name", "1+1=2"}), "") << "a name may have the sign";
}

TEST(Options, RefuseTextThatPeopleCouldNotRead) {
  for (const char* text : {"City\nLibrary", "City\u202eyrarbiL", " ", "\ue000", "Jose\u0301", "\xff"}) {
    for (const char* option : {"--city-name", "--name", "--venue-name", "--address"}) {
      auto options = parseOptions({option, text});
      ASSERT_FALSE(options) << option << " " << text;
      EXPECT_EQ(options.failure().fault, Fault::StartBadOption);
    }
  }
  EXPECT_FALSE(parseOptions({"--city-name", "zh-CN= "}));
  EXPECT_TRUE(parseOptions({"--city-name", "zh-CN=示范市"}));
  EXPECT_TRUE(parseOptions({"venue-record", "--name", "José’s Library", "--address", ""}));
}

TEST(Options, RefuseWhatTheCommandDoesNotTake) {
  const auto sentence = [](const std::vector<std::string>& arguments) {
    auto options = parseOptions(arguments);
    return options ? std::string() : options.failure().sentence;
  };
  EXPECT_EQ(sentence({"--person", "x"}).find("--person belongs to people show, people export, people forget, enrolment-code, revoke-device, cards, make-card, revoke-card: no command was given."), 0u);
  EXPECT_EQ(sentence({"replace-card", "--card", "00000001", "--reason=lost"}).find("--reason belongs to revoke-device, revoke-card, and not to replace-card."), 0u);
  EXPECT_NE(sentence({"check", "--at-once"}), "");
  EXPECT_EQ(sentence({"cards", "--person", "x", "revoke-card"}).find("There are two commands, cards and revoke-card"), 0u);
  EXPECT_EQ(sentence({"--person", "check", "cards"}), "") << "a value may read like a command";
  EXPECT_EQ(sentence({"revoke-card", "--card", "0481 5162", "--reason", "lost"}), "");
  for (const char* number : {"", "1", "048151622", "04815 162", "-4815162", "16777216", "99999999", "0481-5162"})
    EXPECT_NE(sentence({"replace-card", "--out", "f", "--card", number}), "") << number;
  EXPECT_EQ(parseOptions({"replace-card", "--out", "f", "--card", "16777215"})->card, 16'777'215u);
  EXPECT_EQ(sentence({"make-card", "--person", "x"}).find("make-card needs --out FILE"), 0u);
  EXPECT_EQ(sentence({"cards", "--person", "x", "--out", "f"}).find("--out belongs to people export, make-card, replace-card, and not to cards."), 0u);
}

TEST(Options, TakeACommandOfTwoWordsAndWhatItIsAboutWithoutAName) {
  const auto bare = parseOptions({"--data", "d", "people", "import", "people.csv", "--dry-run"});
  auto named = parseOptions({"people", "import", "--file", "people.csv"});
  auto piped = parseOptions({"people", "import", "-"});
  ASSERT_TRUE(bare && named && piped);
  EXPECT_EQ(named->file, "people.csv");
  EXPECT_EQ(piped->file, "-");
  EXPECT_EQ(parseOptions({"people", "show", "R-1"})->personId, "R-1");
  for (const auto& [arguments, said] : std::vector<std::pair<std::vector<std::string>, std::string>>{
           {{"people", "import"}, "people import needs FILE."}, {{"people", "show"}, "people show needs ID."}, {{"people"}, "There is no command \"people\"."},
           {{"people", "import", "a", "b"}, "There is no command \"b\"."}, {{"people", "forget", "R-1", "--dry-run"}, "--dry-run belongs to people import"}}) {
    auto refused = parseOptions(arguments);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.failure().sentence.find(said), 0u) << refused.failure().sentence;
  }
}

TEST(Options, UnderstandTheFormerWordForScenesWhereItWasTheWord) {
  auto former = parseOptions({"--scopes=court,identity", "terminal-code", "--venue", "a", "--venue-name", "A"});
  ASSERT_TRUE(former) << former.failure().sentence;
  EXPECT_EQ(former->scenes, (std::vector<std::string>{"court", "identity"}));
  ASSERT_EQ(former->hints.size(), 1u);
  EXPECT_NE(former->hints[0].find("--scenes"), std::string::npos);
  auto present = parseOptions({"terminal-code", "--scenes", "court,identity", "--venue", "a", "--venue-name", "A"});
  ASSERT_TRUE(present);
  EXPECT_EQ(present->scenes, former->scenes);
  EXPECT_TRUE(present->hints.empty());
  for (const std::vector<std::string>& elsewhere : std::vector<std::vector<std::string>>{{"--scopes", "court"}, {"cards", "--person", "x", "--scopes", "court"}}) {
    auto refused = parseOptions(elsewhere);
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.failure().sentence.find("--scenes"), std::string::npos) << refused.failure().sentence;
  }
}

/// Every option that a command does not take is refused, and the sentence names somebody who takes it.
TEST(Options, BelongToTheServerOrToTheCommandsThatNameThem) {
  const auto valueOf = [](const OptionRow& row) -> std::string {
    if (row.name == "--port" || row.name == "--threads" || row.name == "--post-rate" || row.name == "--device-rate" || row.name == "--demo-ratings" || row.name == "--days")
      return "1";
    if (row.name == "--portal-rate" || row.name == "--demo-sign-in-seconds") return "1";
    if (row.name == "--metrics-port") return "1";
    if (row.name == "--log-level") return "warn";
    if (row.value == "ADDR") return "::1";
    if (row.name == "--card") return "00000001";
    if (row.name == "--reason") return "lost";
    if (row.value == "KEY") return kPublicKey;
    if (row.name.ends_with("-seconds")) return "0";
    if (row.value == "URL") return "https://a.example";
    if (row.value == "ADDRESS") return "sqlite:a";
    if (row.value == "ID=NAME") return "a=A";
    return "a";
  };
  for (const Command& command : commandTable()) {
    for (const OptionRow& row : optionTable()) {
      std::vector<std::string> words{std::string(command.name), std::string(row.name)};
      if (!row.value.empty()) words.push_back(valueOf(row));
      if (row.of == OptionRow::Of::Every || takes(command, row.name)) continue;
      auto refused = parseOptions(words);
      ASSERT_FALSE(refused) << command.name << " " << row.name;
      const std::string& sentence = refused.failure().sentence;
      EXPECT_EQ(sentence.find(std::string(row.name) + " belongs to "), 0u) << sentence;
      EXPECT_NE(sentence.find(", and not to " + std::string(command.name) + "."), std::string::npos) << sentence;
      const bool namesTheServer = sentence.find(" belongs to the server,") != std::string::npos;
      EXPECT_EQ(namesTheServer, row.of == OptionRow::Of::Server) << sentence;
    }
  }
}

TEST(Options, OfTheTablesHaveOneRowEachAndSomebodyWhoTakesThem) {
  for (const OptionRow& row : optionTable()) {
    EXPECT_EQ(findOption(row.name), &row) << row.name << " is there twice";
    if (row.of != OptionRow::Of::Commands) continue;
    const auto& commands = commandTable();
    EXPECT_TRUE(std::any_of(commands.begin(), commands.end(), [&](const Command& command) { return takes(command, row.name); })) << row.name;
  }
  const std::string help = helpText();
  for (const Command& command : commandTable()) {
    EXPECT_EQ(findCommand(command.name), &command) << command.name << " is there twice";
    EXPECT_NE(help.find("  citycode-server --data DIR " + std::string(command.name)), std::string::npos) << command.name;
    EXPECT_NE(command.run, nullptr);
    for (const Takes& taken : command.takes) {
      const OptionRow* row = findOption(taken.option);
      ASSERT_NE(row, nullptr) << taken.option;
      EXPECT_EQ(row->of, OptionRow::Of::Commands) << taken.option << " is taken by every command, or by the server alone";
    }
  }
}

TEST(Options, NameWhatIsMissing) {
  const auto sentence = [](const std::vector<std::string>& arguments) {
    auto options = parseOptions(arguments);
    return options ? std::string() : options.failure().sentence;
  };
  EXPECT_EQ(sentence({"terminal-code"}), "terminal-code needs --venue ID, --venue-name NAME and --scenes A,B. See --help.");
  EXPECT_EQ(sentence({"revoke-device", "--reason", "lost"}), "revoke-device needs either --device ID or --person ID. See --help.");
  EXPECT_EQ(sentence({"revoke-device", "--reason", "lost", "--device", "a", "--person", "b"}), "revoke-device needs either --device ID or --person ID. See --help.");
  EXPECT_EQ(sentence({"revoke-device", "--device", "a"}), "revoke-device needs --reason CODE. See --help.");
  EXPECT_EQ(sentence({"card"}), "There is no command \"card\". See --help.");
  EXPECT_EQ(sentence({"--cards"}), "There is no option \"--cards\". See --help.");
  EXPECT_EQ(sentence({"--demo=yes"}), "--demo takes no value. See --help.");
  EXPECT_EQ(sentence({"cards", "--person"}), "--person needs a value. See --help.");
  EXPECT_EQ(parseOptions({"terminal-code", "-h"})->show, Options::Show::Help) << "help is never refused";
}

TEST(Options, HelpFitsATerminal) {
  const std::string help = helpText();
  std::size_t longest = 0;
  for (std::size_t begin = 0; begin < help.size();) {
    const std::size_t end = help.find('\n', begin);
    longest = std::max(longest, end - begin);
    begin = end + 1;
  }
  EXPECT_LE(longest, 120u);
  EXPECT_EQ(help.find("--clock-"), std::string::npos) << "tests only";
}

TEST(Options, RefuseNumbersOutOfRange) {
  for (const auto& arguments : std::vector<std::vector<std::string>>{{"--port", "70000"}, {"--port", "8080x"}, {"--port", ""}, {"--threads", "257"}, {"--demo-sign-in-seconds", "0"}, {"--demo-sign-in-seconds", "301"},
                                                                     {"--post-rate", "-1"}, {"--utc-offset-seconds", "90000"}, {"--clock-offset-seconds", "a"}}) {
    auto options = parseOptions(arguments);
    ASSERT_FALSE(options) << arguments[0];
    EXPECT_EQ(options.failure().fault, Fault::StartBadOption);
  }
}

}  // namespace
}  // namespace citycode::server::test
