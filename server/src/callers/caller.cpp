#include "callers/caller.h"

#include <type_traits>

namespace citycode::server {
namespace {

using Kind = Callers::Kind;

template <Kind kKind>
using RecordOf = std::variant_alternative_t<static_cast<std::size_t>(kKind), Caller>;
static_assert(std::is_same_v<RecordOf<Kind::Anyone>, Anyone> && std::is_same_v<RecordOf<Kind::Device>, Device> &&
              std::is_same_v<RecordOf<Kind::Terminal>, Terminal> && std::is_same_v<RecordOf<Kind::Portal>, Portal> &&
              std::is_same_v<RecordOf<Kind::OfficeStaff>, OfficeStaff> && std::is_same_v<RecordOf<Kind::Operator>, Operator>);

}  // namespace

bool mayCall(const Caller& caller, const Callers& callers) {
  if (callers.include(Kind::Anyone)) return true;
  if (!callers.include(static_cast<Kind>(caller.index()))) return false;
  const auto* known = std::get_if<Operator>(&caller);
  return known == nullptr || callers.role() == known->role;
}

}  // namespace citycode::server
