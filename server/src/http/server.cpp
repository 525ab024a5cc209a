#include "http/server.h"

#include <sys/resource.h>

#include <algorithm>
#include <csignal>
#include <deque>
#include <thread>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "http/problem.h"
#include "http/session.h"

namespace citycode::server {
namespace {

using boost::system::error_code;
using net::ip::tcp;

constexpr auto kNoThrow = net::as_tuple(net::use_awaitable);

// Debian gives a process 1,024 descriptors, and lets it ask for more.
std::size_t connectionLimit() {
  rlimit files{};
  if (getrlimit(RLIMIT_NOFILE, &files) != 0) return kMaxConnections;
  files.rlim_cur = std::min<rlim_t>(files.rlim_max, kMaxConnections + kSpareFiles);
  setrlimit(RLIMIT_NOFILE, &files);
  getrlimit(RLIMIT_NOFILE, &files);
  const auto available = static_cast<std::size_t>(files.rlim_cur);
  return available > 2 * kSpareFiles ? std::min(kMaxConnections, available - kSpareFiles) : kSpareFiles;
}

/// A port, and what its sessions share.
struct Listener {
  Listener(net::io_context& context, Shared& sharedBySessions, std::size_t most)
      : shared(sharedBySessions), maxConnections(most), acceptor(context), pauseTimer(context) {}

  Shared& shared;
  std::size_t maxConnections;
  tcp::acceptor acceptor;
  net::steady_timer pauseTimer;
  std::shared_ptr<net::ssl::context> tls;   // null: plain
};

std::uint16_t portOf(const Listener& listener) {
  error_code ignored;
  return listener.acceptor.local_endpoint(ignored).port();
}

StartFailure listenFailure(const error_code& error, const ListenOptions& options, std::string_view prefix);

class BeastServer final : public Server {
 public:
  explicit BeastServer(unsigned threads)
      : shared_(threads * kWorkersPerThread), loops_(threads), listener_(home().context, shared_, connectionLimit()) {}

  std::optional<StartFailure> bind(const ListenOptions& options) {
    if (options.tls.areNamed()) {
      auto tls = openTls(options.tls);
      if (!tls) return tls.failure();
      listener_.tls = std::move(*tls);
    }
    return bind(listener_, options, "");
  }

  std::uint16_t port() const override { return portOf(listener_); }
  std::uint16_t asidePort() const override { return portOf(*aside_); }
  std::size_t connections() const override { return shared_.connections; }

  Started<Done> listenAside(const ListenOptions& options) override {
    asideShared_.emplace(1);
    aside_.emplace(home().context, *asideShared_, kMaxAsideConnections);
    if (auto failure = bind(*aside_, options, "metrics-")) return *failure;
    return Done{};
  }

  void run(Application application) override {
    shared_.application = std::move(application);
    if (asideShared_) {
      asideShared_->application.answer = shared_.application.answerAside;
      asideShared_->application.refuse = [](Fault fault) { return problem(fault, ""); };
      asideShared_->application.mayBlock = [](const Request&) { return true; };
    }
    net::co_spawn(home().context, acceptLoop(listener_), net::detached);
    if (aside_) net::co_spawn(home().context, acceptLoop(*aside_), net::detached);
    net::co_spawn(home().context, every(std::chrono::seconds(1), secondTimer_, shared_.application.everySecond), net::detached);
    net::co_spawn(home().context, every(std::chrono::hours(1), hourTimer_, shared_.application.everyHour), net::detached);
    waitForHangup();
    stopSignals_.async_wait([this](const error_code& error, int) { if (!error) stop(); });
    for (EventLoop& loop : loops_) net::co_spawn(loop.context, sweep(loop), net::detached);

    std::vector<std::thread> threads;
    for (std::size_t i = 1; i < loops_.size(); ++i) threads.emplace_back([this, i] { loops_[i].context.run(); });
    home().context.run();
    for (std::thread& thread : threads) thread.join();
    shared_.workers.join();
    if (asideShared_) asideShared_->workers.join();
  }

 private:
  EventLoop& home() { return loops_.front(); }

  /// `prefix` is that of the options that say where.
  static std::optional<StartFailure> bind(Listener& listener, const ListenOptions& options, std::string_view prefix) {
    error_code error;
    const auto address = net::ip::make_address(options.host == "localhost" ? "127.0.0.1" : options.host, error);
    const tcp::endpoint endpoint(address, options.port);
    tcp::acceptor& acceptor = listener.acceptor;
    if (!error) acceptor.open(endpoint.protocol(), error);
    if (!error) acceptor.set_option(net::socket_base::reuse_address(true), error);
    if (!error) acceptor.bind(endpoint, error);
    if (!error) acceptor.listen(net::socket_base::max_listen_connections, error);
    if (error) return listenFailure(error, options, prefix);
    return std::nullopt;
  }

  net::awaitable<void> acceptLoop(Listener& listener) {
    Shared& shared = listener.shared;
    for (std::size_t turn = 0; listener.acceptor.is_open(); ++turn) {
      EventLoop& loop = loops_[turn % loops_.size()];
      if (shared.connections >= listener.maxConnections) logLimit(listener);
      while (shared.connections >= listener.maxConnections && listener.acceptor.is_open()) co_await pause(listener);
      auto [error, socket] = co_await listener.acceptor.async_accept(loop.context, kNoThrow);
      if (error == net::error::operation_aborted) co_return;
      if (error) {   // out of descriptors or of kernel memory: it passes
        co_await pause(listener);
        continue;
      }
      ++shared.connections;
      net::post(loop.context, [&shared, &loop, connection = std::move(socket), tls = listener.tls.get()]() mutable {
        net::co_spawn(loop.context, serve(std::make_unique<HttpSession>(loop, shared, Connection(std::move(connection), tls))), net::detached);
      });
    }
  }

  // A session that runs out of memory ends alone.
  static net::awaitable<void> serve(std::unique_ptr<HttpSession> session) {
    try {
      co_await session->run();
    } catch (const std::exception&) {
    }
  }

  // Once a minute: at the limit it is reached again with every connection that ends.
  void logLimit(const Listener& listener) {
    if (&listener != &listener_) return;
    const auto now = std::chrono::steady_clock::now();
    if (now < logLimitAgain_) return;
    logLimitAgain_ = now + kLogLimitEvery;
    shared_.application.atLimit(listener.maxConnections);
  }

  static net::awaitable<void> pause(Listener& listener) {
    listener.pauseTimer.expires_after(kBackPressurePause);
    co_await listener.pauseTimer.async_wait(kNoThrow);
  }

  net::awaitable<void> sweep(EventLoop& loop) {
    auto drainEnd = std::chrono::steady_clock::time_point::max();
    for (;;) {
      loop.sweeper.expires_after(kSweepEvery);
      co_await loop.sweeper.async_wait(kNoThrow);
      const auto now = std::chrono::steady_clock::now();
      if (shared_.stopping) {
        if (drainEnd == std::chrono::steady_clock::time_point::max()) drainEnd = now + kDrainTimeout;
        if (loop.sessions.empty()) co_return;
        if (now > drainEnd) loop.context.stop();
        for (HttpSession* session : loop.sessions) session->cancelIfIdle();
      }
      for (HttpSession* session : loop.sessions) session->cancelIfOverdue(now);
    }
  }

  // The next turn waits for this one's end: work that waits for a disk does not pile up.
  net::awaitable<void> every(std::chrono::seconds period, net::steady_timer& timer, const std::function<void()>& work) {
    while (!shared_.stopping) {
      timer.expires_after(period);
      auto [error] = co_await timer.async_wait(kNoThrow);
      if (error) co_return;
      co_await net::co_spawn(
          shared_.workers, [&work]() -> net::awaitable<void> { work(); co_return; }, net::use_awaitable);
    }
  }

  void waitForHangup() {
    hangupSignal_.async_wait([this](const error_code& error, int) {
      if (error) return;
      net::post(shared_.workers, [this] { shared_.application.onHangup(); });
      waitForHangup();
    });
  }

  void stop() {
    shared_.stopping = true;
    if (asideShared_) asideShared_->stopping = true;
    error_code ignored;
    listener_.acceptor.close(ignored);
    if (aside_) aside_->acceptor.close(ignored);
    hangupSignal_.cancel(ignored);
    secondTimer_.cancel();
    hourTimer_.cancel();
    for (EventLoop& loop : loops_) net::post(loop.context, [&loop] { loop.sweeper.cancel(); });
  }

  Shared shared_;
  std::optional<Shared> asideShared_;
  std::chrono::steady_clock::time_point logLimitAgain_{};
  std::deque<EventLoop> loops_;   // before everything that lives on a loop's context
  Listener listener_;
  std::optional<Listener> aside_;
  net::steady_timer secondTimer_{home().context};
  net::steady_timer hourTimer_{home().context};
  net::signal_set stopSignals_{home().context, SIGTERM, SIGINT};
  net::signal_set hangupSignal_{home().context, SIGHUP};
};

StartFailure listenFailure(const error_code& error, const ListenOptions& options, std::string_view prefix) {
  const std::string port = std::to_string(options.port), portOption = "--" + std::string(prefix) + "port ", hostOption = "--" + std::string(prefix) + "host ";
  if (error == net::error::address_in_use) {
    const std::string next = std::to_string(options.port == 65535 ? 8080 : options.port + 1);
    return {Fault::StartPortTaken, "Port " + port + " is already in use; stop the other program or start with " + portOption + next + "."};
  }
  if (error == net::error::access_denied) {
    return {Fault::StoreNoPermission, "This user may not use port " + port + "; start with " + portOption + "8080 or any above 1023."};
  }
  return {Fault::StartBadOption,
          "This machine cannot listen on the address " + options.host + "; start with " + hostOption + "127.0.0.1 or another address of its own."};
}

}  // namespace

Started<std::unique_ptr<Server>> Server::listen(const ListenOptions& options) {
  auto server = std::make_unique<BeastServer>(std::max(1u, options.threads));
  if (auto failure = server->bind(options)) return *failure;
  return std::unique_ptr<Server>(std::move(server));
}

}  // namespace citycode::server
