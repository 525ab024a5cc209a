#include "store/store_address.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>
#include <optional>

#include <libpq-fe.h>

#include "base/number_text.h"
#include "base/plain_text.h"

namespace citycode::server {
namespace {

constexpr std::string_view kSqliteScheme = "sqlite:";
constexpr std::array<std::string_view, 2> kPostgresSchemes{"postgresql://", "postgres://"};   // libpq takes both
constexpr std::size_t kMostHosts = 16;             // a cluster has 3 or 5
constexpr std::size_t kMostAddressChars = 4'096;   // 16 hosts of 253 characters
constexpr int kMostConnectSeconds = 60;

// What an operator may set. `options` and `service` could bring in anything, a password included.
constexpr std::array<std::string_view, 22> kPassedOn{
    "application_name", "channel_binding", "gssencmode", "gsslib", "krbsrvname", "keepalives", "keepalives_count", "keepalives_idle",
    "keepalives_interval", "requirepeer", "require_auth", "sslcert", "sslcertmode", "sslcrl", "sslcrldir", "sslkey", "sslmode",
    "sslrootcert", "sslsni", "ssl_max_protocol_version", "ssl_min_protocol_version", "tcp_user_timeout"};

struct FreeOptions {
  void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
};
using Options = std::unique_ptr<PQconninfoOption, FreeOptions>;

StartFailure badOption(std::string sentence) { return {Fault::StartBadOption, "--store: " + std::move(sentence)}; }

/// Ours and not libpq's, so it leaves the text.
std::optional<std::string> takeParameter(std::string& url, std::string_view name) {
  const std::size_t query = url.find('?');
  for (std::size_t at = query; at != std::string::npos; at = url.find('&', at + 1)) {
    if (url.compare(at + 1, name.size(), name) != 0 || url.compare(at + 1 + name.size(), 1, "=") != 0) continue;
    const std::size_t begin = at + name.size() + 2, end = std::min(url.find('&', begin), url.size());
    std::string value = url.substr(begin, end - begin);
    if (end < url.size()) url.erase(at + 1, end - at);   // the & after it goes too
    else url.erase(at);
    return value;
  }
  return std::nullopt;
}

struct Lists {
  std::vector<std::string> hosts{""}, hostAddresses{""}, ports{""};
};

Started<std::vector<PostgresHost>> hostsOf(const Lists& lists) {
  const std::size_t count = std::max(lists.hosts.size(), lists.hostAddresses.size());
  if (count > kMostHosts) return badOption("at most 16 hosts can be named.");
  const auto fits = [&](const std::vector<std::string>& list) { return list.size() == 1 || list.size() == count; };
  if (!fits(lists.hosts) || !fits(lists.hostAddresses) || !fits(lists.ports)) return badOption("give each host its port, or all of them one.");
  const auto of = [](const std::vector<std::string>& list, std::size_t at) { return list[list.size() == 1 ? 0 : at]; };
  std::vector<PostgresHost> hosts;
  for (std::size_t at = 0; at < count; ++at) {
    PostgresHost host{of(lists.hosts, at), of(lists.hostAddresses, at)};
    if (count > 1 && host.host.empty() && host.hostAddress.empty()) return badOption("one of the hosts is empty.");
    if (const std::string port = of(lists.ports, at); !port.empty()) host.port = port;
    const auto port = numberFromText<std::uint16_t>(host.port);
    if (!port || *port == 0) return badOption("a port is a number from 1 to 65535.");
    hosts.push_back(std::move(host));
  }
  return hosts;
}

std::optional<TargetSession> targetOf(std::string_view text) {
  if (text == "any") return TargetSession::Any;
  if (text == "read-write") return TargetSession::ReadWrite;
  if (text == "primary") return TargetSession::Primary;
  return std::nullopt;   // the others of libpq find servers that take no changes
}

/// Of what the address itself says; libpq adds what the environment says when it connects.
std::optional<StartFailure> take(const PQconninfoOption& option, PostgresAddress& address, Lists& lists, bool& saysTarget) {
  const std::string_view name = option.keyword;
  const std::string value = option.val;
  if (name == "host") lists.hosts = splitAt(',', value);
  else if (name == "hostaddr") lists.hostAddresses = splitAt(',', value);
  else if (name == "port") lists.ports = splitAt(',', value);
  else if (name == "user") address.user = value;
  else if (name == "dbname") address.database = value;
  else if (name == "passfile") address.libpqPassFile = value;
  else if (name == "password" || name == "sslpassword")
    return badOption("a password does not belong into an address, which every user of this machine can read: write it into a file of mode 0600 and name "
                     "that in CITYCODE_STORE_PASSWORD_FILE, or give it as libpq does (PGPASSFILE, PGPASSWORD); and change it, for it was seen.");
  else if (name == "connect_timeout") {
    const auto seconds = numberFromText<int>(value);
    if (!seconds || *seconds < 1 || *seconds > kMostConnectSeconds) return badOption("connect_timeout is a number of seconds from 1 to 60.");
    address.connectTimeout = std::chrono::seconds(*seconds);
  } else if (name == "target_session_attrs") {
    const auto target = targetOf(value);
    if (!target) return badOption("target_session_attrs is one of any, read-write and primary: the city writes.");
    address.target = *target;
    saysTarget = true;
  } else if (std::find(kPassedOn.begin(), kPassedOn.end(), name) != kPassedOn.end()) {
    address.parameters.emplace_back(name, value);
  } else {
    return badOption("the parameter '" + std::string(name) + "' is not taken.");   // a word of libpq's own list
  }
  return std::nullopt;
}

std::string libpqPassFile(const Environment& environment) {
  if (const char* file = environment("PGPASSFILE")) return file;
  const char* home = environment("HOME");
  return home != nullptr ? std::string(home) + "/.pgpass" : "";   // libpq asks the list of users when HOME is not set
}

Started<StoreAddress> parsePostgres(std::string url, const Environment& environment) {
  PostgresAddress address;
  if (const auto poolSize = takeParameter(url, "pool_size")) {
    const auto connections = numberFromText<std::size_t>(*poolSize);
    if (!connections || *connections < 1 || *connections > kMostConnections) return badOption("pool_size is a number from 1 to 1000.");
    address.poolSize = *connections;
  }
  const Options options(PQconninfoParse(url.c_str(), nullptr));   // what it says of a mistake may repeat a password
  if (!options) return badOption("this is not an address as PostgreSQL's library takes it: postgresql://USER@HOST:PORT/DATABASE?PARAMETER=VALUE.");
  Lists lists;
  bool saysTarget = false;
  for (const PQconninfoOption* option = options.get(); option->keyword != nullptr; ++option) {
    if (option->val == nullptr) continue;
    if (auto failure = take(*option, address, lists, saysTarget)) return *std::move(failure);
  }
  if (address.database.empty()) return badOption("name the database: postgresql://USER@HOST:PORT/DATABASE.");
  auto hosts = hostsOf(lists);
  if (!hosts) return hosts.failure();
  address.hosts = std::move(*hosts);
  if (!saysTarget && address.hosts.size() > 1) address.target = TargetSession::ReadWrite;   // one of them only takes changes
  if (const char* file = environment("CITYCODE_STORE_PASSWORD_FILE")) address.passwordFile = file;
  if (address.libpqPassFile.empty()) address.libpqPassFile = libpqPassFile(environment);
  return StoreAddress(std::move(address));
}

}  // namespace

Environment processEnvironment() {
  return [](const char* name) { return std::getenv(name); };
}

std::string PostgresAddress::place() const {
  std::string text = "postgresql://";
  for (const PostgresHost& each : hosts) {
    if (&each != &hosts.front()) text += ',';
    text += each.host.empty() ? each.hostAddress : each.host;
    text += ':' + each.port;
  }
  return text + '/' + database;
}

Started<StoreAddress> parseStoreAddress(const std::string& text, const Environment& environment) {
  if (text.size() > kMostAddressChars || text.find('\0') != std::string::npos) return badOption("this is longer than an address.");
  const auto beginsWith = [&](std::string_view scheme) { return text.starts_with(scheme); };
  if (beginsWith(kSqliteScheme)) {
    if (text.size() == kSqliteScheme.size()) return badOption("name the file: sqlite:FILE.");
    return StoreAddress(SqliteAddress{text.substr(kSqliteScheme.size())});
  }
  if (std::any_of(kPostgresSchemes.begin(), kPostgresSchemes.end(), beginsWith)) return parsePostgres(text, environment);
  return badOption("give sqlite:FILE or postgresql://USER@HOST:PORT/DATABASE.");
}

}  // namespace citycode::server
