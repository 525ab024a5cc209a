// COSE_Sign1 and its header: what is taken encodes to the same bytes, and garbage verifies with no key.
#include "signing/cose.h"

#include "fuzz.h"

void citycode::fuzz::oneInput(ByteView bytes) {
  if (const auto sign1 = cose::decodeSign1(bytes)) {
    CC_HOLDS(sameBytes(cose::encodeSign1(sign1->protectedHeader, sign1->payload, sign1->signature), bytes));
    static const SigningKey key = *SigningKey::fromSeed(Bytes(kSeedBytes, 99));   // signed no seed
    CC_HOLDS(!cose::verifySign1(SignedKind::Pass, *sign1, key.publicKey()));
  }
  if (const auto header = cose::decodeHeader(bytes)) CC_HOLDS(sameBytes(cose::encodeHeader(*header), bytes));
}
