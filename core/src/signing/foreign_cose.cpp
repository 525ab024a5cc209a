#include "signing/foreign_cose.h"

#include <algorithm>

#include "citycode/crypto.h"
#include "encoding/cbor.h"
#include "signing/cose.h"

namespace citycode::foreign {
namespace {

// RFC 8392 section 6 and RFC 9052 table 1.
constexpr std::uint64_t kTagCwt = 61;
constexpr std::uint64_t kTagEncrypt0 = 16, kTagMac0 = 17, kTagSign1 = 18, kTagEncrypt = 96, kTagMac = 97, kTagSign = 98;

constexpr std::int64_t kHeaderSdClaims = 17;   // draft-ietf-spice-sd-cwt

// RFC 8392 section 4, RFC 8747, MOSIP's registration and the Token Status List's.
constexpr std::int64_t kIss = 1, kSub = 2, kAud = 3, kExp = 4, kNbf = 5, kIat = 6, kCnf = 8, kIdentity = 169, kStatus = 65535;

struct Shape {
  std::optional<std::uint64_t> tag;
  std::size_t elements;
  CoseKind kind;
};

constexpr Shape kShapes[] = {
    {kTagSign1, 4, CoseKind::Sign1},       {kTagSign, 4, CoseKind::Sign},       {kTagMac0, 4, CoseKind::Mac},
    {kTagMac, 5, CoseKind::Mac},           {kTagEncrypt0, 3, CoseKind::Encrypt}, {kTagEncrypt, 4, CoseKind::Encrypt},
    {std::nullopt, 4, CoseKind::Sign1},    {std::nullopt, 3, CoseKind::Encrypt},
};

bool isEd25519(std::optional<std::int64_t> algorithm) { return algorithm == kAlgEdDsa || algorithm == kAlgEd25519; }

Result<ByteView> bytesIn(const Item& item) {
  const auto bytes = item.toBytes();
  if (!bytes) return Fault::CoseBadStructure;
  return *bytes;
}

// RFC 9052 section 3.1: labels that a reader must understand, in the protected map and about it. Here alg and kid are
// understood, and nothing else is looked at.
Result<Done> checkCritical(const Item& map, bool isProtected) {
  CC_TRY(critical, map.find(cose::kHeaderCrit));
  if (!critical) return Done{};
  if (!isProtected || critical->kind() != Kind::Array) return Fault::CoseBadStructure;
  CC_TRY(labels, critical->elements());
  if (labels.empty()) return Fault::CoseBadStructure;
  for (const Item& label : labels) {
    const auto number = label.toInt();
    if (!number || (*number != cose::kHeaderAlg && *number != cose::kHeaderKid)) return Fault::CoseUnknownHeader;
    CC_TRY(meant, map.find(*number));
    if (!meant) return Fault::CoseBadStructure;
  }
  return Done{};
}

Result<Done> readHeaderMap(const Item& map, bool isProtected, CoseHeaders& headers) {
  if (map.kind() != Kind::Map) return Fault::CoseBadStructure;
  CC_CHECK(checkCritical(map, isProtected));
  if (isProtected) {
    CC_TRY(algorithm, map.find(cose::kHeaderAlg));
    if (algorithm) {
      const auto number = algorithm->toInt();
      if (number) headers.algorithm = *number;   // a text is an algorithm too, one that nobody here knows
    }
  }
  CC_TRY(keyId, map.find(cose::kHeaderKid));
  if (keyId && !headers.keyId) {
    CC_TRY(bytes, bytesIn(*keyId));
    headers.keyId = bytes;
    headers.keyIdIsSigned = isProtected;
  }
  CC_TRY(token, map.find(cose::kHeaderKcwt));
  if (token && isProtected) headers.keyBoundToken = *token;
  CC_TRY(disclosures, map.find(kHeaderSdClaims));
  if (disclosures) headers.disclosures = *disclosures;
  return Done{};
}

Result<CoseHeaders> readHeaders(const Item& protectedItem, const Item& unprotected) {
  CoseHeaders headers;
  CC_TRY(bytes, bytesIn(protectedItem));
  headers.protectedBytes = bytes;
  if (!bytes.empty()) {
    CC_TRY(map, Item::read(bytes));
    CC_CHECK(readHeaderMap(map, true, headers));
  }
  CC_CHECK(readHeaderMap(unprotected, false, headers));
  return headers;
}

Result<std::vector<CoseSignature>> readSigners(const Item& list) {
  const auto signers = list.elements();
  if (!signers || list.kind() != Kind::Array || signers->empty() || signers->size() > kMaxSigners)
    return Fault::CoseBadStructure;
  std::vector<CoseSignature> signatures;
  for (const Item& signer : *signers) {
    const auto parts = signer.elements();
    if (!parts || signer.kind() != Kind::Array || parts->size() != 3) return Fault::CoseBadStructure;
    CC_TRY(headers, readHeaders((*parts)[0], (*parts)[1]));
    CC_TRY(bytes, bytesIn((*parts)[2]));
    signatures.push_back({headers, bytes});
  }
  return signatures;
}

// RFC 9052 section 4.4 without external data, as cards have none; with `signer` the form that COSE_Sign signs.
Bytes signedBytes(const CoseMessage& message, const CoseSignature& signature) {
  if (message.kind == CoseKind::Sign1) return cose::toBeSigned(SignedKind::Card, message.headers.protectedBytes, message.payload);
  cbor::Writer writer;
  writer.putArray(5).putText("Signature").putBytes(message.headers.protectedBytes);
  writer.putBytes(signature.headers.protectedBytes).putBytes({}).putBytes(message.payload);
  return std::move(writer).bytes();
}

template <class T, class Convert>
Result<Done> takeClaim(const Item& claims, std::int64_t key, std::optional<T>& into, Convert convert) {
  CC_TRY(item, claims.find(key));
  if (!item) return Done{};
  CC_TRY(value, convert(*item));
  into = value;
  return Done{};
}

Item withoutTags(Item item) {
  while (const auto tag = item.asTag()) item = tag->second;   // 1 around a time, 61 around claims
  return item;
}

}  // namespace

Result<CoseMessage> decodeCose(ByteView bytes) {
  CC_TRY(whole, Item::read(bytes));
  Item item = whole;
  std::optional<std::uint64_t> kindTag;
  while (const auto tag = item.asTag()) {
    if (kindTag) return Fault::CoseBadStructure;
    if (tag->first != kTagCwt) kindTag = tag->first;
    item = tag->second;
  }
  if (item.kind() != Kind::Array) return Fault::CoseBadStructure;
  CC_TRY(parts, item.elements());
  const auto shape = std::find_if(std::begin(kShapes), std::end(kShapes), [&](const Shape& candidate) {
    return candidate.tag == kindTag && candidate.elements == parts.size();
  });
  if (shape == std::end(kShapes)) return Fault::CoseBadStructure;

  CoseMessage message;
  message.kind = shape->kind;
  CC_TRY(headers, readHeaders(parts[0], parts[1]));
  message.headers = headers;
  if (message.kind == CoseKind::Mac || message.kind == CoseKind::Encrypt) return message;
  CC_TRY(payload, bytesIn(parts[2]));
  message.payload = payload;
  if (message.kind == CoseKind::Sign) {
    CC_TRY(signatures, readSigners(parts[3]));
    message.signatures = signatures;
  } else {
    CC_TRY(signature, bytesIn(parts[3]));
    message.signatures.push_back({headers, signature});
  }
  return message;
}

Result<Done> verifyCose(const CoseMessage& message, ByteView publicKey) {
  if (message.kind == CoseKind::Encrypt) return Fault::PaperEncrypted;
  bool anyEd25519 = false;
  for (const CoseSignature& signature : message.signatures) {
    if (!isEd25519(signature.headers.algorithm)) continue;
    anyEd25519 = true;
    if (verifySignature(publicKey, signedBytes(message, signature), signature.bytes)) return Done{};
  }
  return anyEd25519 ? Fault::SignatureIssuerMismatch : Fault::PaperOtherAlgorithm;
}

Result<CwtClaims> decodeClaims(ByteView payload) {
  CC_TRY(whole, Item::read(payload));
  const Item map = withoutTags(whole);
  if (map.kind() != Kind::Map) return Fault::CoseBadStructure;
  const auto text = [](const Item& item) { return item.toText(); };
  const auto seconds = [](const Item& item) { return withoutTags(item).toSeconds(); };
  const auto itself = [](const Item& item) { return Result<Item>(item); };
  CwtClaims claims;
  CC_CHECK(takeClaim(map, kIss, claims.issuer, text));
  CC_CHECK(takeClaim(map, kSub, claims.subject, text));
  CC_CHECK(takeClaim(map, kAud, claims.audience, text));
  CC_CHECK(takeClaim(map, kExp, claims.expiresUnixSeconds, seconds));
  CC_CHECK(takeClaim(map, kNbf, claims.notBeforeUnixSeconds, seconds));
  CC_CHECK(takeClaim(map, kIat, claims.issuedUnixSeconds, seconds));
  CC_CHECK(takeClaim(map, kCnf, claims.confirmation, itself));
  CC_CHECK(takeClaim(map, kIdentity, claims.identity, itself));
  CC_CHECK(takeClaim(map, kStatus, claims.status, itself));
  return claims;
}

}  // namespace citycode::foreign
