// What an operator does about the city's records and its clock.
#include <cerrno>
#include <filesystem>

#include "base/log.h"
#include "cases/working_days_file.h"
#include "city/clock_keeper.h"
#include "commands/acts.h"
#include "commands/city_folder.h"
#include "commands/configuration.h"
#include "store/copy_mark.h"
#include "store/copy_records.h"
#include "store/postgres_connect.h"
#include "store/sqlite_schema.h"
#include "web/web_folder.h"

namespace citycode::server {

Started<std::string> checkConfiguration(const Options& options) {
  if (!options.webFolder.empty())
    if (auto read = WebFolder::read(options.webFolder); !read) return read.failure();
  if (auto read = readWorkingDays(options.workingDaysFile); !read) return read.failure();
  if (const auto* database = std::get_if<PostgresAddress>(&options.store))
    if (auto fits = checkPasswordFiles(*database); !fits) return fits.failure();
  return configurationText(options);
}

Started<std::string> checkRecords(const Options& options) {
  if (!hasCity(options)) return noCity(options);
  if (std::holds_alternative<PostgresAddress>(options.store))
    return refused("The records are in PostgreSQL, whose own tools read every page, such as pg_amcheck.");
  if (const auto checked = checkWholeDatabase(databasePath(options)); !checked) return recordsFailure(checked.fault(), options);
  const auto session = connectToRead(databasePath(options));
  const auto unfinished = session ? copy_mark::whose(**session) : Result<std::optional<copy_mark::By>>(session.fault());
  if (unfinished && *unfinished) return unfinishedCopy(databasePath(options), **unfinished);   // an earlier version has no such mark
  return std::string("The records are whole.\n");
}

namespace {

Started<StoreAddress> addressIn(const std::string& option, const std::string& text, const Options& options) {
  constexpr std::string_view kNamed = "--store";   // by the sentences of the reader
  auto parsed = parseStoreAddress(text);
  if (!parsed) return refused(option + parsed.failure().sentence.substr(kNamed.size()));
  usePassword(*parsed, options);
  return parsed;
}

/// Opening makes a file where there is none, for the name may be mistyped.
bool isMissing(const StoreAddress& address) {
  const auto* file = std::get_if<SqliteAddress>(&address);
  std::error_code ignored;
  return file != nullptr && !std::filesystem::exists(file->path, ignored);
}

/// A copy that did not end: the next one begins anew.
StartFailure brokenOff(Fault fault, Store& from, Store& to) {
  const bool isTargets = to.cannotWrite() == fault;
  if (fault == Fault::StoreDiskFull && isTargets)
    return {fault, "The disk that holds " + to.place() + " is full: free some space and copy again; what was copied so far is taken for no city."};
  return storageFailure(fault, isTargets ? to.place() : from.place() + " or " + to.place());
}

}  // namespace

Started<std::string> copyStore(const Options& options) {
  auto source = addressIn("--from", options.from, options), target = addressIn("--to", options.to, options);
  if (!source) return source.failure();
  if (!target) return target.failure();
  if (isMissing(*source)) return refused("There are no records in " + std::get<SqliteAddress>(*source).path + ": give --from the file of a city.");
  auto from = openAddress(*source, Upgrade::Refused);
  if (!from) return from.failure();
  if (auto whole = mustBeNoUnfinishedCopy(**from); !whole) return whole.failure();
  if (auto sealed = mustHaveSealedPeople(**from); !sealed) return sealed.failure();
  auto to = openAddress(*target, Upgrade::Allowed);
  if (!to) return to.failure();
  const auto copied = copyRecords(**from, **to);
  if (!copied && copied.fault() == Fault::StartBadOption) return refused("There are records in " + (*to)->place() + " already: give --to an empty database.");
  if (!copied && copied.fault() == Fault::InternalBug)
    return refused("The counts differ at the end: was something written to " + (*from)->place() + " meanwhile? Stop its servers and copy again.");
  if (!copied) return brokenOff(copied.fault(), **from, **to);
  std::string lines;
  for (const CopiedRows& table : *copied) lines.append(table.table).append(": ").append(std::to_string(table.rows)).append(" rows, counted on both sides\n");
  return lines;
}

Started<std::string> confirmClock(const Options& options) {
  if (!hasCity(options)) return noCity(options);
  const MachineClocks clocks = machineClocks(options.clockOffsetSeconds, options.clockStepFile);
  if (clocks.bootId.empty())
    return StartFailure{Fault::StoreUnavailable, "This machine does not say when it was started: let a time service set its clock instead."};
  const ClockReading reading = clocks.read();
  const std::string path = clockConfirmationPath(options.dataFolder);
  if (!writeClockMark(path, {clocks.bootId, reading})) return storageFailure(faultOfErrno(errno), path);
  return "The clock is taken for right: it is " + utcText(reading.wallUnixMs) + ".\n";
}

}  // namespace citycode::server
