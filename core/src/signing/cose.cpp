#include "signing/cose.h"

#include "encoding/cbor.h"

namespace citycode {

std::string_view externalDataOf(SignedKind kind) {
  switch (kind) {
#define CC_SIGNED(enumerator, externalData, what, fault) \
  case SignedKind::enumerator: return externalData;
#include "citycode/signed_kinds.def"
#undef CC_SIGNED
  }
  return "";
}

}  // namespace citycode

namespace citycode::cose {
namespace {

constexpr std::size_t kKidBytes = 4;

}  // namespace

Result<Sign1> decodeSign1(ByteView bytes) {
  cbor::Reader reader(bytes);
  CC_TRY(elements, reader.takeArray());
  if (elements != 4) return Fault::CoseBadStructure;
  CC_TRY(protectedHeader, reader.takeBytes());
  CC_TRY(unprotectedPairs, reader.takeMap());
  if (unprotectedPairs != 0) return Fault::CoseUnknownHeader;
  CC_TRY(payload, reader.takeBytes());
  CC_TRY(signature, reader.takeBytes());
  if (signature.size() != kSignatureBytes) return Fault::CoseBadStructure;
  CC_CHECK(reader.expectEnd());
  return Sign1{protectedHeader, payload, signature};
}

Result<Header> decodeHeader(ByteView protectedHeader) {
  cbor::Reader reader(protectedHeader);
  CC_TRY(map, cbor::MapReader::open(reader));
  Header header;
  bool hasAlgorithm = false;
  for (;;) {
    CC_TRY(key, map.nextKey());
    if (!key) break;
    if (*key == kHeaderAlg) {
      CC_TRY(algorithm, reader.takeInt());
      if (algorithm != kAlgEdDsa) return Fault::CoseUnsupportedAlgorithm;
      hasAlgorithm = true;
    } else if (*key == kHeaderKid) {
      CC_TRY(kid, reader.takeBytes());
      if (kid.size() != kKidBytes) return Fault::CoseBadStructure;
      header.kid = kid;
    } else if (*key == kHeaderKcwt) {
      CC_TRY(item, reader.takeItem(2));   // inside the header's map
      header.kcwt = item;
    } else {
      return Fault::CoseUnknownHeader;
    }
  }
  if (!hasAlgorithm) return Fault::CoseUnsupportedAlgorithm;
  CC_CHECK(reader.expectEnd());
  return header;
}

Bytes encodeHeader(const Header& header) {
  cbor::Writer writer;
  writer.putMap(1 + (header.kid ? 1 : 0) + (header.kcwt ? 1 : 0));
  writer.putInt(kHeaderAlg).putInt(kAlgEdDsa);
  if (header.kid) writer.putInt(kHeaderKid).putBytes(*header.kid);
  if (header.kcwt) writer.putInt(kHeaderKcwt).putItem(*header.kcwt);
  return std::move(writer).bytes();
}

Bytes toBeSigned(SignedKind kind, ByteView protectedHeader, ByteView payload) {
  cbor::Writer writer;
  writer.putArray(4).putText("Signature1").putBytes(protectedHeader);
  writer.putBytes(bytesOf(externalDataOf(kind))).putBytes(payload);
  return std::move(writer).bytes();
}

Bytes encodeSign1(ByteView protectedHeader, ByteView payload, ByteView signature) {
  cbor::Writer writer;
  writer.putArray(4).putBytes(protectedHeader).putMap(0).putBytes(payload).putBytes(signature);
  return std::move(writer).bytes();
}

Bytes signSign1(SignedKind kind, const SigningKey& key, ByteView payload, bool withKid) {
  const auto kid = keyIdOf(key.publicKey());
  Header header;
  if (withKid) header.kid = kid;
  const Bytes protectedHeader = encodeHeader(header);
  const Signature signature = key.sign(toBeSigned(kind, protectedHeader, payload));
  return encodeSign1(protectedHeader, payload, signature);
}

bool verifySign1(SignedKind kind, const Sign1& sign1, ByteView publicKey) {
  return verifySignature(publicKey, toBeSigned(kind, sign1.protectedHeader, sign1.payload), sign1.signature);
}

}  // namespace citycode::cose
