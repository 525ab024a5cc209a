// What is published of a text: nothing is in it that was not written, no long number is, and what is no number is there byte for byte.
#include "rating/screened_text.h"

#include "encoding/cbor.h"
#include "fuzz.h"

namespace citycode::fuzz {
namespace {

constexpr std::size_t kLongestAmount = 9;

/// All that is not a mark, in its order.
bool isOf(std::string_view screened, std::string_view text) {
  while (!screened.empty()) {
    if (screened.starts_with(kHiddenMark) && !text.starts_with(kHiddenMark.substr(0, kHiddenMark.size() / 3))) {
      screened.remove_prefix(kHiddenMark.size());
      continue;
    }
    if (text.empty()) return false;
    if (text.front() == screened.front()) screened.remove_prefix(1);
    text.remove_prefix(1);
  }
  return true;
}

std::size_t longestNumber(std::string_view text) {
  std::size_t longest = 0, digits = 0;
  for (const char c : text) {
    digits = c >= '0' && c <= '9' ? digits + 1 : 0;
    longest = std::max(longest, digits);
  }
  return longest;
}

}  // namespace

void oneInput(ByteView bytes) {
  const std::string_view text = textOf(bytes);
  const std::string screened = screenedText(text);
  CC_HOLDS(isOf(screened, text));
  CC_HOLDS(longestNumber(screened) <= kLongestAmount);
  CC_HOLDS(!cbor::isUtf8(bytes) || cbor::isUtf8(bytesOf(screened)));
  CC_HOLDS(screened.size() <= 5 * text.size());   // of "@a" nine bytes
  // Beside words nothing changes: a sentence before and behind it is what it was.
  const std::string between = "Nobody was there: " + std::string(text) + " :and nobody came.";
  CC_HOLDS(screenedText(between) == "Nobody was there: " + screened + " :and nobody came.");
}

}  // namespace citycode::fuzz
