// Venue records and portal requests: what a citizen's phone may believe of what it scans.
#include "abi_internal.h"
#include "citycode_abi.h"
#include "places/portal_code.h"
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

int32_t cc_read_portal_request(int32_t verifier, const uint8_t* request, size_t request_size, const uint8_t* id, size_t id_size, double now) {
  return answerOf(verifier, [=](OpenVerifier& of) -> Result<Bytes> {
    CC_TRY(view, borrowed(request, request_size));
    CC_TRY(named, borrowed(id, id_size));
    CC_TRY(seconds, wholeSeconds(now));
    const auto& trust = of.trust;
    CC_TRY(asked, verifyPortalRequest(view, trust ? &*trust : nullptr, seconds));
    CC_CHECK(checkNamedRequest(named, view));
    return ownedBytes(portalRequestJson(view, asked, *trust));
  });
}

int32_t cc_seal_portal_answer(const uint8_t* request, size_t request_size, const uint8_t* code, size_t code_size,
                              const uint8_t* return_code, size_t return_code_size, const uint8_t* seed) {
  return answerWith([=]() -> Result<Bytes> {
    CC_TRY(view, borrowed(request, request_size));
    CC_TRY(text, borrowedText(code, code_size));
    CC_TRY(returned, borrowed(return_code, return_code_size));
    CC_TRY(ephemeral, borrowed(seed, kSceneKeyBytes));
    PortalAnswer answer{std::string(text), std::nullopt};
    if (!returned.empty()) {
      if (returned.size() != kReturnCodeBytes) return Fault::PortalAnswerBroken;
      std::copy(returned.begin(), returned.end(), answer.returnCode.emplace().begin());
    }
    return sealPortalAnswer(view, answer, ephemeral);
  });
}
