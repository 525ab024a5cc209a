// Sends prepared requests over kept connections, on one thread: at moments that were fixed before (open loop: whatever the answers do),
// or as soon as an answer makes room (closed loop).
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace citycode::server::bench {

struct Plan {
  std::vector<std::string> requests;
  /// Open loop: when each request is due, rising, in seconds from the start. Empty: a closed loop.
  std::vector<double> dueSeconds{};
  /// At most; a closed loop has so many requests in flight.
  std::size_t connections = 1;
  /// Every answer is kept, and not some of them: for what the next requests are made of.
  bool keepsAll = false;
};

struct Answers {
  /// Of those with status 200 or 201, from the moment at which each request was due: one that had to wait for a connection has waited.
  std::vector<double> latenciesMs;
  std::map<int, std::size_t> statuses;   // 0: no answer
  double wallSeconds = 0;                // from the start to the last answer
  double ownCpuSeconds = 0;
  /// Some of the requests (or all of them) by number with the bodies of their answers, to be looked at when the clock has stopped.
  std::vector<std::pair<std::size_t, std::string>> kept;
};

/// `port` is on this machine. Throws std::runtime_error with a sentence where the machine refuses a connection.
Answers runLoad(std::uint16_t port, const Plan& plan);

}  // namespace citycode::server::bench
