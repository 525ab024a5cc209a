#include "revocation/pass_runs.h"

#include <map>
#include <optional>
#include <string>

#include "city/issued.h"

namespace citycode::server::pass_runs {
namespace {

using ByDay = std::map<std::int64_t, std::vector<std::uint32_t>>;

/// What the versions before gave pass by pass.
Result<Done> addFormerPlaces(Session& session, const DeviceId& device, std::int64_t nowUnixMs, ByDay& days) {
  CC_TRY(statement, session.prepare("SELECT utc_day, status_index FROM former_pass WHERE device_id = $1 AND expires_ms > $2"));
  statement.bind(device).bind(nowUnixMs);
  for (;;) {
    CC_TRY(hasRow, statement.step());
    if (!hasRow) return Done{};
    days[statement.integer(0)].push_back(static_cast<std::uint32_t>(statement.integer(1)));
  }
}

Result<std::vector<CounterRun>> runsOf(Session& session, const DeviceId& device, std::int64_t nowUnixMs) {
  CC_TRY(statement, session.prepare("SELECT utc_day, first_counter, count FROM pass_batch WHERE device_id = $1 AND expires_ms > $2"));
  statement.bind(device).bind(nowUnixMs);
  std::vector<CounterRun> runs;
  for (;;) {
    CC_TRY(hasRow, statement.step());
    if (!hasRow) return runs;
    runs.push_back({statement.integer(0), statement.integer(1), static_cast<std::uint32_t>(statement.integer(2)), 0});
  }
}

Result<Done> addPlaces(Session& session, const DeviceId& device, std::int64_t nowUnixMs, ByteView scatterKey, ByDay& days) {
  CC_TRY(runs, runsOf(session, device, nowUnixMs));
  for (CounterRun& run : runs) {
    CC_TRY(mark, status_counters::find(session, run.utcDay));
    run.indexBits = mark ? mark->indexBits : kPassIndexBits;   // a device can be revoked whatever became of its day's counter
    const std::vector<std::uint32_t> indices = run.indices(scatterKey);
    std::vector<std::uint32_t>& all = days[run.utcDay];
    all.insert(all.end(), indices.begin(), indices.end());
  }
  return Done{};
}

/// The device some rows behind `from`, where a sweep stops; nothing when there are fewer.
Result<std::optional<Bytes>> endOfSweep(Session& session, const std::string& table, const Bytes& from) {
  CC_TRY(statement, session.prepare("SELECT device_id FROM " + table + " WHERE device_id >= $1 ORDER BY device_id LIMIT 1 OFFSET " +
                                    std::to_string(kSweepRows)));
  CC_TRY(hasRow, statement.bind(from).step());
  if (!hasRow) return std::optional<Bytes>();
  return std::optional(statement.bytes(0));
}

}  // namespace

Result<Done> add(Session& session, const PassRun& run) {
  CC_TRY(statement, session.prepare(
      "INSERT INTO pass_batch (device_id, request, utc_day, first_counter, count, expires_ms) VALUES ($1, $2, $3, $4, $5, $6)"
      " ON CONFLICT (device_id, request) DO NOTHING"));
  statement.bind(run.deviceId).bind(run.request).bind(run.counters.utcDay).bind(run.counters.first);
  CC_TRY(added, statement.bind(std::int64_t{run.counters.count}).bind(run.expiresUnixMs).run());
  if (added == 0) return Fault::RequestReplayed;
  return Done{};
}

Result<std::vector<Places>> placesOf(Session& session, const DeviceId& device, std::int64_t nowUnixMs, ByteView scatterKey) {
  ByDay days;
  CC_CHECK(addFormerPlaces(session, device, nowUnixMs, days));
  CC_CHECK(addPlaces(session, device, nowUnixMs, scatterKey, days));
  std::vector<Places> places;
  for (auto& [day, indices] : days) places.push_back({day, std::move(indices)});
  return places;
}

Result<SweepPlace> sweep(Session& session, std::int64_t unixMs, const SweepPlace& from) {
  const std::string table = from.amongFormer ? "former_pass" : "pass_batch";
  CC_TRY(end, endOfSweep(session, table, from.device));
  const Bytes before = end.value_or(Bytes());
  CC_TRY(statement, session.prepare("DELETE FROM " + table + " WHERE device_id >= $1 AND (device_id < $2 OR $3 = 1) AND expires_ms < $4"));
  CC_CHECK(statement.bind(from.device).bind(before).bind(std::int64_t{!end}).bind(unixMs).run());
  if (end) return SweepPlace{from.amongFormer, *std::move(end)};
  return SweepPlace{!from.amongFormer, {}};
}

}  // namespace citycode::server::pass_runs
