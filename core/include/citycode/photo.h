// A small photo of a holder, as it travels on a paper card.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "citycode/bytes.h"

namespace citycode {

/// Claim 169, field 17; sub-formats of field 62 have the same numbers.
enum class PhotoFormat : std::uint8_t { Jpeg = 1, Jpeg2000 = 2, Avif = 3, Webp = 4 };

struct Photo {
  PhotoFormat format = PhotoFormat::Webp;
  Bytes bytes;
};

std::string_view photoFormatName(PhotoFormat format);   // "jpeg", "jpeg2000", "avif", "webp"
std::optional<PhotoFormat> photoFormatFromNumber(std::int64_t number);

/// Whether the bytes begin like a file of that format. Says nothing about the rest: it is shown by a browser's own
/// decoder, which expects anything.
bool looksLike(PhotoFormat format, ByteView bytes);

}  // namespace citycode
