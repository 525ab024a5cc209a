#include "base/folder_hold.h"

#include <fcntl.h>
#include <sys/file.h>

#include <cerrno>

namespace citycode::server {

// The folder itself is locked: a full disk has room for no further file, and nothing is left behind.
Started<FolderHold> FolderHold::take(const std::string& folder, Use use) {
  Descriptor descriptor(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!descriptor.isOpen()) return storageFailure(faultOfErrno(errno), folder);
  const bool isServing = use == Use::Serving;
  if (::flock(descriptor.get(), (isServing ? LOCK_SH : LOCK_EX) | LOCK_NB) == 0) return FolderHold(std::move(descriptor));
  if (errno == EWOULDBLOCK && isServing)
    return StartFailure{Fault::StoreUnavailable, "A restore into " + folder + " is going on: start the server when it has ended."};
  if (errno == EWOULDBLOCK)
    return StartFailure{Fault::StartBadOption, "A server is running on " + folder + ", or another restore into it: stop it, then restore."};
  if (isServing) return FolderHold(std::move(descriptor));   // a file system without locks
  return storageFailure(faultOfErrno(errno), folder);
}

}  // namespace citycode::server
