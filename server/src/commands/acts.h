// What the commands do: each opens what it needs of the city's folder, asks the same desk as the routes do, and says in plain
// lines what came of it. Failures: start/bad-option for what the records do not know or the city may not do, store/*.
#pragma once

#include <string>

#include "base/start_failure.h"
#include "commands/options.h"

namespace citycode::server {

Started<std::string> printEnrolmentCode(const Options& options);
Started<std::string> revokeDevice(const Options& options);

/// Faults besides: start/bad-option for a file that cannot be told apart.
Started<std::string> importPeopleFile(const Options& options);
Started<std::string> showPerson(const Options& options);
Started<std::string> exportPerson(const Options& options);
Started<std::string> forgetPerson(const Options& options);

Started<std::string> listCards(const Options& options);
Started<std::string> makeCard(const Options& options);
Started<std::string> replaceCard(const Options& options);
Started<std::string> revokeCards(const Options& options);

Started<std::string> printTerminalCode(const Options& options);
Started<std::string> listTerminals(const Options& options);
Started<std::string> removeTerminal(const Options& options);
Started<std::string> printVenueRecord(const Options& options);

Started<std::string> addOffice(const Options& options);
Started<std::string> closeOffice(const Options& options);
Started<std::string> listOffices(const Options& options);
Started<std::string> addPortal(const Options& options);
Started<std::string> removePortal(const Options& options);
Started<std::string> listPortals(const Options& options);
Started<std::string> printStaffLink(const Options& options);
Started<std::string> removeStaffLinks(const Options& options);

Started<std::string> announceNextRoot(const Options& options);
Started<std::string> switchRoot(const Options& options);
Started<std::string> announceNextIssuer(const Options& options);
Started<std::string> switchIssuer(const Options& options);

/// The files that the configuration names, too; nothing is changed and no database is asked.
Started<std::string> checkConfiguration(const Options& options);
Started<std::string> checkRecords(const Options& options);
Started<std::string> copyStore(const Options& options);
Started<std::string> backUp(const Options& options);
Started<std::string> restoreBackup(const Options& options);
/// A person says that the machine's clock is right: a running server believes it from the next second on.
Started<std::string> confirmClock(const Options& options);

}  // namespace citycode::server
