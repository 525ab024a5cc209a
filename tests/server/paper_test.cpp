// POST /v1/paper-codes.
#include <sys/stat.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <thread>

#include "paper/paper_code.h"
#include "support/demo_city.h"
#include "support/status.h"

namespace citycode::server::test {
namespace {

constexpr const char* kNoPhoto = R"({"photo":null})";

std::string bodyWithPhoto(const std::string& format, ByteView bytes) {
  return nlohmann::json{{"photo", {{"format", format}, {"data", encodeBase64Url(bytes)}}}}.dump();
}

Bytes webp(std::size_t size) {
  constexpr std::string_view kHead = "RIFF____WEBP";
  Bytes bytes(size, 'x');
  std::copy(kHead.begin(), kHead.end(), bytes.begin());
  return bytes;
}

PaperClaims claimsOf(const Reply& reply) {
  const auto decoded = decodePaperCode(reply.json()["text"].get<std::string>());
  return *decodePaperClaims(decoded->message.payload);
}

/// The card that make-card or replace-card wrote.
nlohmann::json cardIn(const std::string& path) {
  std::ifstream file(path);
  return nlohmann::json::parse(file, nullptr, false);
}

std::string numberText(std::uint32_t number) {
  const std::string digits = std::to_string(100'000'000 + number);
  return digits.substr(1, 4) + " " + digits.substr(5);
}

class PaperCodes : public DemoCity {
 protected:
  static TrustList trustList() {
    const Bytes root = *decodeBase64Url(server().get("/v1/city").json()["rootKey"].get<std::string>());
    return *readTrustList(bytesOf(server().get("/v1/trust-list").body), root, 0, 0);
  }
  static Reply card(const Device& device, const std::string& body = kNoPhoto, const Tampering& t = {}) {
    return device.post(server(), "/v1/paper-codes", body, t);
  }
  static nlohmann::json listOf(const Device& device) { return device.post(server(), "/v1/paper-codes/list", "{}").json()["cards"]; }
  static Reply revoke(const Device& device, const nlohmann::json& which) {
    return device.post(server(), "/v1/paper-codes/revoke", nlohmann::json{{"card", which}, {"reason", "lost"}}.dump());
  }
  /// What a desk with fresh lists says of a card that was answered.
  static Outcome outcomeOf(const nlohmann::json& made) {
    const TrustList trust = trustList();
    const StatusLists lists = test::statusLists(server(), trust);
    const Verdict verdict = verifyPaperCode(made["text"].get<std::string>(), {nowUnixSeconds(), "identity", "", std::nullopt, &lists, nullptr}, &trust);
    if (verdict.outcome == Outcome::Invalid) EXPECT_EQ(verdict.fault, Fault::RevocationRevoked);
    return verdict.outcome;
  }
};

TEST_F(PaperCodes, GivesACardThatAVerifierCallsValid) {
  const Reply reply = card(enrolled(1));
  ASSERT_EQ(reply.status, 201) << reply.body;
  const auto answer = reply.json();
  EXPECT_EQ(answer["name"], "王小明");
  EXPECT_EQ(answer["documentNumberMasked"], "9***15");
  EXPECT_EQ(answer["holderClass"], "resident");
  EXPECT_EQ((answer["expiresUnixSeconds"].get<std::int64_t>() + 28'800) % 86'400, 0) << "midnight in the city";
  const TrustList trust = trustList();
  const StatusLists statusLists = test::statusLists(server(), trust);
  const VerifyRequest request{nowUnixSeconds(), "identity", "", std::nullopt, &statusLists, nullptr};
  const Verdict verdict = verifyPaperCode(answer["text"].get<std::string>(), request, &trust);
  EXPECT_EQ(verdict.outcome, Outcome::Valid) << (verdict.fault ? faultId(*verdict.fault) : "");
  EXPECT_EQ(std::get<std::string>(verdict.attributes.at(Attribute::Name)), "王小明");
  EXPECT_FALSE(verdict.photo);
}

TEST_F(PaperCodes, NamesAPlaceOfItsOwnInTheListOfTheCards) {
  const PaperClaims one = claimsOf(card(enrolled(2))), two = claimsOf(card(enrolled(3)));
  ASSERT_TRUE(one.status && two.status);
  EXPECT_NE(one.status->index, two.status->index);
  EXPECT_EQ(one.issuer, server().origin());
  EXPECT_TRUE(one.status->uri.starts_with(server().origin() + "/v1/status-lists/")) << one.status->uri;
  EXPECT_TRUE(one.status->uri.ends_with("/0")) << one.status->uri;
}

TEST_F(PaperCodes, BelongToThePersonAndStayGoodWhenThePhoneIsRemoved) {
  const Device phone = enrolled(2), other = enrolled(2);
  const auto made = card(phone).json();
  ASSERT_EQ(phone.post(server(), "/v1/devices/revoke", R"({"devices":"this","reason":"removed"})").json(),
            (nlohmann::json{{"revokedDevices", 1}, {"revokedPasses", 0}}));
  EXPECT_EQ(outcomeOf(made), Outcome::Valid);
  const auto cards = listOf(other);
  const auto found = std::find_if(cards.begin(), cards.end(), [&](const auto& c) { return c["number"] == made["number"]; });
  ASSERT_NE(found, cards.end()) << "any phone of the person sees it";
  EXPECT_EQ((*found)["lastDay"], made["lastDay"]);
  EXPECT_EQ((*found)["expiresUnixSeconds"], made["expiresUnixSeconds"]);
  EXPECT_FALSE(found->contains("withdrawnUnixSeconds"));
  EXPECT_EQ(revoke(other, made["number"]).json(), (nlohmann::json{{"revokedCards", 1}}));
  EXPECT_EQ(outcomeOf(made), Outcome::Invalid);
}

TEST_F(PaperCodes, GoWithThePhoneWhenThatIsAskedFor) {
  const Device phone = enrolled(9), other = enrolled(9), stranger = enrolled(10);
  const auto one = card(phone).json(), two = card(other).json(), strangers = card(stranger).json();
  const Reply revoked = phone.post(server(), "/v1/devices/revoke", R"({"devices":"this","reason":"stolen","cards":"all"})");
  ASSERT_EQ(revoked.status, 200) << revoked.body;
  EXPECT_EQ(revoked.json()["revokedCards"], 2);
  EXPECT_EQ(outcomeOf(one), Outcome::Invalid);
  EXPECT_EQ(outcomeOf(two), Outcome::Invalid) << "all of the person, whichever phone asked";
  EXPECT_EQ(outcomeOf(strangers), Outcome::Valid);
  for (const char* body : {R"({"devices":"this","reason":"lost","cards":"none"})", R"({"devices":"this","reason":"lost","cards":1})"})
    EXPECT_EQ(other.post(server(), "/v1/devices/revoke", body).fault(), "request/malformed") << body;
}

TEST_F(PaperCodes, OneThatIsLostIsRevokedAlone) {
  const Device phone = enrolled(11);
  const auto lost = card(phone).json(), kept = card(phone).json();
  const std::int64_t before = nowUnixSeconds();
  ASSERT_EQ(revoke(phone, lost["number"]).json()["revokedCards"], 1);
  EXPECT_EQ(outcomeOf(lost), Outcome::Invalid);
  EXPECT_EQ(outcomeOf(kept), Outcome::Valid);
  EXPECT_EQ(revoke(phone, lost["number"]).json()["revokedCards"], 0) << "once";
  const auto cards = listOf(phone);
  ASSERT_EQ(cards.size(), 2u) << "a revoked one is still told of";
  for (const auto& each : cards) {
    EXPECT_NEAR(each["issuedUnixSeconds"].get<double>(), static_cast<double>(before), 5);
    EXPECT_EQ(each.contains("withdrawnUnixSeconds"), each["number"] == lost["number"]);
    if (each.contains("withdrawnUnixSeconds")) EXPECT_GE(each["withdrawnUnixSeconds"].get<std::int64_t>(), before);
  }
  EXPECT_EQ(revoke(phone, "all").json()["revokedCards"], 1);
  EXPECT_EQ(outcomeOf(kept), Outcome::Invalid);
}

TEST_F(PaperCodes, ANewOneTakesThePlaceOfTheOld) {
  const Device phone = enrolled(12), tablet = enrolled(12);
  const auto old = card(phone).json();
  const Reply replaced = card(tablet, nlohmann::json{{"photo", nullptr}, {"replaces", old["number"]}}.dump());
  ASSERT_EQ(replaced.status, 201) << replaced.body;
  EXPECT_EQ(outcomeOf(old), Outcome::Invalid);
  EXPECT_EQ(outcomeOf(replaced.json()), Outcome::Valid);
  const auto last = card(phone).json();
  EXPECT_EQ(card(phone, nlohmann::json{{"photo", nullptr}, {"replaces", last["number"]}}.dump()).fault(), "issue/quota-reached");
  EXPECT_EQ(outcomeOf(last), Outcome::Valid) << "without a new one the old one stays";
}

TEST_F(PaperCodes, OfOthersAreNobodysToSeeOrRevoke) {
  const Device phone = enrolled(13), stranger = enrolled(14);
  const auto mine = card(phone).json();
  EXPECT_TRUE(listOf(stranger).empty());
  const Reply refused = revoke(stranger, mine["number"]);
  EXPECT_EQ(refused.status, 404);
  EXPECT_EQ(refused.fault(), "request/not-found") << "as a number that nobody has";
  EXPECT_EQ(card(stranger, nlohmann::json{{"photo", nullptr}, {"replaces", mine["number"]}}.dump()).fault(), "request/not-found");
  EXPECT_TRUE(listOf(stranger).empty()) << "nothing was made";
  EXPECT_EQ(outcomeOf(mine), Outcome::Valid);
  for (const char* body : {"{}", R"({"card":1})", R"({"card":"one","reason":"lost"})", R"({"card":16777216,"reason":"lost"})", R"({"card":-1,"reason":"lost"})",
                           R"({"card":1.5,"reason":"lost"})", R"({"card":"all","reason":"compromised"})", R"({"card":"all","reason":"lost","more":1})"})
    EXPECT_EQ(phone.post(server(), "/v1/paper-codes/revoke", body).fault(), "request/malformed") << body;
  EXPECT_EQ(phone.post(server(), "/v1/paper-codes/list", R"({"all":true})").fault(), "request/malformed");
  EXPECT_EQ(Device().post(server(), "/v1/paper-codes/list", "{}").fault(), "issue/unknown-device");
  const std::string recorded = phone.signedPost(server(), "/v1/paper-codes/list", "{}");
  EXPECT_EQ(exchangeRaw(server().port(), recorded).status, 200);
  EXPECT_EQ(exchangeRaw(server().port(), recorded).fault(), "request/replayed");
}

TEST_F(PaperCodes, AreListedRevokedAndReplacedAtTheCounter) {
  const Device phone = enrolled(15);
  const auto command = [](std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"--data", folder() + "/data", "--origin", server().origin()});
    return runToEnd(arguments);
  };
  const std::string person = demoPersonId(15);
  EXPECT_EQ(command({"cards", "--person", person}).output, "");
  // Somebody who has no phone at all.
  const std::string firstFile = folder() + "/first", secondFile = folder() + "/second";
  const Finished made = command({"make-card", "--person", person, "--out", firstFile});
  ASSERT_EQ(made.status, 0) << made.errors;
  struct stat facts{};
  ASSERT_EQ(::stat(firstFile.c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 0777, 0600u) << "its owner alone reads it";
  const auto first = cardIn(firstFile);
  EXPECT_EQ(first["name"], "Amara Okafor");
  EXPECT_EQ(outcomeOf(first), Outcome::Valid);
  const std::string number = numberText(first["number"]);
  const Finished listed = command({"cards", "--person", person});
  EXPECT_TRUE(listed.output.starts_with(number + "  made 20")) << listed.output;
  EXPECT_NE(listed.output.find("  until " + first["lastDay"].get<std::string>() + "  good\n"), std::string::npos) << listed.output;

  EXPECT_EQ(made.output, "Card " + number + " is in " + firstFile + ": choose it on " + server().origin() + "/sheet/#card, print it, and delete the file.\n");

  const Finished taken = command({"replace-card", "--card", number, "--out", firstFile});
  EXPECT_EQ(taken.status, 2) << "a card is not overwritten";
  EXPECT_EQ(cardIn(firstFile), first);
  EXPECT_EQ(command({"replace-card", "--card", number, "--out", folder() + "/missing/card"}).status, 2);
  EXPECT_EQ(outcomeOf(first), Outcome::Valid) << "nothing was replaced that could not be handed over";
  const Finished replaced = command({"replace-card", "--card", number, "--out", secondFile});
  ASSERT_EQ(replaced.status, 0) << replaced.errors;
  const auto second = cardIn(secondFile);
  std::this_thread::sleep_for(std::chrono::milliseconds(1100));   // docs/api.md: the running server sees it within a second
  EXPECT_EQ(outcomeOf(first), Outcome::Invalid);
  EXPECT_EQ(outcomeOf(second), Outcome::Valid);
  EXPECT_NE(command({"cards", "--person", person}).output.find("  revoked 20"), std::string::npos);

  const Finished revoked = command({"revoke-card", "--card", numberText(second["number"]), "--reason", "lost"});
  EXPECT_EQ(revoked.status, 0) << revoked.errors;
  EXPECT_EQ(revoked.output, "Revoked: 1 card(s), refused wherever the next status list has arrived.\n");
  EXPECT_EQ(command({"revoke-card", "--card", numberText(second["number"]), "--reason", "lost"}).status, 2) << "once";

  const auto third = card(phone).json();
  const std::string none = folder() + "/none";
  EXPECT_EQ(command({"make-card", "--person", person, "--out", none}).status, 2) << "three a day";
  EXPECT_NE(::stat(none.c_str(), &facts), 0) << "no card, no file";
  const Finished all = command({"revoke-device", "--person", person, "--reason", "error"});
  EXPECT_EQ(all.output, "Revoked: 1 device(s) with 0 pass(es), and 1 card(s), refused wherever the next status list has arrived.\n");
  std::this_thread::sleep_for(std::chrono::milliseconds(1100));
  EXPECT_EQ(outcomeOf(third), Outcome::Invalid) << "a person's cards go with the person";

  for (const std::vector<std::string>& wrong : {std::vector<std::string>{"cards"}, {"cards", "--person", "nobody"}, {"make-card", "--person", demoPersonId(99), "--out", none}, {"make-card", "--person", person},
                                                {"replace-card"}, {"replace-card", "--card", "1", "--out", none}, {"revoke-card", "--card", number},
                                                {"revoke-card", "--reason", "lost"}, {"revoke-card", "--card", number, "--person", person, "--reason", "lost"}}) {
    const Finished refused = command(wrong);
    EXPECT_EQ(refused.status, 2) << wrong[0] << refused.output;
    EXPECT_EQ(std::count(refused.errors.begin(), refused.errors.end(), '\n'), 1) << refused.errors;
  }
}

TEST_F(PaperCodes, CanBeRevokedThroughTheirWholeLifeAndEndWithTheDayThatIsPrinted) {
  for (const int offset : {0, 28'800, -34'200, 50'400}) {   // UTC, China, Marquesas, Kiribati
    const TemporaryFolder folder;
    ServerProcess city;
    const auto startAt = [&](std::int64_t seconds) {
      return city.start(folder / "data", {{"--demo", "--utc-offset-seconds", std::to_string(offset), "--clock-offset-seconds", std::to_string(seconds),
                                           "--origin", "http://code.example"}, {}});
    };
    const auto post = [&](const Device& device, const char* path, const std::string& body, std::int64_t ahead) {
      return device.post(city, path, body, {.clockOffsetSeconds = ahead, .origin = "http://code.example"});
    };
    ASSERT_TRUE(startAt(0)) << city.errors();
    const Device phone, later;
    ASSERT_EQ(post(phone, "/v1/devices", phone.enrolmentBody(newDemoCode(city)), 0).status, 201);
    const auto made = post(phone, "/v1/paper-codes", kNoPhoto, 0).json();
    const std::int64_t end = made["expiresUnixSeconds"], begin = made["notBeforeUnixSeconds"];
    EXPECT_EQ((end + offset) % 86'400, 0) << "midnight in the city";
    EXPECT_GT(end - begin, 179 * 86'400);
    EXPECT_LE(end - begin, 180 * 86'400);
    const CalendarDate last = cityDate(end - 1, offset);
    char day[16];
    std::snprintf(day, sizeof day, "%04d-%02d-%02d", last.year, last.month, last.day);
    EXPECT_EQ(made["lastDay"], day);

    // In the last minutes of its last day, with the lists of that day.
    city.stop(SIGTERM);
    const std::int64_t ahead = end - 200 - nowUnixSeconds();
    ASSERT_TRUE(startAt(ahead)) << city.errors();
    const auto verdictAt = [&](std::int64_t now) {
      const Bytes root = *decodeBase64Url(city.get("/v1/city").json()["rootKey"].get<std::string>());
      const TrustList trust = *readTrustList(bytesOf(city.get("/v1/trust-list").body), root, 0, 0);
      const StatusLists lists = test::statusLists(city, trust);
      return verifyPaperCode(made["text"].get<std::string>(), {now, "identity", "", std::nullopt, &lists, nullptr}, &trust);
    };
    EXPECT_EQ(verdictAt(end - 1).outcome, Outcome::Valid) << faultId(verdictAt(end - 1).fault.value_or(Fault::InternalBug));
    EXPECT_EQ(verdictAt(end).fault, Fault::TimeExpired);
    ASSERT_EQ(post(later, "/v1/devices", later.enrolmentBody(newDemoCode(city)), ahead).status, 201);
    EXPECT_EQ(post(later, "/v1/paper-codes/revoke", nlohmann::json{{"card", made["number"]}, {"reason", "lost"}}.dump(), ahead).json()["revokedCards"], 1);
    EXPECT_EQ(verdictAt(end - 1).fault, Fault::RevocationRevoked);
  }
}

TEST_F(PaperCodes, SignsThePhotoThatTheHolderChose) {
  const Bytes photo = webp(300);
  const Reply reply = card(enrolled(4), bodyWithPhoto("webp", photo));
  ASSERT_EQ(reply.status, 201) << reply.body;
  const PaperClaims claims = claimsOf(reply);
  ASSERT_TRUE(claims.photo);
  EXPECT_EQ(claims.photo->bytes, photo);
}

TEST_F(PaperCodes, RefusesPhotosThatDoNotFitOrLie) {
  const Device device = enrolled(5);
  const Reply large = card(device, bodyWithPhoto("webp", webp(kMaxPaperPhotoBytes + 1)));
  EXPECT_EQ(large.status, 400);
  EXPECT_EQ(large.fault(), "paper/too-large");
  EXPECT_EQ(card(device, bodyWithPhoto("jpeg", webp(100))).fault(), "paper/bad-value");
  EXPECT_EQ(card(device, bodyWithPhoto("svg", bytesOf("<svg onload=alert(1)>"))).fault(), "paper/bad-value");
  EXPECT_EQ(card(device, bodyWithPhoto("jpeg2000", webp(100))).fault(), "paper/bad-value") << "browsers show none";
  for (int i = 0; i < 3; ++i) EXPECT_EQ(card(device).status, 201) << "a refused one costs nothing";
}

TEST_F(PaperCodes, GivesThreeADayToAPersonWhateverTheDevice) {
  const Device phone = enrolled(6), tablet = enrolled(6);
  EXPECT_EQ(card(phone).status, 201);
  EXPECT_EQ(card(tablet).status, 201);
  EXPECT_EQ(card(phone).status, 201);
  const Reply fourth = card(tablet);
  EXPECT_EQ(fourth.status, 429);
  EXPECT_EQ(fourth.fault(), "issue/quota-reached");
  EXPECT_GT(std::atoi(fourth.header("Retry-After").c_str()), 0);
  EXPECT_EQ(card(enrolled(7)).status, 201) << "the quota is the person's";
}

TEST_F(PaperCodes, RefusesRequestsLikePasses) {
  const Device device = enrolled(8);
  const SigningKey thief = newSigningKey();
  EXPECT_EQ(card(Device()).fault(), "issue/unknown-device");
  EXPECT_EQ(card(device, kNoPhoto, {.signer = &thief}).fault(), "request/signature-mismatch");
  EXPECT_EQ(card(device, kNoPhoto, {.sentBody = R"({"photo":0})"}).fault(), "request/digest-mismatch");
  EXPECT_EQ(card(device, kNoPhoto, {.clockOffsetSeconds = -300}).fault(), "request/clock-differs");
  const std::string request = device.signedPost(server(), "/v1/paper-codes", kNoPhoto);
  EXPECT_EQ(exchangeRaw(server().port(), request).status, 201);
  EXPECT_EQ(exchangeRaw(server().port(), request).fault(), "request/replayed");
  for (const char* body : {"", "{}", "[]", R"({"photo":1})", R"({"photo":{}})", R"({"photo":{"format":"webp"}})", R"({"photo":null,"more":1})",
                           R"({"photo":{"format":"webp","data":"*"}})"})
    EXPECT_EQ(card(device, body).fault(), "request/malformed") << body;
  EXPECT_EQ(server().get("/v1/paper-codes").status, 405);
}

TEST(PaperMemory, ACardIsOnTheDiskBeforeItLeaves) {
  ASSERT_TRUE(startCrypto());
  const TemporaryFolder folder;
  ServerProcess server;
  const Device device;
  ASSERT_TRUE(server.start(folder / "data", {{"--demo"}, {}}));
  ASSERT_EQ(device.enrol(server, newDemoCode(server)).status, 201);
  for (int i = 0; i < 3; ++i) ASSERT_EQ(device.post(server, "/v1/paper-codes", kNoPhoto).status, 201);
  server.stop(SIGKILL);
  ASSERT_TRUE(server.start(folder / "data", {{"--demo"}, {}}));
  EXPECT_EQ(device.post(server, "/v1/paper-codes", kNoPhoto).fault(), "issue/quota-reached");
}

}  // namespace
}  // namespace citycode::server::test
