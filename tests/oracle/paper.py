"""The paper code in docs/format.md: Claim 169 in a signed CWT, packed, for people without a phone."""
import base64
import math
import re
import zlib
from dataclasses import dataclass

import envelope
import lenient_cbor
import lenient_cose
import shown_text
import trust_list
from faults import Fault, require
from judgement import Judgement
from tables import kHolderClasses as kKinds, kMaxIssuersTried as kMaxOthersTried, kMaxPaperBytes as kMaxBytes, kMaxPaperTextChars as kMaxChars, kMinPaperTextChars as kShortestChars, kPaperLifeSeconds as kLongestLife

kStatusDay = 0
kLatest = 2**32 - 1
kIss, kSub, kAud, kExp, kNbf, kIat, kIdentity, kStatus = 1, 2, 3, 4, 5, 6, 169, 65535
kNumber, kName, kPhoto, kPhotoFormat, kKind, kFace = 1, 4, 16, 17, 22, 62
kPhotoFormats = {1: ("jpeg", re.compile(rb"\xff\xd8\xff")),
                 2: ("jpeg2000", re.compile(rb"(?s:.{4})jP  \r\n\x87\n|\xff\x4f\xff\x51")),
                 3: ("avif", re.compile(rb"(?s:.{4})ftypavif")), 4: ("webp", re.compile(rb"RIFF(?s:.{4})WEBP"))}
kNameAttribute, kTypeAttribute, kNumberAttribute = 1, 2, 3
kBad, kNoIdentity = "paper/bad-value", "paper/no-identity"


@dataclass
class Card:
    nbf: int
    exp: int
    number: str
    name: str
    kind: str
    index: int   # None: the issuer did not number this card
    photo: dict

    def attributes(self):
        said = {}
        if self.name:
            said[kNameAttribute] = self.name
        if self.kind in kKinds:
            said[kTypeAttribute] = kKinds.index(self.kind) + 1
        if self.number and self.number.isascii():
            said[kNumberAttribute] = masked(self.number)
        return said


def masked(number):
    return "***" if len(number) < 6 else number[0] + "***" + number[-2:]


def looksLikePaper(text):
    return len(text) >= kShortestChars and text[2] == "F" and all(c in envelope.kAlphabet for c in text)


def _unpack(packed):
    stream = zlib.decompressobj()
    try:
        data = stream.decompress(packed, kMaxBytes + 1)
    except zlib.error:
        raise Fault("paper/bad-compression") from None
    require(len(data) <= kMaxBytes, "paper/too-large")
    require(stream.eof and not stream.unused_data, "paper/bad-compression")
    return data


def decode(text):
    require(len(text) <= kMaxChars, "code/too-long")
    return lenient_cose.decode(_unpack(envelope.decodeBase45(text)))


def _text(value, limit, fault):
    """Empty when there is none."""
    require(value is None or type(value) is str, fault)
    require(len((value or "").encode()) <= limit, kBad)
    return value or ""


def _shown(value, limit):
    text = _text(value, limit, kBad)
    require(not text or shown_text.isFitToShow(text), kBad)
    return text


def _time(value):
    seconds = lenient_cbor.withoutTags(value)
    require(seconds is not None, kBad)
    require(type(seconds) in (int, float), "cbor/unexpected-type")
    require(math.isfinite(seconds) and 0 <= int(seconds) <= kLatest, kBad)
    return int(seconds)


def _isIntOrNone(value):
    return value is None or type(value) is int and -2**63 <= value < 2**63


def _photo(identity):
    """A picture that nobody can show is no reason to refuse; a format that is no number is."""
    face, data, picture = identity.find(kFace), identity.find(kPhoto), identity.find(kPhotoFormat)
    if data is not None:
        require(_isIntOrNone(picture), kBad)
    elif face is not None:
        require(type(face) is list, "cbor/unexpected-type")
        if face and isinstance(face[0], lenient_cbor.Map):
            data, kind, picture = (face[0].find(key) for key in (0, 1, 2))
            require(_isIntOrNone(kind) and _isIntOrNone(picture), kBad)
            data = data if kind == 0 else None
    if type(data) is not bytes or picture not in kPhotoFormats or not kPhotoFormats[picture][1].match(data):
        return None
    return {"format": kPhotoFormats[picture][0], "base64": base64.b64encode(data).decode()}


def _statusIndex(status):
    if status is None:
        return None
    require(isinstance(status, lenient_cbor.Map), kBad)
    reference = status.find("status_list")
    if reference is None:
        return None
    require(isinstance(reference, lenient_cbor.Map), kBad)
    index, uri = reference.find("idx"), reference.find("uri")
    require(type(index) is int and 0 <= index < 2**32 and type(uri) is str and len(uri.encode()) <= 128, kBad)
    return index


def readClaims(payload):
    claims = lenient_cbor.withoutTags(lenient_cbor.decode(payload))
    require(isinstance(claims, lenient_cbor.Map), "cose/bad-structure")
    for key in (kIss, kSub, kAud):
        _text(claims.find(key), 128 if key == kIss else len(payload), "cbor/unexpected-type")
    for key in (kExp, kNbf, kIat):
        require(type(lenient_cbor.withoutTags(claims.find(key))) in (int, float, type(None)), "cbor/unexpected-type")
    identity = claims.find(kIdentity)
    require(isinstance(identity, lenient_cbor.Map), kNoIdentity)
    begin = claims.find(kNbf)
    photo = _photo(identity)
    return Card(_time(claims.find(kIat) if begin is None else begin), _time(claims.find(kExp)),
                _shown(identity.find(kNumber), 64), _shown(identity.find(kName), 200),
                _shown(identity.find(kKind), 64), _statusIndex(claims.find(kStatus)), photo)


class Verification(Judgement):
    kKind = "paper"
    kMaySkip = ("holder-signature", "presentation-time", "audience", "replay")

    def run(self, text):
        """(outcome, fault)"""
        message = self.check("structure", lambda: decode(text))
        self.lookAtTrustList()
        if message and message.isUnsigned():
            self.entries["issuer-signature"] = ("failed", "signature/issuer-mismatch")
        elif message and self.trust:
            self.judge(message)
        return self.combine()

    def judge(self, message):
        issuer = self.check("structure", lambda: self.findIssuer(message))
        if not issuer:
            return
        self.entries["issuer-signature"] = ("passed", None)
        card = self.check("structure", lambda: readClaims(message.payload))
        if card:
            self.judgeCard(issuer, card)

    def findIssuer(self, message):
        isKnown, others = False, 0
        for issuer in self.trust.issuers:
            isNamed = envelope.keyId(issuer.key) == message.kid()
            if not isNamed:
                mayIssue = trust_list.kCards in issuer.rights and not message.isOfSeveral
                others += mayIssue
                if not mayIssue or others > kMaxOthersTried:
                    continue
            isKnown = isKnown or isNamed
            if message.isSignedBy(issuer.key):
                return issuer
        if isKnown:
            self.entries["issuer-signature"] = ("failed", "signature/issuer-mismatch")
        else:
            self.issuerIsUnknown()
        return None

    def judgeCard(self, issuer, card):
        scope = self.scope = self.trust.scopeNamed(self.request.scope)
        self.exp, self.isProven = card.exp, True
        self.check("issuer-trust", lambda: self.issuerMayIssue(issuer, trust_list.kCards in issuer.rights, card.nbf))
        self.checkTime("pass-time", lambda: self.isInTime(card.nbf, card.exp, kLongestLife))
        self.check("scope", lambda: self.sceneFits(card, scope))
        if scope:
            self.checkRevocation(scope, issuer, kStatusDay, card.index)
        if self.request.nonce is not None:
            self.entries["audience"] = ("failed", "audience/wrong-nonce")   # no card answers

    def sceneFits(self, card, scope):
        require(scope, "scope/unknown")
        require(scope.acceptsPaper, "scope/wrong-scene")
        said = card.attributes()
        self.attributes = {attribute: said[attribute] for attribute in said if attribute in scope.attributes}
        require(self.attributes, kNoIdentity)
        require(card.name or kNameAttribute not in scope.attributes, kNoIdentity)
        if kNameAttribute in scope.attributes:
            self.photo = card.photo
