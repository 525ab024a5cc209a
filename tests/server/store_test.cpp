// What every store must do; a second implementation is added to the list at the end.
#include "store/sqlite_store.h"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include "citycode/crypto.h"
#include "citycode/paper_card.h"
#include "citycode/status_list.h"
#include "fault_or_none.h"
#include "support/temporary_folder.h"

namespace citycode::server::test {
namespace {

struct StoreKind {
  const char* name;
  std::unique_ptr<Store> (*open)(const std::string& folder);
};
std::ostream& operator<<(std::ostream& out, const StoreKind& kind) { return out << kind.name; }

class StoreConformance : public testing::TestWithParam<StoreKind> {
 protected:
  void SetUp() override {
    reopen();
    person_.id.fill(1);
    person_.record = {"王小明", HolderClass::Taiwan, "TX0000033", {1990, 3, 7}, true, true, 2, true, false, "9999", "agent"};
    ASSERT_TRUE(store_->addPeople({person_}));
  }
  void reopen() {
    store_.reset();
    store_ = GetParam().open(folder_.path());
    ASSERT_NE(store_, nullptr);
  }
  static Sha256 hashOf(std::uint8_t n) { Sha256 hash{}; hash.fill(n); return hash; }
  static PublicKey keyOf(std::uint8_t n) { PublicKey key{}; key.fill(n); return key; }

  Result<Device> enrol(std::uint8_t code, std::uint8_t device, std::int64_t nowMs = 1000) {
    return store_->enrol({hashOf(code), hashOf(device), keyOf(device), nowMs});
  }
  void addCode(std::uint8_t code, std::int64_t expiresMs = 5000) { ASSERT_TRUE(store_->addEnrolmentCode({hashOf(code), person_.id, expiresMs})); }

  PassBatch batchOf(std::uint8_t device, std::vector<std::uint8_t> keys, std::int64_t day = 20000) {
    PassBatch batch;
    batch.deviceId = hashOf(device);
    batch.utcDay = batch.quotaUtcDay = day;
    batch.expiresUnixMs = 9000;
    batch.quota = 5;
    for (const std::uint8_t key : keys) batch.passes.push_back({keyOf(key), 7});
    batch.counterLimit = 100;
    batch.statusIndexOf = [](std::uint32_t counter) { return counter + 1000; };
    return batch;
  }

  TemporaryFolder folder_;
  std::unique_ptr<Store> store_;
  Person person_;
};

TEST_P(StoreConformance, KeepsAPersonAsItWasGivenAndAddsItOnce) {
  Person changed = person_;
  changed.record.displayName = "somebody else";
  ASSERT_TRUE(store_->addPeople({changed}));
  reopen();
  const auto found = store_->findPerson(person_.id);
  ASSERT_TRUE(found && *found);
  const PersonRecord& r = (*found)->record;
  EXPECT_EQ(r.displayName, "王小明");
  EXPECT_EQ(r.holderClass, HolderClass::Taiwan);
  EXPECT_EQ(r.documentNumber, "TX0000033");
  EXPECT_EQ(r.born.year * 10000 + r.born.month * 100 + r.born.day, 19900307);
  EXPECT_TRUE(r.cityResident && r.disabilityPermit && r.tradeCertificateValid && !r.safetyTrainingValid);
  EXPECT_EQ(r.insuranceType, 2);
  EXPECT_EQ(r.enterpriseCreditCode, "9999");
  EXPECT_EQ(r.enterpriseRole, "agent");
  Identifier unknown{};
  EXPECT_FALSE(*store_->findPerson(unknown));
}

TEST_P(StoreConformance, TakesACodeOnce) {
  addCode(1);
  EXPECT_EQ(faultOrNone(enrol(9, 1)), Fault::EnrolUnknownCode);
  EXPECT_EQ(faultOrNone(enrol(1, 1, 5000)), Fault::EnrolExpiredCode);
  ASSERT_TRUE(enrol(1, 1, 4999));
  EXPECT_EQ(faultOrNone(enrol(1, 2, 4999)), Fault::EnrolUsedCode);
  EXPECT_TRUE(enrol(1, 1, 999'999)) << "the same device again, whenever";
  EXPECT_TRUE(*store_->wasEnrolled(hashOf(1), hashOf(1)));
  EXPECT_FALSE(*store_->wasEnrolled(hashOf(1), hashOf(2)));
  EXPECT_FALSE(*store_->wasEnrolled(hashOf(9), hashOf(1)));
  reopen();
  const auto device = store_->findDevice(hashOf(1));
  ASSERT_TRUE(device && *device);
  EXPECT_EQ((*device)->key, keyOf(1));
  EXPECT_EQ((*device)->person.id, person_.id);
  EXPECT_FALSE(*store_->findDevice(hashOf(2)));
}

TEST_P(StoreConformance, GivesStatusIndicesByCounterAndDay) {
  addCode(1);
  ASSERT_TRUE(enrol(1, 1));
  EXPECT_EQ(*store_->registerPasses(batchOf(1, {1, 2})), (std::vector<std::uint32_t>{1000, 1001}));
  EXPECT_EQ(*store_->registerPasses(batchOf(1, {3})), (std::vector<std::uint32_t>{1002}));
  EXPECT_EQ(*store_->registerPasses(batchOf(1, {4}, 20001)), (std::vector<std::uint32_t>{1000}));
}

TEST_P(StoreConformance, ARefusedBatchLeavesNothing) {
  addCode(1);
  ASSERT_TRUE(enrol(1, 1));
  ASSERT_TRUE(store_->registerPasses(batchOf(1, {1, 2, 3})));
  EXPECT_EQ(faultOrNone(store_->registerPasses(batchOf(1, {4, 1}))), Fault::EnrolBadKey);
  EXPECT_EQ(faultOrNone(store_->registerPasses(batchOf(1, {4, 5, 6}))), Fault::IssueQuotaReached);
  EXPECT_EQ(*store_->registerPasses(batchOf(1, {4, 5})), (std::vector<std::uint32_t>{1003, 1004})) << "neither counter nor quota was used up";
  EXPECT_EQ(faultOrNone(store_->registerPasses(batchOf(1, {6}))), Fault::IssueQuotaReached);
  PassBatch fullDay = batchOf(1, {7, 8}, 20002);
  fullDay.counterLimit = 1;
  EXPECT_EQ(faultOrNone(store_->registerPasses(fullDay)), Fault::StoreUnavailable);
}

TEST_P(StoreConformance, TrustListsNeverGoBack) {
  EXPECT_FALSE(*store_->loadTrustList());
  ASSERT_TRUE(store_->saveTrustList({2, 100, {1}}));
  ASSERT_TRUE(store_->saveTrustList({1, 900, {2}}));
  ASSERT_TRUE(store_->saveTrustList({2, 99, {3}}));
  EXPECT_EQ((*store_->loadTrustList())->bytes, Bytes{1});
  ASSERT_TRUE(store_->saveTrustList({2, 101, {4}}));
  EXPECT_EQ((*store_->loadTrustList())->bytes, Bytes{4});
  ASSERT_TRUE(store_->saveTrustList({3, 50, {5}}));
  reopen();
  EXPECT_EQ((*store_->loadTrustList())->version, 3u);
}

TEST_P(StoreConformance, ForgetsWhatExpired) {
  addCode(1, 5000);
  addCode(2, 6000);
  ASSERT_TRUE(enrol(1, 1));
  ASSERT_TRUE(store_->registerPasses(batchOf(1, {1})));
  ASSERT_TRUE(store_->deleteExpiredBefore(6000));
  EXPECT_EQ(faultOrNone(enrol(1, 1)), Fault::EnrolUnknownCode);
  EXPECT_TRUE(enrol(2, 1));
  EXPECT_EQ(faultOrNone(store_->registerPasses(batchOf(1, {1}))), Fault::EnrolBadKey) << "the pass lives until 9000";
  ASSERT_TRUE(store_->deleteExpiredBefore(9001));
  EXPECT_TRUE(store_->registerPasses(batchOf(1, {1})));
  EXPECT_TRUE(*store_->findDevice(hashOf(1))) << "devices stay";
}

TEST_P(StoreConformance, TakesARequestOnce) {
  const std::string nonce(22, 'n');
  ASSERT_TRUE(store_->useRequest({hashOf(1), nonce, 5000}));
  EXPECT_EQ(faultOrNone(store_->useRequest({hashOf(1), nonce, 9000})), Fault::RequestReplayed);
  EXPECT_TRUE(store_->useRequest({hashOf(2), nonce, 5000})) << "devices may choose the same";
  reopen();
  ASSERT_TRUE(store_->deleteUsedRequests(5000));
  EXPECT_EQ(faultOrNone(store_->useRequest({hashOf(1), nonce, 5000})), Fault::RequestReplayed);
  ASSERT_TRUE(store_->deleteUsedRequests(5001));
  EXPECT_TRUE(store_->useRequest({hashOf(1), nonce, 5000}));
}

TEST_P(StoreConformance, CorrectsTheDatesOfAClockThatWasAhead) {
  constexpr std::int64_t kDayMs = 86'400'000, kNowMs = 20'000 * kDayMs;
  addCode(1, kNowMs + 9 * kDayMs);
  addCode(2, kNowMs + kDayMs / 2);
  ASSERT_TRUE(enrol(1, 1));
  PassBatch batch = batchOf(1, {1, 2});
  batch.expiresUnixMs = kNowMs + kDayMs / 2;
  ASSERT_TRUE(store_->registerPasses(batch));
  ASSERT_TRUE(store_->registerPasses([&] { auto ahead = batchOf(1, {3, 4, 5, 6, 7}, 20'007); ahead.expiresUnixMs = kNowMs + 8 * kDayMs; return ahead; }()));
  const PublicKey issuer = keyOf(9);
  ASSERT_EQ(store_->revokeDevices({{hashOf(1)}, {issuer}, RevocationReason::Lost, kNowMs + 7 * kDayMs})->passes, 5u) << "two seem expired";
  EXPECT_TRUE(store_->revokedIndices(issuer, 20'000, 9)->empty());
  ASSERT_TRUE(store_->correctDatesAfter({kNowMs, kNowMs + kDayMs, {issuer}}));
  EXPECT_EQ(store_->revokedIndices(issuer, 20'000, 9)->size(), 2u);
  EXPECT_EQ(store_->revokedIndices(issuer, 20'007, 9)->size(), 5u);
  const auto days = store_->statusDays(issuer);
  ASSERT_TRUE(store_->correctDatesAfter({kNowMs, kNowMs + kDayMs, {issuer}}));
  EXPECT_EQ(store_->statusDays(issuer)->front().version, days->front().version) << "once";
  addCode(3, kNowMs + 9 * kDayMs);
  addCode(4, kNowMs + 9 * kDayMs);
  ASSERT_TRUE(store_->correctDatesAfter({kNowMs, kNowMs + kDayMs, {issuer}}));
  EXPECT_EQ(faultOrNone(enrol(3, 3, kNowMs + kDayMs)), Fault::EnrolExpiredCode);
  ASSERT_TRUE(enrol(4, 4, kNowMs + kDayMs - 1));
  ASSERT_TRUE(store_->registerPasses(batchOf(4, {11, 12, 13, 14, 15}, 20'003)));
  EXPECT_EQ(faultOrNone(store_->registerPasses(batchOf(4, {16}, 20'003))), Fault::IssueQuotaReached);
  ASSERT_TRUE(store_->correctDatesAfter({kNowMs, kNowMs + kDayMs, {issuer}}));
  EXPECT_TRUE(store_->registerPasses(batchOf(4, {16}, 20'003))) << "a day to come";
}

TEST_P(StoreConformance, AListFromTheFutureGetsAHigherVersion) {
  const PublicKey issuer = keyOf(9);
  ASSERT_TRUE(store_->saveStatusIssued(issuer, 20'000, 900));
  const auto corrected = store_->correctStatusIssued(issuer, 20'000, 100);
  ASSERT_TRUE(corrected);
  EXPECT_EQ(corrected->version, 2u);
  EXPECT_EQ(corrected->issuedUnixSeconds, 100);
  reopen();
  EXPECT_EQ(store_->statusDays(issuer)->front().issuedUnixSeconds, 100);
}

/// Cards live for half a year and share one list, whose counter and index never start anew.
class StoredCards : public StoreConformance {
 protected:
  static constexpr std::int64_t kDayMs = 86'400'000, kFirstDay = 20'000;

  void SetUp() override {
    StoreConformance::SetUp();
    addCode(1);
    ASSERT_TRUE(enrol(1, 1));
  }
  WantedPaperCard cardOn(std::int64_t day, std::uint32_t quota = 3) {
    WantedPaperCard card;
    card.askedBy = hashOf(1);
    card.personId = person_.id;
    card.quotaUtcDay = day;
    card.expiresUnixMs = (day + 180) * kDayMs;
    card.quota = quota;
    card.counterLimit = 100;
    card.statusIndexOf = [](std::uint32_t counter) { return counter + 500; };
    return card;
  }
  /// What a revocation of the phone and the cards names in the list of the cards.
  std::vector<std::uint32_t> revokedOn(std::int64_t day) {
    EXPECT_TRUE(store_->revokeDevices({{hashOf(1)}, {issuer_}, RevocationReason::Lost, day * kDayMs, person_.id}));
    return namedCards();
  }
  std::vector<std::uint32_t> namedCards() {
    std::vector<std::uint32_t> indices;
    const auto revoked = store_->revokedIndices(issuer_, kPaperStatusDay, 99);
    EXPECT_TRUE(revoked);
    for (const RevokedIndex& each : *revoked) indices.push_back(each.index);
    return indices;
  }

  using Indices = std::vector<std::uint32_t>;
  const PublicKey issuer_ = keyOf(9);
};

TEST_P(StoredCards, HaveIndicesThatNoOtherDayGivesAgain) {
  EXPECT_EQ(valueOrNone(store_->registerPaperCard(cardOn(kFirstDay))), 500u);
  EXPECT_EQ(valueOrNone(store_->registerPaperCard(cardOn(kFirstDay + 1))), 501u);
  EXPECT_EQ(valueOrNone(store_->registerPaperCard(cardOn(kFirstDay + 1))), 502u);
}

TEST_P(StoredCards, AreCountedOnWhateverIsForgotten) {
  EXPECT_EQ(valueOrNone(store_->registerPaperCard(cardOn(kFirstDay))), 500u);
  EXPECT_EQ(valueOrNone(store_->registerPaperCard(cardOn(kFirstDay))), 501u);
  ASSERT_TRUE(store_->deleteExpiredBefore((kFirstDay + 40) * kDayMs));
  EXPECT_EQ(valueOrNone(store_->registerPaperCard(cardOn(kFirstDay + 40))), 502u);
}

TEST_P(StoredCards, StayWhileTheyLiveSoThatTheyCanBeRevoked) {
  ASSERT_TRUE(store_->registerPaperCard(cardOn(kFirstDay)));
  ASSERT_TRUE(store_->deleteExpiredBefore((kFirstDay + 40) * kDayMs));
  EXPECT_EQ(revokedOn(kFirstDay + 40), Indices{500});
}

TEST_P(StoredCards, OfAMonthAgoAreRevokedWithTheirPhone) {
  ASSERT_TRUE(store_->registerPaperCard(cardOn(kFirstDay)));
  EXPECT_EQ(revokedOn(kFirstDay + 30), Indices{500});
}

TEST_P(StoredCards, AreForgottenWithTheirQuotaWhenTheyEnded) {
  ASSERT_TRUE(store_->registerPaperCard(cardOn(kFirstDay, 1)));
  const std::int64_t end = cardOn(kFirstDay).expiresUnixMs;
  ASSERT_TRUE(store_->deleteExpiredBefore(end));
  EXPECT_EQ(faultOrNone(store_->registerPaperCard(cardOn(kFirstDay, 1))), Fault::IssueQuotaReached);
  ASSERT_TRUE(store_->deleteExpiredBefore(end + 1));
  EXPECT_EQ(faultOrNone(store_->registerPaperCard(cardOn(kFirstDay, 1))), std::nullopt);
}

TEST_P(StoredCards, ThatWereRevokedStayInTheirList) {
  ASSERT_TRUE(store_->registerPaperCard(cardOn(kFirstDay)));
  ASSERT_EQ(revokedOn(kFirstDay), Indices{500});
  ASSERT_TRUE(store_->deleteExpiredBefore((kFirstDay + 40) * kDayMs));
  EXPECT_EQ(namedCards(), Indices{500});
}

TEST_P(StoreConformance, GivesADeviceThatWasRevokedMeanwhileNoPasses) {
  addCode(1);
  ASSERT_TRUE(enrol(1, 1));
  ASSERT_TRUE(store_->revokeDevices({{hashOf(1)}, {keyOf(9)}, RevocationReason::Stolen, 2000}));
  EXPECT_EQ(faultOrNone(store_->registerPasses(batchOf(1, {1}))), Fault::IssueUnknownDevice);
}

TEST_P(StoreConformance, ForgettingGivesNobodyAQuotaTwice) {
  constexpr std::int64_t kDayMs = 86'400'000, kToday = 20'000;
  addCode(1);
  ASSERT_TRUE(enrol(1, 1));
  ASSERT_TRUE(store_->registerPasses(batchOf(1, {1, 2, 3, 4, 5}, kToday)));
  ASSERT_TRUE(store_->deleteExpiredBefore((kToday - 30) * kDayMs));
  EXPECT_EQ(faultOrNone(store_->registerPasses(batchOf(1, {6}, kToday))), Fault::IssueQuotaReached);
}

// A pass of yesterday's last hour lives through today.
TEST_P(StoreConformance, KeepsTheRevocationsOfPassesThatMayBeAlive) {
  constexpr std::int64_t kDayMs = 86'400'000, kToday = 20'000;
  const PublicKey issuer = keyOf(9);
  addCode(1);
  ASSERT_TRUE(enrol(1, 1));
  std::uint8_t key = 1;
  for (const std::int64_t day : {kToday - 2, kToday - 1, kToday}) {
    PassBatch batch = batchOf(1, {key++}, day);
    batch.expiresUnixMs = (day + 2) * kDayMs;
    ASSERT_TRUE(store_->registerPasses(batch));
  }
  ASSERT_EQ(store_->revokeDevices({{hashOf(1)}, {issuer}, RevocationReason::Lost, (kToday - 2) * kDayMs})->passes, 3u);
  ASSERT_TRUE(store_->deleteExpiredBefore(kToday * kDayMs));
  const auto namedOf = [&](std::int64_t day) { return store_->revokedIndices(issuer, day, 99)->size(); };
  EXPECT_EQ(namedOf(kToday), 1u);
  EXPECT_EQ(namedOf(kToday - 1), 1u);
  EXPECT_EQ(namedOf(kToday - 2), 0u) << "no pass of that day is alive";
}

TEST_P(StoreConformance, SaysWhetherItCanWrite) {
  EXPECT_TRUE(store_->tryToWrite());
  EXPECT_EQ(store_->cannotWrite(), std::nullopt);
}

TEST_P(StoreConformance, ACardBelongsToItsPersonAndIsRevokedByItself) {
  const PublicKey issuer = keyOf(9), retired = keyOf(8);
  Person other = person_;
  other.id.fill(2);
  ASSERT_TRUE(store_->addPeople({other}));
  addCode(1);
  ASSERT_TRUE(enrol(1, 1));
  const auto wanted = [&](const Person& person, std::int64_t atMs) {
    WantedPaperCard card;
    card.personId = person.id;
    card.quotaUtcDay = 0;
    card.issuedUnixMs = atMs;
    card.expiresUnixMs = 90'000;
    card.quota = 3;
    card.counterLimit = 100;
    card.statusIndexOf = [](std::uint32_t counter) { return 500 + counter; };
    card.issuerKeys = {issuer, retired};
    return card;
  };
  const auto named = [&](const PublicKey& key) {
    std::vector<std::uint32_t> indices;
    const auto stored = store_->revokedIndices(key, 0, 99);   // a range over a temporary that dies: keep it
    for (const RevokedIndex& each : *stored) indices.push_back(each.index);
    return indices;
  };
  auto byPhone = wanted(person_, 1000);
  byPhone.askedBy = hashOf(1);
  EXPECT_EQ(valueOrNone(store_->registerPaperCard(byPhone)), 500u);
  EXPECT_EQ(valueOrNone(store_->registerPaperCard(wanted(person_, 2000))), 501u);
  EXPECT_EQ(valueOrNone(store_->registerPaperCard(wanted(other, 2000))), 502u);
  ASSERT_EQ(store_->revokeDevices({{hashOf(1)}, {issuer, retired}, RevocationReason::Lost, 3000})->cards, std::nullopt);
  EXPECT_TRUE(named(issuer).empty()) << "the phone went, the cards stay";
  EXPECT_EQ(store_->registerPaperCard(byPhone).fault(), Fault::IssueUnknownDevice) << "and it leaves with none";

  EXPECT_EQ(store_->revokePaperCards({person_.id, 502, {issuer}, RevocationReason::Lost, 3000}).fault(), Fault::RequestNotFound);
  EXPECT_EQ(store_->revokePaperCards({person_.id, 77, {issuer}, RevocationReason::Lost, 3000}).fault(), Fault::RequestNotFound);
  // Past its end by a clock that may be ahead: it is named all the same.
  EXPECT_EQ(*store_->revokePaperCards({person_.id, 500, {issuer, retired}, RevocationReason::Lost, 95'000}), 1u);
  EXPECT_EQ(*store_->revokePaperCards({person_.id, 500, {issuer, retired}, RevocationReason::Lost, 96'000}), 0u);
  EXPECT_EQ(named(issuer), std::vector<std::uint32_t>{500});
  EXPECT_EQ(named(retired), std::vector<std::uint32_t>{500}) << "whoever signed it";
  const auto versions = [&] { return store_->statusDays(issuer)->front().version; };
  EXPECT_EQ(versions(), 1u) << "what changed nothing makes no version";

  auto replacing = wanted(person_, 4000);
  replacing.replaces = 502;
  EXPECT_EQ(store_->registerPaperCard(replacing).fault(), Fault::RequestNotFound) << "somebody else's";
  replacing.replaces = 501;
  EXPECT_EQ(valueOrNone(store_->registerPaperCard(replacing)), 503u);
  EXPECT_EQ(named(issuer), (std::vector<std::uint32_t>{500, 501}));
  replacing.replaces = 503;
  EXPECT_EQ(store_->registerPaperCard(replacing).fault(), Fault::IssueQuotaReached);
  EXPECT_EQ(named(issuer), (std::vector<std::uint32_t>{500, 501})) << "no new one, and the old one stays";

  reopen();
  const auto cards = store_->paperCardsOf(person_.id);
  ASSERT_EQ(cards->size(), 3u);
  EXPECT_EQ((*cards)[0].number, 503u) << "the newest first";
  EXPECT_EQ((*cards)[0].revokedUnixMs, 0);
  EXPECT_EQ((*cards)[1].number, 501u);
  EXPECT_EQ((*cards)[1].revokedUnixMs, 4000);
  EXPECT_EQ((*cards)[2].revokedUnixMs, 95'000);
  EXPECT_EQ((*cards)[2].issuedUnixMs, 1000);
  ASSERT_TRUE(store_->correctDatesAfter({50'000, 60'000, {issuer}}));
  EXPECT_EQ(store_->paperCardsOf(person_.id)->back().revokedUnixMs, 50'000);
  EXPECT_EQ((*store_->findPaperCard(502))->personId, other.id);
  EXPECT_FALSE(*store_->findPaperCard(99));
  // A person all of whose phones and cards are revoked.
  EXPECT_EQ(store_->revokeDevices({{}, {issuer}, RevocationReason::Error, 5000, other.id})->cards, 1u);
  ASSERT_TRUE(store_->deleteExpiredBefore(90'000));
  EXPECT_EQ(store_->paperCardsOf(person_.id)->size(), 3u);
  ASSERT_TRUE(store_->deleteExpiredBefore(90'001));
  EXPECT_TRUE(store_->paperCardsOf(person_.id)->empty());
  EXPECT_EQ(named(issuer).size(), 3u) << "the list of the cards never ends";
}

// What a server of the version before left: a card was its phone's.
TEST(SqliteStore, TakesTheCardsOfTheVersionBefore) {
  const TemporaryFolder folder;
  const std::string path = folder / "citycode.sqlite";
  Person person;
  person.id.fill(1);
  {
    auto store = openSqliteStore(path);
    ASSERT_TRUE(store);
    ASSERT_TRUE((*store)->addPeople({person}));
  }
  sqlite3* database = nullptr;
  ASSERT_EQ(sqlite3_open(path.c_str(), &database), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(database, R"sql(
    DROP TABLE card;
    CREATE TABLE paper_card (
      person_id BLOB NOT NULL REFERENCES person (id), quota_utc_day INTEGER NOT NULL, utc_day INTEGER NOT NULL,
      status_index INTEGER NOT NULL, device_id BLOB NOT NULL REFERENCES device (id), expires_ms INTEGER NOT NULL,
      PRIMARY KEY (person_id, quota_utc_day, utc_day, status_index)) WITHOUT ROWID;
    INSERT INTO device VALUES (x'aa', x'bb', (SELECT id FROM person), 0);
    INSERT INTO paper_card SELECT id, 20000, 0, 41, x'aa', 1743552000000 FROM person;
    INSERT INTO paper_card SELECT id, 20000, 0, 42, x'aa', 1743552000000 FROM person;
    INSERT INTO revocation VALUES (x'01', 0, 42, 1, 1730000000000, 2);
    INSERT INTO revocation VALUES (x'01', 19999, 41, 1, 1730000000000, 2);
    PRAGMA user_version = 2;)sql", nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(database);
  sqlite3_close(database);

  auto command = openSqliteStore(path, Upgrade::Refused);
  ASSERT_FALSE(command) << "beside a server of the version before";
  EXPECT_NE(command.failure().sentence.find("start the server of this version once"), std::string::npos);

  auto store = openSqliteStore(path, Upgrade::Allowed);
  ASSERT_TRUE(store) << store.failure().sentence;
  const auto cards = (*store)->paperCardsOf(person.id);
  ASSERT_EQ(cards->size(), 2u);
  EXPECT_EQ((*cards)[0].number, 41u);
  EXPECT_EQ((*cards)[0].expiresUnixMs, 1'743'552'000'000);
  EXPECT_EQ((*cards)[0].issuedUnixMs, 1'743'552'000'000 - 180LL * 86'400'000 + 120'000);
  EXPECT_EQ((*cards)[0].revokedUnixMs, 0) << "41 of another day is a pass";
  EXPECT_EQ((*cards)[1].revokedUnixMs, 1'730'000'000'000);
  EXPECT_EQ(*(*store)->revokePaperCards({person.id, std::nullopt, {PublicKey{}}, RevocationReason::Lost, 1}), 1u);
  store = openSqliteStore(path, Upgrade::Refused);
  EXPECT_TRUE(store) << "once is enough";
}

// The file of a city that ran version 1 of the schema, before there were terminals: made with that version's own statements.
class Version1 : public testing::Test {
 protected:
  void SetUp() override { writeFile(path_, readFile(CITYCODE_SERVER_FILES "/version-1.sqlite")); }

  const TemporaryFolder folder_;
  const std::string path_ = folder_ / "citycode.sqlite";
};

TEST_F(Version1, IsLeftAsItWasByACommand) {
  const std::string before = readFile(path_);
  ASSERT_GT(before.size(), 4096u);
  auto command = openSqliteStore(path_, Upgrade::Refused);
  ASSERT_FALSE(command) << "beside a server of that version";
  EXPECT_NE(command.failure().sentence.find("start the server of this version once"), std::string::npos);
  EXPECT_EQ(readFile(path_), before);
}

TEST_F(Version1, IsBroughtToThisVersionWithAllThatIsInIt) {
  const auto bytesOf32 = [](std::uint8_t n) { Sha256 bytes{}; bytes.fill(n); return bytes; };
  {
    auto store = openSqliteStore(path_, Upgrade::Allowed);
    ASSERT_TRUE(store) << store.failure().sentence;
  }
  auto opened = openSqliteStore(path_, Upgrade::Refused);
  ASSERT_TRUE(opened) << "once is enough";
  Store& store = **opened;
  EXPECT_TRUE(checkWholeDatabase(path_));

  const auto device = store.findDevice(bytesOf32(2));
  ASSERT_TRUE(device && *device);
  EXPECT_EQ((*device)->person.record.displayName, "王小明");
  EXPECT_EQ((*device)->person.record.enterpriseRole, "agent");
  EXPECT_TRUE(*store.wasEnrolled(bytesOf32(3), bytesOf32(2)));
  EXPECT_EQ((*store.loadTrustList())->version, 3u);

  // What came later works on it.
  ASSERT_TRUE(store.enrol({bytesOf32(4), bytesOf32(6), bytesOf32(6), 1000})) << "a code of then";
  PassBatch batch;
  batch.deviceId = bytesOf32(2);
  batch.utcDay = batch.quotaUtcDay = 20000;
  batch.expiresUnixMs = 9000;
  batch.quota = 2;
  batch.passes = {{bytesOf32(7), 7}};
  batch.counterLimit = 100;
  batch.statusIndexOf = [](std::uint32_t counter) { return counter; };
  EXPECT_EQ(*store.registerPasses(batch), std::vector<std::uint32_t>{1}) << "the day's counter goes on";
  batch.passes = {{bytesOf32(8), 7}};
  EXPECT_EQ(faultOrNone(store.registerPasses(batch)), Fault::IssueQuotaReached) << "and so does the quota";
  ASSERT_TRUE(store.addTerminalCode({bytesOf32(10), {"court-1", "First Court"}, {"court"}, 5000}));
  ASSERT_TRUE(store.enrolTerminal({bytesOf32(10), bytesOf32(11), bytesOf32(11), 1000}));
  WantedPaperCard card;
  card.personId = (*device)->person.id;
  card.quota = 3;
  card.counterLimit = 100;
  card.statusIndexOf = [](std::uint32_t counter) { return counter + 50; };
  EXPECT_EQ(*store.registerPaperCard(card), 50u);
  const PublicKey issuer = bytesOf32(12);
  EXPECT_EQ(store.revokeDevices({{bytesOf32(2)}, {issuer}, RevocationReason::Lost, 1000, {}})->passes, 2u) << "a pass of then among them";
  ASSERT_EQ(store.revokedIndices(issuer, 20000, 1)->size(), 2u);
  EXPECT_EQ(store.revokedIndices(issuer, 20000, 1)->back().index, 41u);
  EXPECT_TRUE(store.useRequest({bytesOf32(2), "nonce", 1000}));
}

TEST_P(StoreConformance, KeepsTerminalsApartFromPhones) {
  const TerminalCode code{hashOf(1), {"court-1", "First Court"}, {"court", "identity"}, 5000};
  ASSERT_TRUE(store_->addTerminalCode(code));
  addCode(2);
  const auto enrolTerminal = [&](std::uint8_t codeNumber, std::uint8_t terminal, std::int64_t nowMs = 1000) {
    return store_->enrolTerminal({hashOf(codeNumber), hashOf(terminal), keyOf(terminal), nowMs});
  };
  EXPECT_EQ(faultOrNone(enrolTerminal(9, 1)), Fault::EnrolUnknownCode);
  EXPECT_EQ(faultOrNone(enrolTerminal(2, 1)), Fault::EnrolWrongKind);
  EXPECT_EQ(faultOrNone(enrol(1, 1)), Fault::EnrolWrongKind);
  EXPECT_EQ(faultOrNone(enrolTerminal(1, 1, 5000)), Fault::EnrolExpiredCode);
  ASSERT_TRUE(enrol(2, 7));
  EXPECT_EQ(faultOrNone(enrolTerminal(1, 7)), Fault::EnrolBadKey) << "a phone's key";
  ASSERT_TRUE(enrolTerminal(1, 1, 4999));
  EXPECT_EQ(faultOrNone(enrolTerminal(1, 2)), Fault::EnrolUsedCode);
  EXPECT_TRUE(enrolTerminal(1, 1, 999'999)) << "the same terminal again, whenever";
  EXPECT_TRUE(*store_->wasTerminalEnrolled(hashOf(1), hashOf(1)));
  EXPECT_FALSE(*store_->wasTerminalEnrolled(hashOf(1), hashOf(2)));
  addCode(3);
  EXPECT_EQ(faultOrNone(enrol(3, 1)), Fault::EnrolBadKey) << "a terminal's key";
  reopen();
  const auto terminal = store_->findTerminal(hashOf(1));
  ASSERT_TRUE(terminal && *terminal);
  EXPECT_EQ((*terminal)->key, keyOf(1));
  EXPECT_EQ((*terminal)->venue.id, "court-1");
  EXPECT_EQ((*terminal)->venue.name, "First Court");
  EXPECT_EQ((*terminal)->scopes, (std::vector<std::string>{"court", "identity"}));
  EXPECT_FALSE(*store_->findTerminal(hashOf(7)));
  EXPECT_FALSE(*store_->findDevice(hashOf(1)));
  EXPECT_EQ(store_->listTerminals()->size(), 1u);
  EXPECT_TRUE(*store_->removeTerminal(hashOf(1)));
  EXPECT_FALSE(*store_->removeTerminal(hashOf(1)));
  EXPECT_FALSE(*store_->findTerminal(hashOf(1)));
  EXPECT_EQ(faultOrNone(enrolTerminal(1, 1)), Fault::EnrolUsedCode) << "what was removed does not come back by itself";
  ASSERT_TRUE(store_->deleteExpiredBefore(5001));
  EXPECT_EQ(faultOrNone(enrolTerminal(1, 1)), Fault::EnrolUnknownCode);
}

std::unique_ptr<Store> openSqlite(const std::string& folder) {
  auto store = openSqliteStore(folder + "/citycode.sqlite");
  return store ? std::move(*store) : nullptr;
}

INSTANTIATE_TEST_SUITE_P(Stores, StoreConformance, testing::Values(StoreKind{"sqlite", openSqlite}));
INSTANTIATE_TEST_SUITE_P(Stores, StoredCards, testing::Values(StoreKind{"sqlite", openSqlite}));

}  // namespace
}  // namespace citycode::server::test
