"""Status lists and deltas: read, kept by issuer key and day, and asked, as docs/format.md says."""
import hashlib
from dataclasses import dataclass, field

import envelope
import revoked_set
import strict_cbor
import trust_list
from faults import Fault, Undecided, require
from tables import kFirstIgnorableKey as kFirstIgnorable, kListsTogetherSeconds as kTogetherSeconds, kMaxFloorsPerIssuer as kMaxFloors, kMaxStatusLists as kMaxLists, kMaxStatusMemoryBytes as kMaxKeptBytes, kStatusAheadSeconds as kAheadSeconds

kMaxBytes = 8 * 1024 * 1024 + 1024
kCardDay = 0
kSecondsPerDay = 86400
kLatest = 2**32 - 1
kHead, kFull, kDelta = (1, 2, 3, 4, 5), (6,), (7, 8, 9, 10)
kBad, kNotForThis = "revocation/bad-list", "revocation/delta-not-for-this-list"


@dataclass
class StatusList:
    day: int
    version: int
    iat: int
    exp: int
    universeBits: int
    revoked: set = None

    def memoryBytes(self):
        """The gaps, and 8 bytes for each 128 revoked passes."""
        return revoked_set.gapBytes(self.revoked) + 8 * -(-len(self.revoked) // 128)


@dataclass
class Delta:
    result: StatusList   # without its set
    base: int
    removed: set
    added: set
    digest: bytes

    def appliedTo(self, held):
        new = self.result
        fits = held and (held.day, held.universeBits, held.version) == (new.day, new.universeBits, self.base)
        require(fits, kNotForThis)
        new.revoked = (held.revoked - self.removed) | self.added
        require(hashlib.sha256(revoked_set.encode(new.revoked)).digest() == self.digest, kNotForThis)
        return new


def dayOf(seconds):
    return seconds // kSecondsPerDay


def _upTo(value, limit=kLatest):
    require(strict_cbor.expectUint(value) <= limit, kBad)
    return value


def _read(payload):
    """A StatusList or a Delta."""
    m = {key: v for key, v in strict_cbor.expect(strict_cbor.decode(payload), dict).items() if key < kFirstIgnorable}
    require(set(m) in ({*kHead, *kFull}, {*kHead, *kDelta}), kBad)
    status = StatusList(_upTo(m[1], kLatest // kSecondsPerDay), _upTo(m[2]), _upTo(m[3]), _upTo(m[4]), _upTo(m[5], 32))
    require(status.universeBits >= 1 and status.version <= status.iat < status.exp, kBad)
    if 6 in m:
        status.revoked = revoked_set.read(m[6], status.universeBits)
        return status
    require(len(strict_cbor.expect(m[10], bytes)) == 32, kBad)
    return Delta(status, _upTo(m[7], status.version), revoked_set.read(m[8], status.universeBits),
                 revoked_set.read(m[9], status.universeBits), m[10])


def _checkDay(day, issuer, trust, now):
    if day == kCardDay:
        require(trust_list.kCards in issuer.rights, kBad)
        return
    begin, end = day * kSecondsPerDay, (day + 1) * kSecondsPerDay
    require(begin < issuer.exp and end > issuer.nbf, kBad)
    require(begin <= now + kSecondsPerDay + kAheadSeconds, "revocation/from-future")
    require(end + max((scope.longestPass for scope in trust.scopes), default=0) > now, "revocation/too-old")


@dataclass
class StatusLists:
    kept: dict = field(default_factory=dict)     # (issuer key, day) -> StatusList
    floors: dict = field(default_factory=dict)   # the same of lists that are gone -> (version, iat, set)
    newestIat: int = 0

    def adopt(self, data, trust, now):
        """Keeps what `data` says, or raises and stays as it was: (issuer key, list, whether it came as a delta)."""
        require(len(data) <= kMaxBytes, kBad)
        message = envelope.decodeSign1(data, (envelope.kKid,))
        known = [issuer for issuer in trust.issuers if envelope.keyId(issuer.key) == message.header[envelope.kKid]]
        require(known, "revocation/other-issuer")
        issuer = next((issuer for issuer in known if message.isSignedBy(issuer.key, envelope.kStatusList)), None)
        require(issuer, "revocation/bad-signature")
        read = _read(message.payload)
        head = read.result if isinstance(read, Delta) else read
        require(head.iat <= now + kAheadSeconds, "revocation/from-future")
        require(head.exp > now, "revocation/too-old")
        _checkDay(head.day, issuer, trust, now)
        place = (issuer.key, head.day)
        held = self.kept.get(place)
        version, iat, revoked = (held.version, held.iat, held.revoked) if held else self.floors.get(place, (0, 0, None))
        require((head.version, head.iat) >= (version, iat), "revocation/rolled-back")
        status = read.appliedTo(held) if isinstance(read, Delta) else read
        require(revoked is None or status.version > version or status.revoked == revoked, kBad)
        require(status.memoryBytes() <= kMaxKeptBytes // len(trust.issuers), kBad)
        self.kept[place] = status
        self.floors.pop(place, None)
        self.newestIat = max(self.newestIat, status.iat)
        if held and status.iat < held.iat:
            self._takeBackDates(issuer.key, status.iat, now)
        self._makeRoom(place, trust, now)
        return issuer.key, status, isinstance(read, Delta)

    def _takeBackDates(self, issuerKey, iat, now):
        latest = min(iat + kTogetherSeconds, now + kAheadSeconds)
        for at in [at for at, status in self.kept.items() if at[0] == issuerKey and status.iat > latest]:
            self._forget(at)
        self.newestIat = max(status.iat for status in self.kept.values())

    def _forget(self, place):
        status = self.kept.pop(place)
        self.floors[place] = (status.version, status.iat, status.revoked)
        own = sorted(at for at in self.floors if at[0] == place[0])
        if len(own) > kMaxFloors:
            del self.floors[next(at for at in own if at[1] != kCardDay)]

    def _makeRoom(self, place, trust, now):
        listed = [issuer.key for issuer in trust.issuers]
        for at in sorted(self.kept):
            if at[0] not in listed or self.kept[at].exp <= now:
                self._forget(at)
        mostLists, mostBytes = max(1, kMaxLists // len(listed)), kMaxKeptBytes // len(listed)
        for key in listed:
            while True:
                own = [at for at in self.kept if at[0] == key]
                others = [at for at in own if at != place]
                if not others or (len(own) <= mostLists and sum(self.kept[at].memoryBytes() for at in own) <= mostBytes):
                    break
                self._forget(min(others, key=lambda at: (self.kept[at].exp, at)))

    def ageAndFreshness(self, issuerKey, day, scope, now):
        """(age, word), or (None, "unknown") when no list is asked."""
        status = self.kept.get((issuerKey, day))
        if not status or not scope.needsStatusList():
            return None, "unknown"
        age = now - status.iat
        return age, "fresh" if age <= scope.statusFresh else "too-old" if scope.isStatusTooOld(age) else "stale"

    def ask(self, issuerKey, day, index, scope, now):
        """Raises unless the list is there, speaks of `index`, does not name it, and is not too old."""
        status = self.kept.get((issuerKey, day))
        if not status or index is None or index >= 2**status.universeBits:
            raise Undecided("revocation/list-missing")
        if index in status.revoked:
            raise Fault("revocation/revoked")
        age = now - status.iat
        if age < -kAheadSeconds:
            raise Undecided("time/clock-behind-list")
        if scope.isStatusTooOld(age):
            raise Undecided("revocation/too-old")
