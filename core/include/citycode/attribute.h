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
#undef CC_ATTRIBUTE
};

enum class AttributeKind : std::uint8_t { Text, Uint, Bool, Time, Bytes };

/// A name of 64 bytes is 21 Chinese characters or a long Latin name; longer ones are cut by the
/// issuer at a character, so that a code stays within QR version 15.
inline constexpr std::size_t kMaxAttributeTextBytes = 64;
inline constexpr std::size_t kMaxAttributeBytes = 16;

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
