// What the records say of themselves, by name: whose keys they belong to, that they are an unfinished copy. Each function runs inside the
// caller's unit of work.
#pragma once

#include <optional>
#include <string_view>

#include "citycode/bytes.h"
#include "store/session.h"

namespace citycode::server::city_facts {

Result<std::optional<Bytes>> find(Session& session, std::string_view name);
/// As `find`; nobody changes it until the unit of work ends.
Result<std::optional<Bytes>> hold(Session& session, std::string_view name);
/// In place of what was there.
Result<Done> put(Session& session, std::string_view name, ByteView value);
Result<Done> remove(Session& session, std::string_view name);

}  // namespace citycode::server::city_facts
