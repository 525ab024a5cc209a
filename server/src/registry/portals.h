// Portals: sites of offices, each with a server of its own that signs what it asks of the city. Each function runs inside the caller's
// unit of work.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "registry/devices.h"

namespace citycode::server {

/// A site that asks people to sign in; what phones see of it is the core's (places/portal_request.h).
struct Portal {
  std::string id;         // isPortalId
  PublicKey key{};
  std::string origin;     // isPortalOrigin
  std::string officeId;   // whose services it ends

  bool operator==(const Portal&) const = default;
};

namespace portals {

Result<std::optional<Portal>> find(Session& session, std::string_view id);
/// By SHA-256 of its key, as its requests name it.
Result<std::optional<Portal>> findByKey(Session& session, const Sha256& keyDigest);
/// In the order of their ids.
Result<std::vector<Portal>> list(Session& session);
/// One that is there already gets this key, origin and office.
Result<Done> put(Session& session, const Portal& portal);
/// False when there was none.
Result<bool> remove(Session& session, std::string_view id);

}  // namespace portals
}  // namespace citycode::server
