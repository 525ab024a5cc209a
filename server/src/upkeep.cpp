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
  forgetExpired();   // a server that is started every day has few hours of its own
  tellAboutJournal();
  const auto settled = settleDates();
  datesAreSettled_ = static_cast<bool>(settled);
  // What can be read is served on a full disk, too.
  if (!settled && !parts_.trustList.current()) return settled.fault();
  return Done{};
}

// After the city's time went back, or may have while the server was away.
Result<Done> Upkeep::settleDates() {
  const std::int64_t nowMs = clock_.nowUnixMs();
  const auto corrected = parts_.store.correctDatesAfter({nowMs, nowMs + kCounterCodeSeconds * kMillisecondsPerSecond, parts_.keys.issuerKeys()});
  CC_CHECK(parts_.trustList.refresh());
  parts_.statusLists.lookAgain();
  return corrected;
}

// A reader that was forgotten (a shell, a backup) lets the file beside the database grow for as long as it is there.
void Upkeep::tellAboutJournal() {
  std::error_code error;
  const auto bytes = std::filesystem::file_size(journalPath_, error);
  if (!error && bytes > kLargeJournalBytes) parts_.log.measured("warn", "store-journal-large", "bytes", static_cast<std::int64_t>(bytes));
}

// Once a minute, and more often while nothing can be written.
void Upkeep::tellAboutWriting() {
  const auto before = parts_.store.cannotWrite();
  if (++secondsSinceWriting_ < (before ? kTryAgainSeconds : kTryToWriteSeconds)) return;
  secondsSinceWriting_ = 0;
  const auto outcome = parts_.store.tryToWrite();
  if (!outcome && !before) parts_.log.event("error", "store-not-writable", outcome.fault());
  if (outcome && before) parts_.log.event("info", "store-writable");
}

void Upkeep::everySecond() {
  const std::lock_guard lock(mutex_);
  tellAboutWriting();
  if (clockKeeper_.look()) datesAreSettled_ = false;
  if (datesAreSettled_) return;
  const auto settled = settleDates();   // tried again each second: a disk may be full just now
  datesAreSettled_ = static_cast<bool>(settled);
  if (settled) parts_.log.event("info", "dates-settled");
}

void Upkeep::forgetExpired() {
  const auto forgotten = parts_.store.forgetExpiredBefore(clock_.nowUnixMs() - kRetentionSeconds * kMillisecondsPerSecond);
  if (!forgotten) parts_.log.event("error", "retention-failed", forgotten.fault());
}

void Upkeep::everyHour() {
  const std::lock_guard lock(mutex_);
  tellAboutJournal();
  const auto refreshed = parts_.trustList.refresh();
  if (!refreshed) parts_.log.event("error", "trust-list-not-signed", refreshed.fault());
  forgetExpired();
  const auto reusable = parts_.store.forgetUsedRequests(clock_.nowUnixMs());
  if (!reusable) parts_.log.event("error", "retention-failed", reusable.fault());
}

}  // namespace citycode::server
