#include "places/place_name.h"

#include <algorithm>

#include "citycode/limits.h"
#include "encoding/shown_text.h"

namespace citycode {
namespace {

constexpr std::uint64_t kLatestUnixSeconds = 0xffffffff;

Result<Done> checkList(const TrustList* trust, std::int64_t nowUnixSeconds) {
  if (!trust) return Fault::TrustMissing;
  const std::int64_t age = nowUnixSeconds - trust->issuedUnixSeconds;
  if (age < -kListAheadSeconds) return Fault::TimeClockBehindList;
  const bool tooOld = std::any_of(trust->scopes.begin(), trust->scopes.end(),
                                  [&](const ScopePolicy& scope) { return age >= scope.tooOldSeconds; });
  if (tooOld) return Fault::TrustTooOld;
  return Done{};
}

}  // namespace

std::string_view languageTag(Language language) {
  switch (language) {
#define CC_LANGUAGE(enumerator, number, tag, ...) \
  case Language::enumerator: return tag;
#include "citycode/languages.def"
#undef CC_LANGUAGE
  }
  return "";
}

bool isPlaceId(std::string_view id, std::size_t most) {
  return !id.empty() && id.size() <= most && std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

bool isPlaceNames(const PlaceNames& names) {
  return !names.empty() && std::all_of(names.begin(), names.end(), [](const auto& name) {
    return name.second.size() <= kMaxPlaceNameBytes && isFitToShow(name.second);
  });
}

// In order and each once: one way to write a record.
bool isPlaceScopes(const std::vector<std::uint32_t>& scopeIds) {
  const bool ascending = std::adjacent_find(scopeIds.begin(), scopeIds.end(), std::greater_equal<>()) == scopeIds.end();
  return !scopeIds.empty() && scopeIds.size() <= kMaxPlaceScopes && ascending && scopeIds.front() != kNoScopeId;
}

Result<PlaceNames> takePlaceNames(cbor::Reader& reader) {
  CC_TRY(map, cbor::MapReader::open(reader));
  PlaceNames names;
  for (;;) {
    CC_TRY(key, map.nextKey());
    if (!key) return names;
    if (*key < 1 || *key > static_cast<std::int64_t>(kLanguages)) return Fault::VenueBadRecord;
    CC_TRY(name, reader.takeText());
    names[static_cast<Language>(*key)] = name;
  }
}

Result<std::vector<std::uint32_t>> takePlaceScopes(cbor::Reader& reader) {
  CC_TRY(count, reader.takeArray());
  if (count > kMaxPlaceScopes) return Fault::CborTooLarge;
  std::vector<std::uint32_t> scopeIds;
  for (std::size_t i = 0; i < count; ++i) {
    CC_TRY(id, reader.takeUint());
    if (id > 0xffffffff) return Fault::CborTooLarge;
    scopeIds.push_back(static_cast<std::uint32_t>(id));
  }
  return scopeIds;
}

Result<std::int64_t> takePlaceTime(cbor::Reader& reader) {
  CC_TRY(seconds, reader.takeUint());
  if (seconds > kLatestUnixSeconds) return Fault::CborTooLarge;
  return static_cast<std::int64_t>(seconds);
}

void putPlaceNames(cbor::Writer& writer, const PlaceNames& names) {
  writer.putMap(names.size());
  for (const auto& [language, name] : names) writer.putUint(static_cast<std::uint64_t>(language)).putText(name);
}

void putPlaceScopes(cbor::Writer& writer, const std::vector<std::uint32_t>& scopeIds) {
  writer.putArray(scopeIds.size());
  for (const std::uint32_t id : scopeIds) writer.putUint(id);
}

Result<const Issuer*> verifyPlaceSignature(SignedKind kind, ByteView record, const TrustList* trust,
                                           std::int64_t nowUnixSeconds, Fault damaged) {
  const auto envelope = cose::decodeSign1(record);
  if (!envelope) return damaged;
  const auto header = cose::decodeHeader(envelope->protectedHeader);
  if (!header || !header->kid || header->kcwt) return damaged;
  CC_CHECK(checkList(trust, nowUnixSeconds));
  bool known = false;
  for (const Issuer& issuer : trust->issuers) {
    if (!isKeyId(*header->kid, issuer.key)) continue;
    known = true;
    if (!cose::verifySign1(kind, *envelope, issuer.key)) continue;
    if (!issuer.has(Right::Places)) return Fault::TrustIssuerNotForScope;
    return &issuer;
  }
  return known ? damaged : Fault::TrustUnknownIssuer;
}

Result<Done> checkPlaceTime(const Issuer& issuer, std::int64_t notBefore, std::int64_t expires,
                            std::int64_t nowUnixSeconds) {
  if (notBefore < issuer.notBeforeUnixSeconds || notBefore >= issuer.expiresUnixSeconds)
    return Fault::TrustIssuerNotValidThen;
  if (nowUnixSeconds < notBefore - kClockSkewSeconds) return Fault::TimeNotYetValid;
  if (nowUnixSeconds >= expires) return Fault::TimeExpired;
  return Done{};
}

}  // namespace citycode
