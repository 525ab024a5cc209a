#include <algorithm>

#include "tools/texts.h"
#include "tools/verb.h"

namespace citycode::tools {

std::string Arguments::valueOf(std::string_view option) const {
  const auto found = options.find(option);
  return found == options.end() || found->second.empty() ? std::string() : found->second.back();
}

std::vector<std::string> Arguments::allOf(std::string_view option) const {
  const auto found = options.find(option);
  return found == options.end() ? std::vector<std::string>() : found->second;
}

Given<std::int64_t> askedTime(const Arguments& arguments) { return arguments.has("--at") ? timeFrom(arguments.valueOf("--at")) : timeNow(); }

const std::vector<Option>& optionTable() {
  static const std::vector<Option> rows{
      {"--at", "TIME", Values::Others, "the time to decide by, in seconds since 1970 or as 2027-01-15T08:00:00Z (default: this machine's clock)"},
      {"--checkpoint", "FILE", Values::Files, "the log's signed head, instead of --size and --root"},
      {"--city-key", "KEY|FILE", Values::Files, "the city's root key, which nobody else vouches for: 64 hexadecimal digits, base64url, or a file that holds them"},
      {"--entry", "FILE|-", Values::Files, "the entry whose place is shown"},
      {"--first", "N", Values::Others, "how many entries the earlier log has"},
      {"--first-root", "HASH", Values::Others, "its root"},
      {"--form", "FORM", Values::Others, "svg, png, pgm or terminal (default: by the ending of --out, else terminal)"},
      {"--index", "N", Values::Others, "the entry's place, from 0 on"},
      {"--key", "FILE", Values::Files, "a key that keygen --test made; any other is refused"},
      {"--leaf", "HASH", Values::Others, "the entry's leaf hash, instead of --entry"},
      {"--level", "L|M|Q|H", Values::Others, "how much of the symbol may be damaged (default: M)"},
      {"--log-key", "KEY", Values::Others, "the log's verifier key, NAME+ID+KEY"},
      {"--needed", "N", Values::Others, "how many of the witnesses must have signed (default: 0)"},
      {"--nonce", "DIGITS", Values::Others, "what the verifier asked with, 8 to 16 bytes in hexadecimal digits"},
      {"--out", "FILE", Values::Files, "a new file; one that exists is never written over"},
      {"--proof", "HASHES", Values::Others, "the proof's hashes of 32 bytes, together or one each time"},
      {"--revoked", "", Values::Others, "the status list says that the pass is revoked"},
      {"--root", "HASH", Values::Others, "the log's root"},
      {"--scene", "NAME", Values::Scenes, "the scene, such as transit"},
      {"--scene-key", "FILE", Values::Files, "the key of a sealed scene, 32 bytes in a file that its owner alone can read, for the day of --at and the one before"},
      {"--size", "N", Values::Others, "how many entries the log has"},
      {"--status-list", "FILE", Values::Files, "a status list or delta, in the order in which they are taken"},
      {"--test", "", Values::Others, "marks the key as one that issue-test may sign with"},
      {"--trust-list", "FILE", Values::Files, "the city's signed trust list"},
      {"--venue", "ID", Values::Others, "the venue's id, or \"portal:\" and a portal's; without it only a code for the scene is accepted"},
      {"--witness", "KEY", Values::Others, "a witness's verifier key, NAME+ID+KEY"},
      {"--json", "", Values::Others, "prints one JSON object, a refusal too"},
      {"--help", "", Values::Others, "prints what the verb takes"},
      {"--version", "", Values::Others, "prints the version"},
  };
  return rows;
}

const std::vector<Verb>& verbTable() {
  using enum Takes::Need;
  static const std::vector<Verb> rows{
      {"inspect", "TEXT|FILE|-", true, {}, {},
       "says what a code, pass, card, trust list, status list, venue's record, portal's request, service's ticket, checkpoint or part of a list says",
       "Nothing of it is verified, and every answer says so: whoever made it can have written anything.\n"
       "An address of the city's with a record, request or ticket behind its # is read too, and so are hexadecimal digits and base64url.",
       "kind, verified (always false), and what was read, with the names of docs/format.md", inspect},
      {"verify", "CODE|-", true, {},
       {{"--city-key", Must}, {"--trust-list", Must}, {"--scene", Must}, {"--status-list", Many}, {"--scene-key"}, {"--venue"}, {"--nonce"}, {"--at"}},
       "gives the verdict about a phone's code or a printed card",
       "The exit code is 0 for valid, 1 for invalid and 2 for undecided.\n"
       "Each call is a verifier that saw nothing before: that a code is shown twice is noticed by scanners, and not here.",
       "outcome, fault, scope, attributes, kind, photo, passDigest, expiresUnixSeconds, shownSecondsAgo, seenSecondsAgo, trustAgeSeconds, "
       "trustFreshness, statusAgeSeconds, statusFreshness, checks, city, refusedStatusLists",
       verify},
      {"draw", "TEXT|-", true, {}, {{"--out"}, {"--form"}, {"--level"}},
       "draws a text as a QR symbol: as SVG, as a grey picture (PNG or PGM), or in the terminal", "", "version, sideModules, form, and file or picture", draw},
      {"read", "PICTURE|-", true, {}, {}, "reads the QR symbols in a picture: PNG, JPEG, or binary PGM or PPM (P5 or P6)",
       "The exit code is 1 when there is none. Nothing of what they hold is verified.",
       "symbols (text or null, bytes, version, corners), counts (the place of the one that a verdict would be about, or null)", read},
      {"keygen", "", false, {}, {{"--out"}, {"--test"}}, "makes an Ed25519 key pair: the secret in a file of mode 0600, the public key printed",
       "The file is citycode.key where --out names none. --out - prints the secret instead, and nothing else does.",
       "publicKey, publicKeyBase64Url, keyId, test, file", keygen},
      {"issue-test", "", false, {}, {{"--key", Must}, {"--out", Must}, {"--scene"}, {"--venue"}, {"--revoked"}, {"--at"}},
       "makes a test city in a new folder: its trust list, status list, a pass and a code that is shown",
       "All of it is signed by a key that says that it is for tests, and the city is named a test city: no real verifier believes it. The person does not exist.",
       "city, cityKey, folder, scene, code, issuedUnixSeconds, sealed, revoked", issueTest},
      {"log-proof", "inclusion|consistency", true, {"inclusion", "consistency"},
       {{"--proof", Many}, {"--size"}, {"--root"}, {"--checkpoint"}, {"--log-key"}, {"--witness", Many}, {"--needed"}, {"--entry"}, {"--leaf"},
        {"--index"}, {"--at"}, {"--first"}, {"--first-root"}},
       "checks that an entry is in the city's log, or that a log continues an earlier one",
       "Hashes are 64 hexadecimal digits or base64url. The exit code is 0 when the proof holds and 1 when it does not, or the checkpoint is refused.",
       "proof, holds, fault, size, root, witnesses", logProof},
      {"completion", "bash|zsh", true, {"bash", "zsh"}, {}, "prints the completion of this command line for a shell", "", "text", completion},
      {"manual", "", false, {}, {}, "prints this command line's manual page", "", "text", manual},
  };
  return rows;
}

const Option* findOption(std::string_view name) {
  const auto& rows = optionTable();
  const auto found = std::find_if(rows.begin(), rows.end(), [&](const Option& row) { return row.name == name; });
  return found == rows.end() ? nullptr : &*found;
}

const Verb* findVerb(std::string_view name) {
  const auto& rows = verbTable();
  const auto found = std::find_if(rows.begin(), rows.end(), [&](const Verb& row) { return row.name == name; });
  return found == rows.end() ? nullptr : &*found;
}

}  // namespace citycode::tools
