// What a city knows about a holder, and what a scene's pass says of them. The issuer's rules are here, beside the
// verifier's, so that "over 60" means one thing. Which attributes a scene has is data: scenes.def.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "citycode/attribute.h"
#include "citycode/result.h"
#include "citycode/trust_list.h"

namespace citycode {

/// Value of the attribute document-type.
enum class HolderClass : std::uint8_t {
#define CC_HOLDER_CLASS(enumerator, value, name, words) enumerator = value,
#include "citycode/holder_classes.def"
#undef CC_HOLDER_CLASS
};

enum class AgeGroup : std::uint8_t { Child, Adult, Elder };   // under 18, 18 to 59, 60 and over

struct CalendarDate {
  int year = 0, month = 0, day = 0;   // Gregorian, in the city's time zone; month and day 0 where they are not known
};

struct PersonRecord {
  std::string displayName;              // as on the document
  HolderClass holderClass = HolderClass::Resident;
  std::string documentNumber;           // never leaves the issuer unmasked
  CalendarDate born;
  bool cityResident = false;
  bool disabilityPermit = false;
  int insuranceType = 0;                // attribute insurance-type
  bool tradeCertificateValid = false;
  bool safetyTrainingValid = false;
  std::string enterpriseCreditCode;     // empty: represents no enterprise
  std::string enterpriseRole;
};

std::string_view holderClassName(HolderClass holderClass);          // "hong-kong-macao"
std::optional<HolderClass> holderClassFromName(std::string_view name);
std::string_view ageGroupName(AgeGroup group);

/// The city's calendar date at a time; `cityOffsetSeconds` east of UTC (Shanghai 28,800: no daylight
/// saving since 1991).
CalendarDate cityDate(std::int64_t unixSeconds, std::int32_t cityOffsetSeconds);

/// Full years on `today`; somebody born on 29 February has a birthday on 1 March in common years. Whose day or month is not known was
/// born on the last day that it may have been: nobody is said to be older than is certain.
int ageInYears(const CalendarDate& born, const CalendarDate& today);
AgeGroup ageGroupOf(const CalendarDate& born, const CalendarDate& today);

/// First character and last two kept, the middle replaced by one '*': "3***15". Numbers of fewer than
/// six characters are masked whole.
std::string maskDocumentNumber(std::string_view number);

/// The values of exactly the attributes that `scope` lists. `pseudonym` is given by the issuer for scenes
/// that need to recognise somebody again (12 bytes, keyed). Where the scene seals, name and role are cut so
/// that all fits into its seal.
/// Fault: issue/scope-not-for-holder when the scene is not this person's: a one-fact scene whose fact is
/// not true (a green verdict must never carry a "no"), the enterprise scene for somebody who represents
/// none, the worksite scene for somebody with neither certificate.
Result<Attributes> attributesFor(const PersonRecord& person, const ScopePolicy& scope, const CalendarDate& today,
                                 ByteView pseudonym);

/// The values of those of the scene's attributes that a person lets a portal have. "No" is an answer there as well: nobody stands at
/// a door, and the site asked. Cut as above.
/// Faults: scope/attribute-not-allowed for what the scene does not list, issue/scope-not-for-holder for what the city does not know.
Result<Attributes> attributesChosen(const PersonRecord& person, const ScopePolicy& scope, const std::set<Attribute>& chosen,
                                    const CalendarDate& today, ByteView pseudonym);

}  // namespace citycode
