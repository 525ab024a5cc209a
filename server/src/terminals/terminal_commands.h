// What an operator does about terminals at the machine itself: terminal-code, terminals, remove-terminal.
#pragma once

#include <string>

#include "base/clock.h"
#include "base/start_failure.h"
#include "options.h"
#include "store/store.h"

namespace citycode::server {

/// The lines to print. Failures: start/bad-option for a scene or terminal that the records do not know, store/*.
Started<std::string> answerTerminalCommand(const Options& options, Store& store, const Clock& clock);

}  // namespace citycode::server
