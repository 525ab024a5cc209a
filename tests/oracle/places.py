"""What a citizen scans: docs/format.md, "The venue record" and "The portal request". A phone's list and clock in, what
it may show out."""
import hashlib
import re

import attributes
import ed25519
import envelope
import sealed
import shown_text
import strict_cbor
import trust_list
import verifier
from faults import Fault, require
from tables import kClockSkewSeconds as kSkewSeconds, kLanguages, kListAheadSeconds, kMaxPortalRecordBytes as kMaxRecordBytes, kMaxPortalRequestBytes as kMaxRequestBytes, kMaxRequestSeconds, kMaxReturnAddressBytes, kMaxVenueRecordBytes as kMaxVenueBytes

kVenueClaim, kPortalClaim, kRequestClaim = -65538, -65539, -65540
kLatest = 2**32 - 1


def allAs(damaged, rule):
    """`rule`, every fault of which is `damaged`: what is wrong inside is all one to a phone."""
    try:
        return rule()
    except Fault:
        raise Fault(damaged) from None


def textOf(value, pattern, least, most):
    require(least <= len(strict_cbor.expect(value, str).encode()) <= most and re.fullmatch(pattern, value, re.DOTALL), "")
    return value


def shownOf(value, most):
    require(shown_text.isFitToShow(textOf(value, ".*", 1, most)), "")
    return value


def numberOf(value):
    require(strict_cbor.expectUint(value) <= kLatest, "")
    return value


def claimsOf(payload, keys):
    claims = strict_cbor.expect(strict_cbor.decode(payload), dict)
    require(set(claims) == set(keys), "")
    return claims


def _lifetime(claims, begin):
    require(numberOf(claims[begin]) < numberOf(claims[4]), "")
    return claims[begin], claims[4]


def namesOf(value):
    """By language tag."""
    names = strict_cbor.expect(value, dict)
    require(names and set(names) <= set(kLanguages), "")
    return {kLanguages[language]: shownOf(name, 64) for language, name in names.items()}


def _place(value, mostId, elements=4):
    """id, names by language, and the two elements after them."""
    require(len(strict_cbor.expect(value, list)) == elements, "")
    names = namesOf(value[1])
    scopes = strict_cbor.expect(value[3], list)
    require(1 <= len(scopes) <= 16 and scopes == sorted({numberOf(scope) for scope in scopes}) and trust_list.kNoScope not in scopes, "")
    return (textOf(value[0], "[a-z0-9-]+", 1, mostId), names, value[2], scopes)


def _checkList(trust, now):
    require(trust, "trust/missing")
    require(trust.iat - now <= kListAheadSeconds, "time/clock-behind-list")
    require(all(now - trust.iat < scope.tooOld for scope in trust.scopes), "trust/too-old")


def _issuerOf(message, kind, trust, damaged):
    known = [issuer for issuer in trust.issuers if envelope.keyId(issuer.key) == message.header[envelope.kKid]]
    require(known, "trust/unknown-issuer")
    issuer = next((issuer for issuer in known if message.isSignedBy(issuer.key, kind)), None)
    require(issuer, damaged)
    require(trust_list.kPlaces in issuer.rights, "trust/issuer-not-for-scope")
    return issuer


def _checkTime(begin, end, now):
    require(begin - kSkewSeconds <= now, "time/not-yet-valid")
    require(now < end, "time/expired")


def signedRecord(data, kind, trust, now, damaged, readPayload):
    """What a record that an issuer signed says; `readPayload` gives a tuple that begins with nbf and exp."""
    message = allAs(damaged, lambda: envelope.decodeSign1(data, (envelope.kKid,)))
    _checkList(trust, now)
    issuer = _issuerOf(message, kind, trust, damaged)
    return issuer, allAs(damaged, lambda: readPayload(message.payload))


def _checkRecordTime(issuer, nbf, exp, now):
    require(issuer.nbf <= nbf < issuer.exp, "trust/issuer-not-valid-then")
    _checkTime(nbf, exp, now)


def _venue(payload):
    claims = claimsOf(payload, (4, 5, kVenueClaim))
    venueId, names, address, scopes = _place(claims[kVenueClaim], 26)
    strict_cbor.expect(address, str)
    return *_lifetime(claims, 5), venueId, names, address and shownOf(address, 120), scopes


def readVenue(data, trust, now):
    damaged = "venue/bad-record"
    require(len(data) <= kMaxVenueBytes, damaged)
    issuer, (nbf, exp, venueId, names, address, scopes) = signedRecord(data, envelope.kVenueRecord, trust, now, damaged, _venue)
    _checkRecordTime(issuer, nbf, exp, now)
    known = [trust.scopeOf(scope) for scope in scopes]
    return {"venueId": venueId, "name": names, "address": address, "scopes": [scope.name for scope in known if scope],
            "expiresUnixSeconds": exp}


def _portal(payload):
    claims = claimsOf(payload, (4, 5, 8, kPortalClaim))
    portalId, names, origin, scopes = _place(claims[kPortalClaim], 25, 5)
    sealingKey = strict_cbor.expect(claims[kPortalClaim][4], bytes)
    require(sealed.isStrongSealingKey(sealingKey), "")
    key = verifier.confirmationKey(claims[8])
    require(ed25519.isStrongKey(key), "")
    textOf(origin, r"https://[a-z0-9.:-]+|http://localhost(:[a-z0-9.:-]*)?", 1, 64)
    return *_lifetime(claims, 5), portalId, names, origin, scopes, key, sealingKey


def _question(payload):
    claims = claimsOf(payload, (4, 6, 10, kRequestClaim))
    iat, exp = _lifetime(claims, 6)
    require(exp - iat <= kMaxRequestSeconds and len(strict_cbor.expect(claims[10], bytes)) == 16, "")
    asked = strict_cbor.expect(claims[kRequestClaim], list)
    require(len(asked) == 6, "")
    required, optional = _attributes(asked[2]), _attributes(asked[3])
    require(required + optional, "")
    require(not set(required) & set(optional), "")
    require(len(strict_cbor.expect(asked[4], bytes)) == 16, "")
    strict_cbor.expect(asked[5], str)
    require(len(asked[5].encode()) <= kMaxReturnAddressBytes, "")
    return iat, exp, claims[10], numberOf(asked[0]), shownOf(asked[1], 90), required, optional, asked[5]


def _attributes(value):
    ids = strict_cbor.expect(value, list)
    require(all(strict_cbor.expectUint(number) in attributes.kAttributeNames for number in ids), "")
    require(ids == sorted(set(ids)), "")
    return ids


def isReturnAddress(address, origin):
    path = address.removeprefix(origin)
    return address.startswith(origin) and re.fullmatch(r"/[A-Za-z0-9/?&=%+,:;._~-]*", path, re.ASCII) is not None


def readPortalRequest(data, trust, now):
    damaged = "portal/bad-request"
    require(len(data) <= kMaxRequestBytes, damaged)
    message = allAs(damaged, lambda: envelope.decodeSign1(data, (envelope.kKcwt,)))
    record = strict_cbor.rawMember(message.protected, envelope.kKcwt)
    require(len(record) <= kMaxRecordBytes, damaged)
    issuer, (nbf, end, portalId, names, origin, scopes, key, _) = signedRecord(record, envelope.kPortalRecord, trust, now, damaged, _portal)
    require(message.isSignedBy(key, envelope.kPortalRequest), damaged)
    iat, exp, nonce, scopeId, purpose, required, optional, address = allAs(damaged, lambda: _question(message.payload))
    _checkRecordTime(issuer, nbf, end, now)
    require(not address or isReturnAddress(address, origin), damaged)
    require(scopeId in scopes, damaged)
    scope = trust.scopeOf(scopeId)
    require(scope, "scope/unknown")
    require({*required, *optional} <= set(scope.attributes), damaged)
    _checkTime(iat, exp, now)
    return {"id": hashlib.sha256(data).hexdigest()[:32], "portalId": portalId, "name": names, "origin": origin, "scope": scope.name,
            "required": [attributes.kAttributeNames[attribute] for attribute in required],
            "optional": [attributes.kAttributeNames[attribute] for attribute in optional], "purpose": purpose,
            "audience": "portal:" + portalId, "nonce": nonce.hex(), "returnAddress": address, "expiresUnixSeconds": exp}
