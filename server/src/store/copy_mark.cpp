#include "store/copy_mark.h"

#include <string>

#include <sodium.h>

namespace citycode::server::copy_mark {
namespace {

constexpr std::size_t kMarkBytes = 16;   // 128 random bits: no two copies have the same

}  // namespace

Bytes newMark() {
  Bytes mark(kMarkBytes);
  randombytes_buf(mark.data(), mark.size());
  return mark;
}

Result<bool> isThere(Session& session) {
  CC_TRY(statement, session.prepare("SELECT 1 FROM city_fact WHERE name = $1"));
  return statement.bind(kName).step();
}

Result<Done> put(Session& session, ByteView mark) {
  CC_TRY(statement, session.prepare("INSERT INTO city_fact (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value"));
  CC_CHECK(statement.bind(kName).bind(mark).run());
  return Done{};
}

Result<Done> hold(Session& session, ByteView mark) {
  CC_TRY(statement, session.prepare(std::string("SELECT 1 FROM city_fact WHERE name = $1 AND value = $2").append(session.rowLock())));
  CC_TRY(isOurs, statement.bind(kName).bind(mark).step());
  if (!isOurs) return Fault::StoreUnavailable;
  return Done{};
}

Result<Done> remove(Session& session) {
  CC_TRY(statement, session.prepare("DELETE FROM city_fact WHERE name = $1"));
  CC_CHECK(statement.bind(kName).run());
  return Done{};
}

}  // namespace citycode::server::copy_mark
