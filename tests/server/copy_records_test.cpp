// The move of a city's records to another engine.
#include "store/copy_records.h"

#include <algorithm>
#include <functional>

#include "city/trust_lists.h"
#include "fault_or_none.h"
#include "ratings/rating_records.h"
#include "registry/portals.h"
#include "signin/portal_requests.h"
#include "revocation/pass_runs.h"
#include "services/ended_services.h"
#include "services/figures.h"
#include "services/offices.h"
#include "store/copy_mark.h"
#include "support/engines.h"

namespace citycode::server::test {
namespace {

std::vector<std::string> columnsOf(Session& session, const std::string& table) {
  auto statement = session.prepare("SELECT name FROM pragma_table_info($1)");
  std::vector<std::string> names;
  if (statement) statement->bind(std::string_view(table));
  while (statement && *statement->step()) names.push_back(statement->text(0));
  return names;
}

class CopiedCity : public StoredCity {
 protected:
  std::unique_ptr<Store> target() { return GetParam().open(otherFolder_.path()); }

  const TemporaryFolder otherFolder_;
};

TEST_P(CopiedCity, GoesOnFromWhereItWas) {
  enrolPhone(1);
  addCode(50, kNowMs + 1);   // not used: nobody's
  const auto before = takePlaces(1, 1, 100);
  ASSERT_TRUE(before);
  const auto card = paperOffice().issue(person_, {}, kNowSeconds);
  ASSERT_TRUE(card);
  Person many = person_;
  for (std::uint16_t i = 0; i < 2500; ++i) {   // more than two pages
    many.id = {9, static_cast<std::uint8_t>(i >> 8), static_cast<std::uint8_t>(i)};
    ASSERT_TRUE(write(people::add, rowOf(many)));
  }
  ASSERT_TRUE(*write(trust_lists::save, StoredTrustList{2, 100, {1, 2, 3}}));
  const Office court{"court-1", {"First Court", "", "", ""}, 0, {{"filing", {"Filing", "", "", ""}}}};
  ASSERT_TRUE(write(offices::put, court));
  const Portal portal{"court-portal", keyOf(6), "https://court.example", "court-1", PortalSignIn{{{Language::English, "Court"}}, keyOf(7), {"court"}, {}}};
  ASSERT_TRUE(write(portals::put, portal));
  ASSERT_TRUE(*write(portal_requests::add, KeptRequest{{1}, portal.id, {1, 2, 3}, kNowMs, kNowMs + 300'000}));
  const EndedService service{hashOf(7), "court-1", "filing", Channel::OnSite, hashOf(8), kNowSeconds, true, {}};
  ASSERT_TRUE(*write(ended_services::add, service));
  for (std::uint8_t i = 0; i < 10; ++i) {
    const RatingRecord rating{service.rated(), hashOf(i), hashOf(i), kToday, {Level::Satisfied, {}, {}, "words"}, {}, false};
    ASSERT_TRUE(*write(rating_records::add, rating));
    ASSERT_TRUE(write(figures::countRating, service.rated(), Level::Satisfied, false, kToday));
  }

  auto to = target();
  ASSERT_TRUE(to);
  const auto copied = copyRecords(*store_, *to);
  ASSERT_TRUE(copied) << faultId(copied.fault());
  const auto rowsOf = [&](std::string_view name) {
    return std::find_if(copied->begin(), copied->end(), [&](const CopiedRows& each) { return each.table == name; })->rows;
  };
  EXPECT_EQ(rowsOf("person"), 2501);
  EXPECT_EQ(rowsOf("pass_batch"), 1);
  EXPECT_EQ(rowsOf("enrolment_code"), 2);
  EXPECT_EQ(rowsOf("rating"), 10);
  EXPECT_EQ(faultOrNone(copyRecords(*store_, *to)), Fault::StartBadOption) << "never onto something";

  std::swap(store_, to);
  counters_ = std::make_unique<StatusCounters>(*store_, folder_ / "counters");
  EXPECT_EQ((*read(trust_lists::newest))->bytes, (Bytes{1, 2, 3}));
  EXPECT_FALSE(*write(ended_services::add, service)) << "its cases";
  EXPECT_EQ((*read(ended_services::find, hashOf(7)))->passDigest, hashOf(8));
  const RatingRecord spent{service.rated(), hashOf(3), hashOf(4), kToday, {}, {}, false};
  EXPECT_EQ(faultOrNone(write(rating_records::add, spent)), Fault::RatingSpent);
  EXPECT_EQ((*read(offices::find, std::string_view("court-1")))->items[0].names[0], "Filing");
  EXPECT_EQ(*read(portals::findByKey, sha256(portal.key)), portal);
  EXPECT_EQ((*read(portal_requests::find, PortalRequestId{1}, kNowMs))->request, (Bytes{1, 2, 3}));
  EXPECT_EQ(read(figures::shown, std::optional<std::string_view>())->cells.at(0).counts.ratings, 10);
  EXPECT_EQ(faultOrNone(takePlaces(1, 1, 1)), Fault::RequestReplayed) << "its requests";
  EXPECT_EQ(faultOrNone(takePlaces(1, 2, 413)), Fault::IssueQuotaReached) << "its quota";
  const auto after = takePlaces(1, 2, 100);
  ASSERT_TRUE(after);
  EXPECT_GE(after->first, before->first + StatusCounters::kBlock) << "no place twice";
  EXPECT_TRUE(enrol(50, 50, kNowMs)) << "a code that nobody used";
  EXPECT_EQ(revoke({{hashOf(1)}, RevocationReason::Lost, kNowMs, person_.id}, {keyOf(9)})->passes, 200u);
  EXPECT_EQ(named(keyOf(9), 0), std::vector<std::uint32_t>{card->number});
}

/// Another store, in which something happens before its third unit that writes.
class Overtaken final : public Store {
 public:
  Overtaken(Store& inner, std::function<void(Store&)> happens) : inner_(inner), happens_(std::move(happens)) {}
  std::optional<Fault> cannotWrite() override { return inner_.cannotWrite(); }
  Result<Done> tryToWrite() override { return inner_.tryToWrite(); }
  std::string place() const override { return inner_.place(); }
  /// Units that wrote after that.
  int writtenSince() const { return writtenSince_; }

 protected:
  std::optional<Fault> runReading(const Unit& unit) override {
    return faultOrNone(inner_.read([&](Session& session) { return outcomeOf(unit, session); }));
  }
  std::optional<Fault> runWriting(const Unit& unit) override {
    if (++writes_ == 3) happens_(inner_);
    const auto fault = faultOrNone(inner_.write([&](Session& session) { return outcomeOf(unit, session); }));
    if (writes_ >= 3 && !fault) ++writtenSince_;
    return fault;
  }

 private:
  static Result<Done> outcomeOf(const Unit& unit, Session& session) {
    const auto fault = unit(session);
    return fault ? Result<Done>(*fault) : Result<Done>(Done{});
  }

  Store& inner_;
  std::function<void(Store&)> happens_;
  int writes_ = 0, writtenSince_ = 0;
};

TEST_P(CopiedCity, StopsWhenAnotherCopyHasBegunAnew) {
  enrolPhone(1);
  ASSERT_TRUE(takePlaces(1, 1, 100));
  ASSERT_TRUE(paperOffice().issue(person_, {}, kNowSeconds));
  const auto to = target();
  ASSERT_TRUE(to);
  Overtaken overtaken(*to, [](Store& store) {
    ASSERT_TRUE(store.write([](Session& session) { return copy_mark::put(session, copy_mark::newMark()); }));
  });
  EXPECT_EQ(faultOrNone(copyRecords(*store_, overtaken)), Fault::StoreUnavailable);
  EXPECT_EQ(overtaken.writtenSince(), 0) << "nothing of it came between the rows of the other";
  EXPECT_EQ(valueOrNone(to->read(copy_mark::isThere)), true);
  const auto copied = copyRecords(*store_, *to);   // over what the first has left
  ASSERT_TRUE(copied) << faultId(copied.fault());
  EXPECT_EQ(valueOrNone(to->read(copy_mark::isThere)), false);
  EXPECT_EQ(faultOrNone(copyRecords(*store_, *to)), Fault::StartBadOption);
}

// What is not in the list would be left behind.
TEST(CopiedTables, AreAllThatTheSchemaHas) {
  const TemporaryFolder folder;
  const auto store = openSqlite(folder.path());
  ASSERT_TRUE(store);
  const auto looked = store->read([&](Session& session) -> Result<Done> {
    CC_TRY(statement, session.prepare("SELECT count(*) FROM sqlite_master WHERE type = 'table'"));
    CC_CHECK(statement.step());
    EXPECT_EQ(statement.integer(0), static_cast<std::int64_t>(copiedTables().size()));
    for (const CopiedTable& table : copiedTables()) {
      std::vector<std::string> names;
      for (const CopiedColumn& column : table.columns) names.emplace_back(column.name);
      EXPECT_EQ(columnsOf(session, std::string(table.name)), names) << table.name;
    }
    return Done{};
  });
  EXPECT_TRUE(looked);
}

INSTANTIATE_TEST_SUITE_P(Stores, CopiedCity, testing::ValuesIn(engines()));

}  // namespace
}  // namespace citycode::server::test
