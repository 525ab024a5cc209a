// Units of work that wait for the one who writes. Whoever comes while nobody writes takes all that wait, his own among them, and
// writes for everybody; the others find their outcome when he is done.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <vector>

#include "store/session.h"

namespace citycode::server {

class UnitQueue {
 public:
  using Unit = std::function<std::optional<Fault>(Session&)>;
  struct Waiting {
    const Unit* unit;
    std::optional<Fault> fault{};
    enum class State : std::uint8_t { Queued, Taken, Done } state = State::Queued;
    std::condition_variable changed{};   // his own: nobody is woken who has to wait on
  };
  using Group = std::vector<Waiting*>;
  /// Leaves each one's outcome in its `fault`.
  using WriteGroup = std::function<void(Group&)>;

  UnitQueue(WriteGroup writeGroup, std::chrono::milliseconds patience) : writeGroup_(std::move(writeGroup)), patience_(patience) {}

  /// The fault of the unit; nothing when it is done and on the disk. Fault: store/unavailable when its turn did not come in time.
  std::optional<Fault> run(const Unit& unit);

 private:
  void lead(std::unique_lock<std::mutex>& lock);

  WriteGroup writeGroup_;
  std::chrono::milliseconds patience_;
  std::mutex mutex_;
  std::deque<Waiting*> queue_;
  bool isLed_ = false;
};

}  // namespace citycode::server
