#include "store/session.h"

#include <algorithm>

namespace citycode::server {

Result<std::int64_t> Statement::run() {
  CC_CHECK(step());
  return body_->changes();
}

bool Statement::copyTo(int column, std::span<std::uint8_t> out) const {
  const ByteView stored = body_->bytes(column);
  if (stored.size() != out.size()) return false;
  std::copy(stored.begin(), stored.end(), out.begin());
  return true;
}

}  // namespace citycode::server
