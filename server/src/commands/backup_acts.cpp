// What an operator does so that the city can be lost and comes back (docs/adr/0086).
#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <map>

#include "backup/backup_folder.h"
#include "backup/raised_records.h"
#include "base/folder_hold.h"
#include "base/log.h"
#include "city/clock_keeper.h"
#include "city/key_file.h"
#include "city/key_folder.h"
#include "city/key_marks.h"
#include "commands/acts.h"
#include "commands/city_folder.h"
#include "registry/people.h"
#include "store/copy_records.h"
#include "store/postgres_connect.h"
#include "store/sqlite_backup.h"
#include "store/sqlite_schema.h"
#include "store/sqlite_store.h"

namespace citycode::server {
namespace {

namespace fs = std::filesystem;

/// Every few seconds a line on standard error, so that a person sees that it goes on.
class Told {
 public:
  void say(const std::string& line) {
    const auto now = std::chrono::steady_clock::now();
    if (now < next_) return;
    next_ = now + kEvery;
    std::fprintf(stderr, "%s\n", line.c_str());
  }

 private:
  static constexpr std::chrono::seconds kEvery{5};
  std::chrono::steady_clock::time_point next_ = std::chrono::steady_clock::now() + kEvery;
};

constexpr std::int64_t kMebibyte = 1024 * 1024;

std::string linesOf(const std::map<std::string, std::int64_t>& rows) {
  std::string lines;
  for (const auto& [table, count] : rows) lines.append(table).append(": ").append(std::to_string(count)).append(" rows\n");
  return lines;
}

// ---- To ------------------------------------------------------------------------------------------------

bool isOnSqlite(const Options& options) { return std::holds_alternative<SqliteAddress>(options.store); }

Started<Done> copyOutOfFile(const Options& options, const NewBackup& backup, const std::string& file) {
  Told told;
  const auto copied = copyFileAsItIs(databasePath(options), file, [&](std::int64_t bytes, std::int64_t of) {
    told.say(std::to_string(bytes / kMebibyte) + " of about " + std::to_string(of / kMebibyte) + " MiB");
  });
  if (copied) return Done{};
  const bool isTargets = copied.fault() == Fault::StoreDiskFull || copied.fault() == Fault::StoreNoPermission;
  return isTargets ? backup.failure(copied.fault()) : recordsFailure(copied.fault(), options);
}

Started<Done> copyOutOfDatabase(Store& store, const NewBackup& backup, const std::string& file) {
  auto target = openSqliteStore(file);
  if (!target) return backup.failure(target.failure().fault);
  Told told;
  const auto copied = copyRecordsAsTheyAre(store, **target, [&](std::string_view table, std::int64_t rows) {
    told.say(std::string(table).append(": ").append(std::to_string(rows)).append(" rows"));
  });
  if (copied) return Done{};
  return (*target)->cannotWrite() == copied.fault() ? backup.failure(copied.fault()) : storageFailure(copied.fault(), store.place());
}

/// Into one file, which is on the disk.
Started<Done> copyOut(const Options& options, Store& store, const NewBackup& backup) {
  const std::string file = backup.fileName(kRecordsName);
  auto copied = isOnSqlite(options) ? copyOutOfFile(options, backup, file) : copyOutOfDatabase(store, backup, file);
  if (!copied) return copied;
  if (const auto closed = putAwayJournal(file); !closed) return backup.failure(closed.fault());
  if (const auto flushed = flushFile(file); !flushed) return backup.failure(flushed.fault());
  return Done{};
}

/// Reads every page and counts.
Started<Done> lookThrough(const NewBackup& backup, Manifest& manifest) {
  const std::string file = backup.fileName(kRecordsName);
  if (const auto checked = checkWholeDatabase(file); !checked) return backup.failure(checked.fault());
  auto session = openPutAway(file);
  if (!session) return backup.failure(session.fault());
  const auto described = describeRecords(**session, manifest);
  const auto version = schemaVersionOf(**session);
  if (!described || !version) return backup.failure(described ? version.fault() : described.fault());
  manifest.schemaVersion = *version;
  return Done{};
}

/// The names of the files in a keys folder.
Started<std::vector<std::string>> namesInKeys(const std::string& folder) {
  std::vector<std::string> names;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    const std::string name = entry.path().filename();
    if (std::error_code ignored; isKeyFileName(name) && fs::is_regular_file(entry.path(), ignored)) names.push_back(name);   // a link to one, too
  }
  if (error) return storageFailure(faultOfErrno(error.value()), folder);
  std::sort(names.begin(), names.end());
  return names;
}

Started<Done> copyKeys(const std::string& from, const std::string& to, const std::vector<std::string>& names) {
  if (auto ready = ensurePrivateFolder(to); !ready) return ready;
  for (const std::string& name : names)
    if (const auto copied = copyToNewFile(from + "/" + name, to + "/" + name); !copied) return storageFailure(copied.fault(), to + "/" + name);
  if (const auto flushed = flushFolder(to); !flushed) return storageFailure(flushed.fault(), to);
  return Done{};
}

/// Which files it has, by what is on the disk.
Started<Done> nameFiles(const NewBackup& backup, const std::vector<std::string>& names, Manifest& manifest) {
  for (const std::string& name : names) {
    auto file = lookAtFile(backup.folder(), name);
    if (!file) return backup.failure(file.fault());
    manifest.files.push_back(std::move(*file));
  }
  return Done{};
}

Started<Done> writeManifest(const NewBackup& backup, const Manifest& manifest, const SigningKey& root) {
  const std::string text = manifestText(manifest);
  for (const auto& [name, content] : {std::pair{kManifestName, text}, {kManifestSignatureName, manifestSignature(root, text)}})
    if (const auto written = writeNewFile(backup.fileName(name), bytesOf(content)); !written) return backup.failure(written.fault());
  return Done{};
}

/// As a restore does it.
Started<Done> readBack(const NewBackup& backup, const Manifest& manifest, const PublicKey& root) {
  auto kept = readBackup(backup.folder());
  if (!kept) return kept.failure();
  const bool isSame = kept->manifest == manifest && isManifestOf(root, kept->text, kept->signature);
  return isSame ? Started<Done>(Done{}) : backup.failure(Fault::StoreDamaged);
}

// ---- From ----------------------------------------------------------------------------------------------

/// A folder inside the data folder for what is of use only while a restore goes on.
class Workshop {
 public:
  explicit Workshop(const Options& options) : folder_(workshopPath(options)) { clear(); }
  ~Workshop() { clear(); }
  Workshop(const Workshop&) = delete;
  Workshop& operator=(const Workshop&) = delete;
  const std::string& folder() const { return folder_; }

 private:
  void clear() const {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }
  std::string folder_;
};

StartFailure later(const std::string& folder, std::int64_t version) {
  return {Fault::StoreUnavailable, "The backup in " + folder + " was made by a later version of Citycode (records of version " + std::to_string(version) +
                                       ", this one knows " + std::to_string(kSchemaVersion) + "): restore it with that version, or with a later one."};
}

std::vector<std::string> keptKeys(const Manifest& manifest) {
  const std::string folder = std::string(kKeptKeys) + "/";
  std::vector<std::string> names;
  for (const KeptFile& file : manifest.files)
    if (file.name.starts_with(folder)) names.push_back(file.name.substr(folder.size()));
  return names;
}

/// Whose keys a restored city has: those that are there, else those of the backup, which are in the workshop until all is known to fit.
struct Belonging {
  std::string folder;   // with the keys inside
  std::unique_ptr<CityKeys> keys;
  RotationKeys rotation;
};

/// `records`: those of an earlier version go with no key of ratings or people yet.
Started<Belonging> keysFor(const Options& options, const Manifest& manifest, Session& records, const Workshop& workshop) {
  const auto haveRatingKey = key_marks::haveRatingKey(records), havePeopleKey = key_marks::havePeopleKey(records);
  if (!haveRatingKey || !havePeopleKey) return storageFailure(haveRatingKey ? havePeopleKey.fault() : haveRatingKey.fault(), options.from);
  Belonging belonging;
  belonging.folder = options.dataFolder;
  if (!cityHasKeys(options.dataFolder)) {
    const auto names = keptKeys(manifest);
    if (names.empty())
      return refused("There are no keys in " + options.dataFolder +
                     "/keys, and the backup has none: put the copy of the city's keys folder there, then restore.");
    belonging.folder = workshop.folder();
    if (auto copied = copyKeys(options.from + "/" + kKeptKeys, workshop.folder() + "/keys", names); !copied) return copied.failure();
  }
  const auto unless = [](bool isKnown) { return isKnown ? Absent::Refuse : Absent::Create; };
  auto keys = CityKeys::open(belonging.folder, Absent::Refuse, unless(*haveRatingKey), unless(*havePeopleKey));
  if (!keys) return keys.failure();
  auto rotation = readRotationKeys(belonging.folder);
  if (!rotation) return rotation.failure();
  belonging.keys = std::move(*keys);
  belonging.rotation = std::move(*rotation);
  return belonging;
}

StartFailure ofAnotherCity(const Options& options) {
  return refused("The backup in " + options.from + " is of another city than the keys in " + options.dataFolder +
                 "/keys, or was made after a change of keys that they miss: give --data the folder with its keys.");
}

Started<Done> mustBeOf(const Belonging& belonging, const Options& options, const KeptBackup& backup, Session& records) {
  std::vector<PublicKey> roots{belonging.keys->root().publicKey()};
  roots.insert(roots.end(), belonging.rotation.formerRoots.begin(), belonging.rotation.formerRoots.end());
  const auto root = std::find(roots.begin(), roots.end(), backup.manifest.rootKey);
  if (root == roots.end()) return ofAnotherCity(options);
  if (!isManifestOf(*root, backup.text, backup.signature))
    return StartFailure{Fault::StoreDamaged, options.from + "/" + kManifestName +
                                                 " is not what the city signed when the backup was made: nothing was restored; take another backup."};
  const auto agrees = key_marks::wouldAgree(records, *belonging.keys, belonging.rotation.formerRoots);
  if (!agrees) return storageFailure(agrees.fault(), options.from);
  return *agrees ? Started<Done>(Done{}) : ofAnotherCity(options);
}

/// The records of a backup, brought to this version in the workshop where they are of an earlier one.
Started<std::unique_ptr<SqliteSession>> recordsOf(const std::string& folder, const Manifest& manifest, const Workshop& workshop) {
  std::string file = folder + "/" + kRecordsName;
  if (manifest.schemaVersion < kSchemaVersion) {
    const std::string copy = workshop.folder() + "/" + kRecordsName;
    if (const auto copied = copyToNewFile(file, copy); !copied) return storageFailure(copied.fault(), copy);
    if (auto brought = openSqliteStore(copy, Upgrade::Allowed); !brought) return brought.failure();
    if (const auto closed = putAwayJournal(copy); !closed) return storageFailure(closed.fault(), copy);
    file = copy;
  }
  auto session = openPutAway(file);
  if (!session) return storageFailure(session.fault(), file);
  const auto version = schemaVersionOf(**session);
  if (!version || *version != kSchemaVersion) return storageFailure(version ? Fault::StoreDamaged : version.fault(), file);
  return std::move(*session);
}

/// People of a version that kept them unsealed are sealed in the workshop, where such records are.
Started<std::unique_ptr<SqliteSession>> withSealedPeople(const Options& options, std::unique_ptr<SqliteSession> records, const CityKeys& keys, const Workshop& workshop) {
  const auto haveFormer = people::haveFormer(*records);
  if (!haveFormer) return storageFailure(haveFormer.fault(), options.from);
  if (!*haveFormer) return records;
  records.reset();
  const std::string file = workshop.folder() + "/" + kRecordsName;
  {
    auto store = openSqliteStore(file, Upgrade::Refused);
    if (!store) return store.failure();
    if (auto sealed = sealFormerPeople(options, **store, keys); !sealed) return sealed.failure();
  }
  if (const auto closed = putAwayJournal(file); !closed) return storageFailure(closed.fault(), file);
  auto session = openPutAway(file);
  if (!session) return storageFailure(session.fault(), file);
  return std::move(*session);
}

/// Keys of the backup in their place, before there are records: empty tables without keys would be a new city. Taken back where no restore began.
class PlacedKeys {
 public:
  PlacedKeys(const Belonging& belonging, const Options& options)
      : from_(belonging.folder + "/keys"), place_(options.dataFolder + "/keys"), folder_(options.dataFolder),
        areOfBackup_(belonging.folder != options.dataFolder) {}
  ~PlacedKeys() {
    if (isPlaced_) (void)std::rename(place_.c_str(), from_.c_str());
  }
  PlacedKeys(const PlacedKeys&) = delete;
  PlacedKeys& operator=(const PlacedKeys&) = delete;

  Started<Done> put() {
    if (!areOfBackup_) return Done{};
    if (std::rename(from_.c_str(), place_.c_str()) != 0) return storageFailure(faultOfErrno(errno), place_);
    isPlaced_ = true;
    if (const auto flushed = flushFolder(folder_); !flushed) return storageFailure(flushed.fault(), place_);
    return Done{};
  }
  void stay() { isPlaced_ = false; }

 private:
  std::string from_, place_, folder_;
  bool areOfBackup_, isPlaced_ = false;
};

StartFailure brokenOff(Fault fault, const Options& options, Store& to) {
  if (fault == Fault::StartBadOption)
    return refused("There are records in " + to.place() + " already: move them away, or give --data or --store another place.");
  if (fault == Fault::StoreDiskFull)
    return {fault, "The disk that holds " + to.place() + " is full: free some space and restore again; what is there so far is taken for no city."};
  return storageFailure(fault, to.cannotWrite() == fault ? to.place() : options.from + " or " + to.place());
}

/// Nobody else is at the records.
struct Alone {
  FolderHold folder;
  std::unique_ptr<PostgresConnection> database;   // null on SQLite
};

Started<Alone> takeAlone(const Options& options) {
  if (auto ready = ensurePrivateFolder(options.dataFolder); !ready) return ready.failure();
  auto folder = FolderHold::take(options.dataFolder, FolderHold::Use::Restoring);
  if (!folder) return folder.failure();
  const auto* address = std::get_if<PostgresAddress>(&options.store);
  if (address == nullptr) return Alone{std::move(*folder), nullptr};
  if (auto checked = checkPasswordFiles(*address); !checked) return checked.failure();
  auto database = connectAlone(*address);
  if (!database) return database.failure();
  return Alone{std::move(*folder), std::move(*database)};
}

}  // namespace

Started<std::string> backUp(const Options& options) {
  auto store = openExistingStore(options);
  if (!store) return store.failure();
  auto keys = openExistingKeys(options, **store);
  if (!keys) return keys.failure();
  auto backup = NewBackup::begin(options.to);
  if (!backup) return backup.failure();

  Manifest manifest;
  manifest.takenUnixMs = cityClock(options, store->get()).nowUnixMs();
  manifest.engine = isOnSqlite(options) ? "sqlite" : "postgresql";
  manifest.rootKey = (*keys)->root().publicKey();
  if (auto copied = copyOut(options, **store, *backup); !copied) return copied.failure();
  if (auto looked = lookThrough(*backup, manifest); !looked) return looked.failure();
  std::vector<std::string> files{kRecordsName};
  if (options.withKeys) {
    auto names = namesInKeys(options.dataFolder + "/keys");
    if (!names) return names.failure();
    if (auto copied = copyKeys(options.dataFolder + "/keys", backup->fileName(kKeptKeys), *names); !copied) return backup->failure(copied.failure().fault);
    for (const std::string& name : *names) files.push_back(std::string(kKeptKeys) + "/" + name);
  }
  if (auto named = nameFiles(*backup, files, manifest); !named) return named.failure();
  if (auto written = writeManifest(*backup, manifest, (*keys)->root()); !written) return written.failure();
  if (auto read = readBack(*backup, manifest, manifest.rootKey); !read) return read.failure();
  if (auto placed = backup->putInPlace(); !placed) return placed.failure();
  return linesOf(manifest.rows) + "The records of " + utcText(manifest.takenUnixMs) + " are in " + options.to +
         ", read back: every page, every reference, the rows above and the digests of " + std::to_string(files.size()) + " file(s).\n" +
         (options.withKeys ? "The city's keys are in it, too: whoever has this folder is the city.\n"
                           : "The city's keys are not in it: keep a copy of " + options.dataFolder + "/keys at another place.\n");
}

Started<std::string> restoreBackup(const Options& options) {
  auto backup = readBackup(options.from);
  if (!backup) return backup.failure();
  const Manifest& manifest = backup->manifest;
  if (manifest.schemaVersion > kSchemaVersion) return later(options.from, manifest.schemaVersion);
  auto alone = takeAlone(options);
  if (!alone) return alone.failure();
  const Workshop workshop(options);
  if (auto ready = ensurePrivateFolder(workshop.folder()); !ready) return ready.failure();
  auto records = recordsOf(options.from, manifest, workshop);
  if (!records) return records.failure();
  auto belonging = keysFor(options, manifest, **records, workshop);
  if (!belonging) return belonging.failure();
  if (auto fits = mustBeOf(*belonging, options, *backup, **records); !fits) return fits.failure();
  records = withSealedPeople(options, std::move(*records), *belonging->keys, workshop);
  if (!records) return records.failure();

  const auto time = openCityTime(options, nullptr);
  const std::int64_t nowMs = time->nowUnixMs();
  if (nowMs + kClockStepMs < manifest.takenUnixMs)
    return refused("The clock says " + utcText(nowMs) + ", and the backup was made at " + utcText(manifest.takenUnixMs) +
                   ": set the machine's clock, then restore.");
  PlacedKeys placed(*belonging, options);
  if (auto put = placed.put(); !put) return put.failure();
  auto target = openAddress(recordsAddress(options), Upgrade::NewOnly, Presence::Hidden);
  if (!target) return target.failure();
  if (const auto may = mayTakeACopy(**target); !may) return brokenOff(may.fault(), options, **target);
  const RestoreMoment moment{belonging->keys->issuerKeys(), manifest.takenUnixMs / kMillisecondsPerSecond, nowMs / kMillisecondsPerSecond};
  std::int64_t skipped = 0;
  const auto finish = [&](Session& session) -> Result<Done> {
    CC_TRY(raised, raiseRecords(session, moment));
    skipped = raised;
    return Done{};
  };
  Told told;
  placed.stay();
  // Or the server would doubt a clock that is a week later than the newest list which it knows. The person reads below what it says.
  const std::string mark = clockMarkPath(options.dataFolder);
  if (!readClockMark(mark) && !writeClockMark(mark, time->mark())) return storageFailure(faultOfErrno(errno), mark);
  const auto copied = restoreRecords(**records, **target, finish, [&](std::string_view table, std::int64_t rows) {
    told.say(std::string(table).append(": ").append(std::to_string(rows)).append(" rows"));
  });
  if (!copied) return brokenOff(copied.fault(), options, **target);
  std::map<std::string, std::int64_t> rows;
  for (const CopiedRows& table : *copied) rows[std::string(table.table)] = table.rows;
  return linesOf(rows) + "The records of " + utcText(manifest.takenUnixMs) + " are in " + (*target)->place() +
         ", counted on both sides. Versions of lists go on " + std::to_string(skipped) + " later, so no verifier takes them for old.\n" +
         "What was done from then until " + utcText(nowMs) +
         " is not in them. Do once more what took something away: revoke phones, people and cards, remove scanners, portals and staff links (docs/deploy.md,"
         " \"Backup\"). Enrolment codes that were open have ended.\n";
}

}  // namespace citycode::server
