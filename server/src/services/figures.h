// What is counted of each rated service, and what of it the public sees. Each function runs inside the caller's unit of work, with what
// it counts.
//
// A figure is of one office, item, channel and week. A cell, which is shown, is of one office, item, channel and ISO year: cells never
// overlap, so that no difference of two of them tells on anybody. All numbers of a cell are those of one moment, when it was last shown
// (rating/figures.h).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rating/rated_service.h"
#include "store/session.h"

namespace citycode::server {

inline constexpr std::size_t kLevels = 0
#define CC_LEVEL(enumerator, number, name) +1
#include "citycode/ratings.def"
    ;

struct Counts {
  std::int64_t services = 0;   // that ended
  std::int64_t tickets = 0;    // that somebody could be handed
  std::int64_t tokens = 0;
  std::int64_t ratings = 0;
  std::array<std::int64_t, kLevels> levels{};   // the first is level 1
  std::int64_t unusual = 0;    // ratings among many at once (ratings/rating_desk.h)

  bool operator==(const Counts&) const = default;
};

struct ShownCell {
  std::string officeId;
  std::string itemId;
  Channel channel = Channel::OnSite;
  std::int64_t year = 0;
  Counts counts;
  std::int64_t shownSinceUtcDay = 0;
};

struct ShownFigures {
  std::vector<ShownCell> cells;   // by office, item, channel and year
  std::int64_t hidden = 0;        // cells with too few ratings
};

/// The year to which a week belongs: that of its Thursday (ISO 8601).
std::int64_t isoYearOf(std::uint32_t week);

namespace figures {

Result<Done> countService(Session& session, const RatedService& service, bool hasTicket);
/// Of a service that was counted without a ticket.
Result<Done> countTicket(Session& session, const RatedService& service);
Result<Done> countToken(Session& session, const RatedService& service);
/// Shows its cell anew when it may be.
Result<Done> countRating(Session& session, const RatedService& service, Level level, bool isUnusual, std::int64_t utcDay);

/// Another whenever `shown` of all offices is another; much cheaper.
Result<std::string> shownVersion(Session& session);
/// Of one office, or of all.
Result<ShownFigures> shown(Session& session, std::optional<std::string_view> officeId);

}  // namespace figures
}  // namespace citycode::server
