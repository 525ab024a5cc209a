// One connection: reads requests, has them answered, writes the answers, minds the deadlines.
#pragma once

#include <atomic>
#include <chrono>
#include <optional>
#include <unordered_set>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include "http/connection.h"
#include "http/limits.h"
#include "http/server.h"

namespace citycode::server {

/// What all sessions of a server share.
struct Shared {
  Application application;
  net::thread_pool workers;
  std::atomic<std::size_t> connections{0};
  std::atomic<bool> stopping{false};

  explicit Shared(unsigned workerCount) : workers(workerCount) {}
};

class HttpSession;

/// One thread's event loop and the sessions that live on it. `sessions` outlives `context`, whose
/// destruction ends the sessions that are left.
struct EventLoop {
  std::unordered_set<HttpSession*> sessions;
  net::io_context context{1};
  net::steady_timer sweeper{context};
};

class HttpSession {
 public:
  HttpSession(EventLoop& loop, Shared& shared, Connection connection);
  ~HttpSession();
  HttpSession(const HttpSession&) = delete;
  HttpSession& operator=(const HttpSession&) = delete;

  net::awaitable<void> run();

  /// Called on the loop's thread only.
  void cancelIfOverdue(std::chrono::steady_clock::time_point now);
  void cancelIfIdle();

 private:
  enum class Next { Continue, Close };
  using Parser = boost::beast::http::request_parser<boost::beast::http::string_body>;

  void setDeadline(std::chrono::steady_clock::duration fromNow);
  net::awaitable<bool> shakeHands();
  net::awaitable<bool> waitForBytes();
  net::awaitable<Next> serveOne();
  /// The fault to answer with, or nothing when the client has gone.
  std::optional<Fault> readFault(const boost::system::error_code& error) const;
  net::awaitable<Response> answer(const Request& request);
  /// Nothing when the client has gone meanwhile.
  net::awaitable<std::optional<Response>> awaitLater(std::shared_ptr<const Later> later);
  bool hasHungUp();
  net::awaitable<bool> sendContinue(const Request& request, const Parser& parser);
  net::awaitable<bool> send(const Response& response, bool withoutBody, bool keepAlive);
  net::awaitable<Next> refuse(std::optional<Fault> fault);
  net::awaitable<void> closeLingering();

  EventLoop& loop_;
  Shared& shared_;
  Connection connection_;
  boost::beast::flat_buffer buffer_{kReadBufferBytes};
  std::string clientNetwork_;
  std::chrono::steady_clock::time_point deadline_;
  net::steady_timer lookTimer_{loop_.context};
  bool idle_ = false;
  bool timedOut_ = false;
};

}  // namespace citycode::server
