#include "log/log_proof.h"

#include <bit>

namespace citycode {
namespace {

constexpr std::uint8_t kLeafPrefix = 0, kNodePrefix = 1;   // RFC 9162 section 2.1.1

// The largest power of two below n, for n > 1: where RFC 9162 splits a tree.
std::uint64_t splitOf(std::uint64_t n) { return std::bit_floor(n - 1); }

// MTH(D[begin:end]). `begin` is a multiple of every power of two that the range is split by.
Result<LogHash> rangeRoot(LogNodes& nodes, std::uint64_t begin, std::uint64_t end) {
  const std::uint64_t size = end - begin;
  if (size == 0) return emptyLogRoot();
  if (std::has_single_bit(size)) {
    const auto level = static_cast<unsigned>(std::countr_zero(size));
    return nodes.node(level, begin >> level);
  }
  const std::uint64_t split = splitOf(size);
  CC_TRY(left, rangeRoot(nodes, begin, begin + split));
  CC_TRY(right, rangeRoot(nodes, begin + split, end));
  return nodeHash(left, right);
}

// Appends PATH(index, D[begin:end]), deepest first.
Result<Done> putPath(LogNodes& nodes, std::uint64_t index, std::uint64_t begin, std::uint64_t end, LogProof& proof) {
  if (end - begin == 1) return Done{};
  const std::uint64_t middle = begin + splitOf(end - begin);
  const bool left = index < middle;
  CC_CHECK(left ? putPath(nodes, index, begin, middle, proof) : putPath(nodes, index, middle, end, proof));
  CC_TRY(sibling, left ? rangeRoot(nodes, middle, end) : rangeRoot(nodes, begin, middle));
  proof.push_back(sibling);
  return Done{};
}

// Appends SUBPROOF(first, D[begin:end], whole); `whole` while the verifier knows this subtree's root already.
Result<Done> putSubproof(LogNodes& nodes, std::uint64_t first, std::uint64_t begin, std::uint64_t end, bool whole,
                         LogProof& proof) {
  if (first == end) {
    if (whole) return Done{};
    CC_TRY(root, rangeRoot(nodes, begin, end));
    proof.push_back(root);
    return Done{};
  }
  const std::uint64_t middle = begin + splitOf(end - begin);
  const bool left = first <= middle;
  CC_CHECK(left ? putSubproof(nodes, first, begin, middle, whole, proof)
                : putSubproof(nodes, first, middle, end, false, proof));
  CC_TRY(sibling, left ? rangeRoot(nodes, middle, end) : rangeRoot(nodes, begin, middle));
  proof.push_back(sibling);
  return Done{};
}

}  // namespace

LogHash leafHash(ByteView entry) {
  Bytes prefixed;
  prefixed.reserve(1 + entry.size());
  prefixed.push_back(kLeafPrefix);
  prefixed.insert(prefixed.end(), entry.begin(), entry.end());
  return sha256(prefixed);
}

LogHash nodeHash(const LogHash& left, const LogHash& right) {
  std::array<std::uint8_t, 1 + 2 * kSha256Bytes> both;
  both[0] = kNodePrefix;
  std::copy(left.begin(), left.end(), both.begin() + 1);
  std::copy(right.begin(), right.end(), both.begin() + 1 + kSha256Bytes);
  return sha256(both);
}

LogHash emptyLogRoot() { return sha256({}); }

Result<LogHash> LeafList::node(unsigned level, std::uint64_t index) {
  if (level >= 64 || index >= leaves_.size() >> level) return Fault::LogBadProof;
  if (level == 0) return leaves_[index];
  CC_TRY(left, node(level - 1, 2 * index));
  CC_TRY(right, node(level - 1, 2 * index + 1));
  return nodeHash(left, right);
}

Result<LogHash> logRoot(LogNodes& nodes, std::uint64_t size) {
  if (size > kMaxLogSize) return Fault::LogBadProof;
  return rangeRoot(nodes, 0, size);
}

Result<LogProof> proveInclusion(LogNodes& nodes, std::uint64_t index, std::uint64_t size) {
  if (index >= size || size > kMaxLogSize) return Fault::LogBadProof;
  LogProof proof;
  CC_CHECK(putPath(nodes, index, 0, size, proof));
  return proof;
}

Result<LogProof> proveConsistency(LogNodes& nodes, std::uint64_t first, std::uint64_t second) {
  if (first > second || second > kMaxLogSize) return Fault::LogBadProof;
  LogProof proof;
  if (first > 0) CC_CHECK(putSubproof(nodes, first, 0, second, true, proof));
  return proof;
}

// Names as in RFC 9162 section 2.1.3.2: fn and sn are the node's and the last node's place in their level.
Result<Done> verifyInclusion(const LogHash& leaf, std::uint64_t index, std::uint64_t size, std::span<const LogHash> proof,
                             const LogHash& root) {
  if (index >= size || size > kMaxLogSize) return Fault::LogBadProof;
  std::uint64_t fn = index, sn = size - 1;
  LogHash r = leaf;
  for (const LogHash& p : proof) {
    if (sn == 0) return Fault::LogBadProof;
    if ((fn & 1) == 1 || fn == sn) {
      r = nodeHash(p, r);
      while ((fn & 1) == 0 && fn != 0) fn >>= 1, sn >>= 1;
    } else {
      r = nodeHash(r, p);
    }
    fn >>= 1;
    sn >>= 1;
  }
  if (sn != 0 || r != root) return Fault::LogBadProof;
  return Done{};
}

// Names as in RFC 9162 section 2.1.4.2.
Result<Done> verifyConsistency(std::uint64_t first, std::uint64_t second, const LogHash& firstRoot,
                               const LogHash& secondRoot, std::span<const LogHash> proof) {
  if (first > second || second > kMaxLogSize) return Fault::LogBadProof;
  if (first == second || first == 0) {
    const bool known = first == second ? firstRoot == secondRoot : firstRoot == emptyLogRoot();
    if (!known || !proof.empty()) return Fault::LogBadProof;
    return Done{};
  }
  if (proof.empty()) return Fault::LogBadProof;
  // A smaller log that is one whole subtree is itself the first hash, and is not sent.
  const bool isSubtree = std::has_single_bit(first);
  const std::span<const LogHash> rest = isSubtree ? proof : proof.subspan(1);
  LogHash fr = isSubtree ? firstRoot : proof[0], sr = fr;
  std::uint64_t fn = first - 1, sn = second - 1;
  while ((fn & 1) == 1) fn >>= 1, sn >>= 1;
  for (const LogHash& c : rest) {
    if (sn == 0) return Fault::LogBadProof;
    if ((fn & 1) == 1 || fn == sn) {
      fr = nodeHash(c, fr);
      sr = nodeHash(c, sr);
      while ((fn & 1) == 0 && fn != 0) fn >>= 1, sn >>= 1;
    } else {
      sr = nodeHash(sr, c);
    }
    fn >>= 1;
    sn >>= 1;
  }
  if (sn != 0 || fr != firstRoot || sr != secondRoot) return Fault::LogBadProof;
  return Done{};
}

Result<LogProof> decodeLogProof(ByteView bytes) {
  if (bytes.size() % kSha256Bytes != 0 || bytes.size() / kSha256Bytes > kMaxLogProofHashes) return Fault::LogBadProof;
  LogProof proof(bytes.size() / kSha256Bytes);
  for (std::size_t i = 0; i < proof.size(); ++i)
    std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(i * kSha256Bytes), kSha256Bytes, proof[i].begin());
  return proof;
}

}  // namespace citycode
