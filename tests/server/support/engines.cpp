#include "support/engines.h"

#include <cstdlib>

#include <sqlite3.h>

#include "store/postgres_store.h"
#include "store/sqlite_store.h"
#include "store/store_address.h"
#include "support/postgres_cluster.h"

namespace citycode::server::test {
namespace {

std::unique_ptr<Store> openPostgresql(const std::string& folder) {
  auto address = parseStoreAddress(storeUrl(folder));
  if (!address) return nullptr;
  auto store = openPostgresStore(std::get<PostgresAddress>(*address), Upgrade::Allowed);
  return store ? std::move(*store) : nullptr;
}

}  // namespace

bool isOnPostgresql() {
  const char* wanted = std::getenv("CITYCODE_TEST_STORE");
  return wanted != nullptr && std::string(wanted) == "postgresql";
}

std::string storeUrl(const std::string& folder) {
  PostgresCluster& cluster = PostgresCluster::shared();
  return cluster.url(cluster.databaseOf(folder));
}

std::string runOnRecords(const std::string& dataFolder, const std::string& sql) {
  if (isOnPostgresql()) {
    PostgresCluster& cluster = PostgresCluster::shared();
    return Operator(cluster.conninfo(cluster.databaseOf(dataFolder))).run(sql);
  }
  sqlite3* records = nullptr;
  EXPECT_EQ(sqlite3_open((dataFolder + "/citycode.sqlite").c_str(), &records), SQLITE_OK);
  sqlite3_busy_timeout(records, 5000);
  sqlite3_stmt* statement = nullptr;
  EXPECT_EQ(sqlite3_prepare_v2(records, sql.c_str(), -1, &statement, nullptr), SQLITE_OK) << sqlite3_errmsg(records);
  std::string first;
  const int code = sqlite3_step(statement);
  if (code == SQLITE_ROW) first = reinterpret_cast<const char*>(sqlite3_column_text(statement, 0));
  EXPECT_TRUE(code == SQLITE_ROW || code == SQLITE_DONE) << sqlite3_errmsg(records);
  sqlite3_finalize(statement);
  sqlite3_close(records);
  return first;
}

std::unique_ptr<Store> openSqlite(const std::string& folder) {
  auto store = openSqliteStore(folder + "/citycode.sqlite");
  return store ? std::move(*store) : nullptr;
}

std::vector<StoreKind> engines() {
  if (isOnPostgresql()) return {{"postgresql", openPostgresql}};
  return {{"sqlite", openSqlite}};
}

}  // namespace citycode::server::test
