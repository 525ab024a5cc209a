// How often this server has changed what portals asked. A poll that waits compares a number instead of asking the records, so it costs
// next to nothing and knows of an answer at once.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <string_view>

namespace citycode::server {

class ChangeCounts {
 public:
  void add(std::string_view portalId) { ++countOf(portalId); }
  std::uint64_t of(std::string_view portalId) { return countOf(portalId); }

 private:
  // Two portals may share one: a poll looks once too often then.
  std::atomic<std::uint64_t>& countOf(std::string_view portalId) { return counts_[std::hash<std::string_view>{}(portalId) % counts_.size()]; }

  std::array<std::atomic<std::uint64_t>, 256> counts_{};
};

}  // namespace citycode::server
