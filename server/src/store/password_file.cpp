#include "store/password_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>

#include <sodium.h>

#include "base/descriptor.h"
#include "base/private_mode.h"

namespace citycode::server {
namespace {

constexpr std::size_t kMostChars = 1'024;   // libpq takes no longer ones from its own file

}  // namespace

Password::~Password() {
  text_.resize(text_.capacity());
  sodium_memzero(text_.data(), text_.size());
}

Result<Password> readPassword(const std::string& path) {
  if (path.empty()) return Password();
  if (!isPrivate(path)) return Fault::StoreNoPermission;
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  std::array<char, kMostChars> buffer;
  const ssize_t got = file.isOpen() ? ::read(file.get(), buffer.data(), buffer.size()) : -1;
  if (got <= 0) return Fault::StoreNoPermission;
  const std::string_view content(buffer.data(), static_cast<std::size_t>(got));
  Password password(std::string(content.substr(0, content.find_first_of("\r\n"))));
  sodium_memzero(buffer.data(), buffer.size());
  if (password.text().empty()) return Fault::StoreNoPermission;
  return password;
}

}  // namespace citycode::server
