// What an operator does about the city's records and its clock.
#include <cerrno>

#include "base/log.h"
#include "city/clock_keeper.h"
#include "commands/acts.h"
#include "commands/city_folder.h"
#include "store/sqlite_schema.h"

namespace citycode::server {

Started<std::string> checkRecords(const Options& options) {
  if (!hasCity(options)) return noCity(options);
  if (const auto checked = checkWholeDatabase(databasePath(options)); !checked) return recordsFailure(checked.fault(), options);
  return std::string("The records are whole.\n");
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
