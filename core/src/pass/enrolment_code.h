// The one-use enrolment code that a person types: 12 characters of Crockford's base 32, 60 bits.
#pragma once

#include <string>
#include <string_view>

#include "citycode/bytes.h"
#include "citycode/limits.h"
#include "citycode/result.h"

namespace citycode {

inline constexpr std::size_t kEnrolmentRandomBytes = 8;   // 60 of the 64 bits are used

/// "ABCD-EFGH-JKMN" from kEnrolmentRandomBytes of the caller's randomness.
std::string writeEnrolmentCode(ByteView random);

/// The 12 canonical characters of what somebody typed: case, spaces and hyphens ignored, O read as 0, I
/// and L as 1. Fault: enrol/unknown-code for anything else.
Result<std::string> canonicalEnrolmentCode(std::string_view typed);

}  // namespace citycode
