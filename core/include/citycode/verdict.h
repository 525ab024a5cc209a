// The verdict: one entry per check, combined in one function. There is no isValid().
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "citycode/attribute.h"
#include "citycode/fault.h"

namespace citycode {

enum class Check : std::uint8_t {
  Structure, IssuerTrust, IssuerSignature, PassTime, Scope,
  HolderSignature, PresentationTime, Audience, Revocation, Replay,
};
inline constexpr std::size_t kCheckCount = 10;

enum class CheckState : std::uint8_t { Skipped, Passed, Failed, Undecided };

struct CheckEntry {
  CheckState state = CheckState::Skipped;   // an entry nobody filled can never read as passed
  std::optional<Fault> fault;               // set exactly for Failed and Undecided
};

using Checks = std::array<CheckEntry, kCheckCount>;

enum class Outcome : std::uint8_t { Valid, Invalid, Undecided };

enum class Freshness : std::uint8_t { Unknown, Fresh, Stale, TooOld };

struct Verdict {
  Outcome outcome = Outcome::Undecided;
  std::optional<Fault> fault;             // of the first check that failed, else of the first undecided
  Checks checks{};
  Freshness trustFreshness = Freshness::Unknown;
  Freshness statusFreshness = Freshness::Unknown;   // Unknown: no status list was asked

  // Set only when both signatures and the scene hold; the attributes only when Valid.
  std::string scopeName;
  Attributes attributes;
  std::int64_t expiresUnixSeconds = 0;

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

/// What the scene's policy says of status lists. Only what a policy was asked may be NotNeeded.
enum class StatusNeed : std::uint8_t { Needed, NotNeeded };

/// Valid only when every check passed; Revocation alone may be skipped, and only when `statusNeed` says that the
/// scene's policy needs no status list. Any failure makes Invalid; without one, anything else makes Undecided.
struct Combined {
  Outcome outcome;
  std::optional<Fault> fault;
};
Combined combineChecks(const Checks& checks, StatusNeed statusNeed = StatusNeed::Needed);

}  // namespace citycode
