#include "encoding/foreign_cbor.h"

#include <bit>
#include <cassert>
#include <limits>

#include "encoding/cbor.h"
#include "encoding/cbor_head.h"

namespace citycode::foreign {
namespace {

using cbor::Head;

constexpr std::uint8_t kBreak = 0xff;   // RFC 8949 section 3.2.1
constexpr std::uint8_t kSimpleInByte = 24, kSingle = 26, kDouble = 27;

/// Walks over one item and everything in it, spending one of `itemsLeft` for each.
class Walk {
 public:
  explicit Walk(ByteView bytes) : rest_(bytes) {}

  Result<Done> overItem(int depth) {
    if (depth > kMaxDepth) return Fault::CborTooDeep;
    if (itemsLeft_ == 0) return Fault::CborTooLarge;
    --itemsLeft_;
    CC_TRY(head, cbor::readHead(rest_));
    rest_ = rest_.subspan(head.sizeBytes);
    const bool indefinite = head.additional == cbor::kIndefinite;
    switch (head.major) {
      case cbor::kBytes:
      case cbor::kText: return indefinite ? Fault::CborIndefiniteLength : overString(head);
      case cbor::kArray: return overElements(indefinite, head.argument, 1, depth);
      case cbor::kMap: return overElements(indefinite, head.argument, 2, depth);
      case cbor::kTag: return indefinite ? Fault::CborUnexpectedType : overItem(depth + 1);
      default: return indefinite ? Result<Done>(Fault::CborUnexpectedType) : Done{};   // numbers and simple values
    }
  }

  ByteView rest() const { return rest_; }

 private:
  Result<Done> overString(const Head& head) {
    if (head.argument > rest_.size()) return Fault::CborTruncated;
    const ByteView text = rest_.first(static_cast<std::size_t>(head.argument));
    if (head.major == cbor::kText && !cbor::isUtf8(text)) return Fault::CborBadUtf8;
    rest_ = rest_.subspan(text.size());
    return Done{};
  }

  // A claimed count costs nothing: the bytes or the budget run out first.
  Result<Done> overElements(bool indefinite, std::uint64_t count, int itemsEach, int depth) {
    for (std::uint64_t i = 0; indefinite || i < count; ++i) {
      if (indefinite && !rest_.empty() && rest_[0] == kBreak) {
        rest_ = rest_.subspan(1);
        return Done{};
      }
      for (int j = 0; j < itemsEach; ++j) CC_CHECK(overItem(depth + 1));
    }
    return Done{};
  }

  ByteView rest_;
  std::size_t itemsLeft_ = kMaxItems;
};

// Only for items that were walked over before.
Head headOf(ByteView bytes) {
  const auto head = cbor::readHead(bytes);
  assert(head);
  return *head;
}

}  // namespace

Result<Item> Item::read(ByteView bytes) {
  Walk walk(bytes);
  CC_CHECK(walk.overItem(1));
  if (!walk.rest().empty()) return Fault::CborTrailingBytes;
  return Item(bytes);
}

Kind Item::kind() const {
  const Head head = headOf(bytes_);
  switch (head.major) {
    case cbor::kUint: return Kind::Uint;
    case cbor::kNegative: return Kind::NegativeInt;
    case cbor::kBytes: return Kind::Bytes;
    case cbor::kText: return Kind::Text;
    case cbor::kArray: return Kind::Array;
    case cbor::kMap: return Kind::Map;
    case cbor::kTag: return Kind::Tag;
    default: break;
  }
  if (head.additional > kSimpleInByte) return Kind::Float;
  if (head.argument == cbor::kFalse || head.argument == cbor::kTrue) return Kind::Bool;
  return head.argument == cbor::kNull ? Kind::Null : Kind::Simple;
}

Result<std::int64_t> Item::toInt() const {
  const Head head = headOf(bytes_);
  if (head.major != cbor::kUint && head.major != cbor::kNegative) return Fault::CborUnexpectedType;
  if (head.argument > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) return Fault::CborTooLarge;
  const auto value = static_cast<std::int64_t>(head.argument);
  return head.major == cbor::kUint ? value : -1 - value;
}

Result<bool> Item::toBool() const {
  if (kind() != Kind::Bool) return Fault::CborUnexpectedType;
  return headOf(bytes_).argument == cbor::kTrue;
}

Result<ByteView> Item::toBytes() const {
  if (kind() != Kind::Bytes) return Fault::CborUnexpectedType;
  return bytes_.subspan(headOf(bytes_).sizeBytes);
}

Result<std::string_view> Item::toText() const {
  if (kind() != Kind::Text) return Fault::CborUnexpectedType;
  return textOf(bytes_.subspan(headOf(bytes_).sizeBytes));
}

Result<std::int64_t> Item::toSeconds() const {
  if (kind() != Kind::Float) {
    const auto whole = toInt();
    return !whole && whole.fault() == Fault::CborTooLarge ? Result<std::int64_t>(kNoTime) : whole;
  }
  const Head head = headOf(bytes_);
  double seconds = 0;
  if (head.additional == kDouble) seconds = std::bit_cast<double>(head.argument);
  else if (head.additional == kSingle) seconds = std::bit_cast<float>(static_cast<std::uint32_t>(head.argument));
  else return Fault::CborUnexpectedType;   // half precision ends at 65,504 s: 1970
  constexpr double kExact = 9007199254740992.0;   // 2^53; a NaN is not within either
  if (!(seconds > -kExact && seconds < kExact)) return kNoTime;
  return static_cast<std::int64_t>(seconds);
}

std::optional<std::pair<std::uint64_t, Item>> Item::asTag() const {
  if (kind() != Kind::Tag) return std::nullopt;
  const Head head = headOf(bytes_);
  return std::pair{head.argument, Item(bytes_.subspan(head.sizeBytes))};
}

Item Item::takeFrom(ByteView& rest) {
  Walk walk(rest);
  const auto walked = walk.overItem(1);
  assert(walked);
  (void)walked;
  const Item item(rest.first(rest.size() - walk.rest().size()));
  rest = walk.rest();
  return item;
}

Result<std::vector<Item>> Item::elements() const {
  const Head head = headOf(bytes_);
  if (head.major != cbor::kArray && head.major != cbor::kMap) return Fault::CborUnexpectedType;
  ByteView rest = bytes_.subspan(head.sizeBytes);
  if (head.additional == cbor::kIndefinite) rest = rest.first(rest.size() - 1);   // the break
  std::vector<Item> items;
  while (!rest.empty()) items.push_back(takeFrom(rest));
  return items;
}

Result<std::vector<std::pair<Item, Item>>> Item::pairs() const {
  if (kind() != Kind::Map) return Fault::CborUnexpectedType;
  CC_TRY(items, elements());
  std::vector<std::pair<Item, Item>> pairs;
  for (std::size_t i = 0; i + 1 < items.size(); i += 2) pairs.emplace_back(items[i], items[i + 1]);
  return pairs;
}

template <class IsKey>
Result<std::optional<Item>> Item::findWhere(IsKey isKey) const {
  CC_TRY(all, pairs());
  std::optional<Item> found;
  for (const auto& [key, value] : all) {
    if (!isKey(key)) continue;
    if (found) return Fault::CborDuplicateKey;
    found = value;
  }
  return found;
}

Result<std::optional<Item>> Item::find(std::int64_t wanted) const {
  return findWhere([&](const Item& key) {
    const auto number = key.toInt();
    return number && *number == wanted;
  });
}

Result<std::optional<Item>> Item::find(std::string_view wanted) const {
  return findWhere([&](const Item& key) {
    const auto text = key.toText();
    return text && *text == wanted;
  });
}

}  // namespace citycode::foreign
