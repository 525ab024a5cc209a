// One rating as it travels: what was rated, the token that entitles to it, and what the person said. No signature: the token is all
// that it shows.
//
//   [rated service bstr, token input, token output, level, {indicator: level}, [reasons], text, reply digest or h'']
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "citycode/bytes.h"
#include "citycode/crypto.h"
#include "citycode/limits.h"
#include "citycode/result.h"
#include "rating/rated_service.h"
#include "token/voprf.h"

namespace citycode {

using TokenInput = std::array<std::uint8_t, kTokenInputBytes>;

/// What a person says, with a token or at a kiosk.
struct Opinion {
  Level level = Level::BasicallySatisfied;
  std::map<Indicator, Level> indicators;   // those that the channel's way asks about; any of them, or none
  std::vector<Reason> reasons;             // ascending, each once; only where a case opens
  std::string text;                        // empty, or fit to be shown, at most kMaxRatingTextChars code points
};

struct Rating {
  RatedService service;
  TokenInput input{};
  TokenOutput output{};
  Opinion opinion;
  /// SHA-256 of the secret with which the rater reads and answers, without saying who they are; exactly where a case opens.
  std::optional<Sha256> replyDigest;
};

/// Faults: rating/bad-rating, rating/bad-text.
Result<Bytes> encodeRating(const Rating& rating);
/// Strict; nothing of it is believed before `verifyRating`. Faults: rating/bad-rating, rating/bad-text.
Result<Rating> decodeRating(ByteView bytes);
/// Empty, or fit to be shown and at most kMaxRatingTextChars code points. `text` is well-formed UTF-8.
bool isRatingText(std::string_view text);
/// Fault: rating/bad-rating, rating/bad-text.
Result<Done> checkOpinion(const Opinion& opinion, Channel channel);

/// Is its token one that this key gave for this very service? The key is that of the service's week, bound to the service as
/// encodeRatedService writes it: to another one it says no. That the list has it until then is the caller's to ask. Constant time.
/// Fault: rating/bad-token.
Result<Done> verifyRating(const BoundTokenKey& key, const Rating& rating);

}  // namespace citycode
