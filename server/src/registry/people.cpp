#include "registry/people.h"

namespace citycode::server::people {

Result<Person> read(const Statement& row, int first) {
  const auto number = [&](int column) { return static_cast<int>(row.integer(first + column)); };
  Person person;
  if (!row.copyTo(first, person.id)) return Fault::StoreDamaged;
  PersonRecord& r = person.record;
  r.displayName = row.text(first + 1);
  r.holderClass = static_cast<HolderClass>(number(2));
  r.documentNumber = row.text(first + 3);
  r.born = {number(4), number(5), number(6)};
  r.cityResident = number(7) != 0;
  r.disabilityPermit = number(8) != 0;
  r.insuranceType = number(9);
  r.tradeCertificateValid = number(10) != 0;
  r.safetyTrainingValid = number(11) != 0;
  r.enterpriseCreditCode = row.text(first + 12);
  r.enterpriseRole = row.text(first + 13);
  return person;
}

Result<Done> add(Session& session, const Person& person) {
  CC_TRY(statement, session.prepare(
      "INSERT INTO person (id, display_name, holder_class, document_number, born_year, born_month, born_day, city_resident,"
      " disability_permit, insurance_type, trade_certificate, safety_training, enterprise_code, enterprise_role)"
      " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT (id) DO NOTHING"));
  const PersonRecord& r = person.record;
  statement.bind(person.id).bind(std::string_view(r.displayName)).bind(static_cast<std::int64_t>(r.holderClass));
  statement.bind(std::string_view(r.documentNumber)).bind(std::int64_t{r.born.year}).bind(std::int64_t{r.born.month});
  statement.bind(std::int64_t{r.born.day}).bind(std::int64_t{r.cityResident}).bind(std::int64_t{r.disabilityPermit});
  statement.bind(std::int64_t{r.insuranceType}).bind(std::int64_t{r.tradeCertificateValid});
  statement.bind(std::int64_t{r.safetyTrainingValid}).bind(std::string_view(r.enterpriseCreditCode));
  CC_CHECK(statement.bind(std::string_view(r.enterpriseRole)).run());
  return Done{};
}

Result<std::optional<Person>> find(Session& session, const Identifier& id) {
  CC_TRY(statement, session.prepare(std::string("SELECT ").append(kColumns).append(" FROM person WHERE id = $1")));
  CC_TRY(hasRow, statement.bind(id).step());
  if (!hasRow) return std::optional<Person>();
  CC_TRY(person, read(statement));
  return std::optional(std::move(person));
}

Result<Done> hold(Session& session, const Identifier& id) {
  CC_TRY(statement, session.prepare(std::string("SELECT 1 FROM person WHERE id = $1").append(session.rowLock())));
  CC_CHECK(statement.bind(id).step());
  return Done{};
}

}  // namespace citycode::server::people
