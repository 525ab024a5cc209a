#include "http/session.h"

#include <array>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/read.hpp>

#include "base/clock.h"
#include "base/identifier.h"
#include "http/client_network.h"
#include "http/framing.h"
#include "http/response_head.h"

namespace citycode::server {
namespace {

namespace http = boost::beast::http;
using boost::system::error_code;

constexpr auto kNoThrow = net::as_tuple(net::use_awaitable);
constexpr std::size_t kFirstReadBytes = 4096;   // most requests whole
constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

}  // namespace

HttpSession::HttpSession(EventLoop& loop, Shared& shared, Connection connection)
    : loop_(loop), shared_(shared), connection_(std::move(connection)) {
  error_code ignored;
  const auto peer = connection_.socket().remote_endpoint(ignored);
  if (!ignored) clientNetwork_ = clientNetworkOf(peer.address().to_string());
  connection_.socket().set_option(net::ip::tcp::no_delay(true), ignored);
  setDeadline(kIdleTimeout);
  loop_.sessions.insert(this);
}

HttpSession::~HttpSession() {
  loop_.sessions.erase(this);
  --shared_.connections;
  const bool last = shared_.stopping && loop_.sessions.empty();
  if (last && !loop_.context.stopped()) loop_.sweeper.cancel();   // lets the loop's thread end at once
}

void HttpSession::setDeadline(std::chrono::steady_clock::duration fromNow) {
  deadline_ = std::chrono::steady_clock::now() + fromNow;
}

void HttpSession::cancelIfOverdue(std::chrono::steady_clock::time_point now) {
  if (now < deadline_) return;
  timedOut_ = true;
  error_code ignored;
  connection_.socket().cancel(ignored);
}

void HttpSession::cancelIfIdle() {
  error_code ignored;
  if (idle_) connection_.socket().cancel(ignored);
}

net::awaitable<void> HttpSession::run() {
  // Every co_await stands alone in its statement: g++ 12 miscompiles some that are part of a condition.
  const bool isSafe = co_await shakeHands();
  if (!isSafe) co_return;
  Next next = Next::Continue;
  while (next == Next::Continue && !shared_.stopping) {
    const bool ready = co_await waitForBytes();
    if (!ready) co_return;
    next = co_await serveOne();
  }
  co_await closeLingering();
}

net::awaitable<bool> HttpSession::shakeHands() {
  if (!connection_.isUnderTls()) co_return true;
  setDeadline(kHeaderTimeout);
  auto [error] = co_await connection_.async_handshake(kNoThrow);
  co_return !error;
}

net::awaitable<bool> HttpSession::waitForBytes() {
  if (buffer_.size() > 0) co_return true;   // pipelined
  setDeadline(kIdleTimeout);
  idle_ = true;
  auto [error, size] = co_await connection_.async_read_some(buffer_.prepare(kFirstReadBytes), kNoThrow);
  idle_ = false;
  buffer_.commit(size);
  co_return !error;
}

net::awaitable<HttpSession::Next> HttpSession::serveOne() {
  Parser parser;
  parser.header_limit(kHeaderBytes);
  parser.body_limit(kBodyBytes);
  setDeadline(kHeaderTimeout);
  auto [headError, headSize] = co_await http::async_read_header(connection_, buffer_, parser, kNoThrow);
  if (headError) co_return co_await refuse(readFault(headError));
  if (const auto framing = checkFraming(parser.get().base()); !framing) co_return co_await refuse(framing.fault());

  Request request = requestFrom(parser.get().base());
  request.requestId = newRequestId(Clock().nowUnixMs());
  request.clientNetwork = clientNetwork_;
  setDeadline(kBodyTimeout);
  const bool continued = co_await sendContinue(request, parser);
  if (!continued) co_return Next::Close;
  auto [bodyError, bodySize] = co_await http::async_read(connection_, buffer_, parser, kNoThrow);
  if (bodyError) co_return co_await refuse(readFault(bodyError));
  request.body = std::move(parser.get().body());

  deadline_ = std::chrono::steady_clock::time_point::max();   // our own work is not the client's delay
  std::optional<Response> response = co_await answer(request);
  if (response->later) response = co_await awaitLater(response->later);
  if (!response) co_return Next::Close;
  // HTTP/1.0 clients get one answer a connection: nobody needs more of it.
  const bool keepAlive = parser.keep_alive() && parser.get().version() == 11 && !shared_.stopping;
  const bool sent = co_await send(*response, request.method == Method::Head, keepAlive);
  co_return sent && keepAlive ? Next::Continue : Next::Close;
}

std::optional<Fault> HttpSession::readFault(const error_code& error) const {
  if (timedOut_) return Fault::RequestTimeout;
  if (error == http::error::body_limit || error == http::error::header_limit || error == http::error::buffer_overflow) {
    return Fault::RequestTooLarge;
  }
  if (error == http::error::end_of_stream || error == http::error::partial_message) return std::nullopt;
  if (error.category() == make_error_code(http::error::bad_method).category()) return Fault::RequestMalformed;
  return std::nullopt;
}

net::awaitable<Response> HttpSession::answer(const Request& request) {
  const auto& application = shared_.application;
  if (!application.mayBlock(request)) co_return application.answer(request);
  co_return co_await net::co_spawn(
      shared_.workers, [&]() -> net::awaitable<Response> { co_return application.answer(request); }, net::use_awaitable);
}

net::awaitable<std::optional<Response>> HttpSession::awaitLater(std::shared_ptr<const Later> later) {
  const auto end = std::chrono::steady_clock::now() + later->most;
  for (;;) {
    lookTimer_.expires_after(kLookAgainEvery);
    co_await lookTimer_.async_wait(kNoThrow);
    if (hasHungUp()) co_return std::nullopt;
    const bool isLast = shared_.stopping || std::chrono::steady_clock::now() >= end;
    if (!isLast && !later->mayBeThere()) continue;
    auto response = co_await net::co_spawn(
        shared_.workers, [&]() -> net::awaitable<std::optional<Response>> { co_return later->look(isLast); }, net::use_awaitable);
    if (response) co_return response;
  }
}

// The end of what it sends, or of the connection. What it sends beside is its next request, and waits. Under TLS that is also its last word, so that whoever
// left politely is waited for like one who did not.
bool HttpSession::hasHungUp() {
  std::uint8_t next = 0;
  error_code error;
  net::ip::tcp::socket& socket = connection_.socket();
  socket.non_blocking(true, error);
  const std::size_t size = socket.receive(net::buffer(&next, 1), net::socket_base::message_peek, error);
  return error ? error != net::error::would_block : size == 0;
}

net::awaitable<bool> HttpSession::sendContinue(const Request& request, const Parser& parser) {
  if (parser.is_done() || !acceptsToken(request.header("expect"), "100-continue")) co_return true;
  auto [error, size] = co_await net::async_write(connection_, net::buffer(kContinue), kNoThrow);
  co_return !error;
}

net::awaitable<bool> HttpSession::send(const Response& response, bool withoutBody, bool keepAlive) {
  setDeadline(kWriteTimeout);
  const std::string head = responseHead(response, keepAlive);
  const std::string_view body = withoutBody ? std::string_view{} : response.content();
  const std::array<net::const_buffer, 2> parts{net::buffer(head), net::buffer(body)};
  auto [error, size] = co_await net::async_write(connection_, parts, kNoThrow);
  co_return !error;
}

net::awaitable<HttpSession::Next> HttpSession::refuse(std::optional<Fault> fault) {
  timedOut_ = false;
  if (!fault) co_return Next::Close;
  const Response response = shared_.application.refuse(*fault);
  co_await send(response, false, false);
  co_return Next::Close;
}

net::awaitable<void> HttpSession::closeLingering() {
  setDeadline(kDropTimeout);
  if (connection_.isUnderTls()) {   // says that it is the end, and waits for the same word
    (void)co_await connection_.async_end(kNoThrow);
    co_return;
  }
  error_code ignored;
  connection_.socket().shutdown(net::ip::tcp::socket::shutdown_send, ignored);
  buffer_.clear();
  for (std::size_t dropped = 0; dropped < kDropBytes && !timedOut_;) {
    auto [error, size] = co_await connection_.async_read_some(buffer_.prepare(kFirstReadBytes), kNoThrow);
    if (error) break;
    dropped += size;
  }
}

}  // namespace citycode::server
