#include "tools/refusal.h"

#include <algorithm>
#include <string_view>

namespace citycode::tools {
namespace {

struct Said {
  std::string_view id;   // of a fault, or of a whole stage: "cbor/"
  std::string_view sentence;
};

/// The first row whose id the fault's begins with counts.
constexpr Said kSaid[] = {
    {"code/not-city-code", "This is nothing of Citycode that is known here."},
    {"code/too-long", "The text is too long to be a code."},
    {"code/bad-base45", "The text has characters that no code has, or a part of it is missing."},
    {"code/later-version", "This is a code of a later version of Citycode."},
    {"code/enrolment", "This is an enrolment code: it says nothing by itself, and whoever has it can use it."},
    {"code/list-part", "This is a part of a list that is shown as several codes, and no code."},
    {"code/", "This is a text of the city's, and no code."},
    {"cbor/", "The bytes are not in the one form that the format has (deterministic CBOR)."},
    {"cose/", "The bytes are no signed message of the form that the format has."},
    {"pass/", "The pass says something that no pass may say."},
    {"presentation/", "What the phone signed says something that it may not say."},
    {"trust/missing", "There is no trust list to decide by."},
    {"trust/bad-list", "The trust list cannot be read."},
    {"trust/bad-signature", "The trust list is not signed by this city's key."},
    {"trust/rolled-back", "The trust list is older than one that was adopted before."},
    {"trust/from-future", "The trust list is dated after the time that was given."},
    {"trust/too-old", "The trust list is too old to decide by."},
    {"trust/unknown-issuer", "The issuer is not on the trust list."},
    {"trust/issuer-not-valid-then", "The issuer could not sign at that time."},
    {"trust/issuer-not-for-scope", "The issuer may not sign for this scene."},
    {"trust/", "The parts of the list do not belong together."},
    {"signature/issuer-mismatch", "The issuer's signature does not fit: the code was changed, or nobody on the list signed it."},
    {"signature/holder-mismatch", "The phone's signature does not fit: the code was changed, or is another phone's."},
    {"signature/weak-key", "The key is no key that anybody should sign with."},
    {"time/expired", "It has expired."},
    {"time/not-yet-valid", "It is not valid yet."},
    {"time/shown-too-long-ago", "The code was shown too long ago."},
    {"time/shown-in-future", "The code was shown after the time that was given."},
    {"time/clock-behind-list", "The time that was given is before the trust list was signed."},
    {"time/", "Its times do not fit the time that was given."},
    {"scope/unknown", "The trust list has no such scene."},
    {"scope/wrong-scene", "The pass is for another scene."},
    {"scope/scene-key-missing", "Its attributes are sealed, and the scene's key was not given."},
    {"scope/seal-broken", "The scene's key does not open its attributes."},
    {"scope/bad-scene-key", "The scene's key must be 32 bytes."},
    {"scope/", "The pass says more than the scene may see."},
    {"audience/wrong-venue", "The code is meant for another venue."},
    {"audience/wrong-nonce", "The code does not answer what was asked."},
    {"audience/", "The code is meant for another scene."},
    {"revocation/revoked", "It was revoked."},
    {"revocation/list-missing", "No status list speaks of it."},
    {"revocation/bad-signature", "The status list is not signed by its issuer."},
    {"revocation/too-old", "The status list is too old to decide by."},
    {"revocation/", "The status list cannot be taken."},
    {"replay/", "The code was seen before."},
    {"image/bad-size", "The picture is empty or too large."},
    {"image/two-codes", "There is more than one person's code in the picture."},
    {"image/", "There is no code in the picture."},
    {"symbol/too-long", "The text is too long for a symbol that is read well."},
    {"venue/", "The venue's record cannot be read."},
    {"portal/bad-code", "This is no living code of a portal's request."},
    {"portal/", "The portal's request cannot be read."},
    {"paper/encrypted", "The card is encrypted."},
    {"paper/other-algorithm", "The card is signed in a way that is not read here."},
    {"paper/", "The card cannot be read."},
    {"ticket/", "The ticket cannot be read."},
    {"log/bad-checkpoint", "The checkpoint cannot be read."},
    {"log/bad-signature", "The checkpoint is not signed by this log's key, or a key cannot be read."},
    {"log/too-few-witnesses", "Too few witnesses have signed the checkpoint."},
    {"log/bad-proof", "The proof does not show it."},
    {"log/", "The log went back."},
    {"issue/scope-not-for-holder", "This scene is not for the person of the test city."},
    {"request/malformed", "A value is not in the form that it needs."},
    {"start/bad-option", "The command line cannot be understood."},
};

}  // namespace

std::string_view faultSentence(Fault fault) {
  const std::string_view id = faultId(fault);
  const auto* const row = std::find_if(std::begin(kSaid), std::end(kSaid), [&](const Said& said) { return id.starts_with(said.id); });
  return row == std::end(kSaid) ? "This is an error of the program's own: please report it." : row->sentence;
}

Refusal usage(std::string sentence) { return {ExitCode::Usage, Fault::StartBadOption, std::move(sentence) + " See --help."}; }

Refusal badInput(Fault fault) { return {ExitCode::BadInput, fault, std::string(faultSentence(fault))}; }

Refusal badInput(Fault fault, std::string_view of) {
  return {ExitCode::BadInput, fault, std::string(of).append(": ").append(faultSentence(fault))};
}

}  // namespace citycode::tools
