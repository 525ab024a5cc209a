// What an operator does about paper cards at the machine itself: cards, make-card, replace-card, revoke-card.
#pragma once

#include <string>

#include "base/clock.h"
#include "base/start_failure.h"
#include "issuance/paper_office.h"
#include "options.h"
#include "store/store.h"

namespace citycode::server {

/// What the commands work with, besides the records that the office has too.
struct CardCounter {
  const PaperOffice& office;
  Clock clock;
  std::string databasePath;   // for sentences
};

/// The lines to print. Failures: start/bad-option for a person or a card that the records do not know for a fourth card
/// of a day and for a file that cannot be made, store/*.
Started<std::string> answerCardCommand(const Options& options, const CardCounter& counter);

}  // namespace citycode::server
