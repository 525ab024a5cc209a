"""A portal's living codes and the answers to it: docs/format.md, "The living code" and "The answer"."""
import base64
import hashlib
import re

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, SealedBox

import attributes
import judgement
import places
import sharing
import strict_cbor
import verifier
from envelope import decodeSign1, kKcwt, kKid
from faults import Fault, require
from tables import (kLivingCodeAheadSeconds, kLivingCodeSeconds, kMaxCodeTextChars, kMaxRequestSeconds, kPortalAnswerBytes, kPortalProofBytes,
                    kPortalRequestIdBytes, kReturnCodeBytes)

kBadCode, kBroken = "portal/bad-code", "portal/answer-broken"


def steps(value, count):
    for _ in range(count):
        value = hashlib.sha256(b"citycode 1 portal second" + value).digest()[:kPortalProofBytes]
    return value


def proofAt(secret, second):
    return steps(secret, kMaxRequestSeconds - second)


def _bytesOf(text, size):
    data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    require(len(data) == size and base64.urlsafe_b64encode(data).rstrip(b"=").decode() == text, kBadCode)
    return data


def readCode(text, anchor, secondsSinceTaken):
    """A code as the relay takes it."""
    parts = re.fullmatch(r"([A-Za-z0-9_-]+)\.(0|[1-9][0-9]{0,2})\.([A-Za-z0-9_-]+)", text, re.ASCII)
    require(parts, kBadCode)
    second = int(parts[2])
    require(second <= kMaxRequestSeconds, kBadCode)
    named, proof = _bytesOf(parts[1], kPortalRequestIdBytes), _bytesOf(parts[3], kPortalProofBytes)
    require(steps(proof, second) == anchor, kBadCode)
    require(second - secondsSinceTaken <= kLivingCodeAheadSeconds, kBadCode)
    require(secondsSinceTaken - second <= kLivingCodeSeconds, "portal/old-code")
    return {"id": named.hex(), "second": second}


def checkNamed(request, named):
    """At the phone: what a relay gave is what the code's id names."""
    require(named == hashlib.sha256(request).digest()[:kPortalRequestIdBytes], "portal/bad-request")


def _question(request):
    """The portal's own: nothing is verified."""
    message = decodeSign1(request, (kKcwt,))
    record = decodeSign1(strict_cbor.rawMember(message.protected, kKcwt), (kKid,))
    return places._portal(record.payload), places._question(message.payload)


def _opened(answer, request, address, secret):
    require(len(answer) == kPortalAnswerBytes and secret is not None, kBroken)
    try:
        plain = SealedBox(PrivateKey(secret)).decrypt(answer)
    except CryptoError:
        raise Fault(kBroken) from None
    size = strict_cbor.itemSize(plain)
    said = strict_cbor.expect(strict_cbor.decode(plain[:size]), dict)
    require(not any(plain[size:]), kBroken)
    require(set(said) <= {1, 2, 3}, kBroken)
    require(said.get(1) == hashlib.sha256(request).digest(), kBroken)
    require((3 in said) == bool(address), kBroken)
    require(3 not in said or len(strict_cbor.expect(said[3], bytes)) == kReturnCodeBytes, kBroken)
    require(2 not in said or 0 < len(strict_cbor.expect(said[2], str)) <= kMaxCodeTextChars, kBroken)
    return said.get(2), said.get(3)


def judge(request, answer, secret, trust, lists, now):
    """What a portal is told of an answer to its own request."""
    (_, _, portalId, *_), (_, _, nonce, scopeId, _, required, optional, address) = _question(request)
    code, returned = places.allAs(kBroken, lambda: _opened(answer, request, address, secret))
    report = {"refused": code is None, "returnCode": returned and returned.hex(), "outcome": None, "fault": None, "attributes": None}
    if code is None:
        return report
    scope = trust.scopeOf(scopeId)
    require(scope, "scope/unknown")
    asked = judgement.Request(now, scope.name, "portal:" + portalId, nonce)
    asked.portalSecret = secret
    for data in lists:
        asked.statusLists.adopt(data, trust, now)
    verdict = verifier.verify(code, asked, trust, sharing.Memory())
    given = verdict["attributes"]
    if verdict["outcome"] == "valid":
        names = [attributes.kAttributeNames[number] for number in required]
        require(set(names) <= set(given), "portal/incomplete")
        wanted = {*names, *(attributes.kAttributeNames[number] for number in optional)}
        given = {name: value for name, value in given.items() if name in wanted}
    return {**report, "outcome": verdict["outcome"], "fault": verdict["fault"], "attributes": given}
