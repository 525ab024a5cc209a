// How many status indices of each day were given, kept apart from the records: when these are restored from a backup, no
// index is given twice. 16 bytes a day, rewritten in place and on the disk before an index of theirs is used. A server and the commands
// beside it share the file.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "citycode/result.h"

namespace citycode::server {

/// Of one UTC day: the first counter that was not reserved, and how many bits its indices have.
struct CounterMark {
  std::int64_t next = 0;
  int indexBits = 0;
};
using CounterMarks = std::map<std::int64_t, CounterMark>;

class CounterFile {
 public:
  explicit CounterFile(std::string path) : path_(std::move(path)) {}

  /// A file that is absent or damaged counts nothing.
  CounterMarks read() const;
  /// Marks only rise. Of more than a year of days the oldest go, and 0, the cards' day, never: no clock says which are over.
  /// Fault: store/* when it is not on the disk.
  Result<Done> remember(std::int64_t utcDay, const CounterMark& mark) const;
 private:
  std::string path_;
};

}  // namespace citycode::server
