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
    EXPECT_EQ(combineChecks(skipped, StatusNeed::NotNeeded).outcome, revocation ? Outcome::Valid : Outcome::Undecided);
    EXPECT_EQ(combineChecks(failed, StatusNeed::NotNeeded).outcome, Outcome::Invalid);
    EXPECT_EQ(combineChecks(undecided, StatusNeed::NotNeeded).outcome, Outcome::Undecided);
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
