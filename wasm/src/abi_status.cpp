// The verb for status lists.
#include "abi_internal.h"
#include "citycode_abi.h"
#include "verdict/report.h"

using namespace citycode;

int32_t cc_load_status_list(int32_t verifier, const uint8_t* list, size_t list_size, double now) {
  return answerOf(verifier, [=](OpenVerifier& of) -> Result<Bytes> {
    CC_TRY(bytes, borrowed(list, list_size));
    CC_TRY(seconds, wholeSeconds(now));
    CC_TRY(adopted, of.takeStatusList(bytes, seconds));
    return ownedBytes(adoptedStatusJson(adopted));
  });
}
