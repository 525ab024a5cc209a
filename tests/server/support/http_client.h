// Raw HTTP over a socket: a test must be able to send what no good client would.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

namespace citycode::server::test {

using Headers = std::vector<std::pair<std::string, std::string>>;

struct Reply {
  int status = 0;   // 0: the connection ended without an answer
  Headers headers;
  std::string body;

  /// Empty when absent; `name` in any case.
  std::string header(const std::string& name) const;
  nlohmann::json json() const;    // discarded when it is not JSON
  std::string fault() const;      // of a problem document
};

class Connection {
 public:
  explicit Connection(std::uint16_t port);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  bool isOpen() const { return socket_ >= 0; }
  void send(const std::string& bytes);
  /// The next answer; `withoutBody` after HEAD.
  Reply receive(bool withoutBody = false, int timeoutMs = 15'000);
  /// True when the other side has closed.
  bool isClosedByPeer(int timeoutMs = 15'000);

 private:
  bool fill(int timeoutMs);

  int socket_ = -1;
  std::string received_;
};

/// A well-formed request with Host "localhost:PORT".
std::string requestText(std::uint16_t port, const std::string& method, const std::string& target, const Headers& headers,
                        const std::string& body);

/// One request on a connection of its own. The answer must be one that server/openapi.json describes.
Reply exchange(std::uint16_t port, const std::string& method, const std::string& target, const Headers& headers, const std::string& body);

/// Sends bytes as they are and reads one answer.
Reply exchangeRaw(std::uint16_t port, const std::string& bytes);

}  // namespace citycode::server::test
