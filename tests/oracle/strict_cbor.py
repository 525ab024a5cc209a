"""Deterministic CBOR (RFC 8949 section 4.2.1) as docs/format.md narrows it; cbor2 then decodes what was found to be so."""
import cbor2

from faults import Fault, require
from tables import kMaxCborItems as kMaxItems, kMaxCborLevels as kMaxLevels

kUint, kNegative, kBytes, kText, kArray, kMap, kTag, kSimple = range(8)


class _Walk:
    """Goes over one item and refuses what is not deterministic."""

    def __init__(self, data):
        self.data = data
        self.at = 0

    def take(self, size):
        require(self.at + size <= len(self.data), "cbor/truncated")
        taken = self.data[self.at:self.at + size]
        self.at += size
        return taken

    def head(self):
        initial = self.take(1)[0]
        major, additional = initial >> 5, initial & 31
        if major == kTag or (major == kSimple and additional not in (20, 21)):
            raise Fault("cbor/unexpected-type")
        if additional < 24:
            return major, additional
        if additional == 31:
            raise Fault("cbor/indefinite-length")
        require(additional <= 27, "cbor/unexpected-type")
        size = 1 << (additional - 24)
        argument = int.from_bytes(self.take(size), "big")
        require(argument >= (24 if size == 1 else 1 << (size * 4)), "cbor/not-shortest")
        return major, argument

    def item(self, level):
        require(level <= kMaxLevels, "cbor/too-deep")
        major, argument = self.head()
        if major in (kBytes, kText):
            content = self.take(argument)
            if major == kText:
                try:
                    content.decode("utf-8", "strict")
                except UnicodeDecodeError:
                    raise Fault("cbor/bad-utf8") from None
        elif major in (kArray, kMap):
            require(argument <= kMaxItems, "cbor/too-large")
            previous = None
            for _ in range(argument):
                if major == kMap:
                    previous = self.key(previous)
                self.item(level + 1)

    def key(self, previous):
        """One key, an integer, after `previous` by its bytes."""
        begin = self.at
        major, argument = self.head()
        require(major in (kUint, kNegative), "cbor/unexpected-type")
        require(argument < 1 << 63, "cbor/too-large")
        encoded = self.data[begin:self.at]
        require(encoded != previous, "cbor/duplicate-key")
        require(previous is None or encoded > previous, "cbor/unsorted-keys")
        return encoded


def itemSize(data, level=1):
    """Bytes of the first item."""
    walk = _Walk(data)
    walk.item(level)
    return walk.at


def decode(data):
    """Exactly one item."""
    require(itemSize(data) == len(data), "cbor/trailing-bytes")
    return cbor2.loads(data)


def encode(value):
    """For what this verifier encodes itself (no map): cbor2 writes the shortest heads."""
    return cbor2.dumps(value)


def rawMember(data, wantedKey):
    """The encoded value of one member of the map that `data` is; `decode(data)` must have been well."""
    walk = _Walk(data)
    _, pairs = walk.head()
    for _ in range(pairs):
        begin = walk.at
        walk.head()
        key = cbor2.loads(data[begin:walk.at])
        begin = walk.at
        walk.item(1)
        if key == wantedKey:
            return data[begin:walk.at]
    return None


def expect(value, kind):
    """`value`, when it is of the Python type `kind` (bool is no int here)."""
    require(type(value) is kind, "cbor/unexpected-type")
    return value


def expectUint(value):
    require(expect(value, int) >= 0, "cbor/unexpected-type")
    return value
