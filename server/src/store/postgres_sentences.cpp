// What a connection that was not made means, and what the operator can do.
#include <sys/stat.h>

#include "base/private_mode.h"
#include "store/postgres_connect.h"
#include "store/postgres_fault.h"

namespace citycode::server {
namespace {

constexpr std::string_view kWaysToGiveOne =
    "write it into a file of mode 0600 and name that in CITYCODE_STORE_PASSWORD_FILE, or give it as libpq does (PGPASSFILE)";

StartFailure refusal(const ConnectFailure& failure, const PostgresAddress& address) {
  const Fault fault = faultOf(failure);
  const std::string server = "PostgreSQL at " + failure.server, role = address.user.empty() ? "this user" : "the user " + address.user;
  const std::string_view state = failure.sqlState;
  if (state == "28P01") return {fault, server + " does not accept the password of " + role + ": correct it, or the user in --store."};
  if (state.starts_with("28")) return {fault, server + " does not let " + role + " in from here: add a line to its pg_hba.conf, or correct the user in --store."};
  if (state == "42501") return {fault, server + " does not let " + role + " use the database " + address.database + ": grant CONNECT on it (docs/deploy.md)."};
  if (state == "3D000") return {fault, server + " has no database " + address.database + ": create it (docs/deploy.md), or correct --store."};
  if (state == "53300") return {fault, server + " has no connection left: raise its max_connections, or lower pool_size in --store."};
  if (state == "57P03") return {fault, server + " is starting up or shutting down: start again when it is ready."};
  return {fault, server + " refused the connection (SQLSTATE " + std::string(state) + "): look into its log."};
}

StartFailure passwordFileFailure(const PostgresAddress& address) {
  struct stat facts{};
  const std::string file = "The password file " + address.passwordFile;
  if (::stat(address.passwordFile.c_str(), &facts) == 0 && !isPrivate(address.passwordFile))
    return {Fault::StoreNoPermission, file + " can be read by other users: give it mode 0600, and think of who may have read it."};
  return {Fault::StoreNoPermission, file + " cannot be read or is empty: write the password into it, readable by this user alone."};
}

}  // namespace

Fault faultOf(const ConnectFailure& failure) {
  switch (failure.trouble) {
    case ConnectTrouble::Refused:
      return faultOfPostgres(failure.sqlState);
    case ConnectTrouble::NoPassword:
    case ConnectTrouble::PasswordFile:
      return Fault::StoreNoPermission;
    case ConnectTrouble::BadParameter:
      return Fault::StartBadOption;
    case ConnectTrouble::NoAnswer:
    case ConnectTrouble::NoTls:
    case ConnectTrouble::TakesNoChanges:
    case ConnectTrouble::TooOld:
    case ConnectTrouble::WrongEncoding:
    case ConnectTrouble::NotDurable:
    case ConnectTrouble::Stopped:
      return Fault::StoreUnavailable;
  }
  return Fault::InternalBug;
}

StartFailure startFailureOf(const ConnectFailure& failure, const PostgresAddress& address) {
  const Fault fault = faultOf(failure);
  const std::string server = "PostgreSQL at " + failure.server;
  switch (failure.trouble) {
    case ConnectTrouble::Refused:
      return refusal(failure, address);
    case ConnectTrouble::NoPassword:
      return {fault, server + " wants a password: " + std::string(kWaysToGiveOne) + "."};
    case ConnectTrouble::PasswordFile:
      return passwordFileFailure(address);
    case ConnectTrouble::BadParameter:
      return {fault, "--store: PostgreSQL's library does not take the value of a parameter of the address: correct it."};
    case ConnectTrouble::NoTls:
      return {fault, "There is no TLS connection to " + server + ": look at its certificate and at sslmode and sslrootcert in --store."};
    case ConnectTrouble::TakesNoChanges:
      return {fault, server + " takes no changes (target_session_attrs), nor does another server of --store: start the one that does."};
    case ConnectTrouble::TooOld:
      return {fault, server + " is older than version 15: bring it to 15 or newer."};
    case ConnectTrouble::WrongEncoding:
      return {fault, "The database " + address.database + " of " + server + " is not in UTF8: create one with ENCODING 'UTF8'."};
    case ConnectTrouble::NotDurable:
      return {fault, server + " runs with fsync=off and would lose what was answered: switch fsync on."};
    case ConnectTrouble::NoAnswer:
    case ConnectTrouble::Stopped:
      break;
  }
  return {fault, "No PostgreSQL answers at " + failure.server + ": start it, or correct --store."};
}

Started<Done> checkPasswordFiles(const PostgresAddress& address) {
  if (!address.password.empty()) return Done{};   // whoever read it looked at its file
  if (!address.passwordFile.empty()) {
    if (!isPrivate(address.passwordFile)) return passwordFileFailure(address);
    return Done{};
  }
  struct stat facts{};   // libpq passes over one that others can read, and says so on standard error only
  if (address.libpqPassFile.empty() || ::stat(address.libpqPassFile.c_str(), &facts) != 0) return Done{};
  if (!S_ISREG(facts.st_mode) || (facts.st_mode & (S_IRWXG | S_IRWXO)) == 0) return Done{};
  return StartFailure{Fault::StoreNoPermission, "The password file " + address.libpqPassFile +
                                                    " can be read by other users: give it mode 0600, and think of who may have read it."};
}

}  // namespace citycode::server
