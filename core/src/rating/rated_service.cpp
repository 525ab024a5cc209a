#include "rating/rated_service.h"

#include <chrono>

#include "encoding/cbor.h"
#include "places/place_name.h"

namespace citycode {
namespace {

constexpr std::size_t kElements = 4;
// The last week of which every second is one of 32 bits.
constexpr std::uint32_t kLatestWeek = weekOf(0xffffffff) - 1;

bool isRatedService(const RatedService& service) {
  return isOfficeId(service.officeId) && isItemId(service.itemId) && service.week >= 1 && service.week <= kLatestWeek;
}

}  // namespace

std::string weekText(std::uint32_t week) {
  using namespace std::chrono;
  // A week belongs to the year of its Thursday (ISO 8601 section 3.1.1.23); day 0 was the one of week 0.
  const sys_days thursday{days{std::int64_t{week} * 7}};
  const year of = year_month_day{thursday}.year();
  const auto number = (thursday - sys_days{of / January / 1}).count() / 7 + 1;
  return std::to_string(int(of)) + (number < 10 ? "-W0" : "-W") + std::to_string(number);
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
