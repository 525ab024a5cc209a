// The real binary in a process of its own.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "support/http_client.h"

namespace citycode::server::test {

struct StartOptions {
  std::vector<std::string> arguments{};      // added to --data, --port 0
  std::function<void()> inChild{};           // between fork and exec: limits, another user
};

class ServerProcess {
 public:
  ServerProcess() = default;
  ~ServerProcess();
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;

  /// Waits for the ready line or the end of the process. True when it is ready.
  bool start(const std::string& dataFolder, const StartOptions& options = {});

  /// Sends a signal and waits for the end; returns the exit status, or -signal.
  int stop(int signal);
  /// For a process that ends by itself.
  int wait();

  std::uint16_t port() const { return port_; }
  std::string origin() const { return "http://localhost:" + std::to_string(port_); }
  pid_t pid() const { return pid_; }
  /// What it has written on standard error so far.
  std::string errors() const;
  const std::string& output() const { return output_; }

  Reply get(const std::string& target, const Headers& headers = {}) const { return exchange(port_, "GET", target, headers, ""); }
  Reply post(const std::string& target, const std::string& body, const Headers& headers = {{"Content-Type", "application/json"}}) const {
    return exchange(port_, "POST", target, headers, body);
  }

 private:
  pid_t pid_ = -1;
  std::uint16_t port_ = 0;
  int outputDescriptor_ = -1;
  std::string output_;
  std::string errorPath_;
};

/// Runs the binary to its end.
struct Finished {
  int status = 0;
  std::string output, errors;
};
Finished runToEnd(const std::vector<std::string>& arguments, const std::function<void()>& inChild = {});

}  // namespace citycode::server::test
