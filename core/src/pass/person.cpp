#include "citycode/person.h"

#include <algorithm>
#include <array>
#include <chrono>

#include "encoding/attribute_map.h"
#include "pass/sealed.h"
#include "pass/shortened.h"

namespace citycode {
namespace {

/// What the fullest standard scene with a pseudonym has room for: 52 bytes of plain text, less 1 for the map, 2 for a small
/// number, 14 for the pseudonym and 3 before the name itself.
constexpr std::size_t kSealedNameBytes = 32;

constexpr int kAdultAge = 18;   // Civil Code of the People's Republic of China, article 17
constexpr int kElderAge = 60;   // Law on the Protection of the Rights and Interests of the Elderly, article 2

enum class FareType : std::uint64_t { Adult = 1, Senior = 2, Child = 3, Disabled = 4 };

struct ClassName {
  HolderClass holderClass;
  std::string_view name;
};

constexpr std::array kClassNames{
#define CC_HOLDER_CLASS(enumerator, value, name, words) ClassName{HolderClass::enumerator, name},
#include "citycode/holder_classes.def"
#undef CC_HOLDER_CLASS
};

FareType fareTypeOf(const PersonRecord& person, const CalendarDate& today) {
  if (person.disabilityPermit) return FareType::Disabled;
  switch (ageGroupOf(person.born, today)) {
    case AgeGroup::Child: return FareType::Child;
    case AgeGroup::Elder: return FareType::Senior;
    case AgeGroup::Adult: return FareType::Adult;
  }
  return FareType::Adult;
}

// Nothing for what this issuer does not know: the health attributes are an emergency module's, tickets
// an organiser's.
std::optional<AttributeValue> valueFor(Attribute attribute, const PersonRecord& person, const CalendarDate& today,
                                       ByteView pseudonym) {
  const auto text = [](const std::string& value) -> std::optional<AttributeValue> {
    if (value.empty()) return std::nullopt;
    return AttributeValue(shortened(value, kMaxAttributeTextBytes));
  };
  const auto number = [](std::uint64_t value) { return AttributeValue(value); };
  switch (attribute) {
    case Attribute::Name: return text(person.displayName);
    case Attribute::DocumentType: return number(static_cast<std::uint64_t>(person.holderClass));
    case Attribute::DocumentNumberMasked: return text(maskDocumentNumber(person.documentNumber));
    case Attribute::Over18: return AttributeValue(ageInYears(person.born, today) >= kAdultAge);
    case Attribute::Over60: return AttributeValue(ageInYears(person.born, today) >= kElderAge);
    case Attribute::CityResident: return AttributeValue(person.cityResident);
    case Attribute::DisabilityPermit: return AttributeValue(person.disabilityPermit);
    case Attribute::FareType: return number(static_cast<std::uint64_t>(fareTypeOf(person, today)));
    case Attribute::InsuranceType: return number(static_cast<std::uint64_t>(person.insuranceType));
    case Attribute::Pseudonym: return AttributeValue(copyOf(pseudonym));
    case Attribute::TradeCertificateValid: return AttributeValue(person.tradeCertificateValid);
    case Attribute::SafetyTrainingValid: return AttributeValue(person.safetyTrainingValid);
    case Attribute::EnterpriseCreditCode: return text(person.enterpriseCreditCode);
    case Attribute::EnterpriseRole: return text(person.enterpriseRole);
    case Attribute::HealthStatus:
    case Attribute::HealthRuleSet:
    case Attribute::HealthComputedAt:
    case Attribute::TicketClass: return std::nullopt;
  }
  return std::nullopt;
}

CalendarDate lastPossibleDay(const CalendarDate& date) {
  if (date.month == 0) return {date.year, 12, 31};
  if (date.day != 0) return date;
  const auto last = std::chrono::year(date.year) / date.month / std::chrono::last;
  return {date.year, date.month, static_cast<int>(static_cast<unsigned>(last.day()))};
}

bool isNo(const AttributeValue& value) {
  const bool* flag = std::get_if<bool>(&value);
  return flag && !*flag;
}

// A scene whose facts are all "no" would be a green verdict about nothing.
bool saysOnlyNo(const Attributes& attributes) {
  bool anyFact = false;
  for (const auto& [attribute, value] : attributes) {
    if (attributeKind(attribute) != AttributeKind::Bool) continue;
    if (!isNo(value)) return false;
    anyFact = true;
  }
  return anyFact;
}

std::size_t encodedBytes(const Attributes& attributes) {
  cbor::Writer writer;
  encodeAttributes(writer, attributes);
  return writer.bytes().size();
}

// A name is cut alike in every sealed scene, so that two desks read the same. Then the longer of name and role gives way,
// where a scene has room for less. What identifies by itself (numbers, codes) stays whole; if that alone is too long,
// sealing says so.
void shortenToFit(Attributes& attributes, std::size_t limit) {
  const auto textOf = [&](Attribute attribute) -> std::string* {
    const auto found = attributes.find(attribute);
    return found == attributes.end() ? nullptr : std::get_if<std::string>(&found->second);
  };
  std::string* const name = textOf(Attribute::Name);
  std::string* const role = textOf(Attribute::EnterpriseRole);
  const std::string wholeName = name ? *name : "", wholeRole = role ? *role : "";
  if (name) *name = shortened(wholeName, kSealedNameBytes);
  while (encodedBytes(attributes) > limit) {
    std::string* const longest = !name || (role && role->size() > name->size()) ? role : name;
    if (!longest || longest->empty()) return;
    std::string shorter = shortened(longest == name ? wholeName : wholeRole, longest->size() - 1);
    if (shorter.empty()) return;
    *longest = std::move(shorter);
  }
}

}  // namespace

std::string_view holderClassName(HolderClass holderClass) {
  for (const ClassName& row : kClassNames)
    if (row.holderClass == holderClass) return row.name;
  return "";
}

std::optional<HolderClass> holderClassFromName(std::string_view name) {
  for (const ClassName& row : kClassNames)
    if (row.name == name) return row.holderClass;
  return std::nullopt;
}

std::string_view ageGroupName(AgeGroup group) {
  switch (group) {
    case AgeGroup::Child: return "child";
    case AgeGroup::Adult: return "adult";
    case AgeGroup::Elder: return "elder";
  }
  return "";
}

CalendarDate cityDate(std::int64_t unixSeconds, std::int32_t cityOffsetSeconds) {
  using namespace std::chrono;
  const sys_seconds local{seconds{unixSeconds + cityOffsetSeconds}};
  const year_month_day date{floor<days>(local)};
  return {int(date.year()), static_cast<int>(unsigned(date.month())), static_cast<int>(unsigned(date.day()))};
}

int ageInYears(const CalendarDate& born, const CalendarDate& today) {
  const CalendarDate day = lastPossibleDay(born);
  const bool birthdayToCome = today.month < day.month || (today.month == day.month && today.day < day.day);
  return today.year - day.year - (birthdayToCome ? 1 : 0);
}

AgeGroup ageGroupOf(const CalendarDate& born, const CalendarDate& today) {
  const int age = ageInYears(born, today);
  return age < kAdultAge ? AgeGroup::Child : age < kElderAge ? AgeGroup::Adult : AgeGroup::Elder;
}

std::string maskDocumentNumber(std::string_view number) {
  constexpr std::size_t kLastShown = 2, kShortest = 6;
  if (number.empty()) return "";
  if (number.size() < kShortest) return "***";
  return std::string(number.substr(0, 1)) + "***" + std::string(number.substr(number.size() - kLastShown));
}

Result<Attributes> attributesFor(const PersonRecord& person, const ScopePolicy& scope, const CalendarDate& today,
                                 ByteView pseudonym) {
  Attributes attributes;
  for (const Attribute attribute : scope.attributes) {
    auto value = valueFor(attribute, person, today, pseudonym);
    if (!value) return Fault::IssueScopeNotForHolder;
    attributes.emplace(attribute, *std::move(value));
  }
  if (saysOnlyNo(attributes)) return Fault::IssueScopeNotForHolder;
  if (scope.sealed) shortenToFit(attributes, sealedPlainBytes(scope));
  return attributes;
}

Result<Attributes> attributesChosen(const PersonRecord& person, const ScopePolicy& scope, const std::set<Attribute>& chosen,
                                    const CalendarDate& today, ByteView pseudonym) {
  Attributes attributes;
  for (const Attribute attribute : chosen) {
    if (!scope.allows(attribute)) return Fault::ScopeAttributeNotAllowed;
    auto value = valueFor(attribute, person, today, pseudonym);
    if (!value) return Fault::IssueScopeNotForHolder;
    attributes.emplace(attribute, *std::move(value));
  }
  if (scope.sealed) shortenToFit(attributes, sealedPlainBytes(scope));
  return attributes;
}

}  // namespace citycode
