// What somebody types: twelve canonical characters or a refusal, and what was written can be typed.
#include "pass/enrolment_code.h"

#include "fuzz.h"

void citycode::fuzz::oneInput(ByteView bytes) {
  if (const auto code = canonicalEnrolmentCode(textOf(bytes))) {
    CC_HOLDS(code->size() == kEnrolmentCodeChars);
    CC_HOLDS(code->find_first_not_of("0123456789ABCDEFGHJKMNPQRSTVWXYZ") == std::string::npos);
    CC_HOLDS(*canonicalEnrolmentCode(*code) == *code);
  }
  if (bytes.size() >= kEnrolmentRandomBytes) CC_HOLDS(canonicalEnrolmentCode(writeEnrolmentCode(bytes.first(kEnrolmentRandomBytes))));
}
