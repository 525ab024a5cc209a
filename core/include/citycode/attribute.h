// Attributes: what a scene may learn about a holder.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "citycode/bytes.h"
#include "citycode/cbor.h"
#include "citycode/result.h"

namespace citycode {

enum class Attribute : std::uint8_t {
#define CC_ATTRIBUTE(enumerator, id, name, kind) enumerator = id,
#include "citycode/attributes.def"
#include "citycode/limits.h"
#undef CC_ATTRIBUTE
};

enum class AttributeKind : std::uint8_t { Text, Uint, Bool, Time, Bytes };

using AttributeValue = std::variant<std::string, std::uint64_t, bool, Bytes>;
using Attributes = std::map<Attribute, AttributeValue>;

std::string_view attributeName(Attribute attribute);
AttributeKind attributeKind(Attribute attribute);
std::optional<Attribute> attributeFromId(std::uint64_t id);

/// Every text is fit to be shown (shown_text.h): what readers refuse is not written.
bool areFitToShow(const Attributes& attributes);

/// A map from attribute id to value. Faults: cbor/*, pass/bad-value for an id or kind unknown here, or a text that is not
/// fit to be shown.
Result<Attributes> decodeAttributes(cbor::Reader& reader);
void encodeAttributes(cbor::Writer& writer, const Attributes& attributes);

}  // namespace citycode
