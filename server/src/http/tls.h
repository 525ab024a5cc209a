// The server's own TLS, for small deployments and for two phones in a room; a city has a proxy in front (docs/deploy.md).
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/start_failure.h"

namespace boost::asio::ssl {
class context;
}

namespace citycode::server {

struct CertificateFiles {
  std::string certificate, key;   // PEM: the chain, the server's own first; its private key

  bool areNamed() const { return !certificate.empty(); }
};

/// TLS 1.2 and later with the library's own choice of ciphers (OpenSSL 3, level 2). Failure: start/bad-option for files that are missing, unreadable or do not belong together.
Started<std::shared_ptr<boost::asio::ssl::context>> openTls(const CertificateFiles& files);

/// A certificate that signs itself, for these numeric addresses and localhost, with a new P-256 key, for 90 days: in FOLDER/certificate.pem and FOLDER/key.pem (mode 0600). One that
/// is there for the same addresses and good for a week more stays, so that whoever trusted it once need not again. Failure: store/*.
Started<CertificateFiles> keepOwnCertificate(const std::string& folder, const std::vector<std::string>& addresses, std::int64_t nowUnixSeconds);

/// SHA-256 of the first certificate as browsers show it, "AB:CD:…"; empty where there is none.
std::string fingerprintOf(const CertificateFiles& files);

}  // namespace citycode::server
