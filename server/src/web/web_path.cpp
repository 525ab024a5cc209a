#include "web/web_path.h"

namespace citycode::server {
namespace {

constexpr std::size_t kMaxPathBytes = 1024;   // of a file name on every system that serves one

int hexValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::optional<std::string> percentDecoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i];
      continue;
    }
    if (i + 2 >= text.size()) return std::nullopt;
    const int high = hexValue(text[i + 1]), low = hexValue(text[i + 2]);
    if (high < 0 || low < 0) return std::nullopt;
    out += static_cast<char>(high << 4 | low);
    i += 2;
  }
  return out;
}

bool isPlainSegment(std::string_view segment) { return !segment.empty() && segment != "." && segment != ".."; }

// The last segment may be empty: "app/" is a folder.
bool hasPlainSegments(std::string_view name) {
  for (;;) {
    const std::size_t slash = name.find('/');
    if (slash == std::string_view::npos) return name.empty() || isPlainSegment(name);
    if (!isPlainSegment(name.substr(0, slash))) return false;
    name.remove_prefix(slash + 1);
  }
}

bool isPlainByte(char c) { return static_cast<unsigned char>(c) >= 0x20 && c != 0x7f && c != '\\'; }

}  // namespace

std::optional<std::string> decodeWebPath(std::string_view path) {
  if (path.empty() || path.front() != '/' || path.size() > kMaxPathBytes) return std::nullopt;
  auto name = percentDecoded(path.substr(1));
  if (!name || !hasPlainSegments(*name)) return std::nullopt;
  for (const char c : *name) {
    if (!isPlainByte(c)) return std::nullopt;
  }
  return name;
}

}  // namespace citycode::server
