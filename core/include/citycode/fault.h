// The vocabulary of refusals: one enumerator per id in faults.def.
#pragma once

#include <cstdint>
#include <string_view>

namespace citycode {

enum class Fault : std::uint8_t {
#define CC_FAULT(enumerator, id, httpStatus, retryable) enumerator,
#include "citycode/faults.def"
#undef CC_FAULT
};

/// The stable id that people and programs see, for example "time/expired".
std::string_view faultId(Fault fault);

/// The HTTP status that carries this fault (RFC 9110); 0 when it never leaves a browser.
int faultHttpStatus(Fault fault);

/// True when the same action can succeed later without the person changing anything.
bool faultIsRetryable(Fault fault);

}  // namespace citycode
