#include "base/private_mode.h"

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

bool isClosed(const struct stat& facts) { return (facts.st_mode & kOthers) == 0 || isGivenByGroup(facts); }

Started<Done> closeToOthers(const struct stat& facts, const std::string& what, const std::string& path) {
  if (isClosed(facts)) return Done{};
  const std::string before = what + " " + path + " was open to other users (mode " + octal(facts.st_mode) + ")";
  const mode_t wanted = facts.st_mode & S_IRWXU;
  if (::chmod(path.c_str(), wanted) != 0) {
    return StartFailure{Fault::StoreNoPermission, what + " " + path + " is open to other users (mode " + octal(facts.st_mode) +
                                                  ") and this user may not change that: give it mode " + octal(wanted) + "."};
  }
  std::fprintf(stderr, "%s and has mode %s now: think of who may have looked into it.\n", before.c_str(), octal(wanted).c_str());
  return Done{};
}

}  // namespace

// By name, and never opened: to close a descriptor of the database's files would drop the locks that this process holds on
// them (sqlite.org/howtocorrupt.html, 2.2), and a command beside the server would take itself for alone.
Started<Done> keepPrivate(const std::string& what, const std::string& path) {
  struct stat facts{};
  if (::stat(path.c_str(), &facts) != 0) return Done{};
  return closeToOthers(facts, what, path);
}

bool isPrivate(const std::string& path) {
  struct stat facts{};
  return ::stat(path.c_str(), &facts) == 0 && isClosed(facts);
}

}  // namespace citycode::server
