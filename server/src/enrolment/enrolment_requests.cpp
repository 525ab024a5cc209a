#include "enrolment/enrolment_requests.h"

#include "enrolment/code_desk.h"
#include "enrolment/strong_key.h"
#include "pass/enrolment_code.h"

namespace citycode::server {

Result<EnrolmentRequests::Enrollee> EnrolmentRequests::read(const Request& request, const char* keyMember, WasEnrolled wasEnrolled) {
  CC_TRY(parameters, signedRequests_.read(request));
  CC_TRY(body, readJsonObject(request.body, 2));
  CC_TRY(typedCode, takeText(body, "enrolmentCode", kMaxTypedCodeBytes));
  CC_TRY(key, takeStrongKey(body, keyMember));
  const DeviceId id = sha256(key);
  if (parameters.keyId != encodeBase64Url(id)) return Fault::RequestSignatureMismatch;
  CC_CHECK(signedRequests_.verify(request, key));

  CC_TRY(code, canonicalEnrolmentCode(typedCode));
  const Sha256 codeHash = enrolmentCodeHash(code);
  const auto outcome = signedRequests_.admitNonce(parameters);
  if (outcome == NonceMemory::Outcome::Full) return Fault::RequestTooMany;
  if (outcome == NonceMemory::Outcome::Replayed) {
    // Sent again because the answer was lost: the same key gets the same answer, nobody else any.
    CC_TRY(isRepetition, store_.read([&](Session& session) { return wasEnrolled(session, codeHash, id); }));
    if (!isRepetition) return Fault::RequestReplayed;
  }
  return Enrollee{{codeHash, id, key, clock_.nowUnixMs()}, std::move(parameters)};
}

}  // namespace citycode::server
