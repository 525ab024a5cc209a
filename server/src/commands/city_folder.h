// What lies in the folder of a city (docs/deploy.md, "Files"), and how it is opened: by the server and by the commands.
#pragma once

#include <memory>
#include <string>

#include "base/city_time.h"
#include "base/clock.h"
#include "base/start_failure.h"
#include "city/city_keys.h"
#include "commands/options.h"
#include "store/store.h"

namespace citycode::server {

std::string databasePath(const Options& options);

bool hasCity(const Options& options);
StartFailure noCity(const Options& options);

/// The records, made for a new city. Refused when they are missing beside keys.
Started<std::unique_ptr<Store>> openStore(const Options& options);
/// A command about a city makes none, for the folder may be mistyped, and brings none to this version: a server of the earlier
/// one may still be running.
Started<std::unique_ptr<Store>> openExistingStore(const Options& options);
/// Keys are made for a new city only.
Started<std::unique_ptr<CityKeys>> openKeys(const Options& options, Store& store);
/// Of a city that is there.
Started<std::unique_ptr<CityKeys>> openExistingKeys(const Options& options);

/// A restore often brings files back readable by everybody: closes them (base/private_mode.h).
Started<Done> keepDataPrivate(const Options& options);

/// The time that the city believes, by what its folder knows. Without the store that is the mark alone.
std::shared_ptr<CityTime> openCityTime(const Options& options, Store* store);
inline Clock cityClock(const Options& options, Store* store) { return Clock(openCityTime(options, store)); }

/// A fault of the records, naming their file.
inline StartFailure recordsFailure(Fault fault, const Options& options) { return storageFailure(fault, databasePath(options)); }
/// What the person at the keyboard asked for cannot be.
inline StartFailure refused(std::string sentence) { return {Fault::StartBadOption, std::move(sentence)}; }

}  // namespace citycode::server
