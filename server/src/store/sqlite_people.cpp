#include "store/sqlite_people.h"

#include "store/sqlite_codes.h"
#include "store/sqlite_terminals.h"

namespace citycode::server::rows {
namespace {

/// Whose phone a code is for. It was found a moment ago, in the same transaction.
Result<Identifier> selectPersonOf(sqlite3* database, const Sha256& codeHash) {
  CC_TRY(statement, Statement::prepare(database, "SELECT person_id FROM enrolment_code WHERE code_hash = ?"));
  CC_TRY(hasRow, statement.bind(codeHash).step());
  Identifier personId{};
  if (!hasRow || !statement.copyTo(0, personId)) return Fault::StoreDamaged;
  return personId;
}

Result<Done> insertDevice(sqlite3* database, const Enrolment& enrolment, const Identifier& personId) {
  CC_TRY(statement, Statement::prepare(database,
      "INSERT INTO device (id, device_key, person_id, enrolled_ms) VALUES (?, ?, ?, ?)"));
  return statement.bind(enrolment.deviceId).bind(enrolment.deviceKey).bind(personId).bind(enrolment.nowUnixMs).run();
}

Result<Device> mustFindDevice(sqlite3* database, const DeviceId& id) {
  CC_TRY(device, selectDevice(database, id));
  if (!device) return Fault::StoreDamaged;
  return std::move(*device);
}

}  // namespace

Result<Done> insertPerson(sqlite3* database, const Person& person) {
  CC_TRY(statement, Statement::prepare(database,
      "INSERT INTO person (id, display_name, holder_class, document_number, born_year, born_month, born_day, city_resident,"
      " disability_permit, insurance_type, trade_certificate, safety_training, enterprise_code, enterprise_role)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING"));
  const PersonRecord& r = person.record;
  statement.bind(person.id).bind(std::string_view(r.displayName)).bind(static_cast<std::int64_t>(r.holderClass));
  statement.bind(std::string_view(r.documentNumber)).bind(std::int64_t{r.born.year}).bind(std::int64_t{r.born.month});
  statement.bind(std::int64_t{r.born.day}).bind(std::int64_t{r.cityResident}).bind(std::int64_t{r.disabilityPermit});
  statement.bind(std::int64_t{r.insuranceType}).bind(std::int64_t{r.tradeCertificateValid});
  statement.bind(std::int64_t{r.safetyTrainingValid}).bind(std::string_view(r.enterpriseCreditCode));
  return statement.bind(std::string_view(r.enterpriseRole)).run();
}

Result<std::optional<Person>> selectPerson(sqlite3* database, const Identifier& id) {
  CC_TRY(statement, Statement::prepare(database,
      "SELECT display_name, holder_class, document_number, born_year, born_month, born_day, city_resident, disability_permit,"
      " insurance_type, trade_certificate, safety_training, enterprise_code, enterprise_role FROM person WHERE id = ?"));
  CC_TRY(hasRow, statement.bind(id).step());
  if (!hasRow) return std::optional<Person>();
  const auto number = [&](int column) { return static_cast<int>(statement.integer(column)); };
  Person person;
  person.id = id;
  PersonRecord& r = person.record;
  r.displayName = statement.text(0);
  r.holderClass = static_cast<HolderClass>(statement.integer(1));
  r.documentNumber = statement.text(2);
  r.born = {number(3), number(4), number(5)};
  r.cityResident = number(6) != 0;
  r.disabilityPermit = number(7) != 0;
  r.insuranceType = number(8);
  r.tradeCertificateValid = number(9) != 0;
  r.safetyTrainingValid = number(10) != 0;
  r.enterpriseCreditCode = statement.text(11);
  r.enterpriseRole = statement.text(12);
  return std::optional(std::move(person));
}

Result<std::optional<Device>> selectDevice(sqlite3* database, const DeviceId& id) {
  CC_TRY(statement, Statement::prepare(database,
      "SELECT device_key, person_id FROM device WHERE id = ?1"
      " AND NOT EXISTS (SELECT 1 FROM revoked_device WHERE device_id = ?1)"));
  CC_TRY(hasRow, statement.bind(id).step());
  if (!hasRow) return std::optional<Device>();
  Device device;
  device.id = id;
  Identifier personId{};
  if (!statement.copyTo(0, device.key) || !statement.copyTo(1, personId)) return Fault::StoreDamaged;
  CC_TRY(person, selectPerson(database, personId));
  if (!person) return Fault::StoreDamaged;
  device.person = std::move(*person);
  return std::optional(std::move(device));
}

Result<Done> insertCode(sqlite3* database, const EnrolmentCode& code) {
  CC_TRY(statement, Statement::prepare(database, "INSERT INTO enrolment_code (code_hash, person_id, expires_ms) VALUES (?, ?, ?)"));
  return statement.bind(code.codeHash).bind(code.personId).bind(code.expiresUnixMs).run();
}

Result<Done> insertUsedRequest(sqlite3* database, const UsedRequest& request) {
  CC_TRY(statement, Statement::prepare(database,
      "INSERT INTO used_request (device_id, nonce, forget_ms) VALUES (?, ?, ?) ON CONFLICT (device_id, nonce) DO NOTHING"));
  CC_CHECK(statement.bind(request.deviceId).bind(std::string_view(request.nonce)).bind(request.deleteUnixMs).run());
  if (sqlite3_changes(database) == 0) return Fault::RequestReplayed;
  return Done{};
}

Result<Done> deleteUsedRequests(sqlite3* database, std::int64_t nowUnixMs) {
  CC_TRY(statement, Statement::prepare(database, "DELETE FROM used_request WHERE forget_ms < ?"));
  return statement.bind(nowUnixMs).run();
}

Result<Device> enrolDevice(sqlite3* database, const Enrolment& enrolment) {
  CC_TRY(state, checkCode(database, CodeKind::Persons, enrolment));
  if (state == CodeState::UsedByThisKey) return mustFindDevice(database, enrolment.deviceId);
  CC_TRY(personId, selectPersonOf(database, enrolment.codeHash));
  CC_TRY(known, selectDevice(database, enrolment.deviceId));
  CC_TRY(terminal, selectTerminal(database, enrolment.deviceId));
  if (terminal || (known && known->person.id != personId)) return Fault::EnrolBadKey;
  if (!known) CC_CHECK(insertDevice(database, enrolment, personId));
  CC_CHECK(markCodeUsed(database, CodeKind::Persons, enrolment));
  return mustFindDevice(database, enrolment.deviceId);
}

}  // namespace citycode::server::rows
