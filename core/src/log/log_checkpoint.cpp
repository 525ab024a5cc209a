#include "log/log_checkpoint.h"

#include <sodium.h>

#include <algorithm>
#include <charconv>
#include <limits>

#include "citycode/limits.h"
#include "encoding/alphabets.h"
#include "encoding/cbor.h"
#include "encoding/code_point.h"

namespace citycode {
namespace {

constexpr std::string_view kDash = "\xe2\x80\x94 ";   // U+2014 and a space
constexpr std::size_t kKeyIdBytes = 4;
constexpr std::size_t kTimeBytes = 8;

std::string base64(ByteView bytes) {
  std::string text(sodium_base64_encoded_len(bytes.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), sodium_base64_VARIANT_ORIGINAL);
  text.pop_back();   // the terminator that libsodium writes
  return text;
}

// RFC 4648 section 4: padded, no other characters, no stray bits. Compared with its own encoding, because libsodium takes
// bytes from 0x80 on for characters of its alphabet where `char` is signed.
std::optional<Bytes> fromBase64(std::string_view text) {
  Bytes bytes(text.size() / 4 * 3 + 3);
  std::size_t size = 0;
  const char* end = nullptr;
  const int status = sodium_base642bin(bytes.data(), bytes.size(), text.data(), text.size(), nullptr, &size, &end,
                                       sodium_base64_VARIANT_ORIGINAL);
  if (status != 0 || end != text.data() + text.size()) return std::nullopt;
  bytes.resize(size);
  if (base64(bytes) != text) return std::nullopt;
  return bytes;
}

// Our profile asks of origins what signed-note asks of key names, since the log signs under its origin: no space (White_Space
// of the Unicode character database), no plus, no control character.
bool isKeyName(std::string_view name) {
  constexpr CodePoints kNotInNames[] = {{0x00, 0x20}, {'+', '+'}, {0x85, 0x85}, {0xa0, 0xa0}, {0x1680, 0x1680},
      {0x2000, 0x200a}, {0x2028, 0x2029}, {0x202f, 0x202f}, {0x205f, 0x205f}, {0x3000, 0x3000}};
  if (name.empty() || name.size() > kMaxLogKeyNameBytes) return false;
  while (const auto point = takeCodePoint(name))
    if (isIn(kNotInNames, *point)) return false;
  return name.empty();
}

// The line up to the next newline, which is taken too; nothing when there is none.
std::optional<std::string_view> takeLine(std::string_view& text) {
  const auto end = text.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end + 1);
  return line;
}

// ASCII decimal without leading zeros.
bool readNumber(std::string_view text, std::uint64_t limit, std::uint64_t& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() && value <= limit && (text == "0" || text[0] != '0');
}

struct Note {
  std::string_view text;         // with its final newline
  std::string_view signatures;   // whole lines, at least one
};

Result<Note> splitNote(std::string_view note) {
  constexpr Fault kBad = Fault::LogBadCheckpoint;
  if (note.size() > kMaxCheckpointBytes || !cbor::isUtf8(bytesOf(note))) return kBad;
  const auto isControl = [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\n'; };
  if (std::any_of(note.begin(), note.end(), isControl)) return kBad;
  const auto blank = note.rfind("\n\n");   // the last empty line
  if (blank == std::string_view::npos || blank + 2 == note.size() || note.back() != '\n') return kBad;
  return Note{note.substr(0, blank + 1), note.substr(blank + 2)};
}

Result<Checkpoint> readText(std::string_view text) {
  constexpr Fault kBad = Fault::LogBadCheckpoint;
  Checkpoint checkpoint;
  const auto origin = takeLine(text), size = takeLine(text), root = takeLine(text);
  if (!origin || !size || !root || !isKeyName(*origin) || !readNumber(*size, kMaxLogSize, checkpoint.size)) return kBad;
  checkpoint.origin = *origin;
  const auto hash = fromBase64(*root);
  if (!hash || hash->size() != kSha256Bytes) return kBad;
  std::copy(hash->begin(), hash->end(), checkpoint.root.begin());
  if (checkpoint.size == 0 && checkpoint.root != emptyLogRoot()) return kBad;
  while (const auto line = takeLine(text)) {
    if (line->empty() || checkpoint.extensions.size() == kMaxExtensionLines) return kBad;
    checkpoint.extensions.emplace_back(*line);
  }
  return checkpoint;
}

struct SignatureLine {
  std::string_view name;
  Bytes signature;   // key id, then what its type says
};

Result<std::vector<SignatureLine>> readSignatures(std::string_view text) {
  constexpr Fault kBad = Fault::LogBadCheckpoint;
  std::vector<SignatureLine> lines;
  while (auto line = takeLine(text)) {
    if (!line->starts_with(kDash) || lines.size() == kMaxCheckpointSignatures) return kBad;
    line->remove_prefix(kDash.size());
    const auto space = line->find(' ');
    if (space == std::string_view::npos || !isKeyName(line->substr(0, space))) return kBad;
    auto signature = fromBase64(line->substr(space + 1));
    if (!signature || signature->size() <= kKeyIdBytes) return kBad;
    lines.push_back({line->substr(0, space), *std::move(signature)});
  }
  return lines;
}

// The signature that `key` made, without its id; nothing when it made none. Only the first of several counts.
std::optional<ByteView> signatureOf(const NoteKey& key, const std::vector<SignatureLine>& lines) {
  const auto id = key.id();
  for (const SignatureLine& line : lines) {
    const ByteView signature = line.signature;
    if (line.name == key.name && sameBytes(signature.first(kKeyIdBytes), id)) return signature.subspan(kKeyIdBytes);
  }
  return std::nullopt;
}

std::string cosignedMessage(std::string_view text, std::uint64_t seconds) {
  std::string message = "cosignature/v1\ntime " + std::to_string(seconds) + "\n";
  return message.append(text);
}

std::string signatureLine(std::string_view name, const std::array<std::uint8_t, kKeyIdBytes>& id, ByteView rest) {
  Bytes bytes(id.begin(), id.end());
  bytes.insert(bytes.end(), rest.begin(), rest.end());
  return std::string(kDash).append(name).append(" ").append(base64(bytes)).append("\n");
}

// When the witness signed, or nothing when it did not.
Result<std::optional<std::int64_t>> witnessedAt(const NoteKey& witness, std::string_view text,
                                                const std::vector<SignatureLine>& lines) {
  const auto signature = signatureOf(witness, lines);
  if (!signature) return std::optional<std::int64_t>{};
  if (signature->size() != kTimeBytes + kSignatureBytes) return Fault::LogBadSignature;
  std::uint64_t seconds = 0;
  for (std::size_t i = 0; i < kTimeBytes; ++i) seconds = seconds << 8 | (*signature)[i];
  if (seconds > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) return Fault::LogBadSignature;
  if (!verifySignature(witness.key, bytesOf(cosignedMessage(text, seconds)), signature->subspan(kTimeBytes)))
    return Fault::LogBadSignature;
  return std::optional<std::int64_t>{static_cast<std::int64_t>(seconds)};
}

// One key under two names is one witness.
bool comesAgain(std::span<const NoteKey> witnesses, std::size_t place) {
  return std::any_of(witnesses.begin(), witnesses.begin() + static_cast<std::ptrdiff_t>(place),
                     [&](const NoteKey& earlier) { return earlier.key == witnesses[place].key; });
}

}  // namespace

std::array<std::uint8_t, 4> NoteKey::id() const {
  Bytes bytes = copyOf(bytesOf(name));
  bytes.push_back('\n');
  bytes.push_back(static_cast<std::uint8_t>(type));
  bytes.insert(bytes.end(), key.begin(), key.end());
  return keyIdOf(bytes);
}

std::string writeNoteKey(const NoteKey& key) {
  std::string text = key.name + "+";
  for (const std::uint8_t byte : key.id()) text.append({kHexDigits[byte >> 4], kHexDigits[byte & 15]});
  Bytes typed{static_cast<std::uint8_t>(key.type)};
  typed.insert(typed.end(), key.key.begin(), key.key.end());
  return text + "+" + base64(typed);
}

Result<NoteKey> readNoteKey(std::string_view text) {
  constexpr Fault kBad = Fault::LogBadSignature;
  constexpr std::size_t kIdDigits = 2 * kKeyIdBytes;
  const auto plus = text.find('+');
  if (plus == std::string_view::npos || !isKeyName(text.substr(0, plus))) return kBad;
  const std::string_view rest = text.substr(plus + 1);
  if (rest.size() <= kIdDigits || rest[kIdDigits] != '+') return kBad;
  const auto typed = fromBase64(rest.substr(kIdDigits + 1));
  if (!typed || typed->size() != 1 + kPublicKeyBytes) return kBad;
  NoteKey key{std::string(text.substr(0, plus)), static_cast<NoteKeyType>((*typed)[0]), {}};
  if (key.type != NoteKeyType::Ed25519 && key.type != NoteKeyType::Cosignature) return kBad;
  std::copy(typed->begin() + 1, typed->end(), key.key.begin());
  if (!isStrongPublicKey(key.key) || writeNoteKey(key) != text) return kBad;   // the id too
  return key;
}

std::string checkpointText(const Checkpoint& checkpoint) {
  std::string text = checkpoint.origin + "\n" + std::to_string(checkpoint.size) + "\n" + base64(checkpoint.root) + "\n";
  for (const std::string& line : checkpoint.extensions) text += line + "\n";
  return text;
}

std::string signCheckpoint(const Checkpoint& checkpoint, const SigningKey& key) {
  const std::string text = checkpointText(checkpoint);
  const NoteKey noteKey{checkpoint.origin, NoteKeyType::Ed25519, key.publicKey()};
  return text + "\n" + signatureLine(noteKey.name, noteKey.id(), key.sign(bytesOf(text)));
}

std::string cosignatureLine(std::string_view text, std::string_view witnessName, const SigningKey& key,
                            std::int64_t nowUnixSeconds) {
  const NoteKey noteKey{std::string(witnessName), NoteKeyType::Cosignature, key.publicKey()};
  const auto seconds = static_cast<std::uint64_t>(std::max<std::int64_t>(0, nowUnixSeconds));
  Bytes timed;
  for (int shift = 56; shift >= 0; shift -= 8) timed.push_back(static_cast<std::uint8_t>(seconds >> shift));
  const Signature signature = key.sign(bytesOf(cosignedMessage(text, seconds)));
  timed.insert(timed.end(), signature.begin(), signature.end());
  return signatureLine(witnessName, noteKey.id(), timed);
}

Result<UnverifiedCheckpoint> readUnverifiedCheckpoint(std::string_view note) {
  CC_TRY(split, splitNote(note));
  CC_TRY(lines, readSignatures(split.signatures));
  CC_TRY(checkpoint, readText(split.text));
  UnverifiedCheckpoint read{std::move(checkpoint), {}};
  for (const SignatureLine& line : lines) read.signers.push_back(line.name);
  return read;
}

Result<VerifiedCheckpoint> readCheckpoint(std::string_view note, const CheckpointPolicy& policy,
                                          std::int64_t nowUnixSeconds) {
  CC_TRY(split, splitNote(note));
  CC_TRY(lines, readSignatures(split.signatures));
  const auto signature = signatureOf(policy.log, lines);
  if (!signature || policy.log.type != NoteKeyType::Ed25519 ||
      !verifySignature(policy.log.key, bytesOf(split.text), *signature))
    return Fault::LogBadSignature;

  VerifiedCheckpoint verified;
  CC_TRY(checkpoint, readText(split.text));   // after its signature
  if (checkpoint.origin != policy.log.name) return Fault::LogBadCheckpoint;
  verified.checkpoint = std::move(checkpoint);
  if (policy.witnesses.size() > kMaxWitnesses) return Fault::LogTooFewWitnesses;
  for (std::size_t i = 0; i < policy.witnesses.size(); ++i) {
    const NoteKey& witness = policy.witnesses[i];
    if (witness.type != NoteKeyType::Cosignature || comesAgain(policy.witnesses, i)) continue;
    CC_TRY(at, witnessedAt(witness, split.text, lines));
    if (at && *at <= nowUnixSeconds + kWitnessAheadSeconds) verified.witnesses.push_back({witness.name, *at});
  }
  if (verified.witnesses.size() < policy.neededWitnesses) return Fault::LogTooFewWitnesses;
  return verified;
}

Result<Done> checkSuccession(const std::optional<Checkpoint>& known, const Checkpoint& offered,
                             std::span<const LogHash> proof) {
  if (!known) return Done{};
  if (known->origin != offered.origin) return Fault::LogBadCheckpoint;
  if (offered.size < known->size) return Fault::LogRolledBack;
  return verifyConsistency(known->size, offered.size, known->root, offered.root, proof);
}

}  // namespace citycode
