// Venues' scanners. Each function runs inside the caller's unit of work.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "registry/devices.h"

namespace citycode::server {

/// Where a terminal stands.
struct Venue {
  std::string id;     // isVenueId (citycode/pass.h)
  std::string name;   // for people
};

/// Where a terminal stands and what it may read there.
struct Posting {
  Venue venue;
  std::vector<std::string> scopes;   // names of scenes
};

struct Terminal {
  DeviceId id{};
  PublicKey key{};
  Venue venue;
  std::vector<std::string> scopes;
};

namespace terminals {

/// How the names of scenes stand in one column.
std::string textOfScopes(const std::vector<std::string>& scopes);
std::vector<std::string> scopesOfText(const std::string& text);

/// Nothing when unknown, or when the key was a phone's that was revoked.
Result<std::optional<Terminal>> find(Session& session, const DeviceId& id);
/// In the order of their ids.
Result<std::vector<Terminal>> list(Session& session);
/// One that is there already moves.
Result<Done> put(Session& session, const Terminal& terminal, std::int64_t nowUnixMs);
/// False when there was none. Its key is forgotten, its codes stay used.
Result<bool> remove(Session& session, const DeviceId& id);

}  // namespace terminals
}  // namespace citycode::server
