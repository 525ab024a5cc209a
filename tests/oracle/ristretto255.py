"""The group ristretto255 (RFC 9496 section 4) over the arithmetic of ed25519.py; elements are points of the curve."""
from ed25519 import _add as add, _multiply as multiply, kD, kNeutral, kOrder, kP, kSqrtMinusOne


def _isNegative(number):
    return number % kP & 1 == 1


def _absolute(number):
    return -number % kP if _isNegative(number) else number % kP


def _sqrtRatio(u, v):
    """(whether u/v is a square, the root of u/v or of sqrt(-1) * u/v that is not negative), section 4.2"""
    root = u * pow(v, 3, kP) * pow(u * pow(v, 7, kP), (kP - 5) // 8, kP) % kP
    check = v * root * root % kP
    correct, flipped, flippedI = check == u % kP, check == -u % kP, check == -u * kSqrtMinusOne % kP
    if flipped or flippedI:
        root = root * kSqrtMinusOne % kP
    return correct or flipped, _absolute(root)


kGenerator = (15112221349535400772501151409588531511454012693041857206046113283949847762202,
              46316835694926478169428394003475163141307993866256225615783033603165251855960)   # RFC 8032 section 5.1
# RFC 9496 section 4.1 names the odd root of -d - 1; of 1/sqrt(a - d) the even one.
kSqrtAdMinusOne = -_sqrtRatio(-kD - 1, 1)[1] % kP
kInverseSqrtAMinusD = _sqrtRatio(1, -1 - kD)[1]


def decode(encoded):
    """Section 4.3.1; None when no element is written so."""
    s = int.from_bytes(encoded, "little")
    if len(encoded) != 32 or s >= kP or _isNegative(s):
        return None
    u1, u2 = (1 - s * s) % kP, (1 + s * s) % kP
    v = (-kD * u1 * u1 - u2 * u2) % kP
    isSquare, inverse = _sqrtRatio(1, v * u2 * u2)
    x = _absolute(2 * s * inverse * u2)
    y = u1 * inverse * inverse * u2 * v % kP
    if not isSquare or _isNegative(x * y) or y == 0:
        return None
    return x, y


def encode(point):
    """Section 4.3.2, with Z = 1"""
    x, y = point
    t = x * y % kP
    u1, u2 = (1 + y) * (1 - y) % kP, t
    _, inverse = _sqrtRatio(1, u1 * u2 * u2)
    den1, den2 = inverse * u1 % kP, inverse * u2 % kP
    zInverse = den1 * den2 * t % kP
    denInverse = den2
    if _isNegative(t * zInverse):
        x, y, denInverse = y * kSqrtMinusOne % kP, x * kSqrtMinusOne % kP, den1 * kInverseSqrtAMinusD % kP
    if _isNegative(x * zInverse):
        y = -y % kP
    return _absolute(denInverse * (1 - y)).to_bytes(32, "little")


def _map(t):
    """Section 4.3.4, MAP"""
    r = kSqrtMinusOne * t * t % kP
    u, v = (r + 1) * (1 - kD * kD) % kP, (-1 - r * kD) * (r + kD) % kP
    isSquare, s = _sqrtRatio(u, v)
    s, c = (s, -1) if isSquare else (-_absolute(s * t), r)
    n = (c * (r - 1) * (kD - 1) ** 2 - v) % kP
    return 2 * s * v * pow(n * kSqrtAdMinusOne, -1, kP) % kP, (1 - s * s) * pow(1 + s * s, -1, kP) % kP


def fromUniform(data):
    halves = [int.from_bytes(data[at:at + 32], "little") % 2**255 % kP for at in (0, 32)]
    return add(*map(_map, halves))
