// CBOR of other people (RFC 8949), tolerantly and within limits: what their COSE messages and CWTs are made of.
// Lengths may be longer than needed, keys unsorted, tags, floats, null and simple values are walked over. Our own
// messages never come through here: they are read by cbor.h, which refuses all of that.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "citycode/bytes.h"
#include "citycode/limits.h"
#include "citycode/result.h"

namespace citycode::foreign {

inline constexpr int kMaxDepth = kMaxForeignLevels;
inline constexpr std::size_t kMaxItems = kMaxForeignItems;   // of one message together

/// Before all times that anything here can mean.
inline constexpr std::int64_t kNoTime = std::numeric_limits<std::int64_t>::min();

enum class Kind : std::uint8_t { Uint, NegativeInt, Bytes, Text, Array, Map, Tag, Bool, Null, Float, Simple };

/// One whole item, checked to its last byte; a view that must not outlive the bytes it was read from.
class Item {
 public:
  /// `bytes` is exactly one item. Strings of indefinite length are cbor/indefinite-length: nobody puts them in a
  /// code, and they could not be lent as they are; arrays and maps may be indefinite.
  /// Faults: cbor/truncated, cbor/trailing-bytes, cbor/indefinite-length, cbor/unexpected-type, cbor/too-deep,
  /// cbor/too-large (kMaxItems), cbor/bad-utf8.
  static Result<Item> read(ByteView bytes);

  Kind kind() const;
  /// The item as it is written.
  ByteView bytes() const { return bytes_; }

  /// Each of these is cbor/unexpected-type for another kind, cbor/too-large beyond int64.
  Result<std::int64_t> toInt() const;
  Result<bool> toBool() const;
  Result<ByteView> toBytes() const;
  Result<std::string_view> toText() const;
  /// Unix seconds as RFC 8392 allows them: an integer or a float, whose fraction is dropped. Never cbor/too-large: a
  /// number that is no time (NaN, infinite, an integer beyond int64, a float beyond 2^53) is kNoTime.
  Result<std::int64_t> toSeconds() const;

  /// Tag number and content; nothing when this is no tag.
  std::optional<std::pair<std::uint64_t, Item>> asTag() const;

  Result<std::vector<Item>> elements() const;
  Result<std::vector<std::pair<Item, Item>>> pairs() const;
  /// The value of an integer key, of a text key; nothing when it is not there. Twice the key is
  /// cbor/duplicate-key: which of the two was meant must not be a matter of taste.
  Result<std::optional<Item>> find(std::int64_t key) const;
  Result<std::optional<Item>> find(std::string_view key) const;

 private:
  explicit Item(ByteView bytes) : bytes_(bytes) {}
  template <class IsKey>
  Result<std::optional<Item>> findWhere(IsKey isKey) const;
  static Item takeFrom(ByteView& rest);

  ByteView bytes_;
};

}  // namespace citycode::foreign
