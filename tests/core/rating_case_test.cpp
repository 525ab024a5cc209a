#include "rating/rating_case.h"

#include <gtest/gtest.h>

namespace citycode {
namespace {

// The first week of October 2026 in a calendar like China's: Thursday the 1st to Wednesday the 7th are holidays, Saturday the 10th is worked.
constexpr std::int64_t kMonday = 20'724;      // 2026-09-28
constexpr std::int64_t kThursday = 20'727;    // 2026-10-01
const WorkingCalendar kOctober({20'727, 20'728, 20'729, 20'730, 20'731, 20'732, 20'733}, {20'736});
const WorkingCalendar kPlain;

RatingCase openedOn(std::int64_t day) {
  RatingCase opened;
  opened.openedDay = day;
  return opened;
}

TEST(WorkingDays, KnowWeekdays) {
  EXPECT_EQ(weekdayOf(0), 3) << "1970-01-01 was a Thursday";
  EXPECT_EQ(weekdayOf(kMonday), 0);
  EXPECT_EQ(weekdayOf(-1), 2);
  EXPECT_EQ(weekdayOf(-4), 6);
}

TEST(WorkingDays, LeaveOutWeekendsAndHolidaysAndTakeWhatIsWorkedInTheirPlace) {
  EXPECT_EQ(kPlain.nthAfter(kMonday, 1), kMonday + 1);
  EXPECT_EQ(kPlain.nthAfter(kMonday + 4, 1), kMonday + 7) << "after a Friday comes Monday";
  EXPECT_EQ(kPlain.nthAfter(kMonday + 5, 1), kMonday + 7) << "so it does after a Saturday";
  EXPECT_EQ(kPlain.nthAfter(kMonday, 5), kMonday + 7);
  EXPECT_EQ(kOctober.nthAfter(kThursday - 1, 1), 20'734) << "the day before the holidays: Thursday the 8th";
  EXPECT_EQ(kOctober.nthAfter(20'735, 1), 20'736) << "a Saturday that is worked";
  EXPECT_TRUE(WorkingCalendar({kMonday}, {kMonday}).isWorked(kMonday)) << "a day that is in both";
}

TEST(WorkingDays, EndWhateverIsAHoliday) {
  std::vector<std::int64_t> always;
  for (std::int64_t day = 0; day < 100'000; ++day) always.push_back(day);
  EXPECT_GT(WorkingCalendar(always, {}).nthAfter(0, 1), 1000);
}

TEST(RatingCase, WaitsForContactUntilTheEndOfTheNextWorkingDay) {
  const RatingCase opened = openedOn(kMonday);
  const CaseStanding inTime = standingOf(opened, kPlain, kMonday + 1), late = standingOf(opened, kPlain, kMonday + 2);
  EXPECT_EQ(inTime.stage, CaseStage::WaitsForContact);
  EXPECT_EQ(inTime.dueDay, kMonday + 1);
  EXPECT_FALSE(inTime.isOverdue);
  EXPECT_EQ(inTime.level, 0);
  EXPECT_TRUE(late.isOverdue);
  EXPECT_EQ(late.level, 1);
}

TEST(RatingCase, RisesToTheCityWhenNobodyAnswersASimpleMatterInFiveDays) {
  const RatingCase opened = openedOn(kMonday);
  EXPECT_EQ(standingOf(opened, kPlain, kMonday + 7).level, 1) << "the fifth working day";
  EXPECT_EQ(standingOf(opened, kPlain, kMonday + 8).level, 2);
  EXPECT_EQ(standingOf(opened, kPlain, kMonday + 800).level, kHighestLevel);
}

TEST(RatingCase, HasFifteenDaysWhenTheOfficeSaysInTimeThatItIsComplex) {
  RatingCase opened = openedOn(kMonday);
  ASSERT_TRUE(speakForOffice(opened, kPlain, kMonday + 1, false));
  EXPECT_EQ(standingOf(opened, kPlain, kMonday + 1).stage, CaseStage::WaitsForAnswer);
  RatingCase late = opened;
  EXPECT_FALSE(becomeComplex(late, kPlain, kMonday + 8)) << "a missed limit stays missed";
  ASSERT_TRUE(becomeComplex(opened, kPlain, kMonday + 7));
  EXPECT_EQ(standingOf(opened, kPlain, kMonday + 8).dueDay, kMonday + 21);
  EXPECT_FALSE(standingOf(opened, kPlain, kMonday + 21).isOverdue);
  EXPECT_TRUE(standingOf(opened, kPlain, kMonday + 22).isOverdue);
}

TEST(RatingCase, RemembersThatContactWasLate) {
  RatingCase opened = openedOn(kMonday);
  ASSERT_TRUE(speakForOffice(opened, kPlain, kMonday + 2, false));
  const CaseStanding standing = standingOf(opened, kPlain, kMonday + 3);
  EXPECT_EQ(standing.level, 1);
  EXPECT_FALSE(standing.isOverdue) << "what is waited for now is not late";
}

TEST(RatingCase, IsClosedByTheClockWhenTheRaterSaysNothing) {
  RatingCase opened = openedOn(kMonday);
  ASSERT_TRUE(speakForOffice(opened, kPlain, kMonday + 1, true));
  EXPECT_EQ(standingOf(opened, kPlain, kMonday + 8).stage, CaseStage::WaitsForRater) << "the fifth working day after the answer";
  const CaseStanding closed = standingOf(opened, kPlain, kMonday + 9);
  EXPECT_EQ(closed.stage, CaseStage::ClosedByClock);
  EXPECT_EQ(closed.dueDay, kMonday + 9);
  EXPECT_FALSE(contradict(opened, kPlain, kMonday + 9)) << "too late";
  EXPECT_FALSE(speakForOffice(opened, kPlain, kMonday + 9, true));
  EXPECT_FALSE(closeByRater(opened, kPlain, kMonday + 9));
  EXPECT_FALSE(closeByClock(opened, kPlain, kMonday + 8)) << "the rater may still speak";
  ASSERT_TRUE(closeByClock(opened, kPlain, kMonday + 30));
  EXPECT_EQ(standingOf(opened, kPlain, kMonday + 30).stage, CaseStage::ClosedByClock);
  EXPECT_EQ(opened.closedDay, kMonday + 9) << "on the day on which it was over, whenever that is written down";
  EXPECT_FALSE(closeByClock(opened, kPlain, kMonday + 31)) << "once";
}

TEST(RatingCase, BeginsTheLimitOfAnAnswerAnewWhenTheRaterContradicts) {
  RatingCase opened = openedOn(kMonday);
  EXPECT_FALSE(contradict(opened, kPlain, kMonday)) << "there is no answer yet";
  ASSERT_TRUE(speakForOffice(opened, kPlain, kMonday + 2, true)) << "late: level 1";
  ASSERT_TRUE(contradict(opened, kPlain, kMonday + 3));
  const CaseStanding anew = standingOf(opened, kPlain, kMonday + 3);
  EXPECT_EQ(anew.stage, CaseStage::WaitsForAnswer);
  EXPECT_EQ(anew.dueDay, kMonday + 10);
  EXPECT_EQ(anew.level, 1) << "what was missed before counts";
  EXPECT_EQ(standingOf(opened, kPlain, kMonday + 11).level, 2);
}

TEST(RatingCase, IsClosedByTheRaterAtAnyTimeAndStaysSo) {
  RatingCase opened = openedOn(kMonday);
  ASSERT_TRUE(closeByRater(opened, kPlain, kMonday + 4));
  const CaseStanding closed = standingOf(opened, kPlain, kMonday + 400);
  EXPECT_EQ(closed.stage, CaseStage::ClosedByRater);
  EXPECT_EQ(closed.dueDay, kMonday + 4);
  EXPECT_EQ(closed.level, 1) << "nobody had made contact by then";
  EXPECT_FALSE(becomeComplex(opened, kPlain, kMonday + 4));
}

}  // namespace
}  // namespace citycode
