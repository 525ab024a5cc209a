// Records into which a copy was begun say so until it has ended. Half a city would know nothing of what was revoked in its other half, so
// nobody takes it for one: no server, no command, no further copy.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "citycode/bytes.h"
#include "store/session.h"

namespace citycode::server::copy_mark {

/// Its row of city_fact.
inline constexpr std::string_view kName = "unfinished-copy";

/// What writes the copy: copy-store, or a restore.
enum class By : std::uint8_t { Copy, Restore };

/// Says which copy it is. Random, so that one that goes on after another has begun anew finds that out.
Bytes newMark(By by = By::Copy);

// Inside a unit of work, all.

Result<bool> isThere(Session& session);
/// Nothing when there is no mark.
Result<std::optional<By>> whose(Session& session);
Result<Done> put(Session& session, ByteView mark);
/// Nobody puts another until the unit ends. Fault: store/unavailable when somebody has.
Result<Done> hold(Session& session, ByteView mark);
Result<Done> remove(Session& session);

}  // namespace citycode::server::copy_mark
