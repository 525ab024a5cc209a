#include "pass/presentation.h"

#include <algorithm>

#include "citycode/pass.h"
#include "encoding/base45.h"
#include "encoding/cbor.h"
#include "pass/other_code.h"
#include "pass/pass_claims.h"
#include "signing/cose.h"

namespace citycode {
namespace {

constexpr std::uint64_t kLatestUnixSeconds = 0xffffffff;   // as in pass.cpp: until 2106

bool isAudience(std::string_view text) {
  if (text.empty() || text.size() > kMaxAudienceBytes) return false;
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == ':' || c == '.';
  });
}

bool isPresentable(const PresentationClaims& claims) {
  const bool nonceFits =
      !claims.nonce || (claims.nonce->size() >= kMinNonceBytes && claims.nonce->size() <= kMaxNonceBytes);
  return isAudience(claims.audience) && nonceFits && claims.issuedUnixSeconds >= 0 &&
         static_cast<std::uint64_t>(claims.issuedUnixSeconds) <= kLatestUnixSeconds &&
         claims.issuedUnixSeconds == slotStart(claims.issuedUnixSeconds);
}

Result<Bytes> presentationHeader(ByteView pass) {
  if (pass.size() > kMaxPassBytes) return Fault::PassTooLong;
  CC_CHECK(cose::decodeSign1(pass));   // what is no COSE_Sign1 must not become a header
  cose::Header header;
  header.kcwt = pass;
  return cose::encodeHeader(header);
}

}  // namespace

std::int64_t slotStart(std::int64_t nowUnixSeconds) {
  const std::int64_t into = ((nowUnixSeconds % kSlotSeconds) + kSlotSeconds) % kSlotSeconds;
  return nowUnixSeconds - into;
}

bool isVenueId(std::string_view id) { return id.size() <= kMaxVenueIdBytes && isAudience(id); }

Result<PresentationClaims> decodePresentationClaims(ByteView payload) {
  cbor::Reader reader(payload);
  CC_TRY(map, cbor::MapReader::open(reader));
  PresentationClaims claims;
  bool hasAudience = false, hasTime = false;
  for (;;) {
    CC_TRY(key, map.nextKey());
    if (!key) break;
    if (*key == kClaimAud) {
      CC_TRY(audience, reader.takeText());
      claims.audience = audience;
      hasAudience = true;
    } else if (*key == kClaimIat) {
      CC_TRY(seconds, reader.takeUint());
      if (seconds > kLatestUnixSeconds) return Fault::PresentationBadValue;
      claims.issuedUnixSeconds = static_cast<std::int64_t>(seconds);
      hasTime = true;
    } else if (*key == kClaimNonce) {
      CC_TRY(nonce, reader.takeBytes());
      claims.nonce = copyOf(nonce);
    } else {
      return Fault::PresentationUnknownClaim;
    }
  }
  CC_CHECK(reader.expectEnd());
  if (!hasAudience || !hasTime) return Fault::PresentationMissingClaim;
  if (!isPresentable(claims)) return Fault::PresentationBadValue;
  return claims;
}

Bytes encodePresentationClaims(const PresentationClaims& claims) {
  cbor::Writer writer;
  writer.putMap(claims.nonce ? 3 : 2);
  writer.putInt(kClaimAud).putText(claims.audience);
  writer.putInt(kClaimIat).putInt(claims.issuedUnixSeconds);
  if (claims.nonce) writer.putInt(kClaimNonce).putBytes(*claims.nonce);
  return std::move(writer).bytes();
}

Result<Bytes> presentationToBeSigned(ByteView pass, const PresentationClaims& claims) {
  if (!isPresentable(claims)) return Fault::PresentationBadValue;
  CC_TRY(header, presentationHeader(pass));
  return cose::toBeSigned(SignedKind::Presentation, header, encodePresentationClaims(claims));
}

Result<std::string> writeCode(ByteView pass, const PresentationClaims& claims, ByteView signature) {
  if (!isPresentable(claims) || signature.size() != kSignatureBytes) return Fault::PresentationBadValue;
  CC_TRY(header, presentationHeader(pass));
  const Bytes code = cose::encodeSign1(header, encodePresentationClaims(claims), signature);
  std::string text = std::string(kCodePrefix) + encodeBase45(code);
  if (text.size() > kMaxCodeTextChars) return Fault::CodeTooLong;
  return text;
}

Result<DecodedCode> decodeCode(std::string_view text) {
  if (!text.starts_with(kCodePrefix)) return faultOfOtherText(text);
  if (text.size() > kMaxCodeTextChars) return Fault::CodeTooLong;
  CC_TRY(bytes, decodeBase45(text.substr(kCodePrefix.size())));

  DecodedCode code;
  code.bytes = std::move(bytes);
  CC_TRY(presentation, cose::decodeSign1(code.bytes));
  CC_TRY(outerHeader, cose::decodeHeader(presentation.protectedHeader));
  if (!outerHeader.kcwt || outerHeader.kid) return Fault::CoseBadStructure;
  if (outerHeader.kcwt->size() > kMaxPassBytes) return Fault::PassTooLong;
  CC_TRY(pass, cose::decodeSign1(*outerHeader.kcwt));
  CC_TRY(innerHeader, cose::decodeHeader(pass.protectedHeader));
  if (!innerHeader.kid || innerHeader.kcwt) return Fault::CoseBadStructure;

  code.presentationHeader = presentation.protectedHeader;
  code.presentationPayload = presentation.payload;
  code.presentationSignature = presentation.signature;
  code.pass = *outerHeader.kcwt;
  code.passHeader = pass.protectedHeader;
  code.passPayload = pass.payload;
  code.passSignature = pass.signature;
  code.claimedIssuerKid = *innerHeader.kid;
  return code;
}

}  // namespace citycode
