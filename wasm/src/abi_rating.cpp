// Ratings: what a phone may believe of a ticket, and what it sends of its holder's opinion.
#include "abi_internal.h"
#include "citycode_abi.h"
#include "encoding/cbor.h"
#include "rating/rating.h"
#include "rating/screened_text.h"
#include "verdict/report.h"

namespace citycode {
namespace {

Result<std::map<Indicator, Level>> indicatorsOf(ByteView pairs) {
  if (pairs.size() % 2 != 0) return Fault::RequestMalformed;
  std::map<Indicator, Level> indicators;
  for (std::size_t i = 0; i < pairs.size(); i += 2) {
    const auto indicator = indicatorFromNumber(pairs[i]);
    const auto level = levelFromNumber(pairs[i + 1]);
    if (!indicator || !level || !indicators.emplace(*indicator, *level).second) return Fault::RatingBadRating;
  }
  return indicators;
}

Result<std::vector<Reason>> reasonsOf(ByteView numbers) {
  std::vector<Reason> reasons;
  for (const std::uint8_t number : numbers) {
    const auto reason = reasonFromNumber(number);
    if (!reason) return Fault::RatingBadRating;
    reasons.push_back(*reason);
  }
  return reasons;
}

Result<Level> levelOf(double number) {
  const auto level = number >= 0 && number <= 0xff && number == std::floor(number) ? levelFromNumber(static_cast<std::uint64_t>(number)) : std::nullopt;
  if (!level) return Fault::RatingBadRating;
  return *level;
}

}  // namespace
}  // namespace citycode

using namespace citycode;

int32_t cc_read_ticket(int32_t verifier, const uint8_t* ticket, size_t ticket_size, double now) {
  return answerOf(verifier, [=](OpenVerifier& of) -> Result<Bytes> {
    CC_TRY(view, borrowed(ticket, ticket_size));
    CC_TRY(seconds, wholeSeconds(now));
    const auto& trust = of.trust;
    CC_TRY(read, verifyServiceTicket(view, trust ? &*trust : nullptr, seconds));
    return ownedBytes(serviceTicketJson(read, *trust));
  });
}

int32_t cc_write_rating(const uint8_t* service, size_t service_size, const uint8_t* input, const uint8_t* output, double level,
                        const uint8_t* indicators, size_t indicators_size, const uint8_t* reasons, size_t reasons_size,
                        const uint8_t* text, size_t text_size, const uint8_t* reply_digest) {
  return answerWith([=]() -> Result<Bytes> {
    if (!input || !output) return Fault::RequestMalformed;
    CC_TRY(serviceView, borrowed(service, service_size));
    CC_TRY(indicatorsView, borrowed(indicators, indicators_size));
    CC_TRY(reasonsView, borrowed(reasons, reasons_size));
    CC_TRY(textView, borrowedText(text, text_size));
    if (!cbor::isUtf8(bytesOf(textView))) return Fault::RatingBadText;
    Rating rating;
    CC_TRY(ratedService, decodeRatedService(serviceView));
    rating.service = std::move(ratedService);
    std::copy_n(input, rating.input.size(), rating.input.begin());
    std::copy_n(output, rating.output.size(), rating.output.begin());
    CC_TRY(chosen, levelOf(level));
    CC_TRY(asked, indicatorsOf(indicatorsView));
    CC_TRY(ticked, reasonsOf(reasonsView));
    rating.opinion = {chosen, std::move(asked), std::move(ticked), std::string(textView)};
    if (reply_digest) std::copy_n(reply_digest, kSha256Bytes, rating.replyDigest.emplace().begin());
    auto bytes = encodeRating(rating);
    wipe(rating.output);
    return bytes;
  });
}

int32_t cc_screen_text(const uint8_t* text, size_t text_size) {
  return answerWith([=]() -> Result<Bytes> {
    CC_TRY(view, borrowedText(text, text_size));
    if (!cbor::isUtf8(bytesOf(view))) return Fault::RatingBadText;
    return ownedBytes(screenedText(view));
  });
}
