#include "upkeep.h"

#include <filesystem>

#include "enrolment/code_desk.h"

namespace citycode::server {
namespace {

/// Expired passes and codes are kept this long for questions and appeals, then deleted.
constexpr std::int64_t kRetentionSeconds = 30 * kSecondsPerDay;

/// Four times what is cut back to (journal_size_limit): no load of a moment.
constexpr std::uintmax_t kLargeJournalBytes = 64 * 1024 * 1024;

/// An operator's page looks at the health route about as often.
constexpr int kTryToWriteSeconds = 60, kTryAgainSeconds = 5;

}  // namespace

Upkeep::Upkeep(Parts parts, std::shared_ptr<CityTime> time, const std::string& dataFolder, const std::string& databasePath)
    : parts_(parts), clock_(time), clockKeeper_(std::move(time), dataFolder, parts_.log), journalPath_(databasePath + "-wal") {}

Result<Done> Upkeep::prepare() {
  clockKeeper_.look();
  (void)static_cast<bool>(parts_.store.tryToWrite());   // so that health knows
  deleteExpired();   // a server that is started every day has few hours of its own
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
  const auto corrected = parts_.store.correctDatesAfter({nowMs, nowMs + kCounterCodeSeconds * kMillisecondsPerSecond, parts_.keys.issuerKeys()});
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
  const auto before = parts_.store.cannotWrite();
  if (++secondsSinceWriting_ < (before ? kTryAgainSeconds : kTryToWriteSeconds)) return;
  secondsSinceWriting_ = 0;
  const auto outcome = parts_.store.tryToWrite();
  if (!outcome && !before) parts_.log.event("error", "store-not-writable", outcome.fault());
  if (outcome && before) parts_.log.event("info", "store-writable");
}

void Upkeep::everySecond() {
  const std::lock_guard lock(mutex_);
  checkWriting();
  if (clockKeeper_.look()) datesAreCorrected_ = false;
  if (datesAreCorrected_) return;
  const auto corrected = correctDates();   // tried again each second: a disk may be full just now
  datesAreCorrected_ = static_cast<bool>(corrected);
  if (corrected) parts_.log.event("info", "dates-settled");
}

void Upkeep::deleteExpired() {
  const auto deleted = parts_.store.deleteExpiredBefore(clock_.nowUnixMs() - kRetentionSeconds * kMillisecondsPerSecond);
  if (!deleted) parts_.log.event("error", "retention-failed", deleted.fault());
}

void Upkeep::everyHour() {
  const std::lock_guard lock(mutex_);
  warnAboutJournal();
  const auto refreshed = parts_.trustList.refresh();
  if (!refreshed) parts_.log.event("error", "trust-list-not-signed", refreshed.fault());
  deleteExpired();
  const auto reusable = parts_.store.deleteUsedRequests(clock_.nowUnixMs());
  if (!reusable) parts_.log.event("error", "retention-failed", reusable.fault());
}

}  // namespace citycode::server
