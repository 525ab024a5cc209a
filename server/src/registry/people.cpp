#include "registry/people.h"

#include "store/city_facts.h"

namespace citycode::server::people {
namespace {

/// Stands in city_fact while people of an earlier version wait to be sealed (store/former_schemas.cpp).
constexpr std::string_view kUnsealed = "people-unsealed";

Result<std::vector<Identifier>> idsOf(Statement statement, const Identifier& id) {
  statement.bind(id);
  std::vector<Identifier> ids;
  for (;;) {
    CC_TRY(hasRow, statement.step());
    if (!hasRow) return ids;
    if (!statement.copyTo(0, ids.emplace_back())) return Fault::StoreDamaged;
  }
}

Result<std::optional<SealedPerson>> findBy(Session& session, std::string_view column, ByteView value) {
  CC_TRY(statement, session.prepare(std::string("SELECT ").append(kColumns).append(" FROM person WHERE ").append(column).append(" = $1")));
  CC_TRY(hasRow, statement.bind(value).step());
  if (!hasRow) return std::optional<SealedPerson>();
  CC_TRY(person, read(statement));
  if (person.sealed.empty()) return std::optional<SealedPerson>();   // forgotten
  return std::optional(std::move(person));
}

Result<Done> deleteBy(Session& session, std::string_view table, std::string_view column, const Identifier& id) {
  CC_TRY(statement, session.prepare(std::string("DELETE FROM ").append(table).append(" WHERE ").append(column).append(" = $1")));
  CC_CHECK(statement.bind(id).run());
  return Done{};
}

Result<Done> putDocuments(Session& session, const Row& row) {
  CC_CHECK(deleteBy(session, "person_document", "person_id", row.person.id));
  for (const LookupHash& hash : row.documents) {
    CC_TRY(statement, session.prepare("INSERT INTO person_document (number_hash, person_id) VALUES ($1, $2)"));
    CC_CHECK(statement.bind(hash).bind(row.person.id).run());
  }
  return Done{};
}

Result<bool> insert(Session& session, const Row& row) {
  CC_TRY(statement, session.prepare("INSERT INTO person (id, register_hash, sealed) VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING"));
  CC_TRY(added, statement.bind(row.person.id).bind(row.registerHash).bind(row.person.sealed).run());
  return added > 0;
}

/// Of a version before the eighth, in the order of its columns.
RegisterEntry formerEntry(const Statement& row, const Identifier& id) {
  const auto number = [&](int column) { return static_cast<int>(row.integer(column)); };
  RegisterEntry entry;
  entry.registerId = identifierText(id);   // what it was imported from is not known
  entry.chineseName = row.text(1);
  entry.documents = {{static_cast<HolderClass>(number(2)), row.text(3)}};
  entry.born = {number(4), number(5), number(6)};
  entry.cityResident = number(7) != 0;
  entry.disabilityPermit.isHeld = number(8) != 0;
  entry.insuranceType = number(9);
  entry.tradeCertificate.isHeld = number(10) != 0;
  entry.safetyTraining.isHeld = number(11) != 0;
  entry.enterpriseCreditCode = row.text(12);
  entry.enterpriseRole = row.text(13);
  return entry;
}

Result<std::vector<Row>> formerRows(Session& session, const PeopleSeal& seal, std::int64_t atMost) {
  CC_TRY(statement, session.prepare(
      "SELECT id, display_name, holder_class, document_number, born_year, born_month, born_day, city_resident, disability_permit, insurance_type,"
      " trade_certificate, safety_training, enterprise_code, enterprise_role FROM former_person LIMIT $1"));
  statement.bind(atMost);
  std::vector<Row> rows;
  for (;;) {
    CC_TRY(hasRow, statement.step());
    if (!hasRow) return rows;
    Identifier id{};
    if (!statement.copyTo(0, id)) return Fault::StoreDamaged;
    rows.push_back(rowOf(seal, id, formerEntry(statement, id)));
  }
}

/// Nothing refused two people with one number then: it is found with the first of them.
Result<Done> replaceFormer(Session& session, Row row) {
  for (auto each = row.documents.begin(); each != row.documents.end();) {
    CC_TRY(holder, findByDocument(session, *each));
    each = holder ? row.documents.erase(each) : each + 1;
  }
  CC_CHECK(replace(session, row));
  return deleteBy(session, "former_person", "id", row.person.id);
}

}  // namespace

Result<SealedPerson> read(const Statement& row, int first) {
  SealedPerson person;
  if (!row.copyTo(first, person.id)) return Fault::StoreDamaged;
  person.sealed = row.bytes(first + 1);
  return person;
}

Row rowOf(const PeopleSeal& seal, const Identifier& id, const RegisterEntry& entry) {
  Row row{seal.seal(id, entry), seal.ofRegisterId(entry.registerId), {}};
  for (const HeldDocument& document : entry.documents) row.documents.push_back(seal.ofDocument(document));
  return row;
}

Result<Done> add(Session& session, const Row& row) {
  CC_TRY(isNew, insert(session, row));
  return isNew ? putDocuments(session, row) : Result<Done>(Done{});
}

Result<std::optional<SealedPerson>> find(Session& session, const Identifier& id) { return findBy(session, "id", id); }

Result<std::optional<SealedPerson>> findByRegisterHash(Session& session, const LookupHash& hash) { return findBy(session, "register_hash", hash); }

Result<std::optional<Identifier>> findByDocument(Session& session, const LookupHash& hash) {
  CC_TRY(statement, session.prepare("SELECT person_id FROM person_document WHERE number_hash = $1"));
  CC_TRY(hasRow, statement.bind(hash).step());
  if (!hasRow) return std::optional<Identifier>();
  Identifier id{};
  if (!statement.copyTo(0, id)) return Fault::StoreDamaged;
  return std::optional(id);
}

Result<Done> replace(Session& session, const Row& row) {
  CC_TRY(statement, session.prepare("UPDATE person SET register_hash = $1, sealed = $2 WHERE id = $3"));
  CC_CHECK(statement.bind(row.registerHash).bind(row.person.sealed).bind(row.person.id).run());
  return putDocuments(session, row);
}

Result<Done> hold(Session& session, const Identifier& id) {
  CC_TRY(statement, session.prepare(std::string("SELECT 1 FROM person WHERE id = $1").append(session.rowLock())));
  CC_CHECK(statement.bind(id).step());
  return Done{};
}

Result<Done> putGuardians(Session& session, const Identifier& ward, const std::vector<Identifier>& guardians) {
  CC_CHECK(deleteBy(session, "person_guardian", "ward_id", ward));
  for (const Identifier& guardian : guardians) {
    CC_TRY(statement, session.prepare("INSERT INTO person_guardian (ward_id, guardian_id) VALUES ($1, $2) ON CONFLICT (ward_id, guardian_id) DO NOTHING"));
    CC_CHECK(statement.bind(ward).bind(guardian).run());
  }
  return Done{};
}

Result<std::vector<Identifier>> guardiansOf(Session& session, const Identifier& ward) {
  CC_TRY(statement, session.prepare("SELECT guardian_id FROM person_guardian WHERE ward_id = $1 ORDER BY guardian_id"));
  return idsOf(std::move(statement), ward);
}

Result<std::vector<Identifier>> wardsOf(Session& session, const Identifier& guardian) {
  CC_TRY(statement, session.prepare("SELECT ward_id FROM person_guardian WHERE guardian_id = $1 ORDER BY ward_id"));
  return idsOf(std::move(statement), guardian);
}

Result<Done> endCodes(Session& session, const Identifier& id) { return deleteBy(session, "enrolment_code", "person_id", id); }

Result<Done> forget(Session& session, const Identifier& id) {
  CC_CHECK(deleteBy(session, "person_document", "person_id", id));
  CC_CHECK(deleteBy(session, "person_guardian", "ward_id", id));
  CC_CHECK(deleteBy(session, "person_guardian", "guardian_id", id));
  CC_CHECK(endCodes(session, id));
  // In the place of the register's id its own: the same person, imported again, is another one.
  CC_TRY(statement, session.prepare("UPDATE person SET register_hash = $1, sealed = $2 WHERE id = $3"));
  CC_CHECK(statement.bind(id).bind(ByteView()).bind(id).run());
  return Done{};
}

Result<bool> haveFormer(Session& session) {
  CC_TRY(mark, city_facts::find(session, kUnsealed));
  return mark.has_value();
}

Result<bool> sealFormer(Session& session, const PeopleSeal& seal, std::int64_t atMost) {
  CC_TRY(mark, city_facts::hold(session, kUnsealed));   // two servers that start together seal one after the other
  if (!mark) return false;
  CC_TRY(rows, formerRows(session, seal, atMost));
  for (Row& row : rows) CC_CHECK(replaceFormer(session, std::move(row)));
  if (!rows.empty()) return true;
  CC_TRY(drop, session.prepare("DROP TABLE former_person"));
  CC_CHECK(drop.run());
  CC_CHECK(city_facts::remove(session, kUnsealed));
  return false;
}

}  // namespace citycode::server::people
