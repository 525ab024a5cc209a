"""The trust list: read against the pinned root and the floor, as docs/format.md says."""
import re
from dataclasses import dataclass

import ed25519
import envelope
import shown_text
import strict_cbor
from attributes import isMark, kAttributeNames, kAttributes
from faults import require
from tables import kFirstIgnorableKey as kFirstIgnorable, kLongestSealedPassSeconds as kLongestSealedPass, kMaxTokenKeys, kMaxTrustListBytes as kMaxBytes

kLatest = 2**32 - 1
kNoScope = 0
kServed, kTokenKeys = 64, 65   # members from kFirstIgnorable on that are known by now
kPlaces, kCards = 1, 2   # what an issuer may sign beside passes
kBad = "trust/bad-list"


@dataclass
class Issuer:
    key: bytes
    nbf: int
    exp: int
    scopes: list
    rights: list


@dataclass
class Scope:
    id: int
    name: str
    attributes: list
    window: int
    fresh: int
    tooOld: int
    venueOnly: bool
    refusesReuse: bool
    longestPass: int
    statusFresh: int
    statusTooOld: int
    isSealed: bool
    acceptsPaper: bool
    servesPeople: bool = False

    def report(self):
        return {"id": self.id, "name": self.name, "attributes": [kAttributeNames[attribute] for attribute in self.attributes],
                "windowSeconds": self.window, "freshSeconds": self.fresh, "tooOldSeconds": self.tooOld,
                "venueOnly": self.venueOnly, "refusesLaterSlot": self.refusesReuse, "longestPassSeconds": self.longestPass,
                "statusFreshSeconds": self.statusFresh, "statusTooOldSeconds": self.statusTooOld, "sealed": self.isSealed,
                "acceptsPaper": self.acceptsPaper, "servesPeople": self.servesPeople}

    def trustFreshnessAt(self, age):
        return "fresh" if age <= self.fresh else "stale" if age < self.tooOld else "too-old"

    def isStatusTooOld(self, age):
        return age > self.statusFresh and age >= self.statusTooOld

    def needsStatusList(self):
        return self.statusTooOld > 0


@dataclass
class TokenKey:
    purpose: str
    key: bytes
    nbf: int
    exp: int


@dataclass
class TrustList:
    version: int
    city: str
    issuers: list
    scopes: list
    iat: int
    nextRoot: bytes = None
    tokenKeys: list = ()

    def report(self):
        """As tests/vectors/trust-lists.json has it."""
        issuers = [{"key": issuer.key.hex(), "notBeforeUnixSeconds": issuer.nbf, "expiresUnixSeconds": issuer.exp,
                    "scopeIds": issuer.scopes, "rights": issuer.rights} for issuer in self.issuers]
        return {"version": self.version, "cityName": self.city, "issuedUnixSeconds": self.iat,
                "nextRootKey": self.nextRoot and self.nextRoot.hex(), "issuers": issuers,
                "scopes": [scope.report() for scope in self.scopes],
                "tokenKeys": [{"purpose": key.purpose, "key": key.key.hex(), "notBeforeUnixSeconds": key.nbf, "expiresUnixSeconds": key.exp}
                              for key in self.tokenKeys]}

    def scopeNamed(self, name):
        return next((scope for scope in self.scopes if scope.name == name), None)

    def scopeOf(self, scopeId):
        return next((scope for scope in self.scopes if scope.id == scopeId), None)


def _members(value, required, optional=()):
    """A map whose keys below 64 are known ones; those from 64 on are left out."""
    known = {key: v for key, v in strict_cbor.expect(value, dict).items() if key < kFirstIgnorable}
    require(set(known) <= {*required, *optional} and set(required) <= set(known), kBad)
    return known


def _upTo(value, limit=kLatest):
    require(strict_cbor.expectUint(value) <= limit, kBad)
    return value


def _list(value, readOne):
    return [readOne(one) for one in strict_cbor.expect(value, list)]


def _strongKey(value):
    require(len(strict_cbor.expect(value, bytes)) == 32, kBad)
    require(ed25519.isStrongKey(value), "signature/weak-key")
    return value


def _attribute(value):
    require(strict_cbor.expectUint(value) in kAttributes, kBad)
    return value


def _areEachOnce(values):
    return len(set(values)) == len(values)


def _right(value):
    require(strict_cbor.expectUint(value) in (kPlaces, kCards), kBad)
    return value


def _issuer(value):
    m = _members(value, (1, 2, 3, 4, 5))
    issuer = Issuer(_strongKey(m[1]), _upTo(m[2]), _upTo(m[3]), _list(m[4], _upTo), _list(m[5], _right))
    require(issuer.exp > issuer.nbf and issuer.rights == sorted(set(issuer.rights)), kBad)
    require(_areEachOnce(issuer.scopes) and kNoScope not in issuer.scopes, kBad)
    return issuer


def _scope(value):
    m = _members(value, range(1, 14))
    require(re.fullmatch("[a-z0-9-]{1,24}", strict_cbor.expect(m[2], str)), kBad)
    seconds = {key: _upTo(m[key], 2**31 - 1) for key in (4, 5, 6, 9, 10, 11)}
    scope = Scope(_upTo(m[1]), m[2], _list(m[3], _attribute), seconds[4], seconds[5], seconds[6], _upTo(m[7], 1) == 1,
                  _upTo(m[8], 1) == 1, seconds[9], seconds[10], seconds[11], strict_cbor.expect(m[12], bool),
                  strict_cbor.expect(m[13], bool))
    require(scope.id != kNoScope, kBad)
    require(scope.tooOld >= scope.fresh and scope.statusTooOld >= scope.statusFresh, kBad)
    require(scope.longestPass > 0 and isMark(scope.longestPass), kBad)
    require(not scope.isSealed or scope.longestPass <= kLongestSealedPass, kBad)
    require(not scope.acceptsPaper or scope.needsStatusList(), kBad)
    require(_areEachOnce(scope.attributes), kBad)
    if kServed in value:
        scope.servesPeople = strict_cbor.expect(value[kServed], bool)
        require(scope.servesPeople, kBad)
    return scope


def _tokenKey(value):
    require(len(strict_cbor.expect(value, list)) == 4, kBad)
    purpose, key, nbf, exp = value
    require(1 <= len(strict_cbor.expect(purpose, str).encode()) <= 64 and shown_text.isFitToShow(purpose), kBad)
    require(len(strict_cbor.expect(key, bytes)) == 32, kBad)
    require(_upTo(nbf) < _upTo(exp), kBad)
    return TokenKey(purpose, key, nbf, exp)


def _tokenKeys(value):
    keys = _list(value, _tokenKey)
    order = [(key.purpose.encode(), key.nbf) for key in keys]
    require(1 <= len(keys) <= kMaxTokenKeys and order == sorted(set(order)), kBad)
    return keys


def read(data, rootKey, floorVersion=0, floorIssued=0):
    require(len(data) <= kMaxBytes, kBad)
    message = envelope.decodeSign1(data, (envelope.kKid,))
    require(message.isSignedBy(rootKey, envelope.kTrustList), "trust/bad-signature")
    payload = strict_cbor.decode(message.payload)
    m = _members(payload, (1, 2, 3, 4, 6), (5,))
    city = strict_cbor.expect(m[2], str)
    require(len(city.encode()) <= 64 and shown_text.isFitToShow(city), kBad)
    if 5 in m:
        _strongKey(m[5])
    trust = TrustList(_upTo(m[1]), city, _list(m[3], _issuer), _list(m[4], _scope), _upTo(m[6]), m.get(5))
    if kTokenKeys in payload:
        trust.tokenKeys = _tokenKeys(payload[kTokenKeys])
    require(all(_areEachOnce([getattr(scope, member) for scope in trust.scopes]) for member in ("id", "name")), kBad)
    require(_areEachOnce([issuer.key for issuer in trust.issuers]), kBad)
    require(trust.version <= trust.iat, kBad)
    require((trust.version, trust.iat) >= (floorVersion, floorIssued), "trust/rolled-back")
    return trust
