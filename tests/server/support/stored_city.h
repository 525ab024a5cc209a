// The records of a small city without its HTTP, on whichever engine a test is given.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "city/city_keys.h"
#include "issuance/paper_office.h"
#include "issuance/pass_office.h"
#include "registry/enrolments.h"
#include "registry/people.h"
#include "revocation/revocations.h"
#include "support/temporary_folder.h"

namespace citycode::server::test {

/// An engine, by a name for the test's own.
struct StoreKind {
  const char* name;
  /// The same records each time for the same folder. Null when they cannot be opened.
  std::unique_ptr<Store> (*open)(const std::string& folder);
};
inline std::ostream& operator<<(std::ostream& out, const StoreKind& kind) { return out << kind.name; }

class StoredCity : public testing::TestWithParam<StoreKind> {
 protected:
  static constexpr std::int64_t kDaySeconds = 86'400, kDayMs = 86'400'000;
  static constexpr std::int64_t kToday = 20'000, kNowSeconds = kToday * kDaySeconds + 7'200, kNowMs = kNowSeconds * 1000;

  template <class Work, class... Arguments>
  auto read(Work work, const Arguments&... arguments) {
    return store_->read([&](Session& session) { return work(session, arguments...); });
  }
  template <class Work, class... Arguments>
  auto write(Work work, const Arguments&... arguments) {
    return store_->write([&](Session& session) { return work(session, arguments...); });
  }

  void SetUp() override {
    ASSERT_TRUE(startCrypto());
    auto opened = CityKeys::open(folder_.path(), Absent::Create);
    ASSERT_TRUE(opened);
    keys_ = std::move(*opened);
    reopen();
    person_.id.fill(1);
    person_.record = {"王小明", HolderClass::Taiwan, "TX0000033", {1990, 3, 7}, true, true, 2, true, false, "9999", "agent"};
    ASSERT_TRUE(write(people::add, rowOf(person_)));
  }

  /// As a register would have said it; each has a document of their own.
  people::Row rowOf(const Person& person) const {
    const PersonRecord& r = person.record;
    RegisterEntry entry{identifierText(person.id), r.displayName, "", {{r.holderClass, person.id == person_.id ? r.documentNumber : identifierText(person.id)}}, r.born, r.cityResident, r.insuranceType,
                        {r.disabilityPermit, {}}, {r.tradeCertificateValid, {}}, {r.safetyTrainingValid, {}}, r.enterpriseCreditCode, r.enterpriseRole, {}};
    return people::rowOf(keys_->people(), person.id, entry);
  }

  void reopen() {
    counters_.reset();
    store_.reset();
    store_ = GetParam().open(folder_.path());
    ASSERT_NE(store_, nullptr);
    counters_ = std::make_unique<StatusCounters>(*store_, folder_ / "counters");
    }

  static Sha256 hashOf(std::uint8_t n) { Sha256 hash{}; hash.fill(n); return hash; }
  static PublicKey keyOf(std::uint8_t n) { PublicKey key{}; key.fill(n); return key; }
  static RequestMark requestOf(std::uint8_t n) { RequestMark mark{}; mark.fill(n); return mark; }

  void addCode(std::uint8_t code, std::int64_t expiresMs) {
    const EnrolmentCode added{hashOf(code), person_.id, expiresMs};
    ASSERT_TRUE(store_->write([&](Session& session) { return enrolments::addCode(session, added); }));
  }
  Result<server::Device> enrol(std::uint8_t code, std::uint8_t device, std::int64_t nowMs) {
    return write(enrolments::enrolDevice, Enrolment{hashOf(code), hashOf(device), keyOf(device), nowMs});
  }
  /// A phone of the person.
  void enrolPhone(std::uint8_t device) {
    addCode(device, kNowMs + 1);
    ASSERT_TRUE(enrol(device, device, kNowMs));
  }

  /// A batch that is asked for `daysLater`, whose passes begin then.
  Result<CounterRun> takePlaces(std::uint8_t device, std::uint8_t request, std::uint32_t count, std::int64_t daysLater = 0) {
    const std::int64_t now = kNowSeconds + daysLater * kDaySeconds;
    return PassOffice{*keys_, *store_, *counters_, 0}.takePlaces(hashOf(device), requestOf(request), count, now, now);
  }
  PaperOffice paperOffice() { return {*keys_, *store_, *counters_, "https://code.example", 0}; }

  ListKeys listKeys(std::vector<PublicKey> issuers) { return {std::move(issuers), keys_->scatterKey()}; }
  Result<RevokedCount> revoke(const DeviceRevocation& revocation, std::vector<PublicKey> issuers) {
    return write(revoking::revokeDevices, listKeys(std::move(issuers)), revocation);
  }
  std::vector<std::uint32_t> named(const PublicKey& issuer, std::int64_t utcDay) {
    const auto stored = read(revocations::named, issuer, utcDay, std::uint64_t{99});
    EXPECT_TRUE(stored);
    std::vector<std::uint32_t> indices;
    for (const RevokedIndex& each : *stored) indices.push_back(each.index);
    return indices;
  }
  Result<Done> correctDates(std::int64_t nowMs, const PublicKey& issuer) { return write(revoking::correctAfter, listKeys({issuer}), nowMs); }

  TemporaryFolder folder_;
  std::unique_ptr<CityKeys> keys_;
  std::unique_ptr<Store> store_;
  std::unique_ptr<StatusCounters> counters_;
  Person person_;
};

}  // namespace citycode::server::test
