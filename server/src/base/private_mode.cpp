#include "base/private_mode.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>

namespace citycode::server {
namespace {

constexpr mode_t kOthers = S_IRWXG | S_IRWXO;

std::string octal(mode_t mode) {
  std::array<char, 8> text{};
  std::snprintf(text.data(), text.size(), "%04o", static_cast<unsigned>(mode & 07777));
  return text.data();
}

// As Kubernetes gives secrets and volumes to a user that is not root.
bool isGivenByGroup(const struct stat& facts) {
  const mode_t tooMuch = S_ISDIR(facts.st_mode) ? S_IRWXO : S_IWGRP | S_IXGRP | S_IRWXO;
  return facts.st_uid == 0 && ::geteuid() != 0 && (facts.st_mode & tooMuch) == 0;
}

Started<Done> closeToOthers(int descriptor, const std::string& what, const std::string& path) {
  struct stat facts{};
  if (::fstat(descriptor, &facts) != 0) return groundFailure(faultOfErrno(errno), path);
  if ((facts.st_mode & kOthers) == 0 || isGivenByGroup(facts)) return Done{};
  const std::string before = what + " " + path + " was open to other users (mode " + octal(facts.st_mode) + ")";
  const mode_t wanted = facts.st_mode & S_IRWXU;
  if (::fchmod(descriptor, wanted) != 0) {
    return StartFailure{Fault::StoreNoPermission, what + " " + path + " is open to other users (mode " + octal(facts.st_mode) +
                                                  ") and this user may not change that: give it mode " + octal(wanted) + "."};
  }
  std::fprintf(stderr, "%s and has mode %s now: think of who may have looked into it.\n", before.c_str(), octal(wanted).c_str());
  return Done{};
}

}  // namespace

Started<Done> keepPrivate(const std::string& what, const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor < 0) return Done{};
  auto done = closeToOthers(descriptor, what, path);
  ::close(descriptor);
  return done;
}

}  // namespace citycode::server
