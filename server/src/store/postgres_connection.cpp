#include "store/postgres_connection.h"

#include <poll.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "base/number_text.h"
#include "store/postgres_fault.h"

namespace citycode::server {
namespace {

// Types by their numbers, which never change (pg_type.dat).
constexpr Oid kBool = 16, kBytea = 17, kName = 19, kInt8 = 20, kInt2 = 21, kInt4 = 23, kText = 25, kVarchar = 1043, kVoid = 2278;
constexpr std::array kReadable{kBool, kBytea, kName, kInt8, kInt2, kInt4, kText, kVarchar, kVoid};

constexpr int kBinary = 1;
constexpr std::size_t kMostPrepared = 512;   // the city has some hundred statements; each costs the server kilobytes

std::string_view field(const PGresult* result, int which) {
  const char* text = PQresultErrorField(result, which);
  return text != nullptr ? text : "";
}

std::int64_t fromBigEndian(const char* bytes, int size) {
  auto value = static_cast<std::uint64_t>(size > 0 && (bytes[0] & 0x80) != 0 ? -1 : 0);   // the sign goes on
  for (int at = 0; at < size; ++at) value = value << 8 | static_cast<std::uint8_t>(bytes[at]);
  return static_cast<std::int64_t>(value);
}

}  // namespace

PostgresValue::PostgresValue(std::int64_t value) : type_(kInt8), size_(integer_.size()) {
  auto rest = static_cast<std::uint64_t>(value);
  for (auto at = integer_.rbegin(); at != integer_.rend(); ++at, rest >>= 8) *at = static_cast<char>(rest & 0xff);
}

PostgresValue::PostgresValue(std::string_view text) : type_(kText), borrowed_(text.data()), size_(text.size()) {}

PostgresValue::PostgresValue(ByteView bytes) : type_(kBytea), borrowed_(reinterpret_cast<const char*>(bytes.data())), size_(bytes.size()) {}

const char* PostgresValue::data() const {
  if (type_ == kInt8) return integer_.data();
  return borrowed_ != nullptr ? borrowed_ : "";   // a null pointer would be NULL, and an empty text is none
}

PostgresConnection::PostgresConnection(ConnectionHandle handle) : handle_(std::move(handle)) {
  PQsetNoticeReceiver(handle_.get(), &PostgresConnection::onNotice, this);   // libpq would print them
  isBroken_ = PQsetnonblocking(handle_.get(), 1) != 0 || PQenterPipelineMode(handle_.get()) != 1;
}

void PostgresConnection::onNotice(void* self, const PGresult* notice) {
  auto& connection = *static_cast<PostgresConnection*>(self);
  const std::string_view severity = field(notice, PG_DIAG_SEVERITY_NONLOCALIZED);
  if (severity == "WARNING") connection.hasWarned_ = true;
  if (severity == "FATAL" || severity == "PANIC") connection.isBroken_ = true;   // while nothing was asked: the server goes away
}

PostgresConnection::Prepared& PostgresConnection::preparedFor(std::string_view sql, const std::vector<Oid>& types) {
  auto found = prepared_.find(sql);
  if (found == prepared_.end()) found = prepared_.emplace(std::string(sql), Prepared{std::string("s").append(std::to_string(prepared_.size())), types, Preparation::Missing}).first;
  return found->second;
}

void PostgresConnection::queue(std::string_view sql, const std::vector<PostgresValue>& values, Kept kept) {
  if (isBroken_ || isRefused_) return;
  std::vector<Oid> types;
  std::vector<const char*> data;
  std::vector<int> sizes;
  for (const PostgresValue& value : values) {
    types.push_back(value.type());
    data.push_back(value.data());
    sizes.push_back(value.size());
  }
  const std::vector<int> formats(values.size(), kBinary);
  const int count = static_cast<int>(values.size());
  PGconn* connection = handle_.get();
  const auto refused = [this](int sent) { return isRefused_ = sent != 1; };

  if (kept == Kept::Yes && (prepared_.size() < kMostPrepared || prepared_.contains(sql))) {
    Prepared& prepared = preparedFor(sql, types);
    if (prepared.types == types) {
      if (prepared.state == Preparation::Missing) {
        if (refused(PQsendPrepare(connection, prepared.name.c_str(), std::string(sql).c_str(), count, types.data()))) return;
        prepared.state = Preparation::Sent;
        sent_.push_back(&prepared);
        owed_.push_back(&prepared);
      }
      if (refused(PQsendQueryPrepared(connection, prepared.name.c_str(), count, data.data(), sizes.data(), formats.data(), kBinary))) return;
      owed_.push_back(nullptr);
      return;
    }
  }
  if (refused(PQsendQueryParams(connection, std::string(sql).c_str(), count, types.data(), data.data(), sizes.data(), formats.data(), kBinary))) return;
  owed_.push_back(nullptr);
}

bool PostgresConnection::waitFor(short events, SteadyTime deadline) {
  for (;;) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    pollfd wanted{PQsocket(handle_.get()), events, 0};
    if (wanted.fd < 0) return false;
    const int ready = ::poll(&wanted, 1, static_cast<int>(std::max<std::int64_t>(left.count(), 0)));
    if (ready > 0) return true;
    if (ready == 0) hasTimedOut_ = true;
    if (ready == 0 || errno != EINTR) return false;
  }
}

// All of it, so that PQgetResult never waits by itself for room to send.
bool PostgresConnection::send(SteadyTime deadline) {
  for (;;) {
    const int left = PQflush(handle_.get());
    if (left <= 0) return left == 0;
    if (!waitFor(POLLIN | POLLOUT, deadline)) return false;
    if (PQconsumeInput(handle_.get()) != 1) return false;   // the server may have to be read before it reads on
  }
}

bool PostgresConnection::waitForAnswer(SteadyTime deadline) {
  while (PQisBusy(handle_.get()) != 0) {
    if (!waitFor(POLLIN, deadline) || PQconsumeInput(handle_.get()) != 1) return false;
  }
  return true;
}

void PostgresConnection::take(PostgresResult answer) {
  Prepared* prepared = owed_.front();
  switch (PQresultStatus(answer.get())) {
    case PGRES_COMMAND_OK:
    case PGRES_TUPLES_OK:
      if (prepared != nullptr) prepared->state = Preparation::Confirmed;
      else last_ = std::move(answer), changes_ += changesOf(last_.get());
      return;
    case PGRES_PIPELINE_ABORTED:   // one before it failed
      return;
    default:
      if (sqlState_.empty()) sqlState_ = field(answer.get(), PG_DIAG_SQLSTATE);
      if (sqlState_.empty()) isBroken_ = true;   // libpq's own answer for the server's
  }
}

// One that comes after a failure is not prepared, nor one that failed itself.
void PostgresConnection::forgetUnconfirmed() {
  for (Prepared* prepared : sent_) {
    if (prepared->state == Preparation::Sent) prepared->state = Preparation::Missing;
  }
  sent_.clear();
}

Fault PostgresConnection::broken() {
  isBroken_ = true;
  return faultOfPostgres(sqlState_);
}

Result<PostgresResult> PostgresConnection::exchange(SteadyTime deadline) {
  last_.reset();
  sqlState_.clear();
  changes_ = 0;
  hasWarned_ = hasTimedOut_ = false;
  if (isBroken_) return broken();
  if (isRefused_) {
    const bool isLost = PQstatus(handle_.get()) == CONNECTION_BAD;
    return isLost ? broken() : (isBroken_ = true, Fault::InternalBug);
  }
  if (PQpipelineSync(handle_.get()) != 1 || !send(deadline)) return broken();
  for (bool isSynced = false; !isSynced;) {
    if (!waitForAnswer(deadline)) return broken();
    PostgresResult answer(PQgetResult(handle_.get()));
    if (answer == nullptr) {   // the end of one statement's answer
      if (owed_.empty()) return broken();
      owed_.pop_front();
    } else if (PQresultStatus(answer.get()) == PGRES_PIPELINE_SYNC) {
      isSynced = true;
    } else if (owed_.empty()) {
      return broken();
    } else {
      take(std::move(answer));
    }
    if (isBroken_ || endsConnection(sqlState_) || PQstatus(handle_.get()) == CONNECTION_BAD) return broken();
  }
  forgetUnconfirmed();
  if (!sqlState_.empty()) return faultOfPostgres(sqlState_);
  return std::move(last_);
}

bool PostgresConnection::isIdle() {
  if (isBroken_ || isRefused_ || !owed_.empty()) return false;
  if (PQconsumeInput(handle_.get()) != 1 || PQisBusy(handle_.get()) != 0) return false;   // the second reads notices, too
  return !isBroken_ && PQstatus(handle_.get()) == CONNECTION_OK && PQtransactionStatus(handle_.get()) == PQTRANS_IDLE;
}

bool isReadable(const PGresult* result) {
  for (int column = 0; column < PQnfields(result); ++column) {
    if (std::find(kReadable.begin(), kReadable.end(), PQftype(result, column)) == kReadable.end()) return false;
  }
  return true;
}

std::int64_t changesOf(PGresult* result) {
  if (std::string_view(PQcmdStatus(result)).starts_with("SELECT")) return 0;   // libpq counts the rows that it read
  return numberFromText<std::int64_t>(PQcmdTuples(result)).value_or(0);
}

std::int64_t integerAt(const PGresult* result, int row, int column) {
  const Oid type = PQftype(result, column);
  const int size = PQgetlength(result, row, column);   // 0 for NULL
  const char* bytes = PQgetvalue(result, row, column);
  if (type == kBool) return size == 1 && bytes[0] != 0 ? 1 : 0;
  return type == kInt8 || type == kInt4 || type == kInt2 ? fromBigEndian(bytes, size) : 0;
}

std::string_view textAt(const PGresult* result, int row, int column) {
  return {PQgetvalue(result, row, column), static_cast<std::size_t>(PQgetlength(result, row, column))};
}

ByteView bytesAt(const PGresult* result, int row, int column) { return bytesOf(textAt(result, row, column)); }

}  // namespace citycode::server
