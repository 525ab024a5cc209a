// What the city believes the time to be (docs/adr/0044). The machine's clock is believed while it goes on as the boot
// clock does, which counts seconds, sleep included, and which nobody sets. A step forward is not believed before the
// machine's time service or a person has confirmed it: a list that was signed with a date in the future is refused by
// every right clock. Until then the city's time goes on by the boot clock alone. A step back is believed at once: the
// earlier of two dates does no lasting harm.
#pragma once

#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>

namespace citycode::server {

struct ClockReading {
  std::int64_t wallUnixMs = 0;   // the machine's date and time
  std::int64_t bootMs = 0;       // since the machine was started, sleep included
};

/// A reading that was believed, and in which run of the machine. Kept in the data folder.
struct ClockMark {
  std::string bootId;   // empty: in an earlier run
  ClockReading reading;
};

struct MachineClocks {
  std::function<ClockReading()> read;
  std::function<bool()> isSynchronised;   // the kernel was told so by a time service
  std::string bootId;                     // empty where the machine does not say
};

/// A step that is smaller is the clock's own correction: what signed requests may differ by (docs/api.md).
inline constexpr std::int64_t kClockStepMs = 120'000;
/// How long a city may have been switched off before its clock is in doubt: the age at which a verifier's list is too
/// old for any scene, so waiting for a person takes nothing from anybody.
inline constexpr std::int64_t kSwitchedOffMs = 7LL * 86'400'000;
/// 2026-01-01: no right clock shows an earlier time to this program.
inline constexpr std::int64_t kEarliestUnixMs = 1'767'225'600'000;

class CityTime {
 public:
  struct State {
    std::optional<std::int64_t> doubtSeconds;   // how far the machine's clock is ahead of what is believed
    unsigned stepsBack = 0;                     // that were believed since the start
  };

  /// `known` is the newest time that the data folder knows; nothing for a new city.
  CityTime(MachineClocks clocks, std::optional<ClockMark> known);

  std::int64_t nowUnixMs();
  /// The boot clock.
  std::int64_t passedMs() const { return clocks_.read().bootMs; }
  State state();
  /// What to keep for the next start.
  ClockMark mark();
  /// A person said that this reading of the machine's clock was right. Of another run of the machine it says nothing.
  void confirm(const ClockMark& confirmed);

 private:
  std::int64_t look();
  void begin(const ClockReading& reading);
  bool isConfirmed(const ClockReading& reading) const;

  MachineClocks clocks_;
  std::mutex mutex_;
  std::optional<ClockMark> known_;
  std::optional<ClockReading> believed_, beforeStepBack_, confirmed_;
  State state_;
};

/// This machine's. `offsetSeconds` moves both clocks, as if that time had passed. `stepFile`, when not empty, names a
/// file with a number of seconds by which the wall clock alone is wrong, and perhaps the word "synchronised". Both are
/// for tests.
MachineClocks machineClocks(std::int64_t offsetSeconds, const std::string& stepFile);

/// One line in a file of its own. Nothing when it is absent or no mark.
std::optional<ClockMark> readClockMark(const std::string& path);
/// False when it could not be written; the old one stays.
bool writeClockMark(const std::string& path, const ClockMark& mark);

}  // namespace citycode::server
