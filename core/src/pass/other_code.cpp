#include "pass/other_code.h"

#include <algorithm>
#include <array>

#include "citycode/limits.h"
#include "lists/code_sequence.h"

namespace citycode {
namespace {

struct Fragment {
  std::string_view name;
  Fault fault;
};

constexpr std::array<Fragment, 3> kFragments{{
    {"venue=", Fault::CodeVenueSheet},
    {"portal=", Fault::CodePortalRequest},
    {"enrol=", Fault::CodeEnrolment},
}};

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// Symbols of capital letters are smaller, so addresses come in them too.
bool startsWith(std::string_view text, std::string_view lowerCase) {
  return text.size() >= lowerCase.size() &&
         std::equal(lowerCase.begin(), lowerCase.end(), text.begin(), [](char wanted, char c) { return lower(c) == wanted; });
}

// What stands behind is not looked at: a name that begins before the limit and ends after it is none.
std::string_view fragmentOf(std::string_view text) {
  const std::string_view begin = text.substr(0, kMaxAddressChars);
  const std::size_t at = begin.find('#');
  return at == std::string_view::npos ? std::string_view() : begin.substr(at + 1);
}

}  // namespace

bool isLaterVersion(std::string_view text) {
  constexpr std::string_view kBegin = "CC";
  if (!text.starts_with(kBegin)) return false;
  const std::string_view rest = text.substr(kBegin.size());
  const std::size_t colon = rest.substr(0, kMaxVersionDigits + 1).find(':');
  if (colon == std::string_view::npos || colon == 0 || rest[0] == '0') return false;
  const std::string_view version = rest.substr(0, colon);
  return version != "1" && std::all_of(version.begin(), version.end(), [](char c) { return c >= '0' && c <= '9'; });
}

Fault faultOfOtherText(std::string_view text) {
  if (isLaterVersion(text)) return Fault::CodeLaterVersion;
  if (text.starts_with(kSequencePrefix)) return Fault::CodeListPart;
  if (!startsWith(text, "https://") && !startsWith(text, "http://")) return Fault::CodeNotCityCode;
  const std::string_view fragment = fragmentOf(text);
  for (const Fragment& known : kFragments)
    if (startsWith(fragment, known.name)) return known.fault;
  return Fault::CodeNotCityCode;
}

}  // namespace citycode
