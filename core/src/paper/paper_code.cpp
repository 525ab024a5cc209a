#include "citycode/paper_card.h"
#include "paper/paper_code.h"

#include <algorithm>
#include <iterator>

#include "encoding/alphabets.h"
#include "encoding/base45.h"
#include "encoding/shown_text.h"
#include "encoding/zlib_stream.h"
#include "paper/paper_fields.h"
#include "pass/photo.h"

namespace citycode {
namespace {

using foreign::Item;

// Long ids exist (uuid with a prefix); a longer one is a text of another kind.
constexpr std::int64_t kLatestUnixSeconds = 0xffffffff;   // times of the format are below 2^32
constexpr std::size_t kMaxIdBytes = 64, kMaxKindBytes = 64;

// Claim 169, field 62: a list of {0: data, 1: format (0 is a picture), 2: sub-format}.
constexpr std::int64_t kFaceData = 0, kFaceFormat = 1, kFaceSubFormat = 2, kFaceFormatImage = 0;

constexpr std::int64_t kKnownFields[] = {paper::kId,          paper::kFullName,    paper::kPhoto,
                                         paper::kPhotoFormat, paper::kLegalStatus, paper::kFace};

Result<std::string> textField(const Item& identity, std::int64_t key, std::size_t maxBytes) {
  CC_TRY(item, identity.find(key));
  if (!item) return std::string();
  const auto text = item->toText();
  if (!text || text->size() > maxBytes || (!text->empty() && !isFitToShow(*text))) return Fault::PaperBadValue;
  return std::string(*text);
}

Result<std::optional<std::int64_t>> numberField(const Item& map, std::int64_t key) {
  CC_TRY(item, map.find(key));
  if (!item) return std::optional<std::int64_t>();
  const auto number = item->toInt();
  if (!number) return Fault::PaperBadValue;
  return std::optional(*number);
}

// A picture in a format that nobody shows is no reason to refuse the card: then there is no photo.
Result<std::optional<Photo>> photoFrom(const Item& data, std::optional<std::int64_t> number) {
  const auto bytes = data.toBytes();
  const auto format = number ? photoFormatFromNumber(*number) : std::nullopt;
  if (!bytes || !format || !looksLike(*format, *bytes)) return std::optional<Photo>();
  return std::optional(Photo{*format, copyOf(*bytes)});
}

Result<std::optional<Photo>> takePhoto(const Item& identity) {
  CC_TRY(data, identity.find(paper::kPhoto));
  if (data) {
    CC_TRY(format, numberField(identity, paper::kPhotoFormat));
    return photoFrom(*data, format);
  }
  CC_TRY(faces, identity.find(paper::kFace));
  if (!faces) return std::optional<Photo>();
  CC_TRY(list, faces->elements());
  if (list.empty() || list[0].kind() != foreign::Kind::Map) return std::optional<Photo>();
  CC_TRY(face, list[0].find(kFaceData));
  CC_TRY(format, numberField(list[0], kFaceFormat));
  CC_TRY(subFormat, numberField(list[0], kFaceSubFormat));
  if (!face || format != kFaceFormatImage) return std::optional<Photo>();
  return photoFrom(*face, subFormat);
}

Result<std::optional<StatusReference>> takeStatus(const Item& status) {
  if (status.kind() != foreign::Kind::Map) return Fault::PaperBadValue;
  CC_TRY(list, status.find(paper::kStatusList));
  if (!list) return std::optional<StatusReference>();   // another mechanism than the status list
  if (list->kind() != foreign::Kind::Map) return Fault::PaperBadValue;
  CC_TRY(indexItem, list->find(paper::kStatusIndex));
  CC_TRY(uriItem, list->find(paper::kStatusUri));
  if (!indexItem || !uriItem) return Fault::PaperBadValue;
  const auto index = indexItem->toInt();
  const auto uri = uriItem->toText();
  if (!index || *index < 0 || *index > 0xffffffff || !uri || uri->size() > paper::kMaxStatusUriBytes) return Fault::PaperBadValue;
  return std::optional(StatusReference{static_cast<std::uint32_t>(*index), std::string(*uri)});
}

Result<std::size_t> countUnknown(const Item& identity) {
  CC_TRY(pairs, identity.pairs());
  std::size_t unknown = 0;
  for (const auto& [key, value] : pairs) {
    const auto number = key.toInt();
    const bool known = number && std::find(std::begin(kKnownFields), std::end(kKnownFields), *number) != std::end(kKnownFields);
    if (!known) ++unknown;
  }
  return unknown;
}

}  // namespace

// The first byte of a zlib stream with a 32 KB window is 0x78 (RFC 1950 section 2.2), and 0x7800 to 0x78ff are written
// with 'F' (15 * 45 * 45) as their third character.
bool looksLikePaperCode(std::string_view text) {
  return text.size() >= kMinPaperTextChars && text[2] == 'F' && text.find_first_not_of(kBase45Alphabet) == std::string_view::npos;
}

Result<DecodedPaper> decodePaperCode(std::string_view untrustedText) {
  if (untrustedText.size() > kMaxPaperTextChars) return Fault::CodeTooLong;
  CC_TRY(packed, decodeBase45(untrustedText));
  CC_TRY(bytes, inflateZlib(packed, kMaxPaperBytes));
  DecodedPaper decoded;
  decoded.bytes = std::move(bytes);
  CC_TRY(message, foreign::decodeCose(decoded.bytes));
  if (message.kind == foreign::CoseKind::Encrypt) return Fault::PaperEncrypted;
  if (message.kind == foreign::CoseKind::Mac) return Fault::PaperOtherAlgorithm;
  // Signatures can be cut off: only what every one of them covers may say whose card it is, and whose list is asked.
  if (message.kind == foreign::CoseKind::Sign && !message.headers.keyIdIsSigned) return Fault::CoseBadStructure;
  decoded.message = std::move(message);
  return decoded;
}

Result<PaperClaims> decodePaperClaims(ByteView payload) {
  CC_TRY(claims, foreign::decodeClaims(payload));
  if (!claims.identity || claims.identity->kind() != foreign::Kind::Map) return Fault::PaperNoIdentity;
  const Item& identity = *claims.identity;
  PaperClaims card;
  if (claims.issuer && claims.issuer->size() > paper::kMaxIssuerBytes) return Fault::PaperBadValue;
  card.issuer = claims.issuer.value_or("");
  card.notBeforeUnixSeconds = claims.notBeforeUnixSeconds ? claims.notBeforeUnixSeconds : claims.issuedUnixSeconds;
  card.expiresUnixSeconds = claims.expiresUnixSeconds;
  for (const auto& time : {card.notBeforeUnixSeconds, card.expiresUnixSeconds})
    if (time && (*time < 0 || *time > kLatestUnixSeconds)) return Fault::PaperBadValue;
  CC_TRY(id, textField(identity, paper::kId, kMaxIdBytes));
  CC_TRY(name, textField(identity, paper::kFullName, kMaxPaperNameBytes));
  CC_TRY(documentKind, textField(identity, paper::kLegalStatus, kMaxKindBytes));
  CC_TRY(photo, takePhoto(identity));
  CC_TRY(unknownFields, countUnknown(identity));
  card.id = std::move(id);
  card.name = std::move(name);
  card.documentKind = std::move(documentKind);
  card.photo = std::move(photo);
  card.unknownFields = unknownFields;
  if (claims.status) {
    CC_TRY(status, takeStatus(*claims.status));
    card.status = std::move(status);
  }
  return card;
}

}  // namespace citycode
