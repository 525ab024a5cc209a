// Venue records and portal requests: what a citizen's phone may believe of what it scans.
#include "abi_internal.h"
#include "citycode_abi.h"
#include "verdict/report.h"

using namespace citycode;

int32_t cc_read_venue(int32_t verifier, const uint8_t* record, size_t record_size, double now) {
  return answerOf(verifier, [=](OpenVerifier& of) -> Result<Bytes> {
    CC_TRY(view, borrowed(record, record_size));
    CC_TRY(seconds, wholeSeconds(now));
    const auto& trust = of.trust;
    CC_TRY(venue, verifyVenueRecord(view, trust ? &*trust : nullptr, seconds));
    return ownedBytes(venueRecordJson(venue, *trust));
  });
}

int32_t cc_read_portal_request(int32_t verifier, const uint8_t* request, size_t request_size, double now) {
  return answerOf(verifier, [=](OpenVerifier& of) -> Result<Bytes> {
    CC_TRY(view, borrowed(request, request_size));
    CC_TRY(seconds, wholeSeconds(now));
    const auto& trust = of.trust;
    CC_TRY(asked, verifyPortalRequest(view, trust ? &*trust : nullptr, seconds));
    return ownedBytes(portalRequestJson(asked, *trust));
  });
}
