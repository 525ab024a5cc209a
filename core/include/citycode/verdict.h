// The verdict: one entry per check, combined in one function. There is no isValid().
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "citycode/attribute.h"
#include "citycode/crypto.h"
#include "citycode/result.h"

namespace citycode {

enum class Check : std::uint8_t {
#define CC_VERDICT_CHECK(enumerator, name, mayBeSkipped) enumerator,
#include "citycode/checks.def"
#undef CC_VERDICT_CHECK
};
inline constexpr std::size_t kCheckCount = 0
#define CC_VERDICT_CHECK(enumerator, name, mayBeSkipped) +1
#include "citycode/checks.def"
#undef CC_VERDICT_CHECK
    ;

/// What was shown: a code that a phone signs anew, or a printed card whose copy looks the same.
enum class CodeKind : std::uint8_t { Rolling, Paper };

enum class CheckState : std::uint8_t { Skipped, Passed, Failed, Undecided };

struct CheckEntry {
  CheckState state = CheckState::Skipped;   // an entry nobody filled can never read as passed
  std::optional<Fault> fault;               // set exactly for Failed and Undecided
};

using Checks = std::array<CheckEntry, kCheckCount>;

enum class Outcome : std::uint8_t { Valid, Invalid, Undecided };

enum class Freshness : std::uint8_t { Unknown, Fresh, Stale, TooOld };

struct Verdict {
  CodeKind kind = CodeKind::Rolling;
  Outcome outcome = Outcome::Undecided;
  std::optional<Fault> fault;             // of the first check that failed, else of the first undecided
  Checks checks{};
  Freshness trustFreshness = Freshness::Unknown;
  Freshness statusFreshness = Freshness::Unknown;   // Unknown: no status list was asked

  // Set only when both signatures and the scene hold; the attributes only when Valid.
  std::string scopeName;
  Attributes attributes;
  std::optional<Photo> photo;             // of a paper card, when the scene may see a name
  std::int64_t expiresUnixSeconds = 0;
  std::optional<Sha256> passDigest;       // of the whole pass, only when Valid: what a service's ticket names

  // Verified times, for the sentence at the door.
  std::optional<std::int64_t> shownSecondsAgo;    // now - iat; negative when the phone is ahead
  std::optional<std::int64_t> seenSecondsAgo;     // since this pass was last accepted here
  std::optional<std::int64_t> trustAgeSeconds;
  std::optional<std::int64_t> statusAgeSeconds;
};

std::string_view checkName(Check check);
std::string_view checkStateName(CheckState state);
std::string_view outcomeName(Outcome outcome);
std::string_view freshnessName(Freshness freshness);

std::string_view codeKindName(CodeKind kind);

/// What the scene's policy says of status lists. Only what a policy was asked may be NotNeeded.
enum class StatusNeed : std::uint8_t { Needed, NotNeeded };

/// Whether a code of this kind can be Valid although nobody made this check: the third column of checks.def.
bool mayBeSkipped(Check check, CodeKind kind, StatusNeed statusNeed);

/// Valid only when every check passed or, by `mayBeSkipped`, was skipped. Any failure makes Invalid; without one,
/// anything else makes Undecided.
struct Combined {
  Outcome outcome;
  std::optional<Fault> fault;
};
Combined combineChecks(const Checks& checks, CodeKind kind = CodeKind::Rolling,
                       StatusNeed statusNeed = StatusNeed::Needed);

}  // namespace citycode
