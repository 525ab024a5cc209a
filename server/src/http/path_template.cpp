#include "http/path_template.h"

#include <algorithm>
#include <string>

#include "base/number_text.h"

namespace citycode::server {
namespace {

bool isParameterByte(char c) {
  const bool isLetter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  return isLetter || (c >= '0' && c <= '9') || std::string_view("-._~:").find(c) != std::string_view::npos;
}

bool isParameter(std::string_view segment) {
  if (segment.empty() || segment.size() > kMaxPathParameterBytes || segment == "." || segment == "..") return false;
  return std::all_of(segment.begin(), segment.end(), isParameterByte);
}

std::string_view takeSegment(std::string_view& rest) {
  const std::size_t slash = std::min(rest.find('/'), rest.size());
  const std::string_view segment = rest.substr(0, slash);
  rest.remove_prefix(slash);
  return segment;
}

}  // namespace

std::string_view PathParameters::text(std::string_view name) const {
  const auto found = std::find_if(values_.begin(), values_.end(), [&](const auto& value) { return value.first == name; });
  return found == values_.end() ? std::string_view() : found->second;
}

Result<std::int64_t> PathParameters::number(std::string_view name) const {
  const auto number = numberFromText<std::int64_t>(text(name));
  if (!number || std::to_string(*number) != text(name)) return Fault::RequestNotFound;
  return *number;
}

bool hasParameters(std::string_view pathTemplate) { return pathTemplate.find('{') != std::string_view::npos; }

std::optional<PathParameters> matchPath(std::string_view pathTemplate, std::string_view path) {
  PathParameters parameters;
  while (!pathTemplate.empty() && !path.empty()) {
    if (pathTemplate.front() != '/' || path.front() != '/') return std::nullopt;
    pathTemplate.remove_prefix(1);
    path.remove_prefix(1);
    const std::string_view wanted = takeSegment(pathTemplate), given = takeSegment(path);
    if (!wanted.starts_with('{')) {
      if (wanted != given) return std::nullopt;
    } else if (isParameter(given)) {
      parameters.add(wanted.substr(1, wanted.size() - 2), given);
    } else {
      return std::nullopt;
    }
  }
  if (!pathTemplate.empty() || !path.empty()) return std::nullopt;
  return parameters;
}

}  // namespace citycode::server
