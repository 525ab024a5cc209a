#include "backup/kept_files.h"

#include <fcntl.h>

#include <sodium.h>

#include <cerrno>

#include "base/descriptor.h"

namespace citycode::server {
namespace {

constexpr std::size_t kReadBytes = 1024 * 1024;

Descriptor openToRead(const std::string& path, int flags = 0) { return Descriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | flags)); }

/// Without waiting for the disk.
bool writePiece(const Descriptor& file, ByteView bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file.get(), bytes.data(), bytes.size());
    if (written < 0) return false;
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  return true;
}

/// Calls `take` with one piece after another. False when reading fails, or `take` does; `errno` says why.
template <class Take>
bool readThrough(const Descriptor& file, const Take& take) {
  Bytes buffer(kReadBytes);
  for (;;) {
    const ssize_t got = ::read(file.get(), buffer.data(), buffer.size());
    if (got < 0) return false;
    if (got == 0) return true;
    if (!take(ByteView(buffer.data(), static_cast<std::size_t>(got)))) return false;
  }
}

}  // namespace

Result<KeptFile> lookAtFile(const std::string& folder, const std::string& name) {
  const Descriptor file = openToRead(folder + "/" + name);
  if (!file.isOpen()) return faultOfErrno(errno);
  (void)::posix_fadvise(file.get(), 0, 0, POSIX_FADV_DONTNEED);
  KeptFile kept{name, 0, {}};
  crypto_hash_sha256_state state;
  crypto_hash_sha256_init(&state);
  const bool isRead = readThrough(file, [&](ByteView piece) {
    kept.bytes += static_cast<std::int64_t>(piece.size());
    crypto_hash_sha256_update(&state, piece.data(), piece.size());
    return true;
  });
  if (!isRead) return faultOfErrno(errno);
  crypto_hash_sha256_final(&state, kept.digest.data());
  return kept;
}

Result<Done> writeNewFile(const std::string& path, ByteView bytes) {
  const Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kOwnerOnlyFile));
  if (!file.isOpen() || !writeAll(file, bytes)) return faultOfErrno(errno);
  return Done{};
}

Result<Done> copyToNewFile(const std::string& from, const std::string& to) {
  const Descriptor source = openToRead(from);
  if (!source.isOpen()) return faultOfErrno(errno);
  const Descriptor target(::open(to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kOwnerOnlyFile));
  if (!target.isOpen() || !readThrough(source, [&](ByteView piece) { return writePiece(target, piece); })) return faultOfErrno(errno);
  return ::fsync(target.get()) == 0 ? Result<Done>(Done{}) : faultOfErrno(errno);
}

std::optional<std::string> readSmallFile(const std::string& path, std::size_t mostBytes) {
  const Descriptor file = openToRead(path);
  std::string text;
  const bool isRead = file.isOpen() && readThrough(file, [&](ByteView piece) {
    text.append(textOf(piece));
    return text.size() <= mostBytes;
  });
  return isRead ? std::optional(std::move(text)) : std::nullopt;
}

Result<Done> flushFile(const std::string& path) {
  const Descriptor file = openToRead(path);
  if (!file.isOpen() || ::fsync(file.get()) != 0) return faultOfErrno(errno);
  return Done{};
}

Result<Done> flushFolder(const std::string& path) {
  const Descriptor folder = openToRead(path, O_DIRECTORY);
  if (!folder.isOpen() || ::fsync(folder.get()) != 0) return faultOfErrno(errno);
  return Done{};
}

}  // namespace citycode::server
