#include "rating/rating_case.h"

#include <algorithm>

#include "encoding/cbor.h"
#include "rating/rating.h"

namespace citycode {
namespace {

/// From which day the limit of an answer runs: a contradiction begins it anew.
std::int64_t beganOf(const RatingCase& ratingCase) { return ratingCase.contradictedDay.value_or(ratingCase.openedDay); }

std::int64_t contactDueOf(const RatingCase& ratingCase, const WorkingCalendar& calendar) {
  return calendar.nthAfter(ratingCase.openedDay, kContactDays);
}

std::int64_t answerDueOf(const RatingCase& ratingCase, const WorkingCalendar& calendar) {
  return calendar.nthAfter(beganOf(ratingCase), ratingCase.complexity == Complexity::Complex ? kComplexDays : kSimpleDays);
}

bool isMissed(const std::optional<std::int64_t>& done, std::int64_t due, std::int64_t today) { return done.value_or(today) > due; }

bool isOpen(const RatingCase& ratingCase, const WorkingCalendar& calendar, std::int64_t today) {
  const CaseStage stage = standingOf(ratingCase, calendar, today).stage;
  return stage != CaseStage::ClosedByRater && stage != CaseStage::ClosedByClock;
}

int missedOf(const RatingCase& ratingCase, const WorkingCalendar& calendar, std::int64_t today) {
  const bool contact = !ratingCase.contradictedDay && isMissed(ratingCase.contactedDay, contactDueOf(ratingCase, calendar), today);
  const bool answer = isMissed(ratingCase.answeredDay, answerDueOf(ratingCase, calendar), today);
  return std::min(kHighestLevel, ratingCase.levelBefore + (contact ? 1 : 0) + (answer ? 1 : 0));
}

}  // namespace

Result<Done> checkCaseWords(std::string_view text) {
  if (text.empty() || !cbor::isUtf8(bytesOf(text)) || !isRatingText(text)) return Fault::RatingBadText;
  return Done{};
}

CaseStanding standingOf(const RatingCase& ratingCase, const WorkingCalendar& calendar, std::int64_t today) {
  if (ratingCase.closedDay) {
    const CaseStage stage = ratingCase.isClosedByClock ? CaseStage::ClosedByClock : CaseStage::ClosedByRater;
    return {stage, *ratingCase.closedDay, false, missedOf(ratingCase, calendar, *ratingCase.closedDay)};
  }
  if (ratingCase.answeredDay) {
    const std::int64_t due = calendar.nthAfter(*ratingCase.answeredDay, kSilenceDays);
    const int level = missedOf(ratingCase, calendar, *ratingCase.answeredDay);
    if (today > due) return {CaseStage::ClosedByClock, due + 1, false, level};
    return {CaseStage::WaitsForRater, due, false, level};
  }
  const bool waitsForContact = !ratingCase.contactedDay;
  const std::int64_t due = waitsForContact ? contactDueOf(ratingCase, calendar) : answerDueOf(ratingCase, calendar);
  return {waitsForContact ? CaseStage::WaitsForContact : CaseStage::WaitsForAnswer, due, today > due, missedOf(ratingCase, calendar, today)};
}

bool speakForOffice(RatingCase& ratingCase, const WorkingCalendar& calendar, std::int64_t today, bool saysSettled) {
  if (!isOpen(ratingCase, calendar, today)) return false;
  if (!ratingCase.contactedDay) ratingCase.contactedDay = today;
  if (saysSettled && !ratingCase.answeredDay) ratingCase.answeredDay = today;
  return true;
}

bool becomeComplex(RatingCase& ratingCase, const WorkingCalendar& calendar, std::int64_t today) {
  // Not when the limit of a simple matter is over: a missed limit stays missed.
  if (!isOpen(ratingCase, calendar, today) || ratingCase.answeredDay || today > answerDueOf(ratingCase, calendar)) return false;
  ratingCase.complexity = Complexity::Complex;
  return true;
}

bool contradict(RatingCase& ratingCase, const WorkingCalendar& calendar, std::int64_t today) {
  if (!ratingCase.answeredDay || !isOpen(ratingCase, calendar, today)) return false;
  ratingCase.levelBefore = missedOf(ratingCase, calendar, *ratingCase.answeredDay);
  ratingCase.contradictedDay = today;
  ratingCase.answeredDay.reset();
  return true;
}

bool closeByRater(RatingCase& ratingCase, const WorkingCalendar& calendar, std::int64_t today) {
  if (!isOpen(ratingCase, calendar, today)) return false;
  ratingCase.closedDay = today;
  return true;
}

bool closeByClock(RatingCase& ratingCase, const WorkingCalendar& calendar, std::int64_t today) {
  const CaseStanding standing = standingOf(ratingCase, calendar, today);
  if (ratingCase.closedDay || standing.stage != CaseStage::ClosedByClock) return false;
  ratingCase.closedDay = standing.dueDay;
  ratingCase.isClosedByClock = true;
  return true;
}

}  // namespace citycode
