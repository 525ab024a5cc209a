// What a rating is about, and what its token is bound to: the public input of RFC 9497's POPRF. It says which office, item and
// channel, and in which ISO week the service ended, and nothing finer.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "citycode/bytes.h"
#include "citycode/limits.h"
#include "citycode/result.h"
#include "citycode/trust_list.h"
#include "rating/rating_words.h"

namespace citycode {

/// Of trust lists: what the keys of ratings are for.
inline constexpr std::string_view kRatingPurpose = "rating";

/// Days since 1970 counted in weeks from Monday on: 1970-01-01 was a Thursday, so week 0 began on 1969-12-29. UTC.
constexpr std::uint32_t weekOf(std::int64_t unixSeconds) { return static_cast<std::uint32_t>((unixSeconds / 86400 + 3) / 7); }
/// The first second of its Monday. Week 0: before 1970.
constexpr std::int64_t weekBegins(std::uint32_t week) { return (static_cast<std::int64_t>(week) * 7 - 3) * 86400; }
/// "2026-W48" (ISO 8601).
std::string weekText(std::uint32_t week);

/// Ids of offices are those of venues; items have the same alphabet.
bool isOfficeId(std::string_view id);
bool isItemId(std::string_view id);

struct RatedService {
  std::string officeId;   // [a-z0-9-], as a venue's
  std::string itemId;     // [a-z0-9-]
  Channel channel = Channel::OnSite;
  std::uint32_t week = 0;   // weekOf the second in which the service ended

  bool operator==(const RatedService&) const = default;
};

/// `[office, item, channel, week]`. At most kMaxRatedServiceBytes. Fault: rating/bad-rating.
Result<Bytes> encodeRatedService(const RatedService& service);
/// Strict. Fault: rating/bad-rating.
Result<RatedService> decodeRatedService(ByteView bytes);

/// The listed key for services that ended in this week: of those for ratings the one whose nbf is the latest that is not after the
/// week's Monday, if its exp is after it. Null: there is none.
const ListedTokenKey* ratingKeyOf(const TrustList& list, std::uint32_t week);

}  // namespace citycode
