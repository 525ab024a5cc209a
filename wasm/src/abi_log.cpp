// The verbs of the public log: what a phone checks of it.
#include "abi_internal.h"
#include "citycode_abi.h"
#include "log/log_checkpoint.h"
#include "log/log_proof.h"
#include "verdict/report.h"

namespace citycode {
namespace {

/// The largest checkpoint that this module has seen.
std::optional<Checkpoint>& newestCheckpoint() {
  static std::optional<Checkpoint> instance;
  return instance;
}

Result<std::vector<NoteKey>> readWitnesses(std::string_view lines) {
  std::vector<NoteKey> witnesses;
  while (!lines.empty()) {
    const std::size_t end = std::min(lines.find('\n'), lines.size());
    if (witnesses.size() == kMaxWitnesses) return Fault::RequestMalformed;
    CC_TRY(witness, readNoteKey(lines.substr(0, end)));
    witnesses.push_back(std::move(witness));
    lines.remove_prefix(std::min(end + 1, lines.size()));
  }
  return witnesses;
}

Result<Bytes> loadCheckpoint(std::string_view note, std::string_view logKey, std::string_view witnessLines,
                             std::int32_t needed, std::int64_t nowUnixSeconds, ByteView proofBytes) {
  if (needed < 0) return Fault::RequestMalformed;
  CC_TRY(log, readNoteKey(logKey));
  CC_TRY(witnesses, readWitnesses(witnessLines));
  const CheckpointPolicy policy{std::move(log), witnesses, static_cast<std::size_t>(needed)};
  CC_TRY(verified, readCheckpoint(note, policy, nowUnixSeconds));
  CC_TRY(proof, decodeLogProof(proofBytes));
  CC_CHECK(checkSuccession(newestCheckpoint(), verified.checkpoint, proof));
  Bytes json = ownedBytes(checkpointJson(verified));
  newestCheckpoint() = std::move(verified.checkpoint);
  return json;
}

Result<Bytes> verifyEntry(ByteView entry, double index, ByteView proofBytes) {
  CC_TRY(place, wholeSeconds(index));   // as exact as seconds are
  if (place < 0 || static_cast<double>(place) != index) return Fault::RequestMalformed;
  CC_TRY(proof, decodeLogProof(proofBytes));
  const auto& log = newestCheckpoint();
  if (!log) return Fault::LogBadCheckpoint;
  CC_CHECK(verifyInclusion(leafHash(entry), static_cast<std::uint64_t>(place), log->size, proof, log->root));
  return Bytes();
}

}  // namespace
}  // namespace citycode

using namespace citycode;

int32_t cc_load_checkpoint(const uint8_t* note, size_t note_size, const uint8_t* log_key, size_t log_key_size,
                           const uint8_t* witnesses, size_t witnesses_size, int32_t needed, double now,
                           const uint8_t* proof, size_t proof_size) {
  return answerWith([=]() -> Result<Bytes> {
    CC_TRY(text, borrowedText(note, note_size));
    CC_TRY(logKey, borrowedText(log_key, log_key_size));
    CC_TRY(witnessLines, borrowedText(witnesses, witnesses_size));
    CC_TRY(seconds, wholeSeconds(now));
    CC_TRY(proofBytes, borrowed(proof, proof_size));
    return loadCheckpoint(text, logKey, witnessLines, needed, seconds, proofBytes);
  });
}

int32_t cc_verify_inclusion(const uint8_t* entry, size_t entry_size, double index, const uint8_t* proof,
                            size_t proof_size) {
  return answerWith([=]() -> Result<Bytes> {
    CC_TRY(entryBytes, borrowed(entry, entry_size));
    CC_TRY(proofBytes, borrowed(proof, proof_size));
    return verifyEntry(entryBytes, index, proofBytes);
  });
}
