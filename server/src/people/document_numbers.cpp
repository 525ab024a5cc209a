#include "people/document_numbers.h"

#include <algorithm>
#include <array>
#include <chrono>

#include "people/reason.h"
#include "people/written_text.h"

namespace citycode::server {
namespace {

constexpr std::size_t kLongNumberChars = 18, kBirthAt = 6;
constexpr std::string_view kDigits = "0123456789";

bool areDigits(std::string_view text) { return !text.empty() && text.find_first_not_of(kDigits) == std::string_view::npos; }
bool isCapital(char c) { return c >= 'A' && c <= 'Z'; }
int valueOf(std::string_view digits) {
  int value = 0;
  for (const char digit : digits) value = value * 10 + (digit - '0');
  return value;
}

bool hasLongShape(std::string_view number) {
  return number.size() == kLongNumberChars && areDigits(number.substr(0, kLongNumberChars - 1)) && (areDigits(number.substr(kLongNumberChars - 1)) || number.back() == 'X');
}

CalendarDate birthIn(std::string_view number) {
  return {valueOf(number.substr(kBirthAt, 4)), valueOf(number.substr(kBirthAt + 4, 2)), valueOf(number.substr(kBirthAt + 6, 2))};
}

/// GB 11643-1999, section 3.4: weights are the powers of 2 modulo 11, from the left.
char checkCharacterOf(std::string_view first17) {
  constexpr std::array<int, 17> kWeights{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  int sum = 0;
  for (std::size_t i = 0; i < kWeights.size(); ++i) sum += (first17[i] - '0') * kWeights[i];
  return std::string_view("10X98765432")[static_cast<std::size_t>(sum % 11)];
}

std::optional<std::string_view> slipInLong(std::string_view number, std::string_view prefixes) {
  if (!hasLongShape(number)) return kDocumentShape;
  if (!prefixes.empty() && prefixes.find(number.substr(0, 2)) == std::string_view::npos) return kDocumentShape;
  if (!isCalendarDate(birthIn(number))) return kDocumentBirth;
  if (checkCharacterOf(number.substr(0, kLongNumberChars - 1)) != number.back()) return kDocumentCheck;
  return std::nullopt;
}

bool isTravelPermit(std::string_view number, std::string_view letters) {
  if (!letters.empty()) {
    if (number.empty() || letters.find(number.front()) == std::string_view::npos) return false;
    number.remove_prefix(1);
  }
  return areDigits(number) && (number.size() == 8 || number.size() == 10);   // with the number of its renewal
}

bool isPassport(std::string_view number) {
  const auto isFit = [](char c) { return isCapital(c) || kDigits.find(c) != std::string_view::npos; };
  return number.size() >= 5 && number.size() <= 12 && std::all_of(number.begin(), number.end(), isFit);
}

bool isFormerResidenceCard(std::string_view number) {
  return number.size() == 15 && std::all_of(number.begin(), number.begin() + 3, isCapital) && areDigits(number.substr(3));
}

std::optional<std::string_view> unless(bool isRight) { return isRight ? std::nullopt : std::optional(kDocumentShape); }

}  // namespace

std::string spelledNumber(std::string_view written) {
  std::string spelled;
  for (char c : compatibleText(written)) {
    if (c == ' ' || c == '-' || c == '(' || c == ')') continue;
    spelled += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return spelled;
}

std::optional<std::string_view> slipIn(const HeldDocument& document) {
  const std::string_view number = document.number;
  const bool isLong = number.size() == kLongNumberChars;
  switch (document.kind) {
    case HolderClass::Resident: return slipInLong(number, "");
    case HolderClass::HongKongMacao: return isLong ? slipInLong(number, "81 82") : unless(isTravelPermit(number, "HM"));
    case HolderClass::Taiwan: return isLong ? slipInLong(number, "83") : unless(isTravelPermit(number, ""));
    case HolderClass::Passport: return unless(isPassport(number));
    case HolderClass::ForeignPermanentResident: return isLong ? slipInLong(number, "") : unless(isFormerResidenceCard(number));
  }
  return kDocumentShape;
}

std::optional<CalendarDate> bornByNumber(const HeldDocument& document) {
  if (document.kind == HolderClass::Passport || !hasLongShape(document.number)) return std::nullopt;
  return birthIn(document.number);
}

bool isCalendarDate(const CalendarDate& date) {
  constexpr int kFirstYear = 1850, kLastYear = 2200;
  if (date.year < kFirstYear || date.year > kLastYear) return false;
  return std::chrono::year_month_day(std::chrono::year(date.year), std::chrono::month(static_cast<unsigned>(date.month)), std::chrono::day(static_cast<unsigned>(date.day))).ok();
}

}  // namespace citycode::server
