#include "places/portal_request.h"

#include <algorithm>
#include <utility>

#include "citycode/limits.h"
#include "citycode/pass.h"
#include "encoding/shown_text.h"
#include "pass/pass_claims.h"
#include "pass/sealed.h"
#include "signing/cose.h"

namespace citycode {
namespace {

constexpr std::size_t kPortalElements = 5, kQuestionElements = 6;

bool isPortalRecord(const PortalRecord& record) {
  return isPortalId(record.portalId) && isPlaceNames(record.names) && isPortalOrigin(record.origin) &&
         isPlaceScopes(record.scopeIds) && isStrongPublicKey(record.portalKey) && isStrongSealingKey(record.sealingKey) && record.notBeforeUnixSeconds >= 0 &&
         record.expiresUnixSeconds > record.notBeforeUnixSeconds && record.expiresUnixSeconds <= 0xffffffff;
}

bool areAsked(const PortalQuestion& question) {
  const auto isOptional = [&](Attribute attribute) { return question.optional.contains(attribute); };
  return question.required.size() + question.optional.size() > 0 && std::none_of(question.required.begin(), question.required.end(), isOptional);
}

bool isQuestion(const PortalQuestion& question) {
  const std::int64_t life = question.expiresUnixSeconds - question.issuedUnixSeconds;
  return areAsked(question) && question.returnAddress.size() <= kMaxReturnAddressBytes && question.scopeId != kNoScopeId &&
         question.purpose.size() <= kMaxPurposeBytes && isFitToShow(question.purpose) && question.issuedUnixSeconds >= 0 && life > 0 &&
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
  writer.putBytes(record.sealingKey);
  return std::move(writer).bytes();
}

Result<Done> takePortal(cbor::Reader& reader, PortalRecord& record) {
  CC_TRY(elements, reader.takeArray());
  if (elements != kPortalElements) return Fault::PortalBadRequest;
  CC_TRY(id, reader.takeText());
  CC_TRY(names, takePlaceNames(reader));
  CC_TRY(origin, reader.takeText());
  CC_TRY(scopeIds, takePlaceScopes(reader));
  CC_TRY(sealingKey, reader.takeBytes());
  if (sealingKey.size() != record.sealingKey.size()) return Fault::PortalBadRequest;
  std::copy(sealingKey.begin(), sealingKey.end(), record.sealingKey.begin());
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

void putAttributeIds(cbor::Writer& writer, const std::set<Attribute>& attributes) {
  writer.putArray(attributes.size());
  for (const Attribute attribute : attributes) writer.putUint(static_cast<std::uint64_t>(attribute));
}

/// In rising order, each once.
Result<std::set<Attribute>> takeAttributeIds(cbor::Reader& reader) {
  CC_TRY(count, reader.takeArray());
  std::set<Attribute> attributes;
  for (std::size_t i = 0; i < count; ++i) {
    CC_TRY(id, reader.takeUint());
    const auto attribute = attributeFromId(id);
    if (!attribute || (!attributes.empty() && *attribute <= *attributes.rbegin())) return Fault::PortalBadRequest;
    attributes.insert(*attribute);
  }
  return attributes;
}

Bytes encodeQuestion(const PortalQuestion& question) {
  cbor::Writer writer;
  writer.putMap(4);
  writer.putInt(kClaimExp).putInt(question.expiresUnixSeconds);
  writer.putInt(kClaimIat).putInt(question.issuedUnixSeconds);
  writer.putInt(kClaimNonce).putBytes(question.nonce);
  writer.putInt(kClaimRequest).putArray(kQuestionElements).putUint(question.scopeId).putText(question.purpose);
  putAttributeIds(writer, question.required);
  putAttributeIds(writer, question.optional);
  writer.putBytes(question.anchor).putText(question.returnAddress);
  return std::move(writer).bytes();
}

Result<Done> takeAsked(cbor::Reader& reader, PortalQuestion& question) {
  CC_TRY(elements, reader.takeArray());
  if (elements != kQuestionElements) return Fault::PortalBadRequest;
  CC_TRY(scopeId, reader.takeUint());
  if (scopeId > 0xffffffff) return Fault::PortalBadRequest;
  CC_TRY(purpose, reader.takeText());
  CC_TRY(required, takeAttributeIds(reader));
  CC_TRY(optional, takeAttributeIds(reader));
  CC_TRY(anchor, reader.takeBytes());
  CC_TRY(returnAddress, reader.takeText());
  if (anchor.size() != question.anchor.size()) return Fault::PortalBadRequest;
  std::copy(anchor.begin(), anchor.end(), question.anchor.begin());
  question.required = std::move(required);
  question.optional = std::move(optional);
  question.returnAddress = returnAddress;
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

/// The protected header and the payload.
Result<std::pair<Bytes, Bytes>> headedBy(ByteView record, const PortalQuestion& question) {
  if (!isQuestion(question) || record.size() > kMaxPortalRecordBytes || !cose::decodeSign1(record)) return Fault::PortalBadRequest;
  cose::Header header;
  header.kcwt = record;
  return std::pair(cose::encodeHeader(header), encodeQuestion(question));
}

Result<Done> checkAsked(const PortalRequest& request, const TrustList& trust, std::int64_t nowUnixSeconds) {
  const auto& allowed = request.portal.scopeIds;
  const PortalQuestion& question = request.question;
  if (!question.returnAddress.empty() && !isReturnAddress(question.returnAddress, request.portal.origin)) return Fault::PortalBadRequest;
  if (std::find(allowed.begin(), allowed.end(), question.scopeId) == allowed.end()) return Fault::PortalBadRequest;
  const ScopePolicy* const scope = trust.findScope(question.scopeId);
  if (!scope) return Fault::ScopeUnknown;
  const auto isOfScene = [&](Attribute attribute) { return scope->allows(attribute); };
  for (const auto* asked : {&question.required, &question.optional})
    if (!std::all_of(asked->begin(), asked->end(), isOfScene)) return Fault::PortalBadRequest;
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

bool isReturnAddress(std::string_view address, std::string_view origin) {
  if (!isPortalOrigin(origin) || address.size() > kMaxReturnAddressBytes || !address.starts_with(origin)) return false;
  const std::string_view path = address.substr(origin.size());   // what follows an origin is a path, or another origin
  constexpr std::string_view kMarks = "-._~/?&=%+,:;";
  return path.starts_with('/') && std::all_of(path.begin(), path.end(), [=](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || kMarks.find(c) != std::string_view::npos;
  });
}

Result<Bytes> writePortalRecord(const SigningKey& issuer, const PortalRecord& record) {
  if (!isPortalRecord(record)) return Fault::PortalBadRequest;
  Bytes bytes = cose::signSign1(SignedKind::PortalRecord, issuer, encodeRecord(record), true);
  if (bytes.size() > kMaxPortalRecordBytes) return Fault::PortalBadRequest;
  return bytes;
}

Result<Bytes> portalRequestToBeSigned(ByteView record, const PortalQuestion& question) {
  CC_TRY(headed, headedBy(record, question));
  return cose::toBeSigned(SignedKind::PortalRequest, headed.first, headed.second);
}

Result<Bytes> writePortalRequest(ByteView record, const PortalQuestion& question, ByteView signature) {
  CC_TRY(headed, headedBy(record, question));
  Bytes bytes = cose::encodeSign1(headed.first, headed.second, signature);
  if (bytes.size() > kMaxPortalRequestBytes) return Fault::PortalBadRequest;
  return bytes;
}

Result<Bytes> writePortalRequest(const SigningKey& portal, ByteView record, const PortalQuestion& question) {
  CC_TRY(message, portalRequestToBeSigned(record, question));
  return writePortalRequest(record, question, portal.sign(message));
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
