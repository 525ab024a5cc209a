// A file that is open, and closed when nobody needs it any more.
#pragma once

#include <sys/types.h>
#include <unistd.h>

#include <utility>

#include "citycode/bytes.h"

namespace citycode::server {

/// Of a file that holds a secret or somebody's data: nobody else reads it.
inline constexpr mode_t kOwnerOnlyFile = 0600;

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() { if (number_ >= 0) ::close(number_); }
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&&) = delete;
  int get() const { return number_; }
  bool isOpen() const { return number_ >= 0; }

 private:
  int number_;
};

/// Whether everything is on the disk; `errno` says why it is not.
inline bool writeAll(const Descriptor& file, ByteView bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file.get(), bytes.data(), bytes.size());
    if (written < 0) return false;
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  return ::fsync(file.get()) == 0;
}

}  // namespace citycode::server
