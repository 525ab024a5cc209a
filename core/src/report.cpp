#include "citycode/report.h"

#include <nlohmann/json.hpp>

namespace citycode {
namespace {

// ordered_json keeps the order in which members are written, so that the text is one and the same.
using Json = nlohmann::ordered_json;

std::string hexOf(ByteView bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string hex;
  for (const std::uint8_t byte : bytes) {
    hex += kDigits[byte >> 4];
    hex += kDigits[byte & 15];
  }
  return hex;
}

Json faultJson(std::optional<Fault> fault) { return fault ? Json(faultId(*fault)) : Json(nullptr); }

Json secondsJson(std::optional<std::int64_t> seconds) { return seconds ? Json(*seconds) : Json(nullptr); }

Json attributesJson(const Attributes& attributes) {
  Json json = Json::object();
  for (const auto& [attribute, value] : attributes) {
    Json& member = json[std::string(attributeName(attribute))];
    if (const auto* text = std::get_if<std::string>(&value)) member = *text;
    else if (const auto* bytes = std::get_if<Bytes>(&value)) member = hexOf(*bytes);
    else if (const auto* flag = std::get_if<bool>(&value)) member = *flag;
    else member = std::get<std::uint64_t>(value);
  }
  return json;
}

// Texts were checked to be UTF-8 when they were read; `replace` is for the day when one was not.
std::string dump(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

}  // namespace

std::string verdictJson(const Verdict& verdict) {
  Json checks = Json::array();
  for (std::size_t i = 0; i < verdict.checks.size(); ++i) {
    const CheckEntry& entry = verdict.checks[i];
    checks.push_back({{"check", checkName(static_cast<Check>(i))},
                      {"state", checkStateName(entry.state)},
                      {"fault", faultJson(entry.fault)}});
  }
  return dump({{"outcome", outcomeName(verdict.outcome)},
               {"fault", faultJson(verdict.fault)},
               {"scope", verdict.scopeName},
               {"attributes", attributesJson(verdict.attributes)},
               {"expiresUnixSeconds", verdict.expiresUnixSeconds},
               {"shownSecondsAgo", secondsJson(verdict.shownSecondsAgo)},
               {"seenSecondsAgo", secondsJson(verdict.seenSecondsAgo)},
               {"trustAgeSeconds", secondsJson(verdict.trustAgeSeconds)},
               {"trustFreshness", freshnessName(verdict.trustFreshness)},
               {"checks", std::move(checks)}});
}

std::string trustListJson(const TrustList& list) {
  Json scopes = Json::array();
  for (const ScopePolicy& scope : list.scopes) {
    Json attributes = Json::array();
    for (const Attribute attribute : scope.attributes) attributes.push_back(attributeName(attribute));
    scopes.push_back({{"id", scope.id},
                      {"name", scope.name},
                      {"attributes", std::move(attributes)},
                      {"windowSeconds", scope.windowSeconds},
                      {"freshSeconds", scope.freshSeconds},
                      {"tooOldSeconds", scope.tooOldSeconds}});
  }
  return dump({{"version", list.version},
               {"issuedUnixSeconds", list.issuedUnixSeconds},
               {"cityName", list.cityName},
               {"scopes", std::move(scopes)}});
}

std::string passClaimsJson(const PassClaims& claims) {
  return dump({{"scopeId", claims.scopeId},
               {"notBeforeUnixSeconds", claims.notBeforeUnixSeconds},
               {"expiresUnixSeconds", claims.expiresUnixSeconds},
               {"holderKey", hexOf(claims.holderKey)},
               {"attributes", attributesJson(claims.attributes)}});
}

}  // namespace citycode
