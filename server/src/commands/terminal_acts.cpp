// What an operator does about venues and their scanners at the machine itself.
#include "base/key_text.h"
#include "city/stored_list.h"
#include "city/venue_desk.h"
#include "citycode/trust_list.h"
#include "commands/acts.h"
#include "commands/city_folder.h"
#include "enrolment/code_desk.h"
#include "terminals/terminal_desk.h"

namespace citycode::server {
namespace {

StartFailure unknownScene(const std::vector<ScopePolicy>& scenes) {
  std::string known;
  for (const ScopePolicy& scope : scenes) known += (known.empty() ? "" : ", ") + scope.name;
  return refused("One of the --scenes is no scene of this city; its scenes are " + known + ".");
}

}  // namespace

Started<std::string> printTerminalCode(const Options& options) {
  auto store = openExistingStore(options);
  if (!store) return store.failure();
  const auto list = storedTrustList(**store);
  if (!list && list.fault() == Fault::TrustMissing) return refused("This city has no scenes yet: start the server once, then make codes.");
  if (!list) return recordsFailure(list.fault(), options);
  const CodeDesk desk{**store, cityClock(options, store->get())};
  const auto code = desk.forTerminal({options.venueId, options.venueName}, options.scenes, *list, kCounterCodeSeconds);
  if (!code) return code.fault() == Fault::ScopeUnknown ? unknownScene(list->scopes) : recordsFailure(code.fault(), options);
  return code->text + "\n";
}

Started<std::string> listTerminals(const Options& options) {
  auto store = openExistingStore(options);
  if (!store) return store.failure();
  const auto terminals = TerminalDesk{**store}.all();
  if (!terminals) return recordsFailure(terminals.fault(), options);
  std::string lines;
  for (const Terminal& terminal : *terminals) {
    lines += encodeBase64Url(terminal.id) + "  " + terminal.venue.id + "  " + terminal.venue.name + " ";
    for (const std::string& scope : terminal.scopes) lines += " " + scope;
    lines += "\n";
  }
  return lines;
}

Started<std::string> removeTerminal(const Options& options) {
  auto store = openExistingStore(options);
  if (!store) return store.failure();
  const auto id = keyHashFromText(options.terminalId);
  const auto removed = id ? TerminalDesk{**store}.remove(*id) : Result<Done>(Fault::RequestNotFound);
  if (!removed && removed.fault() == Fault::RequestNotFound)
    return refused("There is no terminal with this id: see the list that the terminals command prints.");
  if (!removed) return recordsFailure(removed.fault(), options);
  return std::string("It gets no more keys. Those that it holds end with tomorrow's day (UTC).\n");
}

Started<std::string> printVenueRecord(const Options& options) {
  auto keys = openExistingKeys(options);
  if (!keys) return keys.failure();
  const WantedVenue venue{options.venueId, options.venueNames, options.venueAddress, options.scenes};
  const std::string origin = originsOf(options, options.listen.port).front();
  const auto address = venueAddress(venue, (*keys)->issuer(), origin, cityClock(options, nullptr).nowUnixSeconds());
  if (!address && address.fault() == Fault::ScopeUnknown) return unknownScene(standardScopes());
  if (!address) return refused("A venue needs an id of at most 26 small letters, numbers and hyphens, a name, scenes that differ,"
                               " and texts that fit a printed code.");
  return *address + "\n";
}

}  // namespace citycode::server
