#include "terminals/terminal_commands.h"

#include <algorithm>

#include "citycode/cose.h"
#include "citycode/http_signature.h"
#include "citycode/trust_list.h"
#include "enrolment/enrolment_codes.h"

namespace citycode::server {
namespace {

StartFailure groundOf(Fault fault, const Options& options) { return groundFailure(fault, options.dataFolder + "/citycode.sqlite"); }

// The city's own record, which it signed itself: read for the names of its scenes, believed as any record here.
Result<TrustList> storedList(Store& store) {
  CC_TRY(stored, store.loadTrustList());
  if (!stored) return Fault::TrustMissing;
  CC_TRY(envelope, cose::decodeSign1(stored->bytes));
  return decodeTrustList(envelope.payload);
}

Started<std::string> makeCode(const Options& options, Store& store, const Clock& clock) {
  const auto list = storedList(store);
  if (!list && list.fault() == Fault::TrustMissing) {
    return StartFailure{Fault::StartBadOption, "This city has no scenes yet: start the server once, then make codes."};
  }
  if (!list) return groundOf(list.fault(), options);
  for (const std::string& name : options.scopes) {
    if (list->findScope(name) != nullptr) continue;
    std::string known;
    for (const ScopePolicy& scope : list->scopes) known += (known.empty() ? "" : ", ") + scope.name;
    return StartFailure{Fault::StartBadOption, "One of the --scopes is no scene of this city; its scenes are " + known + "."};
  }
  const auto code = makeTerminalCode(store, {options.venueId, options.venueName}, options.scopes, kCounterCodeSeconds, clock);
  if (!code) return groundOf(code.fault(), options);
  return code->text + "\n";
}

Started<std::string> listAll(const Options& options, Store& store) {
  const auto terminals = store.listTerminals();
  if (!terminals) return groundOf(terminals.fault(), options);
  std::string lines;
  for (const Terminal& terminal : *terminals) {
    lines += encodeBase64Url(terminal.id) + "  " + terminal.venue.id + "  " + terminal.venue.name + " ";
    for (const std::string& scope : terminal.scopes) lines += " " + scope;
    lines += "\n";
  }
  return lines;
}

Started<std::string> removeOne(const Options& options, Store& store) {
  const auto bytes = decodeBase64Url(options.terminalId);
  DeviceId id{};
  const bool isId = bytes && bytes->size() == id.size();
  if (isId) std::copy(bytes->begin(), bytes->end(), id.begin());
  const auto removed = isId ? store.removeTerminal(id) : Result<bool>(false);
  if (!removed) return groundOf(removed.fault(), options);
  if (!*removed) return StartFailure{Fault::StartBadOption, "There is no terminal with this id: see the list that the terminals command prints."};
  return std::string("It gets no more keys. Those that it holds end with tomorrow's day (UTC).\n");
}

}  // namespace

Started<std::string> answerTerminalCommand(const Options& options, Store& store, const Clock& clock) {
  if (options.command == Options::Command::TerminalCode) return makeCode(options, store, clock);
  if (options.command == Options::Command::RemoveTerminal) return removeOne(options, store);
  return listAll(options, store);
}

}  // namespace citycode::server
