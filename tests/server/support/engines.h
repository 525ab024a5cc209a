// The engine that a run of the tests is about: SQLite, or with CITYCODE_TEST_STORE=postgresql a real PostgreSQL of the test program's own.
#pragma once

#include <string>
#include <vector>

#include "support/stored_city.h"

namespace citycode::server::test {

bool isOnPostgresql();

/// For --store: records that belong to this folder.
std::string storeUrl(const std::string& folder);

/// What an operator's tool reads of the records of a city's data folder, or changes in them, while its server may run. The first
/// column of the first row, as text; "" without rows.
std::string runOnRecords(const std::string& dataFolder, const std::string& sql);

std::unique_ptr<Store> openSqlite(const std::string& folder);

/// For conformance tests: the one of this run.
std::vector<StoreKind> engines();

}  // namespace citycode::server::test
