// Which of the symbols in view counts: one city code, and never one of two persons'.
#include <gtest/gtest.h>

#include <algorithm>

#include "citycode/paper_card.h"
#include "citycode/symbol.h"
#include "citycode/verifier.h"
#include "paper/paper_code.h"
#include "test_city.h"

namespace citycode {
namespace {

using test::TestCity;

const TestCity city;

FoundSymbol symbolOf(std::string_view text, bool isCut = false) {
  FoundSymbol symbol;
  symbol.bytes = copyOf(bytesOf(text));
  symbol.isCut = isCut;
  return symbol;
}

std::string codeOfSomebodyElse() {
  PassClaims claims = city.claims();
  claims.statusIndex = 7;
  return city.code(claims, city.presentation());
}

std::string laterSlot() {
  PresentationClaims shown = city.presentation();
  shown.issuedUnixSeconds += kSlotSeconds;
  return city.code(shown);
}

std::string cardOfSomebodyElse() {
  PaperCard card = city.paperCard();
  card.status.index = 7;
  return city.paper(card);
}

/// "none", "two", or the text that counts; the same whatever the order.
std::string chosen(std::vector<FoundSymbol> seen) {
  std::string answer;
  for (std::size_t turn = 0; turn < std::max<std::size_t>(seen.size(), 1); ++turn) {
    const auto position = chooseCode(seen);
    std::string here = "none";
    if (!position) here = position.fault() == Fault::ImageTwoCodes ? "two" : "another fault";
    else if (*position < seen.size()) here = std::string(textOf(seen[*position].bytes));
    if (turn == 0) answer = here;
    else EXPECT_EQ(here, answer) << "turn " << turn;
    if (!seen.empty()) std::rotate(seen.begin(), seen.begin() + 1, seen.end());
  }
  return answer;
}

TEST(CodeChoice, CountsACodeOfALaterVersionAsSomebodys) {
  EXPECT_EQ(chooseCode({symbolOf(city.code()), symbolOf("CC2:6BFN70")}).fault(), Fault::ImageTwoCodes);
  EXPECT_EQ(*chooseCode({symbolOf("https://example.org/a-poster"), symbolOf("CC2:6BFN70")}), 1u);
}

TEST(CodeChoice, NothingInViewIsNothing) { EXPECT_EQ(chosen({}), "none"); }

TEST(CodeChoice, WhatIsAloneCounts) {
  for (const std::string& text : {city.code(), city.paper(), std::string("https://example.org"), std::string("CC1:???")})
    EXPECT_EQ(chosen({symbolOf(text)}), text);
}

TEST(CodeChoice, TwoPersonsCodesAreNone) {
  const std::string phone = city.code(), other = codeOfSomebodyElse(), card = city.paper(), otherCard = cardOfSomebodyElse();
  for (const auto& [a, b] : {std::pair{phone, other}, {phone, card}, {card, otherCard}})
    EXPECT_EQ(chosen({symbolOf(a), symbolOf(b)}), "two");
  EXPECT_EQ(chosen({symbolOf("https://example.org"), symbolOf(phone), symbolOf(other)}), "two");
}

TEST(CodeChoice, ACodeThatIsNoGoodIsSomebodysCodeToo) {
  EXPECT_EQ(chosen({symbolOf(city.code()), symbolOf("CC1:???")}), "two");
  EXPECT_EQ(chosen({symbolOf(city.code()), symbolOf(city.code().substr(0, 100))}), "two");
}

TEST(CodeChoice, TheSameTextTwiceIsOneCode) {
  EXPECT_EQ(chosen({symbolOf(city.code()), symbolOf(city.code()), symbolOf(city.code())}), city.code());
  EXPECT_EQ(chosen({symbolOf(city.paper()), symbolOf(city.paper())}), city.paper());
}

TEST(CodeChoice, TwoSlotsOfOnePassAreOneCodeAndTheLaterCounts) {
  EXPECT_EQ(chosen({symbolOf(city.code()), symbolOf(laterSlot())}), laterSlot());
  EXPECT_EQ(chosen({symbolOf(city.code()), symbolOf(laterSlot()), symbolOf(codeOfSomebodyElse())}), "two");
}

TEST(CodeChoice, ACityCodeBesideOtherSystemsCodesCounts) {
  const std::string poster(400, 'x');
  EXPECT_EQ(chosen({symbolOf(poster), symbolOf(city.code()), symbolOf("WIFI:T:WPA;S:Library;;")}), city.code());
  EXPECT_EQ(chosen({symbolOf(poster), symbolOf(city.paper())}), city.paper());
  // The look of a card alone makes no city code: words in capitals have it too.
  const std::string sign = "INFORMATION DESK 24 HOURS";
  ASSERT_TRUE(looksLikePaperCode(sign));
  EXPECT_EQ(chosen({symbolOf(sign), symbolOf(city.code())}), city.code());
}

TEST(CodeChoice, OfOtherSystemsCodesTheLongestCounts) {
  EXPECT_EQ(chosen({symbolOf("short"), symbolOf("a longer text"), symbolOf("medium")}), "a longer text");
}

TEST(CodeChoice, WhatIsCutByTheEdgeNeverCountsAndIsSomebodysCode) {
  EXPECT_EQ(chosen({symbolOf(city.code(), true)}), "none");
  EXPECT_EQ(chosen({symbolOf(city.code(), true), symbolOf(codeOfSomebodyElse())}), "two");
  EXPECT_EQ(chosen({symbolOf(city.code(), true), symbolOf(codeOfSomebodyElse(), true)}), "two");
  EXPECT_EQ(chosen({symbolOf(city.code(), true), symbolOf("https://example.org")}), "none");
  EXPECT_EQ(chosen({symbolOf("https://example.org", true), symbolOf(city.code())}), city.code());
  EXPECT_EQ(chosen({symbolOf("a longer text", true), symbolOf("short")}), "short");
  // In a mirror across the edge, and a slot behind: still one code, and the whole one counts.
  EXPECT_EQ(chosen({symbolOf(city.code()), symbolOf(city.code(), true)}), city.code());
  EXPECT_EQ(chosen({symbolOf(city.code()), symbolOf(laterSlot(), true)}), city.code());
}

TEST(CodeChoice, WhereMoreMayBeThanWereReadNoCodeCounts) {
  std::vector<FoundSymbol> many(kMaxSymbolsPerImage - 2, symbolOf("https://example.org"));
  many.push_back(symbolOf(city.code()));
  EXPECT_EQ(chosen(many), city.code());
  many.push_back(symbolOf("https://example.org"));
  EXPECT_EQ(chosen(many), "two");
  EXPECT_EQ(chosen(std::vector<FoundSymbol>(kMaxSymbolsPerImage, symbolOf("poster"))), "poster");
}

}  // namespace
}  // namespace citycode
