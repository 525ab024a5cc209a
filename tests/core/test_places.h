// A venue and a portal of the test city.
#pragma once

#include "citycode/portal_request.h"
#include "citycode/venue_record.h"
#include "test_city.h"

namespace citycode::test {

class TestPlaces {
 public:
  TestCity city;
  SigningKey portalKey = keyFrom(8);

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
            "https://tax.city.example", {1, 9}, portalKey.publicKey(), kNow - 86400, kNow + 86400 * 365};
  }
  PortalQuestion question() const {
    PortalNonce nonce;
    nonce.fill(0x5a);
    return {nonce, 1, "Sign in to your tax account", kNow - 5, kNow + 295};
  }
  Bytes portalRequest(const PortalRecord& record, const PortalQuestion& asked) const {
    return must(writePortalRequest(portalKey, must(writePortalRecord(city.issuer, record)), asked));
  }
  Bytes portalRequest() const { return portalRequest(portal(), question()); }
};

}  // namespace citycode::test
