#include "commands/command_table.h"

#include <algorithm>

#include "commands/acts.h"

namespace citycode::server {

const std::vector<Command>& commandTable() {
  using enum Takes::Need;
  static const std::vector<Command> rows{
      {"people import", {{"--file", Bare}, {"--dry-run", May}, {"--rejects", May}, {"--trust-documents", May}},
       "brings a file of the population register into the records: CSV with a header, or JSON lines; - is standard input. The same again changes nothing. "
       "Lines that are refused are in FILE.refused.csv, or where --rejects says", importPeopleFile},
      {"people show", {{"--person", Bare}}, "prints what the records have of a person, by the city's own id or the register's; - asks for it", showPerson},
      {"people export", {{"--person", Bare}, {"--out", May}}, "the same as JSON, to hand it over to the person", exportPerson},
      {"people forget", {{"--person", Bare}}, "revokes a person's phones and cards, deletes what the register said, and prints what stays", forgetPerson},
      {"enrolment-code", {{"--person"}}, "prints a one-use code for a person's phone, good for 24 hours", printEnrolmentCode},
      {"revoke-device", {{"--device", OneOf}, {"--person", OneOf}, {"--reason"}},
       "revokes a device with its passes, or all of a person's with the person's paper cards; the server may run meanwhile. "
       "CODE is removed, lost, stolen, compromised or error", revokeDevice},
      {"cards", {{"--person"}}, "lists a person's paper cards", listCards},
      {"make-card", {{"--person"}, {"--out"}}, "writes a new card into a new file, which the page /sheet/#card prints: a card names a person", makeCard},
      {"replace-card", {{"--card"}, {"--out"}}, "the same, and revokes the card that is replaced", replaceCard},
      {"revoke-card", {{"--card", OneOf}, {"--person", OneOf}, {"--reason"}}, "revokes one card, or all of a person's", revokeCards},
      {"terminal-code", {{"--venue"}, {"--venue-name"}, {"--scenes"}}, "prints a one-use code for a venue's scanner, good for 24 hours", printTerminalCode},
      {"terminals", {}, "lists the scanners", listTerminals},
      {"remove-terminal", {{"--terminal"}}, "takes a scanner's right to keys away", removeTerminal},
      {"venue-record", {{"--venue", Asked}, {"--name", Asked}, {"--address", May}, {"--scenes", Asked}},
       "prints the address that a venue shows as a code, good for a year", printVenueRecord},
      {"add-office", {{"--office"}, {"--name"}, {"--item"}},
       "adds an office whose services people rate, or names and reopens it. ID is that of its terminals' venue; --name and --item can be repeated", addOffice},
      {"close-office", {{"--office"}}, "no service ends there any more; tickets that were given stay good", closeOffice},
      {"list-offices", {}, "lists the offices and what people come to them for", listOffices},
      {"add-portal", {{"--id"}, {"--key"}, {"--portal-origin"}, {"--office"}, {"--name", May}, {"--scenes", May}, {"--sealing-key", May}, {"--return-to", May}},
       "adds an office's site, which ends services with the key of its own server; with another key it has that one from then on. "
       "URL is the site's own address, without a path. With a name, scenes and a sealing key it asks people to sign in, too; --return-to, "
       "which can be repeated, is where a phone goes back to when it has answered on the same screen", addPortal},
      {"remove-portal", {{"--id"}}, "what the site signs is refused from then on; tickets that it gave stay good", removePortal},
      {"list-portals", {}, "lists the sites, each with its address, its office and the id of its key", listPortals},
      {"staff-link", {{"--office", OneOf}, {"--above", OneOf}, {"--days", May}},
       "prints an address by which an office's staff answer bad ratings, or whoever is above all offices those that have risen; good for 30 days, "
       "or as many as --days says. Whoever has it is taken for them", printStaffLink},
      {"remove-staff-links", {{"--office", OneOf}, {"--above", OneOf}}, "ends all of these addresses of an office, or of those above", removeStaffLinks},
      {"announce-next-root", {{"--next-root-key", May}}, "the city's next root key: made here, or kept elsewhere and named here", announceNextRoot},
      {"switch-root", {}, "the announced root key takes the place of the one in use", switchRoot},
      {"announce-next-issuer", {}, "the city's next issuer key", announceNextIssuer},
      {"switch-issuer", {{"--at-once", May}}, "the announced issuer key takes the place of the one in use, after seven days or at once", switchIssuer},
      {"copy-store", {{"--from"}, {"--to"}}, "copies all records to a database that has none, and counts them; the server that keeps the first waits meanwhile. "
       "PLACE is an address as for --store", copyStore},
      {"backup", {{"--to"}, {"--with-keys", May}},
       "writes all records as they are now into a new folder, and reads them back; the server goes on. With --with-keys a copy of the keys "
       "folder, too: whoever has both is the city", backUp},
      {"restore", {{"--from"}}, "brings a backup's records back, to where --data and --store say that records are and where there are none; "
       "versions of lists go on above all that verifiers have seen", restoreBackup},
      {"check", {}, "looks at the configuration, and prints what is in force and who said it; no secret is shown", checkConfiguration},
      {"check-records", {}, "reads every page of the records; the server may run", checkRecords},
      {"confirm-clock", {}, "the machine's clock is right although it was stepped forward", confirmClock},
  };
  return rows;
}

const Command* findCommand(std::string_view name) {
  const auto& rows = commandTable();
  const auto found = std::find_if(rows.begin(), rows.end(), [&](const Command& row) { return row.name == name; });
  return found == rows.end() ? nullptr : &*found;
}

bool takes(const Command& command, std::string_view option) {
  return std::any_of(command.takes.begin(), command.takes.end(), [&](const Takes& taken) { return taken.option == option; });
}

}  // namespace citycode::server
