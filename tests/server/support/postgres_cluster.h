// A real PostgreSQL of the test program's own, in a temporary folder; it goes with the test, also when that crashes.
#pragma once

#include <sys/resource.h>
#include <sys/types.h>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include <libpq-fe.h>

#include "support/temporary_folder.h"

namespace citycode::server::test {

/// The operator at the database: waits for every answer, and fails the test when there is none.
class Operator {
 public:
  explicit Operator(const std::string& conninfo);
  ~Operator();
  Operator(const Operator&) = delete;
  Operator& operator=(const Operator&) = delete;

  /// The first column of the first row; "" without rows.
  std::string run(const std::string& sql);
  /// Sends it and does not wait.
  void send(const std::string& sql);
  bool isConnected() const { return PQstatus(connection_) == CONNECTION_OK; }

 private:
  PGconn* connection_;
};

/// As another user where the tests run as root, which PostgreSQL refuses. With fsync, as a city runs it.
class PostgresCluster {
 public:
  /// `settings` as in "max_connections=10". Fails the test when no PostgreSQL is installed (scripts/setup test does that).
  explicit PostgresCluster(std::vector<std::string> settings = {});
  ~PostgresCluster();
  PostgresCluster(const PostgresCluster&) = delete;
  PostgresCluster& operator=(const PostgresCluster&) = delete;

  /// The test program's own, started when it is first asked for.
  static PostgresCluster& shared();

  /// Starts it (again) and waits until it answers.
  bool start();
  /// SIGINT: all connections end. SIGKILL: every process of it, as a machine that loses its power, but for what the kernel holds.
  void stop(int signal);

  /// A new one that belongs to the role `city`.
  std::string newDatabase();
  /// The same one each time for the same folder of a test. One whose test has ended is emptied and given again: to make one and to take
  /// its three hundred files away costs more than a test.
  const std::string& databaseOf(const std::string& folder);
  /// For --store, as the role `city`, through the socket, where no password is asked for.
  std::string url(const std::string& database, const std::string& parameters = "") const;
  /// The same over TCP, where one is: `kCityPassword`.
  std::string tcpUrl(const std::string& database, const std::string& parameters = "") const;
  /// For libpq, as the superuser.
  std::string conninfo(const std::string& database) const;

  std::uint16_t port() const { return port_; }
  pid_t pid() const { return pid_; }
  /// Makes a file its user's own, which nobody else reads.
  static void giveFile(const std::string& path);
  /// For the files that this process of it writes: the disk ends there.
  void limitFileSize(pid_t process, rlim_t bytes);
  /// What it has logged so far.
  std::string log() const { return readFile(folder_ / "log"); }

 private:
  void makeEmpty(const std::string& database) const;

  TemporaryFolder folder_;
  std::vector<std::string> settings_;
  std::uint16_t port_ = 0;
  pid_t pid_ = -1;
  int databases_ = 0;
  std::map<std::string, std::string> databaseOfFolder_;
};

inline constexpr char kCityPassword[] = "only-for-tests";

}  // namespace citycode::server::test
