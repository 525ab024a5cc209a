#include "http/client_network.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>

namespace citycode::server {
namespace {

constexpr std::size_t kNetworkBytes = 8;   // 64 bits
constexpr std::array<unsigned char, 12> kMapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

}  // namespace

std::string clientNetworkOf(const std::string& address) {
  std::array<unsigned char, 16> bytes{};
  const std::string withoutZone = address.substr(0, address.find('%'));   // RFC 4007: "fe80::1%eth0"
  if (::inet_pton(AF_INET6, withoutZone.c_str(), bytes.data()) != 1) return address;
  if (std::equal(kMapped.begin(), kMapped.end(), bytes.begin())) {
    std::array<char, INET_ADDRSTRLEN> text{};
    return ::inet_ntop(AF_INET, bytes.data() + kMapped.size(), text.data(), text.size());
  }
  std::fill(bytes.begin() + kNetworkBytes, bytes.end(), std::uint8_t{0});
  std::array<char, INET6_ADDRSTRLEN> text{};
  return ::inet_ntop(AF_INET6, bytes.data(), text.data(), text.size());
}

}  // namespace citycode::server
