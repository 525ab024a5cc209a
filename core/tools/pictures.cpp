#include "tools/pictures.h"

#include <png.h>
#include <turbojpeg.h>

#include <algorithm>
#include <memory>
#include <optional>

#include "tools/texts.h"

namespace citycode::tools {
namespace {

constexpr int kMostGrey = 255;   // one byte a sample

/// Takes the header's next number: white space and comments (from # to the end of the line) stand before it.
std::optional<int> takeNumber(ByteView& rest) {
  const auto isSpace = [](std::uint8_t c) { return c == ' ' || (c >= '\t' && c <= '\r'); };
  std::size_t at = 0;
  while (at < rest.size() && (isSpace(rest[at]) || rest[at] == '#')) {
    if (rest[at] == '#') while (at < rest.size() && rest[at] != '\n') ++at;
    else ++at;
  }
  int value = 0;
  const std::size_t first = at;
  for (; at < rest.size() && rest[at] >= '0' && rest[at] <= '9' && at - first < 6; ++at) value = value * 10 + (rest[at] - '0');
  if (at == first || at == rest.size() || !isSpace(rest[at])) return std::nullopt;
  rest = rest.subspan(at);
  return value;
}

bool isReadable(std::int64_t widthPx, std::int64_t heightPx) {
  return widthPx >= 1 && heightPx >= 1 && widthPx <= kMaxImageSidePx && heightPx <= kMaxImageSidePx && widthPx * heightPx <= kMaxImagePixels;
}

Refusal noPicture() {
  return {ExitCode::BadInput, std::nullopt, "This is no picture that is read here, or it is damaged: give a PNG, JPEG, or binary PGM or PPM file (P5 or P6) of 8 bits a sample."};
}

Bytes rgbaOf(ByteView samples) {
  Bytes rgba;
  rgba.reserve(samples.size() / 3 * 4);
  for (std::size_t i = 0; i + 2 < samples.size(); i += 3) rgba.insert(rgba.end(), {samples[i], samples[i + 1], samples[i + 2], 255});
  return rgba;
}

Given<Picture> portableFrom(ByteView bytes) {
  const std::size_t samplesPerPx = bytes[1] == '5' ? 1 : 3;
  ByteView rest = bytes.subspan(2);
  const auto width = takeNumber(rest), height = takeNumber(rest), most = takeNumber(rest);
  if (!width || !height || !most || *most != kMostGrey) return noPicture();
  rest = rest.subspan(1);   // the one white space before the samples
  if (!isReadable(*width, *height)) return Fault::ImageBadSize;
  const std::size_t size = static_cast<std::size_t>(*width) * static_cast<std::size_t>(*height) * samplesPerPx;
  if (rest.size() < size) return noPicture();
  rest = rest.first(size);
  if (samplesPerPx == 1) return Picture{*width, *height, copyOf(rest)};
  CC_TRY(luma, lumaFromRgba(rgbaOf(rest), *width, *height, Fourth::Nothing));
  return Picture{*width, *height, std::move(luma)};
}

/// libpng's simplified interface: it takes any PNG, and its errors come back as values.
struct PngImage : png_image {
  PngImage() : png_image{} { version = PNG_IMAGE_VERSION; }
  PngImage(const PngImage&) = delete;
  PngImage& operator=(const PngImage&) = delete;
  ~PngImage() { png_image_free(this); }
};

Given<Picture> pngFrom(ByteView bytes) {
  PngImage image;
  if (!png_image_begin_read_from_memory(&image, bytes.data(), bytes.size())) return noPicture();
  if (!isReadable(image.width, image.height)) return Fault::ImageBadSize;
  image.format = PNG_FORMAT_RGBA;
  Bytes rgba(PNG_IMAGE_SIZE(image));
  if (!png_image_finish_read(&image, nullptr, rgba.data(), 0, nullptr)) return noPicture();
  const int width = static_cast<int>(image.width), height = static_cast<int>(image.height);
  CC_TRY(luma, lumaFromRgba(rgba, width, height));
  return Picture{width, height, std::move(luma)};
}

Given<Picture> jpegFrom(ByteView bytes) {
  const std::unique_ptr<void, int (*)(tjhandle)> decoder(tjInitDecompress(), tjDestroy);
  Picture picture;
  int sampling = 0, colours = 0;
  const auto size = static_cast<unsigned long>(bytes.size());
  if (!decoder || tjDecompressHeader3(decoder.get(), bytes.data(), size, &picture.widthPx, &picture.heightPx, &sampling, &colours) != 0) return noPicture();
  if (picture.widthPx < 1 || picture.heightPx < 1) return noPicture();   // it came to no frame
  if (!isReadable(picture.widthPx, picture.heightPx)) return Fault::ImageBadSize;
  picture.luma.resize(static_cast<std::size_t>(picture.widthPx) * static_cast<std::size_t>(picture.heightPx));
  // A scan that was made to take for ever is refused; of one that is cut, the rest would be grey.
  constexpr int kFlags = TJFLAG_LIMITSCANS | TJFLAG_STOPONWARNING;
  if (tjDecompress2(decoder.get(), bytes.data(), size, picture.luma.data(), picture.widthPx, 0, picture.heightPx, TJPF_GRAY, kFlags) != 0) return noPicture();
  return picture;
}

bool beginsWith(ByteView bytes, std::string_view first) {
  return bytes.size() >= first.size() && std::equal(first.begin(), first.end(), bytes.begin(), [](char c, std::uint8_t b) { return static_cast<std::uint8_t>(c) == b; });
}

Bytes greyOf(const Pixels& pixels) {
  Bytes grey;
  grey.reserve(pixels.rgba.size() / 4);
  for (std::size_t i = 0; i < pixels.rgba.size(); i += 4) grey.push_back(pixels.rgba[i]);
  return grey;
}

}  // namespace

Given<Picture> pictureFrom(ByteView bytes) {
  if (beginsWith(bytes, "\x89PNG\r\n\x1a\n")) return pngFrom(bytes);
  if (beginsWith(bytes, "\xff\xd8\xff")) return jpegFrom(bytes);
  if (beginsWith(bytes, "P5") || beginsWith(bytes, "P6")) return portableFrom(bytes);
  return noPicture();
}

Given<std::string> pngOf(const Pixels& pixels) {
  PngImage image;
  image.width = image.height = static_cast<png_uint_32>(pixels.sidePx);
  image.format = PNG_FORMAT_GRAY;
  const Bytes grey = greyOf(pixels);
  std::string file(PNG_IMAGE_PNG_SIZE_MAX(image), '\0');
  png_alloc_size_t size = file.size();
  if (!png_image_write_to_memory(&image, file.data(), &size, 0, grey.data(), 0, nullptr)) return Fault::ImageBadSize;
  file.resize(size);
  return file;
}

std::string pgmOf(const Pixels& pixels) {
  const std::string side = std::to_string(pixels.sidePx);
  const Bytes grey = greyOf(pixels);
  return "P5\n" + side + " " + side + "\n255\n" + std::string(grey.begin(), grey.end());
}

}  // namespace citycode::tools
