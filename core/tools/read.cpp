// The QR symbols in a picture. It reads binary PGM and PPM files (P5 and P6), which every program for pictures writes.
#include <algorithm>
#include <optional>

#include "citycode/symbol.h"
#include "citycode/verifier.h"
#include "encoding/cbor.h"
#include "tools/files.h"
#include "tools/texts.h"
#include "tools/verb.h"

namespace citycode::tools {
namespace {

constexpr std::size_t kMaxHeaderBytes = 4096;
constexpr std::size_t kMaxPictureBytes = 3 * static_cast<std::size_t>(kMaxImagePixels) + kMaxHeaderBytes;
constexpr int kMostGrey = 255;   // one byte a sample

struct Picture {
  int widthPx = 0, heightPx = 0;
  Bytes luma;
};

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

Refusal noPicture() {
  return {ExitCode::BadInput, std::nullopt, "This is no picture that is read here: make it a binary PGM or PPM file (P5 or P6) of 8 bits a sample."};
}

Bytes rgbaOf(ByteView samples) {
  Bytes rgba;
  rgba.reserve(samples.size() / 3 * 4);
  for (std::size_t i = 0; i + 2 < samples.size(); i += 3) rgba.insert(rgba.end(), {samples[i], samples[i + 1], samples[i + 2], 255});
  return rgba;
}

Given<Picture> pictureFrom(ByteView bytes) {
  if (bytes.size() < 3 || bytes[0] != 'P' || (bytes[1] != '5' && bytes[1] != '6')) return noPicture();
  const std::size_t samplesPerPx = bytes[1] == '5' ? 1 : 3;
  ByteView rest = bytes.subspan(2);
  const auto width = takeNumber(rest), height = takeNumber(rest), most = takeNumber(rest);
  if (!width || !height || !most || *most != kMostGrey) return noPicture();
  rest = rest.subspan(1);   // the one white space before the samples
  if (*width < 1 || *height < 1 || *width > kMaxImageSidePx || *height > kMaxImageSidePx) return Fault::ImageBadSize;
  const std::size_t size = static_cast<std::size_t>(*width) * static_cast<std::size_t>(*height) * samplesPerPx;
  if (rest.size() < size) return noPicture();
  rest = rest.first(size);
  if (samplesPerPx == 1) return Picture{*width, *height, copyOf(rest)};
  CC_TRY(luma, lumaFromRgba(rgbaOf(rest), *width, *height, Fourth::Nothing));
  return Picture{*width, *height, std::move(luma)};
}

Json symbolJson(const FoundSymbol& symbol) {
  Json corners = Json::array();
  for (const PointPx& corner : symbol.corners) corners.push_back({corner.x, corner.y});
  const bool isText = cbor::isUtf8(symbol.bytes);
  return {{"text", isText ? Json(textOf(symbol.bytes)) : Json()}, {"bytes", hexOf(symbol.bytes)}, {"version", symbol.version}, {"corners", corners}};
}

/// Which of them a verdict would be about, by the core's own rule.
Json countingOf(const std::vector<FoundSymbol>& symbols) {
  const auto chosen = chooseCode(symbols);
  if (!chosen || *chosen == symbols.size()) return {};
  return *chosen;
}

}  // namespace

Given<Answer> read(const Arguments& arguments) {
  CC_TRY(bytes, readInput(arguments.operand, kMaxPictureBytes));
  CC_TRY(picture, pictureFrom(bytes));
  Sight sight;
  CC_TRY(symbols, sight.read({picture.luma.data(), picture.widthPx, picture.heightPx, picture.widthPx}, Effort::Picture, kMaxSymbolsPerImage));
  Answer answer{symbols.empty() ? ExitCode::Bad : ExitCode::Good, {{"symbols", Json::array()}, {"counts", countingOf(symbols)}}, {}};
  for (const FoundSymbol& symbol : symbols) {
    answer.json["symbols"].push_back(symbolJson(symbol));
    answer.lines.append(shown(textOf(symbol.bytes))).append("\n");
  }
  if (symbols.empty()) answer.lines = "There is no symbol in this picture that can be read.\n";
  return answer;
}

}  // namespace citycode::tools
