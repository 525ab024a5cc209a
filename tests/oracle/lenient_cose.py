"""COSE messages (RFC 9052) of other people, as far as docs/format.md lets a paper code be one."""
from dataclasses import dataclass

import ed25519
import lenient_cbor
import strict_cbor
from faults import require
from tables import kMaxSigners

kTagCwt = 61
kSign1, kSign, kMac, kEncrypt = "sign1", "sign", "mac", "encrypt"
kShapes = {(18, 4): kSign1, (None, 4): kSign1, (98, 4): kSign, (17, 4): kMac, (97, 5): kMac,
           (16, 3): kEncrypt, (None, 3): kEncrypt, (96, 4): kEncrypt}
kAlg, kCrit, kKid = 1, 2, 4
kEd25519Algs = (-8, -19)
kBad = "cose/bad-structure"


@dataclass
class Headers:
    protected: bytes
    alg: object = None
    kid: bytes = None
    kidIsSigned: bool = False


@dataclass
class Signature:
    headers: Headers
    context: list   # what is signed, but for the payload
    signature: bytes

    def signedBytes(self, payload):
        return strict_cbor.encode([*self.context, b"", payload])


@dataclass
class Message:
    headers: Headers
    payload: bytes
    signatures: list
    isOfSeveral: bool = False   # COSE_Sign

    def kid(self):
        return self.headers.kid

    def isUnsigned(self):
        return not any(one.signature for one in self.signatures)

    def isSignedBy(self, key):
        usable = [one for one in self.signatures if type(one.headers.alg) is int and one.headers.alg in kEd25519Algs]
        require(usable, "paper/other-algorithm")
        return any(ed25519.verify(key, one.signedBytes(self.payload), one.signature) for one in usable)


def _expect(value, kind):
    require(type(value) is kind, kBad)
    return value


def _checkCritical(headers):
    """crit, RFC 9052 section 3.1"""
    labels = headers.find(kCrit)
    if labels is None:
        return
    require(_expect(labels, list), kBad)
    for label in labels:
        require(type(label) is int and label in (kAlg, kKid), "cose/unknown-header")
        require(headers.find(label) is not None, kBad)


def _headers(protected, unprotected):
    headers = Headers(_expect(protected, bytes))
    if protected:
        inside = _expect(lenient_cbor.decode(protected), lenient_cbor.Map)
        _checkCritical(inside)
        headers.alg, headers.kid = inside.find(kAlg), inside.find(kKid)
        headers.kidIsSigned = headers.kid is not None
    require(_expect(unprotected, lenient_cbor.Map).find(kCrit) is None, kBad)
    if headers.kid is None:
        headers.kid = unprotected.find(kKid)
    if headers.kid is not None:
        _expect(headers.kid, bytes)
    return headers


def _signers(value, body):
    require(1 <= len(_expect(value, list)) <= kMaxSigners, kBad)
    signatures = []
    for signer in value:
        require(len(_expect(signer, list)) == 3, kBad)
        headers = _headers(*signer[:2])
        context = ["Signature", body.protected, headers.protected]
        signatures.append(Signature(headers, context, _expect(signer[2], bytes)))
    return signatures


def decode(data):
    item, tag = lenient_cbor.decode(data), None
    while isinstance(item, lenient_cbor.Tag):
        require(tag is None, kBad)
        tag, item = item.number if item.number != kTagCwt else None, item.content
    kind = kShapes.get((tag, len(_expect(item, list))))
    require(kind, kBad)
    require(kind != kEncrypt, "paper/encrypted")
    require(kind != kMac, "paper/other-algorithm")
    headers, payload = _headers(*item[:2]), _expect(item[2], bytes)
    if kind == kSign:
        require(headers.kidIsSigned, kBad)
        return Message(headers, payload, _signers(item[3], headers), isOfSeveral=True)
    return Message(headers, payload, [Signature(headers, ["Signature1", headers.protected], _expect(item[3], bytes))])
