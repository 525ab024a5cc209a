"""Sealed attributes in docs/format.md: libsodium opens the box, the content is read as strictly as anything."""
import hashlib

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, SealedBox

import attributes
import strict_cbor
from faults import Fault, Undecided, require
from tables import kMaxSceneKeys as kMaxKeys, kMaxSealedPlainBytes as kMaxPlainBytes

kLastDay = (2**32 - 1) // 86400
kSealBytes = 48
kBroken, kBadKey = "scope/seal-broken", "scope/bad-scene-key"


def isSeal(value):
    return kSealBytes < len(value) <= kSealBytes + kMaxPlainBytes


def deriveSecret(citySecret, scopeId, utcDay):
    said = b"citycode scene key 1" + scopeId.to_bytes(4, "big") + utcDay.to_bytes(8, "big")
    return hashlib.blake2b(said, key=citySecret, digest_size=32).digest()


def hold(keys, scopeId, utcDay, secret):
    require(len(secret) == 32 and any(secret) and 0 <= utcDay <= kLastDay, kBadKey)
    require(len(keys) < kMaxKeys or (scopeId, utcDay) in keys, kBadKey)
    keys[scopeId, utcDay] = secret


def sealingKeyOf(secret):
    return bytes(PrivateKey(secret).public_key)


def isStrongSealingKey(key):
    """Not one with which every shared secret is zero (RFC 7748 section 6.1)."""
    try:
        X25519PrivateKey.from_private_bytes(bytes([1]) + bytes(31)).exchange(X25519PublicKey.from_public_bytes(key))
        return True
    except ValueError:   # of another length too
        return False


def openSeal(seal, secret):
    try:
        plain = SealedBox(PrivateKey(secret)).decrypt(seal)
        size = strict_cbor.itemSize(plain)
        require(not any(plain[size:]), kBroken)
        return attributes.read(strict_cbor.decode(plain[:size]))
    except (CryptoError, Fault):
        raise Undecided(kBroken) from None   # both signatures hold: nothing is wrong with the holder
