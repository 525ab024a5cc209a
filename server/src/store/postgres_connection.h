// A thin, exception-free skin over libpq: one connection in pipeline mode
// (postgresql.org/docs/15/libpq-pipeline-mode.html). Statements are queued and sent together; whoever needs an answer exchanges.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <libpq-fe.h>

#include "citycode/bytes.h"
#include "citycode/result.h"

namespace citycode::server {

using SteadyTime = std::chrono::steady_clock::time_point;

struct ClearResult {
  void operator()(PGresult* result) const { PQclear(result); }
};
using PostgresResult = std::unique_ptr<PGresult, ClearResult>;

struct FinishConnection {
  void operator()(PGconn* connection) const { PQfinish(connection); }
};
using ConnectionHandle = std::unique_ptr<PGconn, FinishConnection>;

/// A parameter in the binary form of the wire. Texts and bytes are the caller's, until they are queued.
class PostgresValue {
 public:
  PostgresValue() = default;
  explicit PostgresValue(std::int64_t value);
  explicit PostgresValue(std::string_view text);
  explicit PostgresValue(ByteView bytes);

  Oid type() const { return type_; }
  const char* data() const;
  int size() const { return static_cast<int>(size_); }

 private:
  Oid type_ = 0;
  std::array<char, 8> integer_{};   // big-endian
  const char* borrowed_ = nullptr;
  std::size_t size_ = 0;
};

/// Whether a statement is kept on the server for the next time.
enum class Kept : std::uint8_t { Yes, No };

class PostgresConnection {
 public:
  /// Of a connection that is established.
  explicit PostgresConnection(ConnectionHandle handle);
  PostgresConnection(const PostgresConnection&) = delete;
  PostgresConnection& operator=(const PostgresConnection&) = delete;

  /// Leaves with what is exchanged next. Values are copied.
  void queue(std::string_view sql, const std::vector<PostgresValue>& values = {}, Kept kept = Kept::Yes);

  /// Sends what was queued and waits until all of it is answered; the answer to the last statement. When one fails those after it
  /// do not happen, and the fault is the first one's. One that is not answered in time breaks the connection: nobody knows
  /// then how far the server came.
  Result<PostgresResult> exchange(SteadyTime deadline);

  /// Of the last exchange: the SQLSTATE, empty after success and when the connection broke.
  const std::string& sqlState() const { return sqlState_; }
  /// Of the last exchange: rows that its statements inserted, changed or deleted.
  std::int64_t changes() const { return changes_; }
  /// The server warned while it did what it was told in the last exchange.
  bool hasWarned() const { return hasWarned_; }
  /// The last exchange was not answered in time.
  bool hasTimedOut() const { return hasTimedOut_; }
  /// Nothing can be exchanged any more.
  bool isBroken() const { return isBroken_; }
  /// In no transaction, and nothing is owed; looks whether the server has gone away meanwhile, without waiting.
  bool isIdle();

  const PGconn* handle() const { return handle_.get(); }

 private:
  enum class Preparation : std::uint8_t { Missing, Sent, Confirmed };
  struct Prepared {
    std::string name;
    std::vector<Oid> types;
    Preparation state = Preparation::Missing;
  };

  static void onNotice(void* self, const PGresult* notice);
  Prepared& preparedFor(std::string_view sql, const std::vector<Oid>& types);
  bool waitFor(short events, SteadyTime deadline);
  bool send(SteadyTime deadline);
  bool waitForAnswer(SteadyTime deadline);
  void take(PostgresResult answer);
  void forgetUnconfirmed();
  Fault broken();

  std::map<std::string, Prepared, std::less<>> prepared_;   // by their SQL
  std::deque<Prepared*> owed_;   // one for each answer; what it prepares, or nullptr
  std::vector<Prepared*> sent_;  // what this exchange prepares
  PostgresResult last_;
  std::string sqlState_;
  std::int64_t changes_ = 0;
  bool hasWarned_ = false;
  bool hasTimedOut_ = false;
  bool isBroken_ = false;
  bool isRefused_ = false;   // libpq did not take a statement
  ConnectionHandle handle_;  // goes first: its notices come here
};

/// Whole numbers and truth values; nothing for another type.
bool isReadable(const PGresult* result);
/// Rows that a statement inserted, changed or deleted.
std::int64_t changesOf(PGresult* result);
std::int64_t integerAt(const PGresult* result, int row, int column);
std::string_view textAt(const PGresult* result, int row, int column);
ByteView bytesAt(const PGresult* result, int row, int column);

}  // namespace citycode::server
