#include "commands/city_folder.h"

#include <filesystem>

#include "base/private_mode.h"
#include "city/clock_keeper.h"
#include "city/key_folder.h"
#include "city/key_marks.h"
#include "city/trust_lists.h"
#include "registry/people.h"
#include "store/copy_mark.h"
#include "store/postgres_store.h"
#include "store/sqlite_store.h"

namespace citycode::server {
namespace {

// Keys are made after the records and never without them: a city with keys alone has lost what it revoked.
bool hasLostItsFile(const Options& options) {
  std::error_code error;
  const auto bytes = std::filesystem::file_size(databasePath(options), error);
  return (error || bytes == 0) && cityHasKeys(options.dataFolder);
}

StartFailure lostRecords(const Options& options) {
  return {Fault::StoreDamaged, recordsPlace(options) + " is missing or empty although the city's keys exist: restore it from a backup, or copy the records"
                               " with copy-store (docs/deploy.md); to begin a new city, move the keys folder away too."};
}

Started<std::unique_ptr<Store>> openRecords(const Options& options, Upgrade upgrade) {
  const bool isFile = std::holds_alternative<SqliteAddress>(options.store);
  if (isFile && hasLostItsFile(options)) return lostRecords(options);
  if (auto ready = ensurePrivateFolder(options.dataFolder); !ready) return ready.failure();
  auto store = openAddress(recordsAddress(options), upgrade);
  if (!store) return store;
  if (auto whole = mustBeNoUnfinishedCopy(**store); !whole) return whole.failure();
  // Empty tables are there before anybody's records are: what they were begun for tells a new city from a loss.
  if (!cityHasKeys(options.dataFolder)) {
    if (const auto begun = (*store)->write(key_marks::begin); !begun) return recordsFailure(begun.fault(), options);
    return store;
  }
  const auto isThere = (*store)->read([](Session& session) -> Result<bool> {
    CC_TRY(list, trust_lists::newest(session));
    if (list) return true;
    return key_marks::areBegun(session);
  });
  if (!isThere) return recordsFailure(isThere.fault(), options);
  if (!*isThere) return lostRecords(options);
  return store;
}

}  // namespace

std::string databasePath(const Options& options) {
  const auto* file = std::get_if<SqliteAddress>(&options.store);
  return file != nullptr && !file->path.empty() ? file->path : options.dataFolder + "/citycode.sqlite";
}

std::string recordsPlace(const Options& options) {
  const auto* database = std::get_if<PostgresAddress>(&options.store);
  return database != nullptr ? database->place() : databasePath(options);
}

std::string workshopPath(const Options& options) { return options.dataFolder + "/unfinished-restore"; }

std::string counterPath(const Options& options) { return options.dataFolder + "/citycode.sqlite-counters"; }

StoreAddress recordsAddress(const Options& options) {
  const auto* file = std::get_if<SqliteAddress>(&options.store);
  return file != nullptr ? SqliteAddress{databasePath(options)} : options.store;
}

Started<std::unique_ptr<Store>> openAddress(const StoreAddress& address, Upgrade upgrade, Presence presence) {
  if (const auto* database = std::get_if<PostgresAddress>(&address)) return openPostgresStore(*database, upgrade, presence);
  return openSqliteStore(std::get<SqliteAddress>(address).path, upgrade);
}

StartFailure unfinishedCopy(const std::string& place, copy_mark::By by) {
  if (by == copy_mark::By::Restore)
    return {Fault::StoreUnavailable, place + " holds a restore that did not end: give restore the same --from once more (docs/deploy.md)."};
  return {Fault::StoreUnavailable, place + " holds a copy that did not end: give copy-store the same --from and --to once more, or go on with what it was"
                                   " copied from (docs/deploy.md)."};
}

Started<Done> mustBeNoUnfinishedCopy(Store& store) {
  const auto unfinished = store.read(copy_mark::whose);
  if (!unfinished) return storageFailure(unfinished.fault(), store.place());
  if (*unfinished) return unfinishedCopy(store.place(), **unfinished);
  return Done{};
}

Started<std::unique_ptr<Store>> openStore(const Options& options) { return openRecords(options, Upgrade::Allowed); }

std::unique_ptr<StatusCounters> countersOf(const Options& options, Store& store) {
  return std::make_unique<StatusCounters>(store, counterPath(options));
}

Started<Done> keepDataPrivate(const Options& options) {
  const std::string keys = options.dataFolder + "/keys";
  for (const std::string& folder : {options.dataFolder, keys})
    if (auto done = keepPrivate("The folder", folder); !done) return done.failure();
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(keys, error))
    if (entry.is_regular_file(error))
      if (auto done = keepPrivate("The key file", entry.path().string()); !done) return done.failure();
  for (const char* ending : {"", "-wal", "-shm"})
    if (auto done = keepPrivate("The database file", databasePath(options) + ending); !done) return done.failure();
  if (auto done = keepPrivate("The file of counters", counterPath(options)); !done) return done.failure();
  if (auto done = keepPrivate("The file of the demo's portal", options.dataFolder + "/demo-portal.json"); !done) return done.failure();
  return Done{};
}

bool hasCity(const Options& options) {
  std::error_code ignored;
  const bool isFile = std::holds_alternative<SqliteAddress>(options.store);
  return (isFile && std::filesystem::exists(databasePath(options), ignored)) || cityHasKeys(options.dataFolder);
}

StartFailure noCity(const Options& options) {
  return {Fault::StartBadOption, "There is no city in " + options.dataFolder + ": give its folder with --data, or start the server once."};
}

Started<std::unique_ptr<Store>> openExistingStore(const Options& options) {
  if (!hasCity(options)) return noCity(options);
  auto store = openRecords(options, Upgrade::Refused);
  if (!store) return store;
  if (auto sealed = mustHaveSealedPeople(**store); !sealed) return sealed.failure();
  return store;
}

Started<Done> mustHaveSealedPeople(Store& store) {
  const auto haveFormer = store.read(people::haveFormer);
  if (!haveFormer) return storageFailure(haveFormer.fault(), store.place());
  if (*haveFormer) return StartFailure{Fault::StoreUnavailable, "People in " + store.place() + " are not sealed yet: start the server of this version once, then the commands."};
  return Done{};
}

Started<Done> sealFormerPeople(const Options& options, Store& store, const CityKeys& keys) {
  constexpr std::int64_t kPeopleAtOnce = 500;
  for (;;) {
    const auto areMore = store.write([&](Session& session) { return people::sealFormer(session, keys.people(), kPeopleAtOnce); });
    if (!areMore) return recordsFailure(areMore.fault(), options);
    if (!*areMore) return Done{};
  }
}

std::shared_ptr<CityTime> openCityTime(const Options& options, Store* store) {
  auto known = readClockMark(clockMarkPath(options.dataFolder));
  if (!known && store != nullptr) {   // the folder of a version that kept no mark
    const auto list = store->read([](Session& session) { return trust_lists::newest(session); });
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

Started<Done> mustFit(const Options& options, Store& store, const CityKeys& keys) {
  auto rotation = readRotationKeys(options.dataFolder);
  if (!rotation) return rotation.failure();
  const auto agreed = store.write([&](Session& session) { return key_marks::agree(session, keys, rotation->formerRoots); });
  if (!agreed) return recordsFailure(agreed.fault(), options);
  if (*agreed) return Done{};
  return StartFailure{Fault::StartBadOption, "The records in " + store.place() + " go with other keys than those in " + options.dataFolder +
                                             "/keys: give the folder of their keys with --data, or restore the keys from their copy (docs/deploy.md)."};
}

Started<std::unique_ptr<CityKeys>> openExistingKeys(const Options& options, Store& store) {
  auto keys = openExistingKeys(options);
  if (!keys) return keys.failure();
  if (auto fits = mustFit(options, store, **keys); !fits) return fits.failure();
  return keys;
}

// Keys are made for a new city only: beside existing records a missing key is a loss, not a beginning. The keys of ratings and of people
// alone are made for records of an earlier version, too, which go with none yet.
Started<std::unique_ptr<CityKeys>> openKeys(const Options& options, Store& store) {
  const auto stored = store.read([](Session& session) { return trust_lists::newest(session); });
  if (!stored) return recordsFailure(stored.fault(), options);
  const auto haveRatingKey = store.read(key_marks::haveRatingKey);
  if (!haveRatingKey) return recordsFailure(haveRatingKey.fault(), options);
  const auto havePeopleKey = store.read(key_marks::havePeopleKey);
  if (!havePeopleKey) return recordsFailure(havePeopleKey.fault(), options);
  const auto unless = [](bool isKnown) { return isKnown ? Absent::Refuse : Absent::Create; };
  return CityKeys::open(options.dataFolder, unless(stored->has_value()), unless(*haveRatingKey), unless(*havePeopleKey));
}

Started<ExistingCity> openExistingCity(const Options& options) {
  auto store = openExistingStore(options);
  if (!store) return store.failure();
  auto keys = openExistingKeys(options, **store);
  if (!keys) return keys.failure();
  const Clock clock = cityClock(options, store->get());
  return ExistingCity{std::move(*store), std::move(*keys), clock};
}

}  // namespace citycode::server
