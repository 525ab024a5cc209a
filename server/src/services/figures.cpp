#include "services/figures.h"

#include "city/rating_keys.h"
#include "rating/figures.h"

namespace citycode::server {
namespace {

constexpr const char* kCounted = "services, tickets, tokens, ratings, level_1, level_2, level_3, level_4, level_5, unusual";
static_assert(kLevels == 5, "a column for each level");
constexpr int kFirstLevelColumn = 4, kCountedColumns = 10;   // among those

constexpr std::int64_t kFirstYear = 1970, kMonthsOfAYear = 12;   // of rating months

std::uint32_t firstWeekOfYear(std::int64_t year) { return firstWeekOfMonth((year - kFirstYear) * kMonthsOfAYear); }

void bindCounts(Statement& statement, const Counts& counts) {
  statement.bind(counts.services).bind(counts.tickets).bind(counts.tokens).bind(counts.ratings);
  for (const std::int64_t level : counts.levels) statement.bind(level);
  statement.bind(counts.unusual);
}

Counts countsAt(const Statement& row, int column) {
  Counts counts{row.integer(column), row.integer(column + 1), row.integer(column + 2), row.integer(column + 3), {}, 0};
  for (std::int64_t& level : counts.levels) level = row.integer(column + kFirstLevelColumn + static_cast<int>(&level - counts.levels.data()));
  counts.unusual = row.integer(column + kCountedColumns - 1);
  return counts;
}

Statement& bindService(Statement& statement, const RatedService& service, std::int64_t weekOrYear) {
  return statement.bind(std::string_view(service.officeId)).bind(std::string_view(service.itemId)).bind(std::int64_t(service.channel)).bind(weekOrYear);
}

Result<Done> add(Session& session, const RatedService& service, const Counts& more) {
  CC_TRY(statement, session.prepare(
      std::string("INSERT INTO figure (office_id, item_id, channel, week, ") + kCounted + ")"
      " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT (office_id, item_id, channel, week) DO UPDATE SET"
      " services = figure.services + excluded.services, tickets = figure.tickets + excluded.tickets, tokens = figure.tokens + excluded.tokens,"
      " ratings = figure.ratings + excluded.ratings, level_1 = figure.level_1 + excluded.level_1, level_2 = figure.level_2 + excluded.level_2,"
      " level_3 = figure.level_3 + excluded.level_3, level_4 = figure.level_4 + excluded.level_4, level_5 = figure.level_5 + excluded.level_5,"
      " unusual = figure.unusual + excluded.unusual"));
  bindCounts(bindService(statement, service, std::int64_t{service.week}), more);
  return statement.runLater();
}

constexpr const char* kNewCell =
    "INSERT INTO shown_figure (office_id, item_id, channel, year, counted, services, tickets, tokens, ratings,"
    " level_1, level_2, level_3, level_4, level_5, unusual, shown_day) VALUES ($1, $2, $3, $4, $5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)"
    " ON CONFLICT (office_id, item_id, channel, year) DO ";

/// So that it is known as hidden.
Result<Done> beginCell(Session& session, const RatedService& service) {
  CC_TRY(statement, session.prepare(std::string(kNewCell) + "NOTHING"));
  return bindService(statement, service, isoYearOf(service.week)).bind(std::int64_t{0}).runLater();
}

/// Who counts a cell holds it until the unit of work ends, so that the tenth knows that it is the tenth.
Result<bool> countInCell(Session& session, const RatedService& service) {
  CC_TRY(statement, session.prepare(std::string(kNewCell) + "UPDATE SET counted = shown_figure.counted + 1 RETURNING counted, ratings"));
  CC_TRY(hasRow, bindService(statement, service, isoYearOf(service.week)).bind(std::int64_t{1}).step());
  if (!hasRow) return Fault::InternalBug;
  return mayShow(static_cast<std::uint64_t>(statement.integer(1)), static_cast<std::uint64_t>(statement.integer(0)));
}

/// Everything that is counted of the cell's weeks so far.
Result<Done> show(Session& session, const RatedService& service, std::int64_t utcDay) {
  std::string sums;
  for (const char* column : {"services", "tickets", "tokens", "ratings", "level_1", "level_2", "level_3", "level_4", "level_5", "unusual"})
    sums.append(sums.empty() ? "" : ", ").append("CAST(SUM(").append(column).append(") AS BIGINT)");
  CC_TRY(statement, session.prepare(
      std::string("UPDATE shown_figure SET (") + kCounted + ") = (SELECT " + sums + " FROM figure"
      " WHERE office_id = $1 AND item_id = $2 AND channel = $3 AND week >= $5 AND week < $6), shown_day = $7"
      " WHERE office_id = $1 AND item_id = $2 AND channel = $3 AND year = $4"));
  const std::int64_t year = isoYearOf(service.week);
  bindService(statement, service, year).bind(std::int64_t{firstWeekOfYear(year)}).bind(std::int64_t{firstWeekOfYear(year + 1)}).bind(utcDay);
  return statement.runLater();
}

Result<std::int64_t> countHidden(Session& session, std::optional<std::string_view> officeId) {
  CC_TRY(statement, session.prepare(std::string("SELECT count(*) FROM shown_figure WHERE ratings = 0") + (officeId ? " AND office_id = $1" : "")));
  if (officeId) statement.bind(*officeId);
  CC_TRY(hasRow, statement.step());
  return hasRow ? statement.integer(0) : std::int64_t{0};
}

}  // namespace

std::int64_t isoYearOf(std::uint32_t week) { return kFirstYear + ratingMonthOf(week) / kMonthsOfAYear; }

namespace figures {

Result<Done> countService(Session& session, const RatedService& service, bool hasTicket) {
  CC_CHECK(add(session, service, {.services = 1, .tickets = hasTicket}));
  return beginCell(session, service);
}

Result<Done> countTicket(Session& session, const RatedService& service) { return add(session, service, {.tickets = 1}); }

Result<Done> countToken(Session& session, const RatedService& service) { return add(session, service, {.tokens = 1}); }

Result<Done> countRating(Session& session, const RatedService& service, Level level, bool isUnusual, std::int64_t utcDay) {
  Counts counts{.ratings = 1, .unusual = isUnusual};
  counts.levels.at(static_cast<std::size_t>(level) - 1) = 1;
  CC_CHECK(add(session, service, counts));
  CC_TRY(isDue, countInCell(session, service));
  if (!isDue) return Done{};
  return show(session, service, utcDay);
}

// A cell is never taken away, and when it is shown anew it has more ratings (mayShow): so a number grows with each change.
Result<std::string> shownVersion(Session& session) {
  CC_TRY(row, session.prepare("SELECT count(*), CAST(COALESCE(SUM(ratings), 0) AS BIGINT) FROM shown_figure"));
  CC_TRY(hasRow, row.step());
  if (!hasRow) return Fault::InternalBug;
  return std::to_string(row.integer(0)).append("-").append(std::to_string(row.integer(1)));
}

Result<ShownFigures> shown(Session& session, std::optional<std::string_view> officeId) {
  ShownFigures figures;
  CC_TRY(hidden, countHidden(session, officeId));
  figures.hidden = hidden;
  CC_TRY(row, session.prepare(std::string("SELECT office_id, item_id, channel, year, ") + kCounted + ", shown_day FROM shown_figure WHERE ratings > 0" +
                              (officeId ? " AND office_id = $1" : "") + " ORDER BY office_id, item_id, channel, year"));
  if (officeId) row.bind(*officeId);
  for (;;) {
    CC_TRY(hasRow, row.step());
    if (!hasRow) return figures;
    const auto channel = channelFromNumber(static_cast<std::uint64_t>(row.integer(2)));
    if (!channel) return Fault::StoreDamaged;
    figures.cells.push_back({row.text(0), row.text(1), *channel, row.integer(3), countsAt(row, 4), row.integer(4 + kCountedColumns)});
  }
}

}  // namespace figures
}  // namespace citycode::server
