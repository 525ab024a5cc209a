// Attribute maps: one encoding for each, and each value within its limit.
#include "citycode/attribute.h"
#include "encoding/attribute_map.h"

#include "fuzz.h"

void citycode::fuzz::oneInput(ByteView bytes) {
  cbor::Reader reader(bytes);
  const auto attributes = decodeAttributes(reader);
  if (!attributes) return;
  cbor::Writer writer;
  encodeAttributes(writer, *attributes);
  CC_HOLDS(sameBytes(writer.bytes(), bytes.first(bytes.size() - reader.rest().size())));
  for (const auto& [attribute, value] : *attributes) {
    CC_HOLDS(!attributeName(attribute).empty());
    if (const auto* text = std::get_if<std::string>(&value)) CC_HOLDS(text->size() <= kMaxAttributeTextBytes);
  }
}
