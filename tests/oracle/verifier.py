"""A second verifier, written from docs/format.md alone: a code's text, a trust list and a clock in, an outcome out."""
import hashlib
import re
from dataclasses import dataclass, field

import attributes
import ed25519
import envelope
import strict_cbor
from faults import Fault, require

kPrefix = "CC1:"
kMaxChars = 600
kMaxPassBytes = 300
kLatest = 2**32 - 1
kCityClaim = -65537
kSlotSeconds = 5
kSkewSeconds = 60
kListAheadSeconds = 300
kChecks = ("structure", "issuer-trust", "issuer-signature", "pass-time", "scope", "holder-signature",
           "presentation-time", "audience", "revocation", "replay")


@dataclass
class Request:
    now: int
    scope: str
    venue: str = ""
    nonce: bytes = None


@dataclass
class Replay:
    """Newest accepted slot by pass."""
    newest: dict = field(default_factory=dict)


@dataclass
class Code:
    presentation: envelope.Sign1
    issued: envelope.Sign1   # the pass


@dataclass
class Pass:
    exp: int
    nbf: int
    key: bytes
    scope: int
    attributes: dict


def decodeCode(text):
    require(text.startswith(kPrefix), "code/not-city-code")
    require(len(text) <= kMaxChars, "code/too-long")
    presentation = envelope.decodeSign1(envelope.decodeBase45(text[len(kPrefix):]), (envelope.kKcwt,))
    whole = strict_cbor.rawMember(presentation.protected, envelope.kKcwt)
    require(len(whole) <= kMaxPassBytes, "pass/too-long")
    return Code(presentation, envelope.decodeSign1(whole, (envelope.kKid,)))


def _claims(payload, required, optional, stage):
    claims = strict_cbor.expect(strict_cbor.decode(payload), dict)
    require(set(claims) <= {*required, *optional}, stage + "/unknown-claim")
    require(set(required) <= set(claims), stage + "/missing-claim")
    return claims


def _time(value, stage):
    require(strict_cbor.expectUint(value) <= kLatest, stage + "/bad-value")
    return value


def _confirmationKey(cnf):
    require(set(strict_cbor.expect(cnf, dict)) <= {1}, "pass/unknown-claim")
    require(1 in cnf, "pass/missing-claim")
    key = strict_cbor.expect(cnf[1], dict)
    require(set(key) <= {1, -1, -2}, "pass/unknown-claim")
    require(set(key) == {1, -1, -2}, "pass/missing-claim")
    require(key[1] == 1 and key[-1] == 6 and len(strict_cbor.expect(key[-2], bytes)) == 32, "pass/bad-value")
    return key[-2]


def readPass(payload):
    claims = _claims(payload, (4, 5, 8, kCityClaim), (), "pass")
    exp, nbf, key = _time(claims[4], "pass"), _time(claims[5], "pass"), _confirmationKey(claims[8])
    city = strict_cbor.expect(claims[kCityClaim], list)
    require(len(city) == 3, "pass/bad-value")
    for number in city[:2]:
        require(strict_cbor.expectUint(number) < 2**32, "pass/bad-value")
    shown = attributes.read(city[2])
    require(nbf < exp, "pass/bad-value")
    return Pass(exp, nbf, key, city[1], shown)


def readPresentation(payload):
    claims = _claims(payload, (3, 6), (10,), "presentation")
    bad = "presentation/bad-value"
    require(re.fullmatch(r"[A-Za-z0-9.:-]{1,32}", strict_cbor.expect(claims[3], str)), bad)
    require(_time(claims[6], "presentation") % kSlotSeconds == 0, bad)
    if 10 in claims:
        require(8 <= len(strict_cbor.expect(claims[10], bytes)) <= 16, bad)
    return claims[3], claims[6], claims.get(10)


class Verification:
    def __init__(self, request, trust, replay):
        self.request, self.trust, self.replay = request, trust, replay
        self.entries = {}   # check -> ("passed" | "failed" | "undecided", fault)

    def run(self, text):
        """(outcome, fault)"""
        code = self.check("structure", lambda: decodeCode(text))
        self.lookAtTrustList()
        if code and self.trust:
            self.judge(code)
        return self.combine()

    def check(self, name, rule):
        """Runs `rule`, which returns a value or raises; the entry says which."""
        try:
            value = rule()
        except Fault as fault:
            self.entries[name] = ("failed", fault.id)
            return None
        self.entries.setdefault(name, ("passed", None))
        return value

    def isUndecided(self, name):
        return self.entries.get(name, ("",))[0] == "undecided"

    def lookAtTrustList(self):
        self.clockIsBehind = False
        if not self.trust:
            self.entries["issuer-trust"] = ("undecided", "trust/missing")
            return
        age = self.request.now - self.trust.iat
        self.clockIsBehind = age < -kListAheadSeconds
        wanted = self.trust.scopeNamed(self.request.scope)
        if self.clockIsBehind:
            self.entries["issuer-trust"] = ("undecided", "time/clock-behind-list")
        elif wanted and age >= wanted.tooOld:
            self.entries["issuer-trust"] = ("undecided", "trust/too-old")

    def judge(self, code):
        kid = code.issued.header[envelope.kKid]
        known = [issuer for issuer in self.trust.issuers if envelope.keyId(issuer.key) == kid]
        if not known:
            if not self.isUndecided("issuer-trust"):
                self.entries["issuer-trust"] = ("failed", "trust/unknown-issuer")
            return
        issuer = next((issuer for issuer in known if code.issued.isSignedBy(issuer.key)), None)
        if not self.check("issuer-signature", lambda: require(issuer, "signature/issuer-mismatch") or True):
            return
        claims = self.check("structure", lambda: readPass(code.issued.payload))
        if not claims:
            return
        scope = self.trust.scopeOf(claims.scope)
        self.check("issuer-trust", lambda: self.issuerMayIssue(issuer, claims))
        self.checkTime("pass-time", lambda: self.passIsInTime(claims, scope))
        self.check("scope", lambda: self.sceneFits(claims, scope))
        if not self.check("holder-signature", lambda: self.holderSigned(code, claims)):
            return
        shown = self.check("structure", lambda: readPresentation(code.presentation.payload))
        if shown and scope:
            self.judgeShowing(code, scope, *shown)

    def judgeShowing(self, code, scope, audience, iat, nonce):
        self.checkTime("presentation-time", lambda: self.isShownInTime(scope, iat))
        self.check("audience", lambda: self.isMeantForUs(scope, audience, nonce))
        self.digest = hashlib.sha256(code.issued.payload).digest()[:16]
        self.slot = iat
        self.check("replay", lambda: self.isNew(scope))

    def checkTime(self, name, rule):
        if self.clockIsBehind:
            self.entries[name] = ("undecided", "time/clock-behind-list")
        else:
            self.check(name, rule)

    def issuerMayIssue(self, issuer, claims):
        require(claims.scope in issuer.scopes, "trust/issuer-not-for-scope")
        require(issuer.nbf <= claims.nbf < issuer.exp, "trust/issuer-not-valid-then")

    def passIsInTime(self, claims, scope):
        require(claims.nbf - kSkewSeconds <= self.request.now, "time/not-yet-valid")
        require(self.request.now < claims.exp, "time/expired")
        require(not scope or claims.exp - claims.nbf <= scope.longestPass, "time/pass-too-long-lived")

    def sceneFits(self, claims, scope):
        require(scope and self.trust.scopeNamed(self.request.scope), "scope/unknown")
        require(scope.name == self.request.scope, "scope/wrong-scene")
        require(set(claims.attributes) <= set(scope.attributes), "scope/attribute-not-allowed")

    def holderSigned(self, code, claims):
        if not code.presentation.isSignedBy(claims.key):
            isStrong = ed25519.isStrongKey(claims.key)
            raise Fault("signature/holder-mismatch" if isStrong else "signature/weak-key")
        return True

    def isShownInTime(self, scope, iat):
        ago = self.request.now - iat
        require(ago <= scope.window, "time/shown-too-long-ago")
        require(-ago <= scope.window, "time/shown-in-future")

    def isMeantForUs(self, scope, audience, nonce):
        if audience.startswith("venue:"):
            require(self.request.venue and audience == "venue:" + self.request.venue, "audience/wrong-venue")
        else:
            require(not scope.venueOnly, "audience/wrong-venue")
            require(audience == scope.name, "audience/wrong-scene")
        require(nonce == self.request.nonce, "audience/wrong-nonce")

    def isNew(self, scope):
        newest = self.replay.newest.get(self.digest)
        if newest is None:
            return
        require(self.slot > newest, "replay/seen")
        require(not scope.refusesReuse, "replay/reused")

    def combine(self):
        for wanted, outcome in (("failed", "invalid"), ("undecided", "undecided")):
            for name in kChecks:
                state, fault = self.entries.get(name, ("skipped", None))
                if state == wanted:
                    return outcome, fault
        assert all(name in self.entries for name in kChecks if name != "revocation"), "a check was forgotten"
        self.replay.newest[self.digest] = self.slot
        return "valid", None
