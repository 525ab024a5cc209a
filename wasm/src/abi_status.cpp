// The verb for status lists.
#include "abi_internal.h"
#include "citycode/report.h"
#include "citycode_abi.h"

using namespace citycode;

int32_t cc_load_status_list(const uint8_t* list, size_t list_size, double now) {
  return answerWith([=]() -> Result<Bytes> {
    CC_TRY(bytes, borrowed(list, list_size));
    CC_TRY(seconds, wholeSeconds(now));
    Verifier& state = verifier();
    if (!state.trust) return Fault::TrustMissing;
    CC_TRY(adopted, state.statusLists.adopt(bytes, *state.trust, seconds));
    state.workClock.listCame(adopted.list->head.issuedUnixSeconds, seconds);
    return ownedBytes(adoptedStatusJson(adopted));
  });
}
