// The draft's own examples, read from ../shared when it is there, and ours beside them.
#include "lists/token_status_list.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <map>
#include <set>

#include <nlohmann/json.hpp>

#include "byte_text.h"
#include "encoding/cbor.h"
#include "encoding/zlib_stream.h"
#include "fault_or_none.h"
#include "lists/revoked_set.h"
#include "signing/cose.h"
#include "signing/http_signature.h"
#include "test_city.h"

namespace citycode {
namespace {

using test::bytesFromHex;
using test::kNow;
using test::must;

/// The example without line breaks and indentation, from `begin` on; empty when it is not there.
std::string exampleOf(const std::string& name, char begin) {
  std::ifstream file(std::string(CITYCODE_OUTSIDE_VECTORS "/token-status-list") + "/" + name + ".md");
  std::string text{std::istreambuf_iterator<char>(file), {}};
  if (const auto encoded = text.find("encoded:"); encoded != std::string::npos) text = text.substr(encoded + 8);
  std::erase_if(text, [](unsigned char c) { return std::isspace(c) != 0; });
  const auto at = begin ? text.find(begin) : 0;
  return at == std::string::npos ? "" : text.substr(at);
}

TokenStatusList listOfJson(const nlohmann::json& json) {
  return must(TokenStatusList::unpack(json["bits"], *decodeBase64Url(json["lst"].get<std::string>())));
}

std::map<std::uint64_t, int> notZero(const TokenStatusList& list) {
  std::map<std::uint64_t, int> statuses;
  for (std::uint64_t i = 0; i < list.size(); ++i)
    if (*list.at(i) != 0) statuses[i] = *list.at(i);
  return statuses;
}

class DraftExamples : public ::testing::Test {
 protected:
  void SetUp() override {
    if (exampleOf("status_list_encoding_cbor", 0).empty())
      GTEST_SKIP() << "The draft's examples are not at "  CITYCODE_OUTSIDE_VECTORS "/token-status-list: nothing was compared.";
  }
  static TokenStatusList fromCbor(const std::string& name) { return must(TokenStatusList::decode(bytesFromHex(exampleOf(name, 'a')))); }
  static TokenStatusList fromJson(const std::string& name) { return listOfJson(nlohmann::json::parse(exampleOf(name, '{'))); }
  static std::vector<int> all(const TokenStatusList& list) {
    std::vector<int> statuses;
    for (std::size_t i = 0; i < list.size(); ++i) statuses.push_back(*list.at(i));
    return statuses;
  }
};

TEST_F(DraftExamples, ShortListsHaveTheirStatuses) {
  const std::vector<int> oneBit{1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 0, 1, 0, 1}, twoBits{1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3};
  EXPECT_EQ(all(fromCbor("status_list_encoding_cbor")), oneBit);
  EXPECT_EQ(all(fromJson("status_list_encoding_json")), oneBit);
  EXPECT_EQ(all(fromCbor("status_list_encoding2_cbor")), twoBits);
  EXPECT_EQ(all(fromJson("status_list_encoding2_json")), twoBits);
}

TEST_F(DraftExamples, LongListsHaveTheirStatuses) {
  const std::map<std::uint64_t, int> oneBit{{0, 1}, {1993, 1}, {25460, 1}, {159495, 1}, {495669, 1}, {554353, 1},
                                            {645645, 1}, {723232, 1}, {854545, 1}, {934534, 1}, {1000345, 1}};
  const std::map<std::uint64_t, int> twoBits{{0, 1}, {1993, 2}, {25460, 1}, {159495, 3}, {495669, 1}, {554353, 1},
                                             {645645, 2}, {723232, 1}, {854545, 1}, {934534, 2}, {1000345, 3}};
  const std::map<std::uint64_t, int> fourBits{{0, 1}, {1993, 2}, {35460, 3}, {459495, 4}, {595669, 5},
                                              {754353, 6}, {845645, 7}, {923232, 8}, {924445, 9}, {934534, 10},
                                              {1004534, 11}, {1000345, 12}, {1030203, 13}, {1030204, 14}, {1030205, 15}};
  for (const auto& list : {fromCbor("status_list_encoding1_long_cbor"), fromJson("status_list_encoding1_long_json")}) {
    EXPECT_EQ(list.size(), 1u << 20);
    EXPECT_EQ(notZero(list), oneBit);
    EXPECT_EQ(must(list.notValid()).count(), oneBit.size());
  }
  for (const auto& list : {fromCbor("status_list_encoding2_long_cbor"), fromJson("status_list_encoding2_long_json")})
    EXPECT_EQ(notZero(list), twoBits);
  for (const auto& list : {fromCbor("status_list_encoding4_cbor"), fromJson("status_list_encoding4_json")})
    EXPECT_EQ(notZero(list), fourBits);
  for (const auto& list : {fromCbor("status_list_encoding8_cbor"), fromJson("status_list_encoding8_json")}) {
    EXPECT_EQ(list.size(), 1u << 20);
    std::set<int> values;
    const auto statuses = notZero(list);
    for (const auto& [index, status] : statuses) values.insert(status);
    EXPECT_EQ(statuses.size(), 255u) << "every status but 0 once";
    EXPECT_EQ(values.size(), 255u);
    EXPECT_EQ(statuses.at(52451), 1);
    EXPECT_EQ(statuses.at(576778), 2);
    EXPECT_EQ(statuses.at(513575), 3);
  }
}

TEST_F(DraftExamples, TheSignedTokenIsReadAndItsAlgorithmNamed) {
  const Bytes bytes = bytesFromHex(exampleOf("status_list_cwt", 'd'));
  const TokenStatusCwt token = must(decodeTokenStatusCwt(bytes));
  EXPECT_EQ(token.algorithm, -7) << "ES256";
  EXPECT_EQ(textOf(token.kid), "12");
  EXPECT_EQ(token.subject, "https://example.com/statuslists/1");
  EXPECT_EQ(token.issuedUnixSeconds, 1686920170);
  EXPECT_EQ(token.expiresUnixSeconds, 2291720170);
  EXPECT_EQ(token.ttlSeconds, 43200);
  EXPECT_EQ(all(token.list), (std::vector<int>{1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 0, 1, 0, 1}));
  EXPECT_EQ(faultOrNone(readTokenStatusCwt(bytes, test::keyFrom(2).publicKey())), Fault::CoseUnsupportedAlgorithm);
}

TEST_F(DraftExamples, TheListInTheJsonWebTokenIsTheSame) {
  const std::string raw = exampleOf("status_list_jwt_raw", 'e');
  const std::string payload = raw.substr(raw.find('.') + 1, raw.rfind('.') - raw.find('.') - 1);
  const Bytes decoded = *decodeBase64Url(payload);
  EXPECT_EQ(all(listOfJson(nlohmann::json::parse(textOf(decoded))["status_list"])), all(fromJson("status_list_encoding_json")));
}

TEST_F(DraftExamples, TheReferencedTokenNamesItsPlace) {
  const auto reference = must(readTokenStatusReference(bytesFromHex(exampleOf("referenced_token_cwt", 'd'))));
  EXPECT_EQ(reference.index, 0u);
  EXPECT_EQ(reference.uri, "https://example.com/statuslists/1");
  EXPECT_EQ(faultOrNone(decodeTokenStatusCwt(bytesFromHex(exampleOf("referenced_token_cwt", 'd')))), Fault::RevocationBadList)
      << "it is no status list";
}

class TokenStatus : public ::testing::Test {
 protected:
  TokenStatusCwt token(const RevokedSet& revoked) const {
    TokenStatusCwt token;
    token.subject = "https://code.example/v1/status-lists/00000000/20000/token";
    token.issuedUnixSeconds = kNow;
    token.expiresUnixSeconds = kNow + 86400;
    token.ttlSeconds = 900;
    token.list = must(TokenStatusList::of(revoked, 16));
    return token;
  }
  SigningKey issuer = test::keyFrom(2);
};

TEST_F(TokenStatus, ReadsBackWhatOurListExports) {
  const RevokedSet revoked = must(RevokedSet::of(std::vector<std::uint32_t>{0, 7, 8, 4711, 65535}));
  const Bytes bytes = writeTokenStatusCwt(issuer, token(revoked));
  const TokenStatusCwt read = must(readTokenStatusCwt(bytes, issuer.publicKey()));
  EXPECT_EQ(must(read.list.notValid()), revoked);
  EXPECT_EQ(read.list.size(), 1u << 16);
  EXPECT_EQ(read.subject, token(revoked).subject);
  EXPECT_EQ(read.ttlSeconds, 900);
  EXPECT_EQ(read.algorithm, cose::kAlgEdDsa);
  EXPECT_FALSE(read.list.at(65536)) << "beyond the end nothing is known";
  EXPECT_EQ(faultOrNone(readTokenStatusCwt(bytes, test::keyFrom(4).publicKey())), Fault::RevocationBadSignature);
}

TEST_F(TokenStatus, RefusesEveryFlippedBit) {
  const Bytes bytes = writeTokenStatusCwt(issuer, token({}));
  for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
    Bytes bent = bytes;
    bent[bit / 8] = static_cast<std::uint8_t>(bent[bit / 8] ^ 1 << bit % 8);
    EXPECT_FALSE(readTokenStatusCwt(bent, issuer.publicKey())) << bit;
  }
}

/// Any headers and claims, signed by the issuer.
Bytes signedToken(const SigningKey& issuer, const Bytes& protectedMap, const Bytes& unprotectedMap, const Bytes& payload) {
  const Signature signature = issuer.sign(cose::toBeSigned(SignedKind::TokenStatusList, protectedMap, payload));
  return cbor::Writer().putArray(4).putBytes(protectedMap).putItem(unprotectedMap).putBytes(payload).putBytes(signature).bytes();
}

constexpr std::string_view kListType = "application/statuslist+cwt";
const Bytes kAlgorithmAndType = cbor::Writer().putMap(2).putInt(1).putInt(-8).putInt(16).putText(kListType).bytes();
const Bytes kNoHeaders{0xa0};

/// The claims of a list of 16 statuses that are all valid, and `more` of others.
Bytes tokenClaims(std::size_t more, std::int64_t firstKey) {
  cbor::Writer writer;
  writer.putMap(3 + more).putInt(2).putText("https://code.example/list").putInt(6).putInt(kNow);
  writer.putInt(65533).putItem(must(TokenStatusList::of({}, 4)).encode());
  for (std::size_t i = 0; i < more; ++i) writer.putInt(firstKey + static_cast<std::int64_t>(i)).putUint(0);
  return std::move(writer).bytes();
}

TEST_F(TokenStatus, TakesThirtyTwoClaimsAndNotOneMore) {
  const auto withMore = [&](std::size_t more) {
    return faultOrNone(readTokenStatusCwt(signedToken(issuer, kAlgorithmAndType, kNoHeaders, tokenClaims(more, 100)), issuer.publicKey()));
  };
  EXPECT_EQ(withMore(29), std::nullopt);
  EXPECT_EQ(withMore(30), Fault::RevocationBadList);
}

TEST_F(TokenStatus, RefusesAClaimThatStandsTwice) {
  cbor::Writer writer;
  const Bytes list = must(TokenStatusList::of({}, 4)).encode();
  writer.putMap(4).putInt(2).putText("https://code.example/list").putInt(6).putInt(kNow);
  writer.putInt(65533).putItem(list).putInt(65533).putItem(list);
  EXPECT_EQ(faultOrNone(readTokenStatusCwt(signedToken(issuer, kAlgorithmAndType, kNoHeaders, writer.bytes()), issuer.publicKey())),
            Fault::CborDuplicateKey);
}

TEST_F(TokenStatus, BelievesNoAlgorithmAndNoTypeThatNobodySigned) {
  const Bytes onlyType = cbor::Writer().putMap(1).putInt(16).putText(kListType).bytes();
  const Bytes onlyAlgorithm = cbor::Writer().putMap(1).putInt(1).putInt(-8).bytes();
  const auto read = [&](const Bytes& protectedMap, const Bytes& unprotectedMap) {
    return faultOrNone(readTokenStatusCwt(signedToken(issuer, protectedMap, unprotectedMap, tokenClaims(0, 0)), issuer.publicKey()));
  };
  EXPECT_EQ(read(kAlgorithmAndType, kNoHeaders), std::nullopt);
  EXPECT_EQ(read(onlyType, onlyAlgorithm), Fault::CoseBadStructure);
  EXPECT_EQ(read(onlyAlgorithm, onlyType), Fault::RevocationBadList) << "a pass must not pass for a list";
}

TEST_F(TokenStatus, RefusesOtherShapes) {
  const Bytes packed = must(TokenStatusList::of({}, 4)).pack();
  for (const std::uint64_t bits : {0, 3, 16}) EXPECT_EQ(faultOrNone(TokenStatusList::unpack(bits, packed)), Fault::RevocationBadList);
  EXPECT_EQ(faultOrNone(TokenStatusList::unpack(1, ByteView(packed).first(packed.size() - 1))), Fault::RevocationBadList);
  EXPECT_EQ(faultOrNone(TokenStatusList::decode(cbor::Writer().putMap(1).putText("bits").putUint(1).bytes())), Fault::RevocationBadList);
  EXPECT_EQ(faultOrNone(TokenStatusList::decode(cbor::Writer().putMap(2).putText("bits").putUint(1).putText("bits").putUint(1).bytes())),
            Fault::CborDuplicateKey);
  EXPECT_EQ(faultOrNone(TokenStatusList::of({}, 28)), Fault::RevocationBadList) << "32 MiB";
  const Bytes everyone(8 * 1024 * 1024, 0xff);   // 67 million: unpacked they are a list, as gaps too long a set
  EXPECT_EQ(faultOrNone(must(TokenStatusList::unpack(1, deflateZlib(everyone))).notValid()), Fault::RevocationBadList);
  const RevokedSet beyond = must(RevokedSet::of(std::vector<std::uint32_t>{16}));
  EXPECT_EQ(faultOrNone(TokenStatusList::of(beyond, 4)), Fault::RevocationBadList);
}

// RFC 9052 section 3.1.
TEST_F(TokenStatus, RefusesACriticalLabelThatItDoesNotUnderstand) {
  const Bytes payload = copyOf(must(cose::decodeSign1(writeTokenStatusCwt(issuer, token({})))).payload);
  const auto fault = [&](const Bytes& critical, bool isProtected = true) {
    cbor::Writer header, message;
    header.putMap(isProtected ? 3 : 2).putInt(1).putInt(cose::kAlgEdDsa);
    if (isProtected) header.putInt(2).putItem(critical);
    header.putInt(16).putText("application/statuslist+cwt");
    message.putArray(4).putBytes(header.bytes());
    if (isProtected) message.putMap(0);
    else message.putMap(1).putInt(2).putItem(critical);
    message.putBytes(payload).putBytes(issuer.sign(cose::toBeSigned(SignedKind::TokenStatusList, header.bytes(), payload)));
    const auto read = readTokenStatusCwt(message.bytes(), issuer.publicKey());
    return read ? "" : std::string(faultId(read.fault()));
  };
  EXPECT_EQ(fault({0x82, 0x01, 0x10}), "");
  EXPECT_EQ(fault({0x81, 0x18, 0x63}), "cose/unknown-header");
  EXPECT_EQ(fault({0x81, 0x61, 0x78}), "cose/unknown-header");
  EXPECT_EQ(fault({0x80}), "cose/bad-structure");
  EXPECT_EQ(fault({0x81, 0x01}, false), "cose/bad-structure");
}

}  // namespace
}  // namespace citycode
