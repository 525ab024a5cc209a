#include "citycode/trust_list.h"

#include <algorithm>
#include <functional>

#include "citycode/limits.h"
#include "encoding/cbor.h"
#include "encoding/pass_mark.h"
#include "encoding/shown_text.h"
#include "lists/trust_payload.h"
#include "signing/cose.h"

namespace citycode {
namespace {

// Payload keys; docs/format.md has the table. Keys from kFirstIgnorableKey on are for later versions.
constexpr std::int64_t kVersion = 1, kCityName = 2, kIssuers = 3, kScopes = 4, kNextRootKey = 5, kIssuedAt = 6, kTokenKeys = 65;
constexpr std::int64_t kServesPeople = 64;   // of a scope
constexpr std::size_t kMaxCityNameBytes = 64;
constexpr std::uint64_t kLatestUnixSeconds = 0xffffffff;

/// Members of a map that must all be there: a bit each, by their small positive keys.
class Members {
 public:
  void saw(std::int64_t key) { bits_ |= std::uint64_t{1} << key; }
  bool hasAll(std::initializer_list<std::int64_t> keys) const {
    return std::all_of(keys.begin(), keys.end(), [&](std::int64_t key) { return (bits_ >> key & 1) != 0; });
  }

 private:
  std::uint64_t bits_ = 0;
};

Result<std::uint64_t> takeUpTo(cbor::Reader& reader, std::uint64_t limit) {
  CC_TRY(value, reader.takeUint());
  if (value > limit) return Fault::TrustBadList;
  return value;
}

Result<PublicKey> takeStrongKey(cbor::Reader& reader) {
  CC_TRY(bytes, reader.takeBytes());
  if (bytes.size() != kPublicKeyBytes) return Fault::TrustBadList;
  if (!isStrongPublicKey(bytes)) return Fault::SignatureWeakKey;
  PublicKey key;
  std::copy(bytes.begin(), bytes.end(), key.begin());
  return key;
}

template <class T, class TakeOne>
Result<std::vector<T>> takeList(cbor::Reader& reader, TakeOne takeOne) {
  CC_TRY(count, reader.takeArray());
  std::vector<T> list;
  list.reserve(std::min<std::size_t>(count, 64));   // a claimed count allocates nothing by itself
  for (std::size_t i = 0; i < count; ++i) {
    CC_TRY(one, takeOne(reader));
    list.push_back(std::move(one));
  }
  return list;
}

Result<std::uint32_t> takeScopeId(cbor::Reader& reader) {
  CC_TRY(id, takeUpTo(reader, 0xffffffff));
  return static_cast<std::uint32_t>(id);
}

Result<Attribute> takeAttribute(cbor::Reader& reader) {
  CC_TRY(id, reader.takeUint());
  const auto attribute = attributeFromId(id);
  if (!attribute) return Fault::TrustBadList;
  return *attribute;
}

Result<Right> takeRight(cbor::Reader& reader) {
  CC_TRY(number, reader.takeUint());
  if (number != static_cast<std::uint64_t>(Right::Places) && number != static_cast<std::uint64_t>(Right::Cards))
    return Fault::TrustBadList;   // a right that nobody here can grant
  return static_cast<Right>(number);
}

template <class T>
bool isEachOnce(std::vector<T> list) {
  // A heap: std::sort is 2 KB of the module for each type, and these lists are short.
  std::make_heap(list.begin(), list.end());
  std::sort_heap(list.begin(), list.end());
  return std::adjacent_find(list.begin(), list.end()) == list.end();
}

// In order and each once: one way to write them.
bool isAscending(const std::vector<Right>& rights) {
  return std::adjacent_find(rights.begin(), rights.end(), std::greater_equal<>()) == rights.end();
}

// Levels of nesting at which the values of members stand: the list's own, and those of an issuer or a scope.
constexpr int kListMemberLevel = 2, kEntryMemberLevel = 4;

Result<Done> ignoreOrRefuse(cbor::Reader& reader, std::int64_t key, int level) {
  if (key < kFirstIgnorableKey) return Fault::TrustBadList;   // critical and unknown
  CC_CHECK(reader.takeItem(level));
  return Done{};
}

Result<Issuer> takeIssuer(cbor::Reader& reader) {
  CC_TRY(map, cbor::MapReader::open(reader));
  Issuer issuer;
  Members members;
  for (;;) {
    CC_TRY(key, map.nextKey());
    if (!key) break;
    if (*key == 1) {
      CC_TRY(publicKey, takeStrongKey(reader));
      issuer.key = publicKey;
    } else if (*key == 2 || *key == 3) {
      CC_TRY(seconds, takeUpTo(reader, kLatestUnixSeconds));
      (*key == 2 ? issuer.notBeforeUnixSeconds : issuer.expiresUnixSeconds) = static_cast<std::int64_t>(seconds);
    } else if (*key == 4) {
      CC_TRY(scopeIds, takeList<std::uint32_t>(reader, takeScopeId));
      issuer.scopeIds = std::move(scopeIds);
    } else if (*key == 5) {
      CC_TRY(rights, takeList<Right>(reader, takeRight));
      issuer.rights = std::move(rights);
    } else {
      CC_CHECK(ignoreOrRefuse(reader, *key, kEntryMemberLevel));
      continue;
    }
    members.saw(*key);
  }
  const bool isWhole = members.hasAll({1, 2, 3, 4, 5}) && issuer.expiresUnixSeconds > issuer.notBeforeUnixSeconds;
  if (!isWhole || !isAscending(issuer.rights) || !isEachOnce(issuer.scopeIds) || issuer.mayIssue(kNoScopeId))
    return Fault::TrustBadList;
  return issuer;
}

bool isScopeName(std::string_view name) {
  return !name.empty() && name.size() <= kMaxScopeNameBytes && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

// The scope's numeric members, in the order of their keys.
Result<Done> takeScopeNumber(cbor::Reader& reader, std::int64_t key, ScopePolicy& scope) {
  CC_TRY(value, takeUpTo(reader, key == 7 || key == 8 ? 1 : 0x7fffffff));
  const auto number = static_cast<std::uint32_t>(value);
  switch (key) {
    case 4: scope.windowSeconds = number; break;
    case 5: scope.freshSeconds = number; break;
    case 6: scope.tooOldSeconds = number; break;
    case 7: scope.audienceRule = static_cast<AudienceRule>(number); break;
    case 8: scope.reuseRule = static_cast<ReuseRule>(number); break;
    case 9: scope.longestPassSeconds = number; break;
    case 10: scope.statusFreshSeconds = number; break;
    case 11: scope.statusTooOldSeconds = number; break;
    default: return Fault::InternalBug;
  }
  return Done{};
}

/// A scene that could be written, and of which codes could be judged as its city means.
bool isSound(const ScopePolicy& scope) {
  const bool limitsInOrder =
      scope.tooOldSeconds >= scope.freshSeconds && scope.statusTooOldSeconds >= scope.statusFreshSeconds;
  // Passes live whole marks, and one at least.
  const bool lifeFits = scope.longestPassSeconds > 0 && isPassMark(scope.longestPassSeconds);
  // Yesterday's key is the oldest that a terminal holds: what lives longer could not be opened any more.
  const bool sealOpens = !scope.sealed || scope.longestPassSeconds <= kLongestSealedPassSeconds;
  // A card lives for half a year and shows nothing new: without a list a lost one would be good all that time.
  const bool cardsCanBeWithdrawn = !scope.acceptsPaper || scope.needsStatusList();
  return limitsInOrder && lifeFits && sealOpens && cardsCanBeWithdrawn && isEachOnce(scope.attributes);
}

Result<ScopePolicy> takeScope(cbor::Reader& reader) {
  CC_TRY(map, cbor::MapReader::open(reader));
  ScopePolicy scope;
  Members members;
  for (;;) {
    CC_TRY(key, map.nextKey());
    if (!key) break;
    if (*key == 1) {
      CC_TRY(id, takeScopeId(reader));
      if (id == kNoScopeId) return Fault::TrustBadList;
      scope.id = id;
    } else if (*key == 2) {
      CC_TRY(name, reader.takeText());
      if (!isScopeName(name)) return Fault::TrustBadList;
      scope.name = name;
    } else if (*key == 3) {
      CC_TRY(attributes, takeList<Attribute>(reader, takeAttribute));
      scope.attributes = std::move(attributes);
    } else if (*key >= 4 && *key <= 11) {
      CC_CHECK(takeScopeNumber(reader, *key, scope));
    } else if (*key == 12 || *key == 13) {
      CC_TRY(flag, reader.takeBool());
      (*key == 12 ? scope.sealed : scope.acceptsPaper) = flag;
    } else if (*key == kServesPeople) {
      CC_TRY(flag, reader.takeBool());
      if (!flag) return Fault::TrustBadList;   // where nobody is served it is not written: one way to write a list
      scope.servesPeople = true;
      continue;
    } else {
      CC_CHECK(ignoreOrRefuse(reader, *key, kEntryMemberLevel));
      continue;
    }
    members.saw(*key);
  }
  if (!members.hasAll({1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13}) || !isSound(scope)) return Fault::TrustBadList;
  return scope;
}

void putIssuer(cbor::Writer& writer, const Issuer& issuer) {
  writer.putMap(5);
  writer.putUint(1).putBytes(issuer.key);
  writer.putUint(2).putInt(issuer.notBeforeUnixSeconds);
  writer.putUint(3).putInt(issuer.expiresUnixSeconds);
  writer.putUint(4).putArray(issuer.scopeIds.size());
  for (const std::uint32_t id : issuer.scopeIds) writer.putUint(id);
  writer.putUint(5).putArray(issuer.rights.size());
  for (const Right right : issuer.rights) writer.putUint(static_cast<std::uint64_t>(right));
}

void putScope(cbor::Writer& writer, const ScopePolicy& scope) {
  writer.putMap(scope.servesPeople ? 14 : 13);
  writer.putUint(1).putUint(scope.id);
  writer.putUint(2).putText(scope.name);
  writer.putUint(3).putArray(scope.attributes.size());
  for (const Attribute attribute : scope.attributes) writer.putUint(static_cast<std::uint64_t>(attribute));
  writer.putUint(4).putUint(scope.windowSeconds);
  writer.putUint(5).putUint(scope.freshSeconds);
  writer.putUint(6).putUint(scope.tooOldSeconds);
  writer.putUint(7).putUint(static_cast<std::uint64_t>(scope.audienceRule));
  writer.putUint(8).putUint(static_cast<std::uint64_t>(scope.reuseRule));
  writer.putUint(9).putUint(scope.longestPassSeconds);
  writer.putUint(10).putUint(scope.statusFreshSeconds);
  writer.putUint(11).putUint(scope.statusTooOldSeconds);
  writer.putUint(12).putBool(scope.sealed);
  writer.putUint(13).putBool(scope.acceptsPaper);
  if (scope.servesPeople) writer.putInt(kServesPeople).putBool(true);
}

constexpr std::size_t kTokenKeyElements = 4;
constexpr std::size_t kMaxTokenPurposeBytes = 64;

Result<ListedTokenKey> takeTokenKey(cbor::Reader& reader) {
  CC_TRY(elements, reader.takeArray());
  if (elements != kTokenKeyElements) return Fault::TrustBadList;
  CC_TRY(purpose, reader.takeText());
  CC_TRY(bytes, reader.takeBytes());
  CC_TRY(notBefore, takeUpTo(reader, kLatestUnixSeconds));
  CC_TRY(expires, takeUpTo(reader, kLatestUnixSeconds));
  ListedTokenKey key;
  if (purpose.size() > kMaxTokenPurposeBytes || !isFitToShow(purpose) || bytes.size() != key.key.size() || expires <= notBefore)
    return Fault::TrustBadList;
  key.purpose = purpose;
  std::copy(bytes.begin(), bytes.end(), key.key.begin());
  key.notBeforeUnixSeconds = static_cast<std::int64_t>(notBefore);
  key.expiresUnixSeconds = static_cast<std::int64_t>(expires);
  return key;
}

// By purpose, then by nbf, none of both twice: one way to write them, and never two keys of one moment.
bool areTokenKeys(const std::vector<ListedTokenKey>& keys) {
  const auto isNotBefore = [](const ListedTokenKey& a, const ListedTokenKey& b) {
    return a.purpose > b.purpose || (a.purpose == b.purpose && a.notBeforeUnixSeconds >= b.notBeforeUnixSeconds);
  };
  return !keys.empty() && keys.size() <= kMaxTokenKeys && std::adjacent_find(keys.begin(), keys.end(), isNotBefore) == keys.end();
}

void putTokenKeys(cbor::Writer& writer, const std::vector<ListedTokenKey>& keys) {
  writer.putInt(kTokenKeys).putArray(keys.size());
  for (const ListedTokenKey& key : keys) {
    writer.putArray(kTokenKeyElements).putText(key.purpose).putBytes(key.key);
    writer.putInt(key.notBeforeUnixSeconds).putInt(key.expiresUnixSeconds);
  }
}

// Two scopes of one name or id would let the order in the list decide.
bool scopesAreDistinct(const std::vector<ScopePolicy>& scopes) {
  for (auto a = scopes.begin(); a != scopes.end(); ++a)
    for (auto b = scopes.begin(); b != a; ++b)
      if (a->id == b->id || a->name == b->name) return false;
  return true;
}

// A key that is listed twice would have two validities, and the order in the list would decide.
bool issuersAreDistinct(const std::vector<Issuer>& issuers) {
  std::vector<PublicKey> keys;
  for (const Issuer& issuer : issuers) keys.push_back(issuer.key);
  return isEachOnce(std::move(keys));
}

}  // namespace

bool ScopePolicy::allows(Attribute attribute) const {
  return std::find(attributes.begin(), attributes.end(), attribute) != attributes.end();
}

bool Issuer::mayIssue(std::uint32_t scopeId) const {
  return std::find(scopeIds.begin(), scopeIds.end(), scopeId) != scopeIds.end();
}

bool Issuer::has(Right right) const { return std::find(rights.begin(), rights.end(), right) != rights.end(); }

const ScopePolicy* TrustList::findScope(std::uint32_t id) const {
  const auto found = std::find_if(scopes.begin(), scopes.end(), [&](const auto& scope) { return scope.id == id; });
  return found == scopes.end() ? nullptr : &*found;
}

const ScopePolicy* TrustList::findScope(std::string_view name) const {
  const auto found = std::find_if(scopes.begin(), scopes.end(), [&](const auto& scope) { return scope.name == name; });
  return found == scopes.end() ? nullptr : &*found;
}

Bytes encodeTrustList(const TrustList& list) {
  cbor::Writer writer;
  writer.putMap(std::size_t{5} + (list.nextRootKey ? 1 : 0) + (list.tokenKeys.empty() ? 0 : 1));
  writer.putInt(kVersion).putUint(list.version);
  writer.putInt(kCityName).putText(list.cityName);
  writer.putInt(kIssuers).putArray(list.issuers.size());
  for (const Issuer& issuer : list.issuers) putIssuer(writer, issuer);
  writer.putInt(kScopes).putArray(list.scopes.size());
  for (const ScopePolicy& scope : list.scopes) putScope(writer, scope);
  if (list.nextRootKey) writer.putInt(kNextRootKey).putBytes(*list.nextRootKey);
  writer.putInt(kIssuedAt).putInt(list.issuedUnixSeconds);
  if (!list.tokenKeys.empty()) putTokenKeys(writer, list.tokenKeys);
  return std::move(writer).bytes();
}

Result<TrustList> decodeTrustList(ByteView payload) {
  cbor::Reader reader(payload);
  CC_TRY(map, cbor::MapReader::open(reader));
  TrustList list;
  Members members;
  for (;;) {
    CC_TRY(key, map.nextKey());
    if (!key) break;
    if (*key == kVersion) {
      CC_TRY(version, takeUpTo(reader, 0xffffffff));
      list.version = version;
    } else if (*key == kCityName) {
      CC_TRY(name, reader.takeText());
      if (name.size() > kMaxCityNameBytes || !isFitToShow(name)) return Fault::TrustBadList;
      list.cityName = name;
    } else if (*key == kIssuers) {
      CC_TRY(issuers, takeList<Issuer>(reader, takeIssuer));
      list.issuers = std::move(issuers);
    } else if (*key == kScopes) {
      CC_TRY(scopes, takeList<ScopePolicy>(reader, takeScope));
      list.scopes = std::move(scopes);
    } else if (*key == kNextRootKey) {
      CC_TRY(nextRootKey, takeStrongKey(reader));
      list.nextRootKey = nextRootKey;
    } else if (*key == kIssuedAt) {
      CC_TRY(seconds, takeUpTo(reader, kLatestUnixSeconds));
      list.issuedUnixSeconds = static_cast<std::int64_t>(seconds);
    } else if (*key == kTokenKeys) {
      CC_TRY(tokenKeys, takeList<ListedTokenKey>(reader, takeTokenKey));
      if (!areTokenKeys(tokenKeys)) return Fault::TrustBadList;
      list.tokenKeys = std::move(tokenKeys);
      continue;
    } else {
      CC_CHECK(ignoreOrRefuse(reader, *key, kListMemberLevel));
      continue;
    }
    members.saw(*key);
  }
  CC_CHECK(reader.expectEnd());
  const bool isWhole = members.hasAll({kVersion, kCityName, kIssuers, kScopes, kIssuedAt});
  if (!isWhole || !versionFits(list.version, list.issuedUnixSeconds) || !scopesAreDistinct(list.scopes) || !issuersAreDistinct(list.issuers)) return Fault::TrustBadList;
  return list;
}

Bytes writeTrustList(const SigningKey& root, const TrustList& list) {
  return cose::signSign1(SignedKind::TrustList, root, encodeTrustList(list), true);
}

Result<TrustList> readTrustList(ByteView bytes, ByteView rootKey, std::uint64_t floorVersion,
                                std::int64_t floorIssuedUnixSeconds) {
  if (bytes.size() > kMaxTrustListBytes) return Fault::TrustBadList;
  CC_TRY(envelope, cose::decodeSign1(bytes));
  CC_TRY(header, cose::decodeHeader(envelope.protectedHeader));
  if (!header.kid || header.kcwt) return Fault::CoseBadStructure;
  if (!cose::verifySign1(SignedKind::TrustList, envelope, rootKey)) return Fault::TrustBadSignature;
  CC_TRY(list, decodeTrustList(envelope.payload));
  const bool older = list.version < floorVersion ||
                     (list.version == floorVersion && list.issuedUnixSeconds < floorIssuedUnixSeconds);
  if (older) return Fault::TrustRolledBack;
  return std::move(list);
}

}  // namespace citycode
