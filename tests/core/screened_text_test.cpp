#include "rating/screened_text.h"

#include <gtest/gtest.h>

#include <string>

#include "outside_vectors.h"
#include "screened_texts.h"

namespace citycode {
namespace {

using Json = nlohmann::json;

TEST(ScreenedText, HidesNumbersThatMayBeSomebodysAndNothingElse) {
  for (const auto& [id, why, text, screened] : test::kScreenedTexts) EXPECT_EQ(screenedText(text), screened) << id << ": " << why;
}

TEST(ScreenedText, IsWhatTheVectorsSay) {
  const Json file = test::readJsonFile(CITYCODE_TEST_VECTORS "/screened-texts.json");
  EXPECT_EQ(file["vectors"].size(), std::size(test::kScreenedTexts));
  for (const Json& vector : file["vectors"])
    EXPECT_EQ(screenedText(vector["input"]["text"].get<std::string>()), vector["expect"]["text"].get<std::string>()) << vector["id"];
}

TEST(ScreenedText, PassesOverWhatIsNoUtf8) {
  EXPECT_EQ(screenedText("\xff" "13800138000\xc3"), "\xff" "\u2022\u2022\u2022\xc3");
  EXPECT_EQ(screenedText("138\xe4\xb8" "00138"), "138\xe4\xb8" "00138") << "half a character parts two numbers";
  EXPECT_EQ(screenedText(std::string("138\0" "00138", 9)), std::string("138\0" "00138", 9));
  EXPECT_EQ(screenedText("\xed\xa0\x80\xf4\x90\x80\x80"), "\xed\xa0\x80\xf4\x90\x80\x80");
}

TEST(ScreenedText, OfALongTextTakesNoLongerThanItsLength) {
  constexpr std::size_t kMuch = 1 << 17;
  std::string unseen = "1";
  for (std::size_t i = 0; i < kMuch / 4; ++i) unseen += "\u200b";
  EXPECT_EQ(screenedText(unseen), unseen);
  EXPECT_EQ(screenedText(std::string(kMuch, '1')), kHiddenMark);
  EXPECT_EQ(screenedText(std::string(kMuch, '@')), std::string(kMuch, '@'));
  EXPECT_EQ(screenedText(std::string(kMuch, 'a')), std::string(kMuch, 'a'));
  std::string pairs;
  for (std::size_t i = 0; i < kMuch / 8; ++i) pairs += "12 2026-1-1 ";
  EXPECT_EQ(screenedText(pairs), std::string(kHiddenMark) + " ");
}

}  // namespace
}  // namespace citycode
