#include "terminals/terminal_desk.h"

namespace citycode::server {

Result<Done> TerminalDesk::remove(const DeviceId& id) const {
  CC_TRY(removed, store.removeTerminal(id));
  if (!removed) return Fault::RequestNotFound;
  return Done{};
}

}  // namespace citycode::server
