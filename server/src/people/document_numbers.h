// Numbers of documents as authorities write them: brought to one spelling, and looked at for slips of a keyboard. A help, not a proof: whether
// a document is good is the register's word.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "registry/register_entry.h"

namespace citycode::server {

/// Capitals and digits without spaces and hyphens; full-width ones as half-width ones.
std::string spelledNumber(std::string_view written);

/// What looks wrong, as a reason's id (people/reason.h); nothing when it looks right.
///
/// Resident numbers, residence permits of Hong Kong, Macao and Taiwan and permanent-residence cards of 18 characters: GB 11643-1999, whose
/// check character is that of ISO/IEC 7064 MOD 11-2. Permits to travel of Hong Kong and Macao: H or M and 8 digits, with or without 2 of the
/// renewal; of Taiwan: 8 digits, likewise. Passports: 5 to 12 letters and digits. Permanent-residence cards of before 2023: 3 letters, 12 digits.
std::optional<std::string_view> slipIn(const HeldDocument& document);

/// The birth date that is written in a number; nothing where none is.
std::optional<CalendarDate> bornByNumber(const HeldDocument& document);

bool isCalendarDate(const CalendarDate& date);

}  // namespace citycode::server
