"""Sealed attributes in docs/format.md: libsodium opens the box, the content is read as strictly as anything."""
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, SealedBox

import attributes
import strict_cbor
from faults import Fault, Undecided, require

kSealBytes = 48
kMaxPlainBytes = 52
kBroken = "scope/seal-broken"


def isSeal(value):
    return kSealBytes < len(value) <= kSealBytes + kMaxPlainBytes


def openSeal(seal, secret):
    try:
        plain = SealedBox(PrivateKey(secret)).decrypt(seal)
        size = strict_cbor.itemSize(plain)
        require(not any(plain[size:]), kBroken)
        return attributes.read(strict_cbor.decode(plain[:size]))
    except (CryptoError, Fault):
        raise Undecided(kBroken) from None   # both signatures hold: nothing is wrong with the holder
