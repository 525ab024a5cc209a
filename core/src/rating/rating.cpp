#include "rating/rating.h"

#include <algorithm>
#include <functional>

#include "encoding/cbor.h"
#include "encoding/code_point.h"
#include "encoding/shown_text.h"

namespace citycode {
namespace {

constexpr std::size_t kElements = 8;
constexpr std::uint64_t kMostReasons = 255;   // numbers of reasons are one byte in C++; each stands once

std::size_t countCodePoints(std::string_view text) {
  std::size_t count = 0;
  while (takeCodePoint(text)) ++count;
  return count;
}

bool isOpinion(const Opinion& opinion, Channel channel) {
  const bool indicatorsFit = std::all_of(opinion.indicators.begin(), opinion.indicators.end(),
                                         [&](const auto& each) { return asksAbout(wayOf(channel), each.first); });
  const auto& reasons = opinion.reasons;
  const bool ascending = std::adjacent_find(reasons.begin(), reasons.end(), std::greater_equal<>()) == reasons.end();
  return indicatorsFit && ascending && (reasons.empty() || opensCase(opinion.level));
}

Result<Done> checkRating(const Rating& rating) {
  const bool hasTicket = ticketOf(rating.service.channel) != TicketKind::NoTicket;
  if (!hasTicket || rating.replyDigest.has_value() != opensCase(rating.opinion.level)) return Fault::RatingBadRating;
  return checkOpinion(rating.opinion, rating.service.channel);
}

Result<Level> takeLevel(cbor::Reader& reader) {
  CC_TRY(number, reader.takeUint());
  const auto level = levelFromNumber(number);
  if (!level) return Fault::RatingBadRating;
  return *level;
}

Result<std::map<Indicator, Level>> takeIndicators(cbor::Reader& reader) {
  CC_TRY(map, cbor::MapReader::open(reader));
  std::map<Indicator, Level> indicators;
  for (;;) {
    CC_TRY(key, map.nextKey());
    if (!key) return indicators;
    const auto indicator = *key < 0 ? std::nullopt : indicatorFromNumber(static_cast<std::uint64_t>(*key));
    if (!indicator) return Fault::RatingBadRating;
    CC_TRY(level, takeLevel(reader));
    indicators.emplace(*indicator, level);
  }
}

Result<std::vector<Reason>> takeReasons(cbor::Reader& reader) {
  CC_TRY(count, reader.takeArray());
  if (count > kMostReasons) return Fault::RatingBadRating;
  std::vector<Reason> reasons;
  for (std::size_t i = 0; i < count; ++i) {
    CC_TRY(number, reader.takeUint());
    const auto reason = reasonFromNumber(number);
    if (!reason) return Fault::RatingBadRating;
    reasons.push_back(*reason);
  }
  return reasons;
}

template <std::size_t Size>
Result<Done> takeExactly(cbor::Reader& reader, std::array<std::uint8_t, Size>& out) {
  CC_TRY(bytes, reader.takeBytes());
  if (bytes.size() != Size) return Fault::RatingBadRating;
  std::copy(bytes.begin(), bytes.end(), out.begin());
  return Done{};
}

Result<Rating> decode(ByteView bytes) {
  cbor::Reader reader(bytes);
  CC_TRY(elements, reader.takeArray());
  if (elements != kElements) return Fault::RatingBadRating;
  Rating rating;
  CC_TRY(service, reader.takeBytes());
  CC_TRY(ratedService, decodeRatedService(service));
  rating.service = std::move(ratedService);
  CC_CHECK(takeExactly(reader, rating.input));
  CC_CHECK(takeExactly(reader, rating.output));
  CC_TRY(level, takeLevel(reader));
  rating.opinion.level = level;
  CC_TRY(indicators, takeIndicators(reader));
  rating.opinion.indicators = std::move(indicators);
  CC_TRY(reasons, takeReasons(reader));
  rating.opinion.reasons = std::move(reasons);
  CC_TRY(text, reader.takeText());
  rating.opinion.text = text;
  CC_TRY(digest, reader.takeBytes());
  CC_CHECK(reader.expectEnd());
  if (!digest.empty() && digest.size() != sizeof(Sha256)) return Fault::RatingBadRating;
  if (!digest.empty()) std::copy(digest.begin(), digest.end(), rating.replyDigest.emplace().begin());
  return rating;
}

}  // namespace

bool isRatingText(std::string_view text) {
  return text.empty() || (isFitToShow(text) && countCodePoints(text) <= kMaxRatingTextChars);
}

Result<Done> checkOpinion(const Opinion& opinion, Channel channel) {
  if (!isOpinion(opinion, channel)) return Fault::RatingBadRating;
  if (!isRatingText(opinion.text)) return Fault::RatingBadText;
  return Done{};
}

Result<Bytes> encodeRating(const Rating& rating) {
  CC_CHECK(checkRating(rating));
  CC_TRY(service, encodeRatedService(rating.service));
  cbor::Writer writer;
  writer.putArray(kElements).putBytes(service).putBytes(rating.input).putBytes(rating.output);
  writer.putUint(static_cast<std::uint64_t>(rating.opinion.level));
  writer.putMap(rating.opinion.indicators.size());
  for (const auto& [indicator, level] : rating.opinion.indicators)
    writer.putUint(static_cast<std::uint64_t>(indicator)).putUint(static_cast<std::uint64_t>(level));
  writer.putArray(rating.opinion.reasons.size());
  for (const Reason reason : rating.opinion.reasons) writer.putUint(static_cast<std::uint64_t>(reason));
  writer.putText(rating.opinion.text);
  writer.putBytes(rating.replyDigest ? ByteView(*rating.replyDigest) : ByteView());
  return std::move(writer).bytes();
}

Result<Rating> decodeRating(ByteView bytes) {
  if (bytes.size() > kMaxRatingBytes) return Fault::RatingBadRating;
  auto rating = decode(bytes);
  if (!rating) return Fault::RatingBadRating;
  CC_CHECK(checkRating(*rating));
  return *std::move(rating);
}

Result<Done> verifyRating(const BoundTokenKey& key, const Rating& rating) {
  CC_TRY(service, encodeRatedService(rating.service));
  if (!sameBytes(service, key.info()) || !verifyBoundToken(key, rating.input, rating.output)) return Fault::RatingBadToken;
  return Done{};
}

}  // namespace citycode
