#include "citycode/person.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <chrono>

#include "citycode/crypto.h"
#include "citycode/sealed.h"
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

constexpr std::array<ClassName, 5> kClassNames{{
    {HolderClass::Resident, "resident"},
    {HolderClass::HongKongMacao, "hong-kong-macao"},
    {HolderClass::Taiwan, "taiwan"},
    {HolderClass::Passport, "passport"},
    {HolderClass::ForeignPermanentResident, "foreign-permanent-resident"},
}};

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

ScopePolicy makeScope(std::uint32_t id, std::string name, std::vector<Attribute> attributes, std::uint32_t windowSeconds,
                      ReuseRule reuseRule) {
  // An hour: a terminal with a network fetches every five minutes, lists are at most 15 minutes old then, and two
  // lost attempts are not worth a word. Too old: a gate must survive a day in a tunnel, where somebody who lost a
  // phone loses a few fares; a desk, where names and rights are at stake, has a network again within half a day.
  constexpr std::uint32_t kStatusFreshSeconds = 3600;
  constexpr std::uint32_t kGateTooOldSeconds = 24 * 3600, kDeskTooOldSeconds = 12 * 3600;
  ScopePolicy scope;
  scope.statusFreshSeconds = kStatusFreshSeconds;
  scope.statusTooOldSeconds = reuseRule == ReuseRule::RefuseLaterSlot ? kGateTooOldSeconds : kDeskTooOldSeconds;
  scope.id = id;
  scope.name = std::move(name);
  scope.attributes = std::move(attributes);
  scope.windowSeconds = windowSeconds;
  scope.reuseRule = reuseRule;
  scope.sealed = scope.allows(Attribute::Name) || scope.allows(Attribute::Pseudonym);
  return scope;
}

constexpr int kFeistelRounds = 10;

// One round of the Feistel network: keyed BLAKE2b over round, day and half.
std::uint32_t feistelRound(ByteView key, int round, std::int64_t utcDay, std::uint32_t half) {
  std::array<std::uint8_t, 13> input{static_cast<std::uint8_t>(round)};
  for (int i = 0; i < 8; ++i) input[static_cast<std::size_t>(1 + i)] = static_cast<std::uint8_t>(utcDay >> (56 - 8 * i));
  for (int i = 0; i < 4; ++i) input[static_cast<std::size_t>(9 + i)] = static_cast<std::uint8_t>(half >> (24 - 8 * i));
  std::array<std::uint8_t, crypto_generichash_BYTES_MIN> output;
  crypto_generichash(output.data(), output.size(), input.data(), input.size(), key.data(), key.size());
  return static_cast<std::uint32_t>(output[0]) << 24 | output[1] << 16 | output[2] << 8 | output[3];
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
  const bool birthdayToCome =
      today.month < born.month || (today.month == born.month && today.day < born.day);
  return today.year - born.year - (birthdayToCome ? 1 : 0);
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

std::vector<ScopePolicy> standardScopes() {
  using enum Attribute;
  // Windows: format.md, transit 30 s, desk 60 s. A gate refuses the same pass again; a desk is told.
  constexpr std::uint32_t kGateSeconds = 30, kDeskSeconds = 60;
  constexpr auto kReport = ReuseRule::ReportLaterSlot, kRefuse = ReuseRule::RefuseLaterSlot;
  std::vector<ScopePolicy> scopes{
      makeScope(1, "identity", {Name, DocumentType, DocumentNumberMasked}, kDeskSeconds, kReport),
      makeScope(2, "over-18", {Over18}, kDeskSeconds, kReport),
      makeScope(3, "over-60", {Over60}, kDeskSeconds, kReport),
      makeScope(4, "resident", {CityResident}, kDeskSeconds, kReport),
      makeScope(5, "disabled", {DisabilityPermit}, kDeskSeconds, kReport),
      makeScope(6, "medical", {Name, InsuranceType, Pseudonym}, kDeskSeconds, kReport),
      makeScope(7, "transit", {FareType}, kGateSeconds, kRefuse),
      makeScope(8, "culture-and-sport", {FareType, Pseudonym}, kDeskSeconds, kReport),
      makeScope(9, "government-service", {Name, DocumentType, Pseudonym}, kDeskSeconds, kReport),
      makeScope(10, "community", {CityResident, Pseudonym}, kDeskSeconds, kReport),
      makeScope(11, "worksite", {Name, TradeCertificateValid, SafetyTrainingValid}, kDeskSeconds, kReport),
      makeScope(12, "exhibition", {Name}, kDeskSeconds, kReport),
      makeScope(13, "court", {Name, DocumentType, DocumentNumberMasked}, kDeskSeconds, kReport),
      makeScope(14, "enterprise", {Name, EnterpriseCreditCode, EnterpriseRole}, kDeskSeconds, kReport),
  };
  // Where a clerk compares the face and a person without a phone must be able to go (docs/adr/0035): identity, medical,
  // government-service, court. A gate has nobody who compares, and a card says nothing of residence, permits or tickets.
  for (ScopePolicy& scope : scopes)
    scope.acceptsPaper = scope.id == 1 || scope.id == 6 || scope.id == 9 || scope.id == 13;
  return scopes;
}

std::uint32_t scatterStatusIndex(ByteView key, std::int64_t utcDay, std::uint32_t counter, int bits) {
  assert(key.size() == crypto_generichash_KEYBYTES_MIN && bits >= 2 && bits <= 32 && bits % 2 == 0);
  const int half = bits / 2;
  const std::uint32_t mask = (half == 16 ? 0xffffu : (1u << half) - 1);
  std::uint32_t left = counter >> half & mask, right = counter & mask;
  for (int round = 0; round < kFeistelRounds; ++round) {
    const std::uint32_t mixed = left ^ (feistelRound(key, round, utcDay, right) & mask);
    left = right;
    right = mixed;
  }
  return left << half | right;
}

}  // namespace citycode
