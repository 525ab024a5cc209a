// The person that a command is about.
#pragma once

#include "base/start_failure.h"
#include "commands/options.h"
#include "registry/people.h"
#include "store/store.h"

namespace citycode::server {

/// Failures: start/bad-option when the records have no such person, store/*.
Started<SealedPerson> personNamedBy(const Options& options, Store& store);

}  // namespace citycode::server
