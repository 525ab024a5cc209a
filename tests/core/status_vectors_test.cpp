// tests/vectors/status-lists.json, read as a stranger would: lists offered one after another, then single passes.
#include <gtest/gtest.h>

#include <map>

#include "outside_vectors.h"
#include "verdict/report.h"
#include "verdict/revocation.h"
#include "verifier/verifier_state.h"

namespace citycode {
namespace {

using Json = nlohmann::json;
using test::bytesFromHex;

Json idOrNull(const std::optional<Fault>& fault) { return fault ? Json(faultId(*fault)) : Json(nullptr); }

/// The bytes of an offer, with the run that is too long to stand in a file.
Bytes bytesOf(const Json& offer) {
  Bytes bytes = bytesFromHex(offer["bytes"]);
  const Json& run = offer["run"];
  if (run.is_null()) return bytes;
  bytes.insert(bytes.begin() + run["at"].get<std::ptrdiff_t>(), run["count"].get<std::size_t>(), run["byte"].get<std::uint8_t>());
  return bytes;
}

Json answerTo(const Json& offer, StatusLists& lists, const TrustList& trust) {
  const auto adopted = lists.adopt(bytesOf(offer), trust, offer["now"].get<std::int64_t>());
  if (!adopted) return {{"fault", faultId(adopted.fault())}, {"adopted", nullptr}};
  return {{"fault", nullptr}, {"adopted", Json::parse(adoptedStatusJson(*adopted))}};
}

Json entryOf(const CheckEntry& entry, Freshness freshness, const std::optional<std::int64_t>& ageSeconds) {
  return {{"state", checkStateName(entry.state)}, {"fault", idOrNull(entry.fault)}, {"freshness", freshnessName(freshness)},
          {"ageSeconds", ageSeconds ? Json(*ageSeconds) : Json(nullptr)}};
}

Json checkOf(const Json& question, const StatusLists& lists, const TrustList& trust) {
  const ScopePolicy* scope = trust.findScope(question["scope"].get<std::string>());
  const StatusCheck check = checkStatus(&lists, bytesFromHex(question["issuerKey"]), question["day"].get<std::int64_t>(),
                                        question["index"].get<std::uint32_t>(), *scope, question["now"].get<std::int64_t>());
  return entryOf(check.entry, check.freshness, check.ageSeconds);
}

/// The same of the whole code that the question shows.
Json checkInVerdict(const Json& question, const StatusLists& lists, const TrustList& trust) {
  const std::string scope = question["scope"], code = question["code"];
  VerifyRequest request;
  request.nowUnixSeconds = question["now"].get<std::int64_t>();
  request.scopeName = scope;
  request.statusLists = &lists;
  ReplayMemory memory;
  const Verdict verdict = verifyAnyCode(code, request, &trust, memory);
  return entryOf(verdict.checks[static_cast<std::size_t>(Check::Revocation)], verdict.statusFreshness, verdict.statusAgeSeconds);
}

TEST(StatusVectors, AreAnsweredAsTheFileSays) {
  ASSERT_TRUE(startCrypto());
  const Json file = test::readJsonFile(CITYCODE_TEST_VECTORS "/status-lists.json");
  std::map<std::string, TrustList> trustLists;
  for (const auto& [name, hex] : file["trustLists"].items()) {
    auto trust = readTrustList(bytesFromHex(hex.get<std::string>()), bytesFromHex(file["rootKey"]), 0, 0);
    ASSERT_TRUE(trust);
    trustLists[name] = *std::move(trust);
  }
  EXPECT_GE(file["vectors"].size(), 100u);
  for (const Json& vector : file["vectors"]) {
    SCOPED_TRACE(vector["id"].get<std::string>());
    const Json &input = vector["input"], &expected = vector["expect"];
    const TrustList& trust = trustLists.at(input["trustList"].get<std::string>());
    StatusLists lists;
    Json answers = Json::array(), checks = Json::array();
    for (const Json& offer : input["offers"]) answers.push_back(answerTo(offer, lists, trust));
    EXPECT_EQ(answers, expected["answers"]);
    EXPECT_EQ(answers.back()["fault"], expected["fault"]);
    for (const Json& question : input["questions"]) {
      checks.push_back(checkOf(question, lists, trust));
      EXPECT_EQ(checkInVerdict(question, lists, trust), checks.back());
    }
    EXPECT_EQ(checks, expected["checks"]);
  }
}

}  // namespace
}  // namespace citycode
