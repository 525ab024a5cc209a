#include "base/output_file.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>

namespace citycode::server {

Started<OutputFile> OutputFile::make(const std::string& path) {
  Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kOwnerOnlyFile));
  if (file.isOpen()) return OutputFile(path, std::move(file));
  switch (errno) {
    case EEXIST: return StartFailure{Fault::StartBadOption, path + " exists already: give --out the name of a new file."};
    case ENOENT:
    case ENOTDIR:
    case ENAMETOOLONG: return StartFailure{Fault::StartBadOption, path + " cannot be made: give --out a file in a folder that exists."};
    default: return storageFailure(faultOfErrno(errno), path);
  }
}

OutputFile::~OutputFile() {
  if (!path_.empty()) ::unlink(path_.c_str());
}

OutputFile::OutputFile(OutputFile&& other) noexcept : path_(std::exchange(other.path_, {})), file_(std::move(other.file_)) {}

Started<Done> OutputFile::fill(ByteView bytes) {
  if (!writeAll(file_, bytes)) return storageFailure(faultOfErrno(errno), path_);
  path_.clear();
  return Done{};
}

}  // namespace citycode::server
