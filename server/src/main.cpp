// citycode-server: one binary, one folder of data.
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <exception>
#include <optional>
#include <string>
#include <vector>

#include "city_server.h"
#include "citycode/crypto.h"
#include "commands/command_line.h"
#include "commands/command_table.h"
#include "commands/configuration.h"

namespace {

using namespace citycode::server;

constexpr int kExitFailure = 1;
constexpr int kExitBadOption = 2;

int complain(const StartFailure& failure) {
  std::fprintf(stderr, "%s\n", failure.sentence.c_str());
  return failure.fault == citycode::Fault::StartBadOption ? kExitBadOption : kExitFailure;
}

void prepareProcess() {
  ::umask(077);                       // whatever we make belongs to this user alone
  std::signal(SIGPIPE, SIG_IGN);      // a client that left is an error code, not the end
  std::signal(SIGXFSZ, SIG_IGN);      // so is a file that may not grow
  const rlimit none{0, 0};
  ::setrlimit(RLIMIT_CORE, &none);    // a core file would hold the keys
}

std::vector<std::string> variableNames() {
  std::vector<std::string> names;
  for (char** each = environ; each != nullptr && *each != nullptr; ++each) names.push_back(std::string(*each).substr(0, std::string_view(*each).find('=')));
  return names;
}

/// A command beside the server, or the server itself.
std::optional<StartFailure> act(const Options& options) {
  if (options.command == nullptr) return serveCity(options);
  auto lines = options.command->run(options);
  if (!lines) return lines.failure();
  std::fputs(lines->c_str(), stdout);
  return std::nullopt;
}

int run(const std::vector<std::string>& arguments) {
  for (const std::string& hint : variableHints(variableNames())) std::fprintf(stderr, "%s\n", hint.c_str());
  auto options = parseOptions(arguments, processEnvironment());
  if (!options) return complain(options.failure());
  for (const std::string& hint : options->hints) std::fprintf(stderr, "%s\n", hint.c_str());
  if (!citycode::startCrypto()) return complain({citycode::Fault::InternalBug, "The cryptography library does not start on this machine."});
  switch (options->show) {
    case Options::Show::Help: std::fputs(helpText().c_str(), stdout); return 0;
    case Options::Show::Version: std::puts("citycode-server " CITYCODE_VERSION); return 0;
    case Options::Show::Nothing: break;
  }
  const auto failure = act(*options);
  return failure ? complain(*failure) : 0;
}

}  // namespace

int main(int argc, char** argv) {
  prepareProcess();
  try {
    return run(std::vector<std::string>(argv + 1, argv + argc));
  } catch (const std::exception&) {
    std::fputs("Citycode stopped because of an error of its own or for want of memory: start it again, and report it if it returns.\n", stderr);
    return kExitFailure;
  }
}
