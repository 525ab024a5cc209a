// What is done with text in several places.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace citycode::server {

/// The parts between `mark`s; one empty text for an empty one.
inline std::vector<std::string> splitAt(char mark, std::string_view text) {
  std::vector<std::string> parts;
  for (;;) {
    const std::size_t end = text.find(mark);
    parts.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

/// Every `word` in it by another.
inline std::string replaced(std::string text, std::string_view word, std::string_view by) {
  for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + by.size())) text.replace(at, word.size(), by);
  return text;
}

inline std::string_view withoutSpacesAround(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(' ');
  return begin == std::string_view::npos ? std::string_view() : text.substr(begin, text.find_last_not_of(' ') - begin + 1);
}

}  // namespace citycode::server
