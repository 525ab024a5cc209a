"""Anonymous tokens of docs/format.md: RFC 9497, POPRF with ristretto255 and SHA-512."""
import hashlib

from faults import require
from ristretto255 import add, decode, encode, fromUniform, kGenerator, kNeutral, kOrder, multiply
from tables import kMaxTokenBatch as kMaxBatch, kMaxTokenInputBytes as kMaxInputBytes

kContext = b"OPRFV1-\x02-ristretto255-SHA512"


def _sized(data):
    return len(data).to_bytes(2, "big") + data


def _expand(message, domain):
    """expand_message_xmd of RFC 9380 section 5.3.1, 64 bytes: one block of SHA-512"""
    domain += bytes([len(domain)])
    first = hashlib.sha512(bytes(128) + message + b"\x00\x40" + b"\x00" + domain).digest()
    return hashlib.sha512(first + b"\x01" + domain).digest()


def _toGroup(data):
    return fromUniform(_expand(data, b"HashToGroup-" + kContext))


def _toScalar(data, domain=b"HashToScalar-"):
    return int.from_bytes(_expand(data, domain + kContext), "little") % kOrder


def _element(data, fault):
    point = decode(data)
    require(point is not None and encode(point) != bytes(32), fault)
    return point


def _scalar(data, fault):
    number = int.from_bytes(data, "little")
    require(len(data) == 32 and 0 < number < kOrder, fault)
    return number


def deriveSecret(seed, purpose):
    """RFC 9497 section 3.2.1"""
    return next(filter(None, (_toScalar(seed + _sized(purpose) + bytes([n]), b"DeriveKeyPair") for n in range(256))))


def publicKeyOf(secret):
    return encode(multiply(_scalar(secret, "token/bad-key"), kGenerator))


def _blindOf(random):
    blind = int.from_bytes(random, "little") % kOrder
    require(blind, "token/bad-key")
    return blind


def _pointOf(data):
    require(len(data) <= kMaxInputBytes, "token/bad-element")
    return _toGroup(data)


def blind(data, random):
    return encode(multiply(_blindOf(random), _pointOf(data)))


def _numberOf(info):
    require(len(info) <= kMaxInputBytes, "token/bad-element")
    return _toScalar(b"Info" + _sized(info))


def _composites(publicKey, blinded, evaluated):
    seed = hashlib.sha512(_sized(publicKey) + _sized(b"Seed-" + kContext)).digest()
    m = z = kNeutral
    for i, (c, d) in enumerate(zip(blinded, evaluated)):
        weight = _toScalar(_sized(seed) + i.to_bytes(2, "big") + _sized(encode(c)) + _sized(encode(d)) + b"Composite")
        m, z = add(m, multiply(weight, c)), add(z, multiply(weight, d))
    return m, z


def _challenge(publicKey, *points):
    return _toScalar(_sized(publicKey) + b"".join(_sized(encode(point)) for point in points) + b"Challenge")


def _tweaked(secret, info):
    key = (_scalar(secret, "token/bad-key") + _numberOf(info)) % kOrder
    require(key, "token/bad-key")
    return key


def evaluate(secret, info, blinded, proofRandom):
    require(1 <= len(blinded) <= kMaxBatch, "token/bad-element")
    key, points = _tweaked(secret, info), [_element(each, "token/bad-element") for each in blinded]
    evaluated, r = [multiply(pow(key, -1, kOrder), point) for point in points], _blindOf(proofRandom)
    publicKey = encode(multiply(key, kGenerator))
    m, z = _composites(publicKey, evaluated, points)
    c = _challenge(publicKey, m, z, multiply(r, kGenerator), multiply(r, m))
    proof = c.to_bytes(32, "little") + ((r - c * key) % kOrder).to_bytes(32, "little")
    return [encode(point) for point in evaluated], proof


def _output(data, info, element):
    return hashlib.sha512(_sized(data) + _sized(info) + _sized(encode(element)) + b"Finalize").digest()


def finalize(info, inputs, randoms, evaluated, proof, publicKey):
    require(1 <= len(inputs) <= kMaxBatch, "token/bad-element")
    blinds, points = [_blindOf(each) for each in randoms], [_pointOf(each) for each in inputs]
    key = add(_element(publicKey, "token/bad-key"), multiply(_numberOf(info), kGenerator))
    require(encode(key) != bytes(32), "token/bad-key")
    answers = [_element(each, "token/bad-element") for each in evaluated]
    c, s = _scalar(proof[:32], "token/bad-proof"), _scalar(proof[32:], "token/bad-proof")
    m, z = _composites(encode(key), answers, [multiply(b, p) for b, p in zip(blinds, points)])
    t2 = add(multiply(s, kGenerator), multiply(c, key))
    t3 = add(multiply(s, m), multiply(c, z))
    require(_challenge(encode(key), m, z, t2, t3) == c, "token/bad-proof")
    return [_output(data, info, multiply(pow(b, -1, kOrder), answer)) for data, b, answer in zip(inputs, blinds, answers)]


def redeem(secret, info, data, output):
    require(len(data) <= kMaxInputBytes and len(info) <= kMaxInputBytes, "token/bad-proof")
    require(output == _output(data, info, multiply(pow(_tweaked(secret, info), -1, kOrder), _pointOf(data))), "token/bad-proof")
