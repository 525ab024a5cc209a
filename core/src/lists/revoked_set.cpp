#include "lists/revoked_set.h"

#include <algorithm>
#include <array>
#include <bit>

namespace citycode {
namespace {

/// What the gaps seen so far cost for every parameter. Parameters from a gap's own length on cost it nothing but
/// themselves, so a gap is looked at as often as it has bits.
class Cost {
 public:
  void add(std::uint32_t gap) {
    ++count_;
    for (std::size_t k = 0; gap >> k != 0; ++k) {
      quotients_[k] += gap >> k;
      if (k == 31) break;
    }
  }
  std::uint64_t bits(int parameter) const {
    return quotients_[static_cast<std::size_t>(parameter)] + count_ * (static_cast<std::uint64_t>(parameter) + 1);
  }
  int bestParameter() const {
    int best = 0;
    for (int k = 1; k < kMaxUniverseBits; ++k)
      if (bits(k) < bits(best)) best = k;
    return best;
  }

 private:
  std::array<std::uint64_t, kMaxUniverseBits> quotients_{};
  std::uint64_t count_ = 0;
};

/// Takes codes from bits. Needs no check of its own for bytes that were checked: past the end it reads zeros and
/// says so.
class BitReader {
 public:
  explicit BitReader(ByteView bytes, std::size_t at = 0) : bytes_(bytes), at_(at) {}

  std::size_t at() const { return at_; }
  bool isPastEnd() const { return at_ > bytes_.size() * 8; }

  /// The number of zeros before the next one, which is taken too; stops at the end of the bytes.
  std::uint64_t takeUnary() {
    std::uint64_t zeros = 0;
    while (at_ < bytes_.size() * 8) {
      const auto rest = static_cast<std::uint8_t>(bytes_[at_ / 8] << (at_ % 8));
      if (rest != 0) {
        const int run = std::countl_zero(rest);
        at_ += static_cast<std::size_t>(run) + 1;
        return zeros + static_cast<std::uint64_t>(run);
      }
      zeros += 8 - at_ % 8;
      at_ += 8 - at_ % 8;
    }
    ++at_;   // the one that is missing
    return zeros;
  }

  std::uint32_t takeBits(int count) {
    const std::size_t first = at_ / 8;
    std::uint64_t window = 0;
    for (std::size_t i = first; i < first + 5; ++i) window = window << 8 | (i < bytes_.size() ? bytes_[i] : 0);
    const int unused = 40 - static_cast<int>(at_ % 8) - count;
    at_ += static_cast<std::size_t>(count);
    return static_cast<std::uint32_t>(window >> unused & ((std::uint64_t{1} << count) - 1));
  }

 private:
  ByteView bytes_;
  std::size_t at_;
};

class BitWriter {
 public:
  explicit BitWriter(std::size_t bytes) { bytes_.reserve(bytes); }

  void putUnary(std::uint64_t zeros) {
    for (; zeros > 0; --zeros) putBit(0);
    putBit(1);
  }
  void putBits(std::uint32_t value, int count) {
    for (int bit = count - 1; bit >= 0; --bit) putBit(value >> bit & 1);
  }
  std::size_t at() const { return at_; }
  Bytes bytes() && { return std::move(bytes_); }

 private:
  void putBit(std::uint32_t bit) {
    if (at_ % 8 == 0) bytes_.push_back(0);
    bytes_.back() = static_cast<std::uint8_t>(bytes_.back() | bit << (7 - at_ % 8));
    ++at_;
  }

  Bytes bytes_;
  std::size_t at_ = 0;
};

}  // namespace

/// Walks a checked set from its beginning.
class RevokedSet::Walk {
 public:
  explicit Walk(const RevokedSet& set) : bits_(set.gaps_), left_(set.count_), parameter_(set.parameter_) { next(); }

  bool atEnd() const { return atEnd_; }
  std::uint32_t index() const { return static_cast<std::uint32_t>(following_ - 1); }
  void next() {
    atEnd_ = left_ == 0;
    if (atEnd_) return;
    --left_;
    const std::uint64_t high = bits_.takeUnary() << parameter_;
    following_ += (high | bits_.takeBits(parameter_)) + 1;
  }

 private:
  BitReader bits_;
  std::uint32_t left_;
  int parameter_;
  std::uint64_t following_ = 0;   // the index after the last one
  bool atEnd_ = false;
};

/// (base without removed) with added, in rising order.
class RevokedSet::Merge {
 public:
  Merge(const RevokedSet& base, const RevokedSet& removed, const RevokedSet& added)
      : base_(base), removed_(removed), added_(added) {
    next();
  }

  bool atEnd() const { return atEnd_; }
  std::uint32_t index() const { return index_; }
  void next() {
    while (!base_.atEnd() && isRemoved(base_.index())) base_.next();
    atEnd_ = base_.atEnd() && added_.atEnd();
    if (atEnd_) return;
    const bool takesBase = !base_.atEnd() && (added_.atEnd() || base_.index() <= added_.index());
    index_ = takesBase ? base_.index() : added_.index();
    if (!added_.atEnd() && added_.index() == index_) added_.next();
    if (takesBase) base_.next();
  }

 private:
  bool isRemoved(std::uint32_t index) {
    while (!removed_.atEnd() && removed_.index() < index) removed_.next();
    return !removed_.atEnd() && removed_.index() == index;
  }

  Walk base_, removed_, added_;
  std::uint32_t index_ = 0;
  bool atEnd_ = false;
};

/// Writes what a walk gives. The walk is taken twice: once to find the parameter, once to write.
class RevokedSet::Coder {
 public:
  template <class AnyWalk>
  static Result<RevokedSet> code(const AnyWalk& start) {
    Cost cost;
    RevokedSet set;
    std::uint64_t following = 0;
    for (AnyWalk walk = start; !walk.atEnd(); walk.next()) {
      if (walk.index() < following) return Fault::RevocationBadList;
      if (++set.count_ == 0) return Fault::RevocationBadList;   // all of 2^32
      cost.add(static_cast<std::uint32_t>(walk.index() - following));
      following = std::uint64_t{walk.index()} + 1;
    }
    set.parameter_ = cost.bestParameter();
    const std::uint64_t bits = cost.bits(set.parameter_);
    if (bits > kMaxGapBytes * 8) return Fault::RevocationBadList;
    BitWriter writer(static_cast<std::size_t>((bits + 7) / 8));
    set.samples_.reserve((set.count_ + kBlock - 1) / kBlock);
    std::uint32_t written = 0;
    following = 0;
    for (AnyWalk walk = start; !walk.atEnd(); walk.next()) {
      const auto gap = static_cast<std::uint32_t>(walk.index() - following);
      writer.putUnary(gap >> set.parameter_);
      writer.putBits(gap, set.parameter_);
      if (written++ % kBlock == 0) set.samples_.push_back({walk.index(), static_cast<std::uint32_t>(writer.at())});
      following = std::uint64_t{walk.index()} + 1;
    }
    set.gaps_ = std::move(writer).bytes();
    return set;
  }
};

namespace {

class PlainWalk {
 public:
  explicit PlainWalk(std::span<const std::uint32_t> indices) : rest_(indices) {}
  bool atEnd() const { return rest_.empty(); }
  std::uint32_t index() const { return rest_[0]; }
  void next() { rest_ = rest_.subspan(1); }

 private:
  std::span<const std::uint32_t> rest_;
};

}  // namespace

Result<RevokedSet> RevokedSet::of(std::span<const std::uint32_t> indices) { return Coder::code(PlainWalk(indices)); }

Result<RevokedSet> RevokedSet::changedBy(const RevokedSet& removed, const RevokedSet& added) const {
  return Coder::code(Merge(*this, removed, added));
}

Result<RevokedSet> RevokedSet::take(cbor::Reader& reader, int universeBits) {
  CC_TRY(elements, reader.takeArray());
  if (elements != 3) return Fault::RevocationBadList;
  CC_TRY(count, reader.takeUint());
  CC_TRY(parameter, reader.takeUint());
  CC_TRY(gaps, reader.takeBytes());
  // An index takes k + 1 bits or more: a claimed count allocates nothing that was not sent.
  if (gaps.size() > kMaxGapBytes || parameter >= static_cast<std::uint64_t>(kMaxUniverseBits) ||
      count > gaps.size() * 8 / (parameter + 1))
    return Fault::RevocationBadList;

  RevokedSet set;
  set.count_ = static_cast<std::uint32_t>(count);
  set.parameter_ = static_cast<int>(parameter);
  set.samples_.reserve((set.count_ + kBlock - 1) / kBlock);
  const std::uint64_t universe = std::uint64_t{1} << universeBits;
  BitReader bits(gaps);
  Cost cost;
  std::uint64_t following = 0;
  for (std::uint32_t i = 0; i < set.count_; ++i) {
    const std::uint64_t high = bits.takeUnary();
    if (high > universe >> set.parameter_) return Fault::RevocationBadList;
    const std::uint64_t gap = high << set.parameter_ | bits.takeBits(set.parameter_);
    if (bits.isPastEnd() || gap >= universe - following) return Fault::RevocationBadList;
    cost.add(static_cast<std::uint32_t>(gap));
    following += gap + 1;
    if (i % kBlock == 0)
      set.samples_.push_back({static_cast<std::uint32_t>(following - 1), static_cast<std::uint32_t>(bits.at())});
  }
  const std::size_t left = gaps.size() * 8 - bits.at();
  const bool paddedWithZeros = left < 8 && (left == 0 || bits.takeBits(static_cast<int>(left)) == 0);
  if (!paddedWithZeros || set.parameter_ != cost.bestParameter()) return Fault::RevocationBadList;
  set.gaps_ = copyOf(gaps);
  return set;
}

void RevokedSet::put(cbor::Writer& writer) const {
  writer.putArray(3).putUint(count_).putInt(parameter_).putBytes(gaps_);
}

Sha256 RevokedSet::digest() const {
  cbor::Writer writer;
  put(writer);
  return sha256(writer.bytes());
}

bool RevokedSet::contains(std::uint32_t index) const {
  const auto later = std::upper_bound(samples_.begin(), samples_.end(), index,
                                      [](std::uint32_t wanted, const Sample& sample) { return wanted < sample.index; });
  if (later == samples_.begin()) return false;
  const Sample& sample = *(later - 1);
  const auto block = static_cast<std::uint32_t>(later - 1 - samples_.begin());
  BitReader bits(gaps_, sample.nextBit);
  std::uint64_t at = sample.index;
  for (std::uint32_t left = std::min(kBlock, count_ - block * kBlock); at < index && --left > 0;) {
    const std::uint64_t high = bits.takeUnary() << parameter_;
    at += (high | bits.takeBits(parameter_)) + 1;
  }
  return at == index;
}

std::vector<std::uint32_t> RevokedSet::indices() const {
  std::vector<std::uint32_t> indices;
  indices.reserve(count_);
  for (Walk walk(*this); !walk.atEnd(); walk.next()) indices.push_back(walk.index());
  return indices;
}

}  // namespace citycode
