#include "pass/enrolment_code.h"

#include <cassert>

#include "encoding/alphabets.h"

namespace citycode {
namespace {

constexpr std::size_t kGroupChars = 4;

char canonicalChar(char typed) {
  if (typed >= 'a' && typed <= 'z') typed = static_cast<char>(typed - 'a' + 'A');
  if (typed == 'O') return '0';
  if (typed == 'I' || typed == 'L') return '1';
  return typed;
}

}  // namespace

std::string writeEnrolmentCode(ByteView random) {
  assert(random.size() == kEnrolmentRandomBytes);
  std::uint64_t bits = 0;
  for (const std::uint8_t byte : random) bits = bits << 8 | byte;
  std::string code;
  for (std::size_t i = 0; i < kEnrolmentCodeChars; ++i, bits >>= 5) {
    if (i != 0 && i % kGroupChars == 0) code += '-';
    code += kCrockfordAlphabet[bits & 31];
  }
  return code;
}

Result<std::string> canonicalEnrolmentCode(std::string_view typed) {
  std::string code;
  for (const char c : typed) {
    if (c == '-' || c == ' ') continue;
    const char canonical = canonicalChar(c);
    if (kCrockfordAlphabet.find(canonical) == std::string_view::npos || code.size() == kEnrolmentCodeChars)
      return Fault::EnrolUnknownCode;
    code += canonical;
  }
  if (code.size() != kEnrolmentCodeChars) return Fault::EnrolUnknownCode;
  return code;
}

}  // namespace citycode
