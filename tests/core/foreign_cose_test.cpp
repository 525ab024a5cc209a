// Other people's COSE, CWT and SD-CWT: the examples of the COSE working group (cose-wg/Examples) and of the drafts.
#include "signing/foreign_cose.h"

#include <gtest/gtest.h>

#include <ostream>

#include "citycode/crypto.h"
#include "encoding/cbor.h"
#include "fault_or_none.h"
#include "outside_vectors.h"
#include "signing/cose.h"

namespace citycode {
namespace {

using foreign::CoseKind;
using nlohmann::json;
using test::bytesFromHex;

// Key "11" of the working group's examples, which RFC 8032 section 7.1 has as test 1.
const Bytes kExampleKey = bytesFromHex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");

Fault faultOf(const Result<Done>& result) { return result ? Fault::InternalBug : result.fault(); }

class EddsaExample : public testing::TestWithParam<const char*> {};

TEST_P(EddsaExample, VerifiesAndEveryAlteredByteOfTheSignedPartsIsRefused) {
  CC_OUTSIDE_FILE(text, std::string("cose-eddsa/eddsa-examples/") + GetParam());
  const Bytes bytes = bytesFromHex(json::parse(text)["output"]["cbor"]);
  const auto message = foreign::decodeCose(bytes);
  ASSERT_TRUE(message);
  EXPECT_EQ(textOf(message->payload), "This is the content.");
  EXPECT_EQ(message->signatures.size(), 1u);
  EXPECT_EQ(textOf(message->signatures[0].headers.keyId.value()), "11");
  EXPECT_TRUE(foreign::verifyCose(*message, kExampleKey));
  Bytes otherKey = kExampleKey;
  otherKey[5] ^= 1;
  EXPECT_EQ(faultOf(foreign::verifyCose(*message, otherKey)), Fault::SignatureIssuerMismatch);

  for (const ByteView part : {message->payload, message->signatures[0].bytes}) {
    for (std::size_t i = 0; i < part.size(); ++i) {
      Bytes bent = bytes;
      bent[static_cast<std::size_t>(part.data() - bytes.data()) + i] ^= 1;
      const auto altered = foreign::decodeCose(bent);
      ASSERT_TRUE(altered);
      EXPECT_EQ(faultOf(foreign::verifyCose(*altered, kExampleKey)), Fault::SignatureIssuerMismatch) << i;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(CoseWorkingGroup, EddsaExample, testing::Values("eddsa-01.json", "eddsa-sig-01.json"));

struct CwtExample {
  const char* file;
  CoseKind kind;
  Fault refused;
};
void PrintTo(const CwtExample& example, std::ostream* out) { *out << example.file; }   // a case is named by its file

class Rfc8392Example : public testing::TestWithParam<CwtExample> {};

TEST_P(Rfc8392Example, IsTakenApartAndRefusedByWhatItIs) {
  CC_OUTSIDE_FILE(text, std::string("cose-eddsa/CWT/") + GetParam().file);
  const json example = json::parse(text);
  const Bytes bytes = bytesFromHex(example["output"]["cbor"]);
  const auto message = foreign::decodeCose(bytes);
  ASSERT_TRUE(message);
  EXPECT_EQ(message->kind, GetParam().kind);
  EXPECT_EQ(faultOf(foreign::verifyCose(*message, kExampleKey)), GetParam().refused);
}

INSTANTIATE_TEST_SUITE_P(AppendixA, Rfc8392Example,
                         testing::Values(CwtExample{"A_3.json", CoseKind::Sign1, Fault::PaperOtherAlgorithm},
                                         CwtExample{"A_4.json", CoseKind::Mac, Fault::PaperOtherAlgorithm},
                                         CwtExample{"A_5.json", CoseKind::Encrypt, Fault::PaperEncrypted},
                                         CwtExample{"A_6.json", CoseKind::Encrypt, Fault::PaperEncrypted},
                                         CwtExample{"A_7.json", CoseKind::Mac, Fault::PaperOtherAlgorithm}));

TEST(ForeignCose, ReadsTheClaimsOfRfc8392) {
  CC_OUTSIDE_FILE(signedText, "cose-eddsa/CWT/A_3.json");
  const Bytes bytes = bytesFromHex(json::parse(signedText)["output"]["cbor"]);
  const auto message = foreign::decodeCose(bytes);
  ASSERT_TRUE(message);
  EXPECT_EQ(message->headers.algorithm, foreign::kAlgEs256);
  const auto claims = foreign::decodeClaims(message->payload);
  ASSERT_TRUE(claims);
  EXPECT_EQ(claims->issuer, "coap://as.example.com");
  EXPECT_EQ(claims->subject, "erikw");
  EXPECT_EQ(claims->audience, "coap://light.example.com");
  EXPECT_EQ(claims->expiresUnixSeconds, 1444064944);
  EXPECT_EQ(claims->notBeforeUnixSeconds, 1443944944);
  EXPECT_EQ(claims->issuedUnixSeconds, 1443944944);

  CC_OUTSIDE_FILE(floatText, "cose-eddsa/CWT/A_7.json");
  const Bytes plain = bytesFromHex(json::parse(floatText)["input"]["plaintext_hex"]);
  EXPECT_EQ(foreign::decodeClaims(plain)->issuedUnixSeconds, 1443944944) << "a time as a float";
}

TEST(ForeignCose, TakesAnSdCwtApart) {
  CC_OUTSIDE_FILE(text, "sd-cwt/issuer_cwt.cbor");
  const auto message = foreign::decodeCose(bytesOf(text));
  ASSERT_TRUE(message);
  EXPECT_EQ(message->headers.algorithm, foreign::kAlgEs384);
  EXPECT_EQ(textOf(message->headers.keyId.value()), "https://issuer.example/cose-key3");
  ASSERT_TRUE(message->headers.disclosures);
  EXPECT_EQ(message->headers.disclosures->elements()->size(), 5u);
  EXPECT_EQ(faultOf(foreign::verifyCose(*message, kExampleKey)), Fault::PaperOtherAlgorithm);
  const auto claims = foreign::decodeClaims(message->payload);
  ASSERT_TRUE(claims);
  EXPECT_EQ(claims->issuer, "https://issuer.example");
  EXPECT_EQ(claims->expiresUnixSeconds, 1725330600);
  ASSERT_TRUE(claims->confirmation);
  const auto key = *claims->confirmation->find(1);
  EXPECT_EQ(*(*key->find(1))->toInt(), 2) << "an EC2 key";
}

TEST(ForeignCose, TakesAKeyBindingTokenApart) {
  CC_OUTSIDE_FILE(text, "sd-cwt/kbt.cbor");
  const auto message = foreign::decodeCose(bytesOf(text));
  ASSERT_TRUE(message);
  EXPECT_EQ(message->headers.algorithm, foreign::kAlgEs256);
  EXPECT_EQ(faultOf(foreign::verifyCose(*message, kExampleKey)), Fault::PaperOtherAlgorithm);
  const auto claims = foreign::decodeClaims(message->payload);
  ASSERT_TRUE(claims);
  EXPECT_EQ(claims->audience, "https://verifier.example/app");
  EXPECT_EQ(claims->issuedUnixSeconds, 1725244237);
  ASSERT_TRUE(message->headers.keyBoundToken);
  const auto inner = foreign::decodeCose(message->headers.keyBoundToken->bytes());
  ASSERT_TRUE(inner);
  EXPECT_EQ(foreign::decodeClaims(inner->payload)->subject, "https://device.example");
  EXPECT_EQ(inner->headers.disclosures->elements()->size(), 3u);
}

TEST(ForeignCose, AnAlgorithmInTheUnprotectedHeaderProvesNothing) {
  startCrypto();
  const auto key = SigningKey::fromSeed(Bytes(kSeedBytes, 9));
  // [h'', {1: -8}, 'x', signature over the empty header]
  const Signature signature = key->sign(cose::toBeSigned(SignedKind::Card, {}, bytesOf("x")));
  Bytes bytes = bytesFromHex("8440a10127" "4178" "5840");
  bytes.insert(bytes.end(), signature.begin(), signature.end());
  const auto message = foreign::decodeCose(bytes);
  ASSERT_TRUE(message);
  EXPECT_EQ(faultOf(foreign::verifyCose(*message, key->publicKey())), Fault::PaperOtherAlgorithm);
}

TEST(ForeignCose, TakesEightSignersAndNotOneMore) {
  const auto signedBy = [](std::size_t signers) {
    cbor::Writer writer;
    writer.putArray(4).putBytes({}).putMap(0).putBytes({}).putArray(signers);
    for (std::size_t i = 0; i < signers; ++i) writer.putArray(3).putBytes({}).putMap(0).putBytes({});
    Bytes message{0xd8, 98};   // COSE_Sign
    message.insert(message.end(), writer.bytes().begin(), writer.bytes().end());
    return faultOrNone(foreign::decodeCose(message));
  };
  EXPECT_EQ(signedBy(0), Fault::CoseBadStructure);
  EXPECT_EQ(signedBy(kMaxSigners), std::nullopt);
  EXPECT_EQ(signedBy(kMaxSigners + 1), Fault::CoseBadStructure);
}

TEST(ForeignCose, RefusesOtherShapes) {
  for (const char* hex : {"00", "80", "d28340a040", "d2d28440a04040", "d28440a0f640", "d28440804040", "d284a0a04040", "d862844080" "4040"}) {
    const auto message = foreign::decodeCose(bytesFromHex(hex));
    ASSERT_FALSE(message) << hex;
    EXPECT_EQ(faultOrNone(message), Fault::CoseBadStructure) << hex;
  }
}

}  // namespace
}  // namespace citycode
