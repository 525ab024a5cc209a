#include "tools/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "citycode/crypto.h"

namespace citycode::tools {
namespace {

class Descriptor {
 public:
  Descriptor(int number, bool isOurs) : number_(number), isOurs_(isOurs) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (isOurs_ && number_ >= 0) ::close(number_);
  }
  int get() const { return number_; }

 private:
  int number_;
  bool isOurs_;
};

Refusal because(ExitCode exit, const std::string& path, std::string_view what) {
  return {exit, std::nullopt, path + " " + std::string(what) + ": " + std::strerror(errno) + "."};
}

bool writeAll(int file, ByteView bytes) {
  while (!bytes.empty()) {
    const ssize_t put = ::write(file, bytes.data(), bytes.size());
    if (put < 0 && errno == EINTR) continue;
    if (put <= 0) return false;
    bytes = bytes.subspan(static_cast<std::size_t>(put));
  }
  return true;
}

}  // namespace

Given<Bytes> readInput(const std::string& path, std::size_t most) {
  const bool isInput = path == kStandardInput;
  const Descriptor file(isInput ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC), !isInput);
  if (file.get() < 0) return because(ExitCode::NoInput, path, "cannot be read");
  Bytes bytes;
  std::array<std::uint8_t, 64 * 1024> piece;
  for (;;) {
    const ssize_t got = ::read(file.get(), piece.data(), piece.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return because(ExitCode::NoInput, path, "cannot be read");
    if (got == 0) break;
    if (bytes.size() + static_cast<std::size_t>(got) > most)
      return Refusal{ExitCode::BadInput, std::nullopt, (isInput ? "Standard input" : path) + " has more than " + std::to_string(most) + " bytes."};
    bytes.insert(bytes.end(), piece.begin(), piece.begin() + got);
  }
  wipe(piece);   // it may have been a key
  return bytes;
}

Given<std::string> textOrInput(const std::string& given, std::size_t most) {
  if (given != kStandardInput) {
    if (given.size() > most) return Refusal{ExitCode::BadInput, std::nullopt, "The text has more than " + std::to_string(most) + " bytes."};
    return given;
  }
  CC_TRY(bytes, readInput(given, most));
  std::string text(textOf(bytes));
  if (text.ends_with('\n')) text.pop_back();
  if (text.ends_with('\r')) text.pop_back();
  return text;
}

Given<Done> writeNewFile(const std::string& path, ByteView bytes, Readers readers) {
  const mode_t mode = readers == Readers::All ? 0666 : 0600;   // less the person's umask
  const Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode), true);
  if (file.get() < 0) return because(ExitCode::NoOutput, path, "cannot be made");
  if (!writeAll(file.get(), bytes) || ::fsync(file.get()) != 0) {
    const Refusal refusal = because(ExitCode::NoOutput, path, "cannot be written");
    ::unlink(path.c_str());
    return refusal;
  }
  return Done{};
}

Given<Done> checkOwnerOnly(const std::string& path) {
  struct stat facts{};
  if (::stat(path.c_str(), &facts) != 0) return because(ExitCode::NoInput, path, "cannot be read");
  if (!S_ISREG(facts.st_mode) || (facts.st_mode & 077) != 0)
    return Refusal{ExitCode::BadInput, std::nullopt, path + " must be a file that its owner alone can read: chmod 600 makes it one."};
  return Done{};
}

}  // namespace citycode::tools
