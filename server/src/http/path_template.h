// Paths of routes: "/v1/status-lists/{issuerKid}/{day}" has two parameters, each one segment of the address.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "citycode/result.h"

namespace citycode::server {

/// Longer than every id of this interface: 43 characters of base64url, 36 of a UUID, 26 of a venue.
inline constexpr std::size_t kMaxPathParameterBytes = 64;

/// What an address has in the places of a template's names. Untrusted text; it lives as long as template and address.
class PathParameters {
 public:
  /// Empty for a name that the template does not have.
  std::string_view text(std::string_view name) const;
  /// A whole number in its one form: no sign but a minus, no zero in front, so that a thing has one address.
  /// Fault: request/not-found.
  Result<std::int64_t> number(std::string_view name) const;

  void add(std::string_view name, std::string_view value) { values_.emplace_back(name, value); }

 private:
  std::vector<std::pair<std::string_view, std::string_view>> values_;
};

bool hasParameters(std::string_view pathTemplate);

/// Nothing when the path is another one, or has in a parameter's place what no parameter is: nothing, more than
/// kMaxPathParameterBytes, "." or "..", or anything but letters, digits and "-._~:" (RFC 3986 section 2.3 and the colon of
/// venues' ids). An escape is none of these: a second spelling would be a second address.
std::optional<PathParameters> matchPath(std::string_view pathTemplate, std::string_view path);

}  // namespace citycode::server
