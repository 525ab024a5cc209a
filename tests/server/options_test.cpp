// The command line.
#include "options.h"

#include <gtest/gtest.h>

namespace citycode::server::test {
namespace {

TEST(Options, haveSafeDefaults) {
  auto options = parseOptions({});
  ASSERT_TRUE(options);
  EXPECT_EQ(options->listen.host, "127.0.0.1");
  EXPECT_EQ(options->listen.port, 8080);
  EXPECT_FALSE(options->demo);
  EXPECT_GE(options->listen.threads, 1u);
  EXPECT_EQ(options->clockOffsetSeconds, 0);
}

TEST(Options, areReadWithSpaceOrEqualsSign) {
  auto options = parseOptions({"--port", "81", "--origin=https://a.example", "--origin", "http://b.example:8080", "--demo", "--city-name", "id=Kota"});
  ASSERT_TRUE(options);
  EXPECT_EQ(options->listen.port, 81);
  EXPECT_EQ(options->origins, (std::vector<std::string>{"https://a.example", "http://b.example:8080"}));
  EXPECT_TRUE(options->demo);
  EXPECT_EQ(options->cityName, (FourTexts{"", "", "", "Kota"}));
}

TEST(Options, refuseWhatBrowsersWouldNeverCallAnOrigin) {
  for (const char* origin : {"", "a.example", "ftp://a.example", "https://", "https://A.example", "https://a.example/x", "https://a.example?x", "https://user@a"}) {
    EXPECT_FALSE(parseOptions({"--origin", origin})) << origin;
  }
  std::vector<std::string> tooMany;
  for (int i = 0; i < 9; ++i) tooMany.insert(tooMany.end(), {"--origin", "https://a.example"});
  EXPECT_FALSE(parseOptions(tooMany));
}

TEST(Options, nameWhatIsMeantForAnotherCommandOrLanguage) {
  const auto sentence = [](const std::vector<std::string>& arguments) {
    auto options = parseOptions(arguments);
    return options ? std::string() : options.failure().sentence;
  };
  EXPECT_NE(sentence({"venue-record", "--venue", "a", "--name", "A", "--scopes", "identity"}).find("as --scenes"), std::string::npos);
  EXPECT_NE(sentence({"terminal-code", "--venue", "a", "--venue-name", "A", "--scenes", "identity"}).find("as --scopes"), std::string::npos);
  for (const char* name : {"fr=Ville", "zh=市", "EN=City", "zh-TW=市"}) {
    EXPECT_NE(sentence({"--city-name", name}).find("en, zh-CN, zh-Hant and id"), std::string::npos) << name;
    EXPECT_NE(sentence({"--name", name}).find("en, zh-CN, zh-Hant and id"), std::string::npos) << name;
  }
  EXPECT_EQ(sentence({"--city-name", "1+1=2"}), "") << "a name may have the sign";
}

TEST(Options, refuseTextThatPeopleCouldNotRead) {
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

TEST(Options, refuseWhatTheCommandDoesNotTake) {
  const auto sentence = [](const std::vector<std::string>& arguments) {
    auto options = parseOptions(arguments);
    return options ? std::string() : options.failure().sentence;
  };
  EXPECT_EQ(sentence({"--person", "x"}).find("--person belongs to enrolment-code, revoke-device, cards, make-card, revoke-card: no command was given."), 0u);
  EXPECT_EQ(sentence({"replace-card", "--card", "00000001", "--reason=lost"}).find("--reason belongs to revoke-device, revoke-card, and not to replace-card."), 0u);
  EXPECT_NE(sentence({"check", "--at-once"}), "");
  EXPECT_EQ(sentence({"cards", "--person", "x", "revoke-card"}).find("There are two commands, cards and revoke-card"), 0u);
  EXPECT_EQ(sentence({"--person", "check", "cards"}), "") << "a value may read like a command";
  EXPECT_EQ(sentence({"revoke-card", "--card", "0481 5162", "--reason", "lost"}), "");
  for (const char* number : {"", "1", "048151622", "04815 162", "-4815162", "16777216", "99999999", "0481-5162"})
    EXPECT_NE(sentence({"replace-card", "--out", "f", "--card", number}), "") << number;
  EXPECT_EQ(parseOptions({"replace-card", "--out", "f", "--card", "16777215"})->card, 16'777'215u);
  EXPECT_EQ(sentence({"make-card", "--person", "x"}).find("make-card needs --out FILE"), 0u);
  EXPECT_EQ(sentence({"cards", "--person", "x", "--out", "f"}).find("--out belongs to make-card, replace-card, and not to cards."), 0u);
}

TEST(Options, refuseNumbersOutOfRange) {
  for (const auto& arguments : std::vector<std::vector<std::string>>{{"--port", "70000"}, {"--port", "8080x"}, {"--port", ""}, {"--threads", "257"},
                                                                     {"--post-rate", "-1"}, {"--utc-offset-seconds", "90000"}, {"--clock-offset-seconds", "a"}}) {
    auto options = parseOptions(arguments);
    ASSERT_FALSE(options) << arguments[0];
    EXPECT_EQ(options.failure().fault, Fault::StartBadOption);
  }
}

}  // namespace
}  // namespace citycode::server::test
