// The catalogue of offices and of the services that people come to them for. Each function runs inside the caller's unit of work.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "city/city_name.h"
#include "store/session.h"

namespace citycode::server {

struct OfficeItem {
  std::string id;   // isItemId (rating/rated_service.h)
  TextByLanguage names;
};

struct Office {
  std::string id;   // a venue's: its terminals say that a service ended
  TextByLanguage names;
  std::int64_t closedUnixMs = 0;   // 0: it is open
  std::vector<OfficeItem> items;   // in the order of their ids

  bool isClosed() const { return closedUnixMs != 0; }
  /// Null when it has none of this id.
  const OfficeItem* findItem(std::string_view itemId) const;
};

namespace offices {

/// Names and reopens one that is there already. Items are added or named anew; none goes, for figures name it.
Result<Done> put(Session& session, const Office& office);
/// False when there is none.
Result<bool> close(Session& session, std::string_view id, std::int64_t nowUnixMs);
Result<std::optional<Office>> find(Session& session, std::string_view id);
/// All, closed ones too, in the order of their ids.
Result<std::vector<Office>> list(Session& session);

}  // namespace offices
}  // namespace citycode::server
