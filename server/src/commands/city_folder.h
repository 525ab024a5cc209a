// What lies in the folder of a city (docs/deploy.md, "Files"), and how it is opened: by the server and by the commands.
#pragma once

#include <memory>
#include <string>

#include "base/city_time.h"
#include "base/clock.h"
#include "base/start_failure.h"
#include "city/city_keys.h"
#include "commands/options.h"
#include "revocation/status_counters.h"
#include "store/copy_mark.h"
#include "store/postgres_presence.h"
#include "store/schema.h"
#include "store/store.h"

namespace citycode::server {

/// The file of SQLite; nothing is there when the records are in PostgreSQL.
std::string databasePath(const Options& options);
/// Where the records are, as sentences name it.
std::string recordsPlace(const Options& options);

/// Beside the records, whichever engine keeps them (revocation/counter_file.h).
std::string counterPath(const Options& options);

/// The records at an address, whichever engine keeps them.
Started<std::unique_ptr<Store>> openAddress(const StoreAddress& address, Upgrade upgrade, Presence presence = Presence::Shown);
/// Where the records of these options are.
StoreAddress recordsAddress(const Options& options);
/// Half a city is none (store/copy_mark.h).
StartFailure unfinishedCopy(const std::string& place, copy_mark::By by);
Started<Done> mustBeNoUnfinishedCopy(Store& store);

/// What a restore needs while it goes on; the first who comes afterwards takes away what one has left that was killed.
std::string workshopPath(const Options& options);

bool hasCity(const Options& options);
StartFailure noCity(const Options& options);

/// The records, made for a new city. Refused when they are missing beside keys.
Started<std::unique_ptr<Store>> openStore(const Options& options);
/// What gives the places of status lists.
std::unique_ptr<StatusCounters> countersOf(const Options& options, Store& store);
/// A command about a city makes none, for the folder may be mistyped, and brings none to this version: a server of the earlier
/// one may still be running.
Started<std::unique_ptr<Store>> openExistingStore(const Options& options);
/// Keys are made for a new city only.
Started<std::unique_ptr<CityKeys>> openKeys(const Options& options, Store& store);
/// Of a city that is there.
Started<std::unique_ptr<CityKeys>> openExistingKeys(const Options& options);
/// Refused when the records go with other keys (city/key_marks.h).
Started<Done> mustFit(const Options& options, Store& store, const CityKeys& keys);
/// Of a city that is there, for these records.
Started<std::unique_ptr<CityKeys>> openExistingKeys(const Options& options, Store& store);

/// People whom a version before the eighth kept unsealed. A command waits for a server to have sealed them.
Started<Done> mustHaveSealedPeople(Store& store);
Started<Done> sealFormerPeople(const Options& options, Store& store, const CityKeys& keys);

/// A restore often brings files back readable by everybody: closes them (base/private_mode.h).
Started<Done> keepDataPrivate(const Options& options);

/// The time that the city believes, by what its folder knows. Without the store that is the mark alone.
std::shared_ptr<CityTime> openCityTime(const Options& options, Store* store);
inline Clock cityClock(const Options& options, Store* store) { return Clock(openCityTime(options, store)); }

/// What most commands need of a city that is there.
struct ExistingCity {
  std::unique_ptr<Store> store;
  std::unique_ptr<CityKeys> keys;
  Clock clock;
};
Started<ExistingCity> openExistingCity(const Options& options);

/// A fault of the records, naming their place.
inline StartFailure recordsFailure(Fault fault, const Options& options) { return storageFailure(fault, recordsPlace(options)); }
/// What the person at the keyboard asked for cannot be.
inline StartFailure refused(std::string sentence) { return {Fault::StartBadOption, std::move(sentence)}; }

}  // namespace citycode::server
