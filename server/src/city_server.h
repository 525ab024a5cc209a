// Puts the parts together: data folder, store, keys, domains, routes, engine.
#pragma once

#include <memory>
#include <optional>

#include "base/start_failure.h"
#include "options.h"

namespace citycode::server {

/// Serves until it is asked to stop. Prints the address on standard output when it accepts requests.
std::optional<StartFailure> serveCity(const Options& options);

/// Prints the address that a venue shows as a code on standard output.
std::optional<StartFailure> printVenueRecord(const Options& options);

/// The commands of city/key_rotation.h; prints the announced or new public key on standard output.
std::optional<StartFailure> rotateKeys(const Options& options);

/// Prints one enrolment code on standard output.
std::optional<StartFailure> printEnrolmentCode(const Options& options);

/// A person says that the machine's clock is right: a running server believes it from the next second on.
std::optional<StartFailure> confirmClock(const Options& options);

/// Withdraws a device, or a person's devices and paper cards, beside a running server, and says so in one sentence.
std::optional<StartFailure> revokeDevice(const Options& options);
/// The commands about paper cards: prints what issuance/card_commands.h answers.
std::optional<StartFailure> runCardCommand(const Options& options);
/// Reads every page of the records, beside a running server.
std::optional<StartFailure> checkRecords(const Options& options);
/// The commands about terminals: prints what terminals/terminal_commands.h answers.
std::optional<StartFailure> runTerminalCommand(const Options& options);

}  // namespace citycode::server
