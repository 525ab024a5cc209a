#include "pass/photo.h"

namespace citycode {
namespace {

bool hasAt(ByteView bytes, std::size_t at, std::string_view wanted) {
  return bytes.size() >= at + wanted.size() && textOf(bytes.subspan(at, wanted.size())) == wanted;
}

}  // namespace

std::string_view photoFormatName(PhotoFormat format) {
  switch (format) {
    case PhotoFormat::Jpeg: return "jpeg";
    case PhotoFormat::Jpeg2000: return "jpeg2000";
    case PhotoFormat::Avif: return "avif";
    case PhotoFormat::Webp: return "webp";
  }
  return "";
}

std::optional<PhotoFormat> photoFormatFromNumber(std::int64_t number) {
  if (number < 1 || number > 4) return std::nullopt;
  return static_cast<PhotoFormat>(number);
}

bool looksLike(PhotoFormat format, ByteView bytes) {
  switch (format) {
    case PhotoFormat::Jpeg: return hasAt(bytes, 0, "\xff\xd8\xff");                          // ITU-T T.81 annex B
    case PhotoFormat::Jpeg2000:                                                              // ISO/IEC 15444-1
      return hasAt(bytes, 4, "jP  \r\n\x87\n") || hasAt(bytes, 0, "\xff\x4f\xff\x51");
    case PhotoFormat::Avif: return hasAt(bytes, 4, "ftypavif");                              // ISO/IEC 14496-12
    case PhotoFormat::Webp: return hasAt(bytes, 0, "RIFF") && hasAt(bytes, 8, "WEBP");       // RFC 9649
  }
  return false;
}

}  // namespace citycode
