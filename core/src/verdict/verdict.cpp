#include "citycode/verdict.h"

namespace citycode {
namespace {

/// The third column of checks.def.
enum class MayBeSkipped : std::uint8_t { Never, OfCards, WithoutStatusList };

MayBeSkipped mayBeSkippedOf(Check check) {
  switch (check) {
#define CC_VERDICT_CHECK(enumerator, name, mayBeSkipped) \
  case Check::enumerator: return MayBeSkipped::mayBeSkipped;
#include "citycode/checks.def"
#undef CC_VERDICT_CHECK
  }
  return MayBeSkipped::Never;
}

}  // namespace

std::string_view checkName(Check check) {
  switch (check) {
#define CC_VERDICT_CHECK(enumerator, name, mayBeSkipped) \
  case Check::enumerator: return name;
#include "citycode/checks.def"
#undef CC_VERDICT_CHECK
  }
  return "";
}

std::string_view checkStateName(CheckState state) {
  switch (state) {
    case CheckState::Skipped: return "skipped";
    case CheckState::Passed: return "passed";
    case CheckState::Failed: return "failed";
    case CheckState::Undecided: return "undecided";
  }
  return "";
}

std::string_view outcomeName(Outcome outcome) {
  switch (outcome) {
    case Outcome::Valid: return "valid";
    case Outcome::Invalid: return "invalid";
    case Outcome::Undecided: return "undecided";
  }
  return "";
}

std::string_view freshnessName(Freshness freshness) {
  switch (freshness) {
    case Freshness::Unknown: return "unknown";
    case Freshness::Fresh: return "fresh";
    case Freshness::Stale: return "stale";
    case Freshness::TooOld: return "too-old";
  }
  return "";
}

std::string_view codeKindName(CodeKind kind) {
  switch (kind) {
    case CodeKind::Rolling: return "rolling";
    case CodeKind::Paper: return "paper";
  }
  return "";
}

bool mayBeSkipped(Check check, CodeKind kind, StatusNeed statusNeed) {
  switch (mayBeSkippedOf(check)) {
    case MayBeSkipped::Never: return false;
    case MayBeSkipped::OfCards: return kind == CodeKind::Paper;
    case MayBeSkipped::WithoutStatusList: return statusNeed == StatusNeed::NotNeeded;
  }
  return false;
}

Combined combineChecks(const Checks& checks, CodeKind kind, StatusNeed statusNeed) {
  bool allPassed = true;
  std::optional<Fault> firstUndecided;
  for (std::size_t i = 0; i < checks.size(); ++i) {
    const CheckEntry& entry = checks[i];
    if (entry.state == CheckState::Failed) return {Outcome::Invalid, entry.fault};
    if (entry.state == CheckState::Undecided && !firstUndecided) firstUndecided = entry.fault;
    const bool skippedByRule =
        entry.state == CheckState::Skipped && mayBeSkipped(static_cast<Check>(i), kind, statusNeed);
    if (entry.state != CheckState::Passed && !skippedByRule) allPassed = false;
  }
  if (allPassed) return {Outcome::Valid, std::nullopt};
  return {Outcome::Undecided, firstUndecided ? firstUndecided : Fault::InternalBug};
}

}  // namespace citycode
