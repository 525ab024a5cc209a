// The case that a bad rating opens, and its clock: the office makes contact within 1 working day, a simple matter is answered within 5 and a
// complex one within 15 (State Council order 51/2019). Who misses a limit has the next level look at it. Days are numbers since
// 1970-01-01 by the day of the rating, which has nothing finer.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "citycode/result.h"
#include "rating/working_days.h"

namespace citycode {

inline constexpr int kContactDays = 1, kSimpleDays = 5, kComplexDays = 15;   // working days
/// An answer that the rater does not contradict ends the case after as many working days as the office had for a simple matter.
inline constexpr int kSilenceDays = 5;
/// The office, whoever is above it, the city.
inline constexpr int kHighestLevel = 2;

enum class Complexity : std::uint8_t { Simple = 1, Complex = 2 };

struct RatingCase {
  std::int64_t openedDay = 0;
  Complexity complexity = Complexity::Simple;
  std::optional<std::int64_t> contactedDay;      // the office's first words
  std::optional<std::int64_t> answeredDay;       // it said that the matter is settled
  std::optional<std::int64_t> contradictedDay;   // the rater said that it is not, after the answer
  std::optional<std::int64_t> closedDay;
  bool isClosedByClock = false;                  // and not by the rater
  int levelBefore = 0;                           // limits that were missed before the rater contradicted
};

enum class CaseStage : std::uint8_t { WaitsForContact, WaitsForAnswer, WaitsForRater, ClosedByRater, ClosedByClock };

struct CaseStanding {
  CaseStage stage = CaseStage::WaitsForContact;
  /// The last day on which what is waited for is in time; of a closed case the day on which it was closed.
  std::int64_t dueDay = 0;
  bool isOverdue = false;
  /// 0 the office, 1 whoever is above it, 2 the city: one for each limit that was missed.
  int level = 0;
};

/// Words of either side: not empty, fit to be shown, at most kMaxRatingTextChars code points. Fault: rating/bad-text.
Result<Done> checkCaseWords(std::string_view text);

/// Where a case stands on that day.
CaseStanding standingOf(const RatingCase& ratingCase, const WorkingCalendar& calendar, std::int64_t today);

/// What becomes of a case when somebody does something on that day; false where it has no place (a closed case; a contradiction of nothing;
/// a matter that becomes simple again).
bool speakForOffice(RatingCase& ratingCase, const WorkingCalendar& calendar, std::int64_t today, bool saysSettled);
bool becomeComplex(RatingCase& ratingCase, const WorkingCalendar& calendar, std::int64_t today);
bool contradict(RatingCase& ratingCase, const WorkingCalendar& calendar, std::int64_t today);
bool closeByRater(RatingCase& ratingCase, const WorkingCalendar& calendar, std::int64_t today);
/// Writes down that the rater has said nothing for long enough; false while they may.
bool closeByClock(RatingCase& ratingCase, const WorkingCalendar& calendar, std::int64_t today);

}  // namespace citycode
