#include "store/postgres_pool.h"

#include <sys/eventfd.h>

#include <algorithm>

#include <sodium.h>

#include "store/postgres_connect.h"

namespace citycode::server {
namespace {

// Ten servers that lost one PostgreSQL ask it 5 to 10 times a second in all: a refused connection costs it a millisecond.
constexpr std::chrono::milliseconds kFirstPause{100}, kLongestPause{2'000};

/// Between half of it and all of it, so that servers do not ask in step.
std::chrono::milliseconds jittered(std::chrono::milliseconds pause) {
  const auto half = static_cast<std::uint32_t>(pause.count() / 2);
  return std::chrono::milliseconds(half + randombytes_uniform(half + 1));
}

}  // namespace

PostgresPool::PostgresPool(PostgresAddress address, Check check, std::unique_ptr<PostgresConnection> first)
    : address_(std::move(address)), check_(std::move(check)), stop_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)), open_(1) {
  idle_.push_back(std::move(first));
  connector_ = std::thread([this] { keepConnecting(); });
}

PostgresPool::~PostgresPool() {
  {
    const std::lock_guard lock(mutex_);
    isStopping_ = true;
  }
  (void)::eventfd_write(stop_.get(), 1);
  wanted_.notify_all();
  freed_.notify_all();
  connector_.join();
}

PostgresPool::Lease::~Lease() {
  if (connection_ == nullptr) return;   // moved from
  const bool isGood = !isDropped_ && connection_->isIdle();
  pool_->putBack(std::move(connection_), isGood);
}

void PostgresPool::putBack(std::unique_ptr<PostgresConnection> connection, bool isGood) {
  {
    const std::lock_guard lock(mutex_);
    if (isGood) idle_.push_back(std::move(connection));
    else --open_;
  }
  if (!isGood) wanted_.notify_one();
  freed_.notify_one();
}   // a connection that is not good is closed here, without the lock

void PostgresPool::dropIdle() {
  std::vector<std::unique_ptr<PostgresConnection>> dropped;
  const std::lock_guard lock(mutex_);
  dropped.swap(idle_);
  open_ -= dropped.size();
}

Result<PostgresPool::Lease> PostgresPool::take(SteadyTime deadline) {
  std::unique_lock lock(mutex_);
  for (;;) {
    while (!idle_.empty()) {
      auto connection = std::move(idle_.back());
      idle_.pop_back();
      lock.unlock();
      if (connection->isIdle()) return Lease(*this, std::move(connection));
      connection.reset();   // the server ended it
      lock.lock();
      --open_;
    }
    if (open_ == 0 && away_) return *away_;
    ++waiting_;
    wanted_.notify_one();
    const bool isLate = freed_.wait_until(lock, deadline) == std::cv_status::timeout;
    --waiting_;
    if (isStopping_ || (isLate && idle_.empty())) return Fault::StoreUnavailable;
  }
}

bool PostgresPool::isConnectionWanted() const {
  if (open_ == 0 && away_) return true;   // so that health, and the first request, find it back
  return open_ < address_.poolSize && idle_.size() < waiting_;
}

void PostgresPool::keepConnecting() {
  std::unique_lock lock(mutex_);
  for (;;) {
    wanted_.wait(lock, [this] { return isStopping_ || isConnectionWanted(); });
    if (pause_.count() > 0) wanted_.wait_for(lock, jittered(pause_), [this] { return isStopping_; });
    if (isStopping_) return;
    lock.unlock();
    auto made = connect();
    lock.lock();
    if (made) connected(std::move(*made));
    else notConnected(made.fault());
  }
}

Result<std::unique_ptr<PostgresConnection>> PostgresPool::connect() const {
  auto connected = connectToPostgres(address_, stop_.get());
  if (const auto* failure = std::get_if<ConnectFailure>(&connected)) return faultOf(*failure);
  auto& connection = std::get<std::unique_ptr<PostgresConnection>>(connected);
  CC_CHECK(check_(*connection));
  return std::move(connection);
}

void PostgresPool::connected(std::unique_ptr<PostgresConnection> connection) {
  pause_ = std::chrono::milliseconds(0);
  away_.reset();
  ++open_;
  idle_.push_back(std::move(connection));
  freed_.notify_one();
}

void PostgresPool::notConnected(Fault fault) {
  pause_ = std::min(std::max(pause_ * 2, kFirstPause), kLongestPause);
  if (open_ > 0) return;   // others wait for those that are there
  away_ = fault;
  freed_.notify_all();
}

}  // namespace citycode::server
