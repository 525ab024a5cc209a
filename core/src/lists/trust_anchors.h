// The life of the trust list at a verifier: which root keys it accepts, and that it never goes back, also when
// the city moves to another root key.
//
// A list that root A signed may name the next root B (key 5). A verifier that adopted it accepts later lists of A
// or B. Once it adopts one of B, only B counts, and the root that this list names, if any. A list of the next root
// needs a higher version than the newest adopted: within one version only one root speaks.
//
// What a host keeps between runs is opaque to it (deterministic CBOR):
//   {1: root key, 2: next root key (optional), 3: version, 4: iat}
#pragma once

#include <cstdint>
#include <optional>

#include "citycode/bytes.h"
#include "citycode/crypto.h"
#include "citycode/result.h"
#include "citycode/trust_list.h"

namespace citycode {

struct TrustAnchors {
  PublicKey root{};                      // its lists are accepted
  std::optional<PublicKey> nextRoot;     // so are later ones of this root, which the newest list named
  std::uint64_t version = 0;             // of the newest list adopted; 0: only the root is pinned yet
  std::int64_t issuedUnixSeconds = 0;    // of the same list
};

/// True when `a` has adopted a newer list than `b`.
bool isNewer(const TrustAnchors& a, const TrustAnchors& b);

Bytes encodeTrustAnchors(const TrustAnchors& anchors);

/// `bytes` is what encodeTrustAnchors gave, or a bare root key of 32 bytes to pin. Fault: request/malformed.
Result<TrustAnchors> decodeTrustAnchors(ByteView bytes);

struct AdoptedTrust {
  TrustList list;
  TrustAnchors anchors;   // to be kept instead of those before
};

/// Verifies, decodes and decides whether the list may follow what `anchors` has adopted. With a known clock a list
/// dated more than kListAheadSeconds after it is trust/from-future, unless it is the very one that was adopted
/// before: then this clock was set back, and verdicts say time/clock-behind-list.
/// Faults: trust/bad-list, trust/bad-signature, trust/rolled-back, trust/from-future, signature/weak-key, cbor/*,
/// cose/*.
Result<AdoptedTrust> adoptTrustList(ByteView bytes, const TrustAnchors& anchors,
                                    std::optional<std::int64_t> nowUnixSeconds);

}  // namespace citycode
