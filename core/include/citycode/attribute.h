// What a scene may learn about a holder: attributes, and of a printed card a photo.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "citycode/bytes.h"

namespace citycode {

enum class Attribute : std::uint8_t {
#define CC_ATTRIBUTE(enumerator, id, name, kind) enumerator = id,
#include "citycode/attributes.def"
#undef CC_ATTRIBUTE
};

enum class AttributeKind : std::uint8_t { Text, Uint, Bool, Time, Bytes };

using AttributeValue = std::variant<std::string, std::uint64_t, bool, Bytes>;
using Attributes = std::map<Attribute, AttributeValue>;

std::string_view attributeName(Attribute attribute);
AttributeKind attributeKind(Attribute attribute);
std::optional<Attribute> attributeFromId(std::uint64_t id);
std::optional<Attribute> attributeFromName(std::string_view name);

/// Claim 169, field 17; sub-formats of field 62 have the same numbers.
enum class PhotoFormat : std::uint8_t { Jpeg = 1, Jpeg2000 = 2, Avif = 3, Webp = 4 };

/// A small photo of a holder, as it travels on a paper card.
struct Photo {
  PhotoFormat format = PhotoFormat::Webp;
  Bytes bytes;
};

}  // namespace citycode
