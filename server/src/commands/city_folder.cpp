#include "commands/city_folder.h"

#include <filesystem>

#include "base/private_mode.h"
#include "city/clock_keeper.h"
#include "store/sqlite_store.h"

namespace citycode::server {
namespace {

// Keys are made after the records and never without them: a city with keys alone has lost what it revoked.
bool hasLostItsRecords(const Options& options) {
  std::error_code error;
  const auto bytes = std::filesystem::file_size(databasePath(options), error);
  return (error || bytes == 0) && cityHasKeys(options.dataFolder);
}

}  // namespace

std::string databasePath(const Options& options) { return options.dataFolder + "/citycode.sqlite"; }

namespace {

Started<std::unique_ptr<Store>> openRecords(const Options& options, Upgrade upgrade) {
  if (hasLostItsRecords(options)) {
    return StartFailure{Fault::StoreDamaged, databasePath(options) + " is missing or empty although the city's keys exist: restore it from a backup"
                                             " (docs/deploy.md); to begin a new city, move the keys folder away too."};
  }
  if (auto ready = ensurePrivateFolder(options.dataFolder); !ready) return ready.failure();
  return openSqliteStore(databasePath(options), upgrade);
}

}  // namespace

Started<std::unique_ptr<Store>> openStore(const Options& options) { return openRecords(options, Upgrade::Allowed); }

Started<Done> keepDataPrivate(const Options& options) {
  const std::string keys = options.dataFolder + "/keys";
  for (const std::string& folder : {options.dataFolder, keys})
    if (auto done = keepPrivate("The folder", folder); !done) return done.failure();
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(keys, error))
    if (entry.is_regular_file(error))
      if (auto done = keepPrivate("The key file", entry.path().string()); !done) return done.failure();
  for (const char* ending : {"", "-wal", "-shm", "-counters"})
    if (auto done = keepPrivate("The database file", databasePath(options) + ending); !done) return done.failure();
  return Done{};
}

bool hasCity(const Options& options) {
  std::error_code ignored;
  return std::filesystem::exists(databasePath(options), ignored) || cityHasKeys(options.dataFolder);
}

StartFailure noCity(const Options& options) {
  return {Fault::StartBadOption, "There is no city in " + options.dataFolder + ": give its folder with --data, or start the server once."};
}

Started<std::unique_ptr<Store>> openExistingStore(const Options& options) {
  if (!hasCity(options)) return noCity(options);
  return openRecords(options, Upgrade::Refused);
}

std::shared_ptr<CityTime> openCityTime(const Options& options, Store* store) {
  auto known = readClockMark(clockMarkPath(options.dataFolder));
  if (!known && store != nullptr) {   // the folder of a version that kept no mark
    const auto list = store->loadTrustList();
    if (list && list->has_value()) known = ClockMark{"", {(*list)->issuedUnixSeconds * kMillisecondsPerSecond, 0}};
  }
  auto time = std::make_shared<CityTime>(machineClocks(options.clockOffsetSeconds, options.clockStepFile), std::move(known));
  if (const auto confirmed = readClockMark(clockConfirmationPath(options.dataFolder))) time->confirm(*confirmed);
  return time;
}

Started<std::unique_ptr<CityKeys>> openExistingKeys(const Options& options) {
  if (!hasCity(options)) return noCity(options);
  return CityKeys::open(options.dataFolder, Absent::Refuse);
}

// Keys are made for a new city only: beside existing records a missing key is a loss, not a beginning.
Started<std::unique_ptr<CityKeys>> openKeys(const Options& options, Store& store) {
  const auto stored = store.loadTrustList();
  if (!stored) return storageFailure(stored.fault(), databasePath(options));
  return CityKeys::open(options.dataFolder, stored->has_value() ? Absent::Refuse : Absent::Create);
}

}  // namespace citycode::server
