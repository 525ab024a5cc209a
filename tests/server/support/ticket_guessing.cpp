#include "support/ticket_guessing.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <set>

#include "base/key_text.h"
#include "store/copied_tables.h"

namespace citycode::server::test {
namespace {

/// Numbers of one length, so that they sort as text.
std::string dumpText(std::int64_t number) {
  char text[32];
  const int size = std::snprintf(text, sizeof text, "n%020lld", static_cast<long long>(number));
  return {text, static_cast<std::size_t>(size)};
}

std::string valueOf(const Statement& row, int column, ColumnKind kind) {
  if (kind == ColumnKind::Integer) return dumpText(row.integer(column));
  if (kind == ColumnKind::Text) return "t" + row.text(column);
  return test::dumpText(row.bytes(column));
}

Result<std::vector<DumpedRow>> rowsOf(Session& session, const CopiedTable& table) {
  std::string columns;
  for (const CopiedColumn& column : table.columns) columns.append(columns.empty() ? "" : ", ").append(column.name);
  CC_TRY(row, session.prepare("SELECT " + columns + " FROM " + std::string(table.name)));   // no ORDER BY: the engine's own
  std::vector<DumpedRow> rows;
  for (;;) {
    CC_TRY(hasRow, row.step());
    if (!hasRow) return rows;
    DumpedRow& dumped = rows.emplace_back();
    for (std::size_t i = 0; i < table.columns.size(); ++i)
      dumped[std::string(table.columns[i].name)] = valueOf(row, static_cast<int>(i), table.columns[i].kind);
    dumped[kPosition] = dumpText(static_cast<std::int64_t>(rows.size()));
  }
}

/// Indices of pairs in the order of one of their values; those that have the same in an order of chance.
std::vector<std::size_t> ordered(const std::vector<std::string>& values, std::mt19937_64& random) {
  std::vector<std::size_t> order(values.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::shuffle(order.begin(), order.end(), random);
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  return order;
}

std::vector<std::string> columnOf(const std::vector<TruePair>& pairs, DumpedRow TruePair::*side, const std::string& column) {
  std::vector<std::string> values;
  for (const TruePair& pair : pairs) values.push_back((pair.*side).at(column));
  return values;
}

void forEachTwoColumns(const Cells& cells, const std::function<void(const std::string&, const std::string&)>& look) {
  const TruePair& any = cells.begin()->second.front();
  for (const auto& [ticketColumn, ignored] : any.ticket)
    for (const auto& [ratingColumn, alsoIgnored] : any.rating) look(ticketColumn, ratingColumn);
}

}  // namespace

std::string dumpText(ByteView bytes) { return "b" + hexText(bytes); }

Dump dumpOf(Store& store) {
  Dump dump;
  for (const CopiedTable& table : copiedTables()) {
    auto rows = store.read([&](Session& session) { return rowsOf(session, table); });
    if (rows) dump[std::string(table.name)] = *std::move(rows);
  }
  return dump;
}

Cells cellsOf(const std::vector<TruePair>& pairs) {
  Cells cells;
  for (const TruePair& pair : pairs) {
    const auto& r = pair.rating;
    cells[r.at("office_id") + " " + r.at("item_id") + " " + r.at("channel") + " " + r.at("week")].push_back(pair);
  }
  return cells;
}

std::string PairGuess::sentence() const {
  char text[160];
  std::snprintf(text, sizeof text, "%-42s %6.1f found, by chance %6.1f +- %.1f", feature.c_str(), found, byChance, deviation);
  return text;
}

// The fixed points of a permutation of chance are one on average, and so is their variance, of however many.
std::vector<PairGuess> guessByRank(const Cells& cells, std::mt19937_64& random) {
  std::vector<PairGuess> guesses;
  forEachTwoColumns(cells, [&](const std::string& ticketColumn, const std::string& ratingColumn) {
    PairGuess up{ticketColumn + " ~ " + ratingColumn}, down{ticketColumn + " ~ backwards " + ratingColumn};
    for (const auto& [name, pairs] : cells) {
      const auto tickets = ordered(columnOf(pairs, &TruePair::ticket, ticketColumn), random);
      const auto ratings = ordered(columnOf(pairs, &TruePair::rating, ratingColumn), random);
      for (std::size_t i = 0; i < pairs.size(); ++i) {
        up.found += tickets[i] == ratings[i];
        down.found += tickets[i] == ratings[pairs.size() - 1 - i];
      }
      for (PairGuess* each : {&up, &down}) each->byChance += 1;
    }
    for (PairGuess* each : {&up, &down}) {
      each->deviation = std::sqrt(each->byChance);
      guesses.push_back(*each);
    }
  });
  return guesses;
}

std::vector<PairGuess> guessByEqualValue(const Cells& cells) {
  std::vector<PairGuess> guesses;
  forEachTwoColumns(cells, [&](const std::string& ticketColumn, const std::string& ratingColumn) {
    PairGuess guess{ticketColumn + " == " + ratingColumn};
    double variance = 0;
    for (const auto& [name, pairs] : cells) {
      const auto ratings = columnOf(pairs, &TruePair::rating, ratingColumn);
      const std::multiset<std::string> all(ratings.begin(), ratings.end());
      for (std::size_t i = 0; i < pairs.size(); ++i) {
        const std::string& value = pairs[i].ticket.at(ticketColumn);
        const double share = static_cast<double>(all.count(value)) / static_cast<double>(pairs.size());
        guess.found += value == ratings[i];
        guess.byChance += share;
        variance += share * (1 - share);
      }
    }
    guess.deviation = std::sqrt(variance + 1);   // a coincidence or two, where hardly any are expected, are none
    guesses.push_back(guess);
  });
  return guesses;
}

}  // namespace citycode::server::test
