// What the verbs of the C ABI share: the verifiers of this module, the answer, and how bytes cross it.
// Private to wasm/src; each topic's verbs have a file of their own.
#pragma once

#include <cmath>
#include <cstdint>
#include <optional>
#include <string_view>

#include "citycode/crypto.h"
#include "citycode/result.h"
#include "citycode/symbol.h"
#include "lists/code_sequence.h"
#include "log/log_checkpoint.h"
#include "verifier/verifier_state.h"

namespace citycode {

/// Whole seconds are exact in a double up to here.
inline constexpr double kMaxExactSeconds = 9007199254740992.0;   // 2^53

/// What a handle stands for: what one verifier remembers between calls.
struct OpenVerifier : VerifierState {
  std::int64_t clockAheadSeconds = 0;
  Sight sight;
  CodeSequence parts{ListKind::TrustList};   // the one list that is coming as codes
  std::optional<Checkpoint> checkpoint;      // the largest of the log that was seen
};

inline constexpr std::int32_t refusal(Fault fault) { return 1 + static_cast<std::int32_t>(fault); }

// One body for all verbs, and not one for each: a verb is lent to it with how it is called.
using VerbCall = Result<Bytes> (*)(const void* verb);
using VerbOfCall = Result<Bytes> (*)(const void* verb, OpenVerifier& of);
std::int32_t answered(const void* verb, VerbCall call) noexcept;
std::int32_t answeredOf(std::int32_t verifier, const void* verb, VerbOfCall call) noexcept;

/// Runs one verb. What it returns becomes the answer; whatever it throws stops here.
template <class Verb>
std::int32_t answerWith(const Verb& verb) noexcept {
  return answered(&verb, [](const void* given) { return (*static_cast<const Verb*>(given))(); });
}

/// The same for a verb of the verifier that a handle stands for; request/malformed when none is open under it.
template <class Verb>
std::int32_t answerOf(std::int32_t verifier, const Verb& verb) noexcept {
  return answeredOf(verifier, &verb, [](const void* given, OpenVerifier& of) { return (*static_cast<const Verb*>(given))(of); });
}

/// A piece of the caller's memory; a NULL with a size is a caller's mistake.
inline Result<ByteView> borrowed(const std::uint8_t* bytes, std::size_t size) {
  if (!bytes && size > 0) return Fault::RequestMalformed;
  return ByteView(bytes, size);
}

inline Result<std::string_view> borrowedText(const std::uint8_t* text, std::size_t size) {
  CC_TRY(bytes, borrowed(text, size));
  return textOf(bytes);
}

/// A nonce may be absent: NULL.
inline Result<std::optional<ByteView>> borrowedNonce(const std::uint8_t* nonce, std::size_t size) {
  CC_TRY(bytes, borrowed(nonce, size));
  if (!nonce) return std::optional<ByteView>();
  return std::optional<ByteView>(bytes);
}

inline Result<std::int64_t> wholeSeconds(double seconds) {
  if (!(std::abs(seconds) <= kMaxExactSeconds)) return Fault::RequestMalformed;   // NaN too
  return static_cast<std::int64_t>(std::floor(seconds));
}

inline Bytes ownedBytes(std::string_view text) { return copyOf(bytesOf(text)); }

inline void appendU32(Bytes& bytes, std::uint32_t value) {
  for (int shift = 0; shift < 32; shift += 8) bytes.push_back(static_cast<std::uint8_t>(value >> shift));
}

}  // namespace citycode
