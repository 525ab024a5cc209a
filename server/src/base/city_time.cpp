#include "base/city_time.h"

#include <sys/timex.h>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <utility>

#include "base/clock.h"

namespace citycode::server {
namespace {

constexpr const char* kNoBootId = "-";

std::int64_t readMs(clockid_t clock) {
  timespec time{};
  ::clock_gettime(clock, &time);
  return static_cast<std::int64_t>(time.tv_sec) * kMillisecondsPerSecond + time.tv_nsec / 1'000'000;
}

// A clock that was set by hand is not synchronised until a time service says so again (adjtimex(2), STA_UNSYNC).
bool kernelIsSynchronised() {
  timex state{};
  const int answer = ::adjtimex(&state);
  return answer >= 0 && answer != TIME_ERROR && (state.status & STA_UNSYNC) == 0;
}

std::string readBootId() {
  std::ifstream file("/proc/sys/kernel/random/boot_id");
  std::string id;
  file >> id;
  return id;
}

struct WrongWallClock {
  std::int64_t seconds = 0;
  bool isSynchronised = false;
};

WrongWallClock readStepFile(const std::string& path) {
  std::ifstream file(path);
  WrongWallClock wrong;
  std::string word;
  file >> wrong.seconds >> word;
  wrong.isSynchronised = word == "synchronised";
  return wrong;
}

/// Where the wall clock should be, had it gone on as the boot clock since `from`.
std::int64_t continuedFrom(const ClockReading& from, const ClockReading& now) {
  return from.wallUnixMs + (now.bootMs - from.bootMs);
}

bool goesOnFrom(const std::optional<ClockReading>& from, const ClockReading& now) {
  if (!from) return false;
  const std::int64_t difference = now.wallUnixMs - continuedFrom(*from, now);
  return difference >= -kClockStepMs && difference <= kClockStepMs;
}

}  // namespace

CityTime::CityTime(MachineClocks clocks, std::optional<ClockMark> known) : clocks_(std::move(clocks)), known_(std::move(known)) {}

std::int64_t CityTime::nowUnixMs() {
  const std::lock_guard lock(mutex_);
  return look();
}

CityTime::State CityTime::state() {
  const std::lock_guard lock(mutex_);
  look();
  return state_;
}

ClockMark CityTime::mark() {
  const std::lock_guard lock(mutex_);
  look();
  return {clocks_.bootId, *believed_};
}

void CityTime::confirm(const ClockMark& confirmed) {
  const std::lock_guard lock(mutex_);
  if (!clocks_.bootId.empty() && confirmed.bootId == clocks_.bootId) confirmed_ = confirmed.reading;
}

// The first look. Within one run of the machine the boot clock says how long the server was away; over a restart of the
// machine nobody knows, so whatever is later by kSwitchedOffMs or less is believed.
void CityTime::begin(const ClockReading& reading) {
  if (!known_) {
    believed_ = {std::max(reading.wallUnixMs, kEarliestUnixMs), reading.bootMs};
  } else if (!clocks_.bootId.empty() && known_->bootId == clocks_.bootId) {
    believed_ = known_->reading;
  } else {
    const std::int64_t wall = known_->reading.wallUnixMs;
    const bool wasOff = reading.wallUnixMs >= wall && reading.wallUnixMs - wall <= kSwitchedOffMs;
    believed_ = {wasOff ? reading.wallUnixMs : wall, reading.bootMs};
  }
}

bool CityTime::isConfirmed(const ClockReading& reading) const {
  return goesOnFrom(beforeStepBack_, reading) || goesOnFrom(confirmed_, reading) || clocks_.isSynchronised();
}

std::int64_t CityTime::look() {
  const ClockReading reading = clocks_.read();
  if (!believed_) begin(reading);
  const std::int64_t expected = continuedFrom(*believed_, reading);
  const std::int64_t difference = reading.wallUnixMs - expected;
  const bool goesOn = goesOnFrom(believed_, reading);
  const bool stepsBack = difference < 0 && !goesOn && reading.wallUnixMs >= kEarliestUnixMs;
  if (stepsBack) {
    beforeStepBack_ = believed_;
    ++state_.stepsBack;
  }
  if (goesOn || stepsBack || isConfirmed(reading)) {
    believed_ = reading;
    state_.doubtSeconds.reset();
    return reading.wallUnixMs;
  }
  believed_ = {expected, reading.bootMs};
  state_.doubtSeconds = difference / kMillisecondsPerSecond;
  return expected;
}

MachineClocks machineClocks(std::int64_t offsetSeconds, const std::string& stepFile) {
  const std::int64_t offsetMs = offsetSeconds * kMillisecondsPerSecond;
  const auto read = [offsetMs] { return ClockReading{readMs(CLOCK_REALTIME) + offsetMs, readMs(CLOCK_BOOTTIME) + offsetMs}; };
  if (stepFile.empty()) return {read, kernelIsSynchronised, readBootId()};
  const auto readWrong = [read, stepFile] {
    ClockReading reading = read();
    reading.wallUnixMs += readStepFile(stepFile).seconds * kMillisecondsPerSecond;
    return reading;
  };
  return {readWrong, [stepFile] { return readStepFile(stepFile).isSynchronised; }, readBootId()};
}

std::optional<ClockMark> readClockMark(const std::string& path) {
  std::ifstream file(path);
  ClockMark mark;
  if (!(file >> mark.bootId >> mark.reading.bootMs >> mark.reading.wallUnixMs)) return std::nullopt;
  if (mark.bootId == kNoBootId) mark.bootId.clear();
  return mark;
}

bool writeClockMark(const std::string& path, const ClockMark& mark) {
  const std::string temporary = path + ".new";
  {
    std::ofstream file(temporary, std::ios::trunc);
    file << (mark.bootId.empty() ? kNoBootId : mark.bootId) << ' ' << mark.reading.bootMs << ' ' << mark.reading.wallUnixMs << '\n';
    if (!file.flush()) return false;
  }
  return std::rename(temporary.c_str(), path.c_str()) == 0;
}

}  // namespace citycode::server
