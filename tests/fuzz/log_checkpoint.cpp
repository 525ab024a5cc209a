// Notes, keys and checkpoints of the log: only texts that the log signed are read, each has one form, and no size goes
// back. The first byte says what comes: a note, a text that the log signs as it is, or a verifier key.
#include "log/log_checkpoint.h"

#include "fuzz.h"
#include "log_city.h"
#include "signing/http_signature.h"
#include "verdict/report.h"

namespace citycode::fuzz {
namespace {

constexpr std::size_t kWitnessesKnown = 2;

std::optional<VerifiedCheckpoint> read(std::string_view note, std::size_t needed) {
  static const NoteKey log = logCity().key(), witnesses[] = {logCity().witnessKey(0), logCity().witnessKey(1)};
  const auto verified = readCheckpoint(note, {log, witnesses, needed}, test::kNow);
  const auto unverified = readUnverifiedCheckpoint(note);
  if (!verified) return std::nullopt;
  CC_HOLDS(unverified && unverified->checkpoint == verified->checkpoint && !unverified->signers.empty());
  CC_HOLDS(verified->witnesses.size() >= needed && verified->witnesses.size() <= kWitnessesKnown);
  CC_HOLDS(verified->checkpoint.origin == log.name && verified->checkpoint.size <= kMaxLogSize);
  CC_HOLDS(verified->checkpoint.extensions.size() <= kMaxExtensionLines);
  CC_HOLDS(note.starts_with(checkpointText(verified->checkpoint) + "\n"));
  CC_HOLDS(isJson(checkpointJson(*verified)));
  return *verified;
}

// What the log signs of its own accord, whatever stands there.
std::string signedNote(std::string_view text) {
  const Signature signature = logCity().log.sign(bytesOf(text));
  Bytes bytes;
  for (const std::uint8_t byte : logCity().key().id()) bytes.push_back(byte);
  bytes.insert(bytes.end(), signature.begin(), signature.end());
  std::string encoded = encodeBase64Url(bytes);   // 68 bytes: one sign of padding
  for (char& c : encoded) c = c == '-' ? '+' : c == '_' ? '/' : c;
  return std::string(text) + "\n\xe2\x80\x94 " + logCity().key().name + " " + encoded + "=\n";
}

void checkSigned(std::string_view text) {
  const auto verified = read(signedNote(text), 0);
  if (!verified) return;
  const Checkpoint& checkpoint = verified->checkpoint;
  CC_HOLDS(checkpointText(checkpoint) == text);
  CC_HOLDS(signCheckpoint(checkpoint, logCity().log) == signedNote(text));
  const std::string cosigned = signedNote(text) + cosignatureLine(text, logCity().witnessKey(0).name, logCity().witness[0], test::kNow);
  CC_HOLDS(read(cosigned, 1) && !read(cosigned, 2));
  CC_HOLDS(checkSuccession(std::nullopt, checkpoint, {}) && checkSuccession(checkpoint, checkpoint, {}));
  Checkpoint larger = checkpoint;
  ++larger.size;
  CC_HOLDS(checkSuccession(larger, checkpoint, {}).fault() == Fault::LogRolledBack);
  CC_HOLDS(checkpoint.size == 0 || !checkSuccession(checkpoint, larger, {}));
}

}  // namespace

void oneInput(ByteView bytes) {
  Input input(bytes);
  const std::uint8_t what = input.byte() % 3;
  const std::string_view text = input.restText();
  if (what == 0) {
    if (const auto verified = read(text, 0)) CC_HOLDS(verified->checkpoint == logCity().checkpoint());
  } else if (what == 1) {
    checkSigned(text);
  } else if (const auto key = readNoteKey(text)) {
    CC_HOLDS(writeNoteKey(*key) == text && isStrongPublicKey(key->key));
  }
}

}  // namespace citycode::fuzz
