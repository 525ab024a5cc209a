// What the population register says of one person, as it is kept and as it is imported.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "citycode/person.h"
#include "http/json.h"

namespace citycode::server {

/// By the values of the attribute insurance-type.
inline constexpr std::array<std::string_view, 3> kInsuranceNames{"self-pay", "employee", "resident"};

/// One document; its kind is the class that its holder has by it.
struct HeldDocument {
  HolderClass kind = HolderClass::Resident;
  std::string number;   // capitals and digits, as document_numbers.h writes them

  bool operator==(const HeldDocument&) const = default;
};

/// A permit or certificate: not held, held without an end that is known, or until the end of a day.
struct Held {
  bool isHeld = false;
  CalendarDate until;   // year 0: no end is known

  bool isValidOn(const CalendarDate& day) const;
};

struct RegisterEntry {
  std::string registerId;               // the register's own
  std::string chineseName, latinName;   // NFC, fit to be shown; one of them may be empty
  std::vector<HeldDocument> documents;  // the first is the one that codes show
  CalendarDate born;                    // month and day 0 where the register does not know them
  bool cityResident = false;
  int insuranceType = 0;                // attribute insurance-type
  Held disabilityPermit, tradeCertificate, safetyTraining;
  std::string enterpriseCreditCode, enterpriseRole;
  std::vector<std::string> guardians;   // ids of the register
};

/// Kept in this form, sealed (people_seal.h).
Json toJson(const RegisterEntry& entry);
/// Fault: store/damaged.
Result<RegisterEntry> entryFromJson(const Json& json);

/// What passes are made of, on this day.
PersonRecord recordOn(const CalendarDate& today, const RegisterEntry& entry);
/// "1990", "1990-03" or "1990-03-07"
std::string dateText(const CalendarDate& date);

}  // namespace citycode::server
