// A text as a QR symbol: as SVG, as a grey picture (PNG or PGM), or as characters for a terminal.
#include "citycode/symbol.h"
#include "sight/characters.h"
#include "tools/files.h"
#include "tools/pictures.h"
#include "tools/verb.h"

namespace citycode::tools {
namespace {

constexpr int kPixelsPerModule = 8;

Given<ErrorCorrection> levelFrom(const std::string& text) {
  if (text == "L") return ErrorCorrection::Low;
  if (text.empty() || text == "M") return ErrorCorrection::Medium;
  if (text == "Q") return ErrorCorrection::Quartile;
  if (text == "H") return ErrorCorrection::High;
  return usage("--level needs L, M, Q or H.");
}

std::string svgOf(const Matrix& matrix) {
  const std::string side = std::to_string(matrix.sideModules + 2 * kQuietZoneModules);
  return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + side + " " + side + "\" shape-rendering=\"crispEdges\">"
         "<path fill=\"#fff\" d=\"M0 0h" + side + "v" + side + "H0z\"/><path d=\"" + svgPath(matrix) + "\"/></svg>\n";
}

bool isPixels(std::string_view form) { return form == "png" || form == "pgm"; }

Given<std::string> pictureOf(const Matrix& matrix, std::string_view form) {
  if (form == "svg") return svgOf(matrix);
  if (!isPixels(form)) return charactersOf(matrix);
  CC_TRY(pixels, drawPixels(matrix, kPixelsPerModule));
  return form == "png" ? pngOf(pixels) : pgmOf(pixels);
}

Given<std::string> formOf(const Arguments& arguments) {
  const std::string out = arguments.valueOf("--out"), form = arguments.valueOf("--form");
  if (!form.empty()) return form == "svg" || isPixels(form) || form == "terminal" ? Given<std::string>(form) : usage("--form needs svg, png, pgm or terminal.");
  if (out.empty()) return std::string("terminal");
  if (out.ends_with(".svg") || out.ends_with(".png") || out.ends_with(".pgm")) return out.substr(out.size() - 3);
  return usage("--out needs a name that ends in .svg, .png or .pgm, or --form beside it.");
}

}  // namespace

Given<Answer> draw(const Arguments& arguments) {
  CC_TRY(form, formOf(arguments));
  CC_TRY(level, levelFrom(arguments.valueOf("--level")));
  CC_TRY(text, textOrInput(arguments.operand));
  if (text.empty()) return usage("draw needs a text that is not empty.");
  CC_TRY(matrix, drawMatrix(text, level));
  CC_TRY(picture, pictureOf(matrix, form));
  const std::string out = arguments.valueOf("--out");
  Answer answer{ExitCode::Good, {{"version", matrix.version}, {"sideModules", matrix.sideModules}, {"form", form}}, {}};
  if (out.empty()) {
    if (isPixels(form) && arguments.wantsJson) return usage("--json has no place for a " + form + " picture: give it a file with --out.");
    answer.json["picture"] = isPixels(form) ? "" : picture;
    answer.lines = std::move(picture);
    return answer;
  }
  CC_CHECK(writeNewFile(out, bytesOf(picture)));
  answer.json["file"] = out;
  answer.lines = out + ": version " + std::to_string(matrix.version) + ", " + std::to_string(matrix.sideModules) + " modules a side\n";
  return answer;
}

}  // namespace citycode::tools
