// The bytes of one connection, plain or under TLS, as Asio's streams are: what reads and writes requests need not know which.
#pragma once

#include <memory>
#include <utility>

#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>

namespace citycode::server {

namespace net = boost::asio;

class Connection {
 public:
  using executor_type = net::ip::tcp::socket::executor_type;

  /// Without a context it is plain.
  Connection(net::ip::tcp::socket socket, net::ssl::context* tls)
      : plain_(std::move(socket)), tls_(tls != nullptr ? std::make_unique<Tls>(std::move(plain_), *tls) : nullptr) {}

  executor_type get_executor() { return socket().get_executor(); }
  net::ip::tcp::socket& socket() { return tls_ ? tls_->next_layer() : plain_; }
  bool isUnderTls() const { return tls_ != nullptr; }

  /// Both of a connection under TLS. The first is before anything else.
  template <class Token>
  auto async_handshake(Token&& token) { return tls_->async_handshake(net::ssl::stream_base::server, std::forward<Token>(token)); }
  template <class Token>
  auto async_end(Token&& token) { return tls_->async_shutdown(std::forward<Token>(token)); }

  template <class Buffers, class Token>
  auto async_read_some(const Buffers& buffers, Token&& token) {
    return net::async_initiate<Token, void(boost::system::error_code, std::size_t)>(
        [this](auto handler, const Buffers& into) {
          if (tls_) tls_->async_read_some(into, std::move(handler));
          else plain_.async_read_some(into, std::move(handler));
        }, token, buffers);
  }
  template <class Buffers, class Token>
  auto async_write_some(const Buffers& buffers, Token&& token) {
    return net::async_initiate<Token, void(boost::system::error_code, std::size_t)>(
        [this](auto handler, const Buffers& from) {
          if (tls_) tls_->async_write_some(from, std::move(handler));
          else plain_.async_write_some(from, std::move(handler));
        }, token, buffers);
  }

 private:
  using Tls = net::ssl::stream<net::ip::tcp::socket>;

  net::ip::tcp::socket plain_;   // of no use where there is TLS, which has it
  std::unique_ptr<Tls> tls_;
};

}  // namespace citycode::server
