#include "backup/backup_folder.h"

#include <fcntl.h>
#include <linux/fs.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <stdio.h>

#include <cerrno>
#include <filesystem>
#include <utility>

namespace citycode::server {
namespace {

namespace fs = std::filesystem;

constexpr mode_t kOwnerOnlyFolder = 0700;
constexpr std::size_t kMostManifestBytes = 1024 * 1024;
constexpr std::size_t kMostSignatureBytes = 1024;

StartFailure refused(std::string sentence) { return {Fault::StartBadOption, std::move(sentence)}; }

StartFailure isTaken(const std::string& place) { return refused("There is something at " + place + " already: give --to the name of a new folder."); }

std::string withoutSlash(std::string path) {
  while (path.size() > 1 && path.back() == '/') path.pop_back();
  return path;
}

std::string parentOf(const std::string& path) {
  const std::string parent = fs::path(path).parent_path();
  return parent.empty() ? "." : parent;
}

void empty(const std::string& folder) {
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(folder, ignored)) fs::remove_all(entry.path(), ignored);
}

StartFailure damaged(const std::string& path, const std::string& how) {
  return {Fault::StoreDamaged, path + " " + how + ": nothing was restored; take another backup, or this one from another copy of it."};
}

Started<Done> checkFile(const std::string& folder, const KeptFile& known) {
  const std::string path = folder + "/" + known.name;
  std::error_code error;
  const auto bytes = fs::file_size(path, error);
  if (error) return damaged(path, "is missing or cannot be read");
  if (static_cast<std::int64_t>(bytes) < known.bytes)
    return damaged(path, "was cut short (" + std::to_string(bytes) + " of " + std::to_string(known.bytes) + " bytes)");
  const auto found = lookAtFile(folder, known.name);
  if (!found) return storageFailure(found.fault(), path);
  if (*found != known) return damaged(path, "is not what was written when the backup was made");
  return Done{};
}

}  // namespace

Started<NewBackup> NewBackup::begin(const std::string& wanted) {
  const std::string place = withoutSlash(wanted), folder = place + ".unfinished";
  std::error_code ignored;
  if (fs::exists(fs::symlink_status(place, ignored))) return isTaken(place);
  if (!fs::is_directory(parentOf(place), ignored)) return refused("There is no folder " + parentOf(place) + ": make it, or give --to another place.");
  if (::mkdir(folder.c_str(), kOwnerOnlyFolder) != 0 && errno != EEXIST) return storageFailure(faultOfErrno(errno), folder);
  Descriptor held(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW));
  if (!held.isOpen()) return storageFailure(faultOfErrno(errno), folder);
  if (::flock(held.get(), LOCK_EX | LOCK_NB) != 0)
    return refused("Another backup to " + place + " is going on: wait for it, or give --to another folder.");
  empty(folder);
  return NewBackup(place, folder, std::move(held));
}

NewBackup::~NewBackup() {
  std::error_code ignored;
  if (!folder_.empty()) fs::remove_all(folder_, ignored);
}

NewBackup::NewBackup(NewBackup&& other) noexcept : place_(std::move(other.place_)), folder_(std::exchange(other.folder_, {})), held_(std::move(other.held_)) {}

Started<Done> NewBackup::putInPlace() {
  if (const auto flushed = flushFolder(folder_); !flushed) return failure(flushed.fault());
  if (::renameat2(AT_FDCWD, folder_.c_str(), AT_FDCWD, place_.c_str(), RENAME_NOREPLACE) != 0) {
    if (errno == EEXIST || errno == ENOTEMPTY) return isTaken(place_);
    return failure(faultOfErrno(errno));
  }
  folder_.clear();
  if (const auto flushed = flushFolder(parentOf(place_)); !flushed) return failure(flushed.fault());
  return Done{};
}

StartFailure NewBackup::failure(Fault fault) const {
  if (fault == Fault::StoreDiskFull)
    return {fault, "The disk that holds " + place_ + " is full: free some space and back up again; nothing was left of this one."};
  return storageFailure(fault, place_);
}

Started<KeptBackup> readBackup(const std::string& wanted) {
  const std::string folder = withoutSlash(wanted), path = folder + "/" + kManifestName;
  std::error_code ignored;
  if (!fs::exists(path, ignored)) return refused("There is no backup in " + folder + ": give --from a folder that the backup command made.");
  KeptBackup backup;
  auto text = readSmallFile(path, kMostManifestBytes);
  auto manifest = text ? readManifest(*text) : std::nullopt;
  if (!manifest) return damaged(path, "was cut short or changed");
  backup.text = std::move(*text);
  backup.manifest = std::move(*manifest);
  backup.signature = readSmallFile(folder + "/" + kManifestSignatureName, kMostSignatureBytes).value_or("");
  for (const KeptFile& file : backup.manifest.files)
    if (auto good = checkFile(folder, file); !good) return good.failure();
  return backup;
}

}  // namespace citycode::server
