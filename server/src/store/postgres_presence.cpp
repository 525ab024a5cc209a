#include "store/postgres_presence.h"

#include <variant>

#include "store/postgres_connect.h"

namespace citycode::server {
namespace {

constexpr std::int64_t kPresenceLock = 0x6369747970726573;   // "citypres"; of this database, so of one city

/// False when somebody holds it in a way that does not go with this one.
Result<bool> tryLock(PostgresConnection& connection, std::string_view sql) {
  connection.queue(sql, {PostgresValue(kPresenceLock)}, Kept::No);
  CC_TRY(answer, connection.exchange(std::chrono::steady_clock::now() + kAnswerPatience));
  return integerAt(answer.get(), 0, 0) == 1;
}

}  // namespace

Result<Done> showPresence(PostgresConnection& connection) {
  CC_TRY(isShown, tryLock(connection, "SELECT pg_try_advisory_lock_shared($1)"));
  return isShown ? Result<Done>(Done{}) : Fault::StoreUnavailable;
}

StartFailure restoreGoesOn(const std::string& place) {
  return {Fault::StoreUnavailable, place + " cannot be used just now, or a restore into it is going on: start again when it has ended."};
}

Started<std::unique_ptr<PostgresConnection>> connectAlone(const PostgresAddress& address) {
  auto connected = connectToPostgres(address);
  if (const auto* failure = std::get_if<ConnectFailure>(&connected)) return startFailureOf(*failure, address);
  auto& connection = std::get<std::unique_ptr<PostgresConnection>>(connected);
  const auto isAlone = tryLock(*connection, "SELECT pg_try_advisory_lock($1)");
  if (!isAlone) return storageFailure(isAlone.fault(), address.place());
  if (!*isAlone) return StartFailure{Fault::StartBadOption, "A server is running on " + address.place() + ", or a command: stop it, then restore."};
  return std::move(connection);
}

}  // namespace citycode::server
