#include "rating/rated_service.h"

#include "encoding/cbor.h"
#include "places/place_name.h"

namespace citycode {
namespace {

constexpr std::size_t kElements = 4;
// The last week of which every second is one of 32 bits.
constexpr std::uint32_t kLatestWeek = weekOf(0xffffffff) - 1;

constexpr std::int64_t kDaysOfEra = 146097;   // 400 Gregorian years

// The year of a day since 1970-01-01 in the proleptic Gregorian calendar; of days from 1970 on.
std::int64_t yearOf(std::int64_t day) {
  // Counted from 0000-03-01, so that a leap day ends its year.
  const std::int64_t shifted = day + 719468, era = shifted / kDaysOfEra, ofEra = shifted % kDaysOfEra;
  const std::int64_t year = (ofEra - ofEra / 1460 + ofEra / 36524 - ofEra / 146096) / 365;
  const std::int64_t ofYear = ofEra - (365 * year + year / 4 - year / 100);
  return year + era * 400 + (ofYear >= 306 ? 1 : 0);   // January begins 306 days after March
}

std::int64_t firstDayOf(std::int64_t year) {
  const std::int64_t before = year - 1;
  return 365 * before + before / 4 - before / 100 + before / 400 - 719162;   // days from 0001-01-01 to 1970-01-01
}

bool isRatedService(const RatedService& service) {
  return isOfficeId(service.officeId) && isItemId(service.itemId) && service.week >= 1 && service.week <= kLatestWeek;
}

}  // namespace

std::string weekText(std::uint32_t week) {
  // A week belongs to the year of its Thursday (ISO 8601 section 3.1.1.23).
  const std::int64_t thursday = weekBegins(week) / 86400 + 3, year = yearOf(thursday);
  const std::int64_t number = (thursday - firstDayOf(year)) / 7 + 1;
  return std::to_string(year) + (number < 10 ? "-W0" : "-W") + std::to_string(number);
}

bool isOfficeId(std::string_view id) { return isPlaceId(id, kMaxVenueIdBytes); }
bool isItemId(std::string_view id) { return isPlaceId(id, kMaxItemIdBytes); }

Result<Bytes> encodeRatedService(const RatedService& service) {
  if (!isRatedService(service)) return Fault::RatingBadRating;
  cbor::Writer writer;
  writer.putArray(kElements).putText(service.officeId).putText(service.itemId);
  writer.putUint(static_cast<std::uint64_t>(service.channel)).putUint(service.week);
  return std::move(writer).bytes();
}

namespace {

Result<RatedService> decode(ByteView bytes) {
  cbor::Reader reader(bytes);
  CC_TRY(elements, reader.takeArray());
  CC_TRY(officeId, reader.takeText());
  CC_TRY(itemId, reader.takeText());
  CC_TRY(number, reader.takeUint());
  CC_TRY(week, reader.takeUint());
  CC_CHECK(reader.expectEnd());
  const auto channel = channelFromNumber(number);
  if (elements != kElements || !channel || week > kLatestWeek) return Fault::RatingBadRating;
  return RatedService{std::string(officeId), std::string(itemId), *channel, static_cast<std::uint32_t>(week)};
}

}  // namespace

Result<RatedService> decodeRatedService(ByteView bytes) {
  if (bytes.size() > kMaxRatedServiceBytes) return Fault::RatingBadRating;
  auto service = decode(bytes);
  if (!service || !isRatedService(*service)) return Fault::RatingBadRating;
  return *std::move(service);
}

const ListedTokenKey* ratingKeyOf(const TrustList& list, std::uint32_t week) {
  const std::int64_t monday = weekBegins(week);
  const ListedTokenKey* found = nullptr;
  for (const ListedTokenKey& key : list.tokenKeys)   // by rising nbf
    if (key.purpose == kRatingPurpose && key.notBeforeUnixSeconds <= monday) found = &key;
  return found && monday < found->expiresUnixSeconds ? found : nullptr;
}

}  // namespace citycode
