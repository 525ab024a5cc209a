// The payload of a trust list, for whoever signs or verifies it.
#pragma once

#include "citycode/bytes.h"
#include "citycode/result.h"
#include "citycode/trust_list.h"

namespace citycode {

Bytes encodeTrustList(const TrustList& list);
/// Payload only, nothing verified. Faults: cbor/*, trust/bad-list, signature/weak-key.
Result<TrustList> decodeTrustList(ByteView payload);

}  // namespace citycode
