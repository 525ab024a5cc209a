// Every fault is shown by a vector or a test: tests/vectors/fault-coverage.json says by which, and is held to it.
#include <map>
#include <set>
#include <sstream>

#include "citycode/result.h"
#include "outside_vectors.h"

namespace citycode {
namespace {

using Json = nlohmann::json;

std::map<std::string, std::string> enumeratorsById() {
  return {
#define CC_FAULT(enumerator, id, status, retryable) {id, #enumerator},
#include "citycode/faults.def"
#undef CC_FAULT
  };
}

std::string contentOf(const std::string& path) {
  std::ifstream file(std::string(CITYCODE_SOURCE_FOLDER "/") + path, std::ios::binary);
  std::ostringstream content;
  content << file.rdbuf();
  return content.str();
}

Json coverage() { return test::readJsonFile(CITYCODE_SOURCE_FOLDER "/tests/vectors/fault-coverage.json")["faults"]; }

TEST(FaultCoverage, KnowsEveryFaultAndNoOther) {
  const Json faults = coverage();
  std::set<std::string> listed, known;
  for (const auto& [id, shown] : faults.items()) listed.insert(id);
  for (const auto& [id, enumerator] : enumeratorsById()) known.insert(id);
  EXPECT_EQ(listed, known) << "tests/vectors/fault-coverage.json and faults.def differ";
}

// A test names the id in quotes, C++ tests may name the enumerator.
TEST(FaultCoverage, EveryFileThatIsNamedMentionsItsFault) {
  const auto enumerators = enumeratorsById();
  const Json faults = coverage();
  for (const auto& [id, shown] : faults.items()) {
    const std::string place = shown.get<std::string>();
    const std::string content = contentOf(place);
    const auto mentions = [&](const std::string& what) { return content.find(what) != std::string::npos; };
    EXPECT_TRUE(mentions('"' + id + '"') || mentions('\'' + id + '\'') || mentions("Fault::" + enumerators.at(id) + ")") ||
                mentions("Fault::" + enumerators.at(id) + ";") || mentions("Fault::" + enumerators.at(id) + ",") || mentions("Fault::" + enumerators.at(id) + "}"))
        << id << " is not in " << place;
  }
}

// A vector is worth more than a test in one language: what vectors show is credited to them.
TEST(FaultCoverage, WhatAVectorShowsIsCreditedToTheVectors) {
  const Json faults = coverage();
  for (const char* name : {"codes.json", "enrolment-codes.json", "log-faults.json", "places.json", "portals.json", "ratings.json", "replay-shares.json", "requests.json",
                           "scene-keys.json", "status-lists.json", "tokens.json", "trust-life.json", "trust-lists.json", "work-clock.json"}) {
    const std::string path = std::string("tests/vectors/") + name;
    const Json file = test::readJsonFile(std::string(CITYCODE_SOURCE_FOLDER "/") + path);
    for (const Json& vector : file["vectors"]) {
      const Json& fault = vector["expect"]["fault"];
      if (fault.is_null()) continue;
      const std::string place = faults.value(fault.get<std::string>(), "");
      EXPECT_TRUE(place.starts_with("tests/vectors/")) << fault << " is shown by " << path << " and credited to " << place;
    }
  }
}

}  // namespace
}  // namespace citycode
