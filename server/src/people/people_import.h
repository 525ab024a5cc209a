// Brings a file of the population register into the records. The same file again changes nothing; a run that was ended in the middle is
// finished by the next.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "base/clock.h"
#include "people/register_file.h"
#include "people/register_row.h"
#include "registry/people_seal.h"
#include "store/store.h"

namespace citycode::server {

struct ImportCounts {
  std::uint64_t lines = 0, added = 0, changed = 0, unchanged = 0, refused = 0;
  std::uint64_t notText = 0;   // of the refused: no UTF-8
};

struct ImportParts {
  Store& store;
  const PeopleSeal& seal;
  Clock clock;
  RowRules rules;
  bool isRehearsal = false;                                        // nothing is written
  std::function<void(const ImportCounts&)> progress;               // now and then
  /// A line that is not taken, with a reason's id (people/reason.h). False when it cannot be kept: then the import ends.
  std::function<bool(const RegisterLine&, std::string_view reason)> refuse;
};

/// Each batch of lines is one unit of work. Lines whose guardian has not come yet wait in a file without a name until the end.
/// Failures: of the file (people/register_file.h); store/* of the records.
Started<ImportCounts> importPeople(RegisterFile& file, const ImportParts& parts);

}  // namespace citycode::server
