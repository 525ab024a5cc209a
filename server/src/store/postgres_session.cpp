#include "store/postgres_session.h"

#include "store/postgres_connect.h"
#include "store/postgres_fault.h"

namespace citycode::server {
namespace {

SteadyTime answerDeadline() { return std::chrono::steady_clock::now() + kAnswerPatience; }

class PostgresStatement final : public StatementBody {
 public:
  PostgresStatement(PostgresSession& session, std::string_view sql) : session_(session), sql_(sql) {}

  void bind(int parameter, std::int64_t value) override { at(parameter) = PostgresValue(value); }
  void bind(int parameter, std::string_view text) override { at(parameter) = PostgresValue(text); }
  void bind(int parameter, ByteView bytes) override { at(parameter) = PostgresValue(bytes); }

  Result<bool> step() override {
    if (!result_) {
      CC_TRY(result, session_.run(sql_, values_));
      if (!isReadable(result.get())) return Fault::InternalBug;   // a SUM without a CAST is NUMERIC
      result_ = std::move(result);
    }
    return ++row_ < PQntuples(result_.get());
  }

  Result<Done> runLater() override { return session_.runLater(sql_, values_); }
  std::int64_t changes() const override { return result_ ? changesOf(result_.get()) : 0; }
  std::int64_t integer(int column) const override { return hasRow() ? integerAt(result_.get(), row_, column) : 0; }
  std::string_view text(int column) const override { return hasRow() ? textAt(result_.get(), row_, column) : std::string_view(); }
  ByteView bytes(int column) const override { return bytesOf(text(column)); }

 private:
  PostgresValue& at(int parameter) {
    const auto position = static_cast<std::size_t>(parameter);
    if (values_.size() < position) values_.resize(position);
    return values_[position - 1];
  }
  bool hasRow() const { return result_ && row_ >= 0 && row_ < PQntuples(result_.get()); }

  PostgresSession& session_;
  std::string sql_;
  std::vector<PostgresValue> values_;
  PostgresResult result_;
  int row_ = -1;
};

}  // namespace

Result<Statement> PostgresSession::prepare(std::string_view sql) {
  return Statement(std::make_unique<PostgresStatement>(*this, sql));
}

// Of an exchange that did not commit: nothing was done, whatever became of the connection. What took too long would take as long
// again.
PostgresSession::Outcome PostgresSession::outcomeOf(Fault fault) const {
  const std::string& state = connection_.sqlState();
  const bool mayRunAgain = isCollision(state) || isStalePlan(state) || isReadOnly(state) || (connection_.isBroken() && !connection_.hasTimedOut());
  return {fault, mayRunAgain && fault != Fault::InternalBug ? Ending::MayRunAgain : Ending::Final, state, connection_.hasTimedOut()};
}

void PostgresSession::queue(std::string_view sql, const std::vector<PostgresValue>& values) {
  if (access_ == Access::Write && !hasBegun_) connection_.queue("BEGIN");
  hasBegun_ = access_ == Access::Write;
  connection_.queue(sql, values);
}

Result<PostgresResult> PostgresSession::run(std::string_view sql, const std::vector<PostgresValue>& values) {
  if (failure_) return *failure_->fault;
  queue(sql, values);
  auto result = connection_.exchange(answerDeadline());
  if (!result) failure_ = outcomeOf(result.fault());
  changes_ += connection_.changes();
  return result;
}

Result<Done> PostgresSession::runLater(std::string_view sql, const std::vector<PostgresValue>& values) {
  if (failure_) return *failure_->fault;
  queue(sql, values);
  return Done{};
}

void PostgresSession::rollBack() {
  if (!hasBegun_ || connection_.isBroken()) return;
  connection_.queue("ROLLBACK");
  if (connection_.exchange(answerDeadline()) || connection_.isBroken()) return;
  connection_.queue("ROLLBACK");   // a statement that nobody waited for had failed, and what follows a failure does not happen
  (void)static_cast<bool>(connection_.exchange(answerDeadline()));   // a connection that is in a transaction still is not used again
}

PostgresSession::Outcome PostgresSession::commit() {
  connection_.queue("COMMIT");
  const auto result = connection_.exchange(answerDeadline());
  if (!result && connection_.isBroken()) return {result.fault(), Ending::Final, connection_.sqlState(), connection_.hasTimedOut()};
  if (!result) {   // it was refused, or a statement before it was
    const Outcome outcome = outcomeOf(result.fault());
    if (!connection_.isIdle()) rollBack();
    return outcome;
  }
  changes_ += connection_.changes();
  // Somebody cancelled the wait for the standby: the change is on one disk, and not where the operator wants it, too.
  if (connection_.hasWarned()) return {Fault::StoreUnavailable, Ending::Final, "", false};
  if (std::string_view(PQcmdStatus(result->get())) != "COMMIT") return {Fault::InternalBug, Ending::Final, "", false};
  return {};
}

PostgresSession::Outcome PostgresSession::finish(std::optional<Fault> unitsFault) {
  if (failure_ || unitsFault) {
    rollBack();
    return failure_ ? *failure_ : Outcome{unitsFault, Ending::Final, "", false};
  }
  return hasBegun_ ? commit() : Outcome{};
}

}  // namespace citycode::server
