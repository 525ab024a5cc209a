// What the city's records must do, on every engine.
#include <algorithm>
#include <set>
#include <thread>

#include "callers/admission.h"
#include "callers/used_requests.h"
#include "city/trust_lists.h"
#include "citycode/status_list.h"
#include "fault_or_none.h"
#include "revocation/pass_runs.h"
#include "services/offices.h"
#include "services/portal_desk.h"
#include "signin/portal_requests.h"
#include "support/engines.h"
#include "support/stored_city.h"

namespace citycode::server::test {
namespace {

using Indices = std::vector<std::uint32_t>;

Indices sorted(Indices indices) {
  std::sort(indices.begin(), indices.end());
  return indices;
}

class Records : public StoredCity {
 protected:
  Indices placesOf(const Result<CounterRun>& run) { return run ? sorted(run->indices(keys_->scatterKey())) : Indices{}; }
  void deleteExpiredBefore(std::int64_t unixMs) {
    ASSERT_TRUE(store_->write([&](Session& session) -> Result<Done> {
      CC_CHECK(enrolments::deleteCodesExpiredBefore(session, unixMs));
      CC_CHECK(cards::deleteExpiredBefore(session, unixMs));
      return revocations::deleteEndedBefore(session, unixMs);
    }));
  }
  /// One whole sweep from the beginning; returns how many steps it took.
  int sweepBefore(std::int64_t unixMs) {
    pass_runs::SweepPlace place;
    for (int steps = 1;; ++steps) {
      const auto next = write(pass_runs::sweep, unixMs, place);
      EXPECT_TRUE(next);
      if (!next || (place.amongFormer && !next->amongFormer)) return steps;
      place = *next;
    }
  }
  std::int64_t batches() {
    const auto counted = store_->read([](Session& session) -> Result<std::int64_t> {
      CC_TRY(statement, session.prepare("SELECT count(*) FROM pass_batch"));
      CC_CHECK(statement.step());
      return statement.integer(0);
    });
    return counted ? *counted : -1;
  }

  const PublicKey issuer_ = keyOf(9), retired_ = keyOf(8);
};

TEST_P(Records, KeepAPersonAsItWasGivenAndAddItOnce) {
  Person changed = person_;
  changed.record.displayName = "somebody else";
  ASSERT_TRUE(write(people::add, rowOf(changed)));
  reopen();
  const auto found = read(people::find, person_.id);
  ASSERT_TRUE(found && *found);
  const auto opened = keys_->people().openOn({2026, 11, 23}, **found);
  ASSERT_TRUE(opened);
  const PersonRecord& r = opened->record;
  EXPECT_EQ(r.displayName, "王小明");
  EXPECT_EQ(r.holderClass, HolderClass::Taiwan);
  EXPECT_EQ(r.documentNumber, "TX0000033");
  EXPECT_EQ(r.born.year * 10000 + r.born.month * 100 + r.born.day, 19900307);
  EXPECT_TRUE(r.cityResident && r.disabilityPermit && r.tradeCertificateValid && !r.safetyTrainingValid);
  EXPECT_EQ(r.insuranceType, 2);
  EXPECT_EQ(r.enterpriseCreditCode, "9999");
  EXPECT_EQ(r.enterpriseRole, "agent");
  EXPECT_FALSE(*read(people::find, Identifier{}));
}

TEST_P(Records, TakeACodeOnce) {
  addCode(1, 5000);
  EXPECT_EQ(faultOrNone(enrol(9, 1, 1000)), Fault::EnrolUnknownCode);
  EXPECT_EQ(faultOrNone(enrol(1, 1, 5000)), Fault::EnrolExpiredCode);
  ASSERT_TRUE(enrol(1, 1, 4999));
  EXPECT_EQ(faultOrNone(enrol(1, 2, 4999)), Fault::EnrolUsedCode);
  EXPECT_TRUE(enrol(1, 1, 999'999)) << "the same device again, whenever";
  EXPECT_TRUE(*read(enrolments::wasDeviceEnrolled, hashOf(1), hashOf(1)));
  EXPECT_FALSE(*read(enrolments::wasDeviceEnrolled, hashOf(1), hashOf(2)));
  EXPECT_FALSE(*read(enrolments::wasDeviceEnrolled, hashOf(9), hashOf(1)));
  reopen();
  const auto device = read(devices::find, hashOf(1));
  ASSERT_TRUE(device && *device);
  EXPECT_EQ((*device)->key, keyOf(1));
  EXPECT_EQ((*device)->person.id, person_.id);
  EXPECT_EQ(keys_->people().open((*device)->person)->chineseName, "王小明");
  EXPECT_FALSE(*read(devices::find, hashOf(2)));
}

TEST_P(Records, AKeyBelongsToOnePerson) {
  Person other = person_;
  other.id.fill(2);
  ASSERT_TRUE(write(people::add, rowOf(other)));
  enrolPhone(1);
  const EnrolmentCode code{hashOf(3), other.id, kNowMs + 1};
  ASSERT_TRUE(store_->write([&](Session& session) { return enrolments::addCode(session, code); }));
  EXPECT_EQ(faultOrNone(enrol(3, 1, kNowMs)), Fault::EnrolBadKey);
  EXPECT_TRUE(enrol(3, 2, kNowMs)) << "the code was not used up";
  addCode(4, kNowMs + 1);
  EXPECT_TRUE(enrol(4, 1, kNowMs)) << "its own person's code";
}

TEST_P(Records, GiveNoPlaceOfADayTwice) {
  enrolPhone(1);
  std::set<std::uint32_t> today, tomorrow;
  std::size_t count = 0;
  for (std::uint8_t request = 0; request < 5; ++request) {
    if (request == 3) reopen();   // a restart loses what was reserved, and gives none of it again
    const auto run = takePlaces(1, request, 20 + request);
    ASSERT_TRUE(run) << request;
    count += run->count;
    for (const std::uint32_t index : run->indices(keys_->scatterKey())) today.insert(index);
  }
  EXPECT_EQ(today.size(), count);
  for (const std::uint32_t index : placesOf(takePlaces(1, 50, 20, 1))) tomorrow.insert(index);
  EXPECT_EQ(tomorrow.size(), 20u);
  EXPECT_GT(*today.rbegin(), 1u << 24) << "scattered over 2^32";
}

TEST_P(Records, GiveNoPlaceTwiceToServersBesideEachOther) {
  enrolPhone(1);
  StatusCounters other(*store_, folder_ / "counters-of-another-server");
  const auto mine = counters_->take(kToday, 50), others = other.take(kToday, 50), more = counters_->take(kToday, 50);
  ASSERT_TRUE(mine && others && more);
  EXPECT_EQ(more->first, mine->first + 50) << "of the block that it has";
  EXPECT_GE(others->first, mine->first + StatusCounters::kBlock);
}

TEST_P(Records, ARefusedBatchLeavesNothing) {
  enrolPhone(1);
  const auto first = takePlaces(1, 1, 500);
  ASSERT_TRUE(first);
  EXPECT_EQ(faultOrNone(takePlaces(1, 1, 1)), Fault::RequestReplayed) << "the same request";
  EXPECT_EQ(faultOrNone(takePlaces(1, 2, 13)), Fault::IssueQuotaReached);
  EXPECT_EQ(faultOrNone(takePlaces(7, 3, 1)), Fault::IssueUnknownDevice);
  const auto rest = takePlaces(1, 2, 12);
  ASSERT_TRUE(rest) << "neither quota nor request was used up";
  EXPECT_EQ(rest->first, first->first + 500) << "nor places";
  EXPECT_EQ(faultOrNone(takePlaces(1, 4, 1)), Fault::IssueQuotaReached);
  EXPECT_TRUE(takePlaces(1, 4, 1, 1)) << "tomorrow";
  EXPECT_EQ(revoke({{hashOf(1)}, RevocationReason::Lost, kNowMs}, {issuer_})->passes, 513u) << "what was given, and no more";
}

TEST_P(Records, AFullDayGivesNothing) {
  ASSERT_TRUE(write(status_counters::raise, kToday, CounterMark{(std::int64_t{1} << 32) - StatusCounters::kBlock, 32}));
  enrolPhone(1);
  const auto last = takePlaces(1, 1, 100);
  ASSERT_TRUE(last);
  EXPECT_EQ(last->first + StatusCounters::kBlock, std::int64_t{1} << 32);
  reopen();
  EXPECT_EQ(faultOrNone(takePlaces(1, 2, 100)), Fault::StoreUnavailable);
  EXPECT_TRUE(takePlaces(1, 3, 100, 1)) << "the next day";
}

TEST_P(Records, AfterARestoreGiveOnWhereTheFileBesideThemSays) {
  enrolPhone(1);
  ASSERT_TRUE(takePlaces(1, 1, 100));
  const std::int64_t next = (*read(status_counters::find, kToday))->next;
  ASSERT_TRUE(store_->write([&](Session& session) -> Result<Done> {
    CC_TRY(statement, session.prepare("UPDATE status_counter SET next = 7"));
    CC_CHECK(statement.run());
    return Done{};
  }));
  reopen();
  const auto after = takePlaces(1, 2, 1);
  ASSERT_TRUE(after);
  EXPECT_GE(after->first, next + (1 << 24)) << "what other servers may have given, too";
}

// A primary that died before its standby had heard of everything.
TEST_P(Records, ThatLostTheirLastMomentsGiveNoPlaceTwice) {
  const auto before = counters_->take(kToday, 50);
  ASSERT_TRUE(before);
  ASSERT_TRUE(store_->write([&](Session& session) -> Result<Done> {
    CC_TRY(statement, session.prepare("DELETE FROM status_counter"));
    CC_CHECK(statement.run());
    return Done{};
  }));
  const auto after = counters_->take(kToday, StatusCounters::kBlock);   // more than is left of the first block
  ASSERT_TRUE(after);
  EXPECT_GE(after->first, before->first + StatusCounters::kBlock);
}

TEST_P(Records, ADeviceIsRevokedWhateverBecameOfItsDaysCounter) {
  enrolPhone(1);
  const auto places = placesOf(takePlaces(1, 1, 10));
  ASSERT_TRUE(store_->write([&](Session& session) -> Result<Done> {
    CC_TRY(statement, session.prepare("DELETE FROM status_counter"));
    CC_CHECK(statement.run());
    return Done{};
  }));
  EXPECT_EQ(revoke({{hashOf(1)}, RevocationReason::Lost, kNowMs}, {issuer_})->passes, 10u);
  EXPECT_EQ(named(issuer_, kToday), places);
}

TEST(CounterFile, KeepsTheCardsAndTheNewestDaysWhateverTheClock) {
  const TemporaryFolder folder;
  const CounterFile file(folder / "counters");
  ASSERT_TRUE(file.remember(0, {7, 24}));
  for (std::int64_t day = 20'000; day < 20'450; ++day) ASSERT_TRUE(file.remember(day, {day, 32}));
  ASSERT_TRUE(file.remember(20'449, {1, 32}));
  const CounterMarks marks = file.read();
  EXPECT_EQ(marks.at(0).next, 7);
  EXPECT_EQ(marks.at(20'449).next, 20'449) << "marks only rise";
  EXPECT_EQ(marks.at(20'449).indexBits, 32);
  EXPECT_EQ(marks.size(), 400u);
  EXPECT_FALSE(marks.contains(20'000));
}

TEST_P(Records, TrustListsNeverGoBack) {
  EXPECT_FALSE(*read(trust_lists::newest));
  EXPECT_TRUE(*write(trust_lists::save, StoredTrustList{2, 100, {1}}));
  EXPECT_FALSE(*write(trust_lists::save, StoredTrustList{1, 900, {2}}));
  EXPECT_FALSE(*write(trust_lists::save, StoredTrustList{2, 99, {3}}));
  EXPECT_EQ((*read(trust_lists::newest))->bytes, Bytes{1});
  EXPECT_TRUE(*write(trust_lists::save, StoredTrustList{2, 101, {4}}));
  EXPECT_EQ((*read(trust_lists::newest))->bytes, Bytes{4});
  EXPECT_TRUE(*write(trust_lists::save, StoredTrustList{3, 50, {5}}));
  reopen();
  EXPECT_EQ((*read(trust_lists::newest))->version, 3u);
  EXPECT_EQ(read(trust_lists::history)->size(), 2u);
}

TEST_P(Records, ForgetCodesThatExpired) {
  addCode(1, 5000);
  addCode(2, 6000);
  ASSERT_TRUE(enrol(1, 1, 1000));
  deleteExpiredBefore(6000);
  EXPECT_EQ(faultOrNone(enrol(1, 1, 1000)), Fault::EnrolUnknownCode);
  EXPECT_TRUE(enrol(2, 1, 1000));
  EXPECT_TRUE(*read(devices::find, hashOf(1))) << "devices stay";
}

TEST_P(Records, ForgetBatchesWhosePassesEnded) {
  const std::int64_t end = kNowMs + kDayMs;
  for (const std::uint8_t device : {0, 1, 0x7f, 0xff}) {
    enrolPhone(device);
    ASSERT_TRUE(takePlaces(device, 1, 3));
    ASSERT_TRUE(takePlaces(device, 2, 3, 1));
  }
  sweepBefore(end);
  EXPECT_EQ(batches(), 8);
  EXPECT_EQ(sweepBefore(end + 1), 2) << "one step for each table";
  EXPECT_EQ(batches(), 4) << "tomorrow's stay";
  EXPECT_EQ(revoke({{hashOf(0xff)}, RevocationReason::Lost, kNowMs}, {issuer_})->passes, 3u);
}

// No step is long, however many there are.
TEST_P(Records, SweepManyBatchesInSteps) {
  constexpr std::int64_t kMany = 2 * pass_runs::kSweepRows + 7;
  ASSERT_TRUE(store_->write([&](Session& session) -> Result<Done> {
    for (std::int64_t i = 0; i < kMany; ++i) {
      const DeviceId device = sha256(bytesOf(std::to_string(i)));
      CC_CHECK(pass_runs::add(session, {device, {}, {kToday, i * 10, 10, 32}, i % 2 == 0 ? kNowMs - 1 : kNowMs + 1}));
    }
    return Done{};
  }));
  EXPECT_EQ(sweepBefore(kNowMs), 4);
  EXPECT_EQ(batches(), kMany / 2);
}

TEST_P(Records, TakeARequestOnce) {
  const std::string nonce(22, 'n');
  ASSERT_TRUE(write(used_requests::add, UsedRequest{hashOf(1), nonce, 5000}));
  EXPECT_EQ(faultOrNone(write(used_requests::add, UsedRequest{hashOf(1), nonce, 9000})), Fault::RequestReplayed);
  EXPECT_TRUE(write(used_requests::add, UsedRequest{hashOf(2), nonce, 5000})) << "devices may choose the same";
  reopen();
  ASSERT_TRUE(write(used_requests::deleteBefore, std::int64_t{5000}));
  EXPECT_EQ(faultOrNone(write(used_requests::add, UsedRequest{hashOf(1), nonce, 5000})), Fault::RequestReplayed);
  ASSERT_TRUE(write(used_requests::deleteBefore, std::int64_t{5001}));
  EXPECT_TRUE(write(used_requests::add, UsedRequest{hashOf(1), nonce, 5000}));
}

// What another server deletes whose clock is as far ahead as is believed.
TEST_P(Records, TakeARequestOnceWhateverAClockThatIsAheadDeletes) {
  const std::string nonce(22, 'n');
  const UsedRequest used{hashOf(1), nonce, (kNowSeconds + kUsedRequestSeconds) * 1000};
  ASSERT_TRUE(write(used_requests::add, used));
  ASSERT_TRUE(write(used_requests::deleteBefore, kNowMs + kSwitchedOffMs + kDayMs / 2));
  EXPECT_EQ(faultOrNone(write(used_requests::add, used)), Fault::RequestReplayed);
}

TEST_P(Records, NameAllPlacesOfARevokedDeviceInEveryList) {
  enrolPhone(1);
  enrolPhone(2);
  Indices ofToday, ofTomorrow;
  for (std::uint8_t request = 0; request < 10; ++request) {
    const auto places = placesOf(takePlaces(1, request, 10, request % 2));
    (request % 2 == 0 ? ofToday : ofTomorrow).insert((request % 2 == 0 ? ofToday : ofTomorrow).end(), places.begin(), places.end());
  }
  const auto others = placesOf(takePlaces(2, 1, 10));
  const auto count = revoke({{hashOf(1), hashOf(77)}, RevocationReason::Stolen, kNowMs}, {issuer_, retired_});
  ASSERT_TRUE(count);
  EXPECT_EQ(count->devices, 1u);
  EXPECT_EQ(count->passes, 100u);
  EXPECT_EQ(count->cards, std::nullopt);
  for (const PublicKey& issuer : {issuer_, retired_}) {
    EXPECT_EQ(named(issuer, kToday), sorted(ofToday));
    EXPECT_EQ(named(issuer, kToday + 1), sorted(ofTomorrow));
    EXPECT_EQ(read(revocations::days, issuer)->front().version, 1u) << "one new version, whatever it names";
  }
  EXPECT_EQ(revoke({{hashOf(1)}, RevocationReason::Stolen, kNowMs}, {issuer_})->devices, 0u) << "once";
  EXPECT_EQ(faultOrNone(takePlaces(1, 99, 1)), Fault::IssueUnknownDevice);
  addCode(90, kNowMs + 1);
  EXPECT_EQ(faultOrNone(enrol(90, 1, kNowMs)), Fault::EnrolBadKey) << "its key enrols no more";
  EXPECT_EQ(revoke({{hashOf(2)}, RevocationReason::Lost, kNowMs}, {issuer_})->passes, 10u);
  EXPECT_EQ(read(revocations::named, issuer_, kToday, std::uint64_t{1})->size(), 50u) << "as the first list named them";
  ofToday.insert(ofToday.end(), others.begin(), others.end());
  EXPECT_EQ(named(issuer_, kToday), sorted(ofToday));
}

// What the version before gave has 24 bits, and stays where it was.
TEST_P(Records, NamePassesOfTheVersionBefore) {
  enrolPhone(1);
  ASSERT_TRUE(store_->write([&](Session& session) -> Result<Done> {
    CC_TRY(statement, session.prepare("INSERT INTO former_pass (device_id, utc_day, status_index, expires_ms) VALUES ($1, $2, 41, $3)"));
    CC_CHECK(statement.bind(hashOf(1)).bind(kToday).bind(kNowMs + 1).run());
    return status_counters::raise(session, kToday, {500, 24});
  }));
  const auto run = takePlaces(1, 1, 60);
  ASSERT_TRUE(run);
  EXPECT_EQ(run->first, 500) << "the day's counter goes on";
  EXPECT_EQ(run->indexBits, 24);
  EXPECT_LT(placesOf(run).back(), 1u << 24);
  EXPECT_EQ(revoke({{hashOf(1)}, RevocationReason::Lost, kNowMs}, {issuer_})->passes, 61u);
  const Indices all = named(issuer_, kToday);
  EXPECT_NE(std::find(all.begin(), all.end(), 41u), all.end());
  enrolPhone(2);
  EXPECT_EQ(takePlaces(2, 1, 1, 1)->indexBits, 32) << "of a day that nobody knew before";
}

TEST_P(Records, CorrectWhatAClockThatWasAheadRevoked) {
  enrolPhone(1);
  ASSERT_TRUE(takePlaces(1, 1, 2));
  ASSERT_TRUE(takePlaces(1, 2, 5, 7));
  ASSERT_EQ(revoke({{hashOf(1)}, RevocationReason::Lost, kNowMs + 7 * kDayMs}, {issuer_})->passes, 5u) << "two seem expired";
  EXPECT_TRUE(named(issuer_, kToday).empty());
  ASSERT_TRUE(correctDates(kNowMs, issuer_));
  EXPECT_EQ(named(issuer_, kToday).size(), 2u);
  EXPECT_EQ(named(issuer_, kToday + 7).size(), 5u);
  const auto days = read(revocations::days, issuer_);
  ASSERT_TRUE(correctDates(kNowMs, issuer_));
  EXPECT_EQ(read(revocations::days, issuer_)->front().version, days->front().version) << "once";
}

TEST_P(Records, ShortenTheCodesOfAClockThatWasAhead) {
  addCode(3, kNowMs + 9 * kDayMs);
  addCode(4, kNowMs + 9 * kDayMs);
  ASSERT_TRUE(write(enrolments::shortenCodes, kNowMs + kDayMs));
  EXPECT_EQ(faultOrNone(enrol(3, 3, kNowMs + kDayMs)), Fault::EnrolExpiredCode);
  EXPECT_TRUE(enrol(4, 4, kNowMs + kDayMs - 1));
}

TEST_P(Records, AQuotaOfADayToComeKeepsNobodyFromToday) {
  enrolPhone(1);
  ASSERT_TRUE(takePlaces(1, 1, 512, 3));
  EXPECT_EQ(faultOrNone(takePlaces(1, 2, 1, 3)), Fault::IssueQuotaReached);
  EXPECT_TRUE(takePlaces(1, 2, 512)) << "the clock that was ahead is right again";
}

TEST_P(Records, AListFromTheFutureGetsAHigherVersion) {
  ASSERT_TRUE(write(revocations::saveIssued, issuer_, kToday, std::int64_t{900}));
  const auto corrected = write(revocations::correctIssued, issuer_, kToday, std::int64_t{100});
  ASSERT_TRUE(corrected);
  EXPECT_EQ(corrected->version, 2u);
  EXPECT_EQ(corrected->issuedUnixSeconds, 100);
  ASSERT_TRUE(write(revocations::saveIssued, issuer_, kToday, std::int64_t{90}));
  reopen();
  EXPECT_EQ(read(revocations::days, issuer_)->front().issuedUnixSeconds, 100) << "time never goes back by itself";
}

// A pass of yesterday's last hour lives through today.
TEST_P(Records, KeepTheRevocationsOfPassesThatMayBeAlive) {
  enrolPhone(1);
  std::uint8_t request = 1;
  for (const std::int64_t day : {-2, -1, 0}) ASSERT_TRUE(takePlaces(1, request++, 1, day));
  ASSERT_EQ(revoke({{hashOf(1)}, RevocationReason::Lost, kNowMs - 2 * kDayMs}, {issuer_})->passes, 3u);
  deleteExpiredBefore(kToday * kDayMs);
  EXPECT_EQ(named(issuer_, kToday).size(), 1u);
  EXPECT_EQ(named(issuer_, kToday - 1).size(), 1u);
  EXPECT_TRUE(named(issuer_, kToday - 2).empty()) << "no pass of that day is alive";
}

TEST_P(Records, SayWhetherTheyCanBeWritten) {
  EXPECT_TRUE(store_->tryToWrite());
  EXPECT_EQ(store_->cannotWrite(), std::nullopt);
}

TEST_P(Records, AUnitThatIsRefusedLeavesNothing) {
  const auto outcome = store_->write([&](Session& session) -> Result<Done> {
    Person other = person_;
    other.id.fill(2);
    CC_CHECK(people::add(session, rowOf(other)));
    CC_TRY(found, people::find(session, other.id));
    EXPECT_TRUE(found) << "it sees what it did";
    return Fault::RequestReplayed;
  });
  EXPECT_EQ(faultOrNone(outcome), Fault::RequestReplayed);
  Identifier id{};
  id.fill(2);
  EXPECT_FALSE(*read(people::find, id));
  EXPECT_EQ(store_->cannotWrite(), std::nullopt) << "that says nothing about the disk";
}

// Refusals among them undo only themselves.
TEST_P(Records, UnitsOfManyThreadsAreEachWholeOrNotThere) {
  constexpr int kThreads = 16, kUnits = 20;
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < kUnits; ++i) {
        Person one = person_, two = person_;
        one.id = {1, static_cast<std::uint8_t>(t), static_cast<std::uint8_t>(i)};
        two.id = {2, static_cast<std::uint8_t>(t), static_cast<std::uint8_t>(i)};
        const bool isRefused = i % 3 == 0;
        const auto outcome = store_->write([&](Session& session) -> Result<Done> {
          CC_CHECK(people::add(session, rowOf(one)));
          if (isRefused) return Fault::IssueQuotaReached;
          return people::add(session, rowOf(two));
        });
        EXPECT_EQ(faultOrNone(outcome), isRefused ? std::optional(Fault::IssueQuotaReached) : std::nullopt);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  reopen();
  for (int t = 0; t < kThreads; ++t)
    for (int i = 0; i < kUnits; ++i)
      for (const std::uint8_t n : {1, 2})
        EXPECT_EQ(read(people::find, Identifier{n, static_cast<std::uint8_t>(t), static_cast<std::uint8_t>(i)})->has_value(), i % 3 != 0) << t << " " << i;
}

TEST_P(Records, CountersAreEachTakenOnceByManyThreads) {
  constexpr int kThreads = 8, kTakes = 50;
  std::vector<std::thread> threads;
  std::mutex mutex;
  std::set<std::int64_t> firsts;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < kTakes; ++i) {
        const auto run = write(status_counters::take, kToday, std::uint32_t{10}, 32);
        ASSERT_TRUE(run);
        const std::lock_guard lock(mutex);
        firsts.insert(run->first);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(firsts.size(), std::size_t{kThreads * kTakes});
  EXPECT_EQ(*firsts.rbegin(), (kThreads * kTakes - 1) * 10);
}

/// Cards live for half a year and share one list, whose counter and index never start anew.
class Cards : public Records {
 protected:
  void SetUp() override {
    Records::SetUp();
    enrolPhone(1);
  }
  Result<std::uint32_t> cardOn(std::int64_t daysLater, std::optional<std::uint32_t> replaces = {}, bool byPhone = true) {
    const AskedCard asked{byPhone ? std::optional(hashOf(1)) : std::nullopt, std::nullopt, replaces};
    auto issued = paperOffice().issue(person_, asked, kNowSeconds + daysLater * kDaySeconds);
    if (!issued) return issued.fault();
    return issued->number;
  }
  Result<std::uint32_t> revokeCard(const Identifier& personId, std::optional<std::uint32_t> number, std::int64_t nowMs) {
    return write(revoking::revokeCards, listKeys({issuer_, retired_}), CardRevocation{personId, number, RevocationReason::Lost, nowMs});
  }
  /// What a revocation of the phone and the cards names in the list of the cards.
  Indices revokedOn(std::int64_t daysLater) {
    EXPECT_TRUE(revoke({{hashOf(1)}, RevocationReason::Lost, kNowMs + daysLater * kDayMs, person_.id}, {issuer_}));
    return named(issuer_, kPaperStatusDay);
  }
};

TEST_P(Cards, HaveNumbersThatNoOtherDayGivesAgain) {
  std::set<std::uint32_t> numbers;
  for (const std::int64_t day : {0, 1, 1, 40}) {
    if (day == 40) deleteExpiredBefore(kNowMs + 30 * kDayMs);
    const auto number = cardOn(day);
    ASSERT_TRUE(number);
    EXPECT_LT(*number, 1u << 24) << "people read it in 8 digits";
    numbers.insert(*number);
  }
  EXPECT_EQ(numbers.size(), 4u);
  EXPECT_EQ(read(status_counters::find, kPaperStatusDay)->value_or(CounterMark{}).next, 4) << "whatever is forgotten";
}

TEST_P(Cards, StayWhileTheyLiveSoThatTheyCanBeRevoked) {
  const auto number = cardOn(0);
  deleteExpiredBefore(kNowMs + 40 * kDayMs);
  EXPECT_EQ(revokedOn(40), Indices{*number});
}

TEST_P(Cards, AreForgottenWithTheirQuotaWhenTheyEnded) {
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(cardOn(0));
  const std::int64_t end = read(cards::ofPerson, person_.id)->front().expiresUnixMs;
  deleteExpiredBefore(end);
  EXPECT_EQ(faultOrNone(cardOn(0)), Fault::IssueQuotaReached);
  deleteExpiredBefore(end + 1);
  EXPECT_TRUE(cardOn(0));
}

TEST_P(Cards, ThatWereRevokedStayInTheirList) {
  const auto number = cardOn(0);
  ASSERT_EQ(revokedOn(0), Indices{*number});
  deleteExpiredBefore(kNowMs + 400 * kDayMs);
  EXPECT_EQ(named(issuer_, kPaperStatusDay), Indices{*number});
}

TEST_P(Cards, BelongToTheirPersonAndAreRevokedByThemselves) {
  Person other = person_;
  other.id.fill(2);
  ASSERT_TRUE(write(people::add, rowOf(other)));
  const auto first = cardOn(0), second = cardOn(0, {}, false);
  const auto others = paperOffice().issue(other, {}, kNowSeconds);
  ASSERT_TRUE(first && second && others);
  ASSERT_EQ(revoke({{hashOf(1)}, RevocationReason::Lost, kNowMs}, {issuer_})->cards, std::nullopt);
  EXPECT_TRUE(named(issuer_, kPaperStatusDay).empty()) << "the phone went, the cards stay";
  EXPECT_EQ(faultOrNone(cardOn(0)), Fault::IssueUnknownDevice) << "and it leaves with none";

  EXPECT_EQ(faultOrNone(revokeCard(person_.id, others->number, kNowMs)), Fault::RequestNotFound);
  EXPECT_EQ(faultOrNone(revokeCard(person_.id, *first ^ 1, kNowMs)), Fault::RequestNotFound);
  // Past its end by a clock that may be ahead: it is named all the same.
  EXPECT_EQ(valueOrNone(revokeCard(person_.id, *first, kNowMs + 400 * kDayMs)), 1u);
  EXPECT_EQ(valueOrNone(revokeCard(person_.id, *first, kNowMs + 401 * kDayMs)), 0u);
  EXPECT_EQ(named(issuer_, kPaperStatusDay), Indices{*first});
  EXPECT_EQ(named(retired_, kPaperStatusDay), Indices{*first}) << "whoever signed it";
  EXPECT_EQ(read(revocations::days, issuer_)->front().version, 1u) << "what changed nothing makes no version";

  const Result<std::uint32_t> stolen = cardOn(0, others->number, false);
  EXPECT_EQ(faultOrNone(stolen), Fault::RequestNotFound) << "somebody else's is not replaced";
  const auto third = cardOn(0, *second, false);
  ASSERT_TRUE(third);
  EXPECT_EQ(read(cards::find, *second)->value().revokedUnixMs, kNowMs);
  EXPECT_EQ(faultOrNone(cardOn(0, *third, false)), Fault::IssueQuotaReached);
  EXPECT_EQ(read(cards::find, *third)->value().revokedUnixMs, 0) << "no new one, and the old one stays";

  reopen();
  const auto all = read(cards::ofPerson, person_.id);
  ASSERT_EQ(all->size(), 3u);
  ASSERT_TRUE(write(cards::bringDatesBackTo, kNowMs + 5));
  EXPECT_EQ(read(cards::find, *first)->value().revokedUnixMs, kNowMs + 5);
  EXPECT_EQ(read(cards::find, others->number)->value().personId, other.id);
  EXPECT_FALSE(*read(cards::find, *first ^ 1));
  // A person all of whose phones and cards are revoked.
  EXPECT_EQ(revoke({{}, RevocationReason::Error, kNowMs, other.id}, {issuer_})->cards, 1u);
}

TEST_P(Records, KeepTerminalsApartFromPhones) {
  const TerminalCode code{hashOf(1), {{"court-1", "First Court"}, {"court", "identity"}}, 5000};
  ASSERT_TRUE(store_->write([&](Session& session) { return enrolments::addCode(session, code); }));
  addCode(2, 5000);
  const auto enrolTerminal = [&](std::uint8_t codeNumber, std::uint8_t terminal, std::int64_t nowMs = 1000) {
    return write(enrolments::enrolTerminal, Enrolment{hashOf(codeNumber), hashOf(terminal), keyOf(terminal), nowMs});
  };
  EXPECT_EQ(faultOrNone(enrolTerminal(9, 1)), Fault::EnrolUnknownCode);
  EXPECT_EQ(faultOrNone(enrolTerminal(2, 1)), Fault::EnrolWrongKind);
  EXPECT_EQ(faultOrNone(enrol(1, 1, 1000)), Fault::EnrolWrongKind);
  EXPECT_EQ(faultOrNone(enrolTerminal(1, 1, 5000)), Fault::EnrolExpiredCode);
  ASSERT_TRUE(enrol(2, 7, 1000));
  EXPECT_EQ(faultOrNone(enrolTerminal(1, 7)), Fault::EnrolBadKey) << "a phone's key";
  ASSERT_TRUE(enrolTerminal(1, 1, 4999));
  EXPECT_EQ(faultOrNone(enrolTerminal(1, 2)), Fault::EnrolUsedCode);
  EXPECT_TRUE(enrolTerminal(1, 1, 999'999)) << "the same terminal again, whenever";
  EXPECT_TRUE(*read(enrolments::wasTerminalEnrolled, hashOf(1), hashOf(1)));
  EXPECT_FALSE(*read(enrolments::wasTerminalEnrolled, hashOf(1), hashOf(2)));
  addCode(3, 5000);
  EXPECT_EQ(faultOrNone(enrol(3, 1, 1000)), Fault::EnrolBadKey) << "a terminal's key";
  reopen();
  const auto terminal = read(terminals::find, hashOf(1));
  ASSERT_TRUE(terminal && *terminal);
  EXPECT_EQ((*terminal)->key, keyOf(1));
  EXPECT_EQ((*terminal)->venue.id, "court-1");
  EXPECT_EQ((*terminal)->venue.name, "First Court");
  EXPECT_EQ((*terminal)->scopes, (std::vector<std::string>{"court", "identity"}));
  EXPECT_FALSE(*read(terminals::find, hashOf(7)));
  EXPECT_FALSE(*read(devices::find, hashOf(1)));
  EXPECT_EQ(read(terminals::list)->size(), 1u);
  EXPECT_TRUE(*write(terminals::remove, hashOf(1)));
  EXPECT_FALSE(*write(terminals::remove, hashOf(1)));
  EXPECT_FALSE(*read(terminals::find, hashOf(1)));
  EXPECT_EQ(faultOrNone(enrolTerminal(1, 1)), Fault::EnrolUsedCode) << "what was removed does not come back by itself";
  deleteExpiredBefore(5001);
  EXPECT_EQ(faultOrNone(enrolTerminal(1, 1)), Fault::EnrolUnknownCode);
}

TEST_P(Records, KeepPortalsByIdAndByKey) {
  for (const char* office : {"court-1", "court-2"}) ASSERT_TRUE(write(offices::put, Office{office, {"Court", "", "", ""}, 0, {{"filing", {"Filing", "", "", ""}}}}));
  const PortalDesk desk{*store_};
  const Portal one{"portal-1", keyOf(1), "https://one.example", "court-1"}, two{"portal-2", keyOf(2), "https://two.example", "court-2"};
  EXPECT_EQ(desk.add(two)->has_value(), false);
  EXPECT_EQ(desk.add(one)->has_value(), false);
  EXPECT_EQ(*desk.all(), (std::vector<Portal>{one, two}));
  EXPECT_EQ(*read(portals::findByKey, sha256(one.key)), one);
  EXPECT_EQ(*read(portals::findByKey, hashOf(1)), std::nullopt);
  EXPECT_EQ(faultOrNone(desk.add({"portal-3", keyOf(1), "https://three.example", "court-1"})), Fault::EnrolBadKey) << "another's key";
  EXPECT_EQ(faultOrNone(desk.add({"portal-3", keyOf(3), "https://three.example", "court-3"})), Fault::TicketUnknownOffice);

  const Portal moved{"portal-1", keyOf(4), "http://localhost:1", "court-2"};
  EXPECT_EQ(*desk.add(moved), one) << "as it was before";
  reopen();
  EXPECT_EQ(*read(portals::findByKey, sha256(one.key)), std::nullopt);
  EXPECT_EQ(*read(portals::find, std::string_view("portal-1")), moved);
  Portal asking = moved;
  asking.signIn = PortalSignIn{{{Language::English, "One"}, {Language::SimplifiedChinese, "一"}}, keyOf(9), {"sign-in", "court"}, {"http://localhost:1/a", "http://localhost:1/b"}};
  ASSERT_TRUE(write(portals::put, asking));
  const KeptRequest kept{{1}, "portal-1", {1, 2, 3}, kNowMs, kNowMs + 300'000};
  EXPECT_TRUE(*write(portal_requests::add, kept));
  EXPECT_FALSE(*write(portal_requests::add, kept));
  reopen();
  EXPECT_EQ(*read(portals::find, std::string_view("portal-1")), asking);
  EXPECT_EQ(*read(portals::findBySealingKey, keyOf(9)), asking);
  EXPECT_EQ(*read(portals::findBySealingKey, keyOf(8)), std::nullopt);
  EXPECT_EQ(*read(portals::list), (std::vector<Portal>{asking, two}));
  EXPECT_EQ((*read(portal_requests::find, kept.id, kNowMs))->request, kept.request);
  EXPECT_EQ(faultOrNone(write(portals::put, Portal{"portal-2", keyOf(2), "https://two.example", "court-2", asking.signIn})), Fault::InternalBug) << "a sealing key is one portal's";
  const PortalDesk last{*store_};
  ASSERT_TRUE(last.remove("portal-1"));
  EXPECT_FALSE(*read(portal_requests::find, kept.id, kNowMs)) << "what it asked has ended";
  EXPECT_EQ(faultOrNone(last.remove("portal-1")), Fault::RequestNotFound);
  EXPECT_EQ(*last.all(), std::vector<Portal>{two});
}

INSTANTIATE_TEST_SUITE_P(Stores, Records, testing::ValuesIn(engines()));
INSTANTIATE_TEST_SUITE_P(Stores, Cards, testing::ValuesIn(engines()));

}  // namespace
}  // namespace citycode::server::test
