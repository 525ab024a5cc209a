#include "http/request.h"

#include <algorithm>

namespace citycode::server {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

std::string lowered(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), lower);
  return out;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// "q=0", "q=0.0", "q=0.000" (RFC 9110 section 12.4.2)
bool isZeroQuality(std::string_view parameter) {
  const std::string text = lowered(trimmed(parameter));
  return text.starts_with("q=0") && text.find_first_of("123456789") == std::string::npos;
}

}  // namespace

std::string_view methodName(Method method) {
  switch (method) {
    case Method::Get: return "GET";
    case Method::Head: return "HEAD";
    case Method::Post: return "POST";
    case Method::Put: return "PUT";
    case Method::Patch: return "PATCH";
    case Method::Delete: return "DELETE";
    case Method::Other: return "OTHER";
  }
  return "OTHER";
}

void Request::addHeader(std::string_view name, std::string_view value) {
  std::string key = lowered(name);
  const auto known = std::find_if(fields_.begin(), fields_.end(), [&](const Field& f) { return f.name == key; });
  if (known == fields_.end()) {
    fields_.push_back({std::move(key), std::string(value)});
  } else {
    known->value.append(", ").append(value);
  }
}

std::string_view Request::header(std::string_view name) const {
  const auto known = std::find_if(fields_.begin(), fields_.end(), [&](const Field& f) { return f.name == name; });
  return known == fields_.end() ? std::string_view{} : std::string_view(known->value);
}

bool acceptsToken(std::string_view headerValue, std::string_view token) {
  while (!headerValue.empty()) {
    const std::size_t comma = headerValue.find(',');
    const std::string_view item = headerValue.substr(0, comma);
    const std::size_t semicolon = item.find(';');
    if (lowered(trimmed(item.substr(0, semicolon))) == token) {
      return semicolon == std::string_view::npos || !isZeroQuality(item.substr(semicolon + 1));
    }
    if (comma == std::string_view::npos) break;
    headerValue.remove_prefix(comma + 1);
  }
  return false;
}

}  // namespace citycode::server
