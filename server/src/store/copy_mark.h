// Records into which a copy was begun say so until it has ended. Half a city would know nothing of what was revoked in its other half, so
// nobody takes it for one: no server, no command, no further copy.
#pragma once

#include <string_view>

#include "citycode/bytes.h"
#include "store/session.h"

namespace citycode::server::copy_mark {

/// Its row of city_fact.
inline constexpr std::string_view kName = "unfinished-copy";

/// Says which copy it is. Random, so that one that goes on after another has begun anew finds that out.
Bytes newMark();

// Inside a unit of work, all.

Result<bool> isThere(Session& session);
Result<Done> put(Session& session, ByteView mark);
/// Nobody puts another until the unit ends. Fault: store/unavailable when somebody has.
Result<Done> hold(Session& session, ByteView mark);
Result<Done> remove(Session& session);

}  // namespace citycode::server::copy_mark
