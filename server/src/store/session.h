// What a unit of work sees of an engine: statements with $1, $2 … that SQLite and PostgreSQL both understand.
//
// The SQL here is what both agree on: BIGINT, TEXT and bytes; ON CONFLICT and RETURNING; columns of the stored row named with their
// table in ON CONFLICT DO UPDATE; CAST($1 AS BIGINT) where nothing else says what $1 is; no NULL is ever bound. What must differ asks
// `Session::engine`.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "citycode/bytes.h"
#include "citycode/result.h"

namespace citycode::server {

enum class Engine : std::uint8_t { Sqlite, Postgresql };

/// What an engine does for a statement.
class StatementBody {
 public:
  virtual ~StatementBody() = default;
  /// `parameter` counts from 1. What is bound lives until the statement goes.
  virtual void bind(int parameter, std::int64_t value) = 0;
  virtual void bind(int parameter, std::string_view text) = 0;
  virtual void bind(int parameter, ByteView bytes) = 0;
  /// Runs the statement at the first call. True while there is a row. Faults: store/*, internal/bug.
  virtual Result<bool> step() = 0;
  virtual Result<Done> runLater() {
    CC_CHECK(step());
    return Done{};
  }
  /// Rows that it inserted, changed or deleted.
  virtual std::int64_t changes() const = 0;
  /// Of the row at hand; `column` counts from 0. 0 or nothing for NULL. Views live until the next step.
  virtual std::int64_t integer(int column) const = 0;
  virtual std::string_view text(int column) const = 0;
  virtual ByteView bytes(int column) const = 0;
};

/// One statement, used and dropped: bound in the order of its parameters, then stepped or run. Texts and bytes bound must live
/// until it goes.
class Statement {
 public:
  explicit Statement(std::unique_ptr<StatementBody> body) : body_(std::move(body)) {}

  Statement& bind(std::int64_t value) { return body_->bind(nextParameter_++, value), *this; }
  Statement& bind(std::string_view text) { return body_->bind(nextParameter_++, text), *this; }
  Statement& bind(ByteView bytes) { return body_->bind(nextParameter_++, bytes), *this; }

  /// True while there is a row.
  Result<bool> step() { return body_->step(); }
  /// For statements without rows; returns how many rows it changed.
  Result<std::int64_t> run();
  /// For those of a unit that writes whose outcome it does not need: the engine may send it with what follows, at the latest with the
  /// commit. When it fails the unit fails with it, then or now.
  Result<Done> runLater() { return body_->runLater(); }

  std::int64_t integer(int column) const { return body_->integer(column); }
  std::string text(int column) const { return std::string(body_->text(column)); }
  Bytes bytes(int column) const { return copyOf(body_->bytes(column)); }
  /// False when the column does not hold exactly that many bytes.
  bool copyTo(int column, std::span<std::uint8_t> out) const;

 private:
  std::unique_ptr<StatementBody> body_;
  int nextParameter_ = 1;
};

/// One connection while a unit of work has it.
class Session {
 public:
  virtual ~Session() = default;
  virtual Engine engine() const = 0;
  /// Ends a SELECT whose row nobody else may change until the unit of work ends; SQLite has one writer anyway.
  std::string_view rowLock() const { return engine() == Engine::Postgresql ? " FOR UPDATE" : ""; }
  /// The engine keeps what it prepared, by this text. Faults: store/*, internal/bug.
  virtual Result<Statement> prepare(std::string_view sql) = 0;
};

}  // namespace citycode::server
