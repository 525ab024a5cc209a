#include "rating/service_ticket.h"

#include "citycode/pass.h"
#include "pass/pass_claims.h"
#include "signing/cose.h"

namespace citycode {
namespace {

constexpr std::size_t kElements = 7;

bool isTicket(const ServiceTicket& ticket) {
  const TicketKind kind = ticketOf(ticket.channel);
  return isOfficeId(ticket.officeId) && isPlaceNames(ticket.officeNames) && isItemId(ticket.itemId) && isPlaceNames(ticket.itemNames) &&
         kind != TicketKind::NoTicket && ticket.passDigest.has_value() == (kind == TicketKind::Bound) &&
         ticket.endedUnixSeconds >= 0 && ticket.endedUnixSeconds <= 0xffffffff - kTicketSeconds && encodeRatedService(ticket.service());
}

Bytes encodePayload(const ServiceTicket& ticket) {
  cbor::Writer writer;
  writer.putMap(3);
  writer.putInt(kClaimExp).putInt(ticket.expiresUnixSeconds());
  writer.putInt(kClaimIat).putInt(ticket.endedUnixSeconds);
  writer.putInt(kClaimTicket).putArray(kElements).putBytes(ticket.id);
  writer.putText(ticket.officeId);
  putPlaceNames(writer, ticket.officeNames);
  writer.putText(ticket.itemId);
  putPlaceNames(writer, ticket.itemNames);
  writer.putUint(static_cast<std::uint64_t>(ticket.channel));
  writer.putBytes(ticket.passDigest ? ByteView(*ticket.passDigest) : ByteView());
  return std::move(writer).bytes();
}

Result<Done> takeTicket(cbor::Reader& reader, ServiceTicket& ticket) {
  CC_TRY(elements, reader.takeArray());
  CC_TRY(id, reader.takeBytes());
  CC_TRY(officeId, reader.takeText());
  CC_TRY(officeNames, takePlaceNames(reader));
  CC_TRY(itemId, reader.takeText());
  CC_TRY(itemNames, takePlaceNames(reader));
  CC_TRY(number, reader.takeUint());
  CC_TRY(digest, reader.takeBytes());
  const auto channel = channelFromNumber(number);
  if (elements != kElements || id.size() != ticket.id.size() || !channel || (!digest.empty() && digest.size() != sizeof(Sha256)))
    return Fault::TicketBadTicket;
  std::copy(id.begin(), id.end(), ticket.id.begin());
  ticket.officeId = officeId;
  ticket.officeNames = std::move(officeNames);
  ticket.itemId = itemId;
  ticket.itemNames = std::move(itemNames);
  ticket.channel = *channel;
  if (!digest.empty()) std::copy(digest.begin(), digest.end(), ticket.passDigest.emplace().begin());
  return Done{};
}

Result<ServiceTicket> decodePayload(ByteView payload) {
  cbor::Reader reader(payload);
  CC_TRY(map, cbor::MapReader::open(reader));
  ServiceTicket ticket;
  std::int64_t expires = -1;
  int seen = 0;
  for (;; ++seen) {
    CC_TRY(key, map.nextKey());
    if (!key) break;
    if (*key == kClaimExp || *key == kClaimIat) {
      CC_TRY(seconds, takePlaceTime(reader));
      (*key == kClaimExp ? expires : ticket.endedUnixSeconds) = seconds;
    } else if (*key == kClaimTicket) {
      CC_CHECK(takeTicket(reader, ticket));
    } else {
      return Fault::TicketBadTicket;
    }
  }
  CC_CHECK(reader.expectEnd());
  if (seen != 3 || expires != ticket.expiresUnixSeconds() || !isTicket(ticket)) return Fault::TicketBadTicket;   // keys are unique: three are all
  return ticket;
}

}  // namespace

Result<Bytes> writeServiceTicket(const SigningKey& issuer, const ServiceTicket& ticket) {
  if (!isTicket(ticket)) return Fault::TicketBadTicket;
  Bytes bytes = cose::signSign1(SignedKind::ServiceTicket, issuer, encodePayload(ticket), true);
  if (bytes.size() > kMaxTicketBytes) return Fault::TicketBadTicket;
  return bytes;
}

Result<ServiceTicket> readUnverifiedServiceTicket(ByteView bytes) {
  const auto envelope = bytes.size() > kMaxTicketBytes ? Fault::TicketBadTicket : cose::decodeSign1(bytes);
  if (!envelope) return Fault::TicketBadTicket;
  auto ticket = decodePayload(envelope->payload);
  if (!ticket) return Fault::TicketBadTicket;
  return *std::move(ticket);
}

Result<ServiceTicket> verifyServiceTicket(ByteView bytes, const TrustList* trust, std::int64_t nowUnixSeconds) {
  if (bytes.size() > kMaxTicketBytes) return Fault::TicketBadTicket;
  CC_TRY(issuer, verifyPlaceSignature(SignedKind::ServiceTicket, bytes, trust, nowUnixSeconds, Fault::TicketBadTicket));
  auto ticket = decodePayload(cose::decodeSign1(bytes)->payload);
  if (!ticket) return Fault::TicketBadTicket;
  if (ticket->endedUnixSeconds < issuer->notBeforeUnixSeconds || ticket->endedUnixSeconds >= issuer->expiresUnixSeconds)
    return Fault::TrustIssuerNotValidThen;
  CC_CHECK(checkTicketTime(ticket->endedUnixSeconds, nowUnixSeconds));
  return *std::move(ticket);
}

Result<Done> checkTicketTime(std::int64_t endedUnixSeconds, std::int64_t nowUnixSeconds) {
  if (nowUnixSeconds < endedUnixSeconds - kClockSkewSeconds) return Fault::TicketNotEnded;
  if (nowUnixSeconds >= endedUnixSeconds + kTicketSeconds) return Fault::TicketExpired;
  return Done{};
}

Result<PublicKey> keyOfRatedPass(ByteView pass, const Sha256& passDigest, const TrustList& trust) {
  if (!constantTimeEqual(sha256(pass), passDigest)) return Fault::TicketOtherPass;
  CC_TRY(envelope, cose::decodeSign1(pass));
  CC_TRY(header, cose::decodeHeader(envelope.protectedHeader));
  if (!header.kid || header.kcwt) return Fault::CoseBadStructure;
  bool known = false;
  for (const Issuer& issuer : trust.issuers) {
    if (!isKeyId(*header.kid, issuer.key)) continue;
    known = true;
    if (!cose::verifySign1(SignedKind::Pass, envelope, issuer.key)) continue;
    CC_TRY(claims, decodePassClaims(envelope.payload));
    if (!issuer.mayIssue(claims.scopeId)) return Fault::TrustIssuerNotForScope;
    return claims.holderKey;
  }
  return known ? Fault::SignatureIssuerMismatch : Fault::TrustUnknownIssuer;
}

}  // namespace citycode
