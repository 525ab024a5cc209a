// What both sides do about a case: the office's staff, and the rater, who is known by a secret alone. No HTTP and no command line here.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "cases/rating_cases.h"
#include "rating/working_days.h"
#include "registry/staff_links.h"
#include "store/store.h"

namespace citycode::server {

struct CaseSeen {
  CaseRecord record;
  CaseStanding standing;
  std::vector<CaseWords> words;
};

/// What somebody writes; `number` is that of the words before and 1, so that nobody answers what they have not read.
struct Written {
  std::int64_t number = 0;
  std::string text;
};

/// What everybody sees of an office's cases.
struct CaseCounts {
  std::string officeId;        // empty: of all offices with few cases together
  std::int64_t opened = 0;     // ever
  std::int64_t open = 0;       // now
  std::int64_t overdue = 0;    // of those
  std::int64_t raised = 0;     // of those, to whoever is above the office or to the city
};

struct CaseDesk {
  Store& store;
  Clock clock;
  const WorkingCalendar& calendar;

  // The rater: `id` is the digest of their secret. Reading changes nothing that anybody sees.
  /// Faults of all: case/unknown, store/*; of those who write: case/closed, case/changed, case/full, rating/bad-text.
  Result<CaseSeen> read(std::string_view officeId, const Sha256& id) const;
  /// `contradicts`: the matter is not settled, whatever the office said.
  Result<CaseSeen> answer(std::string_view officeId, const Sha256& id, const Written& written, bool contradicts) const;
  Result<CaseSeen> close(std::string_view officeId, const Sha256& id) const;

  // The staff, of their own office's cases or of those that rose above all offices.
  Result<std::vector<CaseSeen>> list(const OfficeStaff& staff) const;
  Result<CaseSeen> readFor(const OfficeStaff& staff, std::string_view officeId, const Sha256& id) const;
  Result<CaseSeen> answerFor(const OfficeStaff& staff, std::string_view officeId, const Sha256& id, const Written& written, bool saysSettled) const;
  Result<CaseSeen> makeComplexFor(const OfficeStaff& staff, std::string_view officeId, const Sha256& id) const;

  /// By office, of those with kMinShownRatings cases or more; the others stand together at the end, unless even these have had fewer.
  Result<std::vector<CaseCounts>> counts() const;
  /// Closes what the clock has closed, so that nobody looks at it for ever. How many it were.
  Result<std::int64_t> closeSilent() const;

 private:
  /// What a unit of work does to a case that it holds; false: it has no place.
  template <class Change>
  Result<CaseSeen> change(std::string_view officeId, const Sha256& id, const OfficeStaff* staff, Change change) const;
  CaseStanding standing(const CaseRecord& record) const { return standingOf(record.facts, calendar, today()); }
  std::int64_t today() const { return clock.nowUnixSeconds() / kSecondsPerDay; }
};

}  // namespace citycode::server
