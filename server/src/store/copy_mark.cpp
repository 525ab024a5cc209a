#include "store/copy_mark.h"

#include <sodium.h>

#include "store/city_facts.h"

namespace citycode::server::copy_mark {
namespace {

constexpr std::size_t kMarkBytes = 16;   // 128 random bits: no two copies have the same
constexpr std::uint8_t kOfRestore = 1;   // one more byte behind them

}  // namespace

Bytes newMark(By by) {
  Bytes mark(kMarkBytes);
  randombytes_buf(mark.data(), mark.size());
  if (by == By::Restore) mark.push_back(kOfRestore);
  return mark;
}

Result<bool> isThere(Session& session) {
  CC_TRY(mark, city_facts::find(session, kName));
  return mark.has_value();
}

Result<std::optional<By>> whose(Session& session) {
  CC_TRY(mark, city_facts::find(session, kName));
  if (!mark) return std::optional<By>();
  return std::optional(mark->size() > kMarkBytes ? By::Restore : By::Copy);
}

Result<Done> put(Session& session, ByteView mark) { return city_facts::put(session, kName, mark); }

Result<Done> hold(Session& session, ByteView mark) {
  CC_TRY(held, city_facts::hold(session, kName));
  if (!held || !sameBytes(*held, mark)) return Fault::StoreUnavailable;
  return Done{};
}

Result<Done> remove(Session& session) { return city_facts::remove(session, kName); }

}  // namespace citycode::server::copy_mark
