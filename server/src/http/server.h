// The HTTP engine behind one adapter. Only session.cpp, server.cpp and framing.cpp know that it is
// Boost.Beast; everybody else sees Request and Response.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "base/start_failure.h"
#include "citycode/result.h"
#include "http/request.h"
#include "http/response.h"
#include "http/tls.h"

namespace citycode::server {

struct ListenOptions {
  std::string host = "127.0.0.1";   // a numeric address
  std::uint16_t port = 8080;        // 0: a free one
  unsigned threads = 1;             // one io_context each
  CertificateFiles tls{};           // none named: plain HTTP
};

/// What the engine asks of the application. All are called from several threads and never throw.
struct Application {
  std::function<Response(const Request&)> answer;
  std::function<Response(const Request&)> answerAside; // on the second port, where there is one; may block
  std::function<Response(Fault)> refuse;               // for bytes that never became a request
  std::function<bool(const Request&)> mayBlock;        // answered by a worker thread, not by the event loop
  std::function<void()> everySecond;                   // on a worker thread
  std::function<void()> everyHour;                     // on a worker thread
  std::function<void()> onHangup;                      // SIGHUP, on a worker thread
  std::function<void(std::size_t)> atLimit;            // so many connections are open that others have to wait
};

class Server {
 public:
  /// Binds and listens; nothing is accepted before `run`. Failure: start/port-taken and others.
  static Started<std::unique_ptr<Server>> listen(const ListenOptions& options);

  virtual ~Server() = default;
  virtual std::uint16_t port() const = 0;

  /// A second port, for whoever watches over this machine (Application::answerAside). Its connections are counted apart, and a thread of its
  /// own answers, so that neither port can keep the other from answering. Before `run`. Failure: as of `listen`.
  virtual Started<Done> listenAside(const ListenOptions& options) = 0;
  virtual std::uint16_t asidePort() const = 0;
  /// Open ones, without those of the second port. From any thread.
  virtual std::size_t connections() const = 0;

  /// Serves until SIGTERM or SIGINT; then answers what has begun, for kDrainTimeout at most.
  virtual void run(Application application) = 0;
};

}  // namespace citycode::server
