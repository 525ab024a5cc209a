#include "load/load.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace citycode::server::bench {
namespace {

using Clock = std::chrono::steady_clock;
using Seconds = std::chrono::duration<double>;

constexpr std::size_t kKeepEvery = 64;             // answers that are looked at afterwards
constexpr Seconds kPatience{30};                   // after the last request was due; the server gives up after 5 s
constexpr Seconds kLongestSleep{0.1};
constexpr int kEventsAtOnce = 256;

double cpuSeconds() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& t) { return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6; };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

std::string_view fieldOf(std::string_view head, std::string_view name) {
  const std::size_t begin = head.find(name);
  if (begin == std::string_view::npos) return {};
  const std::string_view rest = head.substr(begin + name.size());
  return rest.substr(0, rest.find("\r\n"));
}

/// One connection and, while it is busy, the request on it.
struct Connection {
  int socket = -1;
  std::size_t request = 0;
  Clock::time_point due;
  std::size_t sent = 0;
  std::string head;            // until it is whole
  int status = 0;              // 0: no head yet
  std::size_t bodyLeft = 0;
  std::string body;            // of answers that are kept
  bool isBusy = false;
  bool closes = false;         // the server said that it will

  Connection() = default;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection() {
    if (socket >= 0) ::close(socket);
  }
};

class Run {
 public:
  Run(std::uint16_t port, const Plan& plan) : port_(port), plan_(plan), epoll_(::epoll_create1(EPOLL_CLOEXEC)) {}
  ~Run() { ::close(epoll_); }
  Run(const Run&) = delete;
  Run& operator=(const Run&) = delete;

  Answers toEnd();

 private:
  bool isKept(std::size_t request) const { return plan_.keepsAll || request % kKeepEvery == 0; }
  bool isOpenLoop() const { return !plan_.dueSeconds.empty(); }
  Clock::time_point dueOf(std::size_t request) const;
  void startDue(Clock::time_point now);
  Connection* takeConnection();
  Connection& connect();
  void wait();
  void go(Connection& connection);
  void send(Connection& connection);
  void receive(Connection& connection);
  void take(Connection& connection, std::string_view bytes);
  void finish(Connection& connection);
  void lose(Connection& connection);

  std::uint16_t port_;
  const Plan& plan_;
  int epoll_;
  Clock::time_point start_;
  std::size_t next_ = 0, ended_ = 0;
  std::vector<std::unique_ptr<Connection>> connections_;
  std::vector<Connection*> idle_;
  bool hasLost_ = false;
  std::array<char, 256 * 1024> buffer_;   // some answers whole: one is about 30 KB
  Answers answers_;
};

Clock::time_point Run::dueOf(std::size_t request) const {
  return start_ + std::chrono::duration_cast<Clock::duration>(Seconds(plan_.dueSeconds[request]));
}

Connection& Run::connect() {
  auto made = std::make_unique<Connection>();
  made->socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port_);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  // On this machine a connection is made at once: the kernel's queue takes it whatever the server does.
  if (made->socket < 0 || ::connect(made->socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
    throw std::runtime_error("A connection to the server could not be made: it is gone, or this process may open too few files.");
  const int on = 1;
  ::setsockopt(made->socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  epoll_event wanted{EPOLLIN | EPOLLOUT | EPOLLET, {.ptr = made.get()}};
  ::epoll_ctl(epoll_, EPOLL_CTL_ADD, made->socket, &wanted);
  connections_.push_back(std::move(made));
  return *connections_.back();
}

Connection* Run::takeConnection() {
  if (!idle_.empty()) {
    Connection* connection = idle_.back();
    idle_.pop_back();
    return connection;
  }
  return connections_.size() < plan_.connections ? &connect() : nullptr;
}

void Run::startDue(Clock::time_point now) {
  while (next_ < plan_.requests.size() && (!isOpenLoop() || dueOf(next_) <= now)) {
    Connection* connection = takeConnection();
    if (connection == nullptr) return;   // it waits, and its time runs
    connection->request = next_;
    connection->due = isOpenLoop() ? dueOf(next_) : Clock::now();
    connection->isBusy = true;
    ++next_;
    send(*connection);
  }
}

void Run::send(Connection& connection) {
  const std::string& bytes = plan_.requests[connection.request];
  while (connection.sent < bytes.size()) {
    const ssize_t n = ::send(connection.socket, bytes.data() + connection.sent, bytes.size() - connection.sent, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (n < 0 && errno == EAGAIN) return;   // an event says when there is room
    if (n <= 0) return lose(connection);
    connection.sent += static_cast<std::size_t>(n);
  }
}

void Run::receive(Connection& connection) {
  for (;;) {
    const ssize_t n = ::recv(connection.socket, buffer_.data(), buffer_.size(), MSG_DONTWAIT);
    if (n < 0 && errno == EAGAIN) return;
    if (n <= 0) return lose(connection);
    if (connection.isBusy) take(connection, {buffer_.data(), static_cast<std::size_t>(n)});
    if (connection.socket < 0 || static_cast<std::size_t>(n) < buffer_.size()) return;   // a short read has emptied the socket
  }
}

void Run::take(Connection& connection, std::string_view bytes) {
  if (connection.status == 0) {
    connection.head.append(bytes);
    const std::size_t end = connection.head.find("\r\n\r\n");
    if (end == std::string::npos) return;
    const std::string_view head = std::string_view(connection.head).substr(0, end + 2);
    connection.status = std::atoi(connection.head.c_str() + 9);   // after "HTTP/1.1 "
    connection.bodyLeft = std::strtoul(std::string(fieldOf(head, "\r\nContent-Length: ")).c_str(), nullptr, 10);
    connection.closes = fieldOf(head, "\r\nConnection: ") == "close";
    const std::size_t headBytes = end + 4;
    bytes.remove_prefix(bytes.size() - (connection.head.size() - headBytes));
  }
  bytes = bytes.substr(0, connection.bodyLeft);
  connection.bodyLeft -= bytes.size();
  if (isKept(connection.request)) connection.body.append(bytes);
  if (connection.bodyLeft == 0) finish(connection);
}

void Run::finish(Connection& connection) {
  ++ended_;
  ++answers_.statuses[connection.status];
  if (connection.status == 200 || connection.status == 201) {
    answers_.latenciesMs.push_back(std::chrono::duration<double, std::milli>(Clock::now() - connection.due).count());
    if (isKept(connection.request)) answers_.kept.emplace_back(connection.request, std::move(connection.body));
  }
  const bool closes = connection.closes;
  connection.isBusy = connection.closes = false;
  connection.sent = 0;
  connection.status = 0;
  connection.head.clear();
  connection.body.clear();
  if (closes) return lose(connection);
  idle_.push_back(&connection);
}

/// The connection is gone, and with it the answer that it owes.
void Run::lose(Connection& connection) {
  if (connection.isBusy) {
    ++ended_;
    ++answers_.statuses[0];
  }
  std::erase(idle_, &connection);
  ::close(connection.socket);
  connection.socket = -1;
  hasLost_ = true;
}

void Run::go(Connection& connection) {
  if (connection.socket >= 0 && connection.isBusy) send(connection);
  if (connection.socket >= 0) receive(connection);
}

void Run::wait() {
  Seconds sleep = kLongestSleep;
  const bool hasRoom = !idle_.empty() || connections_.size() < plan_.connections;
  if (isOpenLoop() && next_ < plan_.requests.size() && hasRoom) sleep = std::clamp(Seconds(dueOf(next_) - Clock::now()), Seconds(0), kLongestSleep);
  const auto nanoseconds = std::chrono::duration_cast<std::chrono::nanoseconds>(sleep).count();
  const timespec limit{0, static_cast<long>(nanoseconds)};
  std::array<epoll_event, kEventsAtOnce> events;
  const int count = ::epoll_pwait2(epoll_, events.data(), kEventsAtOnce, &limit, nullptr);
  if (count < 0 && errno != EINTR) throw std::runtime_error("This kernel has no epoll_pwait2: Linux 5.11 or newer is needed.");
  for (int i = 0; i < count; ++i) go(*static_cast<Connection*>(events[static_cast<std::size_t>(i)].data.ptr));
  if (std::exchange(hasLost_, false)) std::erase_if(connections_, [](const auto& connection) { return connection->socket < 0; });
}

Answers Run::toEnd() {
  const double cpuBefore = cpuSeconds();
  start_ = Clock::now();
  const auto end = (isOpenLoop() ? dueOf(plan_.requests.size() - 1) : start_) + std::chrono::duration_cast<Clock::duration>(kPatience);
  while (ended_ < plan_.requests.size()) {
    startDue(Clock::now());
    wait();
    if (Clock::now() > end) {
      answers_.statuses[0] += plan_.requests.size() - ended_;
      break;
    }
  }
  answers_.wallSeconds = Seconds(Clock::now() - start_).count();
  answers_.ownCpuSeconds = cpuSeconds() - cpuBefore;
  return std::move(answers_);
}

}  // namespace

Answers runLoad(std::uint16_t port, const Plan& plan) {
  return plan.requests.empty() ? Answers{} : Run(port, plan).toEnd();
}

}  // namespace citycode::server::bench
