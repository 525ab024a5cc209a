#include "places/portal_request.h"

#include <algorithm>

#include "citycode/limits.h"
#include "citycode/pass.h"
#include "encoding/shown_text.h"
#include "pass/pass_claims.h"
#include "signing/cose.h"

namespace citycode {
namespace {

constexpr std::size_t kPortalElements = 4, kQuestionElements = 2;

bool isPortalRecord(const PortalRecord& record) {
  return isPortalId(record.portalId) && isPlaceNames(record.names) && isPortalOrigin(record.origin) &&
         isPlaceScopes(record.scopeIds) && isStrongPublicKey(record.portalKey) && record.notBeforeUnixSeconds >= 0 &&
         record.expiresUnixSeconds > record.notBeforeUnixSeconds && record.expiresUnixSeconds <= 0xffffffff;
}

bool isQuestion(const PortalQuestion& question) {
  const std::int64_t life = question.expiresUnixSeconds - question.issuedUnixSeconds;
  return question.scopeId != kNoScopeId && question.purpose.size() <= kMaxPurposeBytes && isFitToShow(question.purpose) && question.issuedUnixSeconds >= 0 && life > 0 &&
         life <= kMaxRequestSeconds && question.expiresUnixSeconds <= 0xffffffff;
}

Bytes encodeRecord(const PortalRecord& record) {
  cbor::Writer writer;
  writer.putMap(4);
  writer.putInt(kClaimExp).putInt(record.expiresUnixSeconds);
  writer.putInt(kClaimNbf).putInt(record.notBeforeUnixSeconds);
  writer.putInt(kClaimCnf);
  putConfirmation(writer, record.portalKey);
  writer.putInt(kClaimPortal).putArray(kPortalElements).putText(record.portalId);
  putPlaceNames(writer, record.names);
  writer.putText(record.origin);
  putPlaceScopes(writer, record.scopeIds);
  return std::move(writer).bytes();
}

Result<Done> takePortal(cbor::Reader& reader, PortalRecord& record) {
  CC_TRY(elements, reader.takeArray());
  if (elements != kPortalElements) return Fault::PortalBadRequest;
  CC_TRY(id, reader.takeText());
  CC_TRY(names, takePlaceNames(reader));
  CC_TRY(origin, reader.takeText());
  CC_TRY(scopeIds, takePlaceScopes(reader));
  record.portalId = id;
  record.names = std::move(names);
  record.origin = origin;
  record.scopeIds = std::move(scopeIds);
  return Done{};
}

Result<PortalRecord> decodeRecord(ByteView payload) {
  cbor::Reader reader(payload);
  CC_TRY(map, cbor::MapReader::open(reader));
  PortalRecord record;
  int seen = 0;
  for (;; ++seen) {
    CC_TRY(key, map.nextKey());
    if (!key) break;
    if (*key == kClaimExp || *key == kClaimNbf) {
      CC_TRY(seconds, takePlaceTime(reader));
      (*key == kClaimExp ? record.expiresUnixSeconds : record.notBeforeUnixSeconds) = seconds;
    } else if (*key == kClaimCnf) {
      CC_TRY(portalKey, takeConfirmation(reader));
      record.portalKey = portalKey;
    } else if (*key == kClaimPortal) {
      CC_CHECK(takePortal(reader, record));
    } else {
      return Fault::PortalBadRequest;
    }
  }
  CC_CHECK(reader.expectEnd());
  if (seen != 4 || !isPortalRecord(record)) return Fault::PortalBadRequest;   // keys are unique: four are all
  return record;
}

Bytes encodeQuestion(const PortalQuestion& question) {
  cbor::Writer writer;
  writer.putMap(4);
  writer.putInt(kClaimExp).putInt(question.expiresUnixSeconds);
  writer.putInt(kClaimIat).putInt(question.issuedUnixSeconds);
  writer.putInt(kClaimNonce).putBytes(question.nonce);
  writer.putInt(kClaimRequest).putArray(kQuestionElements).putUint(question.scopeId).putText(question.purpose);
  return std::move(writer).bytes();
}

Result<Done> takeAsked(cbor::Reader& reader, PortalQuestion& question) {
  CC_TRY(elements, reader.takeArray());
  if (elements != kQuestionElements) return Fault::PortalBadRequest;
  CC_TRY(scopeId, reader.takeUint());
  if (scopeId > 0xffffffff) return Fault::PortalBadRequest;
  CC_TRY(purpose, reader.takeText());
  question.scopeId = static_cast<std::uint32_t>(scopeId);
  question.purpose = purpose;
  return Done{};
}

Result<PortalQuestion> decodeQuestion(ByteView payload) {
  cbor::Reader reader(payload);
  CC_TRY(map, cbor::MapReader::open(reader));
  PortalQuestion question;
  int seen = 0;
  for (;; ++seen) {
    CC_TRY(key, map.nextKey());
    if (!key) break;
    if (*key == kClaimExp || *key == kClaimIat) {
      CC_TRY(seconds, takePlaceTime(reader));
      (*key == kClaimExp ? question.expiresUnixSeconds : question.issuedUnixSeconds) = seconds;
    } else if (*key == kClaimNonce) {
      CC_TRY(nonce, reader.takeBytes());
      if (nonce.size() != kPortalNonceBytes) return Fault::PortalBadRequest;
      std::copy(nonce.begin(), nonce.end(), question.nonce.begin());
    } else if (*key == kClaimRequest) {
      CC_CHECK(takeAsked(reader, question));
    } else {
      return Fault::PortalBadRequest;
    }
  }
  CC_CHECK(reader.expectEnd());
  if (seen != 4 || !isQuestion(question)) return Fault::PortalBadRequest;
  return question;
}

Result<Done> checkAsked(const PortalRequest& request, const TrustList& trust, std::int64_t nowUnixSeconds) {
  const auto& allowed = request.portal.scopeIds;
  const PortalQuestion& question = request.question;
  if (std::find(allowed.begin(), allowed.end(), question.scopeId) == allowed.end()) return Fault::PortalBadRequest;
  if (!trust.findScope(question.scopeId)) return Fault::ScopeUnknown;
  if (nowUnixSeconds < question.issuedUnixSeconds - kClockSkewSeconds) return Fault::TimeNotYetValid;
  if (nowUnixSeconds >= question.expiresUnixSeconds) return Fault::TimeExpired;
  return Done{};
}

}  // namespace

bool isPortalId(std::string_view id) { return isPlaceId(id, kMaxPortalIdBytes); }

// Scheme and authority exactly as browsers write them, because a person compares them with the address bar.
bool isPortalOrigin(std::string_view text) {
  if (text.size() > kMaxOriginBytes) return false;
  const bool local = text == "http://localhost" || text.starts_with("http://localhost:");   // for trying things out
  if (!local && !text.starts_with("https://")) return false;
  const std::string_view authority = text.substr(text.find("//") + 2);
  return !authority.empty() && std::all_of(authority.begin(), authority.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == ':';
  });
}

Result<Bytes> writePortalRecord(const SigningKey& issuer, const PortalRecord& record) {
  if (!isPortalRecord(record)) return Fault::PortalBadRequest;
  Bytes bytes = cose::signSign1(SignedKind::PortalRecord, issuer, encodeRecord(record), true);
  if (bytes.size() > kMaxPortalRecordBytes) return Fault::PortalBadRequest;
  return bytes;
}

Result<Bytes> writePortalRequest(const SigningKey& portal, ByteView record, const PortalQuestion& question) {
  if (!isQuestion(question) || record.size() > kMaxPortalRecordBytes || !cose::decodeSign1(record))
    return Fault::PortalBadRequest;
  cose::Header header;
  header.kcwt = record;
  const Bytes protectedHeader = cose::encodeHeader(header), payload = encodeQuestion(question);
  const Signature signature = portal.sign(cose::toBeSigned(SignedKind::PortalRequest, protectedHeader, payload));
  Bytes bytes = cose::encodeSign1(protectedHeader, payload, signature);
  if (bytes.size() > kMaxPortalRequestBytes) return Fault::PortalBadRequest;
  return bytes;
}

Result<PortalRequest> readUnverifiedPortalRequest(ByteView bytes) {
  constexpr Fault kDamaged = Fault::PortalBadRequest;
  const auto envelope = bytes.size() > kMaxPortalRequestBytes ? kDamaged : cose::decodeSign1(bytes);
  const auto header = envelope ? cose::decodeHeader(envelope->protectedHeader) : kDamaged;
  if (!header || header->kid || !header->kcwt) return kDamaged;
  const auto record = cose::decodeSign1(*header->kcwt);
  auto portal = record ? decodeRecord(record->payload) : kDamaged;
  auto question = decodeQuestion(envelope->payload);
  if (!portal || !question) return kDamaged;
  return PortalRequest{*std::move(portal), *std::move(question)};
}

// Outside in as far as bytes go, inside out as far as belief goes: the issuer's signature, the record, the portal's
// signature, the question.
Result<PortalRequest> verifyPortalRequest(ByteView bytes, const TrustList* trust, std::int64_t nowUnixSeconds) {
  constexpr Fault kDamaged = Fault::PortalBadRequest;
  if (bytes.size() > kMaxPortalRequestBytes) return kDamaged;
  const auto envelope = cose::decodeSign1(bytes);
  if (!envelope) return kDamaged;
  const auto header = cose::decodeHeader(envelope->protectedHeader);
  if (!header || header->kid || !header->kcwt || header->kcwt->size() > kMaxPortalRecordBytes) return kDamaged;

  CC_TRY(issuer, verifyPlaceSignature(SignedKind::PortalRecord, *header->kcwt, trust, nowUnixSeconds, kDamaged));
  auto portal = decodeRecord(cose::decodeSign1(*header->kcwt)->payload);
  if (!portal || !cose::verifySign1(SignedKind::PortalRequest, *envelope, portal->portalKey)) return kDamaged;
  auto question = decodeQuestion(envelope->payload);
  if (!question) return kDamaged;
  CC_CHECK(checkPlaceTime(*issuer, portal->notBeforeUnixSeconds, portal->expiresUnixSeconds, nowUnixSeconds));
  PortalRequest request{*std::move(portal), *std::move(question)};
  CC_CHECK(checkAsked(request, *trust, nowUnixSeconds));
  return request;
}

}  // namespace citycode
