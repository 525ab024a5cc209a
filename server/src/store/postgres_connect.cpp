#include "store/postgres_connect.h"

#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <optional>

#include "store/password_file.h"
#include "store/postgres_fault.h"

namespace citycode::server {
namespace {

constexpr int kOldestVersion = 150000;   // as PQserverVersion counts; what ARCHITECTURE.md promises

// Milliseconds, as PostgreSQL takes them. The server gives up before we do, so that the connection stays good.
//   statement_timeout                      4 s, of our 5
//   idle_in_transaction_session_timeout    a server of ours that hangs holds its locks no longer than that
//   client_connection_check_interval       what we no longer wait for ends, instead of being done behind our back
// With less than `local` the server would answer before the record of the change is on its disk.
constexpr std::string_view kSettings =
    "SELECT set_config('statement_timeout', '4000', false),"
    " set_config('idle_in_transaction_session_timeout', '10000', false),"
    " set_config('client_connection_check_interval', '1000', false),"
    " set_config('default_transaction_isolation', 'read committed', false),"
    " set_config('synchronous_commit', CASE current_setting('synchronous_commit') WHEN 'off' THEN 'on'"
    " ELSE current_setting('synchronous_commit') END, false),"
    " current_setting('fsync') = 'on'";
constexpr int kDurableColumn = 5;

struct FreeAddresses {
  void operator()(addrinfo* addresses) const { ::freeaddrinfo(addresses); }
};

bool isSocketFolder(const std::string& host) { return host.empty() || host[0] == '/' || host[0] == '@'; }

/// Numeric; one empty text when libpq needs none.
std::vector<std::string> numericAddresses(const PostgresHost& host) {
  if (!host.hostAddress.empty()) return {host.hostAddress};
  if (isSocketFolder(host.host)) return {""};
  addrinfo wanted{};
  wanted.ai_socktype = SOCK_STREAM;
  addrinfo* raw = nullptr;
  if (::getaddrinfo(host.host.c_str(), nullptr, &wanted, &raw) != 0) return {};
  const std::unique_ptr<addrinfo, FreeAddresses> found(raw);
  std::vector<std::string> addresses;
  for (const addrinfo* each = raw; each != nullptr; each = each->ai_next) {
    char text[NI_MAXHOST];
    if (::getnameinfo(each->ai_addr, each->ai_addrlen, text, sizeof text, nullptr, 0, NI_NUMERICHOST) == 0) addresses.emplace_back(text);
  }
  return addresses;
}

/// One after the other, as libpq wants them: names and values.
class Parameters {
 public:
  void add(const char* name, const std::string& value) {
    if (value.empty()) return;
    names_.push_back(name);
    values_.push_back(value.c_str());
  }
  ConnectionHandle start() {
    names_.push_back(nullptr);
    values_.push_back(nullptr);
    return ConnectionHandle(PQconnectStartParams(names_.data(), values_.data(), 0));
  }

 private:
  std::vector<const char*> names_, values_;
};

/// A dead network is noticed within about 10 s, when nobody waits for an answer, too.
ConnectionHandle begin(const PostgresAddress& address, const PostgresHost& host, const std::string& numericAddress, const Password& password) {
  static const std::string kEncoding = "UTF8", kApplication = "citycode", kOn = "1", kIdle = "5", kInterval = "2", kCount = "3", kUserTimeout = "10000";
  Parameters parameters;
  parameters.add("host", host.host);
  parameters.add("hostaddr", numericAddress);
  parameters.add("port", host.port);
  parameters.add("dbname", address.database);
  parameters.add("user", address.user);
  parameters.add("password", password.text());
  if (password.text().empty()) parameters.add("passfile", address.libpqPassFile);
  parameters.add("client_encoding", kEncoding);
  parameters.add("fallback_application_name", kApplication);
  parameters.add("keepalives", kOn);
  parameters.add("keepalives_idle", kIdle);
  parameters.add("keepalives_interval", kInterval);
  parameters.add("keepalives_count", kCount);
  parameters.add("tcp_user_timeout", kUserTimeout);
  for (const auto& [name, value] : address.parameters) parameters.add(name.c_str(), value);   // the last of a name counts
  return parameters.start();
}

bool isStopping(int descriptor) {
  pollfd wanted{descriptor, POLLIN, 0};
  return descriptor >= 0 && ::poll(&wanted, 1, 0) > 0;
}

/// False when it did not come in time, or somebody wants us to stop.
bool waitFor(PGconn* connection, short events, int stopDescriptor, SteadyTime deadline) {
  for (;;) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    pollfd wanted[] = {{PQsocket(connection), events, 0}, {stopDescriptor, POLLIN, 0}};
    const int ready = ::poll(wanted, 2, static_cast<int>(std::max<std::int64_t>(left.count(), 0)));
    if (ready < 0 && errno == EINTR) continue;
    return ready > 0 && wanted[1].revents == 0;
  }
}

/// libpq has no call for the SQLSTATE of a refused connection; with PQERRORS_SQLSTATE its last line ends with it.
std::string refusalOf(PGconn* connection) {
  constexpr std::size_t kStateChars = 5;
  std::string_view text = PQerrorMessage(connection);
  while (!text.empty() && text.back() == '\n') text.remove_suffix(1);
  if (text.size() < kStateChars + 2) return "";
  const std::string_view state = text.substr(text.size() - kStateChars);
  const auto isPart = [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'); };
  return text.substr(text.size() - kStateChars - 2, 2) == "  " && std::all_of(state.begin(), state.end(), isPart) ? std::string(state) : "";
}

/// Nothing when it is established.
std::optional<ConnectFailure> establish(PGconn* connection, const std::string& server, int stopDescriptor, SteadyTime deadline) {
  bool isTls = false;
  for (auto wanted = PGRES_POLLING_WRITING; wanted != PGRES_POLLING_OK; wanted = PQconnectPoll(connection)) {
    if (wanted == PGRES_POLLING_FAILED) {
      if (const std::string state = refusalOf(connection); !state.empty()) return ConnectFailure{ConnectTrouble::Refused, server, state};
      if (PQconnectionNeedsPassword(connection) != 0) return ConnectFailure{ConnectTrouble::NoPassword, server, ""};
      return ConnectFailure{isTls ? ConnectTrouble::NoTls : ConnectTrouble::NoAnswer, server, ""};
    }
    isTls = PQstatus(connection) == CONNECTION_SSL_STARTUP;
    const short events = wanted == PGRES_POLLING_READING ? POLLIN : POLLOUT;
    if (!waitFor(connection, events, stopDescriptor, deadline))
      return ConnectFailure{isStopping(stopDescriptor) ? ConnectTrouble::Stopped : ConnectTrouble::NoAnswer, server, ""};
  }
  return std::nullopt;
}

bool reports(const PGconn* connection, const char* name, std::string_view value) {
  const char* reported = PQparameterStatus(connection, name);
  return reported != nullptr && value == reported;
}

bool suits(const PGconn* connection, TargetSession target) {   // both are reported since PostgreSQL 14
  if (target == TargetSession::Any) return true;
  if (!reports(connection, "in_hot_standby", "off")) return false;
  return target == TargetSession::Primary || reports(connection, "default_transaction_read_only", "off");
}

Connected makeReady(ConnectionHandle handle, const std::string& server, TargetSession target) {
  const PGconn* raw = handle.get();
  if (PQserverVersion(raw) < kOldestVersion) return ConnectFailure{ConnectTrouble::TooOld, server, ""};
  if (!reports(raw, "server_encoding", "UTF8")) return ConnectFailure{ConnectTrouble::WrongEncoding, server, ""};
  if (!suits(raw, target)) return ConnectFailure{ConnectTrouble::TakesNoChanges, server, ""};
  auto connection = std::make_unique<PostgresConnection>(std::move(handle));
  connection->queue(kSettings, {}, Kept::No);
  const auto settings = connection->exchange(std::chrono::steady_clock::now() + kAnswerPatience);
  if (!settings) {
    const std::string state = connection->sqlState();
    return ConnectFailure{state.empty() ? ConnectTrouble::NoAnswer : ConnectTrouble::Refused, server, state};
  }
  if (integerAt(settings->get(), 0, kDurableColumn) != 1) return ConnectFailure{ConnectTrouble::NotDurable, server, ""};
  return connection;
}

Connected connectToOne(const PostgresAddress& address, const PostgresHost& host, const std::string& numericAddress, const Password& password,
                       int stopDescriptor) {
  const std::string server = (host.host.empty() ? host.hostAddress : host.host) + ":" + host.port;
  ConnectionHandle handle = begin(address, host, numericAddress, password);
  if (!handle) return ConnectFailure{ConnectTrouble::NoAnswer, server, ""};   // no memory
  if (PQstatus(handle.get()) == CONNECTION_BAD) {
    const bool hasTried = std::string_view(PQerrorMessage(handle.get())).starts_with("connection to server");
    return ConnectFailure{hasTried ? ConnectTrouble::NoAnswer : ConnectTrouble::BadParameter, server, ""};
  }
  PQsetErrorVerbosity(handle.get(), PQERRORS_SQLSTATE);
  PQsetNoticeProcessor(handle.get(), [](void*, const char*) {}, nullptr);   // libpq would print them
  const auto failure = establish(handle.get(), server, stopDescriptor, std::chrono::steady_clock::now() + address.connectTimeout);
  return failure ? Connected(*failure) : makeReady(std::move(handle), server, address.target);
}

}  // namespace

Connected connectToPostgres(const PostgresAddress& address, int stopDescriptor) {
  const auto password = address.password.empty() ? readPassword(address.passwordFile) : Result<Password>(Password(address.password));
  if (!password) return ConnectFailure{ConnectTrouble::PasswordFile, address.place(), ""};
  std::optional<ConnectFailure> worst;
  for (const PostgresHost& host : address.hosts) {
    const auto addresses = numericAddresses(host);
    if (addresses.empty() && !worst) worst = ConnectFailure{ConnectTrouble::NoAnswer, host.host + ":" + host.port, ""};
    for (const std::string& numericAddress : addresses) {
      auto connected = connectToOne(address, host, numericAddress, *password, stopDescriptor);
      const auto* failure = std::get_if<ConnectFailure>(&connected);
      if (failure == nullptr || failure->trouble == ConnectTrouble::Stopped) return connected;
      if (!worst || worst->trouble == ConnectTrouble::NoAnswer) worst = *failure;
    }
  }
  return *worst;
}

}  // namespace citycode::server
