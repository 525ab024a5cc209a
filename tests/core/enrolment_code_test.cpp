#include "pass/enrolment_code.h"

#include <gtest/gtest.h>

#include "fault_or_none.h"

namespace citycode {
namespace {

TEST(EnrolmentCode, ReadsBackWhatItWroteHoweverItIsTyped) {
  const std::string code = writeEnrolmentCode(Bytes{0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef});
  ASSERT_EQ(code.size(), kEnrolmentCodeChars + 2);
  const auto canonical = canonicalEnrolmentCode(code);
  ASSERT_TRUE(canonical);
  std::string typed;
  for (const char c : code) typed += c == '-' ? ' ' : static_cast<char>(std::tolower(c));
  EXPECT_EQ(*canonicalEnrolmentCode(typed), *canonical);
}

TEST(EnrolmentCode, ForgivesTheLettersThatLookLikeDigits) {
  EXPECT_EQ(*canonicalEnrolmentCode("oOiI-lL00-1111"), "001111001111");
}

TEST(EnrolmentCode, RefusesOtherLengthsAndLetters) {
  for (const std::string_view typed : {"", "ABCD-EFGH-JKM", "ABCD-EFGH-JKMNP", "ABCD-EFGH-JKMU", "ABCD-EFGH-JK\xc3\xa9"})
    EXPECT_EQ(faultOrNone(canonicalEnrolmentCode(typed)), Fault::EnrolUnknownCode) << typed;
}

TEST(EnrolmentCode, UsesSixtyBits) {
  const Bytes zeros(8, 0), ones(8, 0xff);
  EXPECT_EQ(writeEnrolmentCode(zeros), "0000-0000-0000");
  EXPECT_EQ(writeEnrolmentCode(ones), "ZZZZ-ZZZZ-ZZZZ");
}

}  // namespace
}  // namespace citycode
