// The verbs of the public log: what a phone checks of it.
#include "abi_internal.h"
#include "citycode_abi.h"
#include "log/log_checkpoint.h"
#include "log/log_proof.h"
#include "verdict/report.h"

namespace citycode {
namespace {

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

Result<Bytes> loadCheckpoint(std::optional<Checkpoint>& newest, std::string_view note, std::string_view logKey,
                             std::string_view witnessLines, std::int32_t needed, std::int64_t nowUnixSeconds, ByteView proofBytes) {
  if (needed < 0) return Fault::RequestMalformed;
  CC_TRY(log, readNoteKey(logKey));
  CC_TRY(witnesses, readWitnesses(witnessLines));
  const CheckpointPolicy policy{std::move(log), witnesses, static_cast<std::size_t>(needed)};
  CC_TRY(verified, readCheckpoint(note, policy, nowUnixSeconds));
  CC_TRY(proof, decodeLogProof(proofBytes));
  CC_CHECK(checkSuccession(newest, verified.checkpoint, proof));
  Bytes json = ownedBytes(checkpointJson(verified));
  newest = std::move(verified.checkpoint);
  return json;
}

Result<Bytes> verifyEntry(const std::optional<Checkpoint>& log, ByteView entry, double index, ByteView proofBytes) {
  CC_TRY(place, wholeSeconds(index));   // as exact as seconds are
  if (place < 0 || static_cast<double>(place) != index) return Fault::RequestMalformed;
  CC_TRY(proof, decodeLogProof(proofBytes));
  if (!log) return Fault::LogBadCheckpoint;
  CC_CHECK(verifyInclusion(leafHash(entry), static_cast<std::uint64_t>(place), log->size, proof, log->root));
  return Bytes();
}

}  // namespace
}  // namespace citycode

using namespace citycode;

int32_t cc_load_checkpoint(int32_t verifier, const uint8_t* note, size_t note_size, const uint8_t* log_key, size_t log_key_size,
                           const uint8_t* witnesses, size_t witnesses_size, int32_t needed, double now,
                           const uint8_t* proof, size_t proof_size) {
  return answerOf(verifier, [=](OpenVerifier& of) -> Result<Bytes> {
    CC_TRY(text, borrowedText(note, note_size));
    CC_TRY(logKey, borrowedText(log_key, log_key_size));
    CC_TRY(witnessLines, borrowedText(witnesses, witnesses_size));
    CC_TRY(seconds, wholeSeconds(now));
    CC_TRY(proofBytes, borrowed(proof, proof_size));
    return loadCheckpoint(of.checkpoint, text, logKey, witnessLines, needed, seconds, proofBytes);
  });
}

int32_t cc_verify_inclusion(int32_t verifier, const uint8_t* entry, size_t entry_size, double index, const uint8_t* proof,
                            size_t proof_size) {
  return answerOf(verifier, [=](OpenVerifier& of) -> Result<Bytes> {
    CC_TRY(entryBytes, borrowed(entry, entry_size));
    CC_TRY(proofBytes, borrowed(proof, proof_size));
    return verifyEntry(of.checkpoint, entryBytes, index, proofBytes);
  });
}
