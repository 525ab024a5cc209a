// Every single bit of a valid code matters, and is refused at the stage where it stands.
#include <gtest/gtest.h>

#include <set>

#include "encoding/base45.h"
#include "pass/presentation.h"
#include "test_city.h"

namespace citycode {
namespace {

using Stages = std::set<std::string, std::less<>>;

std::string stageOf(Fault fault) {
  const std::string_view id = faultId(fault);
  return std::string(id.substr(0, id.find('/')));
}

Verdict verify(const TrustList& trust, std::string_view text) {
  ReplayMemory memory;
  return verifyCode(text, test::TestCity::request(), &trust, memory);
}

bool within(ByteView part, const std::uint8_t* byte) { return byte >= part.data() && byte < part.data() + part.size(); }

// Where a byte stands decides which stage must refuse it. The heads between the parts are syntax.
Stages stagesFor(const DecodedCode& code, const std::uint8_t* byte) {
  if (within(code.passPayload, byte) || within(code.passSignature, byte)) return {"signature"};
  if (within(code.presentationPayload, byte) || within(code.presentationSignature, byte)) return {"signature"};
  if (within(code.claimedIssuerKid, byte)) return {"trust"};
  if (within(code.passHeader, byte)) return {"cbor", "cose", "trust", "signature"};
  return {"cbor", "cose", "pass", "signature"};
}

TEST(BitFlip, EveryBitOfTheBytesIsRefusedAtItsStage) {
  const test::TestCity city;
  const TrustList trust = city.trustList();
  const std::string text = city.code();
  const auto decoded = test::must(decodeCode(text));
  ASSERT_EQ(verify(trust, text).outcome, Outcome::Valid);
  for (std::size_t i = 0; i < decoded.bytes.size() * 8; ++i) {
    Bytes flipped = decoded.bytes;
    flipped[i / 8] ^= static_cast<std::uint8_t>(1 << i % 8);
    const Verdict verdict = verify(trust, std::string(kCodePrefix) + encodeBase45(flipped));
    ASSERT_EQ(verdict.outcome, Outcome::Invalid) << "bit " << i;
    ASSERT_TRUE(verdict.fault) << "bit " << i;
    EXPECT_TRUE(verdict.attributes.empty());
    const Stages expected = stagesFor(decoded, decoded.bytes.data() + i / 8);
    EXPECT_TRUE(expected.contains(stageOf(*verdict.fault))) << "bit " << i << ": " << faultId(*verdict.fault);
  }
}

TEST(BitFlip, EveryBitOfTheTextIsRefused) {
  const test::TestCity city;
  const TrustList trust = city.trustList();
  const std::string text = city.code();
  for (std::size_t i = 0; i < text.size() * 8; ++i) {
    std::string flipped = text;
    flipped[i / 8] = static_cast<char>(flipped[i / 8] ^ (1 << i % 8));
    const Verdict verdict = verify(trust, flipped);
    // A version with a flipped bit may be a later one: three of the digit's eight.
    const bool later = i / 8 == 2 && std::string_view("359").find(flipped[2]) != std::string_view::npos;
    ASSERT_EQ(verdict.outcome, later ? Outcome::Undecided : Outcome::Invalid) << "bit " << i;
    const bool inPrefix = i / 8 < kCodePrefix.size();
    if (inPrefix) {
      EXPECT_EQ(verdict.fault, later ? Fault::CodeLaterVersion : Fault::CodeNotCityCode) << "bit " << i;
    }
  }
}

TEST(BitFlip, EveryTruncationAndExtensionIsRefused) {
  const test::TestCity city;
  const TrustList trust = city.trustList();
  const Bytes whole = test::must(decodeCode(city.code())).bytes;
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const std::string text = std::string(kCodePrefix) + encodeBase45(ByteView(whole).first(size));
    EXPECT_EQ(verify(trust, text).fault, Fault::CborTruncated) << size;
  }
  Bytes longer = whole;
  longer.push_back(0);
  EXPECT_EQ(verify(trust, std::string(kCodePrefix) + encodeBase45(longer)).fault, Fault::CborTrailingBytes);
}

}  // namespace
}  // namespace citycode
