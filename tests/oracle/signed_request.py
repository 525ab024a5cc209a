"""Signed requests in docs/api.md (RFC 9421, RFC 9530), and enrolment codes in docs/format.md."""
import base64
import hashlib
import re

import ed25519
from faults import require
from tables import kRequestSkewSeconds as kSkewSeconds

kMaxFieldBytes = 1024
kMismatch = "request/signature-mismatch"
kInput = re.compile(r'cc=(\("@method" "@target-uri" "content-digest" "content-type"\);created=([0-9]+);'
                    r'nonce="([A-Za-z0-9_-]{22})";keyid="([A-Za-z0-9_-]{43})";alg="ed25519")', re.ASCII)
kCrockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def decodeBase64Url(text):
    require(re.fullmatch(r"[A-Za-z0-9_-]*", text) and len(text) % 4 != 1, "request/malformed")
    data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    require(base64.urlsafe_b64encode(data).decode().rstrip("=") == text, "request/malformed")
    return data


def verify(request, key, now):
    given, signature = request["signatureInput"], request["signature"]
    require(given and signature, "request/signature-missing")
    require(max(len(given), len(signature)) <= kMaxFieldBytes, kMismatch)
    match = kInput.fullmatch(given)
    require(match and int(match[2]) < 2**32, kMismatch)
    digest = base64.b64encode(hashlib.sha256(request["body"].encode()).digest()).decode()
    require(request["contentDigest"] == f"sha-256=:{digest}:", "request/digest-mismatch")
    require(abs(now - int(match[2])) <= kSkewSeconds, "request/clock-differs")
    encoded = re.fullmatch(r"cc=:([A-Za-z0-9+/]{86}==):", signature)
    require(encoded, kMismatch)
    lines = [f'"@method": {request["method"]}', f'"@target-uri": {request["targetUri"]}',
             f'"content-digest": {request["contentDigest"]}', f'"content-type": {request["contentType"]}',
             f'"@signature-params": {match[1]}']
    require(ed25519.verify(key, "\n".join(lines).encode(), base64.b64decode(encoded[1])), kMismatch)


def enrolmentCode(typed):
    read = str.maketrans("OIL", "011")
    code = "".join(c.upper() if c.isascii() else c for c in typed if c not in " -").translate(read)
    require(len(code) == 12 and all(c in kCrockford for c in code), "enrol/unknown-code")
    return code
