// Deterministic CBOR (RFC 8949 section 4.2.1): definite lengths, shortest heads, keys sorted by
// their encoded bytes and unique. The reader refuses everything else, so that re-encoding what was
// read gives the same bytes. No floats, tags or null: the format has none of them.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "citycode/bytes.h"
#include "citycode/limits.h"
#include "citycode/result.h"

namespace citycode::cbor {

inline constexpr int kMaxDepth = kMaxCborLevels;
inline constexpr std::uint64_t kMaxItems = kMaxCborItems;   // in one array or map

struct Head;   // src/encoding/cbor_head.h

enum class Type : std::uint8_t { Uint, NegativeInt, Bytes, Text, Array, Map, Bool };

/// RFC 3629: shortest forms, no surrogates, nothing above U+10FFFF.
bool isUtf8(ByteView bytes);

/// Pulls one item after another from borrowed bytes. Views returned point into those bytes.
class Reader {
 public:
  explicit Reader(ByteView bytes) : rest_(bytes) {}

  bool atEnd() const { return rest_.empty(); }
  ByteView rest() const { return rest_; }

  /// The kind of the next item, without taking it.
  Result<Type> peekType() const;

  Result<std::uint64_t> takeUint();
  /// Major types 0 and 1 within int64.
  Result<std::int64_t> takeInt();
  Result<bool> takeBool();
  Result<ByteView> takeBytes();
  /// Well-formed UTF-8 only (no overlong forms, no surrogates).
  Result<std::string_view> takeText();
  /// Number of elements that follow.
  Result<std::size_t> takeArray();
  /// Number of key-value pairs that follow; read them through MapReader.
  Result<std::size_t> takeMap();
  /// Takes a whole item of any kind, checked to be deterministic; returns its bytes. `level` is the item's own in its
  /// message, whose outermost item is the first.
  Result<ByteView> takeItem(int level = 1);
  /// cbor/trailing-bytes unless everything was taken.
  Result<Done> expectEnd() const;

 private:
  Result<Head> takeHead();
  Result<std::uint64_t> takeHeadOf(std::uint8_t major);
  Result<Done> skipItem(int level);

  ByteView rest_;
};

/// Walks a map with integer keys and checks their order as it goes.
class MapReader {
 public:
  /// Takes the map's head from `reader`, which must outlive this object.
  static Result<MapReader> open(Reader& reader);

  /// The next key, or nothing after the last. The caller then takes the value from the reader.
  Result<std::optional<std::int64_t>> nextKey();

 private:
  MapReader(Reader& reader, std::size_t pairs) : reader_(&reader), left_(pairs) {}

  Reader* reader_;
  std::size_t left_;
  ByteView previousKey_{};
};

/// Appends items. Keys must be put in order by the caller; `MapReader` will refuse them otherwise.
class Writer {
 public:
  Writer& putUint(std::uint64_t value);
  Writer& putInt(std::int64_t value);
  Writer& putBool(bool value);
  Writer& putBytes(ByteView bytes);
  Writer& putText(std::string_view text);
  Writer& putArray(std::size_t elements);
  Writer& putMap(std::size_t pairs);
  /// An item that is already deterministic CBOR.
  Writer& putItem(ByteView item);

  const Bytes& bytes() const& { return out_; }
  Bytes bytes() && { return std::move(out_); }

 private:
  void putHead(std::uint8_t major, std::uint64_t argument);

  Bytes out_;
};

}  // namespace citycode::cbor
