// What is counted while the city is served, for whoever watches over its machines: in the text format of Prometheus. Names and labels
// are constants of the source: a route's template, a method, a fault's id. No call here takes text that came from outside, so
// that no number is about a person, a device, an address, a portal or a venue (docs/threats.md).
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "citycode/result.h"
#include "http/request.h"

namespace citycode::server {

class Metrics {
 public:
  using Duration = std::chrono::duration<double>;   // seconds

  Metrics();
  ~Metrics();
  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;

  /// `route` lives as long as the program: a literal of the routes' table. From any thread.
  void answered(std::string_view route, Method method, int status, Duration taken, std::optional<Fault> fault);
  void issuedPasses(std::size_t count);
  void issuedCard();

  enum class UnitKind : std::uint8_t { Read, Write };
  void unitBegan(UnitKind kind);
  void unitEnded(UnitKind kind, Duration taken, std::optional<Fault> fault);

  /// What is true now and is not counted.
  struct Now {
    std::size_t connections = 0;
    bool canWrite = true;
    std::optional<std::int64_t> trustListAgeSeconds{}, statusListAgeSeconds{};   // of the oldest one that is published
    std::int64_t clockDoubtSeconds = 0;
    std::optional<std::uint64_t> freeBytes{};   // where the data folder is
  };
  std::string text(const Now& now) const;

 private:
  struct Numbers;   // of prometheus-cpp, which metrics.cpp alone includes
  std::unique_ptr<Numbers> numbers_;
};

}  // namespace citycode::server
