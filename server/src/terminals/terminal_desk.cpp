#include "terminals/terminal_desk.h"

namespace citycode::server {

Result<std::vector<Terminal>> TerminalDesk::all() const {
  return store.read([](Session& session) { return terminals::list(session); });
}

Result<Done> TerminalDesk::remove(const DeviceId& id) const {
  CC_TRY(removed, store.write([&](Session& session) { return terminals::remove(session, id); }));
  if (!removed) return Fault::RequestNotFound;
  return Done{};
}

}  // namespace citycode::server
