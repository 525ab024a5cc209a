#include "base/log_output.h"

#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

namespace citycode::server {
namespace {

// The flag O_NONBLOCK belongs to an open pipe and to all who share it, the shell too. So it is opened anew.
int openPipeAnew(int descriptor) {
  struct stat facts{};
  if (::fstat(descriptor, &facts) != 0 || !S_ISFIFO(facts.st_mode)) return -1;
  return ::open(("/proc/self/fd/" + std::to_string(descriptor)).c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
}

}  // namespace

LogOutput::LogOutput(int descriptor) : descriptor_(openPipeAnew(descriptor)), ownsDescriptor_(descriptor_ >= 0) {
  if (!ownsDescriptor_) descriptor_ = descriptor;
}

LogOutput::~LogOutput() {
  if (ownsDescriptor_) ::close(descriptor_);
}

// A pipe that says so has room for PIPE_BUF bytes (pipe(7)); a file always has.
bool LogOutput::hasRoom() const {
  pollfd wanted{descriptor_, POLLOUT, 0};
  return ::poll(&wanted, 1, 0) == 1 && (wanted.revents & POLLOUT) != 0;
}

// One write(): up to PIPE_BUF bytes go whole or not at all, and lines of several threads never mix.
bool LogOutput::tryWrite(std::string_view line) {
  if (line.size() > PIPE_BUF || !hasRoom()) return false;
  return ::write(descriptor_, line.data(), line.size()) == static_cast<ssize_t>(line.size());
}

}  // namespace citycode::server
