#include "city/clock_keeper.h"

#include "base/clock.h"
#include "pass/pass_claims.h"

namespace citycode::server {
namespace {

/// A server that is killed forgets as much; within one run of the machine nothing, for the boot clock goes on.
constexpr std::int64_t kSaveEveryMs = 60 * kMillisecondsPerSecond;

}  // namespace

std::string clockMarkPath(const std::string& dataFolder) { return dataFolder + "/clock.mark"; }
std::string clockConfirmationPath(const std::string& dataFolder) { return dataFolder + "/clock.confirmed"; }

bool ClockKeeper::look() {
  if (time_->state().doubtSeconds) takeConfirmation();
  const bool wasMoved = logChange(time_->state());
  const std::int64_t bootMs = time_->mark().reading.bootMs;
  if (savedBootMs_ == 0 || wasMoved || bootMs - savedBootMs_ >= kSaveEveryMs) save();
  return wasMoved;
}

void ClockKeeper::save() {
  const ClockMark mark = time_->mark();
  const bool saved = writeClockMark(clockMarkPath(dataFolder_), mark);
  if (!saved && isSaved_) log_.event("warn", "clock-mark-not-saved");
  isSaved_ = saved;
  savedBootMs_ = mark.reading.bootMs;
}

void ClockKeeper::takeConfirmation() {
  if (const auto confirmed = readClockMark(clockConfirmationPath(dataFolder_))) time_->confirm(*confirmed);
}

bool ClockKeeper::logChange(const CityTime::State& state) {
  const bool wentBack = state.stepsBack != told_.stepsBack;
  const bool wasInDoubt = told_.doubtSeconds.has_value();
  told_ = state;
  if (wentBack) log_.event("warn", "clock-stepped-back");
  if (state.doubtSeconds && !wasInDoubt) log_.measured("error", "clock-in-doubt", "aheadSeconds", *state.doubtSeconds);
  if (!state.doubtSeconds && wasInDoubt) log_.event("info", "clock-believed");
  return wentBack || wasInDoubt != state.doubtSeconds.has_value();
}

}  // namespace citycode::server
