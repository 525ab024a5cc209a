// What a city does by itself while it is served: signs its lists anew, watches clock and disk, deletes what has expired.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>

#include "city/clock_keeper.h"
#include "city/trust_list_keeper.h"
#include "rating/working_days.h"
#include "revocation/pass_runs.h"
#include "revocation/status_list_keeper.h"

namespace citycode::server {

class Upkeep {
 public:
  struct Parts {
    Store& store;
    const CityKeys& keys;
    TrustListKeeper& trustList;
    StatusListKeeper& statusLists;
    const WorkingCalendar& workingDays;
    const Log& log;
  };

  /// The parts must outlive this object.
  Upkeep(Parts parts, std::shared_ptr<CityTime> time, const std::string& dataFolder, const std::string& databasePath);

  /// Before the first request. Fault: store/* when there is nothing to serve.
  Result<Done> prepare();
  void everySecond();
  void everyHour();
  /// After the last request.
  void end() { clockKeeper_.save(); }

 private:
  Result<Done> correctDates();
  void warnAboutJournal();
  void checkWriting();
  void nameWhatOthersRevoked();
  void deleteExpired();
  void deleteServices();
  void sweepBatches();
  void deletePortalRequests();

  Parts parts_;
  Clock clock_;
  ClockKeeper clockKeeper_;
  std::string journalPath_;
  std::mutex mutex_;             // one at a time changes what is published
  bool datesAreCorrected_ = true;
  int secondsSinceWriting_ = 0;
  bool saidWritable_ = true;     // the log's last word
  std::uint32_t secondsServed_ = 0;
  pass_runs::SweepPlace sweepFrom_;
};

}  // namespace citycode::server
