#include "revocation/status_counters.h"

#include <algorithm>
#include <cstdlib>

#include "city/issued.h"

namespace citycode::server {
namespace {

/// Returned runs that are kept for one day: more are lost, which costs a few of 2^32 counters.
constexpr std::size_t kMaxFreeRuns = 1024;

/// Passes begin today, or on the last mark of yesterday: of no more days is anything remembered.
constexpr std::int64_t kScatteredDays = 2;

CounterMark endOf(const CounterRun& run) { return {run.first + run.count, run.indexBits}; }

}  // namespace

std::vector<std::uint32_t> CounterRun::indices(ByteView scatterKey) const {
  std::vector<std::uint32_t> scattered(count);
  for (std::uint32_t i = 0; i < count; ++i)
    scattered[i] = scatterStatusIndex(scatterKey, utcDay, static_cast<std::uint32_t>(first + i), indexBits);
  return scattered;
}

namespace status_counters {

Result<CounterRun> take(Session& session, std::int64_t utcDay, std::uint32_t count, int indexBits) {
  CC_TRY(statement, session.prepare(
      "INSERT INTO status_counter (utc_day, next, index_bits) VALUES ($1, $2, $3)"
      " ON CONFLICT (utc_day) DO UPDATE SET next = status_counter.next + excluded.next RETURNING next, index_bits"));
  CC_TRY(hasRow, statement.bind(utcDay).bind(std::int64_t{count}).bind(std::int64_t{indexBits}).step());
  if (!hasRow) return Fault::InternalBug;
  const std::int64_t next = statement.integer(0);
  const auto bits = static_cast<int>(statement.integer(1));
  // The day's list is full. Nobody can be given a pass or a card that could not be revoked.
  if (next > std::int64_t{1} << bits) return Fault::StoreUnavailable;
  return CounterRun{utcDay, next - count, count, bits};
}

Result<Done> raise(Session& session, std::int64_t utcDay, const CounterMark& mark) {
  CC_TRY(statement, session.prepare(
      "INSERT INTO status_counter (utc_day, next, index_bits) VALUES ($1, $2, $3) ON CONFLICT (utc_day) DO UPDATE SET next ="
      " CASE WHEN status_counter.next < excluded.next THEN excluded.next ELSE status_counter.next END"));
  CC_CHECK(statement.bind(utcDay).bind(mark.next).bind(std::int64_t{mark.indexBits}).run());
  return Done{};
}

Result<std::optional<CounterMark>> find(Session& session, std::int64_t utcDay) {
  CC_TRY(statement, session.prepare("SELECT next, index_bits FROM status_counter WHERE utc_day = $1"));
  CC_TRY(hasRow, statement.bind(utcDay).step());
  if (!hasRow) return std::optional<CounterMark>();
  return std::optional(CounterMark{statement.integer(0), static_cast<int>(statement.integer(1))});
}

}  // namespace status_counters

Result<CounterRun> StatusCounters::takeIn(Session& session, std::int64_t utcDay, std::uint32_t count, int indexBits) const {
  const CounterMarks marks = file_.read();
  if (const auto given = marks.find(utcDay); given != marks.end()) {
    CC_TRY(known, status_counters::find(session, utcDay));
    const CounterMark& mark = given->second;
    if (!known || known->next < mark.next) CC_CHECK(status_counters::raise(session, utcDay, {mark.next + givenUnseen(mark.indexBits), mark.indexBits}));
  }
  return status_counters::take(session, utcDay, count, indexBits);
}

Result<Done> StatusCounters::remember(const CounterRun& run) const { return file_.remember(run.utcDay, endOf(run)); }

Result<CounterRun> StatusCounters::newBlock(std::int64_t utcDay) {
  CC_TRY(block, store_.write([&](Session& session) { return takeIn(session, utcDay, kBlock, kPassIndexBits); }));
  CC_CHECK(remember(block));
  return std::move(block);
}

Result<CounterRun> StatusCounters::take(std::int64_t utcDay, std::uint32_t count) {
  const std::lock_guard lock(mutex_);
  std::erase_if(free_, [&](const auto& entry) { return entry.first < utcDay - 2; });   // passes begin today, or on the last mark of yesterday
  std::vector<CounterRun>& runs = free_[utcDay];
  auto run = std::find_if(runs.begin(), runs.end(), [&](const CounterRun& each) { return each.count >= count; });
  if (run == runs.end()) {
    CC_TRY(block, newBlock(utcDay));
    if (runs.size() == kMaxFreeRuns) runs.erase(runs.begin());
    run = runs.insert(runs.end(), block);
  }
  const CounterRun taken{utcDay, run->first, count, run->indexBits};
  run->first += count;
  run->count -= count;
  if (run->count == 0) runs.erase(run);
  return taken;
}

void StatusCounters::giveBack(const CounterRun& run) {
  const std::lock_guard lock(mutex_);
  std::vector<CounterRun>& runs = free_[run.utcDay];
  const auto next = std::find_if(runs.begin(), runs.end(), [&](const CounterRun& each) { return each.first == run.first + run.count; });
  if (next != runs.end()) {
    next->first = run.first;
    next->count += run.count;
  } else if (runs.size() < kMaxFreeRuns) {
    runs.insert(runs.begin(), run);
  }
}

std::vector<std::uint32_t> StatusCounters::indices(const CounterRun& run, ByteView scatterKey) {
  const std::lock_guard lock(scatterMutex_);
  std::erase_if(scatters_, [&](const auto& entry) { return std::abs(entry.first - run.utcDay) >= kScatteredDays; });
  StatusScatter& scatter = scatters_.try_emplace(run.utcDay, scatterKey, run.utcDay, run.indexBits).first->second;
  if (scatter.bits() != run.indexBits) return run.indices(scatterKey);
  std::vector<std::uint32_t> scattered(run.count);
  for (std::uint32_t i = 0; i < run.count; ++i) scattered[i] = scatter.index(static_cast<std::uint32_t>(run.first + i));
  return scattered;
}

}  // namespace citycode::server
