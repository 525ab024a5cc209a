// Proofs over an append-only log: the Merkle tree of RFC 9162 section 2.1 with SHA-256 (the same as RFC 6962's).
// A log of `size` leaves has one root; an inclusion proof shows that an entry is leaf `index` of it, a consistency
// proof that a smaller log is the beginning of a larger one. Nothing here is secret.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "citycode/bytes.h"
#include "citycode/crypto.h"
#include "citycode/limits.h"
#include "citycode/result.h"

namespace citycode {

using LogHash = Sha256;
using LogProof = std::vector<LogHash>;

/// A tree of kMaxLogSize leaves is 53 levels high; a consistency proof has at most one hash more.
inline constexpr std::size_t kMaxLogProofHashes = 54;

LogHash leafHash(ByteView entry);                            // SHA-256(0x00 || entry)
LogHash nodeHash(const LogHash& left, const LogHash& right);   // SHA-256(0x01 || left || right)
LogHash emptyLogRoot();                                      // SHA-256 of nothing

/// Where proofs take their hashes from: a list in memory, or tiles on a disk.
class LogNodes {
 public:
  virtual ~LogNodes() = default;
  /// The root of the 2^level leaves from index * 2^level on. Asked only for subtrees that the log holds whole.
  virtual Result<LogHash> node(unsigned level, std::uint64_t index) = 0;
};

/// All leaf hashes in memory; borrowed. For small logs and tests: a node costs a walk over its leaves.
class LeafList final : public LogNodes {
 public:
  explicit LeafList(std::span<const LogHash> leaves) : leaves_(leaves) {}
  Result<LogHash> node(unsigned level, std::uint64_t index) override;

 private:
  std::span<const LogHash> leaves_;
};

/// The root of the first `size` leaves.
Result<LogHash> logRoot(LogNodes& nodes, std::uint64_t size);

/// PATH of RFC 9162 section 2.1.3.1. Fault: log/bad-proof (index not below size, or a size too large).
Result<LogProof> proveInclusion(LogNodes& nodes, std::uint64_t index, std::uint64_t size);

/// PROOF of RFC 9162 section 2.1.4.1; empty from 0 and to the same size. Fault: log/bad-proof.
Result<LogProof> proveConsistency(LogNodes& nodes, std::uint64_t first, std::uint64_t second);

/// RFC 9162 section 2.1.3.2. Fault: log/bad-proof.
Result<Done> verifyInclusion(const LogHash& leaf, std::uint64_t index, std::uint64_t size, std::span<const LogHash> proof,
                             const LogHash& root);

/// RFC 9162 section 2.1.4.2; from size 0 everything follows, and the proof is empty. Fault: log/bad-proof.
Result<Done> verifyConsistency(std::uint64_t first, std::uint64_t second, const LogHash& firstRoot,
                               const LogHash& secondRoot, std::span<const LogHash> proof);

/// Hashes one after another as they travel: a multiple of 32 bytes, at most kMaxLogProofHashes. Fault: log/bad-proof.
Result<LogProof> decodeLogProof(ByteView bytes);

}  // namespace citycode
