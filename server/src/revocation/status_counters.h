// Gives places in status lists: counters of a day, which `scatterStatusIndex` turns into indices. None is given twice, whoever
// asks: another thread, another server on the same records, a server after a kill or after a restore.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "citycode/bytes.h"
#include "pass/status_index.h"
#include "revocation/counter_file.h"
#include "store/store.h"

namespace citycode::server {

/// What may have been given since the last mark that this server's file has: by other servers on the same records, or a card whose
/// mark did not reach the disk. A 256th of a day's indices: 16.8 million passes, 65,536 cards.
inline std::int64_t givenUnseen(int indexBits) { return std::int64_t{1} << (indexBits - 8); }

/// Counters of a day that belong together.
struct CounterRun {
  std::int64_t utcDay = 0;
  std::int64_t first = 0;
  std::uint32_t count = 0;
  int indexBits = 0;   // of that day's list

  /// In the order of the counters. `scatterKey` is the city's.
  std::vector<std::uint32_t> indices(ByteView scatterKey) const;
};

namespace status_counters {

/// Takes counters of a day in the caller's unit of work; a day that has none yet begins with indices of `indexBits`.
/// Fault: store/unavailable when the day's list is full.
Result<CounterRun> take(Session& session, std::int64_t utcDay, std::uint32_t count, int indexBits);
/// The counters of that day go on from `mark.next` at least.
Result<Done> raise(Session& session, std::int64_t utcDay, const CounterMark& mark);
/// Where a day stands; nothing when none was taken.
Result<std::optional<CounterMark>> find(Session& session, std::int64_t utcDay);

}  // namespace status_counters

class StatusCounters {
 public:
  /// So many counters are reserved at a time: a thousand batches of 56. At most as many are lost with each start of a server, of 2^32 a day.
  static constexpr std::uint32_t kBlock = 65'536;

  /// `path` is that of the file beside the records. The store must outlive this object.
  StatusCounters(Store& store, std::string path) : store_(store), file_(std::move(path)) {}

  /// `count` counters of that day for passes, on the disk as taken. At most kBlock. Faults: store/*, store/unavailable for a full day.
  Result<CounterRun> take(std::int64_t utcDay, std::uint32_t count);
  /// What was taken and certainly not used: others get it.
  void giveBack(const CounterRun& run);
  /// As `run.indices`, for one batch after another: what a day's scattering computes is remembered. `scatterKey` is the city's, always
  /// the same, and outlives this object.
  std::vector<std::uint32_t> indices(const CounterRun& run, ByteView scatterKey);

  /// For what a unit of work takes by itself: in two steps, of which the second follows when the first is on the disk. Records that were
  /// restored from a backup, or lost their last moments with a primary, know fewer counters than were given: they are caught up.
  Result<CounterRun> takeIn(Session& session, std::int64_t utcDay, std::uint32_t count, int indexBits) const;
  Result<Done> remember(const CounterRun& run) const;

 private:
  Result<CounterRun> newBlock(std::int64_t utcDay);

  Store& store_;
  CounterFile file_;
  std::mutex mutex_;
  std::map<std::int64_t, std::vector<CounterRun>> free_;   // by day: reserved and not given
  std::mutex scatterMutex_;
  std::map<std::int64_t, StatusScatter> scatters_;          // by day
};

}  // namespace citycode::server
