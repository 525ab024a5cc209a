// Who calls: whom a route's row lets in (Callers), and who it was (Caller).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "registry/devices.h"
#include "registry/portals.h"
#include "registry/staff_links.h"
#include "registry/terminals.h"

namespace citycode::server {

/// What an operator may do at the console. A clerk acts for people who come to the counter; an auditor reads what was done and
/// no person's record.
enum class OperatorRole : std::uint8_t { Clerk, Auditor };

/// Nobody that the city knows, or has to.
struct Anyone {};

struct Operator {
  std::string id;
  OperatorRole role = OperatorRole::Auditor;
};

/// Whoever was admitted, with what the city's records say.
using Caller = std::variant<Anyone, Device, Terminal, Portal, OfficeStaff, Operator>;

/// Whom a route lets in: callers of one kind or, joined by |, of several that sign their requests (devices, terminals, portals). Of operators
/// those of one role; without a role none.
class Callers {
 public:
  enum class Kind : std::uint8_t { Anyone, Device, Terminal, Portal, OfficeStaff, Operator };   // in the order of Caller

  constexpr Callers(Kind kind, std::optional<OperatorRole> role) : kinds_(bitOf(kind)), role_(role) {}

  constexpr bool include(Kind kind) const { return (kinds_ & bitOf(kind)) != 0; }
  constexpr std::optional<OperatorRole> role() const { return role_; }

  friend constexpr Callers operator|(Callers some, const Callers& others) {
    some.kinds_ = static_cast<std::uint8_t>(some.kinds_ | others.kinds_);
    return some;
  }

 private:
  static constexpr std::uint8_t bitOf(Kind kind) { return static_cast<std::uint8_t>(1U << static_cast<unsigned>(kind)); }

  std::uint8_t kinds_;
  std::optional<OperatorRole> role_;
};

inline constexpr Callers kAnyone{Callers::Kind::Anyone, {}};
inline constexpr Callers kDevice{Callers::Kind::Device, {}};
inline constexpr Callers kTerminal{Callers::Kind::Terminal, {}};
inline constexpr Callers kPortal{Callers::Kind::Portal, {}};
/// Whoever has a staff link.
inline constexpr Callers kOfficeStaff{Callers::Kind::OfficeStaff, {}};
constexpr Callers operatorsWho(OperatorRole role) { return {Callers::Kind::Operator, role}; }

/// As the described API names them: "anyone", "device", ...
std::vector<std::string_view> callerNames(const Callers& callers);

bool mayCall(const Caller& caller, const Callers& callers);

}  // namespace citycode::server
