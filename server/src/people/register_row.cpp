#include "people/register_row.h"

#include <algorithm>
#include <optional>
#include <tuple>

#include "base/plain_text.h"
#include "encoding/shown_text.h"
#include "people/document_numbers.h"
#include "people/reason.h"
#include "people/written_text.h"

namespace citycode::server {
namespace {

constexpr std::size_t kMaxIdBytes = 64, kMaxNameBytes = 200, kMaxRoleBytes = 40, kMaxDocuments = 8, kMaxGuardians = 8;
constexpr std::size_t kEnterpriseCodeChars = 18;   // GB 32100-2015

/// Empty when it is right; else a reason's id.
using Slip = std::string_view;

std::string_view fieldOf(const RegisterLine& line, std::string_view name) {
  const auto found = line.fields.find(name);
  return found == line.fields.end() ? std::string_view() : std::string_view(found->second);
}

std::vector<std::string> partsOf(std::string_view list) {
  std::vector<std::string> parts;
  for (const std::string& part : splitAt(';', list))
    if (const std::string_view words = withoutSpacesAround(part); !words.empty()) parts.emplace_back(words);
  return parts;
}

std::optional<bool> flagOf(std::string_view text) {
  if (text.empty() || text == "no" || text == "false" || text == "0") return false;
  if (text == "yes" || text == "true" || text == "1") return true;
  return std::nullopt;
}

std::optional<int> numberOf(std::string_view digits, std::size_t count) {
  if (digits.size() != count || digits.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
  int value = 0;
  for (const char digit : digits) value = value * 10 + (digit - '0');
  return value;
}

/// As many parts as are written; nothing for a day that does not exist.
std::optional<CalendarDate> dateOf(std::string_view text) {
  const bool hasMonth = text.size() >= 7 && text[4] == '-', hasDay = text.size() == 10 && text[7] == '-';
  if (text.size() != 4 && !(hasMonth && (text.size() == 7 || hasDay))) return std::nullopt;
  const auto year = numberOf(text.substr(0, 4), 4);
  const auto month = hasMonth ? numberOf(text.substr(5, 2), 2) : std::optional(0);
  const auto day = hasDay ? numberOf(text.substr(8), 2) : std::optional(0);
  if (!year || !month || !day || (hasMonth && *month == 0) || (hasDay && *day == 0)) return std::nullopt;
  if (!isCalendarDate({*year, hasMonth ? *month : 1, hasDay ? *day : 1})) return std::nullopt;
  return CalendarDate{*year, *month, *day};
}

Slip readId(const RegisterLine& line, RegisterEntry& entry) {
  entry.registerId = fieldOf(line, "register_id");
  if (entry.registerId.empty()) return kIdMissing;
  return entry.registerId.size() <= kMaxIdBytes && isFitToShow(entry.registerId) ? Slip() : kIdShape;
}

Slip readNames(const RegisterLine& line, RegisterEntry& entry) {
  for (auto& [name, into] : {std::pair<std::string_view, std::string&>("chinese_name", entry.chineseName), {"latin_name", entry.latinName}}) {
    auto kept = keptName(fieldOf(line, name));
    if (!kept) return kNameUnfit;
    if (kept->size() > kMaxNameBytes) return kNameTooLong;
    into = std::move(*kept);
  }
  return entry.chineseName.empty() && entry.latinName.empty() ? kNameMissing : Slip();
}

std::variant<HeldDocument, Slip> documentOf(std::string_view text, bool trustDocuments) {
  const std::size_t colon = text.find(':');
  const auto kind = holderClassFromName(text.substr(0, colon));
  if (colon == std::string_view::npos || !kind) return kDocumentKind;
  HeldDocument document{*kind, spelledNumber(text.substr(colon + 1))};
  if (document.number.empty() || document.number.size() > kMaxIdBytes || !isFitToShow(document.number)) return kDocumentShape;
  if (const auto slip = slipIn(document); slip && !trustDocuments) return *slip;
  return document;
}

/// The one whose kind the line names as its holder's class comes first.
Slip putClassFirst(std::string_view wanted, std::vector<HeldDocument>& documents) {
  if (wanted.empty()) return {};
  const auto kind = holderClassFromName(wanted);
  const auto found = std::find_if(documents.begin(), documents.end(), [&](const HeldDocument& each) { return each.kind == kind; });
  if (!kind || found == documents.end()) return kHolderClass;
  std::rotate(documents.begin(), found, found + 1);
  return {};
}

Slip readDocuments(const RegisterLine& line, bool trustDocuments, RegisterEntry& entry) {
  for (const std::string& part : partsOf(fieldOf(line, "documents"))) {
    auto document = documentOf(part, trustDocuments);
    if (const auto* slip = std::get_if<Slip>(&document)) return *slip;
    if (std::find(entry.documents.begin(), entry.documents.end(), std::get<HeldDocument>(document)) != entry.documents.end()) return kDocumentTwice;
    entry.documents.push_back(std::get<HeldDocument>(std::move(document)));
  }
  if (entry.documents.empty()) return kDocumentMissing;
  if (entry.documents.size() > kMaxDocuments) return kLineTooLong;
  return putClassFirst(fieldOf(line, "holder_class"), entry.documents);
}

/// Where the register knows less than the number says, nothing is added to it.
bool isBornAs(const CalendarDate& born, const CalendarDate& inNumber) {
  return born.year == inNumber.year && (born.month == 0 || born.month == inNumber.month) && (born.day == 0 || born.day == inNumber.day);
}

Slip readBorn(const RegisterLine& line, const RowRules& rules, RegisterEntry& entry) {
  const std::string_view text = fieldOf(line, "born");
  if (text.empty()) return kBornMissing;
  const auto born = dateOf(text);
  if (!born) return kBornDate;
  entry.born = *born;
  if (std::tuple(born->year, born->month, born->day) > std::tuple(rules.today.year, rules.today.month, rules.today.day)) return kBornFuture;
  if (rules.trustDocuments) return {};
  for (const HeldDocument& document : entry.documents)
    if (const auto inNumber = bornByNumber(document); inNumber && !isBornAs(*born, *inNumber)) return kBornDiffers;
  return {};
}

Slip readFacts(const RegisterLine& line, RegisterEntry& entry) {
  const auto isResident = flagOf(fieldOf(line, "city_resident"));
  if (!isResident) return kFlag;
  entry.cityResident = *isResident;
  if (const std::string_view insurance = fieldOf(line, "insurance"); !insurance.empty()) {
    const auto found = std::find(kInsuranceNames.begin(), kInsuranceNames.end(), insurance);
    if (found == kInsuranceNames.end()) return kInsurance;
    entry.insuranceType = static_cast<int>(found - kInsuranceNames.begin());
  }
  for (auto& [name, held] : {std::pair<std::string_view, Held&>("disability_permit", entry.disabilityPermit), {"trade_certificate", entry.tradeCertificate},
                             {"safety_training", entry.safetyTraining}}) {
    const std::string_view text = fieldOf(line, name);
    const auto flag = flagOf(text);
    const auto until = flag ? std::nullopt : dateOf(text);
    if (!flag && (!until || until->day == 0)) return kHeld;
    held = {flag.value_or(true), until.value_or(CalendarDate{})};
  }
  return {};
}

Slip readEnterprise(const RegisterLine& line, RegisterEntry& entry) {
  entry.enterpriseCreditCode = spelledNumber(fieldOf(line, "enterprise_code"));
  auto role = keptName(fieldOf(line, "enterprise_role"));
  if (!role || role->size() > kMaxRoleBytes || role->empty() != entry.enterpriseCreditCode.empty()) return kEnterprise;
  if (!role->empty() && entry.enterpriseCreditCode.size() != kEnterpriseCodeChars) return kEnterprise;
  entry.enterpriseRole = std::move(*role);
  return {};
}

Slip readGuardians(const RegisterLine& line, RegisterEntry& entry) {
  for (const std::string& guardian : partsOf(fieldOf(line, "guardians"))) {
    if (guardian == entry.registerId) return kGuardianSelf;
    if (guardian.size() > kMaxIdBytes) return kIdShape;
    if (std::find(entry.guardians.begin(), entry.guardians.end(), guardian) == entry.guardians.end()) entry.guardians.push_back(guardian);
  }
  return entry.guardians.size() > kMaxGuardians ? kLineTooLong : Slip();
}

}  // namespace

std::variant<RegisterEntry, std::string_view> entryOf(const RegisterLine& line, const RowRules& rules) {
  if (!line.refusal.empty()) return line.refusal;
  RegisterEntry entry;
  if (const Slip slip = readId(line, entry); !slip.empty()) return slip;
  if (const Slip slip = readNames(line, entry); !slip.empty()) return slip;
  if (const Slip slip = readDocuments(line, rules.trustDocuments, entry); !slip.empty()) return slip;
  if (const Slip slip = readBorn(line, rules, entry); !slip.empty()) return slip;
  if (const Slip slip = readFacts(line, entry); !slip.empty()) return slip;
  if (const Slip slip = readEnterprise(line, entry); !slip.empty()) return slip;
  if (const Slip slip = readGuardians(line, entry); !slip.empty()) return slip;
  return entry;
}

}  // namespace citycode::server
