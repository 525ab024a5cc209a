// The city's name in the languages of the interface.
#pragma once

#include <array>
#include <string>
#include <string_view>

namespace citycode::server {

/// Their tags, by their numbers on the wire.
inline constexpr std::array kLanguages{
#define CC_LANGUAGE(enumerator, number, tag, ...) std::string_view(tag),
#include "citycode/languages.def"
#undef CC_LANGUAGE
};

/// In the order of kLanguages.
using TextByLanguage = std::array<std::string, kLanguages.size()>;

/// The first that is there, where only one fits; empty when none is.
inline const std::string& firstText(const TextByLanguage& texts) {
  for (const std::string& text : texts)
    if (!text.empty()) return text;
  return texts.front();
}

}  // namespace citycode::server
