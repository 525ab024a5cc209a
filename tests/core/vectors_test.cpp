// The committed vectors, read as a stranger would: natively and in WebAssembly, the same file, the same answers.
#include <set>

#include "citycode/trust_list.h"
#include "outside_vectors.h"
#include "pass/sealed.h"
#include "trust_list_value.h"
#include "verdict/verify.h"
#include "verdict_expectation.h"
#include "verifier/verifier_state.h"

namespace citycode {
namespace {

using Json = nlohmann::json;
using test::bytesFromHex;

Json vectorFile(const char* name) {
  return test::readJsonFile(std::string(CITYCODE_SOURCE_FOLDER "/tests/vectors/") + name);
}

std::string textIn(const Json& object, const char* member) { return object[member].get<std::string>(); }

std::string faultIn(const Json& vector) {
  const Json& fault = vector["expect"]["fault"];
  return fault.is_null() ? "" : fault.get<std::string>();
}

TEST(Vectors, CodesGetTheVerdictThatTheFileSays) {
  ASSERT_TRUE(startCrypto());
  const Json file = vectorFile("codes.json");
  const auto trust = readTrustList(bytesFromHex(textIn(file, "trustList")), bytesFromHex(textIn(file, "rootKey")), 0, 0);
  ASSERT_TRUE(trust);
  EXPECT_GE(file["vectors"].size(), 310u);
  for (const Json& vector : file["vectors"]) {
    SCOPED_TRACE(textIn(vector, "id"));
    const Json& input = vector["input"];
    const std::string scope = textIn(input, "scope"), venue = textIn(input, "venue");
    VerifyRequest request;
    request.nowUnixSeconds = vector["now"].get<std::int64_t>();
    request.clockAheadSeconds = input.value("clockAheadSeconds", std::int64_t{0});
    request.scopeName = scope;
    request.venueId = venue;
    Bytes nonce;
    if (!input["nonce"].is_null()) {
      nonce = bytesFromHex(textIn(input, "nonce"));
      request.nonce = nonce;
    }
    StatusLists statusLists;
    for (const Json& name : input["statusLists"])   // some are refused, and then what there was stays
      (void)statusLists.adopt(bytesFromHex(textIn(file["statusLists"], name.get<std::string>().c_str())), *trust,
                              input["adoptedAt"].get<std::int64_t>());
    request.statusLists = &statusLists;
    SceneKeys sceneKeys;
    for (const Json& key : input["sceneKeys"]) {
      auto secret = SceneKey::fromSecret(bytesFromHex(textIn(key, "secret")));
      ASSERT_TRUE(secret);
      ASSERT_TRUE(sceneKeys.add(key["scopeId"].get<std::uint32_t>(), key["utcDay"].get<std::int64_t>(), *std::move(secret)));
    }
    request.sceneKeys = &sceneKeys;
    ReplayMemory memory;
    Json before = Json::array();
    for (const Json& earlier : input["shownBefore"])
      before.push_back(outcomeName(verifyAnyCode(earlier.get<std::string>(), request, &*trust, memory).outcome));
    const TrustList* given = input["withTrustList"].get<bool>() ? &*trust : nullptr;
    const Verdict verdict = verifyAnyCode(textIn(input, "text"), request, given, memory);
    Json said = test::expectationOf<Json>(verdict);
    said["before"] = before;
    EXPECT_EQ(said, vector["expect"]);
    EXPECT_EQ(verdict.attributes.empty(), verdict.outcome != Outcome::Valid);
  }
}

TEST(Vectors, TrustListsAreTakenOrRefusedAsTheFileSays) {
  ASSERT_TRUE(startCrypto());
  const Json file = vectorFile("trust-lists.json");
  const Bytes rootKey = bytesFromHex(textIn(file, "rootKey"));
  EXPECT_GE(file["vectors"].size(), 130u);
  for (const Json& vector : file["vectors"]) {
    SCOPED_TRACE(textIn(vector, "id"));
    const Json& input = vector["input"];
    Bytes bytes = bytesFromHex(textIn(input, "list"));
    if (const Json& run = input["run"]; !run.is_null())   // too long to stand in a file
      bytes.insert(bytes.begin() + run["at"].get<std::ptrdiff_t>(), run["count"].get<std::size_t>(), run["byte"].get<std::uint8_t>());
    const auto list = readTrustList(bytes, rootKey,
                                    input["floorVersion"].get<std::uint64_t>(),
                                    input["floorIssuedUnixSeconds"].get<std::int64_t>());
    EXPECT_EQ(list ? "" : std::string(faultId(list.fault())), faultIn(vector));
    EXPECT_EQ(list ? test::valueOf<Json>(*list) : Json(nullptr), vector["expect"]["value"]);
  }
}

// A vector's id begins with its fault, or with "valid" (or "text", which has three).
TEST(Vectors, AreNamedAfterWhatTheyShowAndNamedOnce) {
  for (const char* name : {"codes.json", "enrolment-codes.json", "log-faults.json", "ratings.json", "replay-shares.json", "requests.json",
                           "scene-keys.json", "status-lists.json", "tokens.json", "trust-lists.json", "work-clock.json"}) {
    std::set<std::string> seen;
    const Json file = vectorFile(name);
    for (const Json& vector : file["vectors"]) {
      const std::string id = textIn(vector, "id"), fault = faultIn(vector);
      EXPECT_TRUE(seen.insert(id).second) << id << " stands twice in " << name;
      EXPECT_TRUE(id.starts_with(fault.empty() ? "valid/" : fault) || id.starts_with("text/")) << id << ": " << fault;
    }
  }
}

}  // namespace
}  // namespace citycode
