#include "places/venue_record.h"

#include "citycode/pass.h"
#include "encoding/shown_text.h"
#include "pass/pass_claims.h"
#include "signing/cose.h"

namespace citycode {
namespace {

constexpr std::size_t kVenueElements = 4;

bool isVenueRecord(const VenueRecord& record) {
  return isPlaceId(record.venueId, kMaxVenueIdBytes) && isPlaceNames(record.names) &&
         record.address.size() <= kMaxVenueAddressBytes && (record.address.empty() || isFitToShow(record.address)) &&
         isPlaceScopes(record.scopeIds) &&
         record.notBeforeUnixSeconds >= 0 && record.expiresUnixSeconds > record.notBeforeUnixSeconds &&
         record.expiresUnixSeconds <= 0xffffffff;
}

Bytes encodePayload(const VenueRecord& record) {
  cbor::Writer writer;
  writer.putMap(3);
  writer.putInt(kClaimExp).putInt(record.expiresUnixSeconds);
  writer.putInt(kClaimNbf).putInt(record.notBeforeUnixSeconds);
  writer.putInt(kClaimVenue).putArray(kVenueElements).putText(record.venueId);
  putPlaceNames(writer, record.names);
  writer.putText(record.address);
  putPlaceScopes(writer, record.scopeIds);
  return std::move(writer).bytes();
}

Result<Done> takeVenue(cbor::Reader& reader, VenueRecord& record) {
  CC_TRY(elements, reader.takeArray());
  if (elements != kVenueElements) return Fault::VenueBadRecord;
  CC_TRY(id, reader.takeText());
  CC_TRY(names, takePlaceNames(reader));
  CC_TRY(address, reader.takeText());
  CC_TRY(scopeIds, takePlaceScopes(reader));
  record.venueId = id;
  record.names = std::move(names);
  record.address = address;
  record.scopeIds = std::move(scopeIds);
  return Done{};
}

Result<VenueRecord> decodePayload(ByteView payload) {
  cbor::Reader reader(payload);
  CC_TRY(map, cbor::MapReader::open(reader));
  VenueRecord record;
  int seen = 0;
  for (;; ++seen) {
    CC_TRY(key, map.nextKey());
    if (!key) break;
    if (*key == kClaimExp || *key == kClaimNbf) {
      CC_TRY(seconds, takePlaceTime(reader));
      (*key == kClaimExp ? record.expiresUnixSeconds : record.notBeforeUnixSeconds) = seconds;
    } else if (*key == kClaimVenue) {
      CC_CHECK(takeVenue(reader, record));
    } else {
      return Fault::VenueBadRecord;
    }
  }
  CC_CHECK(reader.expectEnd());
  if (seen != 3 || !isVenueRecord(record)) return Fault::VenueBadRecord;   // keys are unique: three are all
  return record;
}

}  // namespace

Result<Bytes> writeVenueRecord(const SigningKey& issuer, const VenueRecord& record) {
  if (!isVenueRecord(record)) return Fault::VenueBadRecord;
  Bytes bytes = cose::signSign1(SignedKind::VenueRecord, issuer, encodePayload(record), true);
  if (bytes.size() > kMaxVenueRecordBytes) return Fault::VenueBadRecord;
  return bytes;
}

Result<VenueRecord> readUnverifiedVenueRecord(ByteView bytes) {
  const auto envelope = bytes.size() > kMaxVenueRecordBytes ? Fault::VenueBadRecord : cose::decodeSign1(bytes);
  if (!envelope) return Fault::VenueBadRecord;
  auto record = decodePayload(envelope->payload);
  if (!record) return Fault::VenueBadRecord;
  return *std::move(record);
}

Result<VenueRecord> verifyVenueRecord(ByteView bytes, const TrustList* trust, std::int64_t nowUnixSeconds) {
  if (bytes.size() > kMaxVenueRecordBytes) return Fault::VenueBadRecord;
  CC_TRY(issuer, verifyPlaceSignature(SignedKind::VenueRecord, bytes, trust, nowUnixSeconds, Fault::VenueBadRecord));
  auto record = decodePayload(cose::decodeSign1(bytes)->payload);
  if (!record) return Fault::VenueBadRecord;
  CC_CHECK(checkPlaceTime(*issuer, record->notBeforeUnixSeconds, record->expiresUnixSeconds, nowUnixSeconds));
  return *std::move(record);
}

}  // namespace citycode
