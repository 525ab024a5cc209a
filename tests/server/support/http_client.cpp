#include "support/http_client.h"

#include <netinet/in.h>
#include <poll.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include <gtest/gtest.h>

#include "support/described.h"

namespace citycode::server::test {
namespace {

Reply parseHead(const std::string& head) {
  Reply reply;
  reply.status = head.size() > 12 ? std::atoi(head.c_str() + 9) : 0;
  std::size_t begin = head.find("\r\n") + 2;
  while (begin < head.size()) {
    const std::size_t end = head.find("\r\n", begin);
    const std::size_t colon = head.find(": ", begin);
    if (end == std::string::npos || colon > end) break;
    reply.headers.emplace_back(head.substr(begin, colon - begin), head.substr(colon + 2, end - colon - 2));
    begin = end + 2;
  }
  return reply;
}

}  // namespace

std::string Reply::header(const std::string& name) const {
  const auto found = std::find_if(headers.begin(), headers.end(), [&](const auto& h) { return ::strcasecmp(h.first.c_str(), name.c_str()) == 0; });
  return found == headers.end() ? "" : found->second;
}

nlohmann::json Reply::json() const { return nlohmann::json::parse(body, nullptr, false); }

std::string Reply::fault() const {
  const auto document = json();
  return document.is_object() ? document.value("fault", "") : "";
}

Connection::Connection(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    ::close(socket_);
    socket_ = -1;
  }
}

Connection::~Connection() {
  if (socket_ >= 0) ::close(socket_);
}

void Connection::send(const std::string& bytes) {
  for (std::size_t sent = 0; sent < bytes.size();) {
    const ssize_t n = ::send(socket_, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
    if (n <= 0) return;   // refused in the middle: the answer is there to read
    sent += static_cast<std::size_t>(n);
  }
}

bool Connection::fill(int timeoutMs) {
  pollfd wanted{socket_, POLLIN, 0};
  if (::poll(&wanted, 1, timeoutMs) <= 0) return false;
  char buffer[65536];
  const ssize_t got = ::recv(socket_, buffer, sizeof buffer, 0);
  if (got <= 0) return false;
  received_.append(buffer, static_cast<std::size_t>(got));
  return true;
}

Reply Connection::receive(bool withoutBody, int timeoutMs) {
  std::size_t end;
  while ((end = received_.find("\r\n\r\n")) == std::string::npos) {
    if (!fill(timeoutMs)) return {};
  }
  Reply reply = parseHead(received_.substr(0, end + 2));
  received_.erase(0, end + 4);
  const std::size_t size = withoutBody ? 0 : static_cast<std::size_t>(std::atoll(reply.header("Content-Length").c_str()));
  while (received_.size() < size) {
    if (!fill(timeoutMs)) return {};
  }
  reply.body = received_.substr(0, size);
  received_.erase(0, size);
  return reply;
}

bool Connection::isClosedByPeer(int timeoutMs) {
  pollfd wanted{socket_, POLLIN, 0};
  if (::poll(&wanted, 1, timeoutMs) <= 0) return false;
  char byte;
  return ::recv(socket_, &byte, 1, MSG_PEEK) <= 0;
}

std::string requestText(std::uint16_t port, const std::string& method, const std::string& target, const Headers& headers,
                        const std::string& body) {
  std::string text = method + " " + target + " HTTP/1.1\r\nHost: localhost:" + std::to_string(port) + "\r\n";
  for (const auto& [name, value] : headers) text += name + ": " + value + "\r\n";
  if (method == "POST" || !body.empty()) text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  return text + "\r\n" + body;
}

Reply exchange(std::uint16_t port, const std::string& method, const std::string& target, const Headers& headers, const std::string& body) {
  Connection connection(port);
  if (!connection.isOpen()) return {};
  connection.send(requestText(port, method, target, headers, body));
  const Reply reply = connection.receive(method == "HEAD");
  if (const std::string wrong = undescribed(method, target, reply); !wrong.empty()) ADD_FAILURE() << wrong;
  return reply;
}

Reply exchangeRaw(std::uint16_t port, const std::string& bytes) {
  Connection connection(port);
  if (!connection.isOpen()) return {};
  connection.send(bytes);
  return connection.receive();
}

}  // namespace citycode::server::test
