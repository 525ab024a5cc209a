// The store in a PostgreSQL database, which other servers of the same city may use at the same time (docs/adr/0063).
//
// A unit runs at READ COMMITTED beside others, so what it read may be different when it writes: what must hold is decided by a
// statement that writes (a unique key with ON CONFLICT, an UPDATE with its condition), or its row is locked (SELECT … FOR UPDATE).
#pragma once

#include <memory>

#include "base/start_failure.h"
#include "store/postgres_address.h"
#include "store/postgres_presence.h"
#include "store/postgres_schema.h"
#include "store/store.h"

namespace citycode::server {

/// `Presence::Hidden` is for who holds the database alone (store/postgres_presence.h).
Started<std::unique_ptr<Store>> openPostgresStore(const PostgresAddress& address, Upgrade upgrade = Upgrade::Allowed, Presence presence = Presence::Shown);

/// With other tables than the city's.
Started<std::unique_ptr<Store>> openPostgresStore(const PostgresAddress& address, const PostgresSchema& schema, Upgrade upgrade,
                                                  Presence presence = Presence::Shown);

}  // namespace citycode::server
