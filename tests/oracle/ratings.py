"""Tickets and ratings: docs/format.md, "Ratings". What a phone may believe of a ticket, and what the city takes of a phone."""
import datetime
import hashlib

import envelope
import places
import shown_text
import strict_cbor
import tokens
import verifier
from faults import Fault, require
from tables import (kChannels, kClockSkewSeconds, kIndicators, kLevels, kMaxItemIdBytes, kMaxRatedServiceBytes, kMaxRatingBytes, kMaxRatingTextChars,
                    kMaxTicketBytes, kMaxVenueIdBytes, kReasons, kTicketIdBytes, kTicketSeconds, kTokenInputBytes)

kTicketClaim = -65541
kLatestWeek = 7100
kWays = {"OnSite": "on-site", "Online": "online", "Telephone": "telephone"}
kDigestBytes, kOutputBytes = 32, 64
kBadTicket, kBadRating = "ticket/bad-ticket", "rating/bad-rating"


def weekOf(seconds):
    return (seconds // 86400 + 3) // 7


def weekBegins(week):
    return (week * 7 - 3) * 86400


def weekText(week):
    """By the calendar of the standard library."""
    year, number, _ = (datetime.date(1970, 1, 1) + datetime.timedelta(seconds=weekBegins(week))).isocalendar()
    return f"{year}-W{number:02}"


def keyOf(trust, week):
    """The listed key of a week, or none."""
    begun = [key for key in trust.tokenKeys if key.purpose == "rating" and key.nbf <= weekBegins(week)]
    latest = max(begun, key=lambda key: key.nbf, default=None)
    return latest if latest and weekBegins(week) < latest.exp else None


def _id(value, most):
    return places.textOf(value, "[a-z0-9-]+", 1, most)


def _sized(value, size):
    require(len(strict_cbor.expect(value, bytes)) == size, "")
    return value


def _oneOf(value, known):
    require(strict_cbor.expectUint(value) in known, "")
    return value


def _digest(value, isDue):
    """A SHA-256 exactly where one is due."""
    return _sized(value, kDigestBytes if isDue else 0).hex() or None


def _list(value, size):
    require(len(strict_cbor.expect(value, list)) == size, "")
    return value


def _hasTickets(channel):
    return kChannels[channel][2] != "NoTicket"


# ---- The rated service ----

def _service(data):
    require(len(strict_cbor.expect(data, bytes)) <= kMaxRatedServiceBytes, "")
    office, item, channel, week = _list(strict_cbor.decode(data), 4)
    require(1 <= strict_cbor.expectUint(week) <= kLatestWeek, "")
    return {"officeId": _id(office, kMaxVenueIdBytes), "itemId": _id(item, kMaxItemIdBytes), "channel": _oneOf(channel, kChannels), "week": week,
            "weekText": weekText(week)}


def readService(data):
    return places.allAs(kBadRating, lambda: _service(data))


def encodeService(office, item, channel, week):
    return strict_cbor.encode([office, item, channel, week])


# ---- The ticket ----

def _ticket(payload):
    claims = places.claimsOf(payload, (4, 6, kTicketClaim))
    exp, iat = places.numberOf(claims[4]), places.numberOf(claims[6])
    require(exp == iat + kTicketSeconds and weekOf(iat) >= 1, "")
    ticketId, office, officeNames, item, itemNames, channel, digest = _list(claims[kTicketClaim], 7)
    name, way, ticket = kChannels[_oneOf(channel, kChannels)]
    require(_hasTickets(channel), "")
    return iat, channel, {
        "ticketId": _sized(ticketId, kTicketIdBytes).hex(), "officeId": _id(office, kMaxVenueIdBytes), "officeName": places.namesOf(officeNames),
        "itemId": _id(item, kMaxItemIdBytes), "itemName": places.namesOf(itemNames), "channel": name, "way": kWays[way],
        "passDigest": _digest(digest, ticket == "Bound"), "endedUnixSeconds": iat, "expiresUnixSeconds": exp}


def readTicket(data, trust, now):
    require(len(data) <= kMaxTicketBytes, kBadTicket)
    issuer, (iat, channel, said) = places.signedRecord(data, envelope.kServiceTicket, trust, now, kBadTicket, _ticket)
    require(issuer.nbf <= iat < issuer.exp, "trust/issuer-not-valid-then")
    require(iat - kClockSkewSeconds <= now, "ticket/not-ended")
    require(now < said["expiresUnixSeconds"], "ticket/expired")
    week = weekOf(iat)
    key = keyOf(trust, week)
    return {**said, "service": encodeService(said["officeId"], said["itemId"], channel, week).hex(), "ratingKey": key and key.key.hex()}


def keyOfPass(data, digest, trust):
    """Of the pass that a ticket names: the key that signs the phone's request."""
    require(hashlib.sha256(data).digest() == digest, "ticket/other-pass")
    message = envelope.decodeSign1(data, (envelope.kKid,))
    known = [issuer for issuer in trust.issuers if envelope.keyId(issuer.key) == message.header[envelope.kKid]]
    require(known, "trust/unknown-issuer")
    issuer = next((issuer for issuer in known if message.isSignedBy(issuer.key, envelope.kPass)), None)
    require(issuer, "signature/issuer-mismatch")
    claims = verifier.readPass(message.payload)
    require(claims.scope in issuer.scopes, "trust/issuer-not-for-scope")
    return claims.key.hex()


# ---- The rating ----

def _rating(data):
    service, given, output, level, indicators, reasons, text, reply = _list(strict_cbor.decode(data), 8)
    said = _service(service)
    require(_hasTickets(said["channel"]), "")
    way, opensCase = kChannels[said["channel"]][1], _oneOf(level, kLevels) <= 2
    for indicator, its in strict_cbor.expect(indicators, dict).items():
        require(way in kIndicators[_oneOf(indicator, kIndicators)] and _oneOf(its, kLevels), "")
    ticked = [_oneOf(reason, kReasons) for reason in strict_cbor.expect(reasons, list)]
    require(ticked == sorted(set(ticked)) and (opensCase or not ticked), "")
    return {"service": said, "input": _sized(given, kTokenInputBytes).hex(), "output": _sized(output, kOutputBytes).hex(), "level": level,
            "indicators": {str(indicator): its for indicator, its in indicators.items()}, "reasons": ticked,
            "text": strict_cbor.expect(text, str), "replyDigest": _digest(reply, opensCase)}


def readRating(data):
    require(len(data) <= kMaxRatingBytes, kBadRating)
    rating = places.allAs(kBadRating, lambda: _rating(data))
    text = rating["text"]
    require(not text or (shown_text.isFitToShow(text) and len(text) <= kMaxRatingTextChars), "rating/bad-text")
    return rating


def redeem(secret, data):
    """Is its token one that the key gave for its service?"""
    rating = readRating(data)
    service, given, output = (bytes.fromhex(each) for each in (strict_cbor.decode(data)[0].hex(), rating["input"], rating["output"]))
    try:
        tokens.redeem(secret, service, given, output)
    except Fault:
        raise Fault("rating/bad-token") from None
