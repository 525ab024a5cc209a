// Finding the server that serves the city among those of an address, and making a connection to it ready.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <variant>

#include "base/start_failure.h"
#include "store/postgres_address.h"
#include "store/postgres_connection.h"

namespace citycode::server {

/// How long one answer may take; SQLite waits as long for another process.
inline constexpr std::chrono::seconds kAnswerPatience{5};

enum class ConnectTrouble : std::uint8_t {
  BadParameter,    // of the address: libpq does not begin
  NoAnswer,        // nobody listens there, or nobody answers in time
  NoTls,           // the server has none, or its certificate is not believed
  NoPassword,      // one is wanted and none was given
  Refused,         // with an SQLSTATE
  TakesNoChanges,  // it is not what target_session_attrs asks for
  TooOld,
  WrongEncoding,
  NotDurable,      // it answers before anything is on its disk
  PasswordFile,    // cannot be read, or can be read by others
  Stopped          // whoever wanted it wants it no more
};

struct ConnectFailure {
  ConnectTrouble trouble;
  std::string server;     // "db1:5432"
  std::string sqlState;
};

using Connected = std::variant<std::unique_ptr<PostgresConnection>, ConnectFailure>;

/// Tries one host after the other, and each address of a host. Of several failures the one of a server that answered is
/// returned. Once `stopDescriptor` can be read it gives up; asking for addresses by name is the one thing that it does not interrupt.
Connected connectToPostgres(const PostgresAddress& address, int stopDescriptor = -1);

/// What the failure means while a server runs.
Fault faultOf(const ConnectFailure& failure);

/// The sentence for the operator when it happens at the start.
StartFailure startFailureOf(const ConnectFailure& failure, const PostgresAddress& address);

/// A password where others can read it is none. Failure: store/no-permission.
Started<Done> checkPasswordFiles(const PostgresAddress& address);

}  // namespace citycode::server
