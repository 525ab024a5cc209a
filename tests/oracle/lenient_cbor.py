"""CBOR of other people (RFC 8949), as docs/format.md lets a paper code be written: tolerantly, within limits."""
import struct

from faults import Fault, require
from strict_cbor import kArray, kBytes, kMap, kNegative, kSimple, kTag, kText, kUint
from tables import kMaxForeignItems as kMaxItems, kMaxForeignLevels as kMaxLevels

kIndefinite = 31
kBreak = 0xff
kFloats = {26: ">f", 27: ">d"}
kSimpleValues = {20: False, 21: True}
kSimpleInByte, kFirstSimpleInByte = 24, 32


class Map:
    def __init__(self, pairs):
        self.pairs = pairs

    def find(self, wanted):
        """The value of a key, None when it is not there. A key that is read must not be there twice."""
        found = [value for key, value in self.pairs if type(key) is type(wanted) and key == wanted]
        require(len(found) <= 1, "cbor/duplicate-key")
        return found[0] if found else None


class Tag:
    def __init__(self, number, content):
        self.number, self.content = number, content


class Other:
    """Null, undefined, half-precision floats (which end at 65,504) and simple values: nothing here means them."""


def withoutTags(value):
    while isinstance(value, Tag):
        value = value.content
    return value


class _Reader:
    def __init__(self, data):
        self.data, self.at, self.items = data, 0, 0

    def take(self, size):
        require(self.at + size <= len(self.data), "cbor/truncated")
        taken = self.data[self.at:self.at + size]
        self.at += size
        return taken

    def head(self):
        """Major type, additional information, argument (None: indefinite)."""
        initial = self.take(1)[0]
        major, additional = initial >> 5, initial & 31
        if additional < 24:
            return major, additional, additional
        if additional == kIndefinite:
            return major, additional, None
        require(additional <= 27, "cbor/unexpected-type")
        argument = int.from_bytes(self.take(1 << (additional - 24)), "big")
        isSimple = major == kSimple and additional == kSimpleInByte
        require(not isSimple or argument >= kFirstSimpleInByte, "cbor/unexpected-type")   # RFC 8949 section 3.3
        return major, additional, argument

    def item(self, level=1):
        require(level <= kMaxLevels, "cbor/too-deep")
        self.items += 1
        require(self.items <= kMaxItems, "cbor/too-large")
        major, additional, argument = self.head()
        if major == kArray:
            return [item for (item,) in self.groups(argument, 1, level)]
        if major == kMap:
            return Map(self.groups(argument, 2, level))
        if argument is None:
            raise Fault("cbor/indefinite-length" if major in (kBytes, kText) else "cbor/unexpected-type")
        if major == kTag:
            return Tag(argument, self.item(level + 1))
        return self.leaf(major, additional, argument)

    def groups(self, count, size, level):
        groups = []
        while count is None or len(groups) < count:
            if count is None and self.data[self.at:self.at + 1] == bytes([kBreak]):
                self.at += 1
                break
            groups.append(tuple(self.item(level + 1) for _ in range(size)))
        return groups

    def leaf(self, major, additional, argument):
        if major == kUint:
            return argument
        if major == kNegative:
            return -1 - argument
        if major == kBytes:
            return self.take(argument)
        if major == kText:
            try:
                return self.take(argument).decode("utf-8", "strict")
            except UnicodeDecodeError:
                raise Fault("cbor/bad-utf8") from None
        assert major == kSimple
        if additional in kFloats:
            return struct.unpack(kFloats[additional], argument.to_bytes(1 << (additional - 24), "big"))[0]
        return kSimpleValues.get(argument, Other()) if additional < 24 else Other()


def decode(data):
    """Exactly one item: int, bytes, str, list, Map, Tag, bool, float or Other."""
    reader = _Reader(data)
    value = reader.item()
    require(reader.at == len(data), "cbor/trailing-bytes")
    return value
