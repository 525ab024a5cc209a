"""The set of revoked indices in docs/format.md: gaps in Rice coding, of which every set has one form."""
import strict_cbor
from faults import require
from tables import kMaxGapBytes

kMaxParameter = 31
kBad = "revocation/bad-list"


class _Bits:
    def __init__(self, data):
        self.size = len(data) * 8
        self.text = f"{int.from_bytes(data, 'big'):0{self.size}b}" if data else ""
        self.at = 0

    def unary(self):
        one = self.text.find("1", self.at)
        require(one >= 0, kBad)
        zeros, self.at = one - self.at, one + 1
        return zeros

    def number(self, size):
        require(self.at + size <= self.size, kBad)
        taken = self.text[self.at:self.at + size]
        self.at += size
        return int(taken, 2) if taken else 0

    def rest(self):
        return self.text[self.at:]


def _bits(gaps, k):
    return sum(gap >> k for gap in gaps) + len(gaps) * (k + 1)


def _bestParameter(gaps):
    """The first of the smallest. Each step of k saves at most what the one before saved: the first that saves nothing ends it."""
    k, bits = 0, _bits(gaps, 0)
    while k < kMaxParameter:
        following = _bits(gaps, k + 1)
        if following >= bits:
            break
        k, bits = k + 1, following
    return k


def gapBytes(revoked):
    gaps = _gapsOf(sorted(revoked))
    return -(-_bits(gaps, _bestParameter(gaps)) // 8)


def _gapsOf(indices):
    return [index - previous - 1 for previous, index in zip([-1, *indices], indices)]


def encode(revoked):
    """The encoded item of a set of integers."""
    indices = sorted(revoked)
    gaps = _gapsOf(indices)
    k = _bestParameter(gaps)
    text = "".join("0" * (gap >> k) + "1" + (f"{gap % (1 << k):0{k}b}" if k else "") for gap in gaps)
    text += "0" * (-len(text) % 8)
    data = int(text, 2).to_bytes(len(text) // 8, "big") if text else b""
    return strict_cbor.encode([len(indices), k, data])


def read(value, universeBits):
    """The set of integers that a decoded item means."""
    parts = strict_cbor.expect(value, list)
    require(len(parts) == 3, kBad)
    count, k = strict_cbor.expectUint(parts[0]), strict_cbor.expectUint(parts[1])
    data = strict_cbor.expect(parts[2], bytes)
    require(k <= kMaxParameter and len(data) <= kMaxGapBytes, kBad)
    require(count * (k + 1) <= len(data) * 8, kBad)
    bits = _Bits(data)
    gaps, indices, following = [], set(), 0
    for _ in range(count):
        gap = (bits.unary() << k) + bits.number(k)
        following += gap + 1
        require(following <= 2**universeBits, kBad)
        gaps.append(gap)
        indices.add(following - 1)
    require(len(bits.rest()) < 8 and "1" not in bits.rest(), kBad)
    require(k == _bestParameter(gaps), kBad)
    return indices
