// What an operator does about paper cards at the machine itself.
#include <array>
#include <cstdio>
#include <memory>

#include "base/output_file.h"
#include "commands/acts.h"
#include "commands/city_folder.h"
#include "commands/person_named.h"
#include "issuance/card_number.h"
#include "issuance/paper_office.h"
#include "issuance/paper_routes.h"

namespace citycode::server {
namespace {

constexpr std::int64_t kSecondsPerMinute = 60;

/// The office that makes cards, in a city that is there.
struct Counter : ExistingCity {
  std::unique_ptr<StatusCounters> counters;

  PaperOffice office(const Options& options) const {
    return {*keys, *store, *counters, originsOf(options, options.listen.port).front(), options.cityOffsetSeconds};
  }
};

Started<Counter> openCounter(const Options& options) {
  auto city = openExistingCity(options);
  if (!city) return city.failure();
  auto counters = countersOf(options, *city->store);
  return Counter{std::move(*city), std::move(counters)};
}

Started<PaperCardRecord> cardNamedBy(const Options& options, Store& store) {
  const auto card = store.read([&](Session& session) { return cards::find(session, *options.card); });
  if (!card) return recordsFailure(card.fault(), options);
  if (!card->has_value()) return refused("There is no card with this number: see the list that the cards command prints.");
  return **card;
}

/// Whose cards a command is about: of the card that it names, or the person.
Started<Identifier> holderNamedBy(const Options& options, Store& store) {
  if (!options.card) {
    auto person = personNamedBy(options, store);
    if (!person) return person.failure();
    return person->id;
  }
  auto card = cardNamedBy(options, store);
  if (!card) return card.failure();
  return card->personId;
}

std::string minuteText(std::int64_t unixMs, std::int32_t cityOffsetSeconds) {
  const std::int64_t local = unixMs / kMillisecondsPerSecond + cityOffsetSeconds;
  const int minute = static_cast<int>(local % kSecondsPerDay / kSecondsPerMinute);
  std::array<char, 16> time{};
  std::snprintf(time.data(), time.size(), " %02d:%02d", minute / 60, minute % 60);
  return lastDayText(local + 1, 0).append(time.data());
}

std::string stateOf(const PaperCardRecord& card, std::int64_t nowUnixMs, std::int32_t cityOffsetSeconds) {
  if (card.revokedUnixMs != 0) return "revoked " + minuteText(card.revokedUnixMs, cityOffsetSeconds);
  return card.expiresUnixMs <= nowUnixMs ? "ended" : "good";
}

/// Into the file, which the page for the counter's printer reads. The lines name nobody.
Started<std::string> makeInto(const std::string& path, const SealedPerson& sealed, std::optional<std::uint32_t> replaces, const Counter& counter,
                              const Options& options) {
  const std::int64_t nowUnixSeconds = counter.clock.nowUnixSeconds();
  const auto person = counter.keys->people().openOn(cityDate(nowUnixSeconds, options.cityOffsetSeconds), sealed);
  if (!person) return recordsFailure(person.fault(), options);
  auto file = OutputFile::make(path);
  if (!file) return file.failure();
  const PaperOffice office = counter.office(options);
  const auto paper = office.issue(*person, {std::nullopt, std::nullopt, replaces}, nowUnixSeconds);
  if (!paper && paper.fault() == Fault::IssueQuotaReached) return refused("Three cards were made for this person today: print one of them again, or come back tomorrow.");
  if (!paper && paper.fault() == Fault::PaperBadValue) return refused("A card needs a name in the records and an --origin of at most 101 characters.");
  if (!paper) return recordsFailure(paper.fault(), options);
  const std::string number = cardNumberText(paper->number);
  if (auto filled = file->fill(bytesOf(describeCard(*paper, person->record).dump() + "\n")); !filled)
    return StartFailure{filled.failure().fault, "The card " + number + " was made and could not be written to " + path +
                        ": revoke it with revoke-card, free some space and make another."};
  return "Card " + number + " is in " + path + ": choose it on " + office.cityAddress + "/sheet/#card, print it, and delete the file.\n";
}

}  // namespace

Started<std::string> listCards(const Options& options) {
  auto counter = openCounter(options);
  if (!counter) return counter.failure();
  auto person = personNamedBy(options, *counter->store);
  if (!person) return person.failure();
  const auto cards = counter->office(options).cardsOf(person->id);
  if (!cards) return recordsFailure(cards.fault(), options);
  const std::int32_t offset = options.cityOffsetSeconds;
  std::string lines;
  for (const PaperCardRecord& card : *cards) {
    lines += cardNumberText(card.number) + "  made " + minuteText(card.issuedUnixMs, offset) + "  until " +
             lastDayText(card.expiresUnixMs / kMillisecondsPerSecond, offset) + "  " +
             stateOf(card, counter->clock.nowUnixMs(), offset) + "\n";
  }
  return lines;
}

Started<std::string> makeCard(const Options& options) {
  auto counter = openCounter(options);
  if (!counter) return counter.failure();
  auto person = personNamedBy(options, *counter->store);
  if (!person) return person.failure();
  return makeInto(options.out, *person, std::nullopt, *counter, options);
}

Started<std::string> replaceCard(const Options& options) {
  auto counter = openCounter(options);
  if (!counter) return counter.failure();
  auto card = cardNamedBy(options, *counter->store);
  if (!card) return card.failure();
  const auto person = counter->store->read([&](Session& session) { return people::find(session, card->personId); });
  if (!person || !person->has_value()) return recordsFailure(person ? Fault::StoreDamaged : person.fault(), options);
  return makeInto(options.out, **person, options.card, *counter, options);
}

Started<std::string> revokeCards(const Options& options) {
  auto counter = openCounter(options);
  if (!counter) return counter.failure();
  auto holder = holderNamedBy(options, *counter->store);
  if (!holder) return holder.failure();
  const auto count = counter->office(options).revoke(*holder, options.card, *options.reason, counter->clock.nowUnixMs());
  if (!count) return recordsFailure(count.fault(), options);
  if (*count == 0) return refused("No card was revoked: there is none, or it was revoked before.");
  return "Revoked: " + std::to_string(*count) + " card(s), refused wherever the next status list has arrived.\n";
}

}  // namespace citycode::server
