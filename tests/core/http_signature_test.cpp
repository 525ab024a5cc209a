#include "signing/http_signature.h"

#include <gtest/gtest.h>

#include <vector>

#include "fault_or_none.h"
#include "in_child.h"
#include "test_city.h"

namespace citycode {
namespace {

constexpr std::string_view kBody = R"({"keys":[]})";

// A request as a phone would sign it; the strings live here, the views in `request`.
struct Signed {
  SigningKey key = test::keyFrom(9);
  std::string digest = contentDigest(bytesOf(kBody));
  std::string input, signature;
  SignedRequest request;

  explicit Signed(std::int64_t created) {
    const std::string parameters =
        R"(("@method" "@target-uri" "content-digest" "content-type");created=)" + std::to_string(created) +
        ";nonce=\"" + encodeBase64Url(Bytes(kRequestNonceBytes, 7)) + "\";keyid=\"" +
        encodeBase64Url(sha256(key.publicKey())) + "\";alg=\"ed25519\"";
    input = "cc=" + parameters;
    request = {"POST", "http://localhost:8080/v1/passes", "application/json", digest, input, "", bytesOf(kBody)};
    sign(parameters);
  }

  void sign(std::string_view parameters) {
    const std::string base = signatureBase(request, parameters);
    std::string standard = encodeBase64Url(key.sign(bytesOf(base)));
    for (char& c : standard) c = c == '-' ? '+' : c == '_' ? '/' : c;
    signature = "cc=:" + standard + "==:";
    request.signature = signature;
  }
};

TEST(HttpSignature, AcceptsAPhonesRequestWithinTheSkewAndNotOneSecondBeyond) {
  const Signed it(test::kNow);
  for (const std::int64_t skew : {std::int64_t{0}, kRequestSkewSeconds, -kRequestSkewSeconds})
    EXPECT_TRUE(verifyRequest(it.request, it.key.publicKey(), test::kNow + skew)) << skew;
  for (const std::int64_t skew : {kRequestSkewSeconds + 1, -kRequestSkewSeconds - 1})
    EXPECT_EQ(faultOrNone(verifyRequest(it.request, it.key.publicKey(), test::kNow + skew)), Fault::RequestClockDiffers);
}

TEST(HttpSignature, WritesTheSignatureBaseOfTheRfc) {
  const Signed it(test::kNow);
  EXPECT_EQ(signatureBase(it.request, "P"),
            "\"@method\": POST\n\"@target-uri\": http://localhost:8080/v1/passes\n\"content-digest\": " + it.digest +
                "\n\"content-type\": application/json\n\"@signature-params\": P");
}

// RFC 9530 appendix B.1: SHA-256 of {"hello": "world"} with its line feed.
TEST(HttpSignature, WritesTheDigestOfTheRfc) {
  EXPECT_EQ(contentDigest(bytesOf("{\"hello\": \"world\"}\n")),
            "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:");
}

TEST(HttpSignature, RefusesEveryChangeOfWhatWasSigned) {
  using Change = void (*)(SignedRequest&);
  const Change changes[] = {
      [](SignedRequest& r) { r.method = "PUT"; },
      [](SignedRequest& r) { r.targetUri = "http://localhost:8080/v1/devices"; },
      [](SignedRequest& r) { r.contentType = "text/plain"; },
  };
  for (const Change change : changes) {
    Signed it(test::kNow);
    change(it.request);
    EXPECT_EQ(faultOrNone(verifyRequest(it.request, it.key.publicKey(), test::kNow)), Fault::RequestSignatureMismatch);
  }
  Signed it(test::kNow);
  it.request.body = bytesOf("{}");
  EXPECT_EQ(faultOrNone(verifyRequest(it.request, it.key.publicKey(), test::kNow)), Fault::RequestDigestMismatch);
  const Signed other(test::kNow);
  EXPECT_EQ(faultOrNone(verifyRequest(other.request, test::keyFrom(8).publicKey(), test::kNow)),
            Fault::RequestSignatureMismatch);
}

TEST(HttpSignature, RefusesMissingAndForeignProfiles) {
  Signed it(test::kNow);
  it.request.signature = "";
  EXPECT_EQ(faultOrNone(readSignatureParameters(it.request)), Fault::RequestSignatureMissing);
  const std::string good = it.input;
  const std::string fewer = R"(cc=("@method");created=1;nonce="AAAAAAAAAAAAAAAAAAAAAA";keyid="k";alg="ed25519")";
  for (const std::string& input : {fewer, good + ";tag=\"x\"", " " + good, "sig" + good.substr(2), good + ", " + good,
                                   std::string(2000, 'a')}) {
    it.request.signature = it.signature;
    it.request.signatureInput = input;
    EXPECT_EQ(faultOrNone(readSignatureParameters(it.request)), Fault::RequestSignatureMismatch) << input;
  }
}

// The parameters end exactly behind the 22 characters of the nonce, in memory of that size: its quotation mark is not there.
TEST(HttpSignature, ReadsNothingBehindItsParameters) {
  Signed it(test::kNow);
  const std::size_t end = it.input.find(";nonce=\"") + 8 + 22;
  const std::vector<char> exact(it.input.begin(), it.input.begin() + static_cast<std::ptrdiff_t>(end));
  it.request.signatureInput = {exact.data(), exact.size()};
  EXPECT_TRUE(test::holdsInChild([&] { return faultOrNone(readSignatureParameters(it.request)) == Fault::RequestSignatureMismatch; }));
}

TEST(Base64Url, IsStrict) {
  EXPECT_EQ(encodeBase64Url(Bytes{0xfb, 0xff}), "-_8");
  EXPECT_EQ(*decodeBase64Url("-_8"), (Bytes{0xfb, 0xff}));
  for (const std::string_view text : {"-_8=", "+/8", "-_9", "A", "AA A", "AAAA\n"})
    EXPECT_EQ(faultOrNone(decodeBase64Url(text)), Fault::RequestMalformed) << text;
}

// Found by fuzzing: libsodium alone takes bytes from 0x80 on for '_', wherever `char` is signed.
TEST(Base64Url, TakesItsAlphabetAndNoOtherOctet) {
  constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  for (int octet = 0; octet < 256; ++octet) {
    const char c = static_cast<char>(octet);
    const bool known = kAlphabet.find(c) != std::string_view::npos;
    EXPECT_EQ(bool(decodeBase64Url(std::string{c, 'A', 'A', 'A'})), known) << octet;
    EXPECT_EQ(bool(decodeBase64Url(std::string{'A', 'A', 'A', c})), known) << octet;
  }
}

}  // namespace
}  // namespace citycode
