// What somebody else's program sees: the public headers alone. The example of citycode.h is the first thing here.
#include "front_door_example.h"

#include <gtest/gtest.h>

namespace {

constexpr std::int64_t kNow = 1'800'000'000;   // 2027-01-15 08:00:00 UTC

const Bytes kCitySeed(kSeedBytes, 1), kPhoneSeed(kSeedBytes, 2);

SigningKey keyOf(const Bytes& seed) {
  startCrypto();
  auto key = SigningKey::fromSeed(seed);
  if (!key) throw std::logic_error("a seed is refused");
  return *std::move(key);
}

TEST(FrontDoor, ItsExampleIsValid) {
  const auto judged = example(kCitySeed, kPhoneSeed, kNow);
  ASSERT_TRUE(judged) << faultId(judged.fault());
  ASSERT_TRUE(*judged) << "no code was read";
  const Verdict& verdict = **judged;
  EXPECT_EQ(verdict.outcome, Outcome::Valid) << (verdict.fault ? faultId(*verdict.fault) : "");
  EXPECT_EQ(verdict.scopeName, "transit");
  EXPECT_EQ(std::get<std::uint64_t>(verdict.attributes.at(Attribute::FareType)), 1u);
}

class TwoVerifiers : public ::testing::Test {
 protected:
  TwoVerifiers() {
    const auto made = signedBy(city, phone.publicKey(), kNow);
    if (!made) throw std::logic_error("the city's own lists are refused");
    given = *made;
    const PresentationClaims claims{"transit", kNow, std::nullopt};
    code = *writeCode(given.pass, claims, phone.sign(*presentationToBeSigned(given.pass, claims)));
  }

  void prepare(Verifier& verifier) {
    ASSERT_TRUE(verifier.takeTrustList(given.trustList, city.publicKey(), kNow));
    ASSERT_TRUE(verifier.takeStatusList(given.statusList, kNow));
  }
  Verdict judge(Verifier& verifier, std::int64_t now = kNow) {
    return verifier.verify(code, {.nowUnixSeconds = now, .scopeName = "transit", .venueId = {}, .nonce = {}});
  }

  SigningKey city = keyOf(kCitySeed), phone = keyOf(kPhoneSeed);
  Signed given;
  std::string code;
  Verifier here, there;
};

TEST_F(TwoVerifiers, KnowNothingOfOneAnother) {
  prepare(here);
  EXPECT_EQ(judge(here).outcome, Outcome::Valid);
  EXPECT_EQ(judge(here).fault, Fault::ReplaySeen);
  EXPECT_EQ(judge(there).fault, Fault::TrustMissing) << "it was given no list";
  EXPECT_EQ(there.trustList(), nullptr);
  prepare(there);
  EXPECT_EQ(judge(there).outcome, Outcome::Valid) << "it saw nothing yet";
}

TEST_F(TwoVerifiers, TakeOverWhatTheOtherSaved) {
  prepare(here);
  prepare(there);
  EXPECT_EQ(judge(here).outcome, Outcome::Valid);
  ASSERT_TRUE(there.load(here.save(kNow), kNow));
  EXPECT_EQ(judge(there).fault, Fault::ReplaySeen);
}

TEST_F(TwoVerifiers, RefuseListsOfAnotherCityAndStayAsTheyWere) {
  prepare(here);
  const auto other = here.takeTrustList(given.trustList, phone.publicKey(), kNow);
  EXPECT_TRUE(other) << "what it has adopted counts, not an older pin";
  const auto refused = there.takeTrustList(given.trustList, phone.publicKey(), kNow);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.fault(), Fault::TrustBadSignature);
  EXPECT_EQ(there.trustList(), nullptr);
  EXPECT_EQ(judge(here).outcome, Outcome::Valid);
}

TEST(FrontDoor, WritesNoStatusListThatVerifiersWouldRefuse) {
  const SigningKey city = keyOf(kCitySeed);
  const StatusHead head{statusDayOf(kNow), 1, kNow, kNow + 86400, 24};
  const auto faultOf = [&](const StatusHead& given, std::vector<std::uint32_t> revoked) {
    const auto written = writeStatusList(city, given, revoked);
    return written ? std::nullopt : std::optional(written.fault());
  };
  EXPECT_EQ(faultOf(head, {}), std::nullopt);
  EXPECT_EQ(faultOf(head, {3, 9, 0xffffff}), std::nullopt);
  EXPECT_EQ(faultOf(head, {9, 3}), Fault::RevocationBadList) << "not in order";
  EXPECT_EQ(faultOf(head, {0x1000000}), Fault::RevocationBadList) << "outside the universe";
  StatusHead over = head;
  over.expiresUnixSeconds = over.issuedUnixSeconds;
  EXPECT_EQ(faultOf(over, {}), Fault::RevocationBadList) << "it ends when it begins";
}

}  // namespace
