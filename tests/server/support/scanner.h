// A scanner that fetches what the city publishes.
#pragma once

#include <optional>
#include <string>

#include "citycode/pass.h"
#include "citycode/trust_list.h"
#include "lists/trust_anchors.h"
#include "support/server_process.h"
#include "verdict/revocation.h"

namespace citycode::server::test {

/// Its anchors and lists; what its own clock says is given each time.
struct Scanner {
  explicit Scanner(const ServerProcess& server);

  /// Adopts everything that the server publishes; names the first thing that it refuses.
  std::string fetch(const ServerProcess& server, std::int64_t nowUnixSeconds);
  /// Whether a pass of the scene transit is revoked, as far as it knows.
  CheckState stateOf(const PassClaims& pass, std::int64_t nowUnixSeconds) const;

  TrustAnchors anchors;
  std::optional<TrustList> trust;
  StatusLists lists;
};

}  // namespace citycode::server::test
