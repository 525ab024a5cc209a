// Who is connected to the city's database: servers and commands, together, or a restore, alone.
#pragma once

#include <memory>

#include "base/start_failure.h"
#include "store/postgres_connection.h"
#include "store/postgres_address.h"

namespace citycode::server {

/// What connections of a store say of themselves.
enum class Presence { Shown, Hidden };

/// For as long as the connection lives. Fault: store/unavailable while a restore has the database for itself.
Result<Done> showPresence(PostgresConnection& connection);
/// In a sentence, for whoever starts meanwhile.
StartFailure restoreGoesOn(const std::string& place);

/// Nobody else is connected while the connection lives that this returns. Failures: start/bad-option when somebody is, store/*.
Started<std::unique_ptr<PostgresConnection>> connectAlone(const PostgresAddress& address);

}  // namespace citycode::server
