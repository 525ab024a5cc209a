// A city's file as it is at one moment, in a file of its own, while whoever serves it goes on writing.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "store/sqlite_session.h"

namespace citycode::server {

/// Bytes that are there, of about so many.
using CopiedBytes = std::function<void(std::int64_t bytes, std::int64_t of)>;

/// What `from` holds now, into the new file `to`; what was deleted is not in it. Nobody waits, but the journal of `from` is not written
/// over before it ends. `to` is not flushed.
Result<Done> copyFileAsItIs(const std::string& from, const std::string& to, const CopiedBytes& tell);

/// A file that nobody has open, without a journal beside it from now on: it can be read where nothing can be written.
Result<Done> putAwayJournal(const std::string& path);

/// A file that was put away so, which this connection cannot change.
Result<std::unique_ptr<SqliteSession>> openPutAway(const std::string& path);

/// Of which version its tables are.
Result<std::int64_t> schemaVersionOf(SqliteSession& session);

}  // namespace citycode::server
