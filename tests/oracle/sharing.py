"""What terminals of a venue tell one another, in docs/format.md, "Sharing the replay memory"."""
import hashlib
import struct
from dataclasses import dataclass, field

import envelope
import strict_cbor
from faults import Fault, require
from tables import kClockSkewSeconds as kSkewSeconds, kMaxShareAgeSeconds as kMaxAgeSeconds, kMaxShareRecords as kMaxRecords, kShareAheadSeconds as kAheadSeconds, kSlotSeconds

kRecord = struct.Struct(">16sIII")
kLatest = 2**32 - 1
kBad = "replay/bad-share"


def digestOf(passPayload):
    return hashlib.sha256(passPayload).digest()[:16]


def _readPayload(payload, venue):
    """(made at, records)"""
    members = strict_cbor.expect(strict_cbor.decode(payload), dict)
    require(set(members) == {1, 2, 3, 4} and type(members[1]) is int and members[1] == 1 and members[2] == venue, kBad)
    require(strict_cbor.expectUint(members[3]) <= kLatest, kBad)
    data = strict_cbor.expect(members[4], bytes)
    require(len(data) % kRecord.size == 0 and len(data) <= kMaxRecords * kRecord.size, kBad)
    records = list(kRecord.iter_unpack(data))
    passes = [record[0] for record in records]
    require(passes == sorted(set(passes)), kBad)
    require(all(slot % kSlotSeconds == 0 and forget > 0 for _, slot, _, forget in records), kBad)
    return members[3], records


def _open(share, venue, terminals):
    """(who told, made at, records)"""
    try:
        message = envelope.decodeSign1(share, (envelope.kKid,))
        believed = [key for key in terminals if envelope.keyId(key) == message.header[envelope.kKid]]
        teller = next((key for key in believed if message.isSignedBy(key, envelope.kReplayShare)), None)
        require(teller, kBad)
        return teller, *_readPayload(message.payload, venue)
    except Fault:
        raise Fault(kBad) from None   # whatever is wrong with a share, it is the share


@dataclass
class Memory:
    capacity: int = 100_000
    known: dict = field(default_factory=dict)   # pass -> [slot, seen, forget]
    teller: dict = field(default_factory=dict)  # pass -> the terminal that told it; none for what was seen here

    def remember(self, digest, slot, now, forget):
        """A pass that was accepted here."""
        self.see((digest, slot, now, forget))

    def merge(self, share, venue, terminals, trust, now):
        """(added, renewed, ignored)"""
        longest = max(scope.longestPass + scope.window + kSkewSeconds for scope in trust.scopes) + kAheadSeconds
        teller, madeAt, records = _open(share, venue, terminals)
        require(-kAheadSeconds <= now - madeAt <= kMaxAgeSeconds, kBad)
        possible = [record for record in records if now <= record[3] <= now + longest and max(record[1:3]) <= now + kAheadSeconds]
        self._forget(now)
        unknown = sum(digest not in self.known for digest, *_ in possible)
        own = sum(one == teller for one in self.teller.values())
        fits = len(self.known) + unknown <= self.capacity and own + unknown <= self.capacity // len(terminals)
        require(not unknown or fits, "replay/memory-full")
        renewed = 0
        for digest, *times in possible:
            known = self.known.get(digest)
            if known is None:
                self.teller[digest] = teller
            else:
                renewed += times[0] > known[0] or times[1] > known[1]
            self.known[digest] = [max(pair) for pair in zip(known or times, times)]
        return unknown, renewed, len(records) - unknown - renewed

    def see(self, record):
        """A pass that is accepted here: how it is known."""
        digest, slot, seen, forget = record
        self._forget(seen)
        known = self.known.get(digest)
        if known is None:
            if len(self.known) >= self.capacity and not self._dropTold():
                return "full"
            self.known[digest] = [slot, seen, forget]
            return "new"
        self.teller.pop(digest, None)
        isLater = slot > known[0]
        self.known[digest] = [max(slot, known[0]), seen, max(forget, known[2])]
        return "later-slot" if isLater else "same-slot"

    def _forget(self, now):
        for digest in [digest for digest, times in self.known.items() if times[2] < now]:
            del self.known[digest]
            self.teller.pop(digest, None)

    def _dropTold(self):
        """Whether something that was told gave way."""
        if not self.teller:
            return False
        tellers = list(self.teller.values())
        most = min(set(tellers), key=lambda key: (-tellers.count(key), key))
        first = min((digest for digest, key in self.teller.items() if key == most), key=lambda digest: (self.known[digest][2], digest))
        del self.known[first], self.teller[first]
        return True

    def save(self, now, worked=0):
        def recordsOf(teller):
            return b"".join(kRecord.pack(digest, *times) for digest, times in sorted(self.known.items())
                            if times[2] >= now and self.teller.get(digest) == teller)
        told = [[key, recordsOf(key)] for key in sorted(set(self.teller.values())) if recordsOf(key)]
        return strict_cbor.encode({1: 1, 2: "", 3: worked, 4: recordsOf(None), 5: told})
