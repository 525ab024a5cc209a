// The Claim 169 test vectors of the claim169 library: what each says, or how it is refused.
#include <gtest/gtest.h>

#include <ostream>

#include "fault_or_none.h"
#include "outside_vectors.h"
#include "paper/paper_code.h"
#include "test_city.h"

namespace citycode {
namespace {

using nlohmann::json;
using test::bytesFromHex;
using test::TestCity;

struct Expectation {
  const char* path;
  bool decodes;
  std::optional<Fault> fault;   // of decoding, or of the verdict of a city that trusts the vector's key
};
void PrintTo(const Expectation& expectation, std::ostream* out) { *out << expectation.path; }   // a case is named by its file

class Claim169 : public testing::TestWithParam<Expectation> {
 protected:
  /// The verdict of a verifier in 2023 that trusts `key`, or a key that signed none of them.
  static Verdict verdictOf(const std::string& text, const json& vector, std::int64_t now) {
    TestCity city;
    TrustList list = city.trustList();
    list.issuedUnixSeconds = now;
    list.issuers[0].notBeforeUnixSeconds = 0;
    list.issuers[0].expiresUnixSeconds = 4'000'000'000;
    const auto signing = vector.find("signing_key");
    if (signing != vector.end() && (*signing)["algorithm"] == "EdDSA") {
      const Bytes key = bytesFromHex((*signing)["public_key_hex"]);
      std::copy(key.begin(), key.end(), list.issuers[0].key.begin());
    }
    VerifyRequest request;
    request.nowUnixSeconds = now;
    request.scopeName = "identity";
    return verifyPaperCode(text, request, &list);
  }
};

TEST_P(Claim169, SaysWhatItShould) {
  CC_OUTSIDE_FILE(file, std::string("claim-169/") + GetParam().path);
  const json vector = json::parse(file);
  const std::string text = vector["qr_data"];
  const auto decoded = decodePaperCode(text);
  const auto claims = decoded ? decodePaperClaims(decoded->message.payload) : Result<PaperClaims>(decoded.fault());
  ASSERT_EQ(static_cast<bool>(claims), GetParam().decodes);
  if (!claims) {
    if (GetParam().fault) {
      EXPECT_EQ(claims.fault(), GetParam().fault);
    }
  } else {
    const json& expected = vector["expected_claim169"];
    EXPECT_EQ(json(claims->name), expected["fullName"]);
    EXPECT_EQ(json(claims->id), expected["id"]);
    EXPECT_EQ(claims->documentKind, expected.value("legalStatus", ""));
    EXPECT_EQ(json(claims->issuer), vector["expected_cwt_meta"]["issuer"]);
    EXPECT_EQ(claims->expiresUnixSeconds, vector["expected_cwt_meta"]["expiresAt"].get<std::int64_t>());
    EXPECT_EQ(claims->notBeforeUnixSeconds,
              vector["expected_cwt_meta"].value("notBefore", vector["expected_cwt_meta"]["issuedAt"].get<std::int64_t>()));
  }
  const Verdict verdict = verdictOf(text, vector, 1'700'000'100);
  EXPECT_NE(verdict.outcome, Outcome::Valid) << "signed by nobody, or for years";
  EXPECT_TRUE(verdict.attributes.empty());
  if (GetParam().fault) {
    EXPECT_EQ(verdict.fault, GetParam().fault) << faultId(verdict.fault.value());
  }
}

constexpr auto kUnsigned = Fault::SignatureIssuerMismatch;

INSTANTIATE_TEST_SUITE_P(
    Vectors, Claim169,
    testing::Values(Expectation{"valid/minimal.json", true, kUnsigned},
                    Expectation{"valid/demographics-full.json", true, kUnsigned},
                    Expectation{"valid/with-face.json", true, kUnsigned},
                    Expectation{"valid/with-fingerprints.json", true, kUnsigned},
                    Expectation{"valid/with-all-biometrics.json", true, kUnsigned},
                    Expectation{"valid/claim169-example.json", true, std::nullopt},
                    Expectation{"valid/refugee-identity.json", true, std::nullopt},
                    Expectation{"valid/ed25519-signed.json", true, Fault::TimePassTooLongLived},
                    Expectation{"valid/ecdsa-p256-signed.json", true, Fault::PaperOtherAlgorithm},
                    Expectation{"valid/encrypted-aes256.json", false, Fault::PaperEncrypted},
                    Expectation{"valid/encrypted-signed.json", false, Fault::PaperEncrypted},
                    Expectation{"edge/expired.json", true, kUnsigned},
                    Expectation{"edge/not-yet-valid.json", true, kUnsigned},
                    Expectation{"edge/unknown-fields.json", true, kUnsigned},
                    Expectation{"invalid/bad-base45.json", false, Fault::CodeBadBase45},
                    Expectation{"invalid/bad-zlib.json", false, Fault::PaperBadCompression},
                    Expectation{"invalid/missing-169.json", false, std::nullopt},
                    Expectation{"invalid/not-cose.json", false, Fault::CoseBadStructure}));

Result<PaperClaims> claimsOf(const std::string& file) {
  const auto decoded = decodePaperCode(json::parse(file)["qr_data"].get<std::string>());
  if (!decoded) return decoded.fault();
  return decodePaperClaims(decoded->message.payload);
}

TEST(Claim169Fields, ACardWithoutTheClaimHasNoIdentity) {
  CC_OUTSIDE_FILE(file, "claim-169/invalid/missing-169.json");
  EXPECT_EQ(faultOrNone(claimsOf(file)), Fault::PaperNoIdentity);
}

TEST(Claim169Fields, UnknownFieldsAreIgnoredAndCounted) {
  CC_OUTSIDE_FILE(file, "claim-169/edge/unknown-fields.json");
  EXPECT_EQ(claimsOf(file)->unknownFields, 4u);   // 30, 45, 70 and 99
  CC_OUTSIDE_FILE(minimal, "claim-169/valid/minimal.json");
  EXPECT_EQ(claimsOf(minimal)->unknownFields, 0u);
}

TEST(Claim169Fields, APhotoIsFoundInEitherPlace) {
  CC_OUTSIDE_FILE(face, "claim-169/valid/with-face.json");   // field 62
  const auto jpeg = claimsOf(face);
  ASSERT_TRUE(jpeg && jpeg->photo);
  EXPECT_EQ(jpeg->photo->format, PhotoFormat::Jpeg);
  EXPECT_EQ(jpeg->photo->bytes, bytesFromHex("ffd8ffe00010"));
  CC_OUTSIDE_FILE(refugee, "claim-169/valid/refugee-identity.json");   // field 16
  const auto webp = claimsOf(refugee);
  ASSERT_TRUE(webp && webp->photo);
  EXPECT_EQ(webp->photo->format, PhotoFormat::Webp);
  EXPECT_EQ(webp->photo->bytes.size(), 890u);
}

// The one vector that is signed with Ed25519 lives for three years: with its own issuer, only that is against it.
TEST(Claim169Fields, TheSignedVectorVerifiesWithItsOwnKeyOnly) {
  CC_OUTSIDE_FILE(file, "claim-169/valid/ed25519-signed.json");
  const json vector = json::parse(file);
  const auto decoded = decodePaperCode(vector["qr_data"].get<std::string>());
  ASSERT_TRUE(decoded);
  EXPECT_TRUE(foreign::verifyCose(decoded->message, bytesFromHex(vector["signing_key"]["public_key_hex"])));
  const TestCity city;
  EXPECT_EQ(faultOrNone(foreign::verifyCose(decoded->message, city.issuer.publicKey())), Fault::SignatureIssuerMismatch);
}

}  // namespace
}  // namespace citycode
