// The trust list: nothing unsigned is adopted, and what is read can be written and read again.
#include "citycode/trust_list.h"

#include "../core/test_city.h"
#include "fuzz.h"
#include "lists/trust_payload.h"
#include "signing/cose.h"
#include "verdict/report.h"

void citycode::fuzz::oneInput(ByteView bytes) {
  static const SigningKey unknownRoot = test::keyFrom(99), root = test::keyFrom(1);
  CC_HOLDS(!readTrustList(bytes, unknownRoot.publicKey(), 0, 0));

  const auto list = decodeTrustList(bytes);
  const auto signedList = readTrustList(cose::signSign1(SignedKind::TrustList, root, bytes, true), root.publicKey(), 0, 0);
  CC_HOLDS(bool(list) == bool(signedList));
  if (!list) return CC_HOLDS(list.fault() == signedList.fault());
  const Bytes written = encodeTrustList(*list);
  CC_HOLDS(written.size() <= bytes.size());   // later members are left out
  const auto again = decodeTrustList(written);
  CC_HOLDS(again && encodeTrustList(*again) == written);
  CC_HOLDS(isJson(trustListJson(*list, {})));
}
