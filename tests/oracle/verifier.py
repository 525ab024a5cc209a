"""A second verifier, written from docs/format.md alone: a code's text, a trust list and a clock in, an outcome out."""
import hashlib
import re
from dataclasses import dataclass

import attributes
import ed25519
import envelope
import paper
import sealed
import sharing
import status_list
import strict_cbor
from faults import Fault, Skipped, Undecided, require
from judgement import Judgement, kClockAhead
from tables import kCodePrefix as kPrefix, kMaxCodeTextChars as kMaxChars, kMaxPassBytes, kSlotSeconds

kLatest = 2**32 - 1
kCityClaim = -65537
kAudienceDigestBytes = 8


@dataclass
class Code:
    presentation: envelope.Sign1
    issued: envelope.Sign1   # the pass
    whole: bytes             # the pass as it stands in the presentation


@dataclass
class Pass:
    exp: int
    nbf: int
    key: bytes
    index: int
    scope: int
    attributes: dict     # or a seal
    audienceDigest: bytes


def otherText(text):
    """Why a text without the prefix is no code: what of the city's it is."""
    if re.match(r"CC[1-9][0-9]{0,3}:", text, re.ASCII):
        return Undecided("code/later-version")
    if text.startswith("CCL1:"):
        return Fault("code/list-part")
    if re.match("https?://", text, re.IGNORECASE):
        fragment = text[:300].partition("#")[2].lower()
        for name, fault in (("venue=", "code/venue-sheet"), ("portal=", "code/portal-request"), ("enrol=", "code/enrolment")):
            if fragment.startswith(name):
                return Fault(fault)
    return Fault("code/not-city-code")


def decodeCode(text):
    if not text.startswith(kPrefix):
        raise otherText(text)
    require(len(text) <= kMaxChars, "code/too-long")
    presentation = envelope.decodeSign1(envelope.decodeBase45(text[len(kPrefix):]), (envelope.kKcwt,))
    whole = strict_cbor.rawMember(presentation.protected, envelope.kKcwt)
    require(len(whole) <= kMaxPassBytes, "pass/too-long")
    return Code(presentation, envelope.decodeSign1(whole, (envelope.kKid,)), whole)


def _claims(payload, required, optional, stage):
    claims = strict_cbor.expect(strict_cbor.decode(payload), dict)
    require(set(claims) <= {*required, *optional}, stage + "/unknown-claim")
    require(set(required) <= set(claims), stage + "/missing-claim")
    return claims


def _time(value, stage):
    require(strict_cbor.expectUint(value) <= kLatest, stage + "/bad-value")
    return value


def confirmationKey(cnf):
    require(set(strict_cbor.expect(cnf, dict)) <= {1}, "pass/unknown-claim")
    require(1 in cnf, "pass/missing-claim")
    key = strict_cbor.expect(cnf[1], dict)
    require(set(key) <= {1, -1, -2}, "pass/unknown-claim")
    require(set(key) == {1, -1, -2}, "pass/missing-claim")
    kind, curve = strict_cbor.expect(key[1], int), strict_cbor.expect(key[-1], int)
    require(kind == 1 and curve == 6 and len(strict_cbor.expect(key[-2], bytes)) == 32, "pass/bad-value")
    return key[-2]


def readPass(payload):
    claims = _claims(payload, (4, 5, 8, kCityClaim), (), "pass")
    exp, nbf, key = _time(claims[4], "pass"), _time(claims[5], "pass"), confirmationKey(claims[8])
    city = strict_cbor.expect(claims[kCityClaim], list)
    require(len(city) in (3, 4), "pass/bad-value")
    for number in city[:2]:
        require(strict_cbor.expectUint(number) < 2**32, "pass/bad-value")
    if isinstance(city[2], bytes):
        require(sealed.isSeal(city[2]), "pass/bad-value")
    else:
        attributes.read(city[2])
    only = strict_cbor.expect(city[3], bytes) if len(city) == 4 else None
    require(only is None or len(only) == kAudienceDigestBytes, "pass/bad-value")
    require(nbf < exp and attributes.isMark(nbf) and attributes.isMark(exp), "pass/bad-value")
    return Pass(exp, nbf, key, *city[:3], only)


def readPresentation(payload):
    claims = _claims(payload, (3, 6), (10,), "presentation")
    bad = "presentation/bad-value"
    require(re.fullmatch(r"[A-Za-z0-9.:-]{1,32}", strict_cbor.expect(claims[3], str)), bad)
    require(_time(claims[6], "presentation") % kSlotSeconds == 0, bad)
    if 10 in claims:
        require(8 <= len(strict_cbor.expect(claims[10], bytes)) <= 16, bad)
    return claims[3], claims[6], claims.get(10)


class Verification(Judgement):
    """Of a rolling code."""
    kKind = "rolling"

    def __init__(self, request, trust, replay):
        super().__init__(request, trust)
        self.replay = replay

    def run(self, text):
        """(outcome, fault)"""
        code = self.check("structure", lambda: decodeCode(text))
        self.lookAtTrustList()
        if code and self.trust:
            self.judge(code)
        outcome = self.combine()
        if outcome[0] == "valid":
            self.replay.remember(self.digest, self.slot, self.request.now, self.exp + self.scope.window)
        return outcome

    def judge(self, code):
        kid = code.issued.header[envelope.kKid]
        known = [issuer for issuer in self.trust.issuers if envelope.keyId(issuer.key) == kid]
        if not known:
            self.issuerIsUnknown()
            return
        issuer = next((issuer for issuer in known if code.issued.isSignedBy(issuer.key, envelope.kPass)), None)
        if not self.check("issuer-signature", lambda: require(issuer, "signature/issuer-mismatch") or True):
            return
        claims = self.check("structure", lambda: readPass(code.issued.payload))
        if claims:
            self.judgePass(code, issuer, claims)

    def judgePass(self, code, issuer, claims):
        scope = self.scope = self.trust.scopeOf(claims.scope)
        self.exp = claims.exp
        self.check("issuer-trust", lambda: self.issuerMayIssue(issuer, claims.scope in issuer.scopes, claims.nbf))
        self.checkTime("pass-time", lambda: self.isInTime(claims.nbf, claims.exp, scope and scope.longestPass))
        if scope:
            self.checkRevocation(scope, issuer, status_list.dayOf(claims.nbf), claims.index)
        isSignedByHolder = self.check("holder-signature", lambda: self.holderSigned(code, claims))
        self.check("scope", lambda: self.sceneFits(claims, scope, isSignedByHolder))
        if not isSignedByHolder:
            return
        self.isProven = True
        shown = self.check("structure", lambda: readPresentation(code.presentation.payload))
        if shown and scope:
            self.judgeShowing(code, claims, scope, *shown)

    def judgeShowing(self, code, claims, scope, audience, iat, nonce):
        self.shownAgo = self.request.now - iat
        self.checkTime("presentation-time", lambda: self.isShownInTime(scope, iat))
        self.check("audience", lambda: self.isMeantForUs(claims, scope, audience, nonce))
        self.digest = sharing.digestOf(code.issued.payload)
        self.passDigest = hashlib.sha256(code.whole).hexdigest()
        self.slot = iat
        self.check("replay", lambda: self.isNew(scope))

    def sceneFits(self, claims, scope, mayOpen):
        require(scope and self.trust.scopeNamed(self.request.scope), "scope/unknown")
        require(scope.name == self.request.scope, "scope/wrong-scene")
        require(isinstance(claims.attributes, bytes) == scope.isSealed, "scope/attribute-not-allowed")
        shown = claims.attributes
        if scope.isSealed:
            if not mayOpen:
                raise Skipped   # the verdict is about the signature
            isPortal = self.request.venue.startswith("portal:")   # with its own key and no other
            secret = self.request.portalSecret if isPortal else self.request.sceneKeys.get((scope.id, status_list.dayOf(claims.nbf)))
            if secret is None:
                raise Undecided("scope/scene-key-missing")
            shown = sealed.openSeal(shown, secret)
        require(set(shown) <= set(scope.attributes), "scope/attribute-not-allowed")
        self.attributes = shown

    def holderSigned(self, code, claims):
        if not code.presentation.isSignedBy(claims.key, envelope.kPresentation):
            isStrong = ed25519.isStrongKey(claims.key)
            raise Fault("signature/holder-mismatch" if isStrong else "signature/weak-key")
        return True

    def isShownInTime(self, scope, iat):
        ago = self.request.now - iat
        if ago > scope.window:
            isOurs = self.isOverHereOnly(ago - scope.window - 1)
            raise Undecided(kClockAhead) if isOurs else Fault("time/shown-too-long-ago")
        require(-ago <= scope.window, "time/shown-in-future")

    def isMeantForUs(self, claims, scope, audience, nonce):
        ours = self.request.venue
        isPortal = ours.startswith("portal:")   # then `ours` is the whole audience
        if audience.startswith(("venue:", "portal:")):
            require(ours and audience == (ours if isPortal else "venue:" + ours), "audience/wrong-venue")
        else:
            require(not isPortal and not scope.venueOnly, "audience/wrong-venue")
            require(audience == scope.name, "audience/wrong-scene")
        digest = hashlib.sha256(audience.encode()).digest()[:kAudienceDigestBytes]
        require(claims.audienceDigest in (None, digest), "audience/wrong-venue")
        require(nonce == self.request.nonce, "audience/wrong-nonce")

    def isNew(self, scope):
        known = self.replay.known.get(self.digest)
        if known is None:
            return
        newest, seen, _ = known
        self.seenAgo = max(0, self.request.now - seen)
        require(self.slot > newest, "replay/seen")
        require(not scope.refusesReuse, "replay/reused")


def verify(text, request, trust, replay):
    """The report on a code of either kind."""
    isPaper = paper.looksLikePaper(text)
    verification = paper.Verification(request, trust) if isPaper else Verification(request, trust, replay)
    verification.run(text)
    return verification.report()
