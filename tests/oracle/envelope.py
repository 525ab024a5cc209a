"""Base45 (RFC 9285) and the COSE_Sign1 profile (RFC 9052) of docs/format.md."""
import hashlib
from dataclasses import dataclass

import ed25519
import strict_cbor
from faults import require
from tables import kPass, kPortalRecord, kPortalRequest, kPresentation, kReplayShare, kServiceTicket, kStatusList, kTrustList, kVenueRecord  # noqa: F401 (for its users)

kAlphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
kAlg, kKid, kKcwt = 1, 4, 13
kEdDsa = -8


def decodeBase45(text):
    require(len(text) % 3 != 1 and all(c in kAlphabet for c in text), "code/bad-base45")
    out = bytearray()
    for begin in range(0, len(text), 3):
        group = text[begin:begin + 3]
        number = sum(kAlphabet.index(c) * 45**place for place, c in enumerate(group))
        size = len(group) - 1
        require(number < 256**size, "code/bad-base45")
        out += number.to_bytes(size, "big")
    return bytes(out)


@dataclass
class Sign1:
    protected: bytes
    payload: bytes
    signature: bytes
    header: dict

    def isSignedBy(self, key, kind):
        signed = strict_cbor.encode(["Signature1", self.protected, kind, self.payload])
        return ed25519.verify(key, signed, self.signature)


def decodeSign1(data, members):
    """`members`: the header labels besides alg; all of them must be there, and no other."""
    parts = strict_cbor.expect(strict_cbor.decode(data), list)
    require(len(parts) == 4, "cose/bad-structure")
    protected, unprotected, payload, signature = parts
    strict_cbor.expect(protected, bytes)
    require(strict_cbor.expect(unprotected, dict) == {}, "cose/unknown-header")
    strict_cbor.expect(payload, bytes)
    require(len(strict_cbor.expect(signature, bytes)) == 64, "cose/bad-structure")
    header = strict_cbor.expect(strict_cbor.decode(protected), dict)
    require(set(header) <= {kAlg, kKid, kKcwt}, "cose/unknown-header")
    require(header.get(kAlg) == kEdDsa, "cose/unsupported-algorithm")
    require(set(header) == {kAlg, *members}, "cose/bad-structure")
    if kKid in header:
        require(len(strict_cbor.expect(header[kKid], bytes)) == 4, "cose/bad-structure")
    return Sign1(protected, payload, signature, header)


def keyId(key):
    return hashlib.sha256(key).digest()[:4]
