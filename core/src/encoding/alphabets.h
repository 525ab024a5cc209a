// The alphabets that more than one room writes or reads in.
#pragma once

#include <string_view>

namespace citycode {

inline constexpr std::string_view kHexDigits = "0123456789abcdef";

/// RFC 9285 table 1, which is ISO/IEC 18004 table 5.
inline constexpr std::string_view kBase45Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

/// Crockford's base 32: no letter that is taken for a digit.
inline constexpr std::string_view kCrockfordAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

}  // namespace citycode
