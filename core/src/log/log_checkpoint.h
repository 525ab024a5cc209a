// The head of a log, signed: C2SP tlog-checkpoint in a C2SP signed-note, with cosignatures of witnesses (C2SP
// tlog-cosignature, Ed25519). What the log's operator signs, the city answers for; what witnesses sign, nobody was
// shown otherwise.
//
//   <origin>\n<size>\n<base64 root>\n[<extension line>\n ...]\n\n
//   U+2014 <key name> <base64 of key id and signature>\n ...
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "citycode/bytes.h"
#include "citycode/crypto.h"
#include "citycode/limits.h"
#include "citycode/result.h"
#include "log/log_proof.h"

namespace citycode {

inline constexpr std::size_t kMaxLogKeyNameBytes = 255;   // C2SP tlog-cosignature gives names one length byte
inline constexpr std::size_t kMaxWitnesses = 64;        // a policy of a handful is usual

struct Checkpoint {
  std::string origin;   // who the log is, "log.example.org/city"
  std::uint64_t size = 0;
  LogHash root{};
  std::vector<std::string> extensions;

  bool operator==(const Checkpoint&) const = default;
};

/// C2SP signed-note, "Signature types".
enum class NoteKeyType : std::uint8_t { Ed25519 = 1, Cosignature = 4 };

/// A key that is believed, with the name it signs under.
struct NoteKey {
  std::string name;   // no spaces, no plus, not empty
  NoteKeyType type = NoteKeyType::Ed25519;
  PublicKey key{};

  /// The first 4 bytes of SHA-256(name || 0x0A || type || key).
  std::array<std::uint8_t, 4> id() const;
};

/// "name+hex id+base64(type || key)", how operators hand keys around (C2SP signed-note, "Verifier keys").
std::string writeNoteKey(const NoteKey& key);
/// Fault: log/bad-signature (malformed, of another type, of a wrong id, or a weak key).
Result<NoteKey> readNoteKey(std::string_view text);

/// The note's text: what the log signs. Precondition: origin and extensions are what `readCheckpoint` takes.
std::string checkpointText(const Checkpoint& checkpoint);

/// The whole note with the log's signature; the key's name is the origin.
std::string signCheckpoint(const Checkpoint& checkpoint, const SigningKey& key);

/// What a witness adds to the end of a note whose text is `text`, once it has seen that the log only grew.
std::string cosignatureLine(std::string_view text, std::string_view witnessName, const SigningKey& key,
                            std::int64_t nowUnixSeconds);

struct Witnessed {
  std::string name;
  std::int64_t atUnixSeconds = 0;   // when the witness says it saw this as the newest
};

struct VerifiedCheckpoint {
  Checkpoint checkpoint;
  std::vector<Witnessed> witnesses;   // in the order of the policy
};

/// What a note says and whose names stand under it, nothing verified. The names live as long as `note`. Fault: log/bad-checkpoint.
struct UnverifiedCheckpoint {
  Checkpoint checkpoint;
  std::vector<std::string_view> signers;   // in the note's order
};
Result<UnverifiedCheckpoint> readUnverifiedCheckpoint(std::string_view note);

/// Who must have signed. Everything here is borrowed and trusted.
struct CheckpointPolicy {
  NoteKey log;                          // type Ed25519; its name must be the origin
  std::span<const NoteKey> witnesses;   // type Cosignature, at most kMaxWitnesses
  std::size_t neededWitnesses = 0;      // distinct keys among them
};

/// Takes a note apart, strictly, and verifies it. Signatures of unknown keys are ignored; a bad one of a known key
/// refuses the note. A cosignature from more than 300 s ahead of this clock does not count.
/// Faults: log/bad-checkpoint, log/bad-signature, log/too-few-witnesses.
Result<VerifiedCheckpoint> readCheckpoint(std::string_view note, const CheckpointPolicy& policy,
                                          std::int64_t nowUnixSeconds);

/// May `offered` follow `known`, the largest checkpoint this verifier has seen (none on its first day)? Both were
/// verified with one policy. `proof` is the consistency proof between their sizes.
/// Faults: log/rolled-back (smaller), log/bad-proof (another root at the same size: a fork; or not a continuation).
Result<Done> checkSuccession(const std::optional<Checkpoint>& known, const Checkpoint& offered,
                             std::span<const LogHash> proof);

}  // namespace citycode
