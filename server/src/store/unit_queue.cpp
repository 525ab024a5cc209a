#include "store/unit_queue.h"

#include <algorithm>

namespace citycode::server {
namespace {

/// So many answers wait for each other at most: a group of as many small units takes about 10 ms.
constexpr std::size_t kMostInGroup = 256;

}  // namespace

std::optional<Fault> UnitQueue::run(const Unit& unit) {
  using enum Waiting::State;
  Waiting mine{&unit};
  const auto until = std::chrono::steady_clock::now() + patience_;
  std::unique_lock lock(mutex_);
  queue_.push_back(&mine);
  while (mine.state != Done) {
    if (!isLed_) {
      lead(lock);
    } else if (mine.state == Taken) {
      mine.changed.wait(lock);
    } else if (mine.changed.wait_until(lock, until) == std::cv_status::timeout && mine.state == Queued && isLed_) {
      queue_.erase(std::find(queue_.begin(), queue_.end(), &mine));
      return Fault::StoreUnavailable;
    }
  }
  return mine.fault;
}

void UnitQueue::lead(std::unique_lock<std::mutex>& lock) {
  using enum Waiting::State;
  isLed_ = true;
  const auto count = static_cast<std::ptrdiff_t>(std::min(queue_.size(), kMostInGroup));
  Group group(queue_.begin(), queue_.begin() + count);
  queue_.erase(queue_.begin(), queue_.begin() + count);
  for (Waiting* each : group) each->state = Taken;
  lock.unlock();
  writeGroup_(group);
  lock.lock();
  for (Waiting* each : group) {
    each->state = Done;
    each->changed.notify_one();   // he is there until the lock goes
  }
  isLed_ = false;
  if (!queue_.empty()) queue_.front()->changed.notify_one();
}

}  // namespace citycode::server
