// Tickets, rated services and ratings: nothing unsigned is believed, each has one form, and whatever is taken keeps to the limits.
#include "../core/test_ratings.h"
#include "encoding/code_point.h"
#include "encoding/shown_text.h"
#include "fuzz.h"
#include "signing/cose.h"
#include "verdict/report.h"

namespace citycode::fuzz {
namespace {

const test::TestRatings& ratings() {
  static const test::TestRatings ratings;
  return ratings;
}
const TrustList& trust() {
  static const TrustList list = ratings().trustList();
  return list;
}

bool isIdOf(std::string_view id, std::size_t most) { return !id.empty() && id.size() <= most && id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == id.npos; }

void holdsService(const RatedService& service) {
  CC_HOLDS(isIdOf(service.officeId, 26) && isIdOf(service.itemId, 26));
  CC_HOLDS(service.week >= 1 && service.week <= 7100);
  CC_HOLDS(test::must(encodeRatedService(service)).size() <= 61);
  CC_HOLDS(weekText(service.week).size() == 8);
}

void ticket(ByteView payload) {
  const auto& city = ratings().city;
  const Bytes bytes = cose::signSign1(SignedKind::ServiceTicket, city.issuer, payload, true);
  CC_HOLDS(!verifyServiceTicket(cose::signSign1(SignedKind::ServiceTicket, test::keyFrom(99), payload, true), &trust(), test::kNow));
  CC_HOLDS(!verifyServiceTicket(cose::signSign1(SignedKind::VenueRecord, city.issuer, payload, true), &trust(), test::kNow));
  const auto read = verifyServiceTicket(bytes, &trust(), test::kNow);
  CC_HOLDS(!read || readUnverifiedServiceTicket(bytes));
  if (!read) return;
  CC_HOLDS(test::must(writeServiceTicket(city.issuer, *read)) == bytes);
  CC_HOLDS(bytes.size() <= 450 && ticketOf(read->channel) != TicketKind::NoTicket);
  CC_HOLDS(read->passDigest.has_value() == (ticketOf(read->channel) == TicketKind::Bound));
  CC_HOLDS(test::kNow - read->endedUnixSeconds < 14 * 86400 && read->endedUnixSeconds - test::kNow <= 60);
  holdsService(read->service());
  CC_HOLDS(isJson(serviceTicketJson(*read, trust())));
}

void service(ByteView bytes) {
  const auto read = decodeRatedService(bytes);
  if (!read) return;
  CC_HOLDS(sameBytes(test::must(encodeRatedService(*read)), bytes));
  holdsService(*read);
}

std::size_t countCodePoints(std::string_view text) {
  std::size_t count = 0;
  while (takeCodePoint(text)) ++count;
  return count;
}

void rating(ByteView bytes) {
  const auto read = decodeRating(bytes);
  if (!read) return;
  CC_HOLDS(sameBytes(test::must(encodeRating(*read)), bytes));
  CC_HOLDS(bytes.size() <= 2560);
  holdsService(read->service);
  const Opinion& opinion = read->opinion;
  CC_HOLDS(opinion.text.empty() || (isFitToShow(opinion.text) && countCodePoints(opinion.text) <= 500));
  CC_HOLDS(read->replyDigest.has_value() == (opinion.level <= Level::Dissatisfied));
  CC_HOLDS(opinion.reasons.empty() || opinion.level <= Level::Dissatisfied);
  for (const auto& [indicator, level] : opinion.indicators) CC_HOLDS(asksAbout(wayOf(read->service.channel), indicator));
}

// Not signed by anybody of the city, and not a pass that it issued.
void stranger(ByteView bytes) {
  const auto read = verifyServiceTicket(bytes, &trust(), test::kNow);
  CC_HOLDS(!read || sameBytes(bytes, ratings().signedTicket()) || sameBytes(bytes, ratings().signedTicket(ratings().slip())));
  const auto key = keyOfRatedPass(bytes, sha256(bytes), trust());
  CC_HOLDS(!key || *key == ratings().city.holder.publicKey());
  CC_HOLDS(!keyOfRatedPass(bytes, Sha256{}, trust()));
}

}  // namespace

void oneInput(ByteView bytes) {
  Input input(bytes);
  switch (input.byte() % 4) {
    case 0: return ticket(input.rest());
    case 1: return service(input.rest());
    case 2: return rating(input.rest());
    default: return stranger(input.rest());
  }
}

}  // namespace citycode::fuzz
