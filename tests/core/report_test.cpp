// What report.cpp writes, read by a JSON library that is not ours.
#include "verdict/report.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "byte_text.h"
#include "test_city.h"

namespace citycode {
namespace {

using nlohmann::json;

TEST(Report, EscapesWhateverANameMayHold) {
  Verdict verdict;
  verdict.attributes[Attribute::Name] = std::string("a\"b\\c\b\f\n\r\t\x01\x1f王\xf0\x9f\x8c\x8f/");
  verdict.attributes[Attribute::Pseudonym] = Bytes{0x00, 0xff, 0x1a};
  verdict.attributes[Attribute::Over18] = true;
  verdict.attributes[Attribute::InsuranceType] = std::uint64_t{4294967295};
  const json parsed = json::parse(verdictJson(verdict));
  EXPECT_EQ(parsed["attributes"]["name"], std::get<std::string>(verdict.attributes[Attribute::Name]));
  EXPECT_EQ(parsed["attributes"]["pseudonym"], "00ff1a");
  EXPECT_EQ(parsed["attributes"]["over-18"], true);
  EXPECT_EQ(parsed["attributes"]["insurance-type"], 4294967295);
  EXPECT_EQ(parsed["checks"].size(), kCheckCount);
  EXPECT_TRUE(parsed["fault"].is_null());
}

// RFC 4648 section 10, and the bytes that use the whole alphabet's ends.
TEST(Report, WritesAPhotoAsBase64) {
  const auto base64 = [](std::string_view bytes) {
    Verdict verdict;
    verdict.kind = CodeKind::Paper;
    verdict.photo = Photo{PhotoFormat::Avif, copyOf(bytesOf(bytes))};
    const json parsed = json::parse(verdictJson(verdict));
    EXPECT_EQ(parsed["kind"], "paper");
    EXPECT_EQ(parsed["photo"]["format"], "avif");
    return parsed["photo"]["base64"].get<std::string>();
  };
  EXPECT_EQ(base64(""), "");
  EXPECT_EQ(base64("f"), "Zg==");
  EXPECT_EQ(base64("fo"), "Zm8=");
  EXPECT_EQ(base64("foo"), "Zm9v");
  EXPECT_EQ(base64("foobar"), "Zm9vYmFy");
  EXPECT_EQ(base64("\xff\xff\xfe"), "///+");
  EXPECT_TRUE(json::parse(verdictJson(Verdict{}))["photo"].is_null());
  EXPECT_EQ(json::parse(verdictJson(Verdict{}))["kind"], "rolling");
}

TEST(Report, NamesThePassOfAValidVerdictAndOfNoOther) {
  const test::TestCity city;
  const TrustList trust = city.trustList();
  ReplayMemory memory;
  const auto shown = [&] { return json::parse(verdictJson(verifyCode(city.code(), test::TestCity::request(), &trust, memory))); };
  EXPECT_EQ(shown()["passDigest"], test::hexOf(sha256(city.pass())));
  const json again = shown();
  EXPECT_EQ(again["fault"], "replay/seen");
  EXPECT_TRUE(again["passDigest"].is_null());
}

TEST(Report, WritesListsAndPassesThatAParserReads) {
  const test::TestCity city;
  const json list = json::parse(trustListJson(city.trustList(), {city.root.publicKey(), std::nullopt, 7, test::kNow}));
  EXPECT_EQ(list["rootKey"].get<std::string>().size(), 2 * kPublicKeyBytes);
  EXPECT_EQ(list["scopes"].size(), standardScopes().size());
  EXPECT_EQ(list["scopes"][6]["name"], "transit");
  EXPECT_EQ(list["scopes"][6]["attributes"], json({"fare-type"}));
  EXPECT_EQ(list["scopes"][5]["servesPeople"], true) << "medical";
  EXPECT_EQ(list["scopes"][6]["servesPeople"], false);
  const json pass = json::parse(passClaimsJson(city.claims()));
  EXPECT_EQ(pass["holderKey"].get<std::string>().size(), 2 * kPublicKeyBytes);
  Verdict negative;
  negative.shownSecondsAgo = -95;
  EXPECT_EQ(json::parse(verdictJson(negative))["shownSecondsAgo"], -95);
}

}  // namespace
}  // namespace citycode
