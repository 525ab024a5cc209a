#include "services/offices.h"

#include <algorithm>

namespace citycode::server {

const OfficeItem* Office::findItem(std::string_view itemId) const {
  const auto found = std::find_if(items.begin(), items.end(), [&](const OfficeItem& item) { return item.id == itemId; });
  return found == items.end() ? nullptr : &*found;
}

namespace offices {
namespace {

// Names stand in one column, a line each: "zh-CN=示范税务局". No name has a line feed in it (isFitToWrite).
std::string textOfNames(const TextByLanguage& names) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i)
    if (!names[i].empty()) text.append(kLanguages[i]).append("=").append(names[i]).append("\n");
  return text;
}

TextByLanguage namesOfText(std::string_view text) {
  TextByLanguage names;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    const std::size_t equals = line.find('=');
    const auto tag = std::find(kLanguages.begin(), kLanguages.end(), line.substr(0, equals));
    if (equals != line.npos && tag != kLanguages.end()) names[static_cast<std::size_t>(tag - kLanguages.begin())] = line.substr(equals + 1);
  }
  return names;
}

Result<Done> putItem(Session& session, std::string_view officeId, const OfficeItem& item) {
  CC_TRY(statement, session.prepare("INSERT INTO office_item (office_id, id, names) VALUES ($1, $2, $3)"
                                    " ON CONFLICT (office_id, id) DO UPDATE SET names = excluded.names"));
  const std::string names = textOfNames(item.names);
  CC_CHECK(statement.bind(officeId).bind(std::string_view(item.id)).bind(std::string_view(names)).run());
  return Done{};
}

std::vector<Office>::iterator placeOf(std::vector<Office>& known, std::string_view id) {
  return std::find_if(known.begin(), known.end(), [&](const Office& office) { return office.id == id; });
}

/// One office, or all.
Result<std::vector<Office>> select(Session& session, const std::optional<std::string_view>& id) {
  const std::string of = id ? " = $1" : " IS NOT NULL";
  CC_TRY(row, session.prepare("SELECT id, names, closed_ms FROM office WHERE id" + of + " ORDER BY id"));
  if (id) row.bind(*id);
  std::vector<Office> found;
  for (;;) {
    CC_TRY(hasRow, row.step());
    if (!hasRow) break;
    found.push_back({row.text(0), namesOfText(row.text(1)), row.integer(2), {}});
  }
  CC_TRY(itemRow, session.prepare("SELECT office_id, id, names FROM office_item WHERE office_id" + of + " ORDER BY office_id, id"));
  if (id) itemRow.bind(*id);
  for (;;) {
    CC_TRY(hasRow, itemRow.step());
    if (!hasRow) return found;
    const auto office = placeOf(found, itemRow.text(0));
    if (office != found.end()) office->items.push_back({itemRow.text(1), namesOfText(itemRow.text(2))});
  }
}

}  // namespace

Result<Done> put(Session& session, const Office& office) {
  CC_TRY(statement, session.prepare("INSERT INTO office (id, names, closed_ms) VALUES ($1, $2, 0)"
                                    " ON CONFLICT (id) DO UPDATE SET names = excluded.names, closed_ms = 0"));
  const std::string names = textOfNames(office.names);
  CC_CHECK(statement.bind(std::string_view(office.id)).bind(std::string_view(names)).run());
  for (const OfficeItem& item : office.items) CC_CHECK(putItem(session, office.id, item));
  return Done{};
}

Result<bool> close(Session& session, std::string_view id, std::int64_t nowUnixMs) {
  CC_TRY(statement, session.prepare("UPDATE office SET closed_ms = $2 WHERE id = $1"));
  CC_TRY(closed, statement.bind(id).bind(nowUnixMs).run());
  return closed > 0;
}

Result<std::optional<Office>> find(Session& session, std::string_view id) {
  CC_TRY(found, select(session, id));
  if (found.empty()) return std::optional<Office>();
  return std::optional(std::move(found.front()));
}

Result<std::vector<Office>> list(Session& session) { return select(session, std::nullopt); }

}  // namespace offices
}  // namespace citycode::server
