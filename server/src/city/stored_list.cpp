#include "city/stored_list.h"

#include "city/trust_lists.h"
#include "lists/trust_payload.h"
#include "signing/cose.h"

namespace citycode::server {

Result<TrustList> storedTrustList(Store& store) {
  CC_TRY(stored, store.read([](Session& session) { return trust_lists::newest(session); }));
  if (!stored) return Fault::TrustMissing;
  CC_TRY(envelope, cose::decodeSign1(stored->bytes));
  return decodeTrustList(envelope.payload);
}

}  // namespace citycode::server
