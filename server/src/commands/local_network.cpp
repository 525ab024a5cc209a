#include "commands/local_network.h"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>

#include <algorithm>

#include "city/key_file.h"
#include "commands/city_folder.h"
#include "sight/characters.h"

namespace citycode::server {
namespace {

constexpr const char* kThisMachine = "127.0.0.1";

/// IPv4, as phones in one room have it; this machine's own last, for a browser on it.
std::vector<std::string> addressesOfThisMachine() {
  std::vector<std::string> addresses;
  ifaddrs* first = nullptr;
  if (::getifaddrs(&first) == 0) {
    for (const ifaddrs* each = first; each != nullptr; each = each->ifa_next) {
      if (each->ifa_addr == nullptr || each->ifa_addr->sa_family != AF_INET || (each->ifa_flags & IFF_LOOPBACK) != 0 || (each->ifa_flags & IFF_UP) == 0) continue;
      char text[INET_ADDRSTRLEN];
      if (::inet_ntop(AF_INET, &reinterpret_cast<const sockaddr_in*>(each->ifa_addr)->sin_addr, text, sizeof text) != nullptr) addresses.emplace_back(text);
    }
    ::freeifaddrs(first);
  }
  constexpr std::size_t kMostAddresses = 7;   // of 8 origins
  if (addresses.size() > kMostAddresses) addresses.resize(kMostAddresses);
  addresses.emplace_back(kThisMachine);
  return addresses;
}

}  // namespace

Started<Options> onLocalNetwork(const Options& options) {
  if (auto ready = ensurePrivateFolder(options.dataFolder); !ready) return ready.failure();
  Options local = options;
  local.lanAddresses = addressesOfThisMachine();
  auto files = keepOwnCertificate(options.dataFolder + "/lan", local.lanAddresses, cityClock(options, nullptr).nowUnixSeconds());
  if (!files) return files.failure();
  local.listen.tls = *files;
  local.listen.host = "0.0.0.0";
  return local;
}

std::string invitationTo(const std::string& origin, const CertificateFiles& certificate) {
  std::string text = "Phones on the same network open " + origin + "/\n";
  if (origin.find(kThisMachine) != std::string::npos) text = "This machine is on no network: only its own browser can open " + origin + "/\n";
  if (const auto matrix = drawMatrix(origin + "/", ErrorCorrection::Medium)) text += charactersOf(*matrix);
  return text + "The browser does not know the certificate, and asks: go on when its SHA-256 is " + fingerprintOf(certificate) + ".\n";
}

}  // namespace citycode::server
