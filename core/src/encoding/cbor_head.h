// What the strict reader (cbor.h) and the tolerant one (foreign_cbor.h) share: the head of an item.
#pragma once

#include <cstdint>

#include "citycode/bytes.h"
#include "citycode/result.h"

namespace citycode::cbor {

// RFC 8949 section 3.1.
inline constexpr std::uint8_t kUint = 0, kNegative = 1, kBytes = 2, kText = 3, kArray = 4, kMap = 5, kTag = 6, kSimple = 7;
inline constexpr std::uint64_t kFalse = 20, kTrue = 21, kNull = 22;
inline constexpr std::uint64_t kFirstSimpleInByte = 32;   // section 3.3: a smaller one has one form, in the head itself
inline constexpr std::uint8_t kIndefinite = 31;   // additional information of an indefinite length

struct Head {
  std::uint8_t major = 0;
  std::uint8_t additional = 0;    // the low five bits as written
  std::uint64_t argument = 0;     // 0 for kIndefinite
  std::size_t sizeBytes = 0;

  /// RFC 8949 section 4.2.1: nothing shorter says the same.
  bool isShortest() const;
};

/// The head that `bytes` begin with, whatever follows. Faults: cbor/truncated; cbor/unexpected-type for the reserved
/// values 28 to 30, and for a simple value below 32 in a byte of its own.
Result<Head> readHead(ByteView bytes);

}  // namespace citycode::cbor
