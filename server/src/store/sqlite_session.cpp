#include "store/sqlite_session.h"

#include <array>

namespace citycode::server {
namespace {

// SQLite counts parameters by where they first stand; ours have numbers.
constexpr std::array<const char*, 17> kNames{"",   "$1", "$2",  "$3",  "$4",  "$5",  "$6",  "$7", "$8",
                                             "$9", "$10", "$11", "$12", "$13", "$14", "$15", "$16"};

// SQLite takes a null pointer for NULL, and an empty view may have one.
constexpr const void* kNothing = "";

}  // namespace

class SqliteSession::Body final : public StatementBody {
 public:
  Body(Prepared statement, std::vector<Prepared>& idle) : statement_(std::move(statement)), idle_(idle) {}
  ~Body() override {
    sqlite3_reset(statement_.get());
    sqlite3_clear_bindings(statement_.get());
    idle_.push_back(std::move(statement_));
  }
  Body(const Body&) = delete;
  Body& operator=(const Body&) = delete;

  void bind(int parameter, std::int64_t value) override { note(sqlite3_bind_int64(statement_.get(), placeOf(parameter), value)); }
  void bind(int parameter, std::string_view text) override {
    note(sqlite3_bind_text(statement_.get(), placeOf(parameter), text.empty() ? "" : text.data(), static_cast<int>(text.size()), SQLITE_STATIC));
  }
  void bind(int parameter, ByteView bytes) override {
    note(sqlite3_bind_blob(statement_.get(), placeOf(parameter), bytes.empty() ? kNothing : bytes.data(), static_cast<int>(bytes.size()), SQLITE_STATIC));
  }

  Result<bool> step() override {
    if (bindCode_ != SQLITE_OK) return Fault::InternalBug;
    sqlite3* database = sqlite3_db_handle(statement_.get());
    const int code = sqlite3_step(statement_.get());
    if (code == SQLITE_ROW) return true;
    if (code != SQLITE_DONE) return faultOfSqlite(database, code);
    changes_ = sqlite3_changes64(database);
    return false;
  }
  std::int64_t changes() const override { return changes_; }

  std::int64_t integer(int column) const override { return sqlite3_column_int64(statement_.get(), column); }
  std::string_view text(int column) const override {
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement_.get(), column));
    return text == nullptr ? std::string_view() : std::string_view(text, sizeOf(column));
  }
  ByteView bytes(int column) const override {
    const auto* blob = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_.get(), column));
    return blob == nullptr ? ByteView() : ByteView(blob, sizeOf(column));
  }

 private:
  std::size_t sizeOf(int column) const { return static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column)); }
  int placeOf(int parameter) const {
    const auto number = static_cast<std::size_t>(parameter);
    return number < kNames.size() ? sqlite3_bind_parameter_index(statement_.get(), kNames[number]) : 0;   // 0 is refused by SQLite
  }
  void note(int code) { bindCode_ |= code; }

  Prepared statement_;
  std::vector<Prepared>& idle_;
  int bindCode_ = SQLITE_OK;
  std::int64_t changes_ = 0;
};

Result<Statement> SqliteSession::prepare(std::string_view sql) {
  std::vector<Prepared>& idle = idle_[std::string(sql)];
  if (!idle.empty()) {
    Prepared known = std::move(idle.back());
    idle.pop_back();
    return Statement(std::make_unique<Body>(std::move(known), idle));
  }
  sqlite3_stmt* raw = nullptr;
  const int code = sqlite3_prepare_v3(database_.get(), sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &raw, nullptr);
  if (code != SQLITE_OK) return faultOfSqlite(database_.get(), code);
  return Statement(std::make_unique<Body>(Prepared(raw), idle));
}

}  // namespace citycode::server
