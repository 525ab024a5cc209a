// One-use codes of both kinds as rows: one for a person's phone, one for a venue's scanner. What becomes of a code is the same
// for both. Each function runs inside the caller's transaction.
#pragma once

#include <cstdint>

#include "store/sqlite_database.h"
#include "store/store.h"

namespace citycode::server::rows {

enum class CodeKind : std::uint8_t { Persons, Terminals };   // each in a table of its own

/// Whether this key used this code.
Result<bool> isCodeUsedBy(sqlite3* database, CodeKind kind, const Sha256& codeHash, const DeviceId& id);

enum class CodeState : std::uint8_t { Good, UsedByThisKey };   // the second: a repetition after a lost answer

/// Whether this key may use the code. A repetition stays good when the code has expired meanwhile.
/// Faults: enrol/unknown-code, enrol/wrong-kind, enrol/bad-key for a key that was revoked, enrol/used-code, enrol/expired-code.
Result<CodeState> checkCode(sqlite3* database, CodeKind kind, const Enrolment& enrolment);

Result<Done> markCodeUsed(sqlite3* database, CodeKind kind, const Enrolment& enrolment);

}  // namespace citycode::server::rows
