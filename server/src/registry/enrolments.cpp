#include "registry/enrolments.h"

#include <array>

#include "registry/portals.h"

namespace citycode::server::enrolments {
namespace {

enum class CodeKind { Persons, Terminals };
constexpr std::array<CodeKind, 2> kKinds{CodeKind::Persons, CodeKind::Terminals};

std::string tableOf(CodeKind kind) { return kind == CodeKind::Persons ? "enrolment_code" : "terminal_code"; }
CodeKind otherThan(CodeKind kind) { return kind == CodeKind::Persons ? CodeKind::Terminals : CodeKind::Persons; }

struct CodeUse {
  std::int64_t expiresUnixMs = 0;
  Bytes usedBy;   // empty: not used
};

Result<std::optional<CodeUse>> findUse(Session& session, CodeKind kind, const Sha256& codeHash, std::string_view lock = "") {
  CC_TRY(statement, session.prepare(std::string("SELECT expires_ms, used_by FROM ").append(tableOf(kind)).append(" WHERE code_hash = $1").append(lock)));
  CC_TRY(hasRow, statement.bind(codeHash).step());
  if (!hasRow) return std::optional<CodeUse>();
  return std::optional(CodeUse{statement.integer(0), statement.bytes(1)});
}

Result<bool> wasUsedBy(Session& session, CodeKind kind, const Sha256& codeHash, const DeviceId& id) {
  CC_TRY(use, findUse(session, kind, codeHash));
  return use.has_value() && sameBytes(use->usedBy, id);
}

enum class CodeState { Good, UsedByThisKey };

/// Nobody else uses the code until the unit of work ends.
Result<CodeState> holdCode(Session& session, CodeKind kind, const Enrolment& enrolment) {
  CC_TRY(use, findUse(session, kind, enrolment.codeHash, session.rowLock()));
  if (!use) {
    CC_TRY(other, findUse(session, otherThan(kind), enrolment.codeHash));
    return other ? Fault::EnrolWrongKind : Fault::EnrolUnknownCode;
  }
  CC_TRY(isRevoked, devices::isRevoked(session, enrolment.deviceId));
  CC_TRY(portal, portals::findByKey(session, enrolment.deviceId));
  if (isRevoked || portal) return Fault::EnrolBadKey;
  if (sameBytes(use->usedBy, enrolment.deviceId)) return CodeState::UsedByThisKey;
  if (!use->usedBy.empty()) return Fault::EnrolUsedCode;
  if (use->expiresUnixMs <= enrolment.nowUnixMs) return Fault::EnrolExpiredCode;
  return CodeState::Good;
}

Result<Done> markUsed(Session& session, CodeKind kind, const Enrolment& enrolment) {
  CC_TRY(statement, session.prepare("UPDATE " + tableOf(kind) + " SET used_by = $1 WHERE code_hash = $2"));
  CC_CHECK(statement.bind(enrolment.deviceId).bind(enrolment.codeHash).run());
  return Done{};
}

/// Whose phone a code is for. It was found a moment ago, in the same unit.
Result<Identifier> personOf(Session& session, const Sha256& codeHash) {
  CC_TRY(statement, session.prepare("SELECT person_id FROM enrolment_code WHERE code_hash = $1"));
  CC_TRY(hasRow, statement.bind(codeHash).step());
  Identifier personId{};
  if (!hasRow || !statement.copyTo(0, personId)) return Fault::StoreDamaged;
  return personId;
}

Result<Posting> postingOf(Session& session, const Sha256& codeHash) {
  CC_TRY(statement, session.prepare("SELECT venue_id, venue_name, scopes FROM terminal_code WHERE code_hash = $1"));
  CC_TRY(hasRow, statement.bind(codeHash).step());
  if (!hasRow) return Fault::StoreDamaged;
  return Posting{{statement.text(0), statement.text(1)}, terminals::scopesOfText(statement.text(2))};
}

Result<Device> mustFindDevice(Session& session, const DeviceId& id) {
  CC_TRY(device, devices::find(session, id));
  if (!device) return Fault::StoreDamaged;
  return std::move(*device);
}

}  // namespace

Result<Done> addCode(Session& session, const EnrolmentCode& code) {
  CC_TRY(statement, session.prepare("INSERT INTO enrolment_code (code_hash, person_id, expires_ms) VALUES ($1, $2, $3)"));
  CC_CHECK(statement.bind(code.codeHash).bind(code.personId).bind(code.expiresUnixMs).run());
  return Done{};
}

Result<Done> addCode(Session& session, const TerminalCode& code) {
  CC_TRY(statement, session.prepare("INSERT INTO terminal_code (code_hash, venue_id, venue_name, scopes, expires_ms) VALUES ($1, $2, $3, $4, $5)"));
  const std::string scopes = terminals::textOfScopes(code.posting.scopes);
  statement.bind(code.codeHash).bind(std::string_view(code.posting.venue.id)).bind(std::string_view(code.posting.venue.name));
  CC_CHECK(statement.bind(std::string_view(scopes)).bind(code.expiresUnixMs).run());
  return Done{};
}

Result<Device> enrolDevice(Session& session, const Enrolment& enrolment) {
  CC_TRY(state, holdCode(session, CodeKind::Persons, enrolment));
  if (state == CodeState::UsedByThisKey) return mustFindDevice(session, enrolment.deviceId);
  CC_TRY(personId, personOf(session, enrolment.codeHash));
  CC_TRY(terminal, terminals::find(session, enrolment.deviceId));
  if (terminal) return Fault::EnrolBadKey;
  CC_CHECK(devices::add(session, enrolment.deviceId, enrolment.deviceKey, personId, enrolment.nowUnixMs));
  CC_TRY(device, mustFindDevice(session, enrolment.deviceId));   // this one, or one that was there before
  if (device.person.id != personId) return Fault::EnrolBadKey;
  CC_CHECK(markUsed(session, CodeKind::Persons, enrolment));
  return std::move(device);
}

Result<Terminal> enrolTerminal(Session& session, const Enrolment& enrolment) {
  CC_TRY(state, holdCode(session, CodeKind::Terminals, enrolment));
  if (state == CodeState::UsedByThisKey) {
    CC_TRY(known, terminals::find(session, enrolment.deviceId));
    if (!known) return Fault::EnrolUsedCode;   // one that was removed does not come back with its old code
    return std::move(*known);
  }
  CC_TRY(phone, devices::find(session, enrolment.deviceId));
  if (phone) return Fault::EnrolBadKey;
  CC_TRY(posting, postingOf(session, enrolment.codeHash));
  Terminal terminal{enrolment.deviceId, enrolment.deviceKey, std::move(posting.venue), std::move(posting.scopes)};
  CC_CHECK(terminals::put(session, terminal, enrolment.nowUnixMs));
  CC_CHECK(markUsed(session, CodeKind::Terminals, enrolment));
  return terminal;
}

Result<bool> wasDeviceEnrolled(Session& session, const Sha256& codeHash, const DeviceId& id) {
  return wasUsedBy(session, CodeKind::Persons, codeHash, id);
}

Result<bool> wasTerminalEnrolled(Session& session, const Sha256& codeHash, const DeviceId& id) {
  return wasUsedBy(session, CodeKind::Terminals, codeHash, id);
}

Result<Done> shortenCodes(Session& session, std::int64_t endUnixMs) {
  for (const CodeKind kind : kKinds) {
    CC_TRY(statement, session.prepare("UPDATE " + tableOf(kind) + " SET expires_ms = $1 WHERE expires_ms > $1"));
    CC_CHECK(statement.bind(endUnixMs).run());
  }
  return Done{};
}

Result<Done> deleteCodesExpiredBefore(Session& session, std::int64_t unixMs) {
  for (const CodeKind kind : kKinds) {
    CC_TRY(statement, session.prepare("DELETE FROM " + tableOf(kind) + " WHERE expires_ms < $1"));
    CC_CHECK(statement.bind(unixMs).run());
  }
  return Done{};
}

}  // namespace citycode::server::enrolments
