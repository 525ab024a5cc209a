// Apart from paper_code.cpp, so that a module that only reads links neither this nor the packing.
#include "citycode/paper_card.h"
#include "citycode/pass.h"
#include "encoding/attribute_map.h"
#include "encoding/base45.h"
#include "encoding/cbor.h"
#include "encoding/zlib_stream.h"
#include "paper/paper_fields.h"
#include "pass/pass_claims.h"
#include "pass/photo.h"
#include "signing/cose.h"

namespace citycode {
namespace {

std::int64_t expiresOf(const PaperCard& card) {
  return card.expiresUnixSeconds.value_or(card.notBeforeUnixSeconds + kPaperLifeSeconds);
}

Result<Done> checkCard(const PaperCard& card) {
  if (card.issuer.empty() || card.issuer.size() > paper::kMaxIssuerBytes) return Fault::PaperBadValue;
  if (card.status.uri.empty() || card.status.uri.size() > paper::kMaxStatusUriBytes) return Fault::PaperBadValue;
  const std::int64_t life = expiresOf(card) - card.notBeforeUnixSeconds;
  if (life <= 0 || life > kPaperLifeSeconds) return Fault::PaperBadValue;
  if (!card.photo) return Done{};
  if (card.photo->bytes.size() > kMaxPaperPhotoBytes) return Fault::PaperTooLarge;
  if (!looksLike(card.photo->format, card.photo->bytes)) return Fault::PaperBadValue;
  return Done{};
}

/// Name and number as a pass of the identity scene has them: cut and masked by the same rule.
Result<Attributes> namesOf(const PersonRecord& person) {
  ScopePolicy scope;
  scope.attributes = {Attribute::Name, Attribute::DocumentNumberMasked};
  const auto attributes = attributesFor(person, scope, CalendarDate{}, {});
  if (!attributes || !areFitToShow(*attributes)) return Fault::PaperBadValue;
  return *attributes;
}

void putIdentity(cbor::Writer& writer, const PersonRecord& person, const Attributes& names, const std::optional<Photo>& photo) {
  writer.putMap(photo ? 5 : 3);
  writer.putInt(paper::kId).putText(std::get<std::string>(names.at(Attribute::DocumentNumberMasked)));
  writer.putInt(paper::kFullName).putText(std::get<std::string>(names.at(Attribute::Name)));
  if (photo) {
    writer.putInt(paper::kPhoto).putBytes(photo->bytes);
    writer.putInt(paper::kPhotoFormat).putUint(static_cast<std::uint64_t>(photo->format));
  }
  writer.putInt(paper::kLegalStatus).putText(holderClassName(person.holderClass));
}

}  // namespace

Result<std::string> writePaperCode(const SigningKey& issuer, const PersonRecord& person, const PaperCard& card) {
  CC_CHECK(checkCard(card));
  CC_TRY(names, namesOf(person));
  cbor::Writer payload;
  payload.putMap(6);
  payload.putInt(paper::kClaimIss).putText(card.issuer);
  payload.putInt(kClaimExp).putInt(expiresOf(card));
  payload.putInt(kClaimNbf).putInt(card.notBeforeUnixSeconds);
  payload.putInt(kClaimIat).putInt(card.issuedUnixSeconds);
  payload.putInt(paper::kClaimIdentity);
  putIdentity(payload, person, names, card.photo);
  payload.putInt(paper::kClaimStatus).putMap(1).putText(paper::kStatusList).putMap(2);
  payload.putText(paper::kStatusIndex).putUint(card.status.index);
  payload.putText(paper::kStatusUri).putText(card.status.uri);

  Bytes message{paper::kTagSign1};
  const Bytes envelope = cose::signSign1(SignedKind::Card, issuer, payload.bytes(), true);
  message.insert(message.end(), envelope.begin(), envelope.end());
  return encodeBase45(deflateZlib(message));
}

}  // namespace citycode
