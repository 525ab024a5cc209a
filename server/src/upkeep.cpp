#include "upkeep.h"

#include <filesystem>

#include <sodium.h>

#include "callers/used_requests.h"
#include "cases/case_desk.h"
#include "enrolment/code_desk.h"
#include "registry/cards.h"
#include "registry/devices.h"
#include "registry/enrolments.h"
#include "revocation/pass_runs.h"
#include "revocation/revoking.h"
#include "revocation/revocations.h"
#include "services/ended_services.h"
#include "signin/signin_desk.h"

namespace citycode::server {
namespace {

/// Expired codes, cards and revocations are kept this long for questions and appeals, then deleted.
constexpr std::int64_t kRetentionSeconds = 30 * kSecondsPerDay;

/// What a batch took is of use while its passes live. A clock that is ahead takes them for ended earlier (docs/adr/0044).
constexpr std::int64_t kBatchRetentionSeconds = kKeptForWrongClocksSeconds;
/// A ticket likewise, from when it ends; what was counted of its service stays.
constexpr std::int64_t kServiceRetentionSeconds = kTicketSeconds + kBatchRetentionSeconds;
constexpr std::uint32_t kSweepEverySeconds = 60;
constexpr std::int64_t kSweepMs = 50;
constexpr std::uint32_t kDeleteRequestsSeconds = 10;

/// Four times what is cut back to (journal_size_limit): no load of a moment.
constexpr std::uintmax_t kLargeJournalBytes = 64 * 1024 * 1024;

/// An operator's page looks at the health route about as often.
constexpr int kTryToWriteSeconds = 60, kTryAgainSeconds = 5;

/// As long as a revocation by a server whose clock is ahead may be without effect; one look into an index that is empty otherwise.
constexpr std::uint32_t kLookForRevocationsSeconds = 5;

}  // namespace

Upkeep::Upkeep(Parts parts, std::shared_ptr<CityTime> time, const std::string& dataFolder, const std::string& databasePath)
    : parts_(parts), clock_(time), clockKeeper_(std::move(time), dataFolder, parts_.log), journalPath_(databasePath + "-wal") {
  sweepFrom_.device = {static_cast<std::uint8_t>(randombytes_uniform(256))};   // not always the same for a server that is started every day
}

Result<Done> Upkeep::prepare() {
  clockKeeper_.look();
  (void)static_cast<bool>(parts_.store.tryToWrite());   // so that health knows
  deleteExpired();   // a server that is started every day has few hours of its own
  sweepBatches();
  warnAboutJournal();
  const auto corrected = correctDates();
  datesAreCorrected_ = static_cast<bool>(corrected);
  // What can be read is served on a full disk, too.
  if (!corrected && !parts_.trustList.current()) return corrected.fault();
  return Done{};
}

// After the city's time went back, or may have while the server was away.
Result<Done> Upkeep::correctDates() {
  const std::int64_t nowMs = clock_.nowUnixMs();
  const auto corrected = parts_.store.write([&](Session& session) -> Result<Done> {
    CC_CHECK(enrolments::shortenCodes(session, nowMs + kCounterCodeSeconds * kMillisecondsPerSecond));
    CC_CHECK(cards::bringDatesBackTo(session, nowMs));
    return revoking::correctAfter(session, listKeysOf(parts_.keys), nowMs);
  });
  CC_CHECK(parts_.trustList.refresh());
  parts_.statusLists.lookAgain();
  return corrected;
}

// A reader that was forgotten (a shell, a backup) lets the file beside the database grow for as long as it is there.
void Upkeep::warnAboutJournal() {
  std::error_code error;
  const auto bytes = std::filesystem::file_size(journalPath_, error);
  if (!error && bytes > kLargeJournalBytes) parts_.log.measured("warn", "store-journal-large", "bytes", static_cast<std::int64_t>(bytes));
}

// Once a minute, and more often while nothing can be written.
void Upkeep::checkWriting() {
  const bool isWritable = !parts_.store.cannotWrite();
  if (++secondsSinceWriting_ < (isWritable ? kTryToWriteSeconds : kTryAgainSeconds)) return;
  secondsSinceWriting_ = 0;
  const auto outcome = parts_.store.tryToWrite();
  if (static_cast<bool>(outcome) == saidWritable_) return;
  saidWritable_ = static_cast<bool>(outcome);
  if (outcome) parts_.log.event("info", "store-writable");
  else parts_.log.event("error", "store-not-writable", outcome.fault());
}

// To another server of the city, whose clock is ahead, passes that live seem expired: what it revokes does not name them.
void Upkeep::nameWhatOthersRevoked() {
  const std::int64_t nowMs = clock_.nowUnixMs();
  const std::int64_t aheadMs = nowMs + kDateAheadSeconds * kMillisecondsPerSecond;
  const auto ahead = parts_.store.read([&](Session& session) { return devices::revokedAfter(session, aheadMs); });
  if (!ahead || ahead->empty()) return;
  const auto named = parts_.store.write([&](Session& session) { return revoking::correctAfter(session, listKeysOf(parts_.keys), nowMs); });
  if (!named) return;   // looked at again in a moment
  parts_.statusLists.lookAgain();
  parts_.log.measured("warn", "revoked-by-a-clock-ahead", "devices", static_cast<std::int64_t>(ahead->size()));
}

void Upkeep::everySecond() {
  const std::lock_guard lock(mutex_);
  checkWriting();
  if (++secondsServed_ % kSweepEverySeconds == 0) sweepBatches();
  if (secondsServed_ % kDeleteRequestsSeconds == 0) deletePortalRequests();
  // Another server of the city may have signed: its list is published here, too. What fails is told by the hour.
  if (secondsServed_ % kSweepEverySeconds == kSweepEverySeconds / 2) (void)static_cast<bool>(parts_.trustList.refresh());
  if (secondsServed_ % kLookForRevocationsSeconds == 0) nameWhatOthersRevoked();
  if (clockKeeper_.look()) datesAreCorrected_ = false;
  if (datesAreCorrected_) return;
  const auto corrected = correctDates();   // tried again each second: a disk may be full just now
  datesAreCorrected_ = static_cast<bool>(corrected);
  if (corrected) parts_.log.event("info", "dates-settled");
}

void Upkeep::deleteExpired() {
  const std::int64_t beforeMs = clock_.nowUnixMs() - kRetentionSeconds * kMillisecondsPerSecond;
  const auto deleted = parts_.store.write([&](Session& session) -> Result<Done> {
    CC_CHECK(enrolments::deleteCodesExpiredBefore(session, beforeMs));
    CC_CHECK(cards::deleteExpiredBefore(session, beforeMs));
    CC_CHECK(staff_links::deleteEndedBefore(session, beforeMs));
    return revocations::deleteEndedBefore(session, beforeMs);
  });
  if (!deleted) parts_.log.event("error", "retention-failed", deleted.fault());
  deleteServices();
}

// In short units of work, for after some days away there are many.
void Upkeep::deleteServices() {
  const std::int64_t before = clock_.nowUnixSeconds() - kServiceRetentionSeconds;
  for (std::int64_t deleted = ended_services::kDeletedAtOnce; deleted == ended_services::kDeletedAtOnce;) {
    const auto some = parts_.store.write([&](Session& session) { return ended_services::deleteEndedBefore(session, before); });
    if (!some) return parts_.log.event("error", "retention-failed", some.fault());
    deleted = *some;
  }
}

// For a moment each minute, from where the last one ended: a small city is gone through at once, a large one in a day, and nobody
// waits for it.
void Upkeep::sweepBatches() {
  const std::int64_t beforeMs = clock_.nowUnixMs() - kBatchRetentionSeconds * kMillisecondsPerSecond;
  const std::int64_t endMs = clock_.passedMs() + kSweepMs;
  for (int beginnings = 0; beginnings < 2;) {   // from here to the end, and from the beginning to here
    const auto next = parts_.store.write([&](Session& session) { return pass_runs::sweep(session, beforeMs, sweepFrom_); });
    if (!next) return;   // tried again in a minute; what cannot be written is told of by checkWriting
    beginnings += sweepFrom_.amongFormer && !next->amongFormer;
    sweepFrom_ = *next;
    if (clock_.passedMs() > endMs && !next->device.empty()) return;   // in the midst of many
  }
}

// A request lives for minutes, and what a phone answered for no longer. Tried again in a moment.
void Upkeep::deletePortalRequests() {
  const std::int64_t beforeMs = clock_.nowUnixMs() - kAnswerKeptSeconds * kMillisecondsPerSecond;
  (void)static_cast<bool>(parts_.store.write([&](Session& session) { return portal_requests::deleteExpiredBefore(session, beforeMs); }));
}

void Upkeep::everyHour() {
  const std::lock_guard lock(mutex_);
  warnAboutJournal();
  const auto refreshed = parts_.trustList.refresh();
  if (!refreshed) parts_.log.event("error", "trust-list-not-signed", refreshed.fault());
  deleteExpired();
  const auto closed = CaseDesk{parts_.store, clock_, parts_.workingDays}.closeSilent();
  if (!closed) parts_.log.event("error", "cases-not-closed", closed.fault());
  const auto reusable = parts_.store.write([&](Session& session) { return used_requests::deleteBefore(session, clock_.nowUnixMs()); });
  if (!reusable) parts_.log.event("error", "retention-failed", reusable.fault());
}

}  // namespace citycode::server
