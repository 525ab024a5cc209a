// citycode-server: one binary, one folder of data.
#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>
#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include "citycode/crypto.h"
#include "city_server.h"

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

int run(const std::vector<std::string>& arguments) {
  auto options = parseOptions(arguments);
  if (!options) return complain(options.failure());
  if (!citycode::startCrypto()) return complain({citycode::Fault::InternalBug, "The cryptography library does not start on this machine."});
  std::optional<StartFailure> failure;
  switch (options->command) {
    case Options::Command::Help: std::fputs(helpText().c_str(), stdout); break;
    case Options::Command::Version: std::puts("citycode-server " CITYCODE_VERSION); break;
    case Options::Command::EnrolmentCode: failure = printEnrolmentCode(*options); break;
    case Options::Command::RevokeDevice: failure = revokeDevice(*options); break;
    case Options::Command::ListCards:
    case Options::Command::MakeCard:
    case Options::Command::ReplaceCard:
    case Options::Command::RevokeCard: failure = runCardCommand(*options); break;
    case Options::Command::Check: failure = checkRecords(*options); break;
    case Options::Command::TerminalCode:
    case Options::Command::ListTerminals:
    case Options::Command::RemoveTerminal: failure = runTerminalCommand(*options); break;
    case Options::Command::VenueRecord: failure = printVenueRecord(*options); break;
    case Options::Command::AnnounceNextRoot:
    case Options::Command::SwitchRoot:
    case Options::Command::AnnounceNextIssuer:
    case Options::Command::SwitchIssuer: failure = rotateKeys(*options); break;
    case Options::Command::ConfirmClock: failure = confirmClock(*options); break;
    case Options::Command::Serve: failure = serveCity(*options); break;
  }
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
