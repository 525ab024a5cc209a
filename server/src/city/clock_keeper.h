// Watches the machine's clock while the server runs: tells the log, keeps what the next start compares with, and looks
// for an operator's confirmation (docs/deploy.md, "The clock").
//
//   DIR/clock.mark        the newest reading that was believed; written once a minute
//   DIR/clock.confirmed   a reading that an operator said is right (the confirm-clock command)
#pragma once

#include <memory>
#include <string>

#include "base/city_time.h"
#include "base/log.h"
#include "pass/pass_claims.h"

namespace citycode::server {

std::string clockMarkPath(const std::string& dataFolder);
std::string clockConfirmationPath(const std::string& dataFolder);

class ClockKeeper {
 public:
  ClockKeeper(std::shared_ptr<CityTime> time, std::string dataFolder, const Log& log)
      : time_(std::move(time)), dataFolder_(std::move(dataFolder)), log_(log) {}

  /// Once a second. True when the city's time was moved: what is stored and published may have other dates.
  bool look();
  void save();

 private:
  void takeConfirmation();
  bool logChange(const CityTime::State& state);

  std::shared_ptr<CityTime> time_;
  std::string dataFolder_;
  const Log& log_;
  CityTime::State told_;
  bool isSaved_ = true;
  std::int64_t savedBootMs_ = 0;
};

}  // namespace citycode::server
