#include "issuance/card_commands.h"

#include <array>
#include <cstdio>

#include "base/handed_file.h"
#include "issuance/card_number.h"
#include "issuance/paper_routes.h"
#include "revocation/reason.h"

namespace citycode::server {
namespace {

constexpr std::int64_t kSecondsPerMinute = 60;

StartFailure refused(std::string sentence) { return {Fault::StartBadOption, std::move(sentence)}; }

Started<Person> personNamedBy(const Options& options, const CardCounter& counter) {
  const auto id = identifierFromText(options.personId);
  const auto person = id ? counter.office.store.findPerson(*id) : Result<std::optional<Person>>(std::optional<Person>());
  if (!person) return groundFailure(person.fault(), counter.databasePath);
  if (!person->has_value()) return refused("There is no person with this id: give --person an id from the city's records.");
  return **person;
}

Started<PaperCardRecord> cardNamedBy(const Options& options, const CardCounter& counter) {
  const auto card = counter.office.store.findPaperCard(*options.card);
  if (!card) return groundFailure(card.fault(), counter.databasePath);
  if (!card->has_value()) return refused("There is no card with this number: see the list that the cards command prints.");
  return **card;
}

std::string minuteText(std::int64_t unixMs, std::int32_t cityOffsetSeconds) {
  const std::int64_t local = unixMs / kMillisecondsPerSecond + cityOffsetSeconds;
  const int minute = static_cast<int>(local % kSecondsPerDay / kSecondsPerMinute);
  std::array<char, 16> time{};
  std::snprintf(time.data(), time.size(), " %02d:%02d", minute / 60, minute % 60);
  return lastDayText(local + 1, 0).append(time.data());
}

std::string stateOf(const PaperCardRecord& card, std::int64_t nowUnixMs, std::int32_t cityOffsetSeconds) {
  if (card.withdrawnUnixMs != 0) return "withdrawn " + minuteText(card.withdrawnUnixMs, cityOffsetSeconds);
  return card.expiresUnixMs <= nowUnixMs ? "ended" : "good";
}

Started<std::string> listCards(const Options& options, const CardCounter& counter) {
  auto person = personNamedBy(options, counter);
  if (!person) return person.failure();
  const auto cards = counter.office.store.paperCardsOf(person->id);
  if (!cards) return groundFailure(cards.fault(), counter.databasePath);
  const std::int32_t offset = counter.office.cityOffsetSeconds;
  std::string lines;
  for (const PaperCardRecord& card : *cards) {
    lines += cardNumberText(card.number) + "  made " + minuteText(card.issuedUnixMs, offset) + "  until " +
             lastDayText(card.expiresUnixMs / kMillisecondsPerSecond, offset) + "  " +
             stateOf(card, counter.clock.nowUnixMs(), offset) + "\n";
  }
  return lines;
}

Started<std::string> revokeCards(const Options& options, const CardCounter& counter) {
  CardRevocation revocation;
  revocation.number = options.card;
  revocation.issuerKeys = counter.office.keys.issuerKeys();
  revocation.reason = *revocationReasonFromName(options.reason);
  revocation.nowUnixMs = counter.clock.nowUnixMs();
  if (options.card) {
    auto card = cardNamedBy(options, counter);
    if (!card) return card.failure();
    revocation.personId = card->personId;
  } else {
    auto person = personNamedBy(options, counter);
    if (!person) return person.failure();
    revocation.personId = person->id;
  }
  const auto count = counter.office.store.revokePaperCards(revocation);
  if (!count) return groundFailure(count.fault(), counter.databasePath);
  if (*count == 0) return refused("No card was withdrawn: there is none, or it was withdrawn before.");
  return "Withdrawn: " + std::to_string(*count) + " card(s), refused wherever the next status list has arrived.\n";
}

/// Into the file, which the page for the counter's printer reads. The lines name nobody.
Started<std::string> makeCard(const Person& person, std::optional<std::uint32_t> replaces, const std::string& path, const CardCounter& counter) {
  auto file = HandedFile::make(path);
  if (!file) return file.failure();
  const auto paper = counter.office.issue(person, {std::nullopt, std::nullopt, replaces}, counter.clock.nowUnixSeconds());
  if (!paper && paper.fault() == Fault::IssueQuotaReached) return refused("Three cards were made for this person today: print one of them again, or come back tomorrow.");
  if (!paper && paper.fault() == Fault::PaperBadValue) return refused("A card needs a name in the records and an --origin of at most 101 characters.");
  if (!paper) return groundFailure(paper.fault(), counter.databasePath);
  const std::string number = cardNumberText(paper->number);
  if (auto filled = file->fill(bytesOf(describeCard(*paper, person.record).dump() + "\n")); !filled)
    return StartFailure{filled.failure().fault, "The card " + number + " was made and could not be written to " + path +
                        ": withdraw it with revoke-card, free some space and make another."};
  return "Card " + number + " is in " + path + ": choose it on " + counter.office.cityAddress + "/sheet/#card, print it, and delete the file.\n";
}

Started<std::string> replaceCard(const Options& options, const CardCounter& counter) {
  auto card = cardNamedBy(options, counter);
  if (!card) return card.failure();
  const auto person = counter.office.store.findPerson(card->personId);
  if (!person || !person->has_value()) return groundFailure(person ? Fault::StoreDamaged : person.fault(), counter.databasePath);
  return makeCard(**person, options.card, options.out, counter);
}

}  // namespace

Started<std::string> answerCardCommand(const Options& options, const CardCounter& counter) {
  if (options.command == Options::Command::ListCards) return listCards(options, counter);
  if (options.command == Options::Command::RevokeCard) return revokeCards(options, counter);
  if (options.command == Options::Command::ReplaceCard) return replaceCard(options, counter);
  auto person = personNamedBy(options, counter);
  if (!person) return person.failure();
  return makeCard(*person, std::nullopt, options.out, counter);
}

}  // namespace citycode::server
