#include "citycode/status_list.h"

#include <gtest/gtest.h>

#include "encoding/cbor.h"
#include "fault_or_none.h"
#include "lists/status_sets.h"
#include "pass/pass_claims.h"
#include "signing/cose.h"
#include "test_city.h"

namespace citycode {
namespace {

using test::kNow;
using test::must;
using test::TestCity;

RevokedSet setOf(std::vector<std::uint32_t> indices) { return must(RevokedSet::of(indices)); }

class SignedStatus : public ::testing::Test {
 protected:
  StatusList list(std::vector<std::uint32_t> revoked, std::uint64_t version) const {
    StatusList list = city.statusList(std::move(revoked));
    list.head.version = version;
    return list;
  }
  StatusDelta deltaTo(const StatusList& next, std::uint64_t base, std::vector<std::uint32_t> removed,
                      std::vector<std::uint32_t> added) const {
    return {next.head, base, setOf(std::move(removed)), setOf(std::move(added)), next.revoked.digest()};
  }
  Result<std::variant<StatusList, StatusDelta>> read(const Bytes& bytes) const {
    return readStatus(bytes, city.issuer.publicKey());
  }

  TestCity city;
};

TEST_F(SignedStatus, ReadsBackAsItWasWritten) {
  const StatusList original = list({1, 5, 0x00abcdef}, 4);
  const auto status = must(read(writeStatusList(city.issuer, original)));
  const auto& same = std::get<StatusList>(status);
  EXPECT_EQ(same.head, original.head);
  EXPECT_EQ(same.revoked, original.revoked);
}

TEST_F(SignedStatus, BelongsToItsIssuer) {
  const Bytes bytes = writeStatusList(city.stranger, list({}, 1));
  EXPECT_EQ(faultOrNone(read(bytes)), Fault::RevocationBadSignature);
}

TEST_F(SignedStatus, RefusesEveryFlippedBit) {
  const Bytes bytes = writeStatusList(city.issuer, list({1, 5, 900}, 1));
  for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
    Bytes bent = bytes;
    bent[bit / 8] = static_cast<std::uint8_t>(bent[bit / 8] ^ 1 << bit % 8);
    EXPECT_FALSE(read(bent)) << bit;
  }
}

TEST_F(SignedStatus, DeltasLeadToTheVeryListOfTheirVersion) {
  const StatusList base = list({1, 5, 9}, 4), next = list({5, 7, 9, 4000}, 6);
  const auto status = must(read(writeStatusDelta(city.issuer, deltaTo(next, 4, {1}, {7, 4000}))));
  const StatusList result = must(applyStatusDelta(base, std::get<StatusDelta>(status)));
  EXPECT_EQ(writeStatusList(city.issuer, result), writeStatusList(city.issuer, next));
}

TEST_F(SignedStatus, DeltasFitOneListOnly) {
  const StatusList base = list({1, 5, 9}, 4), next = list({1, 5, 9, 10}, 5);
  const StatusDelta delta = deltaTo(next, 4, {}, {10});
  ASSERT_TRUE(applyStatusDelta(base, delta));
  const auto misfits = [&](const StatusList& other) {
    const auto result = applyStatusDelta(other, delta);
    return !result && result.fault() == Fault::RevocationDeltaNotForThisList;
  };
  StatusList otherDay = base, otherUniverse = base;
  otherDay.head.day += 1;
  otherUniverse.head.universeBits = 20;
  EXPECT_TRUE(misfits(list({1, 5, 9}, 3))) << "another version";
  EXPECT_TRUE(misfits(list({1, 5}, 4))) << "another set under the same version";
  EXPECT_TRUE(misfits(otherDay));
  EXPECT_TRUE(misfits(otherUniverse));
}

TEST_F(SignedStatus, IsDecodedStrictly) {
  const auto fault = [](const Bytes& payload) {
    const auto status = decodeStatus(payload);
    return status ? std::string("none") : std::string(faultId(status.fault()));
  };
  const auto payload = [](std::uint64_t day, std::uint64_t version, std::uint64_t issued, std::uint64_t expires,
                          std::uint64_t bits, std::int64_t moreKey = 0) {
    cbor::Writer writer;
    writer.putMap(moreKey == 0 ? 6 : 7);
    writer.putInt(1).putUint(day).putInt(2).putUint(version).putInt(3).putUint(issued).putInt(4).putUint(expires);
    writer.putInt(5).putUint(bits).putInt(6).putArray(3).putUint(0).putUint(0).putBytes({});
    if (moreKey != 0) writer.putInt(moreKey).putUint(0);
    return std::move(writer).bytes();
  };
  EXPECT_EQ(fault(payload(20'000, 1, 100, 200, 24)), "none");
  EXPECT_EQ(fault(payload(20'000, 1, 100, 200, 24, 64)), "none") << "a later member";
  EXPECT_EQ(fault(payload(20'000, 1, 100, 200, 24, 11)), "revocation/bad-list") << "a critical member";
  EXPECT_EQ(fault(payload(20'000, 1, 100, 200, 24, 7)), "revocation/bad-list") << "half a delta";
  EXPECT_EQ(fault(payload(20'000, 1, 200, 200, 24)), "revocation/bad-list") << "ends when it begins";
  EXPECT_EQ(fault(payload(20'000, 1, 100, 1ull << 32, 24)), "revocation/bad-list") << "a time beyond 32 bits";
  EXPECT_EQ(fault(payload(49'711, 1, 100, 200, 24)), "revocation/bad-list") << "a day beyond 32 bits of seconds";
  EXPECT_EQ(fault(payload(20'000, 1ull << 32, 100, 200, 24)), "revocation/bad-list") << "a version beyond 32 bits";
  EXPECT_EQ(fault(payload(20'000, 1, 100, 200, 0)), "revocation/bad-list") << "a universe of one";
  EXPECT_EQ(fault(payload(20'000, 1, 100, 200, 33)), "revocation/bad-list") << "a universe that no index reaches";
  EXPECT_EQ(fault(cbor::Writer().putMap(0).bytes()), "revocation/bad-list");
  EXPECT_EQ(fault(cbor::Writer().putMap(1).putInt(6).putArray(3).putUint(0).putUint(0).putBytes({}).bytes()),
            "revocation/bad-list") << "a set before its universe";
  Bytes trailing = payload(20'000, 1, 100, 200, 24);
  trailing.push_back(0);
  EXPECT_EQ(fault(trailing), "cbor/trailing-bytes");
  StatusDelta backwards = deltaTo(list({}, 4), 5, {}, {});
  EXPECT_EQ(faultOrNone(read(writeStatusDelta(city.issuer, backwards))), Fault::RevocationBadList) << "a delta to the past";
}

TEST_F(SignedStatus, IsNeverAPassNorAPassAList) {
  const Bytes claims = encodePassClaims(city.claims());
  EXPECT_EQ(faultOrNone(read(cose::signSign1(SignedKind::Pass, city.issuer, claims, true))), Fault::RevocationBadSignature);
  EXPECT_EQ(faultOrNone(read(cose::signSign1(SignedKind::StatusList, city.issuer, claims, true))), Fault::RevocationBadList)
      << "nor by its members";
  const Bytes list = writeStatusList(city.issuer, city.statusList());
  EXPECT_EQ(faultOrNone(readUnverifiedPass(list)), Fault::PassUnknownClaim);
}

TEST_F(SignedStatus, RefusesBytesWithoutEndBeforeReadingThem) {
  EXPECT_EQ(faultOrNone(read(Bytes(kMaxStatusListBytes + 1, 0x84))), Fault::RevocationBadList);
}

}  // namespace
}  // namespace citycode
