// Cases that bad ratings opened, and what both sides wrote. A case is known by the digest of a secret that only the rater's phone has
// (docs/format.md, "Ratings"): nothing here says who that is. Each function runs inside the caller's unit of work.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "rating/rating.h"
#include "rating/rating_case.h"
#include "store/session.h"

namespace citycode::server {

struct CaseRecord {
  Sha256 id{};                // the reply digest
  RatedService service;
  Level level = Level::Dissatisfied;
  std::vector<Reason> reasons;
  std::string text;           // the rater's, with the rating
  RatingCase facts;
};

struct CaseWords {
  std::int64_t number = 0;    // from 1 on
  bool isOfOffice = false;
  std::int64_t utcDay = 0;    // nothing finer
  std::string text;
};

/// Cases of which the clock says the same.
struct CasesAlike {
  std::string officeId;
  RatingCase facts;
  std::int64_t count = 0;
};

/// A thread of words that is longer is no conversation.
inline constexpr std::int64_t kMaxCaseWords = 200;

namespace rating_cases {

/// Once: a rating that is sent again has its case.
Result<Done> open(Session& session, const CaseRecord& record);
Result<std::optional<CaseRecord>> find(Session& session, std::string_view officeId, const Sha256& id);
/// The same, and nobody else may change it until the unit of work ends.
Result<std::optional<CaseRecord>> hold(Session& session, std::string_view officeId, const Sha256& id);
/// Of one office or of all, those that nobody has closed; the oldest first.
Result<std::vector<CaseRecord>> listUnclosed(Session& session, std::optional<std::string_view> officeId);
/// The same of all offices, without what was written in them.
Result<std::vector<CasesAlike>> countUnclosed(Session& session);
/// All that there ever were.
Result<std::map<std::string, std::int64_t>> countByOffice(Session& session);
/// What has become of it.
Result<Done> putFacts(Session& session, const CaseRecord& record);

/// Faults: case/changed when others of this number are there, case/full. The same words again are no fault; false then.
Result<bool> addWords(Session& session, const CaseRecord& record, const CaseWords& words);
Result<std::vector<CaseWords>> words(Session& session, std::string_view officeId, const Sha256& id);

}  // namespace rating_cases
}  // namespace citycode::server
