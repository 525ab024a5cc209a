// The trust list: whom a verifier believes, and what each scene may see. Signed by the city's root
// key as a COSE_Sign1; its payload is
//
//   {1: version, 2: city name, 3: [issuers], 4: [scopes], 5: next root key (optional), 6: iat,
//    65: [[purpose, key, nbf, exp]] (optional)}
//   issuer {1: key, 2: nbf, 3: exp, 4: [scope ids], 5: [rights]}
//   scope  {1: id, 2: name, 3: [attribute ids], 4: window s, 5: fresh s, 6: too old s,
//           7: audience rule, 8: reuse rule, 9: longest pass life s, 10: status fresh s,
//           11: status too old s, 12: sealed, 13: accepts paper, 64: true where people are served (optional)}
//
// Unknown keys below 64 are critical and refused; keys from 64 on are for later and ignored.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "citycode/attribute.h"
#include "citycode/bytes.h"
#include "citycode/crypto.h"
#include "citycode/limits.h"
#include "citycode/result.h"

namespace citycode {

/// Of trust lists and status lists: at most one version a second since 1970, so that no version can be the last. Whoever
/// signs one that is too high is overtaken a second later.
constexpr bool versionFits(std::uint64_t version, std::int64_t issuedUnixSeconds) {
  return issuedUnixSeconds >= 0 && version <= static_cast<std::uint64_t>(issuedUnixSeconds);
}

/// No scene has this id.
inline constexpr std::uint32_t kNoScopeId = 0;

/// What an issuer may sign beside the passes of its scenes. A city gives scenes whatever ids it likes, so no id of a
/// scene is ever a right.
enum class Right : std::uint8_t {
  Places = 1,   // the records of venues and portals
  Cards = 2,    // paper codes
};

enum class AudienceRule : std::uint8_t {
  ScopeOrVenue = 0,   // aud is the scope's name, or this venue
  VenueOnly = 1,      // aud must name this venue
};

enum class ReuseRule : std::uint8_t {
  ReportLaterSlot = 0,   // the same pass in a later slot is Valid, and its age is reported
  RefuseLaterSlot = 1,   // the same pass in a later slot is replay/reused
};

struct ScopePolicy {
  std::uint32_t id = 0;
  std::string name;                            // [a-z0-9-]+
  std::vector<Attribute> attributes;           // all that a pass of this scope may carry
  std::uint32_t windowSeconds = 60;            // a presentation may be this old or this far ahead
  std::uint32_t freshSeconds = 86400;          // trust list: up to here fresh, then stale
  std::uint32_t tooOldSeconds = 604800;        // trust list: from here Undecided
  AudienceRule audienceRule = AudienceRule::ScopeOrVenue;
  ReuseRule reuseRule = ReuseRule::ReportLaterSlot;
  std::uint32_t longestPassSeconds = 86400;    // full hours
  std::uint32_t statusFreshSeconds = 0;        // status list: up to here fresh, then stale
  std::uint32_t statusTooOldSeconds = 0;       // from here Undecided; 0: this scene needs no status list
  bool sealed = false;                         // attributes are sealed to the scene's day key
  bool servesPeople = false;                   // a service ends here that can be rated (member 64)
  bool acceptsPaper = false;                   // a paper code may be shown in this scene; then it needs a status list

  bool allows(Attribute attribute) const;
  bool needsStatusList() const { return statusTooOldSeconds != 0; }
};

/// A public key of anonymous tokens (member 65), for phones. A purpose has no two keys of one nbf.
struct ListedTokenKey {
  std::string purpose;                         // 1 to 64 bytes, fit to be shown
  std::array<std::uint8_t, 32> key{};          // an element of ristretto255; whoever uses it finds out
  std::int64_t notBeforeUnixSeconds = 0;
  std::int64_t expiresUnixSeconds = 0;         // from here on nothing that was made with it counts

  bool operator==(const ListedTokenKey&) const = default;
};

struct Issuer {
  PublicKey key{};
  std::int64_t notBeforeUnixSeconds = 0;
  std::int64_t expiresUnixSeconds = 0;
  std::vector<std::uint32_t> scopeIds;   // of whose passes; each once
  std::vector<Right> rights;             // ascending

  bool mayIssue(std::uint32_t scopeId) const;
  bool has(Right right) const;
};

struct TrustList {
  std::uint64_t version = 0;
  std::int64_t issuedUnixSeconds = 0;
  std::string cityName;
  std::vector<Issuer> issuers;
  std::vector<ScopePolicy> scopes;
  std::optional<PublicKey> nextRootKey;
  std::vector<ListedTokenKey> tokenKeys;   // by purpose, then by nbf

  const ScopePolicy* findScope(std::uint32_t id) const;
  const ScopePolicy* findScope(std::string_view name) const;
};

Bytes writeTrustList(const SigningKey& root, const TrustList& list);

/// Verifies against the pinned root, then decodes. A list whose version is below `floorVersion` or,
/// at the same version, older than `floorIssuedUnixSeconds`, is trust/rolled-back.
/// Faults: trust/*, cbor/*, cose/*.
Result<TrustList> readTrustList(ByteView bytes, ByteView rootKey, std::uint64_t floorVersion,
                                std::int64_t floorIssuedUnixSeconds);

// The scenes that a new city begins with: scenes.def as values.

/// By its id on the wire. A verifier asks the trust list, never this.
enum class Scene : std::uint32_t {
#define CC_SCENE(enumerator, id, name, kind, sealing, cards, serving, place, ...) enumerator = id,
#include "citycode/scenes.def"
};

constexpr std::string_view sceneName(Scene scene) {
  switch (scene) {
#define CC_SCENE(enumerator, id, name, kind, sealing, cards, serving, place, ...) \
  case Scene::enumerator: return name;
#include "citycode/scenes.def"
  }
  return "";
}

/// With their policies, by rising id.
std::vector<ScopePolicy> standardScopes();

}  // namespace citycode
