// The vectors of the smaller formats, read as a stranger would: tokens, the log, shares, scene keys, signed requests,
// enrolment codes. Each file says what is in it.
#include <gtest/gtest.h>

#include "bound_evaluation.h"
#include "encoding/zlib_stream.h"
#include "lists/trust_anchors.h"
#include "log/log_checkpoint.h"
#include "outside_vectors.h"
#include "pass/enrolment_code.h"
#include "pass/sealed.h"
#include "signing/http_signature.h"
#include "token/voprf.h"
#include "verdict/replay.h"
#include "verdict/report.h"
#include "verdict/verify.h"
#include "verifier/verifier_state.h"

namespace citycode {
namespace {

using Json = nlohmann::json;
using test::bytesFromHex;
using test::hexOf;

/// Every answer of a file is an object like its "expect"; `answerTo` gives it for one vector.
template <class AnswerTo>
void expectEveryAnswer(const char* name, std::size_t atLeast, AnswerTo answerTo) {
  ASSERT_TRUE(startCrypto());
  const Json file = test::readJsonFile(std::string(CITYCODE_TEST_VECTORS "/") + name);
  EXPECT_GE(file["vectors"].size(), atLeast);
  for (const Json& vector : file["vectors"]) {
    SCOPED_TRACE(vector["id"].get<std::string>());
    EXPECT_EQ(answerTo(file, vector), vector["expect"]);
  }
}

template <class T>
Json faultOf(const Result<T>& result) {
  return result ? Json(nullptr) : Json(faultId(result.fault()));
}

template <std::size_t Size>
std::array<std::uint8_t, Size> fixedFromHex(const Json& hex) {
  const Bytes bytes = bytesFromHex(hex);
  EXPECT_EQ(bytes.size(), Size);
  std::array<std::uint8_t, Size> array{};
  std::copy_n(bytes.begin(), std::min(bytes.size(), Size), array.begin());
  return array;
}

// ---- Tokens ----

Json blinded(const Json& input) {
  const auto blind = scalarFromRandom(bytesFromHex(input["random"]));
  if (!blind) return {{"fault", faultOf(blind)}, {"blinded", nullptr}};
  const auto element = blindInput(OprfMode::Poprf, bytesFromHex(input["input"]), *blind);
  return {{"fault", faultOf(element)}, {"blinded", element ? Json(hexOf(*element)) : Json(nullptr)}};
}

Json evaluated(const Json& input, const TokenKey& key) {
  std::vector<Element> elements;
  for (const Json& hex : input["blinded"]) elements.push_back(fixedFromHex<kElementBytes>(hex));
  const auto answer = evaluateBoundBatch(key, bytesFromHex(input["info"]), elements, *scalarFromRandom(bytesFromHex(input["proofRandom"])));
  if (!answer) return {{"fault", faultOf(answer)}, {"evaluated", nullptr}, {"proof", nullptr}};
  Json hexes = Json::array();
  for (const Element& element : answer->evaluated) hexes.push_back(hexOf(element));
  return {{"fault", nullptr}, {"evaluated", hexes}, {"proof", hexOf(answer->proof.challenge) + hexOf(answer->proof.response)}};
}

Json finalized(const Json& input) {
  std::vector<Bytes> inputs;
  std::vector<Scalar> blinds;
  std::vector<BlindedToken> tokens;
  for (const Json& hex : input["inputs"]) inputs.push_back(bytesFromHex(hex));
  for (const Json& hex : input["randoms"]) blinds.push_back(*scalarFromRandom(bytesFromHex(hex)));
  for (std::size_t i = 0; i < inputs.size(); ++i)
    tokens.push_back({inputs[i], &blinds[i], *blindInput(OprfMode::Poprf, inputs[i], blinds[i]), fixedFromHex<kElementBytes>(input["evaluated"][i])});
  const std::string proof = input["proof"];
  const auto outputs = finalizeBoundTokens(tokens, bytesFromHex(input["info"]), fixedFromHex<kElementBytes>(input["publicKey"]),
                                           {fixedFromHex<kScalarBytes>(proof.substr(0, 64)), fixedFromHex<kScalarBytes>(proof.substr(64))});
  if (!outputs) return {{"fault", faultOf(outputs)}, {"outputs", nullptr}};
  Json hexes = Json::array();
  for (const TokenOutput& output : *outputs) hexes.push_back(hexOf(output));
  return {{"fault", nullptr}, {"outputs", hexes}};
}

TEST(FormatVectors, TokensAreMadeAndRefusedAsTheFileSays) {
  expectEveryAnswer("tokens.json", 40, [](const Json& file, const Json& vector) -> Json {
    const Json& input = vector["input"];
    const auto key = TokenKey::derive(OprfMode::Poprf, bytesFromHex(file["seed"]), bytesOf(file["purpose"].get_ref<const std::string&>()));
    EXPECT_TRUE(key && file["publicKey"] == Json(hexOf(key->publicKey())) && file["secret"] == Json(hexOf(key->secret().bytes())));
    if (input["kind"] == "blind") return blinded(input);
    if (input["kind"] == "evaluate") return evaluated(input, *key);
    if (input["kind"] == "finalize") return finalized(input);
    if (input["kind"] == "redeem")
      return {{"fault", faultOf(verifyBoundToken(*key, bytesFromHex(input["info"]), bytesFromHex(input["input"]), bytesFromHex(input["output"])))}};
    const auto taken = TokenKey::fromBytes(OprfMode::Poprf, bytesFromHex(input["secret"]));
    return {{"fault", faultOf(taken)}, {"publicKey", taken ? Json(hexOf(taken->publicKey())) : Json(nullptr)}};
  });
}

// ---- The log ----

LogProof proofOf(const Json& hexes) {
  LogProof proof;
  for (const Json& hex : hexes) proof.push_back(fixedFromHex<sizeof(LogHash)>(hex));
  return proof;
}

TEST(FormatVectors, CheckpointsAndEntriesAreBelievedAsTheFileSays) {
  expectEveryAnswer("log-faults.json", 53, [](const Json& file, const Json& vector) -> Json {
    const Json& input = vector["input"];
    const auto now = vector["now"].get<std::int64_t>();
    std::vector<NoteKey> witnesses;
    for (const Json& text : file["witnesses"]) witnesses.push_back(*readNoteKey(text.get<std::string>()));
    CheckpointPolicy policy{*readNoteKey(file["log"].get<std::string>()), witnesses, 0};
    if (input["kind"] == "entry") {
      const auto known = readCheckpoint(input["note"].get<std::string>(), policy, now);
      return {{"fault", faultOf(verifyInclusion(leafHash(bytesFromHex(input["entry"])), input["index"].get<std::uint64_t>(),
                                                known->checkpoint.size, proofOf(input["proof"]), known->checkpoint.root))}, {"value", nullptr}};
    }
    policy.neededWitnesses = input["neededWitnesses"].get<std::size_t>();
    std::optional<Checkpoint> known;
    if (!input["known"].is_null()) known = readCheckpoint(input["known"].get<std::string>(), policy, now)->checkpoint;
    const auto read = readCheckpoint(input["note"].get<std::string>(), policy, now);
    if (!read) return {{"fault", faultOf(read)}, {"value", nullptr}};
    const auto follows = checkSuccession(known, read->checkpoint, proofOf(input["proof"]));
    return {{"fault", faultOf(follows)}, {"value", follows ? Json::parse(checkpointJson(*read)) : Json(nullptr)}};
  });
}

// ---- Terminals ----

/// Takes the steps of work-clock.json.
class Reader {
 public:
  explicit Reader(const Json& file) : root_(fixedFromHex<kPublicKeyBytes>(file["rootKey"])), anchors_{root_, std::nullopt, 0, 0} {}

  Json take(const Json& step) {
    const std::string what = step["do"];
    const auto now = step["now"].get<std::int64_t>();
    if (what == "judge") return judge(step, now);
    Json fault;
    if (what == "server") clock_.serverSaid(step["server"].get<std::int64_t>(), now);
    else if (what == "restart") restart(now);
    else fault = offer(step, now);
    if (step.contains("bytes") && fault.is_null()) taken_.push_back(step);
    return {{"outcome", nullptr}, {"fault", fault}};
  }

 private:
  Json judge(const Json& step, std::int64_t now) {
    VerifyRequest request;
    request.nowUnixSeconds = now;
    const std::string scope = step["scope"], text = step["text"];
    request.scopeName = scope;
    request.statusLists = &statusLists_;
    request.workClock = &clock_;
    const Verdict verdict = verifyAnyCode(text, request, trust_ ? &*trust_ : nullptr, replay_);
    return {{"outcome", outcomeName(verdict.outcome)}, {"fault", verdict.fault ? Json(faultId(*verdict.fault)) : Json(nullptr)}};
  }
  Json offer(const Json& step, std::int64_t now) {
    const Bytes bytes = bytesFromHex(step["bytes"]);
    if (step["do"] == "status-list") {
      const auto adopted = statusLists_.adopt(bytes, *trust_, now);
      if (adopted) clock_.listCame(adopted->list->head.issuedUnixSeconds, now);
      return faultOf(adopted);
    }
    auto adopted = adoptTrustList(bytes, anchors_, now);
    if (!adopted) return faultOf(adopted);
    trust_ = std::move(adopted->list);
    anchors_ = adopted->anchors;
    clock_.listCame(trust_->issuedUnixSeconds, now);
    return nullptr;
  }
  void restart(std::int64_t now) {
    const Bytes saved = replay_.save(now, clock_.latestUnixSeconds());
    anchors_ = {root_, std::nullopt, 0, 0};
    statusLists_ = StatusLists();
    replay_ = ReplayMemory();
    clock_ = WorkClock();
    for (const Json& earlier : taken_) EXPECT_EQ(offer(earlier, earlier["now"].get<std::int64_t>()), nullptr);
    clock_.restore(replay_.load(saved, now)->workedUnixSeconds);
  }

  PublicKey root_;
  TrustAnchors anchors_;
  std::optional<TrustList> trust_;
  StatusLists statusLists_;
  ReplayMemory replay_;
  WorkClock clock_;
  std::vector<Json> taken_;
};

TEST(FormatVectors, AClockThatGoesBackDecidesNothing) {
  expectEveryAnswer("work-clock.json", 20, [](const Json& file, const Json& vector) -> Json {
    Reader reader(file);
    Json answers = Json::array();
    for (const Json& step : vector["input"]["steps"]) answers.push_back(reader.take(step));
    return {{"fault", answers.back()["fault"]}, {"answers", answers}};
  });
}

/// A pass that is accepted here, written as a record.
std::string see(ReplayMemory& memory, const Bytes& record) {
  PassDigest pass;
  std::copy_n(record.begin(), pass.size(), pass.begin());
  const auto time = [&](std::size_t at) { return std::int64_t{record[at]} << 24 | record[at + 1] << 16 | record[at + 2] << 8 | record[at + 3]; };
  using Kind = ReplayMemory::Sighting::Kind;
  const Kind kind = memory.look(pass, time(16), time(20)).kind;
  if (kind == Kind::Full) return "full";
  memory.remember(pass, time(16), time(20), time(24));
  return kind == Kind::New ? "new" : kind == Kind::LaterSlot ? "later-slot" : "same-slot";
}

/// Long shares are packed in the file.
Bytes bytesOfShare(const std::string& text) {
  constexpr std::string_view kPacked = "zlib:";
  if (!text.starts_with(kPacked)) return bytesFromHex(text);
  auto bytes = inflateZlib(bytesFromHex(text.substr(kPacked.size())), std::size_t{1} << 20);
  return bytes ? *std::move(bytes) : Bytes();
}

TEST(FormatVectors, SharesAreTakenInAsTheFileSays) {
  expectEveryAnswer("replay-shares.json", 30, [](const Json& file, const Json& vector) -> Json {
    const auto trust = readTrustList(bytesFromHex(file["trustList"]), bytesFromHex(file["rootKey"]), 0, 0);
    std::vector<PublicKey> terminals;
    for (const Json& hex : file["terminals"]) terminals.push_back(fixedFromHex<kPublicKeyBytes>(hex));
    const std::string venue = file["venue"];
    const auto now = vector["now"].get<std::int64_t>();
    const Json& input = vector["input"];
    ReplayMemory memory(input["capacity"].is_null() ? ReplayMemory::kDefaultCapacity : input["capacity"].get<std::size_t>());
    StatusLists lists;
    EXPECT_TRUE(lists.adopt(bytesFromHex(file["statusList"]), *trust, now));
    VerifyRequest request;
    request.nowUnixSeconds = now;
    request.scopeName = "transit";
    request.statusLists = &lists;
    WorkClock clock;
    request.workClock = &clock;
    for (const Json& code : input["codes"])
      EXPECT_EQ(verifyAnyCode(code.get<std::string>(), request, &*trust, memory).outcome, Outcome::Valid);
    Json answers = Json::array(), sightings = Json::array();
    for (const Json& hex : input["shares"]) {
      const auto merged = memory.merge(bytesOfShare(hex), {venue, terminals, longestRememberedSeconds(*trust), now});
      answers.push_back({{"fault", faultOf(merged)}, {"merged", merged ? Json::parse(mergedJson(*merged)) : Json(nullptr)}});
    }
    Json fault = answers.back()["fault"];
    for (const Json& hex : input["accepted"]) {
      sightings.push_back(see(memory, bytesFromHex(hex)));
      if (sightings.back() == "full") fault = "replay/memory-full";
    }
    return {{"fault", fault}, {"answers", answers}, {"sightings", sightings}, {"memory", hexOf(memory.save(now, clock.latestUnixSeconds()))}};
  });
}

TEST(FormatVectors, SceneKeysAreDerivedAndHeldAsTheFileSays) {
  expectEveryAnswer("scene-keys.json", 14, [](const Json&, const Json& vector) -> Json {
    const Json& input = vector["input"];
    const auto scopeId = input["scopeId"].get<std::uint32_t>();
    const auto day = input["utcDay"].get<std::int64_t>();
    const Bytes secret = bytesFromHex(input["secret"]);
    if (input["kind"] == "derive") {
      const SceneKey key = SceneKey::derive(secret, scopeId, day);
      return {{"fault", nullptr}, {"sealingKey", hexOf(key.sealingKey())}, {"secret", hexOf(key.secret())}};
    }
    auto key = SceneKey::fromSecret(secret);
    if (!key) return {{"fault", faultOf(key)}, {"sealingKey", nullptr}, {"secret", nullptr}};
    const std::string sealing = hexOf(key->sealingKey());
    SceneKeys keys;
    for (std::int64_t other = 0; other < input["before"].get<std::int64_t>(); ++other)
      EXPECT_TRUE(keys.add(scopeId, other, *SceneKey::fromSecret(Bytes(kSceneKeyBytes, 3))));
    const auto held = keys.add(scopeId, day, *std::move(key));
    return {{"fault", faultOf(held)}, {"sealingKey", held ? Json(sealing) : Json(nullptr)}, {"secret", nullptr}};
  });
}

// ---- Requests ----

TEST(FormatVectors, RequestsAreVerifiedAsTheFileSays) {
  expectEveryAnswer("requests.json", 38, [](const Json& file, const Json& vector) -> Json {
    const Json& input = vector["input"];
    const auto textOf = [&](const char* member) -> const std::string& { return input[member].get_ref<const std::string&>(); };
    if (input["kind"] == "base64url") {
      const auto bytes = decodeBase64Url(textOf("text"));
      return {{"fault", faultOf(bytes)}, {"bytes", bytes ? Json(hexOf(*bytes)) : Json(nullptr)}};
    }
    const SignedRequest request{textOf("method"), textOf("targetUri"), textOf("contentType"), textOf("contentDigest"),
                                textOf("signatureInput"), textOf("signature"), bytesOf(textOf("body"))};
    return {{"fault", faultOf(verifyRequest(request, bytesFromHex(file["publicKey"]), vector["now"].get<std::int64_t>()))}, {"bytes", nullptr}};
  });
}

TEST(FormatVectors, EnrolmentCodesAreReadAsTheFileSays) {
  expectEveryAnswer("enrolment-codes.json", 11, [](const Json&, const Json& vector) -> Json {
    const auto code = canonicalEnrolmentCode(vector["input"]["typed"].get<std::string>());
    return {{"fault", faultOf(code)}, {"code", code ? Json(*code) : Json(nullptr)}};
  });
}

}  // namespace
}  // namespace citycode
