#include "citycode/pass.h"

#include <algorithm>

#include "encoding/attribute_map.h"
#include "encoding/pass_mark.h"
#include "pass/pass_claims.h"
#include "pass/sealed.h"
#include "signing/cose.h"

namespace citycode {
namespace {

// RFC 9052 section 7 and RFC 9053 section 7.2; cnf member 1 is COSE_Key, RFC 8747 section 3.1.
constexpr std::int64_t kCnfCoseKey = 1;
constexpr std::int64_t kKeyType = 1, kKeyTypeOkp = 1;
constexpr std::int64_t kKeyCurve = -1, kCurveEd25519 = 6;
constexpr std::int64_t kKeyX = -2;

// Unix seconds that an unsigned 32-bit field holds: until the year 2106.
constexpr std::uint64_t kLatestUnixSeconds = 0xffffffff;

Result<std::int64_t> takeTime(cbor::Reader& reader) {
  CC_TRY(seconds, reader.takeUint());
  if (seconds > kLatestUnixSeconds || !isPassMark(static_cast<std::int64_t>(seconds))) return Fault::PassBadValue;
  return static_cast<std::int64_t>(seconds);
}

Result<Done> expectKey(cbor::MapReader& map, std::int64_t wanted) {
  CC_TRY(key, map.nextKey());
  if (!key) return Fault::PassMissingClaim;
  // A later member of the key in its place: this one is missing. Anything else is a member that nobody knows.
  if (*key != wanted) return *key == kKeyCurve || *key == kKeyX ? Fault::PassMissingClaim : Fault::PassUnknownClaim;
  return Done{};
}

Result<Done> takeAttributes(cbor::Reader& reader, PassClaims& claims) {
  CC_TRY(type, reader.peekType());
  if (type == cbor::Type::Bytes) {
    CC_TRY(sealed, reader.takeBytes());
    if (sealed.size() <= kSealBytes || sealed.size() > kSealBytes + kMaxSealedPlainBytes) return Fault::PassBadValue;
    claims.sealedAttributes = copyOf(sealed);
    return Done{};
  }
  CC_TRY(attributes, decodeAttributes(reader));
  claims.attributes = std::move(attributes);
  return Done{};
}

Result<AudienceDigest> takeAudienceDigest(cbor::Reader& reader) {
  CC_TRY(bytes, reader.takeBytes());
  AudienceDigest digest;
  if (bytes.size() != digest.size()) return Fault::PassBadValue;
  std::copy(bytes.begin(), bytes.end(), digest.begin());
  return digest;
}

Result<Done> takeCity(cbor::Reader& reader, PassClaims& claims) {
  CC_TRY(elements, reader.takeArray());
  if (elements != 3 && elements != 4) return Fault::PassBadValue;
  CC_TRY(statusIndex, reader.takeUint());
  CC_TRY(scopeId, reader.takeUint());
  if (statusIndex > 0xffffffff || scopeId > 0xffffffff) return Fault::PassBadValue;
  CC_CHECK(takeAttributes(reader, claims));
  claims.statusIndex = static_cast<std::uint32_t>(statusIndex);
  claims.scopeId = static_cast<std::uint32_t>(scopeId);
  if (elements == 3) return Done{};
  CC_TRY(onlyAudience, takeAudienceDigest(reader));
  claims.onlyAudience = onlyAudience;
  return Done{};
}

}  // namespace

Result<PublicKey> takeConfirmation(cbor::Reader& reader) {
  CC_TRY(cnf, cbor::MapReader::open(reader));
  CC_CHECK(expectKey(cnf, kCnfCoseKey));
  CC_TRY(coseKey, cbor::MapReader::open(reader));
  CC_CHECK(expectKey(coseKey, kKeyType));
  CC_TRY(type, reader.takeInt());
  CC_CHECK(expectKey(coseKey, kKeyCurve));
  CC_TRY(curve, reader.takeInt());
  CC_CHECK(expectKey(coseKey, kKeyX));
  CC_TRY(x, reader.takeBytes());
  if (type != kKeyTypeOkp || curve != kCurveEd25519 || x.size() != kPublicKeyBytes) return Fault::PassBadValue;
  CC_TRY(moreKeyMembers, coseKey.nextKey());
  CC_TRY(moreCnfMembers, cnf.nextKey());
  if (moreKeyMembers || moreCnfMembers) return Fault::PassUnknownClaim;
  PublicKey key;
  std::copy(x.begin(), x.end(), key.begin());
  return key;
}

void putConfirmation(cbor::Writer& writer, const PublicKey& key) {
  writer.putMap(1).putInt(kCnfCoseKey).putMap(3);
  writer.putInt(kKeyType).putInt(kKeyTypeOkp);
  writer.putInt(kKeyCurve).putInt(kCurveEd25519);
  writer.putInt(kKeyX).putBytes(key);
}

AudienceDigest audienceDigestOf(std::string_view audience) {
  const Sha256 whole = sha256(bytesOf(audience));
  AudienceDigest digest;
  std::copy_n(whole.begin(), digest.size(), digest.begin());
  return digest;
}

Result<PassClaims> decodePassClaims(ByteView payload) {
  cbor::Reader reader(payload);
  CC_TRY(map, cbor::MapReader::open(reader));
  PassClaims claims;
  int seen = 0;
  for (;; ++seen) {
    CC_TRY(key, map.nextKey());
    if (!key) break;
    if (*key == kClaimExp) {
      CC_TRY(seconds, takeTime(reader));
      claims.expiresUnixSeconds = seconds;
    } else if (*key == kClaimNbf) {
      CC_TRY(seconds, takeTime(reader));
      claims.notBeforeUnixSeconds = seconds;
    } else if (*key == kClaimCnf) {
      CC_TRY(holderKey, takeConfirmation(reader));
      claims.holderKey = holderKey;
    } else if (*key == kClaimCity) {
      CC_CHECK(takeCity(reader, claims));
    } else {
      return Fault::PassUnknownClaim;
    }
  }
  CC_CHECK(reader.expectEnd());
  if (seen != 4) return Fault::PassMissingClaim;   // keys are unique, so four seen are all four
  if (claims.expiresUnixSeconds <= claims.notBeforeUnixSeconds) return Fault::PassBadValue;
  return claims;
}

Bytes encodePassClaims(const PassClaims& claims) {
  cbor::Writer writer;
  writer.putMap(4);
  writer.putInt(kClaimExp).putInt(claims.expiresUnixSeconds);
  writer.putInt(kClaimNbf).putInt(claims.notBeforeUnixSeconds);
  writer.putInt(kClaimCnf);
  putConfirmation(writer, claims.holderKey);
  writer.putInt(kClaimCity).putArray(claims.onlyAudience ? 4 : 3).putUint(claims.statusIndex).putUint(claims.scopeId);
  if (claims.sealedAttributes) writer.putBytes(*claims.sealedAttributes);
  else encodeAttributes(writer, claims.attributes);
  if (claims.onlyAudience) writer.putBytes(*claims.onlyAudience);
  return std::move(writer).bytes();
}

Result<Bytes> writePass(const SigningKey& issuer, const PassClaims& claims) {
  if (!areFitToShow(claims.attributes)) return Fault::PassBadValue;
  Bytes pass = cose::signSign1(SignedKind::Pass, issuer, encodePassClaims(claims), true);
  if (pass.size() > kMaxPassBytes) return Fault::PassTooLong;
  return pass;
}

Result<PassClaims> readUnverifiedPass(ByteView pass) {
  if (pass.size() > kMaxPassBytes) return Fault::PassTooLong;
  CC_TRY(envelope, cose::decodeSign1(pass));
  CC_CHECK(cose::decodeHeader(envelope.protectedHeader));
  return decodePassClaims(envelope.payload);
}

}  // namespace citycode
