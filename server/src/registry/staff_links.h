// Links by which an office's staff work their cases until operators have sessions of their own: whoever has one is of that office, or of those
// above all offices. Kept as a digest. Each function runs inside the caller's unit of work.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "citycode/crypto.h"
#include "store/session.h"

namespace citycode::server {

/// Whose cases somebody may see and answer: those of one office, or those of all offices that have risen above them.
struct OfficeStaff {
  std::string officeId;   // empty: above all offices
  bool isAbove() const { return officeId.empty(); }
};

/// Of the secret in a link.
inline constexpr std::size_t kStaffSecretBytes = 32;

namespace staff_links {

Result<Done> add(Session& session, const Sha256& secretDigest, const OfficeStaff& staff, std::int64_t expiresUnixMs);
/// Nothing when it is unknown or has ended by then.
Result<std::optional<OfficeStaff>> find(Session& session, const Sha256& secretDigest, std::int64_t nowUnixMs);
/// All links of an office (or of those above), of which somebody may have got one who should not. How many it were.
Result<std::int64_t> removeAll(Session& session, const OfficeStaff& staff);
Result<Done> deleteEndedBefore(Session& session, std::int64_t unixMs);

}  // namespace staff_links
}  // namespace citycode::server
