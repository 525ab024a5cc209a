#include "cases/rating_cases.h"

namespace citycode::server::rating_cases {
namespace {

constexpr const char* kFacts = "opened_day, complexity, contacted_day, answered_day, contradicted_day, closed_day, is_closed_by_clock, level_before";

std::string selectAll() {
  return std::string("SELECT reply_digest, office_id, item_id, channel, week, level, reasons, words, ") + kFacts + " FROM rating_case";
}

/// Day 0 is 1970-01-01: no case is of then.
std::int64_t dayOrZero(const std::optional<std::int64_t>& day) { return day.value_or(0); }
std::optional<std::int64_t> dayOrNothing(std::int64_t day) { return day == 0 ? std::nullopt : std::optional(day); }

/// A byte for each.
Bytes bytesOfReasons(const std::vector<Reason>& reasons) {
  Bytes bytes;
  for (const Reason reason : reasons) bytes.push_back(static_cast<std::uint8_t>(reason));
  return bytes;
}

Result<std::vector<Reason>> reasonsOf(ByteView bytes) {
  std::vector<Reason> reasons;
  for (const std::uint8_t number : bytes) {
    const auto reason = reasonFromNumber(number);
    if (!reason) return Fault::StoreDamaged;
    reasons.push_back(*reason);
  }
  return reasons;
}

/// Of kFacts, from `first` on.
Result<RatingCase> readFacts(const Statement& row, int first) {
  const std::int64_t complexity = row.integer(first + 1);
  if (complexity < 1 || complexity > 2) return Fault::StoreDamaged;
  return RatingCase{row.integer(first), static_cast<Complexity>(complexity), dayOrNothing(row.integer(first + 2)), dayOrNothing(row.integer(first + 3)),
                    dayOrNothing(row.integer(first + 4)), dayOrNothing(row.integer(first + 5)), row.integer(first + 6) != 0,
                    static_cast<int>(row.integer(first + 7))};
}

Result<CaseRecord> read(const Statement& row) {
  CaseRecord record;
  const auto channel = channelFromNumber(static_cast<std::uint64_t>(row.integer(3)));
  const auto level = levelFromNumber(static_cast<std::uint64_t>(row.integer(5)));
  if (!row.copyTo(0, record.id) || !channel || !level) return Fault::StoreDamaged;
  record.service = {row.text(1), row.text(2), *channel, static_cast<std::uint32_t>(row.integer(4))};
  record.level = *level;
  const Bytes numbers = row.bytes(6);
  CC_TRY(reasons, reasonsOf(numbers));
  record.reasons = std::move(reasons);
  record.text = row.text(7);
  CC_TRY(facts, readFacts(row, 8));
  record.facts = facts;
  return record;
}

Result<std::optional<CaseRecord>> select(Session& session, std::string_view officeId, const Sha256& id, std::string_view lock) {
  CC_TRY(row, session.prepare(selectAll().append(" WHERE office_id = $1 AND reply_digest = $2").append(lock)));
  CC_TRY(hasRow, row.bind(officeId).bind(id).step());
  if (!hasRow) return std::optional<CaseRecord>();
  CC_TRY(record, read(row));
  return std::optional(std::move(record));
}

CaseWords readWords(const Statement& row) { return {row.integer(0), row.integer(1) != 0, row.integer(2), row.text(3)}; }

/// Those of one number are there: are they these?
Result<bool> areTheSame(Session& session, const CaseRecord& record, const CaseWords& words) {
  CC_TRY(row, session.prepare("SELECT number, is_of_office, utc_day, words FROM case_words WHERE office_id = $1 AND reply_digest = $2 AND number = $3"));
  CC_TRY(hasRow, row.bind(std::string_view(record.service.officeId)).bind(record.id).bind(words.number).step());
  if (!hasRow) return false;
  const CaseWords known = readWords(row);
  return known.isOfOffice == words.isOfOffice && known.text == words.text;
}

Result<std::int64_t> countWords(Session& session, const CaseRecord& record) {
  CC_TRY(row, session.prepare("SELECT count(*) FROM case_words WHERE office_id = $1 AND reply_digest = $2"));
  CC_TRY(hasRow, row.bind(std::string_view(record.service.officeId)).bind(record.id).step());
  return hasRow ? row.integer(0) : std::int64_t{0};
}

}  // namespace

Result<Done> open(Session& session, const CaseRecord& record) {
  CC_TRY(statement, session.prepare(
      "INSERT INTO rating_case (office_id, reply_digest, item_id, channel, week, level, reasons, words, opened_day, complexity, contacted_day,"
      " answered_day, contradicted_day, closed_day, is_closed_by_clock, level_before) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, 0, 0, 0, 0, 0)"
      " ON CONFLICT (office_id, reply_digest) DO NOTHING"));
  const Bytes reasons = bytesOfReasons(record.reasons);
  statement.bind(std::string_view(record.service.officeId)).bind(record.id).bind(std::string_view(record.service.itemId));
  statement.bind(std::int64_t(record.service.channel)).bind(std::int64_t{record.service.week}).bind(std::int64_t(record.level)).bind(reasons);
  statement.bind(std::string_view(record.text)).bind(record.facts.openedDay).bind(std::int64_t(record.facts.complexity));
  return statement.runLater();
}

Result<std::optional<CaseRecord>> find(Session& session, std::string_view officeId, const Sha256& id) { return select(session, officeId, id, ""); }

Result<std::optional<CaseRecord>> hold(Session& session, std::string_view officeId, const Sha256& id) {
  return select(session, officeId, id, session.rowLock());
}

Result<std::vector<CaseRecord>> listUnclosed(Session& session, std::optional<std::string_view> officeId) {
  CC_TRY(row, session.prepare(selectAll() + " WHERE closed_day = 0" + (officeId ? " AND office_id = $1" : "") +
                              " ORDER BY opened_day, office_id, reply_digest"));
  if (officeId) row.bind(*officeId);
  std::vector<CaseRecord> records;
  for (;;) {
    CC_TRY(hasRow, row.step());
    if (!hasRow) return records;
    CC_TRY(record, read(row));
    records.push_back(std::move(record));
  }
}

Result<std::vector<CasesAlike>> countUnclosed(Session& session) {
  CC_TRY(row, session.prepare(std::string("SELECT office_id, count(*), ") + kFacts + " FROM rating_case WHERE closed_day = 0 GROUP BY office_id, " + kFacts));
  std::vector<CasesAlike> all;
  for (;;) {
    CC_TRY(hasRow, row.step());
    if (!hasRow) return all;
    CC_TRY(facts, readFacts(row, 2));
    all.push_back({row.text(0), facts, row.integer(1)});
  }
}

Result<std::map<std::string, std::int64_t>> countByOffice(Session& session) {
  CC_TRY(row, session.prepare("SELECT office_id, count(*) FROM rating_case GROUP BY office_id"));
  std::map<std::string, std::int64_t> counts;
  for (;;) {
    CC_TRY(hasRow, row.step());
    if (!hasRow) return counts;
    counts[row.text(0)] = row.integer(1);
  }
}

Result<Done> putFacts(Session& session, const CaseRecord& record) {
  CC_TRY(statement, session.prepare(
      "UPDATE rating_case SET complexity = $3, contacted_day = $4, answered_day = $5, contradicted_day = $6, closed_day = $7, is_closed_by_clock = $8,"
      " level_before = $9"
      " WHERE office_id = $1 AND reply_digest = $2"));
  const RatingCase& facts = record.facts;
  statement.bind(std::string_view(record.service.officeId)).bind(record.id).bind(std::int64_t(facts.complexity)).bind(dayOrZero(facts.contactedDay));
  statement.bind(dayOrZero(facts.answeredDay)).bind(dayOrZero(facts.contradictedDay)).bind(dayOrZero(facts.closedDay));
  statement.bind(std::int64_t{facts.isClosedByClock});
  return statement.bind(std::int64_t{facts.levelBefore}).runLater();
}

Result<bool> addWords(Session& session, const CaseRecord& record, const CaseWords& words) {
  CC_TRY(areKnown, areTheSame(session, record, words));
  if (areKnown) return false;
  CC_TRY(count, countWords(session, record));
  if (words.number != count + 1) return Fault::CaseChanged;   // somebody wrote meanwhile, or it is none of the next
  if (count >= kMaxCaseWords) return Fault::CaseFull;
  CC_TRY(statement, session.prepare(
      "INSERT INTO case_words (office_id, reply_digest, number, is_of_office, utc_day, words) VALUES ($1, $2, $3, $4, $5, $6)"));
  statement.bind(std::string_view(record.service.officeId)).bind(record.id).bind(words.number).bind(std::int64_t{words.isOfOffice});
  CC_CHECK(statement.bind(words.utcDay).bind(std::string_view(words.text)).run());
  return true;
}

Result<std::vector<CaseWords>> words(Session& session, std::string_view officeId, const Sha256& id) {
  CC_TRY(row, session.prepare("SELECT number, is_of_office, utc_day, words FROM case_words WHERE office_id = $1 AND reply_digest = $2 ORDER BY number"));
  row.bind(officeId).bind(id);
  std::vector<CaseWords> all;
  for (;;) {
    CC_TRY(hasRow, row.step());
    if (!hasRow) return all;
    all.push_back(readWords(row));
  }
}

}  // namespace citycode::server::rating_cases
