// Signed requests: garbage never verifies, an honest signature over the same garbage does, base64url is one to one.
#include "signing/http_signature.h"

#include "../core/test_city.h"
#include "fuzz.h"

namespace citycode::fuzz {
namespace {

void checkBase64Url(ByteView bytes) {
  if (const auto decoded = decodeBase64Url(textOf(bytes))) CC_HOLDS(encodeBase64Url(*decoded) == textOf(bytes));
  const auto back = decodeBase64Url(encodeBase64Url(bytes));
  CC_HOLDS(back && sameBytes(*back, bytes));
}

}  // namespace

void oneInput(ByteView bytes) {
  static const SigningKey unknown = test::keyFrom(99);
  checkBase64Url(bytes);
  Input input(bytes);
  SignedRequest request;
  request.method = input.partText();
  request.targetUri = input.partText();
  request.contentType = input.partText();
  request.signatureInput = input.partText();
  request.signature = input.partText();
  request.body = input.rest();
  const std::string digest = contentDigest(request.body);
  request.contentDigest = digest;
  const auto parameters = readSignatureParameters(request);
  const std::int64_t now = parameters ? parameters->createdUnixSeconds : test::kNow;
  CC_HOLDS(!verifyRequest(request, unknown.publicKey(), now));
  if (!parameters) return;
  CC_HOLDS(decodeBase64Url(parameters->nonce)->size() == kRequestNonceBytes);
  const Signature honest = unknown.sign(bytesOf(signatureBase(request, request.signatureInput.substr(3))));
  std::string field = encodeBase64Url(honest) + "==";
  for (char& c : field) c = c == '-' ? '+' : c == '_' ? '/' : c;
  field = "cc=:" + field + ":";
  request.signature = field;
  CC_HOLDS(verifyRequest(request, unknown.publicKey(), now));
}

}  // namespace citycode::fuzz
