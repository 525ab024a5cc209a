// Terminals and their codes as rows. Each function runs inside the caller's transaction.
#pragma once

#include <optional>
#include <vector>

#include "store/sqlite_database.h"
#include "store/store.h"

namespace citycode::server::rows {

Result<Done> insertTerminalCode(sqlite3* database, const TerminalCode& code);
Result<Terminal> enrolTerminal(sqlite3* database, const Enrolment& enrolment);

Result<std::optional<Terminal>> selectTerminal(sqlite3* database, const DeviceId& id);
Result<std::vector<Terminal>> selectTerminals(sqlite3* database);
Result<bool> deleteTerminal(sqlite3* database, const DeviceId& id);

}  // namespace citycode::server::rows
