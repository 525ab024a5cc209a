"""What terminals of a venue tell one another, in docs/format.md, "Sharing what was seen"."""
import hashlib
import struct
from dataclasses import dataclass, field

import envelope
import strict_cbor
from faults import Fault, require

kMaxRecords, kRecord = 4096, struct.Struct(">16sIII")
kSlotSeconds, kAheadSeconds, kSkewSeconds = 5, 300, 60
kLatest = 2**32 - 1
kBad = "replay/bad-share"


def digestOf(passPayload):
    return hashlib.sha256(passPayload).digest()[:16]


def _readPayload(payload, venue):
    members = strict_cbor.expect(strict_cbor.decode(payload), dict)
    require(set(members) == {1, 2, 3, 4} and type(members[1]) is int and members[1] == 1 and members[2] == venue, kBad)
    require(strict_cbor.expectUint(members[3]) <= kLatest, kBad)
    data = strict_cbor.expect(members[4], bytes)
    require(len(data) % kRecord.size == 0 and len(data) <= kMaxRecords * kRecord.size, kBad)
    records = list(kRecord.iter_unpack(data))
    passes = [record[0] for record in records]
    require(passes == sorted(set(passes)), kBad)
    require(all(slot % kSlotSeconds == 0 and forget > 0 for _, slot, _, forget in records), kBad)
    return records


def _open(share, venue, terminals):
    try:
        message = envelope.decodeSign1(share, (envelope.kKid,))
        believed = [key for key in terminals if envelope.keyId(key) == message.header[envelope.kKid]]
        require(any(message.isSignedBy(key) for key in believed), kBad)
        return _readPayload(message.payload, venue)
    except Fault:
        raise Fault(kBad) from None   # whatever is wrong with a share, it is the share


@dataclass
class Memory:
    known: dict = field(default_factory=dict)   # pass -> [slot, seen, forget]

    def remember(self, digest, slot, now, forget):
        """A pass that was accepted here."""
        before = self.known.get(digest, (0, 0, 0))
        self.known[digest] = [max(slot, before[0]), now, max(forget, before[2])]

    def merge(self, share, venue, terminals, trust, now):
        """(added, renewed, ignored)"""
        longest = max(scope.longestPass + scope.window + kSkewSeconds for scope in trust.scopes) + kAheadSeconds
        added = renewed = ignored = 0
        for digest, *times in _open(share, venue, terminals):
            slot, seen, forget = times
            known = self.known.get(digest)
            if not now <= forget <= now + longest or max(slot, seen) > now + kAheadSeconds:
                ignored += 1
            elif known is None:
                self.known[digest] = times
                added += 1
            else:
                isLater = slot > known[0] or seen > known[1]
                renewed, ignored = renewed + isLater, ignored + (not isLater)
                self.known[digest] = [max(pair) for pair in zip(known, times)]
        return added, renewed, ignored

    def save(self, now):
        records = b"".join(kRecord.pack(digest, *times) for digest, times in sorted(self.known.items()) if times[2] >= now)
        return strict_cbor.encode({1: 1, 2: "", 3: now, 4: records})
