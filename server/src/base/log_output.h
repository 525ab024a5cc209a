// Standard error as whoever runs the server reads it, or does not: a line that would have to wait is dropped and counted,
// and the count is told as soon as somebody reads again. Nothing here ever waits for a reader.
#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>

namespace citycode::server {

class LogOutput {
 public:
  /// `descriptor` stays open for as long as this object lives.
  explicit LogOutput(int descriptor);
  ~LogOutput();
  LogOutput(const LogOutput&) = delete;
  LogOutput& operator=(const LogOutput&) = delete;

  /// One line with its end, whole or not at all. `lineOfDropped` writes the line that tells how many were dropped.
  template <class LineOfDropped>
  void write(std::string_view line, LineOfDropped&& lineOfDropped) {
    const std::lock_guard lock(mutex_);
    if (dropped_ > 0 && tryWrite(lineOfDropped(dropped_))) dropped_ = 0;
    if (dropped_ > 0 || !tryWrite(line)) ++dropped_;
  }

 private:
  bool tryWrite(std::string_view line);
  bool hasRoom() const;

  std::mutex mutex_;
  int descriptor_;
  bool ownsDescriptor_ = false;   // a pipe, opened once more for ourselves: our writes fail where others would wait
  std::uint64_t dropped_ = 0;
};

}  // namespace citycode::server
