// The one place where a code becomes Valid, Invalid or Undecided.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "citycode/pass.h"
#include "citycode/trust_list.h"
#include "citycode/verdict.h"
#include "pass/sealed.h"
#include "verdict/replay.h"
#include "verdict/revocation.h"
#include "verdict/work_clock.h"

namespace citycode {

/// What the verifier knows and asks. All of it is given: the core has no clock and no memory.
struct VerifyRequest {
  std::int64_t nowUnixSeconds = 0;      // the verifier's clock, UTC
  std::string_view scopeName;           // the scene this terminal is set to
  // This venue's id, or "portal:" and a portal's id: then nothing else is accepted. Empty: only a scope audience is.
  std::string_view venueId;
  std::optional<ByteView> nonce;        // set when the verifier asked with a challenge
  const StatusLists* statusLists = nullptr;   // null: none, and nothing that needs one is Valid
  const SceneKeys* sceneKeys = nullptr; // what this terminal can open; none when null
  // Of a portal: what its passes are sealed to, whatever the scene and the day. It opens nothing else.
  const SceneKey* portalKey = nullptr;
  WorkClock* workClock = nullptr;       // when it last worked, kept up to date; null: it remembers nothing
  // How far that clock is ahead of the city's, as an answer of the city's own showed it; 0: nothing is known of it.
  std::int64_t clockAheadSeconds = 0;
};

/// Runs every check that can run and combines them. `trust` is null when no list was ever loaded:
/// then nothing is Valid. `replay` is changed only when the outcome is Valid.
Verdict verifyCode(std::string_view untrustedText, const VerifyRequest& request, const TrustList* trust,
                   ReplayMemory& replay);

/// The longest that a pass accepted now can stay in a replay memory under this list, its scene's window included.
std::int64_t longestRememberedSeconds(const TrustList& trust);

}  // namespace citycode
