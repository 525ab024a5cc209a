#include "cases/case_desk.h"

#include <algorithm>
#include <map>

namespace citycode::server {
namespace {

/// Above the offices nobody sees what an office has in time.
bool maySee(const OfficeStaff& staff, const CaseRecord& record, const CaseStanding& standing) {
  return staff.isAbove() ? standing.level > 0 : record.service.officeId == staff.officeId;
}

}  // namespace

Result<CaseSeen> CaseDesk::read(std::string_view officeId, const Sha256& id) const {
  return store.read([&](Session& session) -> Result<CaseSeen> {
    CC_TRY(record, rating_cases::find(session, officeId, id));
    if (!record) return Fault::CaseUnknown;
    CC_TRY(words, rating_cases::words(session, officeId, id));
    return CaseSeen{*record, standing(*record), std::move(words)};
  });
}

template <class Change>
Result<CaseSeen> CaseDesk::change(std::string_view officeId, const Sha256& id, const OfficeStaff* staff, Change change) const {
  return store.write([&](Session& session) -> Result<CaseSeen> {
    CC_TRY(record, rating_cases::hold(session, officeId, id));
    if (!record || (staff && !maySee(*staff, *record, standing(*record)))) return Fault::CaseUnknown;
    CC_TRY(hasPlace, change(session, *record));
    if (!hasPlace) return Fault::CaseClosed;
    CC_CHECK(rating_cases::putFacts(session, *record));
    CC_TRY(words, rating_cases::words(session, officeId, id));
    return CaseSeen{*record, standing(*record), std::move(words)};
  });
}

Result<CaseSeen> CaseDesk::answer(std::string_view officeId, const Sha256& id, const Written& written, bool contradicts) const {
  CC_CHECK(checkCaseWords(written.text));
  return change(officeId, id, nullptr, [&](Session& session, CaseRecord& record) -> Result<bool> {
    CC_TRY(areNew, rating_cases::addWords(session, record, {written.number, false, today(), written.text}));
    if (!areNew) return true;   // a lost answer that is asked for again
    const CaseStage stage = standing(record).stage;
    if (contradicts) return contradict(record.facts, calendar, today());
    return stage != CaseStage::ClosedByRater && stage != CaseStage::ClosedByClock;
  });
}

Result<CaseSeen> CaseDesk::close(std::string_view officeId, const Sha256& id) const {
  return change(officeId, id, nullptr, [&](Session&, CaseRecord& record) -> Result<bool> {
    return standing(record).stage == CaseStage::ClosedByRater || closeByRater(record.facts, calendar, today());
  });
}

Result<std::vector<CaseSeen>> CaseDesk::list(const OfficeStaff& staff) const {
  return store.read([&](Session& session) -> Result<std::vector<CaseSeen>> {
    CC_TRY(records, rating_cases::listUnclosed(session, staff.isAbove() ? std::nullopt : std::optional<std::string_view>(staff.officeId)));
    std::vector<CaseSeen> seen;
    for (CaseRecord& record : records) {
      const CaseStanding where = standing(record);
      if (where.stage != CaseStage::ClosedByClock && maySee(staff, record, where)) seen.push_back({std::move(record), where, {}});
    }
    return seen;
  });
}

Result<CaseSeen> CaseDesk::readFor(const OfficeStaff& staff, std::string_view officeId, const Sha256& id) const {
  CC_TRY(seen, read(officeId, id));
  if (!maySee(staff, seen.record, seen.standing)) return Fault::CaseUnknown;
  return std::move(seen);
}

Result<CaseSeen> CaseDesk::answerFor(const OfficeStaff& staff, std::string_view officeId, const Sha256& id, const Written& written,
                                     bool saysSettled) const {
  CC_CHECK(checkCaseWords(written.text));
  return change(officeId, id, &staff, [&](Session& session, CaseRecord& record) -> Result<bool> {
    CC_TRY(areNew, rating_cases::addWords(session, record, {written.number, true, today(), written.text}));
    return !areNew || speakForOffice(record.facts, calendar, today(), saysSettled);
  });
}

Result<CaseSeen> CaseDesk::makeComplexFor(const OfficeStaff& staff, std::string_view officeId, const Sha256& id) const {
  return change(officeId, id, &staff, [&](Session&, CaseRecord& record) -> Result<bool> {
    return record.facts.complexity == Complexity::Complex || becomeComplex(record.facts, calendar, today());
  });
}

Result<std::vector<CaseCounts>> CaseDesk::counts() const {
  return store.read([&](Session& session) -> Result<std::vector<CaseCounts>> {
    CC_TRY(opened, rating_cases::countByOffice(session));
    CC_TRY(unclosed, rating_cases::countUnclosed(session));
    std::vector<CaseCounts> counts;
    std::map<std::string, std::size_t> places;   // in `counts`; of an office with few cases 0
    counts.emplace_back();
    for (const auto& [office, count] : opened) {
      const bool isShown = count >= std::int64_t{kMinShownRatings};
      places[office] = isShown ? counts.size() : 0;
      if (isShown) counts.push_back({office, 0, 0, 0, 0});
      counts[places[office]].opened += count;
    }
    for (const CasesAlike& alike : unclosed) {
      const CaseStanding where = standingOf(alike.facts, calendar, today());
      if (where.stage == CaseStage::ClosedByClock) continue;
      CaseCounts& of = counts[places[alike.officeId]];
      of.open += alike.count;
      if (where.isOverdue) of.overdue += alike.count;
      if (where.level > 0) of.raised += alike.count;
    }
    std::rotate(counts.begin(), counts.begin() + 1, counts.end());
    if (counts.back().opened < std::int64_t{kMinShownRatings}) counts.pop_back();   // so few tell of a single office too
    return counts;
  });
}

Result<std::int64_t> CaseDesk::closeSilent() const {
  return store.write([&](Session& session) -> Result<std::int64_t> {
    CC_TRY(unclosed, rating_cases::listUnclosed(session, std::nullopt));
    std::int64_t closed = 0;
    for (const CaseRecord& listed : unclosed) {
      if (standing(listed).stage != CaseStage::ClosedByClock) continue;
      CC_TRY(record, rating_cases::hold(session, listed.service.officeId, listed.id));   // the rater may speak at this moment
      if (!record || !closeByClock(record->facts, calendar, today())) continue;
      CC_CHECK(rating_cases::putFacts(session, *record));
      ++closed;
    }
    return closed;
  });
}

}  // namespace citycode::server
