#include "people/written_text.h"

#include <array>
#include <cstdlib>
#include <memory>

#include <utf8proc.h>

#include "base/plain_text.h"
#include "encoding/shown_text.h"

namespace citycode::server {
namespace {

std::string mapped(std::string_view text, int options) {
  utf8proc_uint8_t* made = nullptr;
  const utf8proc_ssize_t size = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()), static_cast<utf8proc_ssize_t>(text.size()), &made,
                                             static_cast<utf8proc_option_t>(options));
  const std::unique_ptr<utf8proc_uint8_t, void (*)(void*)> held(made, std::free);
  return size < 0 ? std::string(text) : std::string(reinterpret_cast<const char*>(made), static_cast<std::size_t>(size));
}

/// UAX #9: marks, embeddings, overrides and isolates. They come with copied text, and turn what stands behind them.
constexpr std::array<std::string_view, 12> kDirections{"\u200e", "\u200f", "\u061c", "\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2066", "\u2067", "\u2068", "\u2069"};

/// Middle dot, hyphenation point, bullet, dot operator, katakana middle dot, Tibetan tsheg, Greek ano teleia, one dot leader, full stops.
constexpr std::array<std::string_view, 10> kDots{"\u2027", "\u2022", "\u22c5", "\u30fb", "\uff65", "\u0f0b", "\u0387", "\u2024", "\uff0e", "."};
constexpr std::string_view kDot = "\u00b7";

}  // namespace

std::optional<std::string> keptName(std::string_view written) {
  std::string name = mapped(written, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
  for (const std::string_view direction : kDirections) name = replaced(std::move(name), direction, "");
  name = std::string(withoutSpacesAround(name));
  if (!name.empty() && !isFitToShow(name)) return std::nullopt;
  return name;
}

std::string comparedName(std::string_view name) {
  std::string compared(name);
  for (const std::string_view dot : kDots) compared = replaced(std::move(compared), dot, kDot);
  compared = mapped(compared, UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD);
  for (const std::string_view spaced : {std::string_view(" \u00b7"), std::string_view("\u00b7 ")}) compared = replaced(std::move(compared), spaced, kDot);
  return std::string(withoutSpacesAround(compared));
}

std::string compatibleText(std::string_view text) { return mapped(text, UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT); }

}  // namespace citycode::server
