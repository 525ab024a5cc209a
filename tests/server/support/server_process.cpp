#include "support/server_process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "support/engines.h"
#include "support/temporary_folder.h"

namespace citycode::server::test {
namespace {

// scripts/test plays the same tests on the server of another build, too.
const char* serverBinary() {
  const char* other = std::getenv("CITYCODE_SERVER_BINARY");
  return other ? other : CITYCODE_SERVER_BINARY;
}

constexpr int kStartTimeoutMs = 20'000;   // sanitizers and a busy machine

// Outside the data folder, so that tests can compare what is in it.
std::string newErrorPath() {
  std::string pattern = (std::filesystem::temp_directory_path() / "citycode-stderr-XXXXXX").string();
  ::close(::mkstemp(pattern.data()));
  ::chmod(pattern.c_str(), 0666);
  return pattern;
}

/// On another engine each city has records there, unless it says itself where they are.
std::vector<std::string> withStore(std::vector<std::string> arguments) {
  const auto data = std::find(arguments.begin(), arguments.end(), "--data");
  const bool saysWhere = std::find(arguments.begin(), arguments.end(), "--store") != arguments.end();
  if (!isOnPostgresql() || saysWhere || data == arguments.end()) return arguments;
  const std::string url = storeUrl(data[1]);
  arguments.insert(arguments.end(), {"--store", url});
  return arguments;
}

pid_t spawn(const std::vector<std::string>& arguments, int outputDescriptor, int errorDescriptor, const std::function<void()>& inChild) {
  std::vector<char*> argv{const_cast<char*>(serverBinary())};
  for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  const pid_t pid = ::fork();
  if (pid != 0) return pid;
  ::dup2(outputDescriptor, STDOUT_FILENO);
  ::dup2(errorDescriptor, STDERR_FILENO);
  if (inChild) inChild();
  ::execv(argv[0], argv.data());
  ::_exit(127);
}

bool areRestored() { return std::getenv("CITYCODE_TEST_RESTORED") != nullptr; }

/// The arguments without --store, or of them those alone that are about the clock.
std::vector<std::string> withoutStore(const std::vector<std::string>& arguments) {
  std::vector<std::string> rest;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i] == "--store") ++i;
    else rest.push_back(arguments[i]);
  }
  return rest;
}
std::vector<std::string> ofTheClock(const std::vector<std::string>& arguments) {
  const auto clock = std::find(arguments.begin(), arguments.end(), "--clock-offset-seconds");
  return clock == arguments.end() ? std::vector<std::string>() : std::vector<std::string>{clock[0], clock[1]};
}

/// The same city as it comes back from a backup; nothing is done where it cannot begin.
void loseAndRestore(const std::string& dataFolder, const std::vector<std::string>& arguments) {
  const std::string lost = dataFolder + "-lost", kept = dataFolder + "-kept", file = "sqlite:" + lost + "/citycode.sqlite";
  ServerProcess first;
  std::vector<std::string> own = withoutStore(arguments);
  own.insert(own.end(), {"--store", file});
  if (!first.start(lost, {own, {}})) return;
  first.stop(SIGTERM);
  std::vector<std::string> clock = ofTheClock(arguments), backup{"--data", lost, "--store", file, "backup", "--to", kept, "--with-keys"};
  std::vector<std::string> restore{"--data", dataFolder, "restore", "--from", kept};
  const auto store = std::find(arguments.begin(), arguments.end(), "--store");
  if (store != arguments.end()) restore.insert(restore.end(), {store[0], store[1]});
  for (std::vector<std::string>* words : {&backup, &restore}) {
    words->insert(words->end(), clock.begin(), clock.end());
    const Finished done = runToEnd(*words);
    EXPECT_EQ(done.status, 0) << done.errors;
  }
}

int statusOf(int raw) { return WIFEXITED(raw) ? WEXITSTATUS(raw) : -WTERMSIG(raw); }

}  // namespace

ServerProcess::~ServerProcess() {
  if (pid_ > 0) stop(SIGKILL);
  if (outputDescriptor_ >= 0) ::close(outputDescriptor_);
  if (!errorPath_.empty()) ::unlink(errorPath_.c_str());
}

bool ServerProcess::start(const std::string& dataFolder, const StartOptions& options) {
  const bool isNew = !std::filesystem::exists(dataFolder) && !dataFolder.ends_with("-lost");
  if (areRestored() && isNew && !options.inChild) loseAndRestore(dataFolder, options.arguments);
  if (outputDescriptor_ >= 0) ::close(outputDescriptor_);
  if (!errorPath_.empty()) ::unlink(errorPath_.c_str());
  std::vector<std::string> arguments{"--data", dataFolder, "--port", "0"};
  arguments.insert(arguments.end(), options.arguments.begin(), options.arguments.end());
  errorPath_ = newErrorPath();
  const int errors = ::open(errorPath_.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC);
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return false;
  pid_ = spawn(withStore(std::move(arguments)), ends[1], errors, options.inChild);
  ::close(ends[1]);
  ::close(errors);
  outputDescriptor_ = ends[0];
  output_.clear();
  while (output_.find('\n') == std::string::npos) {
    pollfd wanted{outputDescriptor_, POLLIN, 0};
    char buffer[256];
    if (::poll(&wanted, 1, kStartTimeoutMs) <= 0) return false;
    const ssize_t got = ::read(outputDescriptor_, buffer, sizeof buffer);
    if (got <= 0) return false;
    output_.append(buffer, static_cast<std::size_t>(got));
  }
  unsigned port = 0;
  const auto said = [&](const char* line) { return std::sscanf(output_.c_str(), line, &port) == 1; };
  if (!said("Citycode is ready at http://localhost:%u/") && !said("Citycode is ready at https://localhost:%u/")) return false;
  port_ = static_cast<std::uint16_t>(port);
  return true;
}

int ServerProcess::stop(int signal) {
  if (pid_ <= 0) return 0;
  ::kill(pid_, signal);
  return wait();
}

int ServerProcess::wait() {
  int raw = 0;
  ::waitpid(pid_, &raw, 0);
  pid_ = -1;
  return statusOf(raw);
}

std::string ServerProcess::errors() const { return readFile(errorPath_); }

Finished runToEnd(const std::vector<std::string>& arguments, const std::function<void()>& inChild) {
  const std::string outputPath = newErrorPath(), errorPath = newErrorPath();
  const int output = ::open(outputPath.c_str(), O_WRONLY | O_CLOEXEC), errors = ::open(errorPath.c_str(), O_WRONLY | O_CLOEXEC);
  const pid_t pid = spawn(withStore(arguments), output, errors, inChild);
  int raw = 0;
  ::waitpid(pid, &raw, 0);
  ::close(output);
  ::close(errors);
  Finished finished{statusOf(raw), readFile(outputPath), readFile(errorPath)};
  ::unlink(outputPath.c_str());
  ::unlink(errorPath.c_str());
  return finished;
}

}  // namespace citycode::server::test
