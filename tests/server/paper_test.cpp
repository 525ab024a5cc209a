// POST /v1/paper-codes.
#include <algorithm>

#include "citycode/paper_code.h"
#include "support/demo_city.h"

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

class PaperCodes : public DemoCity {
 protected:
  static TrustList trustList() {
    const Bytes root = *decodeBase64Url(server().get("/v1/city").json()["rootKey"].get<std::string>());
    return *readTrustList(bytesOf(server().get("/v1/trust-list").body), root, 0, 0);
  }
  static Reply card(const Device& device, const std::string& body = kNoPhoto, const Tampering& t = {}) {
    return device.post(server(), "/v1/paper-codes", body, t);
  }
};

TEST_F(PaperCodes, givesACardThatAVerifierCallsValid) {
  const Reply reply = card(enrolled(1));
  ASSERT_EQ(reply.status, 201) << reply.body;
  const auto answer = reply.json();
  EXPECT_EQ(answer["name"], "王小明");
  EXPECT_EQ(answer["documentNumberMasked"], "9***15");
  EXPECT_EQ(answer["holderClass"], "resident");
  EXPECT_EQ(answer["expiresUnixSeconds"].get<std::int64_t>() - answer["notBeforeUnixSeconds"].get<std::int64_t>(), 180 * 86400);
  const TrustList trust = trustList();
  const StatusLists statusLists = test::statusLists(server(), trust);
  const VerifyRequest request{nowUnixSeconds(), "identity", "", std::nullopt, &statusLists, nullptr};
  const Verdict verdict = verifyPaperCode(answer["text"].get<std::string>(), request, &trust);
  EXPECT_EQ(verdict.outcome, Outcome::Valid) << (verdict.fault ? faultId(*verdict.fault) : "");
  EXPECT_EQ(std::get<std::string>(verdict.attributes.at(Attribute::Name)), "王小明");
  EXPECT_FALSE(verdict.photo);
}

TEST_F(PaperCodes, namesAPlaceOfItsOwnInTheListOfTheCards) {
  const PaperClaims one = claimsOf(card(enrolled(2))), two = claimsOf(card(enrolled(3)));
  ASSERT_TRUE(one.status && two.status);
  EXPECT_NE(one.status->index, two.status->index);
  EXPECT_EQ(one.issuer, server().origin());
  EXPECT_TRUE(one.status->uri.starts_with(server().origin() + "/v1/status-lists/")) << one.status->uri;
  EXPECT_TRUE(one.status->uri.ends_with("/0")) << one.status->uri;
}

TEST_F(PaperCodes, areWithdrawnWithThePhoneTheyWereAskedForWith) {
  const Device device = enrolled(6);
  const std::string text = card(device).json()["text"].get<std::string>();
  const Reply revoked = device.post(server(), "/v1/devices/revoke", R"({"devices":"this","reason":"stolen"})");
  ASSERT_EQ(revoked.status, 200) << revoked.body;
  EXPECT_EQ(revoked.json()["revokedPasses"], 1);
  const TrustList trust = trustList();
  const StatusLists statusLists = test::statusLists(server(), trust);
  const VerifyRequest request{nowUnixSeconds(), "identity", "", std::nullopt, &statusLists, nullptr};
  const Verdict verdict = verifyPaperCode(text, request, &trust);
  EXPECT_EQ(verdict.outcome, Outcome::Invalid);
  EXPECT_EQ(verdict.fault, Fault::RevocationRevoked);
}

TEST_F(PaperCodes, signsThePhotoThatTheHolderChose) {
  const Bytes photo = webp(300);
  const Reply reply = card(enrolled(4), bodyWithPhoto("webp", photo));
  ASSERT_EQ(reply.status, 201) << reply.body;
  const PaperClaims claims = claimsOf(reply);
  ASSERT_TRUE(claims.photo);
  EXPECT_EQ(claims.photo->bytes, photo);
}

TEST_F(PaperCodes, refusesPhotosThatDoNotFitOrLie) {
  const Device device = enrolled(5);
  const Reply large = card(device, bodyWithPhoto("webp", webp(kMaxPaperPhotoBytes + 1)));
  EXPECT_EQ(large.status, 400);
  EXPECT_EQ(large.fault(), "paper/too-large");
  EXPECT_EQ(card(device, bodyWithPhoto("jpeg", webp(100))).fault(), "paper/bad-value");
  EXPECT_EQ(card(device, bodyWithPhoto("svg", bytesOf("<svg onload=alert(1)>"))).fault(), "paper/bad-value");
  EXPECT_EQ(card(device, bodyWithPhoto("jpeg2000", webp(100))).fault(), "paper/bad-value") << "browsers show none";
  for (int i = 0; i < 3; ++i) EXPECT_EQ(card(device).status, 201) << "a refused one costs nothing";
}

TEST_F(PaperCodes, givesThreeADayToAPersonWhateverTheDevice) {
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

TEST_F(PaperCodes, refusesRequestsLikePasses) {
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

TEST(PaperMemory, aCardIsOnTheDiskBeforeItLeaves) {
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
