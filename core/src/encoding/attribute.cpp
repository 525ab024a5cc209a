#include "citycode/attribute.h"

#include <algorithm>

#include "encoding/attribute_map.h"
#include "encoding/pass_mark.h"
#include "encoding/shown_text.h"

namespace citycode {

std::string_view attributeName(Attribute attribute) {
  switch (attribute) {
#define CC_ATTRIBUTE(enumerator, id, name, kind) \
  case Attribute::enumerator: return name;
#include "citycode/attributes.def"
#undef CC_ATTRIBUTE
  }
  return "";
}

AttributeKind attributeKind(Attribute attribute) {
  switch (attribute) {
#define CC_ATTRIBUTE(enumerator, id, name, kind) \
  case Attribute::enumerator: return AttributeKind::kind;
#include "citycode/attributes.def"
#undef CC_ATTRIBUTE
  }
  return AttributeKind::Uint;
}

std::optional<Attribute> attributeFromId(std::uint64_t id) {
  switch (id) {
#define CC_ATTRIBUTE(enumerator, id, name, kind) \
  case id: return Attribute::enumerator;
#include "citycode/attributes.def"
#undef CC_ATTRIBUTE
    default: return std::nullopt;
  }
}

std::optional<Attribute> attributeFromName(std::string_view name) {
#define CC_ATTRIBUTE(enumerator, id, itsName, kind) \
  if (name == itsName) return Attribute::enumerator;
#include "citycode/attributes.def"
#undef CC_ATTRIBUTE
  return std::nullopt;
}

namespace {

Result<AttributeValue> takeValue(cbor::Reader& reader, AttributeKind kind) {
  switch (kind) {
    case AttributeKind::Text: {
      CC_TRY(text, reader.takeText());
      if (text.size() > kMaxAttributeTextBytes || !isFitToShow(text)) return Fault::PassBadValue;
      return AttributeValue(std::string(text));
    }
    case AttributeKind::Bytes: {
      CC_TRY(bytes, reader.takeBytes());
      if (bytes.empty() || bytes.size() > kMaxAttributeBytes) return Fault::PassBadValue;
      return AttributeValue(copyOf(bytes));
    }
    case AttributeKind::Bool: {
      CC_TRY(value, reader.takeBool());
      return AttributeValue(value);
    }
    case AttributeKind::Uint:
    case AttributeKind::Time: {
      CC_TRY(value, reader.takeUint());
      if (value > 0xffffffff) return Fault::PassBadValue;   // counts and times until 2106
      // A second of its own would name its holder, as it would in the pass's own times.
      if (kind == AttributeKind::Time && !isPassMark(static_cast<std::int64_t>(value))) return Fault::PassBadValue;
      return AttributeValue(value);
    }
  }
  return Fault::InternalBug;
}

}  // namespace

Result<Attributes> decodeAttributes(cbor::Reader& reader) {
  CC_TRY(map, cbor::MapReader::open(reader));
  Attributes attributes;
  for (;;) {
    CC_TRY(key, map.nextKey());
    if (!key) return attributes;
    const auto attribute = *key < 0 ? std::nullopt : attributeFromId(static_cast<std::uint64_t>(*key));
    if (!attribute) return Fault::PassBadValue;
    CC_TRY(value, takeValue(reader, attributeKind(*attribute)));
    attributes.emplace(*attribute, std::move(value));
  }
}

bool areFitToShow(const Attributes& attributes) {
  return std::all_of(attributes.begin(), attributes.end(), [](const auto& attribute) {
    const auto* text = std::get_if<std::string>(&attribute.second);
    return !text || isFitToShow(*text);
  });
}

void encodeAttributes(cbor::Writer& writer, const Attributes& attributes) {
  writer.putMap(attributes.size());
  for (const auto& [attribute, value] : attributes) {   // std::map keeps the ids in order
    writer.putUint(static_cast<std::uint64_t>(attribute));
    if (const auto* text = std::get_if<std::string>(&value)) writer.putText(*text);
    else if (const auto* bytes = std::get_if<Bytes>(&value)) writer.putBytes(*bytes);
    else if (const auto* flag = std::get_if<bool>(&value)) writer.putBool(*flag);
    else writer.putUint(std::get<std::uint64_t>(value));
  }
}

}  // namespace citycode
