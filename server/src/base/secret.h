// Secret bytes in locked memory between guard pages (libsodium's own allocator), wiped when they go.
#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include <sodium.h>

#include "citycode/bytes.h"

namespace citycode::server {

class Secret {
 public:
  explicit Secret(std::size_t size)
      : bytes_(static_cast<std::uint8_t*>(sodium_malloc(size))), size_(bytes_ ? size : 0) {}

  std::span<std::uint8_t> writable() { return {bytes_.get(), size_}; }
  ByteView view() const { return {bytes_.get(), size_}; }

 private:
  struct Free {
    void operator()(std::uint8_t* bytes) const { sodium_free(bytes); }   // wipes and unlocks
  };
  std::unique_ptr<std::uint8_t, Free> bytes_;
  std::size_t size_;
};

}  // namespace citycode::server
