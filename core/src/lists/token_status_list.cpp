#include "lists/token_status_list.h"

#include <algorithm>
#include <vector>

#include "encoding/cbor.h"
#include "encoding/zlib_stream.h"
#include "signing/cose.h"

namespace citycode {
namespace {

// draft-ietf-oauth-status-list sections 5.2 and 6.3; RFC 8392 section 3.1; RFC 9596 for the type.
constexpr std::int64_t kSubject = 2, kExpires = 4, kIssuedAt = 6;
constexpr std::int64_t kStatusList = 65533, kTtl = 65534, kStatus = 65535;
constexpr std::int64_t kHeaderType = 16;
constexpr std::string_view kType = "application/statuslist+cwt";
constexpr std::uint8_t kTagSign1 = 0xd2;   // tag 18, RFC 9052 section 4.2
constexpr std::uint64_t kLatestUnixSeconds = 0xffffffff;
constexpr std::size_t kMaxMembers = 32;
/// zlib cannot grow what it packs by more than a few bytes in 32 KiB; statuses, claims and signature.
constexpr std::size_t kMaxTokenBytes = kMaxTokenStatusBytes + 64 * 1024;

/// Walks a map whose keys are whole numbers in any order, each once.
template <class TakeValue>
Result<Done> takeIntMap(cbor::Reader& reader, TakeValue takeValue) {
  CC_TRY(pairs, reader.takeMap());
  if (pairs > kMaxMembers) return Fault::RevocationBadList;
  std::vector<std::int64_t> seen;
  for (std::size_t i = 0; i < pairs; ++i) {
    CC_TRY(key, reader.takeInt());
    if (std::find(seen.begin(), seen.end(), key) != seen.end()) return Fault::CborDuplicateKey;
    seen.push_back(key);
    CC_CHECK(takeValue(key));
  }
  return Done{};
}

template <class TakeValue>
Result<Done> takeTextMap(cbor::Reader& reader, TakeValue takeValue) {
  CC_TRY(pairs, reader.takeMap());
  if (pairs > kMaxMembers) return Fault::RevocationBadList;
  std::vector<std::string_view> seen;
  for (std::size_t i = 0; i < pairs; ++i) {
    CC_TRY(key, reader.takeText());
    if (std::find(seen.begin(), seen.end(), key) != seen.end()) return Fault::CborDuplicateKey;
    seen.push_back(key);
    CC_CHECK(takeValue(key));
  }
  return Done{};
}

Result<Done> skip(cbor::Reader& reader) {
  CC_CHECK(reader.takeItem());
  return Done{};
}

Result<std::int64_t> takeSeconds(cbor::Reader& reader) {
  CC_TRY(seconds, reader.takeUint());
  if (seconds > kLatestUnixSeconds) return Fault::RevocationBadList;
  return static_cast<std::int64_t>(seconds);
}

Result<std::string> takeUri(cbor::Reader& reader) {
  CC_TRY(text, reader.takeText());
  if (text.size() > kMaxTokenStatusUriBytes) return Fault::RevocationBadList;
  return std::string(text);
}

Result<TokenStatusList> takeList(cbor::Reader& reader) {
  std::optional<std::uint64_t> bits;
  std::optional<ByteView> packed;
  CC_CHECK(takeTextMap(reader, [&](std::string_view key) -> Result<Done> {
    if (key == "bits") {
      CC_TRY(number, reader.takeUint());
      bits = number;
    } else if (key == "lst") {
      CC_TRY(bytes, reader.takeBytes());
      packed = bytes;
    } else {
      return skip(reader);   // aggregation_uri and what may come
    }
    return Done{};
  }));
  if (!bits || !packed) return Fault::RevocationBadList;
  return TokenStatusList::unpack(*bits, *packed);
}

struct Envelope {
  ByteView protectedHeader, payload, signature;
  std::optional<std::int64_t> algorithm;
  Bytes kid;
  std::string type;   // as far as it is text
};

// RFC 9052 section 3.1: what must be understood. The three labels below are, and nothing else is looked at.
Result<Done> takeCritical(cbor::Reader& reader) {
  CC_TRY(labels, reader.takeArray());
  if (labels == 0) return Fault::CoseBadStructure;
  for (std::size_t i = 0; i < labels; ++i) {
    const auto label = reader.takeInt();
    if (!label || (*label != cose::kHeaderAlg && *label != cose::kHeaderKid && *label != kHeaderType)) return Fault::CoseUnknownHeader;
  }
  return Done{};
}

Result<Done> takeHeaders(cbor::Reader& reader, Envelope& envelope, bool isProtected) {
  return takeIntMap(reader, [&](std::int64_t key) -> Result<Done> {
    if (key == cose::kHeaderCrit) return isProtected ? takeCritical(reader) : Result<Done>(Fault::CoseBadStructure);
    if (key == cose::kHeaderAlg) {
      CC_TRY(algorithm, reader.takeInt());
      envelope.algorithm = algorithm;
    } else if (key == cose::kHeaderKid) {
      CC_TRY(kid, reader.takeBytes());
      envelope.kid = copyOf(kid);
    } else if (key == kHeaderType) {
      CC_TRY(kind, reader.peekType());
      if (kind != cbor::Type::Text) return skip(reader);   // a number of the media types' registry
      CC_TRY(type, reader.takeText());
      envelope.type = type;
    } else {
      return skip(reader);
    }
    return Done{};
  });
}

// A COSE_Sign1 as others write it: with or without the tag, headers in either map.
Result<Envelope> decodeEnvelope(ByteView bytes) {
  if (bytes.size() > kMaxTokenBytes) return Fault::RevocationBadList;
  if (!bytes.empty() && bytes[0] == kTagSign1) bytes = bytes.subspan(1);
  cbor::Reader reader(bytes);
  CC_TRY(elements, reader.takeArray());
  if (elements != 4) return Fault::CoseBadStructure;
  Envelope envelope;
  CC_TRY(protectedHeader, reader.takeBytes());
  CC_CHECK(takeHeaders(reader, envelope, false));
  envelope.algorithm.reset();   // only a signed algorithm counts
  envelope.type.clear();
  cbor::Reader headerReader(protectedHeader);
  CC_CHECK(takeHeaders(headerReader, envelope, true));
  CC_CHECK(headerReader.expectEnd());
  CC_TRY(payload, reader.takeBytes());
  CC_TRY(signature, reader.takeBytes());
  CC_CHECK(reader.expectEnd());
  if (!envelope.algorithm) return Fault::CoseBadStructure;
  envelope.protectedHeader = protectedHeader;
  envelope.payload = payload;
  envelope.signature = signature;
  return envelope;
}

Result<TokenStatusReference> takeReference(cbor::Reader& reader) {
  std::optional<TokenStatusReference> reference;
  CC_CHECK(takeTextMap(reader, [&](std::string_view kind) -> Result<Done> {
    if (kind != "status_list") return skip(reader);
    std::optional<std::uint64_t> index;
    std::optional<std::string> uri;
    CC_CHECK(takeTextMap(reader, [&](std::string_view key) -> Result<Done> {
      if (key == "idx") {
        CC_TRY(number, reader.takeUint());
        index = number;
      } else if (key == "uri") {
        CC_TRY(text, takeUri(reader));
        uri = std::move(text);
      } else {
        return skip(reader);
      }
      return Done{};
    }));
    if (!index || !uri) return Fault::RevocationBadList;
    reference = TokenStatusReference{*index, *std::move(uri)};
    return Done{};
  }));
  if (!reference) return Fault::RevocationBadList;
  return *std::move(reference);
}

Result<TokenStatusCwt> decodeToken(const Envelope& envelope) {
  if (envelope.type != kType) return Fault::RevocationBadList;   // a pass of somebody must not pass for a list
  TokenStatusCwt token;
  token.algorithm = *envelope.algorithm;
  token.kid = envelope.kid;
  bool hasSubject = false, hasIssuedAt = false, hasList = false;
  cbor::Reader reader(envelope.payload);
  CC_CHECK(takeIntMap(reader, [&](std::int64_t key) -> Result<Done> {
    if (key == kSubject) {
      CC_TRY(subject, takeUri(reader));
      token.subject = std::move(subject);
      hasSubject = true;
    } else if (key == kIssuedAt || key == kExpires || key == kTtl) {
      CC_TRY(seconds, takeSeconds(reader));
      if (key == kIssuedAt) token.issuedUnixSeconds = seconds;
      else (key == kExpires ? token.expiresUnixSeconds : token.ttlSeconds) = seconds;
      hasIssuedAt |= key == kIssuedAt;
    } else if (key == kStatusList) {
      CC_TRY(list, takeList(reader));
      token.list = std::move(list);
      hasList = true;
    } else {
      return skip(reader);
    }
    return Done{};
  }));
  CC_CHECK(reader.expectEnd());
  if (!hasSubject || !hasIssuedAt || !hasList) return Fault::RevocationBadList;
  return token;
}

}  // namespace

Result<TokenStatusList> TokenStatusList::unpack(std::uint64_t bits, ByteView packed) {
  if (bits != 1 && bits != 2 && bits != 4 && bits != 8) return Fault::RevocationBadList;
  auto statuses = inflateZlib(packed, kMaxTokenStatusBytes);
  if (!statuses) return Fault::RevocationBadList;
  TokenStatusList list;
  list.bits_ = static_cast<int>(bits);
  list.statuses_ = *std::move(statuses);
  return list;
}

Result<TokenStatusList> TokenStatusList::decode(ByteView cborBytes) {
  cbor::Reader reader(cborBytes);
  CC_TRY(list, takeList(reader));
  CC_CHECK(reader.expectEnd());
  return std::move(list);
}

Result<TokenStatusList> TokenStatusList::of(const RevokedSet& revoked, int universeBits) {
  const std::uint64_t universe = std::uint64_t{1} << universeBits;
  if ((universe + 7) / 8 > kMaxTokenStatusBytes) return Fault::RevocationBadList;
  TokenStatusList list;
  list.statuses_.resize(static_cast<std::size_t>((universe + 7) / 8));
  for (const std::uint32_t index : revoked.indices()) {
    if (index >= universe) return Fault::RevocationBadList;
    list.statuses_[index / 8] = static_cast<std::uint8_t>(list.statuses_[index / 8] | 1 << index % 8);
  }
  return list;
}

Bytes TokenStatusList::pack() const { return deflateZlib(statuses_); }

Bytes TokenStatusList::encode() const {
  const Bytes packed = pack();
  cbor::Writer writer;
  writer.putMap(2).putText("lst").putBytes(packed).putText("bits").putInt(bits_);   // in the order of their bytes
  return std::move(writer).bytes();
}

std::optional<std::uint8_t> TokenStatusList::at(std::uint64_t index) const {
  if (index >= size()) return std::nullopt;
  const auto bit = static_cast<std::size_t>(index) * static_cast<std::size_t>(bits_);
  return static_cast<std::uint8_t>(statuses_[bit / 8] >> bit % 8 & ((1 << bits_) - 1));
}

template <class Use>
void TokenStatusList::forEachNotValid(Use use) const {
  const auto perByte = static_cast<std::size_t>(8 / bits_);
  for (std::size_t byte = 0; byte < statuses_.size(); ++byte) {
    if (statuses_[byte] == 0) continue;
    for (std::size_t index = byte * perByte; index < (byte + 1) * perByte; ++index)
      if (*at(index) != 0) use(static_cast<std::uint32_t>(index));
  }
}

Result<RevokedSet> TokenStatusList::notValid() const {
  std::size_t count = 0;
  forEachNotValid([&](std::uint32_t) { ++count; });
  if (count > kMaxGapBytes * 8) return Fault::RevocationBadList;   // an index needs a bit or more: nothing is collected
  std::vector<std::uint32_t> indices;
  indices.reserve(count);
  forEachNotValid([&](std::uint32_t index) { indices.push_back(index); });
  return RevokedSet::of(indices);
}

Result<TokenStatusCwt> decodeTokenStatusCwt(ByteView bytes) {
  CC_TRY(envelope, decodeEnvelope(bytes));
  return decodeToken(envelope);
}

Result<TokenStatusCwt> readTokenStatusCwt(ByteView bytes, ByteView issuerKey) {
  CC_TRY(envelope, decodeEnvelope(bytes));
  if (envelope.algorithm != cose::kAlgEdDsa) return Fault::CoseUnsupportedAlgorithm;
  if (!verifySignature(issuerKey, cose::toBeSigned(SignedKind::TokenStatusList, envelope.protectedHeader, envelope.payload), envelope.signature))
    return Fault::RevocationBadSignature;
  return decodeToken(envelope);
}

Bytes writeTokenStatusCwt(const SigningKey& issuer, const TokenStatusCwt& token) {
  cbor::Writer header;
  header.putMap(3).putInt(cose::kHeaderAlg).putInt(cose::kAlgEdDsa);
  header.putInt(cose::kHeaderKid).putBytes(keyIdOf(issuer.publicKey())).putInt(kHeaderType).putText(kType);
  cbor::Writer payload;
  payload.putMap(3 + (token.expiresUnixSeconds ? 1 : 0) + (token.ttlSeconds ? 1 : 0));
  payload.putInt(kSubject).putText(token.subject);
  if (token.expiresUnixSeconds) payload.putInt(kExpires).putInt(*token.expiresUnixSeconds);
  payload.putInt(kIssuedAt).putInt(token.issuedUnixSeconds);
  payload.putInt(kStatusList).putItem(token.list.encode());
  if (token.ttlSeconds) payload.putInt(kTtl).putInt(*token.ttlSeconds);
  const Signature signature = issuer.sign(cose::toBeSigned(SignedKind::TokenStatusList, header.bytes(), payload.bytes()));
  return cose::encodeSign1(header.bytes(), payload.bytes(), signature);
}

Result<TokenStatusReference> readTokenStatusReference(ByteView cwt) {
  CC_TRY(envelope, decodeEnvelope(cwt));
  std::optional<TokenStatusReference> reference;
  cbor::Reader reader(envelope.payload);
  CC_CHECK(takeIntMap(reader, [&](std::int64_t key) -> Result<Done> {
    if (key != kStatus) return skip(reader);
    CC_TRY(taken, takeReference(reader));
    reference = std::move(taken);
    return Done{};
  }));
  CC_CHECK(reader.expectEnd());
  if (!reference) return Fault::RevocationBadList;
  return *std::move(reference);
}

}  // namespace citycode
