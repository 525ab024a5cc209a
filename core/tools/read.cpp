// The QR symbols in a picture.
#include "citycode/symbol.h"
#include "citycode/verifier.h"
#include "encoding/cbor.h"
#include "tools/files.h"
#include "tools/pictures.h"
#include "tools/texts.h"
#include "tools/verb.h"

namespace citycode::tools {
namespace {

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
