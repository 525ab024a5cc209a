#include "encoding/cbor.h"

#include <limits>

#include "encoding/cbor_head.h"
#include "encoding/code_point.h"

namespace citycode::cbor {

bool Head::isShortest() const {
  if (additional < 24 || additional == kIndefinite) return true;
  const int argumentBytes = 1 << (additional - 24);
  return argument >= (argumentBytes == 1 ? 24 : std::uint64_t{1} << (argumentBytes * 4));
}

Result<Head> readHead(ByteView bytes) {
  if (bytes.empty()) return Fault::CborTruncated;
  Head head{static_cast<std::uint8_t>(bytes[0] >> 5), static_cast<std::uint8_t>(bytes[0] & 31), 0, 1};
  if (head.additional < 24) head.argument = head.additional;
  if (head.additional < 24 || head.additional == kIndefinite) return head;
  if (head.additional > 27) return Fault::CborUnexpectedType;   // reserved
  head.sizeBytes += std::size_t{1} << (head.additional - 24);
  if (bytes.size() < head.sizeBytes) return Fault::CborTruncated;
  for (std::size_t i = 1; i < head.sizeBytes; ++i) head.argument = head.argument << 8 | bytes[i];
  const bool isSimpleInByte = head.major == kSimple && head.sizeBytes == 2;
  if (isSimpleInByte && head.argument < kFirstSimpleInByte) return Fault::CborUnexpectedType;   // not well-formed
  return head;
}

bool isUtf8(ByteView bytes) {
  std::string_view text = textOf(bytes);
  while (takeCodePoint(text)) {}
  return text.empty();
}

Result<Head> Reader::takeHead() {
  if (rest_.empty()) return Fault::CborTruncated;
  const std::uint8_t additional = rest_[0] & 31;
  if (additional == kIndefinite) return Fault::CborIndefiniteLength;
  // Floats and simple values the format has not.
  if (additional >= 24 && (rest_[0] >> 5) == kSimple) return Fault::CborUnexpectedType;
  CC_TRY(head, readHead(rest_));
  if (!head.isShortest()) return Fault::CborNotShortest;
  rest_ = rest_.subspan(head.sizeBytes);
  return head;
}

Result<std::uint64_t> Reader::takeHeadOf(std::uint8_t major) {
  if (!rest_.empty() && (rest_[0] >> 5) != major) return Fault::CborUnexpectedType;
  CC_TRY(head, takeHead());
  return head.argument;
}

Result<Type> Reader::peekType() const {
  if (rest_.empty()) return Fault::CborTruncated;
  switch (rest_[0] >> 5) {
    case kUint: return Type::Uint;
    case kNegative: return Type::NegativeInt;
    case kBytes: return Type::Bytes;
    case kText: return Type::Text;
    case kArray: return Type::Array;
    case kMap: return Type::Map;
    case kSimple:
      if ((rest_[0] & 31) == kFalse || (rest_[0] & 31) == kTrue) return Type::Bool;
      return Fault::CborUnexpectedType;
    default: return Fault::CborUnexpectedType;   // tags
  }
}

Result<std::uint64_t> Reader::takeUint() { return takeHeadOf(kUint); }

Result<std::int64_t> Reader::takeInt() {
  CC_TRY(type, peekType());
  if (type != Type::Uint && type != Type::NegativeInt) return Fault::CborUnexpectedType;
  CC_TRY(head, takeHead());
  if (head.argument > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
    return Fault::CborTooLarge;
  const auto value = static_cast<std::int64_t>(head.argument);
  return head.major == kUint ? value : -1 - value;
}

Result<bool> Reader::takeBool() {
  CC_TRY(argument, takeHeadOf(kSimple));
  if (argument != kFalse && argument != kTrue) return Fault::CborUnexpectedType;
  return argument == kTrue;
}

Result<ByteView> Reader::takeBytes() {
  CC_TRY(size, takeHeadOf(kBytes));
  if (size > rest_.size()) return Fault::CborTruncated;
  const ByteView taken = rest_.first(size);
  rest_ = rest_.subspan(size);
  return taken;
}

Result<std::string_view> Reader::takeText() {
  CC_TRY(size, takeHeadOf(kText));
  if (size > rest_.size()) return Fault::CborTruncated;
  const ByteView taken = rest_.first(size);
  if (!isUtf8(taken)) return Fault::CborBadUtf8;
  rest_ = rest_.subspan(size);
  return textOf(taken);
}

Result<std::size_t> Reader::takeArray() {
  CC_TRY(count, takeHeadOf(kArray));
  if (count > kMaxItems) return Fault::CborTooLarge;
  return static_cast<std::size_t>(count);
}

Result<std::size_t> Reader::takeMap() {
  CC_TRY(count, takeHeadOf(kMap));
  if (count > kMaxItems) return Fault::CborTooLarge;
  return static_cast<std::size_t>(count);
}

Result<Done> Reader::skipItem(int level) {
  if (level > kMaxDepth) return Fault::CborTooDeep;
  CC_TRY(type, peekType());
  switch (type) {
    case Type::Uint:
    case Type::NegativeInt: CC_CHECK(takeHead()); return Done{};
    case Type::Bool: CC_CHECK(takeBool()); return Done{};
    case Type::Bytes: CC_CHECK(takeBytes()); return Done{};
    case Type::Text: CC_CHECK(takeText()); return Done{};
    case Type::Array: {
      CC_TRY(count, takeArray());
      for (std::size_t i = 0; i < count; ++i) CC_CHECK(skipItem(level + 1));
      return Done{};
    }
    case Type::Map: {
      CC_TRY(map, MapReader::open(*this));
      for (;;) {
        CC_TRY(key, map.nextKey());
        if (!key) return Done{};
        CC_CHECK(skipItem(level + 1));
      }
    }
  }
  return Fault::InternalBug;
}

Result<ByteView> Reader::takeItem(int level) {
  const ByteView before = rest_;
  CC_CHECK(skipItem(level));
  return before.first(before.size() - rest_.size());
}

Result<Done> Reader::expectEnd() const {
  if (!rest_.empty()) return Fault::CborTrailingBytes;
  return Done{};
}

Result<MapReader> MapReader::open(Reader& reader) {
  CC_TRY(pairs, reader.takeMap());
  return MapReader(reader, pairs);
}

Result<std::optional<std::int64_t>> MapReader::nextKey() {
  if (left_ == 0) return std::optional<std::int64_t>{};
  --left_;
  const ByteView before = reader_->rest();
  CC_TRY(key, reader_->takeInt());
  const ByteView encoded = before.first(before.size() - reader_->rest().size());
  if (sameBytes(encoded, previousKey_)) return Fault::CborDuplicateKey;
  if (!std::lexicographical_compare(previousKey_.begin(), previousKey_.end(), encoded.begin(), encoded.end()))
    return Fault::CborUnsortedKeys;
  previousKey_ = encoded;
  return std::optional<std::int64_t>{key};
}

void Writer::putHead(std::uint8_t major, std::uint64_t argument) {
  const auto initial = static_cast<std::uint8_t>(major << 5);
  if (argument < 24) {
    out_.push_back(static_cast<std::uint8_t>(initial | argument));
    return;
  }
  const int power = argument <= 0xff ? 0 : argument <= 0xffff ? 1 : argument <= 0xffffffff ? 2 : 3;
  out_.push_back(static_cast<std::uint8_t>(initial | (24 + power)));
  for (int shift = (8 << power) - 8; shift >= 0; shift -= 8)
    out_.push_back(static_cast<std::uint8_t>(argument >> shift));
}

Writer& Writer::putUint(std::uint64_t value) {
  putHead(kUint, value);
  return *this;
}

Writer& Writer::putInt(std::int64_t value) {
  if (value >= 0) putHead(kUint, static_cast<std::uint64_t>(value));
  else putHead(kNegative, static_cast<std::uint64_t>(-1 - value));
  return *this;
}

Writer& Writer::putBool(bool value) {
  putHead(kSimple, value ? kTrue : kFalse);
  return *this;
}

Writer& Writer::putBytes(ByteView bytes) {
  putHead(kBytes, bytes.size());
  out_.insert(out_.end(), bytes.begin(), bytes.end());
  return *this;
}

Writer& Writer::putText(std::string_view text) {
  putHead(kText, text.size());
  out_.insert(out_.end(), text.begin(), text.end());
  return *this;
}

Writer& Writer::putArray(std::size_t elements) {
  putHead(kArray, elements);
  return *this;
}

Writer& Writer::putMap(std::size_t pairs) {
  putHead(kMap, pairs);
  return *this;
}

Writer& Writer::putItem(ByteView item) {
  out_.insert(out_.end(), item.begin(), item.end());
  return *this;
}

}  // namespace citycode::cbor
