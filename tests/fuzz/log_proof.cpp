// Proofs of the log: over a known log only the one honest proof is taken, and no size or index, however large, breaks
// a verification. Two sizes or an index and a size, then hashes.
#include "log/log_proof.h"

#include "fuzz.h"
#include "log_city.h"

namespace citycode::fuzz {
namespace {

void checkKnownLog(std::uint64_t a, std::uint64_t b, std::span<const LogHash> proof) {
  const LogCity& city = logCity();
  LeafList nodes(city.leaves);
  const std::uint64_t size = b % (kLogLeaves + 1), first = a % (kLogLeaves + 2);
  const LogHash root = city.root(size);
  const auto path = proveInclusion(nodes, first, size);
  CC_HOLDS(bool(path) == (first < size));
  const bool included = bool(verifyInclusion(city.leaves[first % kLogLeaves], first, size, proof, root));
  CC_HOLDS(included == (path && std::ranges::equal(proof, *path)));
  if (path) CC_HOLDS(verifyInclusion(city.leaves[first], first, size, *path, root) && path->size() <= kMaxLogProofHashes);
  const auto consistency = proveConsistency(nodes, first, size);
  CC_HOLDS(bool(consistency) == (first <= size));
  const LogHash firstRoot = city.root(std::min(first, kLogLeaves));
  const bool consistent = bool(verifyConsistency(first, size, firstRoot, root, proof));
  CC_HOLDS(consistent == (consistency && std::ranges::equal(proof, *consistency)));
  if (consistency) CC_HOLDS(verifyConsistency(first, size, firstRoot, root, *consistency));
}

}  // namespace

void oneInput(ByteView bytes) {
  Input input(bytes);
  const std::uint64_t a = input.number(8), b = input.number(8);
  const ByteView hashes = input.rest();
  const auto proof = decodeLogProof(hashes);
  if (!proof) return CC_HOLDS(hashes.size() % kSha256Bytes != 0 || hashes.size() > kMaxLogProofHashes * kSha256Bytes);
  CC_HOLDS(proof->size() * kSha256Bytes == hashes.size());
  checkKnownLog(a, b, *proof);
  const LogHash some = proof->empty() ? emptyLogRoot() : proof->front();
  const bool isSmallEnough = b <= kMaxLogSize;
  CC_HOLDS(!verifyInclusion(some, a, b, *proof, emptyLogRoot()) || (isSmallEnough && a < b && proof->empty()));
  CC_HOLDS(!verifyConsistency(a, b, some, some, *proof) || (isSmallEnough && a <= b));
}

}  // namespace citycode::fuzz
