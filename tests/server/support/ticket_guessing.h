// Somebody who has the whole database, every row in the engine's own order, and tries to say which rating belongs to which ticket.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "store/store.h"

namespace citycode::server::test {

/// A row as an engine gives it: values as text that sorts as they do, by the names of their columns.
using DumpedRow = std::map<std::string, std::string>;
using Dump = std::map<std::string, std::vector<DumpedRow>>;   // by table

/// All rows of all tables, in the order in which the engine has them. `kPosition` is a column of its own.
inline constexpr const char* kPosition = "(position)";
Dump dumpOf(Store& store);

/// As a dump writes bytes.
std::string dumpText(ByteView bytes);

/// A ticket and the rating that was given for it, as the test knows them: rows of `ended_service` and `rating`.
struct TruePair {
  DumpedRow ticket, rating;
};

/// Everything that office, item, channel and week leave the same; guesses are made within it alone.
using Cells = std::map<std::string, std::vector<TruePair>>;
Cells cellsOf(const std::vector<TruePair>& pairs);

struct PairGuess {
  std::string feature;
  double found = 0;
  double byChance = 0;
  double deviation = 0;   // of that number

  double above() const { return deviation == 0 ? (found > byChance ? 1e9 : 0) : (found - byChance) / deviation; }
  std::string sentence() const;
};

/// In each cell the tickets are put in the order of one column and the ratings in that of another, and those of one rank are taken for a
/// pair: by all columns and both directions.
std::vector<PairGuess> guessByRank(const Cells& cells, std::mt19937_64& random);

/// How many true pairs have the same value in two columns, and how many pairs of a cell have on average.
std::vector<PairGuess> guessByEqualValue(const Cells& cells);

}  // namespace citycode::server::test
