#include "city/key_file.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <filesystem>

#include "base/descriptor.h"

namespace citycode::server {
namespace {

constexpr mode_t kOwnerOnlyFolder = 0700;

StartFailure failure(const std::string& path) { return storageFailure(faultOfErrno(errno), path); }

Started<Secret> readKey(const Descriptor& file, const std::string& path, std::size_t size) {
  Secret secret(size + 1);   // one more, to notice a file that is too long
  std::size_t have = 0;
  while (have < size + 1) {
    const ssize_t got = ::read(file.get(), secret.writable().data() + have, size + 1 - have);
    if (got < 0) return failure(path);
    if (got == 0) break;
    have += static_cast<std::size_t>(got);
  }
  if (have != size) return storageFailure(Fault::StoreDamaged, path);
  Secret exact(size);
  std::copy_n(secret.view().begin(), size, exact.writable().begin());
  return exact;
}

Started<Secret> readKeyFile(const Descriptor& file, const std::string& path, std::size_t size) {
  struct stat facts{};
  if (::fstat(file.get(), &facts) != 0) return failure(path);
  if (!S_ISREG(facts.st_mode)) return storageFailure(Fault::StoreDamaged, path);
  return readKey(file, path, size);
}

bool syncFolderOf(const std::string& path) {
  const Descriptor folder(::open(std::filesystem::path(path).parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  return folder.isOpen() && ::fsync(folder.get()) == 0;
}

// link() refuses an existing name, where rename() would overwrite it.
bool publish(const std::string& temporary, const std::string& path) {
  return ::link(temporary.c_str(), path.c_str()) == 0 || errno == EEXIST;   // EEXIST: another process was faster
}

Started<Done> createKey(const std::string& path, std::size_t size) {
  const std::string temporary = path + ".new-" + std::to_string(randombytes_random());   // a process id repeats in containers
  Secret fresh(size);
  randombytes_buf(fresh.writable().data(), size);
  const Descriptor file(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kOwnerOnlyFile));
  if (!file.isOpen()) return failure(path);
  const bool done = writeAll(file, fresh.view()) && publish(temporary, path);
  const int error = errno;
  ::unlink(temporary.c_str());
  errno = error;
  if (!done || !syncFolderOf(path)) return failure(path);
  return Done{};
}

}  // namespace

Started<Secret> openKeyFile(const std::string& path, std::size_t size, Absent absent) {
  for (int attempt = 0; attempt < 2; ++attempt) {
    // Links are followed: containers mount secrets so. Without waiting: it may be no file at all.
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (file.isOpen()) return readKeyFile(file, path, size);
    if (errno == EACCES || errno == EPERM) {
      return StartFailure{Fault::StoreNoPermission, "The key file " + path + " cannot be read: give it to the user that runs the server."};
    }
    if (errno != ENOENT) return failure(path);
    if (std::error_code error; std::filesystem::is_symlink(path, error)) {
      return StartFailure{Fault::StoreDamaged, "The key file " + path + " is a link to a file that is missing: mount or restore that file."};
    }
    if (absent == Absent::Refuse) {
      return StartFailure{Fault::StoreDamaged,
                          "The key file " + path + " is missing although the city's records exist: restore it from a backup (docs/deploy.md)."};
    }
    if (auto created = createKey(path, size); !created) return created.failure();
  }
  return storageFailure(Fault::StoreUnavailable, path);
}

Started<Done> ensurePrivateFolder(const std::string& path) {
  std::error_code error;
  const auto parent = std::filesystem::path(path).parent_path();
  if (!parent.empty() && !std::filesystem::exists(parent, error)) std::filesystem::create_directories(parent, error);
  if (::mkdir(path.c_str(), kOwnerOnlyFolder) == 0) return Done{};
  if (errno != EEXIST) return failure(path);
  if (!std::filesystem::is_directory(path, error)) {
    return StartFailure{Fault::StoreUnavailable, path + " is not a folder: choose another one with --data."};
  }
  if (::access(path.c_str(), R_OK | W_OK | X_OK) != 0) return failure(path);
  return Done{};
}

}  // namespace citycode::server
