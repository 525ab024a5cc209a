// What one verifier knows between two codes, and what each thing that comes changes of it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "citycode/trust_list.h"
#include "citycode/verdict.h"
#include "lists/trust_anchors.h"
#include "pass/sealed.h"
#include "places/portal_answer.h"
#include "verdict/replay.h"
#include "verdict/revocation.h"
#include "verdict/verify.h"
#include "verdict/work_clock.h"

namespace citycode {

/// A code of either kind, by its look.
Verdict verifyAnyCode(std::string_view untrustedText, const VerifyRequest& request, const TrustList* trust,
                      ReplayMemory& replay);

struct VerifierState {
  std::optional<TrustList> trust;
  TrustAnchors anchors;   // of `trust`
  StatusLists statusLists;
  ReplayMemory replay;
  WorkClock workClock;
  SceneKeys sceneKeys;
  std::optional<SceneKey> portalKey;   // of a portal

  /// Adopts a list that may follow what was adopted here, or what `kept` says of an earlier run where that is newer.
  /// Faults: those of adoptTrustList.
  Result<Done> takeTrustList(ByteView list, const TrustAnchors& kept, std::optional<std::int64_t> nowUnixSeconds);

  /// The answer lives until the next call. Faults: trust/missing, those of StatusLists::adopt.
  Result<StatusLists::Adopted> takeStatusList(ByteView list, std::int64_t nowUnixSeconds);

  /// A code of either kind. Of `request` the time, the scene, the venue, the nonce and how far the clock is ahead count.
  Verdict verify(std::string_view untrustedText, VerifyRequest request);

  struct JudgedAnswer {
    PortalAnswer answer;
    std::optional<Verdict> verdict;   // nothing when the person refused
  };
  /// At a portal: an answer to `question`, its own request. Of a Valid verdict only what was asked for is kept.
  /// Faults: trust/missing; portal/bad-request for what is no request; portal/answer-broken (without a key too); scope/unknown;
  /// portal/incomplete when the verdict is Valid and lacks what the request requires.
  Result<JudgedAnswer> judgeAnswer(ByteView sealed, ByteView request, std::int64_t nowUnixSeconds, std::int64_t clockAheadSeconds);

  /// Faults: trust/missing, those of ReplayMemory::merge.
  Result<ReplayMemory::Merged> mergeShare(ByteView share, std::string_view venueId, std::span<const PublicKey> terminals,
                                          std::int64_t nowUnixSeconds);

  /// The replay memory and the latest time at which this verifier worked, for its next start, and back.
  Bytes save(std::int64_t nowUnixSeconds) const;
  Result<ReplayMemory::Merged> load(ByteView saved, std::int64_t nowUnixSeconds);
};

}  // namespace citycode
