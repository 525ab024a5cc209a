// Who calls: whom a route's row lets in (Callers), and who it was (Caller).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "registry/devices.h"
#include "registry/staff_links.h"
#include "registry/terminals.h"

namespace citycode::server {

/// What an operator may do at the console. A clerk acts for people who come to the counter; an auditor reads what was done and
/// no person's record.
enum class OperatorRole : std::uint8_t { Clerk, Auditor };

/// Nobody that the city knows, or has to.
struct Anyone {};

/// A site that asks people to sign in; its record is the core's (places/portal_request.h).
struct Portal {
  std::string id;
  PublicKey key{};
};

struct Operator {
  std::string id;
  OperatorRole role = OperatorRole::Auditor;
};

/// Whoever was admitted, with what the city's records say.
using Caller = std::variant<Anyone, Device, Terminal, Portal, OfficeStaff, Operator>;

/// Whom a route lets in. Of operators those of one role; without a role none.
struct Callers {
  enum class Kind : std::uint8_t { Anyone, Device, Terminal, Portal, OfficeStaff, Operator } kind = Kind::Anyone;
  std::optional<OperatorRole> role{};
};

inline constexpr Callers kAnyone{Callers::Kind::Anyone, {}};
inline constexpr Callers kDevice{Callers::Kind::Device, {}};
inline constexpr Callers kTerminal{Callers::Kind::Terminal, {}};
inline constexpr Callers kPortal{Callers::Kind::Portal, {}};
/// Whoever has a staff link.
inline constexpr Callers kOfficeStaff{Callers::Kind::OfficeStaff, {}};
constexpr Callers operatorsWho(OperatorRole role) { return {Callers::Kind::Operator, role}; }

bool mayCall(const Caller& caller, const Callers& callers);

}  // namespace citycode::server
