#include "citycode/verdict.h"

#include <gtest/gtest.h>

namespace citycode {
namespace {

Checks allPassed() {
  Checks checks;
  checks.fill({CheckState::Passed, std::nullopt});
  return checks;
}

CheckEntry& at(Checks& checks, Check check) { return checks[static_cast<std::size_t>(check)]; }

TEST(CombineChecks, IsValidOnlyWhenEveryCheckPassed) {
  EXPECT_EQ(combineChecks(allPassed()).outcome, Outcome::Valid);
  EXPECT_EQ(combineChecks(Checks{}).outcome, Outcome::Undecided) << "an empty verdict";
  for (std::size_t i = 0; i < kCheckCount; ++i) {
    Checks failed = allPassed(), undecided = allPassed(), skipped = allPassed();
    failed[i] = {CheckState::Failed, Fault::TimeExpired};
    undecided[i] = {CheckState::Undecided, Fault::TrustTooOld};
    skipped[i] = {};
    EXPECT_EQ(combineChecks(failed).outcome, Outcome::Invalid);
    EXPECT_EQ(combineChecks(undecided).outcome, Outcome::Undecided);
    EXPECT_EQ(combineChecks(skipped).outcome, Outcome::Undecided) << "a scene that needs a status list";
    const bool revocation = static_cast<Check>(i) == Check::Revocation;
    EXPECT_EQ(combineChecks(skipped, CodeKind::Rolling, StatusNeed::NotNeeded).outcome, revocation ? Outcome::Valid : Outcome::Undecided);
    EXPECT_EQ(combineChecks(failed, CodeKind::Rolling, StatusNeed::NotNeeded).outcome, Outcome::Invalid);
    EXPECT_EQ(combineChecks(undecided, CodeKind::Rolling, StatusNeed::NotNeeded).outcome, Outcome::Undecided);
  }
}

// The whole table, by name: one more check that may be skipped is a decision, not a slip.
TEST(CombineChecks, LetsAPaperCardSkipOnlyWhatNeedsAPhone) {
  Checks paper = allPassed();
  for (const Check check : {Check::HolderSignature, Check::PresentationTime, Check::Audience, Check::Replay, Check::Revocation})
    at(paper, check) = {};
  EXPECT_EQ(combineChecks(paper, CodeKind::Paper, StatusNeed::NotNeeded).outcome, Outcome::Valid);
  EXPECT_EQ(combineChecks(paper, CodeKind::Paper).outcome, Outcome::Undecided) << "a scene that needs a status list";
  EXPECT_EQ(combineChecks(paper, CodeKind::Rolling, StatusNeed::NotNeeded).outcome, Outcome::Undecided);
  for (const Check check : {Check::Structure, Check::IssuerTrust, Check::IssuerSignature, Check::PassTime, Check::Scope}) {
    Checks without = paper;
    at(without, check) = {};
    EXPECT_EQ(combineChecks(without, CodeKind::Paper, StatusNeed::NotNeeded).outcome, Outcome::Undecided) << checkName(check);
  }
  for (std::size_t i = 0; i < kCheckCount; ++i) {
    Checks failed = paper;
    failed[i] = {CheckState::Failed, Fault::TimeExpired};
    EXPECT_EQ(combineChecks(failed, CodeKind::Paper).outcome, Outcome::Invalid) << checkName(static_cast<Check>(i));
  }
}

TEST(CombineChecks, NamesTheFirstFailureBeforeAnyDoubt) {
  Checks checks = allPassed();
  at(checks, Check::IssuerTrust) = {CheckState::Undecided, Fault::TrustTooOld};
  at(checks, Check::Audience) = {CheckState::Failed, Fault::AudienceWrongVenue};
  at(checks, Check::Replay) = {CheckState::Failed, Fault::ReplaySeen};
  const Combined combined = combineChecks(checks);
  EXPECT_EQ(combined.outcome, Outcome::Invalid);
  EXPECT_EQ(combined.fault, Fault::AudienceWrongVenue);
}

}  // namespace
}  // namespace citycode
