// What the verbs of the C ABI share: the one verifier of this module, the answer, and how bytes cross the door.
// Private to wasm/src; each topic's verbs have a file of their own.
#pragma once

#include <cmath>
#include <cstdint>
#include <optional>
#include <string_view>

#include "citycode/crypto.h"
#include "citycode/result.h"
#include "citycode/symbol.h"
#include "verifier/verifier_state.h"

namespace citycode {

/// Whole seconds are exact in a double up to here.
inline constexpr double kMaxExactSeconds = 9007199254740992.0;   // 2^53

/// What one module remembers between calls.
struct ModuleState : VerifierState {
  std::int64_t clockAheadSeconds = 0;
  Sight sight;
};

inline ModuleState& verifier() {
  static ModuleState instance;
  return instance;
}

inline Bytes& answer() {
  static Bytes instance;
  return instance;
}

inline constexpr std::int32_t refusal(Fault fault) { return 1 + static_cast<std::int32_t>(fault); }

/// Runs one verb. What it returns becomes the answer; whatever it throws stops here.
template <class Verb>
std::int32_t answerWith(Verb verb) noexcept {
  try {
    answer().clear();
    Result<Bytes> result = verb();
    if (!result) return refusal(result.fault());
    answer() = *std::move(result);
    return 0;
  } catch (...) {
    return refusal(Fault::InternalBug);
  }
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
