// Whom an address stands for when requests are counted.
#pragma once

#include <string>

namespace citycode::server {

/// An IPv4 address as it is; of an IPv6 address the first 64 bits, which one household or office has for itself alone
/// (RFC 6177); an IPv4 address that is written as IPv6 (RFC 4291 section 2.5.5.2) as the IPv4 address that it is. What is no
/// address stays as it is.
std::string clientNetworkOf(const std::string& address);

}  // namespace citycode::server
