// What tests/vectors/codes.json expects of a verdict: all that it says.
#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include "verdict/report.h"
#include "verdict/verify.h"

namespace citycode::test {

/// The report, with the checks by name: the state, and behind a space the fault.
template <class Json>
Json expectationOf(const Verdict& verdict) {
  Json report = Json::parse(verdictJson(verdict)), checks = Json::object();
  for (const auto& entry : report["checks"]) {
    std::string state = entry["state"].template get<std::string>();
    if (!entry["fault"].is_null()) state += " " + entry["fault"].template get<std::string>();
    checks[entry["check"].template get<std::string>()] = state;
  }
  report["checks"] = checks;
  return report;
}

}  // namespace citycode::test
