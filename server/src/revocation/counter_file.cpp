#include "revocation/counter_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <vector>

#include "base/descriptor.h"
#include "base/start_failure.h"
#include "city/issued.h"

namespace citycode::server {
namespace {

constexpr std::int64_t kEndMark = -1;   // no day: what follows in the file is of a longer one
using Entry = std::array<std::int64_t, 2>;   // day; next, and in the highest byte the bits of its indices
constexpr std::size_t kMaxEntries = 4096;    // eleven years of days, as versions before kept
constexpr std::size_t kKeptDays = 400;
constexpr int kBitsShift = 56;

Entry entryOf(std::int64_t utcDay, const CounterMark& mark) { return {utcDay, mark.next | std::int64_t{mark.indexBits} << kBitsShift}; }

CounterMark markOf(const Entry& entry) {
  const auto bits = static_cast<int>(entry[1] >> kBitsShift);
  const std::int64_t next = entry[1] & ((std::int64_t{1} << kBitsShift) - 1);
  return {next, bits == 0 ? kCardIndexBits : bits};   // before bits were written, all indices had as many as cards have
}

CounterMarks readFrom(int descriptor) {
  CounterMarks marks;
  Entry entry{};
  for (std::size_t i = 0; i < kMaxEntries; ++i) {
    const auto got = ::pread(descriptor, entry.data(), sizeof entry, static_cast<off_t>(i * sizeof entry));
    if (got != static_cast<ssize_t>(sizeof entry) || entry[0] == kEndMark) break;
    marks[entry[0]] = markOf(entry);
  }
  return marks;
}

// One write: whoever is killed has written all or nothing of these few hundred bytes.
Result<Done> writeTo(int descriptor, const CounterMarks& marks) {
  std::vector<Entry> entries;
  for (const auto& [day, mark] : marks) entries.push_back(entryOf(day, mark));
  entries.push_back({kEndMark, 0});
  const std::size_t bytes = entries.size() * sizeof(Entry);
  const auto written = ::pwrite(descriptor, entries.data(), bytes, 0);
  if (written < 0) return faultOfErrno(errno);
  if (static_cast<std::size_t>(written) != bytes) return Fault::StoreDiskFull;
  if (::fdatasync(descriptor) != 0) return faultOfErrno(errno);
  return Done{};
}

/// Opened for one change, so that a command beside the server does not write what it read before.
Result<Descriptor> openHeld(const std::string& path) {
  Descriptor descriptor(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!descriptor.isOpen() || ::flock(descriptor.get(), LOCK_EX) != 0) return faultOfErrno(errno);
  return descriptor;
}

}  // namespace

CounterMarks CounterFile::read() const {
  const Descriptor descriptor(::open(path_.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  return descriptor.isOpen() ? readFrom(descriptor.get()) : CounterMarks{};
}

Result<Done> CounterFile::remember(std::int64_t utcDay, const CounterMark& mark) const {
  CC_TRY(descriptor, openHeld(path_));
  CounterMarks marks = readFrom(descriptor.get());
  CounterMark& known = marks[utcDay];
  if (mark.next <= known.next) return Done{};
  known = mark;
  while (marks.size() > kKeptDays) marks.erase(marks.upper_bound(0));
  return writeTo(descriptor.get(), marks);
}

}  // namespace citycode::server
