// Attributes on the wire.
#pragma once

#include "citycode/attribute.h"
#include "citycode/result.h"
#include "encoding/cbor.h"

namespace citycode {

/// Every text is fit to be shown (shown_text.h): what readers refuse is not written.
bool areFitToShow(const Attributes& attributes);

/// A map from attribute id to value. Faults: cbor/*, pass/bad-value for an id or kind unknown here, or a text that is not
/// fit to be shown.
Result<Attributes> decodeAttributes(cbor::Reader& reader);
void encodeAttributes(cbor::Writer& writer, const Attributes& attributes);

}  // namespace citycode
