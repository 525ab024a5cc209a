#include "registry/portals.h"

#include <algorithm>

#include "registry/terminals.h"

namespace citycode::server::portals {
namespace {

// Without a row of portal_sign_in its columns are nothing.
constexpr const char* kSelect =
    "SELECT portal.id, portal_key, origin, office_id, names, sealing_key, scenes, return_addresses"
    " FROM portal LEFT JOIN portal_sign_in ON portal_sign_in.portal_id = portal.id";

// Names and addresses stand in one column each, a line each: "zh-CN=示范税务局". Neither has a line feed in it.
std::string textOfNames(const PlaceNames& names) {
  std::string text;
  for (const auto& [language, name] : names) text.append(languageTag(language)).append("=").append(name).append("\n");
  return text;
}

std::string textOfLines(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text.append(line).append("\n");
  return text;
}

std::vector<std::string> linesOf(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    lines.emplace_back(text.substr(0, text.find('\n')));
    text.remove_prefix(std::min(text.size(), lines.back().size() + 1));
  }
  return lines;
}

PlaceNames namesOfText(std::string_view text) {
  PlaceNames names;
  for (const std::string& line : linesOf(text)) {
    const std::size_t equals = std::min(line.find('='), line.size() - 1);
    for (std::uint8_t number = 1; number <= kLanguages; ++number)
      if (line.substr(0, equals) == languageTag(static_cast<Language>(number))) names[static_cast<Language>(number)] = line.substr(equals + 1);
  }
  return names;
}

Result<Portal> read(const Statement& row) {
  Portal portal{row.text(0), {}, row.text(2), row.text(3), {}};
  if (!row.copyTo(1, portal.key)) return Fault::StoreDamaged;
  if (row.bytes(5).empty()) return portal;
  PortalSignIn& signIn = portal.signIn.emplace();
  if (!row.copyTo(5, signIn.sealingKey)) return Fault::StoreDamaged;
  signIn.names = namesOfText(row.text(4));
  signIn.scenes = terminals::scopesOfText(row.text(6));
  signIn.returnAddresses = linesOf(row.text(7));
  return portal;
}

template <class Value>
Result<std::optional<Portal>> findWhere(Session& session, std::string_view column, const Value& value) {
  CC_TRY(row, session.prepare(std::string(kSelect).append(" WHERE ").append(column).append(" = $1")));
  CC_TRY(hasRow, row.bind(value).step());
  if (!hasRow) return std::optional<Portal>();
  CC_TRY(portal, read(row));
  return std::optional(std::move(portal));
}

Result<Done> putSignIn(Session& session, std::string_view portalId, const PortalSignIn& signIn) {
  CC_TRY(statement, session.prepare("INSERT INTO portal_sign_in (portal_id, names, sealing_key, scenes, return_addresses) VALUES ($1, $2, $3, $4, $5)"));
  const std::string names = textOfNames(signIn.names), scenes = terminals::textOfScopes(signIn.scenes), addresses = textOfLines(signIn.returnAddresses);
  statement.bind(portalId).bind(std::string_view(names)).bind(signIn.sealingKey);
  CC_CHECK(statement.bind(std::string_view(scenes)).bind(std::string_view(addresses)).run());
  return Done{};
}

}  // namespace

Result<std::optional<Portal>> find(Session& session, std::string_view id) { return findWhere(session, "portal.id", id); }

Result<std::optional<Portal>> findByKey(Session& session, const Sha256& keyDigest) { return findWhere(session, "key_digest", keyDigest); }

Result<std::optional<Portal>> findBySealingKey(Session& session, const SealingKey& key) { return findWhere(session, "sealing_key", key); }

Result<std::vector<Portal>> list(Session& session) {
  CC_TRY(row, session.prepare(std::string(kSelect) + " ORDER BY portal.id"));
  std::vector<Portal> found;
  for (;;) {
    CC_TRY(hasRow, row.step());
    if (!hasRow) return found;
    CC_TRY(portal, read(row));
    found.push_back(std::move(portal));
  }
}

Result<Done> put(Session& session, const Portal& portal) {
  CC_CHECK(remove(session, portal.id));
  CC_TRY(statement, session.prepare("INSERT INTO portal (id, key_digest, portal_key, origin, office_id) VALUES ($1, $2, $3, $4, $5)"));
  const Sha256 keyDigest = sha256(portal.key);
  statement.bind(std::string_view(portal.id)).bind(keyDigest).bind(portal.key);
  CC_CHECK(statement.bind(std::string_view(portal.origin)).bind(std::string_view(portal.officeId)).run());
  if (portal.signIn) CC_CHECK(putSignIn(session, portal.id, *portal.signIn));
  return Done{};
}

Result<bool> remove(Session& session, std::string_view id) {
  CC_TRY(statement, session.prepare("DELETE FROM portal WHERE id = $1"));
  CC_TRY(removed, statement.bind(id).run());
  return removed > 0;
}

}  // namespace citycode::server::portals
