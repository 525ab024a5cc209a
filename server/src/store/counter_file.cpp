#include "store/counter_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <utility>
#include <vector>

namespace citycode::server {
namespace {

constexpr std::int64_t kEndMark = -1;   // no day: what follows in the file is of a longer one
using Entry = std::array<std::int64_t, 2>;   // day, next
constexpr std::size_t kMaxEntries = 4096;    // eleven years of days

}  // namespace

CounterFile::CounterFile(std::string path) : path_(std::move(path)) {
  descriptor_ = ::open(path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  Entry entry{};
  for (std::size_t i = 0; i < kMaxEntries; ++i) {
    const auto got = ::pread(descriptor_, entry.data(), sizeof entry, static_cast<off_t>(i * sizeof entry));
    if (got != static_cast<ssize_t>(sizeof entry) || entry[0] == kEndMark) break;
    counters_[entry[0]] = entry[1];
  }
}

CounterFile::~CounterFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

void CounterFile::remember(std::int64_t utcDay, std::int64_t next) {
  std::int64_t& known = counters_[utcDay];
  if (next <= known) return;
  known = next;
  write();
}

void CounterFile::deleteBefore(std::int64_t utcDay) {
  if (std::erase_if(counters_, [&](const auto& entry) { return entry.first != 0 && entry.first < utcDay; }) > 0) write();
}

// One write: whoever is killed has written all or nothing of these few hundred bytes.
void CounterFile::write() const {
  std::vector<Entry> entries;
  for (const auto& [day, next] : counters_) entries.push_back({day, next});
  entries.push_back({kEndMark, 0});
  (void)!::pwrite(descriptor_, entries.data(), entries.size() * sizeof(Entry), 0);
}

}  // namespace citycode::server
