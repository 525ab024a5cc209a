#include "base/start_failure.h"

#include <cerrno>

namespace citycode::server {

StartFailure storageFailure(Fault fault, const std::string& path) {
  if (fault == Fault::StoreDamaged) {
    return {fault, path + " is damaged: move it away and restore it from a backup (docs/deploy.md); it was left untouched."};
  }
  if (fault == Fault::StoreDiskFull) {
    return {fault, "The disk that holds " + path + " is full: free some space and start again."};
  }
  if (fault == Fault::StoreNoPermission) {
    return {fault, path + " cannot be written: give this user write permission, or choose another folder with --data."};
  }
  return {fault, path + " cannot be used just now: check the disk and whether another program holds it, then start again."};
}

Fault faultOfErrno(int error) {
  switch (error) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:   // RLIMIT_FSIZE: for us the disk ends there
      return Fault::StoreDiskFull;
    case EACCES:
    case EPERM:
    case EROFS:
      return Fault::StoreNoPermission;
    default:
      return Fault::StoreUnavailable;
  }
}

}  // namespace citycode::server
