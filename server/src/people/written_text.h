// Text of the register in the form in which it is kept.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace citycode::server {

/// A name in Unicode normalization form C, without direction characters, and without spaces around it; nothing when it has others that are not
/// seen. The dots of Uyghur, Tibetan and Kazakh names stay as they are written.
std::optional<std::string> keptName(std::string_view written);

/// For a comparison of names: compatibility form, without case, the several dots as one, without spaces around them.
std::string comparedName(std::string_view name);

/// Normalization form KC: full-width letters and digits become the usual ones. As it is where it is no text.
std::string compatibleText(std::string_view text);

}  // namespace citycode::server
