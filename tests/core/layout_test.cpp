// The exact layout that docs/format.md states, byte by byte, and its sizes.
#include <gtest/gtest.h>

#include "encoding/base45.h"
#include "pass/pass_claims.h"
#include "pass/sealed.h"
#include "test_city.h"

namespace citycode {
namespace {

constexpr std::size_t kRollingCodeBudgetBytes = 264;   // docs/format.md, "Size"
constexpr std::size_t kVersion12MChars = 419;          // ISO/IEC 18004 table 7, alphanumeric
constexpr std::size_t kVersion14MChars = 528;

std::size_t binarySize(const std::string& code) {
  return test::must(decodeBase45(std::string_view(code).substr(kCodePrefix.size()))).size();
}

TEST(Layout, ARollingTransitCodeIsWithinItsBudget) {
  const std::string code = test::TestCity().code();
  EXPECT_EQ(binarySize(code), 242u);   // the table in docs/format.md
  EXPECT_LE(binarySize(code), kRollingCodeBudgetBytes);
  EXPECT_LE(code.size(), kVersion12MChars);
}

TEST(Layout, AnIdentityCodeIsVersion14MWhateverTheName) {
  const test::TestCity city;
  for (const std::string& name : {std::string("王小明"), std::string("N"), std::string(38, 'n')}) {
    const PassClaims claims = city.claimsFor(test::TestCity::scopeNamed("identity"),
                                             {{Attribute::Name, name}, {Attribute::DocumentType, std::uint64_t{1}},
                                              {Attribute::DocumentNumberMasked, std::string("3***2X")}});
    const std::string code = city.code(claims, {"identity", test::kNow, std::nullopt});
    EXPECT_EQ(binarySize(code), 342u) << name.size();   // docs/format.md: the length tells nothing of the name
    EXPECT_LE(code.size(), kVersion14MChars);
  }
}

// The longest of everything: name, role, status index, audience, nonce, and bound to a venue.
TEST(Layout, TheLongestCodeOfEveryStandardSceneFitsTheTextLimit) {
  const test::TestCity city;
  PersonRecord person;
  person.displayName = std::string(200, 'n');
  person.documentNumber = "SYN0000000000001";
  person.born = {1950, 1, 1};
  person.cityResident = person.disabilityPermit = person.tradeCertificateValid = person.safetyTrainingValid = true;
  person.enterpriseCreditCode = "91310000SYN0000000";
  person.enterpriseRole = std::string(30, 'r');
  const std::string venue = "venue:" + std::string(kMaxAudienceBytes - 6, 'v');
  for (const ScopePolicy& scope : standardScopes()) {
    const Attributes attributes = test::must(attributesFor(person, scope, {2027, 1, 15}, Bytes(12, 1)));
    PassClaims claims = city.claimsFor(scope, attributes);
    claims.statusIndex = 0xffffffff;
    claims.onlyAudience = audienceDigestOf(venue);
    const std::string code = city.code(claims, {venue, test::kNow, Bytes(kMaxNonceBytes, 1)});
    EXPECT_LE(code.size(), kMaxCodeTextChars) << scope.name;
  }
}

TEST(Layout, ThePassLimitLeavesRoomForEveryPresentation) {
  const test::TestCity city;
  PassClaims claims = city.identityClaims();
  claims.scopeId = 255;
  claims.statusIndex = 0xffffffff;
  claims.sealedAttributes = Bytes(kSealBytes + kMaxSealedPlainBytes, 0);
  claims.onlyAudience = AudienceDigest{};
  const Bytes pass = test::must(writePass(city.issuer, claims));
  EXPECT_EQ(pass.size(), kMaxPassBytes);   // the arithmetic of sealed.h
  const PresentationClaims longest{std::string(kMaxAudienceBytes, 'a'), test::kNow, Bytes(kMaxNonceBytes, 1)};
  EXPECT_EQ(test::TestCity::codeSignedBy(city.holder, pass, longest).size(), kMaxCodeTextChars);   // and pass.h
}

TEST(Layout, ThePassPayloadIsByteForByteWhatTheDocumentSays) {
  const Bytes payload = encodePassClaims(test::TestCity().claims());
  const Bytes head{0xa4, 0x04, 0x1a};
  EXPECT_TRUE(std::equal(head.begin(), head.end(), payload.begin()));
  const auto decoded = decodePassClaims(payload);
  ASSERT_TRUE(decoded);
  EXPECT_EQ(encodePassClaims(*decoded), payload);
  EXPECT_EQ(payload.size(), 1u + 6 + 6 + 43 + 5 + 1 + 5 + 1 + 3);
}

}  // namespace
}  // namespace citycode
