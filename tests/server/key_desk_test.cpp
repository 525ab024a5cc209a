// The desk of the city's keys, with keys in memory: what may be done, and when.
#include "city/key_desk.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "citycode/trust_list.h"
#include "city/trust_lists.h"
#include "store/sqlite_store.h"
#include "support/device.h"
#include "support/temporary_folder.h"

namespace citycode::server::test {
namespace {

class MemoryKeys : public KeyStorage {
 public:
  Started<PublicKey> inUse(KeyKind kind) override { return used.at(kind); }
  Started<std::optional<PublicKey>> next(KeyKind kind) override { return announced.contains(kind) ? std::optional(announced.at(kind)) : std::nullopt; }
  Started<PublicKey> makeNext(KeyKind kind) override { return announced.try_emplace(kind, newSigningKey().publicKey()).first->second; }
  Started<Done> announceRoot(const PublicKey& key) override { elsewhere = key; return Done{}; }
  Started<Done> putNextInUse(KeyKind kind, const PublicKey& old) override {
    EXPECT_EQ(used.at(kind), old);
    used[kind] = announced.at(kind);
    announced.erase(kind);
    return Done{};
  }
  Started<Done> rememberFormerRoot(const PublicKey& key) override { formerRoots.push_back(key); return Done{}; }
  Started<Done> revokeIssuer(const PublicKey& key) override { revoked.push_back(key); return Done{}; }
  std::string place() const override { return "memory"; }

  std::map<KeyKind, PublicKey> used, announced;
  std::optional<PublicKey> elsewhere;
  std::vector<PublicKey> formerRoots, revoked;
};

class KeyDeskTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(startCrypto());
    auto opened = openSqliteStore(folder_ / "citycode.sqlite");
    ASSERT_TRUE(opened);
    store_ = std::move(*opened);
    keys_.used = {{KeyKind::Root, root_.publicKey()}, {KeyKind::Issuer, issuer_.publicKey()}};
  }

  /// The city publishes a list that names these, the next issuer since `sinceSeconds`.
  void publish(std::optional<PublicKey> nextRoot, std::optional<PublicKey> nextIssuer, std::int64_t sinceSeconds) {
    TrustList list;
    list.version = ++version_;
    list.issuedUnixSeconds = clock_.nowUnixSeconds();
    list.cityName = "City";
    list.scopes = standardScopes();
    list.nextRootKey = nextRoot;
    std::vector<std::uint32_t> scopes;
    for (const ScopePolicy& scope : list.scopes) scopes.push_back(scope.id);
    list.issuers = {{issuer_.publicKey(), 0, clock_.nowUnixSeconds() + 1000, scopes, {Right::Places, Right::Cards}}};
    if (nextIssuer) list.issuers.push_back({*nextIssuer, sinceSeconds, clock_.nowUnixSeconds() + 1000, scopes, {Right::Places, Right::Cards}});
    const StoredTrustList stored{list.version, list.issuedUnixSeconds, writeTrustList(root_, list)};
    ASSERT_TRUE(store_->write([&](Session& session) { return trust_lists::save(session, stored); }));
  }

  static Fault faultOf(const Started<PublicKey>& key) { return key.failure().fault; }

  const TemporaryFolder folder_;
  const SigningKey root_ = newSigningKey(), issuer_ = newSigningKey();
  std::unique_ptr<Store> store_;
  MemoryKeys keys_;
  const KeyDesk desk_{keys_};
  const Clock clock_;
  std::uint64_t version_ = 0;
};

TEST_F(KeyDeskTest, AnnouncesARootOnceAndNoneBesideOneThatWasMadeHere) {
  const PublicKey elsewhere = newSigningKey().publicKey();
  auto given = desk_.announceNextRoot(elsewhere);
  ASSERT_TRUE(given);
  EXPECT_EQ(keys_.elsewhere, elsewhere);
  auto made = desk_.announceNextRoot(std::nullopt);
  auto again = desk_.announceNextRoot(std::nullopt);
  ASSERT_TRUE(made && again);
  EXPECT_EQ(*made, *again);
  EXPECT_EQ(faultOf(desk_.announceNextRoot(elsewhere)), Fault::StartBadOption);
}

TEST_F(KeyDeskTest, SwitchesToARootThatThePublishedListNames) {
  EXPECT_EQ(faultOf(desk_.switchRoot(*store_)), Fault::StartBadOption) << "there is none";
  const PublicKey next = *desk_.announceNextRoot(std::nullopt);
  EXPECT_EQ(faultOf(desk_.switchRoot(*store_)), Fault::StartBadOption) << "nothing was published";
  publish(newSigningKey().publicKey(), {}, 0);
  EXPECT_EQ(faultOf(desk_.switchRoot(*store_)), Fault::StartBadOption) << "another one";
  EXPECT_TRUE(keys_.formerRoots.empty());
  publish(next, {}, 0);
  auto switched = desk_.switchRoot(*store_);
  ASSERT_TRUE(switched) << switched.failure().sentence;
  EXPECT_EQ(*switched, next);
  EXPECT_EQ(keys_.used[KeyKind::Root], next);
  EXPECT_EQ(keys_.formerRoots, std::vector<PublicKey>{root_.publicKey()});
}

TEST_F(KeyDeskTest, SwitchesToAnIssuerThatWasListedForSevenDaysOrAtOnce) {
  EXPECT_EQ(faultOf(desk_.switchIssuer(*store_, clock_, true)), Fault::StartBadOption) << "there is none";
  const PublicKey next = *desk_.announceNextIssuer();
  const std::int64_t sevenDaysAgo = clock_.nowUnixSeconds() - kIssuerKnownSeconds;
  publish({}, next, sevenDaysAgo + 60);
  EXPECT_EQ(faultOf(desk_.switchIssuer(*store_, clock_, false)), Fault::StartBadOption) << "a minute too early";
  EXPECT_EQ(keys_.used[KeyKind::Issuer], issuer_.publicKey());
  publish({}, next, sevenDaysAgo);
  EXPECT_EQ(*desk_.switchIssuer(*store_, clock_, false), next);
  EXPECT_TRUE(keys_.revoked.empty()) << "the old one stays listed";

  const PublicKey third = *desk_.announceNextIssuer();
  EXPECT_EQ(*desk_.switchIssuer(*store_, clock_, true), third) << "no list names it";
  EXPECT_EQ(keys_.revoked, std::vector<PublicKey>{next});
}

}  // namespace
}  // namespace citycode::server::test
