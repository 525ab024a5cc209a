#include "base/handed_file.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>

namespace citycode::server {

Started<HandedFile> HandedFile::make(const std::string& path) {
  Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kOwnerOnlyFile));
  if (file.isOpen()) return HandedFile(path, std::move(file));
  switch (errno) {
    case EEXIST: return StartFailure{Fault::StartBadOption, path + " exists already: give --out the name of a new file."};
    case ENOENT:
    case ENOTDIR:
    case ENAMETOOLONG: return StartFailure{Fault::StartBadOption, path + " cannot be made: give --out a file in a folder that exists."};
    default: return groundFailure(faultOfErrno(errno), path);
  }
}

HandedFile::~HandedFile() {
  if (!path_.empty()) ::unlink(path_.c_str());
}

HandedFile::HandedFile(HandedFile&& other) noexcept : path_(std::exchange(other.path_, {})), file_(std::move(other.file_)) {}

Started<Done> HandedFile::fill(ByteView bytes) {
  if (!writeAll(file_, bytes)) return groundFailure(faultOfErrno(errno), path_);
  path_.clear();
  return Done{};
}

}  // namespace citycode::server
