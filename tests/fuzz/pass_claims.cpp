// The issuer's claims: one encoding for each pass, and JSON that any host can parse.
#include "citycode/pass.h"

#include "encoding/pass_mark.h"
#include "fuzz.h"
#include "pass/pass_claims.h"
#include "verdict/report.h"

void citycode::fuzz::oneInput(ByteView bytes) {
  if (const auto claims = decodePassClaims(bytes)) {
    CC_HOLDS(claims->notBeforeUnixSeconds < claims->expiresUnixSeconds);
    CC_HOLDS(isPassMark(claims->notBeforeUnixSeconds) && isPassMark(claims->expiresUnixSeconds));
    CC_HOLDS(sameBytes(encodePassClaims(*claims), bytes));
    CC_HOLDS(isJson(passClaimsJson(*claims)));
  }
  if (readUnverifiedPass(bytes)) CC_HOLDS(bytes.size() <= kMaxPassBytes);
}
