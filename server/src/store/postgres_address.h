// Where the city's PostgreSQL is, and how it is spoken to.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace citycode::server {

struct PostgresHost {
  std::string host;         // a name, a numeric address, or the folder of a socket; empty for the machine's own default
  std::string hostAddress;  // numeric; asked in the place of `host`, which certificates are still held against
  std::string port = "5432";
};

/// Of several servers, the first that suits (libpq's target_session_attrs).
enum class TargetSession : std::uint8_t {
  Any,
  ReadWrite,   // takes changes
  Primary      // is no standby
};

/// Answers to slow requests wait for a connection, so there are as many as PostgreSQL's default of 100 bears for four servers
/// with room for the operator.
inline constexpr std::size_t kDefaultPoolSize = 16;
inline constexpr std::size_t kMostConnections = 1'000;

struct PostgresAddress {
  std::vector<PostgresHost> hosts;   // in the order in which they are tried; never empty
  std::string user;                  // empty for libpq's own choice
  std::string database;
  TargetSession target = TargetSession::Any;
  std::chrono::seconds connectTimeout{3};   // for each address of each host: a round trip across a continent takes 0.3 s, TLS four
  std::size_t poolSize = kDefaultPoolSize;
  std::string passwordFile;          // read for each connection, so that a password can be changed; empty for libpq's own ways
  std::string password;              // of the configuration, when it has one
  std::string libpqPassFile;         // where libpq looks; empty when there is none
  std::vector<std::pair<std::string, std::string>> parameters;   // of TLS and the like, as libpq names them

  /// As sentences for the operator name it: neither the password nor what else is set.
  std::string place() const;
};

}  // namespace citycode::server
