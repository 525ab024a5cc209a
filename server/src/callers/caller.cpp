#include "callers/caller.h"

namespace citycode::server {

bool mayCall(const Caller& caller, const Callers& callers) {
  switch (callers.kind) {
    case Callers::Kind::Anyone: return true;
    case Callers::Kind::Device: return std::holds_alternative<Device>(caller);
    case Callers::Kind::Terminal: return std::holds_alternative<Terminal>(caller);
    case Callers::Kind::Portal: return std::holds_alternative<Portal>(caller);
    case Callers::Kind::OfficeStaff: return std::holds_alternative<OfficeStaff>(caller);
    case Callers::Kind::Operator: {
      const auto* known = std::get_if<Operator>(&caller);
      return known != nullptr && callers.role == known->role;
    }
  }
  return false;
}

}  // namespace citycode::server
