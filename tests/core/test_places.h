// A venue and a portal of the test city.
#pragma once

#include "encoding/cbor.h"
#include "pass/pass_claims.h"
#include "places/portal_code.h"
#include "places/portal_request.h"
#include "places/venue_record.h"
#include "signing/cose.h"
#include "test_city.h"

namespace citycode::test {

inline constexpr Language kAllLanguages[] = {Language::English, Language::SimplifiedChinese, Language::TraditionalChinese,
                                             Language::Indonesian};

class TestPlaces {
 public:
  TestCity city;
  SigningKey portalKey = keyFrom(8);
  SceneKey sealingSecret = must(SceneKey::fromSecret(Bytes(kSceneKeyBytes, 11)));

  /// The test city's list, whose issuer may sign for places too.
  TrustList trustList() const {
    TrustList list = city.trustList();
    list.issuers[0].rights = {Right::Places, Right::Cards};
    return list;
  }

  VenueRecord venue() const {
    return {"city-library", {{Language::English, "City Library"}, {Language::SimplifiedChinese, "城市图书馆"}},
            "1 Garden Road", {1, 8}, kNow - 86400, kNow + 86400 * 365};
  }
  Bytes venueRecord() const { return must(writeVenueRecord(city.issuer, venue())); }

  PortalRecord portal() const {
    return {"tax-office", {{Language::English, "Tax Office"}, {Language::SimplifiedChinese, "税务局"}},
            "https://tax.city.example", {1, 15}, sealingSecret.sealingKey(), portalKey.publicKey(), kNow - 86400, kNow + 86400 * 365};
  }
  PortalQuestion question() const {
    PortalNonce nonce;
    nonce.fill(0x5a);
    return {nonce, 15, "Sign in to your tax account", {Attribute::Name, Attribute::Pseudonym}, {Attribute::DocumentType, Attribute::Over18},
            portalProofAt(secondsSecret, 0), "", kNow - 5, kNow + 295};
  }
  const Bytes secondsSecret = Bytes(kPortalProofBytes, 0x33);
  /// A pass that the city made for this portal, of what its person left ticked.
  PassClaims portalClaims(const Attributes& attributes = {{Attribute::Name, std::string("王小明")},
                                                          {Attribute::DocumentType, std::uint64_t{1}},
                                                          {Attribute::Pseudonym, Bytes(12, 0x77)}}) const {
    const ScopePolicy scope = TestCity::scopeNamed("sign-in");
    PassClaims claims = city.claims();
    claims.scopeId = scope.id;
    claims.attributes.clear();
    claims.sealedAttributes = must(sealAttributes(attributes, scope, sealingSecret.sealingKey(), city.ephemeralSeed));
    claims.onlyAudience = audienceDigestOf("portal:tax-office");
    return claims;
  }
  std::string portalCode(const PassClaims& claims) const {
    const PortalNonce nonce = question().nonce;
    return city.code(claims, {"portal:tax-office", kNow, Bytes(nonce.begin(), nonce.end())});
  }
  // ---- Signed without a look at any limit, as an issuer or a portal could that keeps to none ----

  Bytes unboundedVenueRecord(const VenueRecord& venue) const {
    cbor::Writer writer;
    writer.putMap(3).putInt(kClaimExp).putInt(venue.expiresUnixSeconds).putInt(kClaimNbf).putInt(venue.notBeforeUnixSeconds);
    writer.putInt(kClaimVenue).putArray(4).putText(venue.venueId);
    putPlaceNames(writer, venue.names);
    writer.putText(venue.address);
    putPlaceScopes(writer, venue.scopeIds);
    return cose::signSign1(SignedKind::VenueRecord, city.issuer, writer.bytes(), true);
  }
  /// Each member within its limit, and so many bytes in all.
  Bytes venueRecordOf(std::size_t size) const {
    VenueRecord venue = this->venue();
    for (const Language language : kAllLanguages) venue.names[language] = std::string(kMaxPlaceNameBytes, 'n');
    venue.address.assign(60, 'a');
    venue.address.resize(60 + size - unboundedVenueRecord(venue).size(), 'a');
    return unboundedVenueRecord(venue);
  }

  Bytes unboundedPortalRecord(const PortalRecord& portal) const {
    cbor::Writer writer;
    writer.putMap(4).putInt(kClaimExp).putInt(portal.expiresUnixSeconds).putInt(kClaimNbf).putInt(portal.notBeforeUnixSeconds);
    writer.putInt(kClaimCnf);
    putConfirmation(writer, portal.portalKey);
    writer.putInt(kClaimPortal).putArray(5).putText(portal.portalId);
    putPlaceNames(writer, portal.names);
    writer.putText(portal.origin);
    putPlaceScopes(writer, portal.scopeIds);
    writer.putBytes(portal.sealingKey);
    return cose::signSign1(SignedKind::PortalRecord, city.issuer, writer.bytes(), true);
  }
  Bytes portalRecordOf(std::size_t size) const {
    PortalRecord portal = this->portal();
    for (const Language language : kAllLanguages) portal.names[language] = std::string(30, 'n');
    std::string& name = portal.names[Language::English];
    name.resize(30 + size - unboundedPortalRecord(portal).size(), 'n');
    return unboundedPortalRecord(portal);
  }

  Bytes unboundedPortalRequest(ByteView record, const PortalQuestion& asked, bool withKid = false) const {
    cbor::Writer writer;
    writer.putMap(4).putInt(kClaimExp).putInt(asked.expiresUnixSeconds).putInt(kClaimIat).putInt(asked.issuedUnixSeconds);
    writer.putInt(kClaimNonce).putBytes(asked.nonce);
    writer.putInt(kClaimRequest).putArray(6).putUint(asked.scopeId).putText(asked.purpose);
    for (const auto* attributes : {&asked.required, &asked.optional}) {
      writer.putArray(attributes->size());
      for (const Attribute attribute : *attributes) writer.putUint(static_cast<std::uint64_t>(attribute));
    }
    writer.putBytes(asked.anchor).putText(asked.returnAddress);
    const auto kid = keyIdOf(portalKey.publicKey());
    cose::Header header;
    header.kcwt = record;
    if (withKid) header.kid = kid;
    const Bytes protectedHeader = cose::encodeHeader(header);
    return cose::encodeSign1(protectedHeader, writer.bytes(), portalKey.sign(cose::toBeSigned(SignedKind::PortalRequest, protectedHeader, writer.bytes())));
  }
  /// With a purpose that no phone would show: there is no other way to so many bytes.
  Bytes portalRequestOf(std::size_t size) const {
    PortalQuestion asked = question();
    asked.purpose.assign(300, 'p');
    const Bytes record = must(writePortalRecord(city.issuer, portal()));
    asked.purpose.resize(300 + size - unboundedPortalRequest(record, asked).size(), 'p');
    return unboundedPortalRequest(record, asked);
  }

  Bytes portalRequest(const PortalRecord& record, const PortalQuestion& asked) const {
    return must(writePortalRequest(portalKey, must(writePortalRecord(city.issuer, record)), asked));
  }
  Bytes portalRequest() const { return portalRequest(portal(), question()); }
};

}  // namespace citycode::test
