#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <string>

#include "byte_text.h"
#include "fault_or_none.h"
#include "log/log_checkpoint.h"
#include "log/log_proof.h"
#include "log/log_tiles.h"
#include "signing/http_signature.h"
#include "test_city.h"

namespace citycode {
namespace {

using nlohmann::json;
using test::base64Of;
using test::bytesFromHex;
using test::hexOf;
using test::keyFrom;
using test::kNow;
using test::must;

Bytes joined(std::span<const LogHash> hashes) {
  Bytes bytes;
  for (const LogHash& hash : hashes) bytes.insert(bytes.end(), hash.begin(), hash.end());
  return bytes;
}

std::vector<std::string> hexesOf(std::span<const LogHash> hashes) {
  std::vector<std::string> list;
  for (const LogHash& hash : hashes) list.push_back(hexOf(hash));
  return list;
}

LogHash leafOf(std::uint64_t n) { return leafHash(bytesOf("entry " + std::to_string(n))); }

std::vector<LogHash> leavesOf(std::uint64_t size) {
  startCrypto();
  std::vector<LogHash> leaves;
  for (std::uint64_t n = 0; n < size; ++n) leaves.push_back(leafOf(n));
  return leaves;
}

LogHash rootOf(std::span<const LogHash> leaves) {
  LeafList nodes(leaves);
  return must(logRoot(nodes, leaves.size()));
}

json vectorsOf(std::string_view name) {
  std::ifstream file(std::string(CITYCODE_TEST_VECTORS "/log.json"));
  EXPECT_TRUE(file) << "tests/vectors/log.json is a part of this checkout";
  return json::parse(file).at(std::string(name));
}

// A folder of tiles as a web server would have it, filled by a LogWriter.
class TileShelf final : public TileNodes {
 public:
  explicit TileShelf(std::uint64_t size) : TileNodes(size) {}

  void put(const Tile& tile) { files_[tilePath(tile.address)] = tile.hashes; }
  std::map<std::string, Bytes>& files() { return files_; }

 protected:
  Result<Bytes> tile(const TileAddress& address) override {
    const auto found = files_.find(tilePath(address));
    if (found == files_.end()) return Fault::RequestNotFound;
    return found->second;
  }

 private:
  std::map<std::string, Bytes> files_;
};

LogWriter writeShelf(TileShelf& shelf, std::uint64_t size) {
  LogWriter writer;
  std::vector<Tile> whole;
  for (std::uint64_t n = 0; n < size; ++n) EXPECT_TRUE(writer.append(leafOf(n), whole));
  for (const Tile& tile : whole) shelf.put(tile);
  for (const Tile& tile : writer.partialTiles()) shelf.put(tile);
  return writer;
}

// ---- Hashes and proofs -------------------------------------------------------------------------------------------

TEST(LogProof, HasTheRootsThatCertificateTransparencyTestsWith) {
  startCrypto();
  // Leaves and roots of certificate-transparency's merkletree tests (RFC 6962's reference implementation).
  constexpr std::string_view kLeaves[] = {"", "00", "10", "2021", "3031", "40414243", "5051525354555657",
                                          "606162636465666768696a6b6c6d6e6f"};
  constexpr std::string_view kRoots[] = {
      "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
      "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
      "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
      "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
      "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
      "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
      "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
  };
  EXPECT_EQ(hexOf(emptyLogRoot()), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  std::vector<LogHash> leaves;
  for (std::size_t i = 0; i < std::size(kLeaves); ++i) {
    leaves.push_back(leafHash(bytesFromHex(std::string(kLeaves[i]))));
    EXPECT_EQ(hexOf(rootOf(leaves)), kRoots[i]) << i + 1 << " leaves";
  }
}

TEST(LogProof, AgreesWithGosTlogOnEveryProofOfSmallLogs) {
  const auto leaves = leavesOf(1000);
  std::size_t trees = 0;
  for (const json& tree : vectorsOf("trees")) {
    const auto size = tree["size"].get<std::uint64_t>();
    LeafList nodes{std::span(leaves).first(size)};
    EXPECT_EQ(hexOf(must(logRoot(nodes, size))), tree["root"].get<std::string>());
    Bytes inclusion, consistency;
    for (std::uint64_t n = 0; n < size; ++n) {
      for (const LogHash& hash : must(proveInclusion(nodes, n, size))) inclusion.insert(inclusion.end(), hash.begin(), hash.end());
      for (const LogHash& hash : must(proveConsistency(nodes, n + 1, size)))
        consistency.insert(consistency.end(), hash.begin(), hash.end());
    }
    EXPECT_EQ(hexOf(sha256(inclusion)), tree["inclusionProofsSha256"].get<std::string>()) << size;
    EXPECT_EQ(hexOf(sha256(consistency)), tree["consistencyProofsSha256"].get<std::string>()) << size;
    ++trees;
  }
  EXPECT_EQ(trees, 73u);
}

TEST(LogProof, VerifiesItsOwnProofsAndNoOther) {
  const auto leaves = leavesOf(70);
  for (std::uint64_t size = 1; size <= leaves.size(); ++size) {
    LeafList nodes{std::span(leaves).first(size)};
    const LogHash root = must(logRoot(nodes, size));
    for (std::uint64_t n = 0; n < size; ++n) {
      SCOPED_TRACE(std::to_string(n) + " of " + std::to_string(size));
      LogProof proof = must(proveInclusion(nodes, n, size));
      ASSERT_TRUE(verifyInclusion(leaves[n], n, size, proof, root));
      EXPECT_FALSE(verifyInclusion(leaves[(n + 1) % size], n, size, proof, root) && size > 1);
      EXPECT_FALSE(verifyInclusion(leaves[n], n + 1, size, proof, root));
      EXPECT_FALSE(verifyInclusion(leaves[n], size, size, proof, root));
      EXPECT_FALSE(verifyInclusion(leaves[n], n, size, proof, leaves[n]) && size > 1);
      for (std::size_t i = 0; i < proof.size(); ++i) {
        proof[i][i % 32] ^= 1;
        EXPECT_EQ(faultOrNone(verifyInclusion(leaves[n], n, size, proof, root)), Fault::LogBadProof);
        proof[i][i % 32] ^= 1;
      }
      proof.push_back(root);
      EXPECT_FALSE(verifyInclusion(leaves[n], n, size, proof, root)) << "one hash more";
      proof.pop_back();
      if (!proof.empty()) {
        proof.pop_back();
        EXPECT_FALSE(verifyInclusion(leaves[n], n, size, proof, root)) << "one hash less";
      }
    }
  }
}

TEST(LogProof, ShowsThatALogOnlyGrewAndRefusesAnyOtherPast) {
  const auto leaves = leavesOf(70);
  for (std::uint64_t second = 0; second <= leaves.size(); ++second) {
    LeafList nodes{std::span(leaves).first(second)};
    const LogHash secondRoot = must(logRoot(nodes, second));
    for (std::uint64_t first = 0; first <= second; ++first) {
      SCOPED_TRACE(std::to_string(first) + " to " + std::to_string(second));
      const LogHash firstRoot = must(logRoot(nodes, first));
      LogProof proof = must(proveConsistency(nodes, first, second));
      ASSERT_TRUE(verifyConsistency(first, second, firstRoot, secondRoot, proof));
      LogHash other = firstRoot;
      other[0] ^= 1;
      EXPECT_FALSE(verifyConsistency(first, second, other, secondRoot, proof));
      if (first > 0) {
        LogHash otherSecond = secondRoot;
        otherSecond[31] ^= 1;
        EXPECT_FALSE(verifyConsistency(first, second, firstRoot, otherSecond, proof));
      }
      for (std::size_t i = 0; i < proof.size(); ++i) {
        proof[i][i % 32] ^= 1;
        EXPECT_EQ(faultOrNone(verifyConsistency(first, second, firstRoot, secondRoot, proof)), Fault::LogBadProof);
        proof[i][i % 32] ^= 1;
      }
      proof.push_back(secondRoot);
      EXPECT_FALSE(verifyConsistency(first, second, firstRoot, secondRoot, proof)) << "one hash more";
    }
  }
  EXPECT_FALSE(verifyConsistency(5, 4, leaves[0], leaves[1], {}));
}

// Of three leaves the last stands one level higher: its path is one hash shorter than its neighbours'.
TEST(LogProof, RefusesAPathThatIsTooShortForItsPlace) {
  const auto leaves = leavesOf(3);
  LeafList nodes(leaves);
  const LogHash root = must(logRoot(nodes, 3));
  const LogProof ofTheLast = must(proveInclusion(nodes, 2, 3));
  ASSERT_EQ(ofTheLast.size(), 1u);
  EXPECT_EQ(faultOrNone(verifyInclusion(leaves[2], 2, 3, ofTheLast, root)), std::nullopt);
  EXPECT_EQ(faultOrNone(verifyInclusion(leaves[2], 1, 3, ofTheLast, root)), Fault::LogBadProof);
}

TEST(LogProof, RefusesAPathThatGoesOnAboveTheRoot) {
  const auto leaves = leavesOf(3);
  const LogHash above = leafOf(99);
  const LogProof one{above};
  EXPECT_EQ(faultOrNone(verifyInclusion(leaves[0], 0, 1, one, nodeHash(above, leaves[0]))), Fault::LogBadProof);
  LeafList nodes(leaves);
  LogProof longer = must(proveInclusion(nodes, 2, 3));
  longer.push_back(above);
  EXPECT_EQ(faultOrNone(verifyInclusion(leaves[2], 2, 3, longer, nodeHash(above, must(logRoot(nodes, 3))))), Fault::LogBadProof);
}

TEST(LogProof, RefusesAGrowthThatIsTooShortForItsSizes) {
  startCrypto();
  const LogHash first = leafOf(0), next = leafOf(1);
  const LogProof oneHash{next};
  const LogHash second = nodeHash(first, next);
  EXPECT_EQ(faultOrNone(verifyConsistency(1, 2, first, second, oneHash)), std::nullopt);
  EXPECT_EQ(faultOrNone(verifyConsistency(1, 4, first, second, oneHash)), Fault::LogBadProof) << "four leaves need two hashes";
}

TEST(LogProof, RefusesSizesAndProofsBeyondTheLimits) {
  const auto leaves = leavesOf(4);
  LeafList nodes(leaves);
  EXPECT_EQ(faultOrNone(proveInclusion(nodes, 4, 4)), Fault::LogBadProof);
  EXPECT_EQ(faultOrNone(proveInclusion(nodes, 0, 5)), Fault::LogBadProof) << "a log that is not there";
  EXPECT_EQ(faultOrNone(proveConsistency(nodes, 3, 2)), Fault::LogBadProof);
  EXPECT_EQ(faultOrNone(logRoot(nodes, kMaxLogSize + 1)), Fault::LogBadProof);
  EXPECT_FALSE(verifyInclusion(leaves[0], 0, ~std::uint64_t{0}, leaves, leaves[0]));
  EXPECT_FALSE(verifyConsistency(1, ~std::uint64_t{0}, leaves[0], leaves[0], leaves));
  EXPECT_TRUE(decodeLogProof(Bytes(kMaxLogProofHashes * 32, 1)));
  EXPECT_EQ(faultOrNone(decodeLogProof(Bytes((kMaxLogProofHashes + 1) * 32, 1))), Fault::LogBadProof);
  EXPECT_EQ(faultOrNone(decodeLogProof(Bytes(33, 1))), Fault::LogBadProof);
}

// ---- Tiles -------------------------------------------------------------------------------------------------------

TEST(LogTiles, HaveThePathsOfTheSpecification) {
  EXPECT_EQ(tilePath({false, 0, 1234067, kTileWidth}), "tile/0/x001/x234/067");
  EXPECT_EQ(tilePath({false, 2, 0, 1}), "tile/2/000.p/1");
  EXPECT_EQ(tilePath({true, 0, 273, 112}), "tile/entries/273.p/112");
  for (const TileAddress& tile : {TileAddress{false, 6, 0, 255}, TileAddress{true, 0, 1000, 256}, TileAddress{false, 0, 999, 256}})
    EXPECT_EQ(must(readTilePath(tilePath(tile))), tile) << tilePath(tile);
}

TEST(LogTiles, AreRefusedUnderAnyOtherPath) {
  for (const std::string_view path :
       {"", "tile", "tile/", "tile/0", "tile/0/", "tile/0/0", "tile/0/00", "tile/0/0000", "tile/0/x000/000", "tile/0/x00/001",
        "tile/00/000", "tile/7/000", "tile/-1/000", "tile/+1/000", "tile/0/000.p/0", "tile/0/000.p/256", "tile/0/000.p/01",
        "tile/0/000.p/", "tile/0/000.p", "tile/0/000/", "tile/0/001/002", "tile/0/x001/x002", "/tile/0/000", "tile/0/000 ",
        "tile/entries", "tile/entries/x", "tile/entriesx/000", "tile/entries/0/000", "tile/data/000", "tile/0/../000",
        "tile/0/x999/x999/x999/x999/x999/x999/x999/999", "tile/0/00a", "tile/0/%30%30%30"}) {
    const auto tile = readTilePath(path);
    EXPECT_FALSE(tile) << path;
  }
}

TEST(LogTiles, AgreeWithGosTlogInProofsPathsAndBytes) {
  for (const json& large : vectorsOf("large")) {
    const auto size = large["size"].get<std::uint64_t>();
    SCOPED_TRACE(size);
    TileShelf shelf(size);
    const LogWriter writer = writeShelf(shelf, size);
    EXPECT_EQ(hexOf(writer.root()), large["root"].get<std::string>());
    EXPECT_EQ(hexOf(must(logRoot(shelf, size))), large["root"].get<std::string>());
    for (const json& proof : large["proofs"]) {
      const auto index = proof["index"].get<std::uint64_t>();
      const LogProof inclusion = must(proveInclusion(shelf, index, size));
      EXPECT_EQ(hexesOf(inclusion), proof["inclusion"].get<std::vector<std::string>>());
      EXPECT_TRUE(verifyInclusion(leafOf(index), index, size, inclusion, writer.root()));
      EXPECT_EQ(hexesOf(must(proveConsistency(shelf, index + 1, size))),
                proof["consistencyFrom"].get<std::vector<std::string>>());
    }
    for (const json& tile : large["tiles"]) {
      const auto path = tile["path"].get<std::string>();
      ASSERT_TRUE(shelf.files().contains(path)) << path;
      EXPECT_EQ(hexOf(sha256(shelf.files()[path])), tile["sha256"].get<std::string>()) << path;
    }
  }
}

TEST(LogTiles, OfSeventyThousandLeavesAreThoseOfTheSpecification) {
  TileShelf shelf(70'000);
  writeShelf(shelf, 70'000);
  // C2SP tlog-tiles, "Partial Tiles": 273 full tiles at level 0, one partial of 112; one full at level 1, one of 17;
  // one of 1 at level 2.
  EXPECT_EQ(shelf.files().size(), 273u + 1 + 1 + 1 + 1);
  EXPECT_EQ(shelf.files().at("tile/0/273.p/112").size(), 112u * 32);
  EXPECT_EQ(shelf.files().at("tile/1/000").size(), kMaxTileBytes);
  EXPECT_EQ(shelf.files().at("tile/1/001.p/17").size(), 17u * 32);
  EXPECT_EQ(shelf.files().at("tile/2/000.p/1").size(), 32u);
}

TEST(LogTiles, GiveTheSameRootWhereverTheWriterStopsAndGoesOn) {
  const auto leaves = leavesOf(600);
  LogWriter writer;
  std::vector<Tile> whole;
  for (std::uint64_t n = 0; n < leaves.size(); ++n) {
    writer = must(LogWriter::resume(n, writer.partialTiles()));
    ASSERT_TRUE(writer.append(leaves[n], whole));
    ASSERT_EQ(writer.root(), rootOf(std::span(leaves).first(n + 1))) << n + 1;
  }
  ASSERT_EQ(whole.size(), 2u);
  EXPECT_EQ(whole[1].hashes, joined(std::span(leaves).subspan(256, 256)));
}

TEST(LogTiles, OfAnotherSizeAreNotResumedFrom) {
  TileShelf shelf(300);
  const LogWriter writer = writeShelf(shelf, 300);
  const auto tiles = writer.partialTiles();
  EXPECT_TRUE(LogWriter::resume(300, tiles));
  EXPECT_EQ(faultOrNone(LogWriter::resume(301, tiles)), Fault::LogBadProof);
  EXPECT_EQ(faultOrNone(LogWriter::resume(300, std::span(tiles).first(1))), Fault::LogBadProof);
  EXPECT_EQ(faultOrNone(LogWriter::resume(256, tiles)), Fault::LogBadProof);
  EXPECT_EQ(faultOrNone(LogWriter::resume(kMaxLogSize + 1, tiles)), Fault::LogBadProof);
  auto more = tiles;
  more.push_back(tiles.back());
  EXPECT_EQ(faultOrNone(LogWriter::resume(300, more)), Fault::LogBadProof) << "a tile too many";
  auto shorter = tiles;
  shorter[0].hashes.pop_back();
  EXPECT_EQ(faultOrNone(LogWriter::resume(300, shorter)), Fault::LogBadProof);
  shelf.files()["tile/0/001.p/44"].pop_back();
  EXPECT_FALSE(proveInclusion(shelf, 299, 300));
}

TEST(LogTiles, ThatAreWiderThanWasAskedForAreRefused) {
  TileShelf shelf(2);
  writeShelf(shelf, 2);
  ASSERT_TRUE(proveInclusion(shelf, 0, 2));
  shelf.files()["tile/0/000.p/2"] = joined(leavesOf(3));
  EXPECT_EQ(faultOrNone(proveInclusion(shelf, 0, 2)), Fault::LogBadProof);
}

TEST(LogTiles, KeepEntriesInBundles) {
  const Bytes longest(kMaxLogEntryBytes, 7), tooLong(kMaxLogEntryBytes + 1, 7);
  const std::vector<ByteView> entries = {bytesOf("one"), ByteView(), longest};
  const Bytes bundle = must(encodeEntryBundle(entries));
  EXPECT_EQ(hexOf(ByteView(bundle).first(9)), "00036f6e650000ffff");
  const auto read = must(decodeEntryBundle(bundle, 3));
  ASSERT_EQ(read.size(), 3u);
  for (std::size_t i = 0; i < read.size(); ++i) EXPECT_TRUE(sameBytes(read[i], entries[i]));
  EXPECT_EQ(faultOrNone(decodeEntryBundle(bundle, 2)), Fault::LogBadProof) << "more than the width";
  EXPECT_EQ(faultOrNone(decodeEntryBundle(bundle, 4)), Fault::LogBadProof);
  EXPECT_EQ(faultOrNone(decodeEntryBundle(ByteView(bundle).first(bundle.size() - 1), 3)), Fault::LogBadProof);
  EXPECT_EQ(faultOrNone(decodeEntryBundle({}, 0)), Fault::LogBadProof);
  EXPECT_EQ(faultOrNone(decodeEntryBundle(bundle, 257)), Fault::LogBadProof);
  EXPECT_EQ(faultOrNone(encodeEntryBundle(std::vector<ByteView>{tooLong})), Fault::LogBadProof);
  EXPECT_EQ(faultOrNone(encodeEntryBundle(std::vector<ByteView>(257))), Fault::LogBadProof);
}

// ---- Checkpoints -------------------------------------------------------------------------------------------------

class LogCheckpoint : public ::testing::Test {
 protected:
  void SetUp() override {
    for (std::uint8_t i = 0; i < 3; ++i) {
      witnessKeys.push_back(keyFrom(static_cast<std::uint8_t>(20 + i)));
      witnesses.push_back({"witness.example/w" + std::to_string(i + 1), NoteKeyType::Cosignature, witnessKeys[i].publicKey()});
    }
  }

  std::string note(std::size_t cosigners) const {
    std::string text = signCheckpoint(checkpoint, log);
    for (std::size_t i = 0; i < cosigners; ++i)
      text += cosignatureLine(checkpointText(checkpoint), witnesses[i].name, witnessKeys[i], kNow - 10);
    return text;
  }
  CheckpointPolicy policy(std::size_t needed) const {
    return {{checkpoint.origin, NoteKeyType::Ed25519, log.publicKey()}, witnesses, needed};
  }
  std::string_view refusal(std::string_view text, std::size_t needed = 0) const {
    const auto read = readCheckpoint(text, policy(needed), kNow);
    return read ? "none" : faultId(read.fault());
  }

  SigningKey log = keyFrom(1);
  std::vector<SigningKey> witnessKeys;
  std::vector<NoteKey> witnesses;
  Checkpoint checkpoint{"log.example.org/city", 3, rootOf(leavesOf(3)), {}};
};

TEST_F(LogCheckpoint, OfGosNoteAndCosignaturesIsRead) {
  std::size_t read = 0;
  for (const json& vector : vectorsOf("checkpoints")) {
    SCOPED_TRACE(vector["why"].get<std::string>());
    CheckpointPolicy policy{must(readNoteKey(vector["log"].get<std::string>())), {}, 0};
    std::vector<NoteKey> known;
    for (const json& key : vector["witnesses"]) known.push_back(must(readNoteKey(key.get<std::string>())));
    policy.witnesses = known;
    policy.neededWitnesses = known.size();
    const auto note = vector["note"].get<std::string>();
    const auto verified = must(readCheckpoint(note, policy, 4'000'000'000));
    EXPECT_EQ(verified.checkpoint.size, 70'000u);
    EXPECT_TRUE(note.starts_with(checkpointText(verified.checkpoint) + "\n"));
    ASSERT_EQ(verified.witnesses.size(), known.size());
    for (std::size_t i = 0; i < known.size(); ++i) {
      EXPECT_EQ(verified.witnesses[i].atUnixSeconds, vector["times"][i].get<std::int64_t>());
      EXPECT_EQ(writeNoteKey(known[i]), vector["witnesses"][i].get<std::string>());
    }
    // The same keys (seeds of equal bytes) sign the same bytes here.
    std::string ours = signCheckpoint(verified.checkpoint, keyFrom(1));
    for (std::size_t i = 0; i < known.size(); ++i)
      ours += cosignatureLine(checkpointText(verified.checkpoint), known[i].name, keyFrom(static_cast<std::uint8_t>(10 + i)),
                              verified.witnesses[i].atUnixSeconds);
    EXPECT_EQ(ours, note);
    ++read;
  }
  EXPECT_EQ(read, 4u);
}

TEST_F(LogCheckpoint, KeysHaveTheIdsOfGosNote) {
  // golang.org/x/mod/sumdb/note, example_test.go.
  constexpr std::string_view kKey = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
  const NoteKey key = must(readNoteKey(kKey));
  EXPECT_EQ(key.name, "PeterNeumann");
  EXPECT_EQ(hexOf(key.id()), "c74f20a3");
  EXPECT_EQ(writeNoteKey(key), kKey);
  for (std::size_t i = 0; i < kKey.size(); ++i) {
    std::string bent(kKey);
    bent[i] = static_cast<char>(bent[i] + 1);
    EXPECT_FALSE(readNoteKey(bent)) << bent;
    EXPECT_FALSE(readNoteKey(kKey.substr(0, i)));
    EXPECT_FALSE(readNoteKey(kKey.substr(i + 1)));
  }
}

TEST_F(LogCheckpoint, NoKeyOfSmallOrderIsAWitness) {
  for (const PublicKey& weak : {PublicKey{}, PublicKey{1}}) {   // of order 4; the neutral element
    const std::string text = writeNoteKey({"witness.example/weak", NoteKeyType::Cosignature, weak});
    EXPECT_EQ(faultOrNone(readNoteKey(text)), Fault::LogBadSignature) << text;
  }
}

TEST_F(LogCheckpoint, HasRoomFor64Witnesses) {
  while (witnesses.size() < kMaxWitnesses)
    witnesses.push_back({"witness.example/more" + std::to_string(witnesses.size()), NoteKeyType::Cosignature,
                         test::keyCounted(static_cast<std::uint32_t>(witnesses.size())).publicKey()});
  EXPECT_EQ(witnesses.size(), 64u);
  EXPECT_EQ(refusal(note(3), 3), "none");
  witnesses.push_back({"witness.example/one-more", NoteKeyType::Cosignature, test::keyCounted(64).publicKey()});
  EXPECT_EQ(refusal(note(3), 3), "log/too-few-witnesses");
}

/// A line of that key's id, with a time before the signature as witnesses have it.
std::string timedLine(const NoteKey& key, const SigningKey& signer, std::string_view text, std::uint64_t seconds) {
  Bytes bytes = copyOf(key.id());
  for (int shift = 56; shift >= 0; shift -= 8) bytes.push_back(static_cast<std::uint8_t>(seconds >> shift));
  const std::string message = "cosignature/v1\ntime " + std::to_string(seconds) + "\n" + std::string(text);
  const Signature signature = signer.sign(bytesOf(message));
  bytes.insert(bytes.end(), signature.begin(), signature.end());
  return "\xe2\x80\x94 " + key.name + " " + base64Of(bytes) + "\n";
}

TEST_F(LogCheckpoint, ATimeBeyondSignedNumbersIsNoTimeBefore1970) {
  const std::string text = checkpointText(checkpoint);
  const auto at = [&](std::uint64_t seconds) { return refusal(note(0) + timedLine(witnesses[0], witnessKeys[0], text, seconds), 1); };
  ASSERT_EQ(at(kNow), "none");
  EXPECT_EQ(at(0x7fffffffffffffff), "log/too-few-witnesses") << "far ahead";
  EXPECT_EQ(at(0x8000000000000000), "log/bad-signature");
  EXPECT_EQ(at(0xffffffffffffffff), "log/bad-signature");
}

TEST_F(LogCheckpoint, AKeyOfAnotherTypeIsNoWitness) {
  const std::string text = checkpointText(checkpoint);
  const std::string asWitness = note(0) + timedLine(witnesses[0], witnessKeys[0], text, kNow);
  EXPECT_EQ(refusal(asWitness, 1), "none");
  witnesses[0].type = NoteKeyType::Ed25519;
  EXPECT_EQ(refusal(note(0) + timedLine(witnesses[0], witnessKeys[0], text, kNow), 1), "log/too-few-witnesses");
}

TEST_F(LogCheckpoint, CountsWitnessesOnce) {
  EXPECT_EQ(refusal(note(0)), "none");
  EXPECT_EQ(refusal(note(0), 1), "log/too-few-witnesses");
  EXPECT_EQ(refusal(note(2), 2), "none");
  EXPECT_EQ(refusal(note(2), 3), "log/too-few-witnesses");
  const std::string again = cosignatureLine(checkpointText(checkpoint), witnesses[0].name, witnessKeys[0], kNow - 5);
  EXPECT_EQ(refusal(note(1) + again, 2), "log/too-few-witnesses") << "the same witness twice";
  witnesses.push_back({"witness.example/alias", NoteKeyType::Cosignature, witnessKeys[0].publicKey()});
  const std::string alias = cosignatureLine(checkpointText(checkpoint), "witness.example/alias", witnessKeys[0], kNow - 5);
  EXPECT_EQ(refusal(note(1) + alias, 2), "log/too-few-witnesses") << "one key under two names";
}

TEST_F(LogCheckpoint, TakesNoCosignatureFromTheFuture) {
  const auto at = [&](std::int64_t seconds) {
    return note(0) + cosignatureLine(checkpointText(checkpoint), witnesses[0].name, witnessKeys[0], seconds);
  };
  EXPECT_EQ(refusal(at(kNow + 300), 1), "none");
  EXPECT_EQ(refusal(at(kNow + 301), 1), "log/too-few-witnesses");
}

TEST_F(LogCheckpoint, IgnoresSignaturesOfStrangersAndRefusesBadOnesOfKnownKeys) {
  const SigningKey stranger = keyFrom(99);
  const std::string text = checkpointText(checkpoint);
  EXPECT_EQ(refusal(note(1) + cosignatureLine(text, "witness.example/w9", stranger, kNow), 1), "none");
  EXPECT_EQ(refusal(note(1) + cosignatureLine(text, witnesses[1].name, stranger, kNow), 1), "none") << "a known name alone";
  EXPECT_EQ(refusal(note(1) + cosignatureLine(text + "x\n", witnesses[1].name, witnessKeys[1], kNow), 1), "log/bad-signature");
  Checkpoint other = checkpoint;
  other.size = 4;
  const std::string signature = signCheckpoint(other, log).substr(checkpointText(other).size());
  EXPECT_EQ(refusal(text + signature), "log/bad-signature");
  EXPECT_EQ(refusal(signCheckpoint(checkpoint, stranger)), "log/bad-signature");
  // A cosignature of the log's own key is no signature of the log, nor the reverse.
  EXPECT_EQ(refusal(text + "\n" + cosignatureLine(text, checkpoint.origin, log, kNow)), "log/bad-signature");
}

TEST_F(LogCheckpoint, IsRefusedWhenAnyByteIsChanged) {
  const std::string good = note(1);
  ASSERT_EQ(refusal(good, 1), "none");
  for (std::size_t i = 0; i < good.size(); ++i) {
    for (const char bit : {1, 4, 32}) {
      std::string bent = good;
      bent[i] = static_cast<char>(bent[i] ^ bit);
      EXPECT_NE(refusal(bent, 1), "none") << "byte " << i;
    }
    EXPECT_NE(refusal(good.substr(0, i), 1), "none") << "cut at " << i;
  }
  EXPECT_NE(refusal(good + "\n", 1), "none");
  EXPECT_NE(refusal("\n" + good, 1), "none");
}

TEST_F(LogCheckpoint, IsReadStrictlyEvenWhenTheLogSignedIt) {
  const NoteKey key{checkpoint.origin, NoteKeyType::Ed25519, log.publicKey()};
  // The signature line of any text, made as the log would.
  const auto sign = [&](const std::string& text) {
    Bytes bytes = copyOf(key.id());
    const Signature signature = log.sign(bytesOf(text));
    bytes.insert(bytes.end(), signature.begin(), signature.end());
    return text + "\n\xe2\x80\x94 " + checkpoint.origin + " " + base64Of(bytes) + "\n";
  };
  const std::string text = checkpointText(checkpoint);
  ASSERT_EQ(refusal(sign(text)), "none");
  const auto line2 = text.find('\n') + 1;
  const std::string origin = text.substr(0, line2), root = text.substr(text.find('\n', line2) + 1);
  EXPECT_EQ(refusal(sign(origin + "3\n" + root + "extension\n")), "none");
  std::string many;
  for (int i = 0; i < 17; ++i) many += "x\n";
  for (const std::string& bad : {
           origin + "03\n" + root, origin + "-3\n" + root, origin + "+3\n" + root, origin + " 3\n" + root, origin + "3 \n" + root,
           origin + "\n" + root, origin + "9007199254740992\n" + root, origin + "18446744073709551616\n" + root,
           origin + "0\n" + root, origin + "3\n", origin + "3\n" + root + "\nx\n", origin + "3\n" + root + many,
           origin + "3\nAAAA\n", origin + "3\n" + root.substr(0, root.size() - 2) + "\n", std::string("other.example/log\n3\n") + root,
           std::string("3\n") + root, origin + "3\n" + root + "control \x01\n", origin + "3\n" + root + "not utf-8 \xff\n",
           origin + "3\n" + root + "tab\t\n", origin + "3\r\n" + root,
           origin + "3\n" + root.substr(0, 5) + "\xe2\x80\x94" + root.substr(8)}) {
    EXPECT_EQ(refusal(sign(bad)), "log/bad-checkpoint") << bad;
  }
  std::string lines = note(0);
  const std::string unknown = cosignatureLine(text, "stranger.example", keyFrom(98), kNow);
  for (std::size_t i = 1; i < kMaxCheckpointSignatures; ++i) lines += unknown;
  EXPECT_EQ(refusal(lines), "none");
  EXPECT_EQ(refusal(lines + unknown), "log/bad-checkpoint") << "too many signatures";
  EXPECT_EQ(refusal(note(0) + "\xe2\x80\x94 a b\n"), "log/bad-checkpoint");
  EXPECT_EQ(refusal(note(0) + "\xe2\x80\x94 a AAAAAAA=\n"), "none") << "an id and one byte, of somebody unknown";
  EXPECT_EQ(refusal(note(0) + "\xe2\x80\x94 a AAAAAA==\n"), "log/bad-checkpoint") << "an id and no signature";
  EXPECT_EQ(refusal(note(0) + "- a AAAAAAAA\n"), "log/bad-checkpoint");
  EXPECT_EQ(refusal(note(0) + "\xe2\x80\x94 a AAAA\xe2\x80\x94" "A\n"), "log/bad-checkpoint") << "no base64";
  EXPECT_EQ(refusal(note(0) + "\xe2\x80\x94 a\xc2\xa0z AAAAAAAA\n"), "log/bad-checkpoint") << "a space in a name";
  EXPECT_EQ(refusal(std::string(kMaxCheckpointBytes + 1, 'a')), "log/bad-checkpoint");
}

TEST_F(LogCheckpoint, NeverGoesBackAndNeverForks) {
  const auto leaves = leavesOf(9);
  const auto at = [&](std::uint64_t size) { return Checkpoint{checkpoint.origin, size, rootOf(std::span(leaves).first(size)), {}}; };
  LeafList nodes(leaves);
  const LogProof proof = must(proveConsistency(nodes, 5, 9));
  EXPECT_TRUE(checkSuccession(std::nullopt, at(5), {}));
  EXPECT_TRUE(checkSuccession(at(5), at(9), proof));
  EXPECT_TRUE(checkSuccession(at(5), at(5), {}));
  EXPECT_TRUE(checkSuccession(at(0), at(5), {}));
  EXPECT_EQ(faultOrNone(checkSuccession(at(5), at(4), proof)), Fault::LogRolledBack);
  EXPECT_EQ(faultOrNone(checkSuccession(at(5), at(9), {})), Fault::LogBadProof);
  Checkpoint fork = at(5);
  fork.root[0] ^= 1;
  EXPECT_EQ(faultOrNone(checkSuccession(at(5), fork, {})), Fault::LogBadProof);
  EXPECT_EQ(faultOrNone(checkSuccession(fork, at(9), proof)), Fault::LogBadProof);
  Checkpoint other = at(9);
  other.origin = "another.example/log";
  EXPECT_EQ(faultOrNone(checkSuccession(at(5), other, proof)), Fault::LogBadCheckpoint);
}

}  // namespace
}  // namespace citycode
