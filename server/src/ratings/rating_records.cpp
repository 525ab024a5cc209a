#include "ratings/rating_records.h"

#include <string>

namespace citycode::server::rating_records {
namespace {

ByteView viewOf(const std::optional<Sha256>& digest) { return digest ? ByteView(*digest) : ByteView(); }

/// "1=5,2=4": numbers of ratings.def.
std::string textOf(const std::map<Indicator, Level>& indicators) {
  std::string text;
  for (const auto& [indicator, level] : indicators)
    text.append(text.empty() ? "" : ",").append(std::to_string(int(indicator))).append("=").append(std::to_string(int(level)));
  return text;
}

/// "1,7"
std::string textOf(const std::vector<Reason>& reasons) {
  std::string text;
  for (const Reason reason : reasons) text.append(text.empty() ? "" : ",").append(std::to_string(int(reason)));
  return text;
}

/// The token is there: with this message, or with another one.
Result<bool> isOther(Session& session, const RatingRecord& record) {
  CC_TRY(row, session.prepare("SELECT rating_digest FROM rating WHERE office_id = $1 AND token_digest = $2"));
  CC_TRY(hasRow, row.bind(std::string_view(record.service.officeId)).bind(record.tokenDigest).step());
  return !hasRow || !sameBytes(row.bytes(0), viewOf(record.ratingDigest));
}

}  // namespace

Result<bool> add(Session& session, const RatingRecord& record) {
  CC_TRY(statement, session.prepare(
      "INSERT INTO rating (office_id, token_digest, rating_digest, item_id, channel, week, utc_day, level, indicators, reasons, words,"
      " reply_digest, unusual) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT (office_id, token_digest) DO NOTHING"));
  const std::string indicators = textOf(record.opinion.indicators), reasons = textOf(record.opinion.reasons);
  statement.bind(std::string_view(record.service.officeId)).bind(record.tokenDigest).bind(viewOf(record.ratingDigest));
  statement.bind(std::string_view(record.service.itemId)).bind(std::int64_t(record.service.channel)).bind(std::int64_t{record.service.week});
  statement.bind(record.utcDay).bind(std::int64_t(record.opinion.level)).bind(std::string_view(indicators)).bind(std::string_view(reasons));
  statement.bind(std::string_view(record.opinion.text)).bind(viewOf(record.replyDigest)).bind(std::int64_t{record.isUnusual});
  CC_TRY(added, statement.run());
  if (added > 0) return true;
  CC_TRY(isSpent, isOther(session, record));
  if (isSpent) return Fault::RatingSpent;
  return false;
}

}  // namespace citycode::server::rating_records
