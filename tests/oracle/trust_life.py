"""Which trust list may follow which, and lists as codes: docs/format.md, "The life of the trust list", "Lists as codes"."""
import hashlib
from dataclasses import dataclass, field

import envelope
import strict_cbor
import trust_list
from faults import Fault, require
from tables import kListAheadSeconds, kMaxPartBytes as kMaxChunkBytes, kMaxSequenceParts as kMaxParts, kMaxSequenceTextChars as kMaxChars, kSequenceDigestBytes as kDigestBytes, kSequencePrefix as kPrefix

kKinds = {"trust-list": 1, "status-list": 2}
kMixed = "trust/parts-mixed"
kBad = "trust/bad-list"


@dataclass
class Anchors:
    root: bytes
    nextRoot: bytes = None
    version: int = 0
    iat: int = 0

    def encode(self):
        """As the vectors write them."""
        members = [(1, self.root), (2, self.nextRoot), (3, self.version), (4, self.iat)]
        present = [(key, value) for key, value in members if value is not None]
        return bytes([0xa0 + len(present)]) + b"".join(strict_cbor.encode(part) for pair in present for part in pair)


def decodeAnchors(data):
    m = strict_cbor.decode(data)
    return Anchors(m[1], m.get(2), m[3], m[4])


def adopt(data, anchors, now=None):
    """The anchors afterwards; a Fault leaves those before."""
    root = anchors.root
    try:
        trust = trust_list.read(data, root, anchors.version, anchors.iat)
    except Fault as fault:
        if fault.id != "trust/bad-signature" or anchors.nextRoot is None:
            raise
        root = anchors.nextRoot
        trust = trust_list.read(data, root, anchors.version + 1)
    isTheSame = (trust.version, trust.iat) == (anchors.version, anchors.iat)
    require(now is None or isTheSame or trust.iat - now <= kListAheadSeconds, "trust/from-future")
    return Anchors(root, trust.nextRoot, trust.version, trust.iat)


@dataclass
class Gathered:
    """The parts of one list, as far as they have come."""
    total: int = 0
    digest: bytes = b""
    parts: dict = field(default_factory=dict)   # index -> chunk

    @property
    def whole(self):
        return b"".join(self.parts[i] for i in range(self.total)) if self.parts and len(self.parts) == self.total else None

    def keepsItsPromise(self):
        sizes = [len(self.parts[i]) for i in range(self.total)]
        evenly = len(set(sizes[:-1])) <= 1 and sizes[-1] <= sizes[0]
        return evenly and hashlib.sha256(self.whole).digest()[:kDigestBytes] == self.digest


@dataclass
class Sequence:
    """The parts of two lists of one kind: the last that had a part is the first here."""
    kind: str
    lists: list = field(default_factory=list)

    @property
    def latest(self):
        return self.lists[0] if self.lists else Gathered()

    def add(self, text):
        kind, total, index, digest, chunk = self._read(text)
        require(kind == kKinds[self.kind], kMixed)
        wanted = next((one for one in self.lists if (one.total, one.digest) == (total, digest)), None) or Gathered(total, digest)
        require(wanted.parts.get(index, chunk) == chunk, kMixed)
        self.lists = [wanted, *(one for one in self.lists if one is not wanted and one.parts)][:2]
        isNew = index not in wanted.parts
        wanted.parts[index] = chunk
        if isNew and wanted.whole is not None and not wanted.keepsItsPromise():
            self.lists[0] = Gathered()
            raise Fault(kBad)

    def _read(self, text):
        require(text.startswith(kPrefix), "code/not-city-code")
        require(len(text) <= kMaxChars, "code/too-long")
        part = strict_cbor.expect(strict_cbor.decode(envelope.decodeBase45(text[len(kPrefix):])), list)
        require(len(part) == 5, kBad)
        kind, total, index = (strict_cbor.expectUint(number) for number in part[:3])
        digest, chunk = (strict_cbor.expect(piece, bytes) for piece in part[3:])
        require(1 <= total <= kMaxParts and index < total, kBad)
        require(len(digest) == kDigestBytes and 1 <= len(chunk) <= kMaxChunkBytes, kBad)
        return kind, total, index, digest, chunk
