// One verifying device: whom it believes, what was revoked, what it has seen, whether its clock can be right.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "citycode/bytes.h"
#include "citycode/result.h"
#include "citycode/trust_list.h"
#include "citycode/verdict.h"

namespace citycode {

struct FoundSymbol;   // symbol.h
struct VerifierState;

/// Several verifiers in one process know nothing of one another. One is used by one thread at a time; it reads no clock,
/// no file and no network: its host brings it lists and tells it the time, and keeps what it gives out over a restart.
/// `startCrypto` (crypto.h) comes before the first.
class Verifier {
 public:
  Verifier();
  Verifier(Verifier&&) noexcept;
  Verifier& operator=(Verifier&&) noexcept;
  ~Verifier();

  /// Verifies a trust list and adopts it. `anchors` is the answer of the newest list that was adopted, in this run or an
  /// earlier one, which a host keeps and never reads; at first it is the city's root key of 32 bytes. Without a clock a
  /// list from the future is not noticed. A refused list changes nothing.
  /// Answer: the anchors to keep. Faults: request/malformed for other anchors; trust/bad-list, trust/bad-signature,
  /// trust/rolled-back, trust/from-future, signature/weak-key, cbor/*, cose/*.
  Result<Bytes> takeTrustList(ByteView list, ByteView anchors, std::optional<std::int64_t> nowUnixSeconds);
  /// The list that is adopted, until the next is; null before the first.
  const TrustList* trustList() const;

  /// Verifies a status list or a delta, of an issuer of the trust list, and keeps the newest of each issuer and day.
  /// Faults: trust/missing, revocation/*, cbor/*, cose/*.
  Result<Done> takeStatusList(ByteView list, std::int64_t nowUnixSeconds);

  /// The key of a sealed scene for one UTC day (days since 1970), 32 bytes that the caller wipes; at most 96 are held.
  /// Fault: scope/bad-scene-key.
  Result<Done> takeSceneKey(std::uint32_t scopeId, std::int64_t utcDay, ByteView secret);
  void forgetSceneKeys();

  /// The time that the city's own server told over TLS a moment ago, and this host's clock then: a clock that went back
  /// (time/clock-went-back) is believed again when they agree.
  void confirmTime(std::int64_t serverUnixSeconds, std::int64_t nowUnixSeconds);

  struct Asking {
    std::int64_t nowUnixSeconds = 0;     // this host's clock, UTC
    std::string_view scopeName;          // the scene that this device is set to
    std::string_view venueId;            // its venue's id, or "portal:" and a portal's; empty: only the scene is accepted
    std::optional<ByteView> nonce;       // 8 to 16 bytes, when the device asked with a challenge
    std::int64_t clockAheadSeconds = 0;  // by how much that clock is ahead, as an answer of the city showed; 0: unknown
  };
  /// A phone's code or a printed card, as it was read: untrusted, of any length. Never fails: what is wrong with it is in
  /// the verdict. A pass that is Valid is remembered.
  Verdict verify(std::string_view untrustedText, const Asking& asking);

  /// The passes that were seen and the latest time at which this verifier worked, for its next start; and back, in any
  /// order with what was seen since. Faults: replay/bad-share, replay/memory-full.
  Bytes save(std::int64_t nowUnixSeconds) const;
  Result<Done> load(ByteView saved, std::int64_t nowUnixSeconds);

 private:
  std::unique_ptr<VerifierState> state_;
};

/// Which of the symbols in view a verdict is about (docs/adr/0045). Answer: the position of the one that counts, or
/// `inView.size()` when none does: the one city code, else the longest other symbol, a paper card's that cannot be read or a
/// code of another system. What lies across the edge of the view never counts.
///
/// City codes are a phone's (they begin with "CC1:") and paper cards that can be taken apart. The same text twice is one code
/// (a mirror, a second screen), and so are two slots of one pass (a screen that lags): the later slot counts. Nothing here is
/// verified: a code that is no good is somebody's code too.
///
/// Fault: image/two-codes when two codes are in view, one of them perhaps across its edge, or when so many symbols are that
/// more may be there (kMaxSymbolsPerImage).
Result<std::size_t> chooseCode(const std::vector<FoundSymbol>& inView);

}  // namespace citycode
