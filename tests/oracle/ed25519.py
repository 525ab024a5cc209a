"""Ed25519 as docs/format.md asks for it: OpenSSL verifies, and the group's arithmetic (RFC 8032 section 5.1) is here."""
import functools

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

kP = 2**255 - 19
kOrder = 2**252 + 27742317777372353535851937790883648493
kD = -121665 * pow(121666, -1, kP) % kP
kSqrtMinusOne = pow(2, (kP - 1) // 4, kP)
kNeutral = (0, 1)


def _add(a, b):
    (x1, y1), (x2, y2) = a, b
    product = kD * x1 * x2 * y1 * y2
    x = (x1 * y2 + x2 * y1) * pow(1 + product, -1, kP)
    y = (y1 * y2 + x1 * x2) * pow(1 - product, -1, kP)
    return x % kP, y % kP


def _sum(a, b):
    """Of points as X, Y, Z and T with x = X/Z, y = Y/Z and xy = T/Z (RFC 8032 section 5.1.4): without an inverse."""
    (x1, y1, z1, t1), (x2, y2, z2, t2) = a, b
    low, high = (y1 - x1) * (y2 - x2), (y1 + x1) * (y2 + x2)
    both, twice = 2 * kD * t1 * t2, 2 * z1 * z2
    e, f, g, h = high - low, twice - both, twice + both, high + low
    return e * f % kP, g * h % kP, f * g % kP, e * h % kP


def _multiply(factor, point):
    result, (x, y) = (0, 1, 1, 0), point
    power = x, y, 1, x * y % kP
    while factor:
        if factor & 1:
            result = _sum(result, power)
        power = _sum(power, power)
        factor >>= 1
    inverse = pow(result[2], -1, kP)
    return result[0] * inverse % kP, result[1] * inverse % kP


@functools.cache
def _decode(encoded):
    """The point, or None when there is none or it is not written in the one canonical way (section 5.1.3)."""
    number = int.from_bytes(encoded, "little")
    sign, y = number >> 255, number & (2**255 - 1)
    if y >= kP:
        return None
    square = (y * y - 1) * pow(kD * y * y + 1, -1, kP) % kP
    x = pow(square, (kP + 3) // 8, kP)
    if (x * x - square) % kP:
        x = x * kSqrtMinusOne % kP
    if (x * x - square) % kP or (x == 0 and sign):
        return None
    return (x if x & 1 == sign else kP - x), y


def _isOfSmallOrder(point):
    return _multiply(8, point) == kNeutral


@functools.cache
def isStrongKey(key):
    """A canonical point of the prime-order group, and not its neutral element."""
    point = _decode(key) if len(key) == 32 else None
    return point is not None and point != kNeutral and _multiply(kOrder, point) == kNeutral


def verify(key, message, signature):
    if len(signature) != 64:
        return False
    point, r = _decode(key), _decode(signature[:32])
    if point is None or r is None or _isOfSmallOrder(point) or _isOfSmallOrder(r):
        return False
    if int.from_bytes(signature[32:], "little") >= kOrder:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except InvalidSignature:
        return False
    return True
