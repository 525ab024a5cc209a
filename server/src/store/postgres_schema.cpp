#include "store/postgres_schema.h"

#include <algorithm>
#include <optional>

#include "store/former_schemas.h"
#include "store/postgres_connect.h"
#include "store/postgres_fault.h"

namespace citycode::server {
namespace {

constexpr std::int64_t kUpgradeLock = 0x63697479636f6465;   // "citycode"; of this database, so of one city
constexpr std::chrono::minutes kUpgradePatience{10};        // a new index over a hundred million rows takes minutes

SteadyTime after(std::chrono::seconds patience) { return std::chrono::steady_clock::now() + patience; }

/// Of the tables that are there.
struct Found {
  bool isTable = false;                  // there is one for the version
  std::optional<std::int64_t> version;   // nothing when it is empty
};

Result<Found> findVersion(PostgresConnection& connection) {
  // A look into the catalogue and not to_regclass, which after a wait for the lock would still say what it had cached before.
  connection.queue("SELECT COUNT(*) FROM pg_catalog.pg_class WHERE relname = 'citycode_schema' AND pg_catalog.pg_table_is_visible(oid)", {}, Kept::No);
  CC_TRY(table, connection.exchange(after(kAnswerPatience)));
  if (integerAt(table.get(), 0, 0) == 0) return Found{};
  connection.queue("SELECT version FROM citycode_schema", {}, Kept::No);
  CC_TRY(rows, connection.exchange(after(kAnswerPatience)));
  if (PQntuples(rows.get()) != 1) return Found{true, std::nullopt};
  return Found{true, integerAt(rows.get(), 0, 0)};
}

Result<Done> runAll(PostgresConnection& connection, const std::vector<std::string>& statements) {
  for (const std::string& statement : statements) connection.queue(statement, {}, Kept::No);
  CC_CHECK(connection.exchange(after(kUpgradePatience)));
  return Done{};
}

Result<Done> create(PostgresConnection& connection, const PostgresSchema& schema) {
  connection.queue("CREATE TABLE citycode_schema (version BIGINT NOT NULL)", {}, Kept::No);
  connection.queue("INSERT INTO citycode_schema (version) VALUES ($1)", {PostgresValue(schema.version)}, Kept::No);
  return runAll(connection, schema.create);
}

bool canUpgrade(const PostgresSchema& schema, std::int64_t version) {
  for (; version < schema.version; ++version) {
    const auto leadsOn = [&](const PostgresSchema::Step& step) { return step.from == version; };
    if (std::none_of(schema.steps.begin(), schema.steps.end(), leadsOn)) return false;
  }
  return version == schema.version;
}

Result<Done> bringForward(PostgresConnection& connection, const PostgresSchema& schema, std::int64_t version) {
  for (; version < schema.version; ++version) {
    for (const auto& step : schema.steps) {
      if (step.from == version) CC_CHECK(runAll(connection, step.statements));
    }
  }
  connection.queue("UPDATE citycode_schema SET version = $1", {PostgresValue(schema.version)}, Kept::No);
  CC_CHECK(connection.exchange(after(kAnswerPatience)));
  return Done{};
}

/// Inside the transaction and with the lock: another server may have been faster.
Result<Done> makeOrBringForward(PostgresConnection& connection, const PostgresSchema& schema) {
  CC_TRY(found, findVersion(connection));
  if (!found.isTable) return create(connection, schema);
  if (found.version && *found.version < schema.version) return bringForward(connection, schema, *found.version);
  return Done{};
}

Result<Done> change(PostgresConnection& connection, const PostgresSchema& schema) {
  connection.queue("BEGIN", {}, Kept::No);
  connection.queue("SET LOCAL statement_timeout = 0", {}, Kept::No);
  connection.queue("SELECT pg_advisory_xact_lock($1)", {PostgresValue(kUpgradeLock)}, Kept::No);
  auto done = [&]() -> Result<Done> {
    CC_CHECK(connection.exchange(after(kUpgradePatience)));
    return makeOrBringForward(connection, schema);
  }();
  connection.queue(done ? "COMMIT" : "ROLLBACK", {}, Kept::No);
  const auto ended = connection.exchange(after(kAnswerPatience));
  if (done && !ended) return ended.fault();
  return done;
}

std::vector<std::string> statementsOf(const std::string& text) {
  std::vector<std::string> statements;
  for (std::size_t begin = 0, end = 0; (end = text.find(';', begin)) != std::string::npos; begin = end + 1)
    statements.push_back(text.substr(begin, end - begin));
  return statements;
}

StartFailure failureOf(Fault fault, const std::string& place) {
  switch (fault) {
    case Fault::StoreDamaged:
      return {fault, "The records in " + place + " are damaged: restore the database from a backup; it was left untouched."};
    case Fault::StoreDiskFull:
      return {fault, "The disk of " + place + " is full: free some space and start again."};
    case Fault::StoreNoPermission:
      return {fault, "The tables in " + place + " cannot be made or used by this user: let it own the database, and the server take changes (docs/deploy.md)."};
    case Fault::InternalBug:
      return {fault, "The tables of Citycode cannot be made in " + place + ": give it a database of its own, with nothing else in it."};
    default:
      return {fault, place + " cannot be used just now: look into PostgreSQL's log and start again."};
  }
}

StartFailure otherVersion(const Found& found, const PostgresSchema& schema, const std::string& place) {
  if (found.isTable && !found.version)
    return {Fault::StoreDamaged, "The records in " + place + " do not say of which version they are: restore the database from a backup."};
  if (!found.isTable) return {Fault::StoreUnavailable, place + " holds no city yet: start the server of Citycode once, then the commands."};
  if (canUpgrade(schema, *found.version))
    return {Fault::StoreUnavailable, place + " was written by an earlier version of Citycode: start the server of this version once, then the commands."};
  return {Fault::StoreUnavailable, place + ofAnotherVersion(*found.version)};
}

}  // namespace

PostgresSchema citySchema() {
  // No city had a version before the fourth on PostgreSQL.
  const auto step = [](std::int64_t from, std::string_view tables) -> PostgresSchema::Step { return {from, statementsOf(inWordsOf(Engine::Postgresql, tables))}; };
  return {kSchemaVersion, statementsOf(schemaFor(Engine::Postgresql)), {step(4, kFromVersion4), step(5, kFromVersion5), step(6, kFromVersion6), step(7, kFromVersion7)}};
}

Started<Done> preparePostgresSchema(PostgresConnection& connection, const PostgresSchema& schema, Upgrade upgrade, const std::string& place) {
  auto found = findVersion(connection);
  if (!found) return failureOf(found.fault(), place);
  const auto isOurs = [&] { return found->version == schema.version; };
  const bool isChangeable = !found->isTable || (found->version && canUpgrade(schema, *found->version));
  const bool mayChange = upgrade == Upgrade::Allowed || (upgrade == Upgrade::NewOnly && !found->isTable);
  if (!isOurs() && isChangeable && mayChange) {
    if (const auto done = change(connection, schema); !done) return failureOf(done.fault(), place);
    found = findVersion(connection);
    if (!found) return failureOf(found.fault(), place);
  }
  if (!isOurs()) return otherVersion(*found, schema, place);
  return Done{};
}

Result<Done> checkPostgresVersion(PostgresConnection& connection, std::int64_t version) {
  CC_TRY(found, findVersion(connection));
  if (found.version != version) return Fault::StoreUnavailable;
  return Done{};
}

}  // namespace citycode::server
