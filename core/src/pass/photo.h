// The formats of the photo on a paper card.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "citycode/attribute.h"

namespace citycode {

std::string_view photoFormatName(PhotoFormat format);   // "jpeg", "jpeg2000", "avif", "webp"
std::optional<PhotoFormat> photoFormatFromNumber(std::int64_t number);

/// Whether the bytes begin like a file of that format. Says nothing about the rest: it is shown by a browser's own
/// decoder, which expects anything.
bool looksLike(PhotoFormat format, ByteView bytes);

}  // namespace citycode
