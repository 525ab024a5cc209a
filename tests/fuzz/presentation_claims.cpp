// The holder's claims: one encoding for each, and a code that is written reads back.
#include "pass/presentation.h"

#include "fuzz.h"

void citycode::fuzz::oneInput(ByteView bytes) {
  const auto claims = decodePresentationClaims(bytes);
  if (!claims) return;
  CC_HOLDS(claims->audience.size() <= kMaxAudienceBytes);
  CC_HOLDS(claims->issuedUnixSeconds % kSlotSeconds == 0);
  CC_HOLDS(sameBytes(encodePresentationClaims(*claims), bytes));
}
