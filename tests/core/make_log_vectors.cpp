// Of make_vectors: prints tests/vectors/log-faults.json: checkpoints that follow one another, or must not, and proofs of
// entries. What another implementation says of good ones is in tests/vectors/log.json.
#include <iostream>

#include "log/log_checkpoint.h"
#include "signing/http_signature.h"
#include "test_city.h"
#include "vector_file.h"
#include "verdict/report.h"

namespace citycode {
namespace {

using test::base64Of;
using test::faultOrNull;
using test::hexOf;
using test::Json;
using test::kNow;
using test::must;

constexpr const char* kOrigin = "log.example.org/city";

std::vector<LogHash> leavesOf(std::uint64_t size, const std::string& word = "entry ") {
  std::vector<LogHash> leaves;
  for (std::uint64_t n = 0; n < size; ++n) leaves.push_back(leafHash(bytesOf(word + std::to_string(n))));
  return leaves;
}

Json hexes(const LogProof& proof) {
  Json list = Json::array();
  for (const LogHash& hash : proof) list.push_back(hexOf(hash));
  return list;
}

class LogVectors {
 public:
  SigningKey log = test::keyFrom(21), stranger = test::keyFrom(24);
  std::vector<SigningKey> witnessKeys = keys();
  NoteKey logKey{kOrigin, NoteKeyType::Ed25519, log.publicKey()};
  std::vector<NoteKey> witnesses{{"one.example", NoteKeyType::Cosignature, witnessKeys[0].publicKey()},
                                 {"two.example", NoteKeyType::Cosignature, witnessKeys[1].publicKey()}};

  static Checkpoint head(std::uint64_t size, const std::string& word = "entry ") {
    const auto leaves = leavesOf(size, word);
    LeafList nodes(leaves);
    return {kOrigin, size, must(logRoot(nodes, size)), {}};
  }
  std::string note(std::uint64_t size) const { return signCheckpoint(head(size), log); }
  std::string line(std::uint64_t size, std::size_t witness, std::int64_t at = kNow) const {
    return cosignatureLine(checkpointText(head(size)), witnesses[witness].name, witnessKeys[witness], at);
  }
  static LogProof consistency(std::uint64_t first, std::uint64_t second) {
    const auto leaves = leavesOf(second);
    LeafList nodes(leaves);
    return must(proveConsistency(nodes, first, second));
  }
  static LogProof inclusion(std::uint64_t index, std::uint64_t size) {
    const auto leaves = leavesOf(size);
    LeafList nodes(leaves);
    return must(proveInclusion(nodes, index, size));
  }

  /// `known` is the note that the verifier keeps, or nothing.
  void checkpoint(const char* id, const char* why, const std::string& offered, std::size_t needed = 0, const std::string& known = "",
                  const LogProof& proof = {}) {
    Json fault, value;
    std::optional<Checkpoint> kept;
    if (!known.empty()) kept = must(readCheckpoint(known, {logKey, witnesses, needed}, kNow)).checkpoint;
    const auto read = readCheckpoint(offered, {logKey, witnesses, needed}, kNow);
    fault = faultOrNull(read);
    if (read) {
      const auto follows = checkSuccession(kept, read->checkpoint, proof);
      fault = faultOrNull(follows);
      if (follows) value = Json::parse(checkpointJson(*read));
    }
    vectors_.push_back({{"id", id}, {"why", why}, {"source", kSource}, {"now", kNow},
                        {"input", {{"kind", "checkpoint"}, {"known", known.empty() ? Json(nullptr) : Json(known)}, {"note", offered},
                                   {"neededWitnesses", needed}, {"proof", hexes(proof)}}},
                        {"expect", {{"fault", fault}, {"value", value}}}});
  }

  void entry(const char* id, const char* why, const std::string& content, std::uint64_t index, std::uint64_t size, const LogProof& proof) {
    const auto verified = verifyInclusion(leafHash(bytesOf(content)), index, size, proof, head(size).root);
    vectors_.push_back({{"id", id}, {"why", why}, {"source", kSource}, {"now", kNow},
                        {"input", {{"kind", "entry"}, {"note", note(size)}, {"entry", hexOf(bytesOf(content))}, {"index", index}, {"proof", hexes(proof)}}},
                        {"expect", {{"fault", faultOrNull(verified)}, {"value", nullptr}}}});
  }
  Json take() { return std::move(vectors_); }

 private:
  static constexpr const char* kSource = "RFC 9162 section 2.1, C2SP tlog-checkpoint, docs/format.md";

  static std::vector<SigningKey> keys() {
    std::vector<SigningKey> keys;
    keys.push_back(test::keyFrom(22));
    keys.push_back(test::keyFrom(23));
    return keys;
  }

  Json vectors_ = Json::array();
};

/// A note of a text that no log of ours would write, properly signed.
std::string signedText(const LogVectors& v, const std::string& text) {
  const auto id = v.logKey.id();
  Bytes signature(id.begin(), id.end());
  const Signature made = v.log.sign(bytesOf(text));
  signature.insert(signature.end(), made.begin(), made.end());
  return text + "\n\u2014 " + kOrigin + " " + base64Of(signature) + "\n";
}

std::string replaced(std::string text, const std::string& what, const std::string& by) {
  return text.replace(text.find(what), what.size(), by);
}

void addShapes(LogVectors& v) {
  const Checkpoint head = LogVectors::head(5);
  const std::string text = checkpointText(head), root = base64Of(head.root), good = v.note(5);
  const auto bad = [&](const char* id, const char* why, const std::string& offered) { v.checkpoint(id, why, signedText(v, offered)); };
  v.checkpoint("valid/checkpoint", "signed by the log", good);
  bad("valid/extension", "one line for later", text + "later\n");
  bad("log/bad-checkpoint/leading-zero", "a size of 05", replaced(text, "\n5\n", "\n05\n"));
  bad("log/bad-checkpoint/sign", "a size of +5", replaced(text, "\n5\n", "\n+5\n"));
  bad("log/bad-checkpoint/size", "a size of 2^53", replaced(text, "\n5\n", "\n9007199254740992\n"));
  bad("log/bad-checkpoint/empty-log", "the empty log with another root", replaced(text, "\n5\n", "\n0\n"));
  bad("log/bad-checkpoint/root", "a root of 31 bytes", replaced(text, root, base64Of(ByteView(head.root).first(31))));
  bad("log/bad-checkpoint/base64", "a root without its padding", replaced(text, root, root.substr(0, 43)));
  bad("log/bad-checkpoint/two-lines", "no root", replaced(text, root + "\n", ""));
  std::string many = text;
  for (int i = 0; i < 17; ++i) many += "later\n";
  bad("log/bad-checkpoint/extensions", "seventeen lines for later", many);
  bad("valid/16-extensions", "sixteen lines for later", many.substr(0, many.size() - 6));
  bad("log/bad-checkpoint/origin", "another log's origin", replaced(text, kOrigin, "log.example.org/town"));
  bad("log/bad-checkpoint/tab", "a control character", text + "la\tter\n");
  bad("log/bad-checkpoint/empty-line", "an empty line among those for later", text + "\nlater\n");
  bad("log/bad-checkpoint/stray-bits", "a root whose last character has bits too many", replaced(text, root, [&] {
    std::string bent = root;   // 43 characters and a padding: two bits of the last are not used
    bent[42] = bent[42] == '/' ? '+' : static_cast<char>(bent[42] + 1);
    return bent;
  }()));
  v.checkpoint("log/bad-checkpoint/128-KiB", "longer than 128 KiB", signedText(v, text + std::string(128 * 1024, 'x') + "\n"));
  v.checkpoint("log/bad-checkpoint/plus", "a signature whose name has a plus", good + "\u2014 a+b " + base64Of(Bytes(68, 1)) + "\n");
  v.checkpoint("log/bad-checkpoint/short-signature", "a signature of nothing but a key id", good + "\u2014 else " + base64Of(Bytes(4, 1)) + "\n");
  v.checkpoint("log/bad-checkpoint/other-line", "a line that is no signature", good + "else\n");
  std::string signatures = good;
  for (int i = 0; i < 99; ++i) signatures += "\u2014 else " + base64Of(Bytes(68, 1)) + "\n";
  v.checkpoint("valid/100-signatures", "as many as there may be", signatures);
  v.checkpoint("log/bad-checkpoint/101-signatures", "one more", signatures + "\u2014 else " + base64Of(Bytes(68, 1)) + "\n");
  v.checkpoint("log/bad-checkpoint", "nothing", "");
  v.checkpoint("valid/unknown-short-signature", "a key's id and one byte, of somebody unknown", good + "\u2014 three.example AAAAAAA=\n");
  v.checkpoint("log/bad-checkpoint/no-signature", "a key's id and no signature", good + "\u2014 three.example AAAAAA==\n");
  v.checkpoint("log/bad-checkpoint/no-end", "the last line feed is missing", good.substr(0, good.size() - 1));
  v.checkpoint("log/bad-checkpoint/no-signatures", "no empty line and no signature", text);
  v.checkpoint("log/bad-checkpoint/carriage-return", "lines that end otherwise", replaced(good, "\n5\n", "\r\n5\n"));
}

void addSignatures(LogVectors& v) {
  const std::string good = v.note(5), text = checkpointText(LogVectors::head(5));
  v.checkpoint("log/bad-signature", "the text was changed: size 6", replaced(good, "\n5\n", "\n6\n"));
  v.checkpoint("log/bad-signature/stranger", "signed by a stranger in the log's name: no signature of the log is there",
               signCheckpoint(LogVectors::head(5), v.stranger));
  const std::string two = good + v.line(5, 0) + v.line(5, 1);
  v.checkpoint("valid/witnesses", "two of two", two, 2);
  v.checkpoint("valid/one-witness", "one of two is enough here", good + v.line(5, 1), 1);
  v.checkpoint("valid/unknown-signature", "a signature of somebody unknown", good + cosignatureLine(text, "three.example", v.stranger, kNow));
  v.checkpoint("valid/300-ahead", "a witness whose clock is 300 s ahead", good + v.line(5, 0, kNow + 300), 1);
  v.checkpoint("log/too-few-witnesses", "one of two", good + v.line(5, 0), 2);
  v.checkpoint("log/too-few-witnesses/future", "a witness from 301 s ahead", good + v.line(5, 0, kNow + 301), 1);
  v.checkpoint("log/too-few-witnesses/unknown", "a witness that is not known", good + cosignatureLine(text, "three.example", v.stranger, kNow), 1);
  v.checkpoint("log/too-few-witnesses/twice", "one witness, twice", good + v.line(5, 0) + v.line(5, 0, kNow - 1), 2);
  v.checkpoint("log/bad-signature/witness", "a known witness signed another size", good + v.line(6, 0), 1);
}

void addSuccession(LogVectors& v) {
  const std::string five = v.note(5), eight = v.note(8);
  const LogProof proof = LogVectors::consistency(5, 8);
  v.checkpoint("valid/grown", "eight entries that begin with the five", eight, 0, five, proof);
  v.checkpoint("valid/same", "the very checkpoint", five, 0, five);
  v.checkpoint("valid/first", "nothing was known, or only the empty log", eight, 0, v.note(0));
  v.checkpoint("log/rolled-back", "four entries after five", v.note(4), 0, five);
  v.checkpoint("log/bad-proof", "grown without a proof", eight, 0, five);
  LogProof bent = proof;
  bent.back()[0] ^= 1;
  v.checkpoint("log/bad-proof/bit", "one bit of the last hash", eight, 0, five, bent);
  v.checkpoint("log/bad-proof/short", "one hash is missing", eight, 0, five, LogProof(proof.begin(), proof.end() - 1));
  LogProof more = proof;
  more.push_back(proof.back());
  v.checkpoint("log/bad-proof/long", "one hash too many", eight, 0, five, more);
  v.checkpoint("log/bad-proof/from-empty", "from nothing the proof is empty", eight, 0, v.note(0), proof);
  v.checkpoint("log/bad-proof/fork", "five other entries", signCheckpoint(LogVectors::head(5, "other "), v.log), 0, five);
  v.checkpoint("log/bad-proof/other-known", "eight entries that do not begin with the five that are kept", eight, 0,
               signCheckpoint(LogVectors::head(5, "other "), v.log), proof);
  v.checkpoint("log/bad-proof/rewritten", "eight entries that begin otherwise", signCheckpoint(LogVectors::head(8, "other "), v.log), 0, five, proof);
}

void addEntries(LogVectors& v) {
  const LogProof proof = LogVectors::inclusion(6, 7);
  v.entry("valid/entry", "the last of seven", "entry 6", 6, 7, proof);
  v.entry("valid/only-entry", "the only one", "entry 0", 0, 1, {});
  v.entry("log/bad-proof/entry", "another entry", "entry 5", 6, 7, proof);
  v.entry("log/bad-proof/index", "another place", "entry 6", 5, 7, proof);
  v.entry("log/bad-proof/outside", "place seven of seven, counted from zero", "entry 6", 7, 7, proof);
  const LogProof ofTheLast = LogVectors::inclusion(2, 3);
  v.entry("valid/higher", "the last of three stands one level higher", "entry 2", 2, 3, ofTheLast);
  v.entry("log/bad-proof/higher", "the same entry and hash in its neighbour's place, whose path has two", "entry 2", 1, 3, ofTheLast);
  v.entry("log/bad-proof/entry-short", "one hash is missing", "entry 6", 6, 7, LogProof(proof.begin(), proof.end() - 1));
}

}  // namespace

void printLogFaults() {
  LogVectors v;
  addShapes(v);
  addSignatures(v);
  addSuccession(v);
  addEntries(v);
  Json witnesses = Json::array();
  for (const NoteKey& key : v.witnesses) witnesses.push_back(writeNoteKey(key));
  const Json file{{"about", "Checkpoints and proofs of a log of a test city, good ones and others; written by tests/core/make_log_vectors.cpp."},
                  {"log", writeNoteKey(v.logKey)},
                  {"witnesses", witnesses},
                  {"vectors", v.take()}};
  std::cout << file.dump(1) << "\n";
}

}  // namespace citycode
