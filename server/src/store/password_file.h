// The password of a database, from a file that nobody else can read.
#pragma once

#include <string>

#include "base/start_failure.h"
#include "citycode/result.h"

namespace citycode::server {

/// Wiped when it goes.
class Password {
 public:
  Password() = default;
  explicit Password(std::string text) : text_(std::move(text)) {}
  ~Password();
  Password(Password&& other) noexcept : text_(std::exchange(other.text_, {})) {}
  Password& operator=(Password&&) = delete;

  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

/// The first line of the file; nothing for an empty path. Fault: store/no-permission when it cannot be read or others can read it.
Result<Password> readPassword(const std::string& path);

}  // namespace citycode::server
