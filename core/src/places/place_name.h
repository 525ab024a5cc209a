// What the records of venues and portals share: a name in one language or more, and who may sign such a record.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "citycode/bytes.h"
#include "citycode/result.h"
#include "citycode/trust_list.h"
#include "encoding/cbor.h"
#include "signing/cose.h"

namespace citycode {

/// The languages of the pages, by their number on the wire: 1 to kLanguages.
enum class Language : std::uint8_t {
#define CC_LANGUAGE(enumerator, number, tag, ...) enumerator = number,
#include "citycode/languages.def"
#undef CC_LANGUAGE
};
inline constexpr std::uint64_t kLanguages = 0
#define CC_LANGUAGE(enumerator, number, tag, ...) +1
#include "citycode/languages.def"
#include "citycode/limits.h"
#undef CC_LANGUAGE
    ;

std::string_view languageTag(Language language);   // "zh-CN"

/// At least one; each 1 to kMaxPlaceNameBytes of UTF-8, fit to be shown.
using PlaceNames = std::map<Language, std::string>;

/// Ids of venues and portals are [a-z0-9-]; "venue:" or "portal:" before them is an audience of at most 32 bytes.
bool isPlaceId(std::string_view id, std::size_t most);
bool isPlaceNames(const PlaceNames& names);
bool isPlaceScopes(const std::vector<std::uint32_t>& scopeIds);

/// Readers of the pieces; the fault is any fault, callers have one of their own for all of them.
Result<PlaceNames> takePlaceNames(cbor::Reader& reader);
Result<std::vector<std::uint32_t>> takePlaceScopes(cbor::Reader& reader);
Result<std::int64_t> takePlaceTime(cbor::Reader& reader);
void putPlaceNames(cbor::Writer& writer, const PlaceNames& names);
void putPlaceScopes(cbor::Writer& writer, const std::vector<std::uint32_t>& scopeIds);

/// A record's signature: the issuer that made it. `trust` may be null. Nothing of the payload is parsed.
/// Faults: trust/missing, time/clock-behind-list, trust/too-old (by the strictest of the list's scenes);
/// trust/unknown-issuer, trust/issuer-not-for-scope (it has not Right::Places); `damaged` for anything else.
Result<const Issuer*> verifyPlaceSignature(SignedKind kind, ByteView record, const TrustList* trust,
                                           std::int64_t nowUnixSeconds, Fault damaged);

/// The issuer could sign at nbf, and nbf - 60 s <= now < exp.
/// Faults: trust/issuer-not-valid-then, time/not-yet-valid, time/expired.
Result<Done> checkPlaceTime(const Issuer& issuer, std::int64_t notBefore, std::int64_t expires,
                            std::int64_t nowUnixSeconds);

}  // namespace citycode
