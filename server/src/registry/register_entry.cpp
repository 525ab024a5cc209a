#include "registry/register_entry.h"

#include <cstdio>
#include <tuple>

namespace citycode::server {
namespace {

Json dateJson(const CalendarDate& date) { return Json::array({date.year, date.month, date.day}); }
CalendarDate dateFrom(const Json& json) { return {json.at(0).get<int>(), json.at(1).get<int>(), json.at(2).get<int>()}; }

Json heldJson(const Held& held) { return held.isHeld ? dateJson(held.until) : Json(nullptr); }
Held heldFrom(const Json& json) { return json.is_null() ? Held{} : Held{true, dateFrom(json)}; }

RegisterEntry entryFrom(const Json& json) {
  RegisterEntry entry;
  json.at("registerId").get_to(entry.registerId);
  json.at("chineseName").get_to(entry.chineseName);
  json.at("latinName").get_to(entry.latinName);
  for (const Json& document : json.at("documents"))
    entry.documents.push_back({static_cast<HolderClass>(document.at(0).get<int>()), document.at(1).get<std::string>()});
  entry.born = dateFrom(json.at("born"));
  json.at("cityResident").get_to(entry.cityResident);
  json.at("insuranceType").get_to(entry.insuranceType);
  entry.disabilityPermit = heldFrom(json.at("disabilityPermit"));
  entry.tradeCertificate = heldFrom(json.at("tradeCertificate"));
  entry.safetyTraining = heldFrom(json.at("safetyTraining"));
  json.at("enterpriseCreditCode").get_to(entry.enterpriseCreditCode);
  json.at("enterpriseRole").get_to(entry.enterpriseRole);
  json.at("guardians").get_to(entry.guardians);
  return entry;
}

}  // namespace

bool Held::isValidOn(const CalendarDate& day) const {
  const auto inOrder = [](const CalendarDate& date) { return std::tuple(date.year, date.month, date.day); };
  return isHeld && (until.year == 0 || inOrder(day) <= inOrder(until));
}

Json toJson(const RegisterEntry& entry) {
  Json documents = Json::array();
  for (const HeldDocument& document : entry.documents) documents.push_back(Json::array({static_cast<int>(document.kind), document.number}));
  return {{"registerId", entry.registerId},
          {"chineseName", entry.chineseName},
          {"latinName", entry.latinName},
          {"documents", std::move(documents)},
          {"born", dateJson(entry.born)},
          {"cityResident", entry.cityResident},
          {"insuranceType", entry.insuranceType},
          {"disabilityPermit", heldJson(entry.disabilityPermit)},
          {"tradeCertificate", heldJson(entry.tradeCertificate)},
          {"safetyTraining", heldJson(entry.safetyTraining)},
          {"enterpriseCreditCode", entry.enterpriseCreditCode},
          {"enterpriseRole", entry.enterpriseRole},
          {"guardians", entry.guardians}};
}

Result<RegisterEntry> entryFromJson(const Json& json) {
  try {
    return entryFrom(json);
  } catch (const Json::exception&) {
    return Fault::StoreDamaged;
  }
}

PersonRecord recordOn(const CalendarDate& today, const RegisterEntry& entry) {
  PersonRecord record;
  record.displayName = entry.chineseName.empty() ? entry.latinName : entry.chineseName;
  if (!entry.documents.empty()) {
    record.holderClass = entry.documents.front().kind;
    record.documentNumber = entry.documents.front().number;
  }
  record.born = entry.born;
  record.cityResident = entry.cityResident;
  record.disabilityPermit = entry.disabilityPermit.isValidOn(today);
  record.insuranceType = entry.insuranceType;
  record.tradeCertificateValid = entry.tradeCertificate.isValidOn(today);
  record.safetyTrainingValid = entry.safetyTraining.isValidOn(today);
  record.enterpriseCreditCode = entry.enterpriseCreditCode;
  record.enterpriseRole = entry.enterpriseRole;
  return record;
}

std::string dateText(const CalendarDate& date) {
  char text[16];
  if (date.month == 0) std::snprintf(text, sizeof text, "%04d", date.year);
  else if (date.day == 0) std::snprintf(text, sizeof text, "%04d-%02d", date.year, date.month);
  else std::snprintf(text, sizeof text, "%04d-%02d-%02d", date.year, date.month, date.day);
  return text;
}

}  // namespace citycode::server
