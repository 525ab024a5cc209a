// An exact set of status indices as Rice-coded gaps, searched as it lies there: memory stays near the coded size.
//
// The indices rise; each is written as the number of indices that were skipped since the one before. A gap g with
// the parameter k is g >> k zeros, a one, then the k low bits of g, highest first; bits fill bytes from the highest,
// and the last byte is filled up with zeros. k is the smallest of those that need the fewest bits in all, so a set has
// exactly one form.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "citycode/bytes.h"
#include "citycode/crypto.h"
#include "citycode/limits.h"
#include "citycode/result.h"
#include "encoding/cbor.h"

namespace citycode {

class RevokedSet {
 public:
  RevokedSet() = default;   // nobody is revoked

  /// `indices` rise strictly and lie below 2^32. Fault: revocation/bad-list when they do not or need more than
  /// kMaxGapBytes.
  static Result<RevokedSet> of(std::span<const std::uint32_t> indices);

  /// Takes `[count, k, gaps]` and checks every gap. Faults: cbor/*, revocation/bad-list.
  static Result<RevokedSet> take(cbor::Reader& reader, int universeBits);
  void put(cbor::Writer& writer) const;

  /// (*this without `removed`) with `added`; what is not there or there already changes nothing.
  /// Fault: revocation/bad-list when the result needs more than kMaxGapBytes.
  Result<RevokedSet> changedBy(const RevokedSet& removed, const RevokedSet& added) const;

  /// SHA-256 of what `put` writes.
  Sha256 digest() const;

  /// Reads at most kBlock gaps.
  bool contains(std::uint32_t index) const;
  std::vector<std::uint32_t> indices() const;

  std::uint32_t count() const { return count_; }
  /// What the set holds in memory beside itself, the same on every machine: docs/format.md counts with it.
  std::size_t memoryBytes() const { return gaps_.size() + samples_.size() * sizeof(Sample); }

  friend bool operator==(const RevokedSet& a, const RevokedSet& b) { return a.count_ == b.count_ && a.gaps_ == b.gaps_; }

 private:
  /// One index in kBlock is kept plain, with where the next gap begins: half a bit an index.
  static constexpr std::uint32_t kBlock = 128;
  struct Sample {
    std::uint32_t index;
    std::uint32_t nextBit;   // kMaxGapBytes are 2^25 bits
  };

  class Coder;
  class Walk;
  class Merge;

  std::uint32_t count_ = 0;
  int parameter_ = 0;
  Bytes gaps_;
  std::vector<Sample> samples_;
};

}  // namespace citycode
