#include "store/sqlite_codes.h"

#include <optional>

#include "store/sqlite_revocations.h"

namespace citycode::server::rows {
namespace {

std::string tableOf(CodeKind kind) { return kind == CodeKind::Persons ? "enrolment_code" : "terminal_code"; }

CodeKind otherThan(CodeKind kind) { return kind == CodeKind::Persons ? CodeKind::Terminals : CodeKind::Persons; }

struct CodeUse {
  std::int64_t expiresUnixMs = 0;
  Bytes usedBy;   // empty: not used
};

Result<std::optional<CodeUse>> selectUse(sqlite3* database, CodeKind kind, const Sha256& codeHash) {
  CC_TRY(statement, Statement::prepare(database, "SELECT expires_ms, used_by FROM " + tableOf(kind) + " WHERE code_hash = ?"));
  CC_TRY(hasRow, statement.bind(codeHash).step());
  if (!hasRow) return std::optional<CodeUse>();
  return std::optional(CodeUse{statement.integer(0), statement.bytes(1)});
}

}  // namespace

Result<bool> isCodeUsedBy(sqlite3* database, CodeKind kind, const Sha256& codeHash, const DeviceId& id) {
  CC_TRY(use, selectUse(database, kind, codeHash));
  return use.has_value() && sameBytes(use->usedBy, id);
}

Result<CodeState> checkCode(sqlite3* database, CodeKind kind, const Enrolment& enrolment) {
  CC_TRY(use, selectUse(database, kind, enrolment.codeHash));
  if (!use) {
    CC_TRY(other, selectUse(database, otherThan(kind), enrolment.codeHash));
    return other ? Fault::EnrolWrongKind : Fault::EnrolUnknownCode;
  }
  CC_TRY(isRevoked, isRevokedDevice(database, enrolment.deviceId));
  if (isRevoked) return Fault::EnrolBadKey;
  if (sameBytes(use->usedBy, enrolment.deviceId)) return CodeState::UsedByThisKey;
  if (!use->usedBy.empty()) return Fault::EnrolUsedCode;
  if (use->expiresUnixMs <= enrolment.nowUnixMs) return Fault::EnrolExpiredCode;
  return CodeState::Good;
}

Result<Done> markCodeUsed(sqlite3* database, CodeKind kind, const Enrolment& enrolment) {
  CC_TRY(statement, Statement::prepare(database, "UPDATE " + tableOf(kind) + " SET used_by = ? WHERE code_hash = ?"));
  return statement.bind(enrolment.deviceId).bind(enrolment.codeHash).run();
}

}  // namespace citycode::server::rows
