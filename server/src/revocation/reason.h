// The reasons for which a device is revoked, by name.
#pragma once

#include <optional>
#include <string_view>

#include "registry/revocation_reason.h"

namespace citycode::server {

/// removed, lost, stolen, compromised, error; nothing for any other.
std::optional<RevocationReason> revocationReasonFromName(std::string_view name);

/// Those that a holder can know: removed, lost, stolen. The others are the city's.
std::optional<RevocationReason> holdersReasonFromName(std::string_view name);

}  // namespace citycode::server
