#include "callers/caller.h"

#include <array>
#include <type_traits>

namespace citycode::server {
namespace {

using Kind = Callers::Kind;

template <Kind kKind>
using RecordOf = std::variant_alternative_t<static_cast<std::size_t>(kKind), Caller>;
static_assert(std::is_same_v<RecordOf<Kind::Anyone>, Anyone> && std::is_same_v<RecordOf<Kind::Device>, Device> &&
              std::is_same_v<RecordOf<Kind::Terminal>, Terminal> && std::is_same_v<RecordOf<Kind::Portal>, Portal> &&
              std::is_same_v<RecordOf<Kind::OfficeStaff>, OfficeStaff> && std::is_same_v<RecordOf<Kind::Operator>, Operator>);

/// In the order of Kind.
constexpr std::array<std::string_view, std::variant_size_v<Caller>> kKindNames{"anyone", "device", "terminal", "portal", "office-staff", "operator"};

}  // namespace

std::vector<std::string_view> callerNames(const Callers& callers) {
  std::vector<std::string_view> names;
  for (std::size_t kind = 0; kind < kKindNames.size(); ++kind)
    if (callers.include(static_cast<Kind>(kind))) names.push_back(kKindNames[kind]);
  return names;
}

bool mayCall(const Caller& caller, const Callers& callers) {
  if (callers.include(Kind::Anyone)) return true;
  if (!callers.include(static_cast<Kind>(caller.index()))) return false;
  const auto* known = std::get_if<Operator>(&caller);
  return known == nullptr || callers.role() == known->role;
}

}  // namespace citycode::server
