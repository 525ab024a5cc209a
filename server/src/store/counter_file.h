// How many status indices of each day were given, kept apart from the records: when these are restored from a backup, no
// index is given twice. 16 bytes a day, rewritten in place and not synced: it survives the end of the program, and what
// a power cut takes from it is made up for by kCountersLost.
#pragma once

#include <cstdint>
#include <map>
#include <string>

namespace citycode::server {

/// What may have been given between the last write that reached the disk and a power cut: Linux writes back within
/// 30 s (dirty_expire_centisecs), and a thousand passes a second are more than one store registers (scripts/bench).
inline constexpr std::int64_t kCountersLost = 65'536;

class CounterFile {
 public:
  /// A file that is absent or damaged counts nothing.
  explicit CounterFile(std::string path);
  ~CounterFile();
  CounterFile(const CounterFile&) = delete;
  CounterFile& operator=(const CounterFile&) = delete;

  /// By UTC day: the first counter that was not given.
  const std::map<std::int64_t, std::int64_t>& counters() const { return counters_; }
  void remember(std::int64_t utcDay, std::int64_t next);
  /// Days before then are over; 0, the cards' day, never is.
  void deleteBefore(std::int64_t utcDay);

 private:
  void write() const;

  std::string path_;
  int descriptor_ = -1;
  std::map<std::int64_t, std::int64_t> counters_;
};

}  // namespace citycode::server
