// Portals: sites of offices, each with a server of its own that signs what it asks of the city. Each function runs inside the caller's
// unit of work.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "citycode/pass.h"
#include "places/place_name.h"
#include "registry/devices.h"

namespace citycode::server {

/// What a portal has beside when it asks people to sign in; what phones see of it is the core's (places/portal_request.h).
struct PortalSignIn {
  PlaceNames names;
  SealingKey sealingKey{};                    // isStrongSealingKey
  std::vector<std::string> scenes;            // that it may ask for
  std::vector<std::string> returnAddresses;   // isReturnAddress, of its origin

  bool operator==(const PortalSignIn&) const = default;
};

struct Portal {
  std::string id;         // isPortalId
  PublicKey key{};
  std::string origin;     // isPortalOrigin
  std::string officeId;   // whose services it ends
  std::optional<PortalSignIn> signIn{};

  bool operator==(const Portal&) const = default;
};

namespace portals {

Result<std::optional<Portal>> find(Session& session, std::string_view id);
/// By SHA-256 of its key, as its requests name it.
Result<std::optional<Portal>> findByKey(Session& session, const Sha256& keyDigest);
Result<std::optional<Portal>> findBySealingKey(Session& session, const SealingKey& key);
/// In the order of their ids.
Result<std::vector<Portal>> list(Session& session);
/// One that is there already becomes this one; what it asked of people before ends.
Result<Done> put(Session& session, const Portal& portal);
/// With what it asked of people. False when there was none.
Result<bool> remove(Session& session, std::string_view id);

}  // namespace portals
}  // namespace citycode::server
