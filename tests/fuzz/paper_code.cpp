// Paper codes, from their text to the verdict: only what the city signed may be Valid, however it is wrapped. The first
// byte says how deep the garbage begins: a text, a stream, a message, claims of a stranger or of the city itself.
#include "paper/paper_code.h"
#include "verifier/verifier_state.h"

#include "../core/test_city.h"
#include "encoding/base45.h"
#include "fuzz.h"
#include "pass/photo.h"
#include "signing/cose.h"
#include "verdict/report.h"

namespace citycode::fuzz {
namespace {

const test::TestCity& city() {
  static const test::TestCity instance;
  return instance;
}

std::string textOfMessage(ByteView message) { return encodeBase45(storedZlib(message)); }

Verdict verify(std::string_view text) {
  static const TrustList trust = city().trustList();
  VerifyRequest request = test::TestCity::request();
  request.scopeName = "identity";
  const Verdict verdict = verifyPaperCode(text, request, &trust);
  CC_HOLDS((verdict.outcome == Outcome::Valid) == !verdict.fault);
  CC_HOLDS(verdict.fault != Fault::InternalBug);
  CC_HOLDS(verdict.outcome == Outcome::Valid || (verdict.attributes.empty() && !verdict.photo));
  CC_HOLDS(isJson(verdictJson(verdict)));
  ReplayMemory replay;
  if (looksLikePaperCode(text)) CC_HOLDS(verifyAnyCode(text, request, &trust, replay).outcome == verdict.outcome);
  return verdict;
}

// A stream, a tag or an unsigned header may be written in many ways; what was signed is the one card of the seeds.
void checkOnlyTheCardIsValid(std::string_view text) {
  static const Bytes card = copyOf(test::must(decodePaperCode(city().paper())).message.payload);
  const bool valid = verify(text).outcome == Outcome::Valid;
  const auto decoded = decodePaperCode(text);
  CC_HOLDS(!valid || (decoded && sameBytes(decoded->message.payload, card)));
  if (decoded) CC_HOLDS(decoded->bytes.size() <= kMaxPaperBytes && text.size() <= kMaxPaperTextChars);
}

void checkClaims(ByteView payload) {
  const auto claims = decodePaperClaims(payload);
  if (!claims) return;
  CC_HOLDS(claims->name.size() <= kMaxPaperNameBytes);
  if (!claims->photo) return;
  CC_HOLDS(claims->photo->bytes.size() <= payload.size() && looksLike(claims->photo->format, claims->photo->bytes));
  CC_HOLDS(!photoFormatName(claims->photo->format).empty());
}

}  // namespace

void oneInput(ByteView bytes) {
  Input input(bytes);
  const std::uint8_t depth = input.byte() % 5;
  const ByteView rest = input.rest();
  if (depth == 0) return checkOnlyTheCardIsValid(textOf(rest));
  if (depth == 1) return checkOnlyTheCardIsValid(encodeBase45(rest));
  if (depth == 2) return checkOnlyTheCardIsValid(textOfMessage(rest));
  checkClaims(rest);
  if (depth == 3) return CC_HOLDS(verify(textOfMessage(cose::signSign1(SignedKind::Card, city().stranger, rest, true))).outcome != Outcome::Valid);
  verify(textOfMessage(cose::signSign1(SignedKind::Card, city().issuer, rest, true)));
}

}  // namespace citycode::fuzz
