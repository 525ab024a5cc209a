"""For each route a request that the server answers well: fresh each time, with who signs it. What no random text would ever be, such as a code, a ticket or a
question of a portal, was given by the server itself a moment ago."""
import hashlib
import os
import time
from dataclasses import dataclass, field

import cbor2
from city import Signer, bytesOf, kDay, kItem, kOffice, kOrigin, kPortal, kTicketClaim, text
import tokens


@dataclass
class Living:
    body: object = None
    signer: Signer | None = None
    bearer: bytes | None = None
    path: dict = field(default_factory=dict)


kReason, kNote = "lost", "It took two hours."


def _newKey(member, code):
    signer = Signer()
    return Living({"enrolmentCode": code, member: text(signer.public)}, signer)


def _passes(city):
    key = lambda: text(Signer().public)
    return Living({"keys": [{"scope": "transit", "key": key()}, {"scope": "medical", "key": key(), "venue": "first-hospital"},
                            {"scope": "sign-in", "key": key(), "portal": kPortal, "attributes": ["name", "pseudonym"]}]}, city.enrolPhone())


def _phone(body):
    return lambda city: Living(body(city) if callable(body) else dict(body), city.enrolPhone())


def _card(city, person):
    phone = city.enrolPhone(person)
    return phone, city.post("/v1/paper-codes", {"photo": None}, phone)["number"]


def _revokeCards(city):
    phone = city.enrolPhone(3)
    return Living({"card": "all", "reason": kReason}, phone)


def _makeCard(city):
    """Three a person and day: a person who has had none, and one without a card after them."""
    city.fresh = getattr(city, "fresh", 5) + 1
    return Living({"photo": None}, city.enrolPhone(city.fresh % len(city.people)))


def _portal(body):
    return lambda city: Living(body(city), city.portal)


def _answer(city):
    named, ticket = city.opened()
    return Living({"id": named, "ticket": ticket, "answer": text(os.urandom(728))})


def _token(city):
    ticket, _ = city.ticket()
    return Living({"ticket": text(ticket), "blinded": text(_blinded())})


def _blinded():
    return tokens.blind(os.urandom(32), os.urandom(64))


def _byPass(city):
    """A ticket that names a pass, asked for by the key of that pass."""
    phone, holder = city.enrolPhone(), Signer()
    given = city.post("/v1/passes", {"keys": [{"scope": "government-service", "key": text(holder.public)}]}, phone)["passes"][0]["pass"]
    told = {"item": kItem, "way": "on-site", "case": text(os.urandom(9)), "pass": text(hashlib.sha256(bytesOf(given)).digest()), "ticket": True}
    ticket = cbor2.loads(cbor2.loads(bytesOf(city.post("/v1/services", told, city.terminal)["ticket"]))[2])[kTicketClaim][0]
    return Living({"ticket": text(ticket), "blinded": text(_blinded()), "pass": given}, holder)


def _caseName(secret):
    return text(hashlib.sha256(secret).digest())


def _issuer(city):
    return city.get("/v1/status-lists")["lists"][0]["issuerKid"]


def _list(day):
    return lambda city: Living(path={"issuerKid": _issuer(city), "day": day})


def _delta(city):
    """The cards' list from the version before a card was revoked."""
    before = [each for each in city.get("/v1/status-lists")["lists"] if each["day"] == 0][0]
    phone, number = _card(city, 4)
    city.post("/v1/paper-codes/revoke", {"card": number, "reason": kReason}, phone)
    city.get("/v1/status-lists")
    return Living(path={"issuerKid": before["issuerKid"], "day": 0, "version": before["version"]})


kLiving = {
    "GET /v1/status-lists/{issuerKid}/{day}": [_list(int(time.time()) // kDay), _list(0)],
    "GET /v1/status-lists/{issuerKid}/{day}/delta/{version}": [_delta],
    "GET /v1/status-lists/{issuerKid}/{day}/token": [_list(0)],
    "GET /v1/portals/{id}/record": [lambda city: Living(path={"id": kPortal})],
    "GET /v1/open/figures/{office}": [lambda city: Living(path={"office": kOffice})],
    "POST /v1/devices": [lambda city: _newKey("deviceKey", city.code(0))],
    "POST /v1/terminals": [lambda city: _newKey("terminalKey", city.terminalCode())],
    "POST /v1/passes": [_passes],
    "POST /v1/devices/revoke": [_phone({"devices": "this", "reason": kReason}),
                                lambda city: Living({"devices": "others", "reason": kReason, "cards": "all"}, city.enrolPhone(1))],
    "POST /v1/scene-keys": [lambda city: Living({}, city.terminal)],
    "POST /v1/paper-codes": [_makeCard],
    "POST /v1/paper-codes/list": [_phone({})],
    "POST /v1/paper-codes/revoke": [_revokeCards],
    "POST /v1/portal-requests": [_portal(lambda city: {"request": text(city.question()[0])})],
    "POST /v1/portal-requests/open": [lambda city: Living({"code": city.livingCode()[1]})],
    "POST /v1/portal-requests/cancel": [_portal(lambda city: {"id": city.asked()[0]})],
    "POST /v1/portal-answers": [_answer],
    "POST /v1/portal-answers/take": [_portal(lambda city: {"requests": {city.answered(): "waiting", city.asked()[0]: "waiting"}, "waitSeconds": 1})],
    "POST /v1/services": [lambda city: Living({"item": kItem, "way": "on-site", "case": text(os.urandom(9)), "pass": None, "ticket": True}, city.terminal),
                          lambda city: Living({"item": kItem, "way": "online", "case": text(os.urandom(9)), "pass": text(os.urandom(32)), "ticket": True},
                                              city.portal)],
    "POST /v1/rating-tokens": [_token, _byPass],
    "POST /v1/ratings": [lambda city: Living({"rating": text(city.rating()[0])})],
    "POST /v1/kiosk-ratings": [lambda city: Living({"item": kItem, "level": 5}, city.terminal)],
    "POST /v1/rating-cases/read": [lambda city: Living({"office": kOffice, "secret": text(city.case())})],
    "POST /v1/rating-cases/answer": [lambda city: Living({"office": kOffice, "secret": text(city.case()), "number": 1, "text": kNote, "contradicts": False})],
    "POST /v1/rating-cases/close": [lambda city: Living({"office": kOffice, "secret": text(city.case())})],
    "POST /v1/office-cases/list": [lambda city: (city.case(), Living({}, bearer=city.staff))[1]],
    "POST /v1/office-cases/read": [lambda city: Living({"office": kOffice, "case": _caseName(city.case())}, bearer=city.staff)],
    "POST /v1/office-cases/answer": [lambda city: Living({"office": kOffice, "case": _caseName(city.case()), "number": 1, "text": kNote, "settled": True},
                                                         bearer=city.staff)],
    "POST /v1/office-cases/complex": [lambda city: Living({"office": kOffice, "case": _caseName(city.case())}, bearer=city.staff)],
    "POST /v1/demo/enrolment-codes": [lambda city: Living({"citizenId": city.people[0]})],
    "POST /v1/demo/terminal-codes": [lambda city: Living({}), lambda city: Living({"venue": kOffice})],
    "POST /v1/demo/staff-links": [lambda city: Living({"office": ""})],
    "POST /v1/demo/sign-ins": [lambda city: Living({"language": "en", "returns": False})],
    "POST /v1/demo/sign-ins/state": [lambda city: Living({"session": city.post("/v1/demo/sign-ins", {"language": "en", "returns": True})["session"]}),
                                     lambda city: Living({"session": text(os.urandom(16)), "returned": text(os.urandom(16))})],
    "POST /v1/demo/portal-services": [lambda city: Living({"case": text(os.urandom(16)), "pass": None})],
}


def livingOf(operation):
    """What makes requests for an operation; one without a body or parameters needs nothing."""
    return kLiving.get(operation, [lambda city: Living()])


def _usedCode(path, member, code):
    def make(city):
        living = _newKey(member, code(city))
        city.post(path, living.body, living.signer)
        return _newKey(member, living.body["enrolmentCode"])
    return make


def _usedTicket(city):
    living = _token(city)
    city.post("/v1/rating-tokens", living.body)
    return Living({**living.body, "blinded": text(_blinded())})


def _spentToken(city):
    rating, _ = city.rating()
    city.post("/v1/ratings", {"rating": text(rating)})
    said = cbor2.loads(rating)
    return Living({"rating": text(cbor2.dumps([*said[:6], "Another text", said[7]]))})


def _closedCase(city):
    secret = city.case()
    city.post("/v1/rating-cases/close", {"office": kOffice, "secret": text(secret)})
    return Living({"office": kOffice, "case": _caseName(secret)}, bearer=city.staff)


def _closedToRater(city):
    secret = city.case()
    city.post("/v1/rating-cases/close", {"office": kOffice, "secret": text(secret)})
    return Living({"office": kOffice, "secret": text(secret), "number": 1, "text": kNote, "contradicts": False})


def _fourthCard(city):
    phone = city.enrolPhone(5)
    for _ in range(3):
        city.post("/v1/paper-codes", {"photo": None}, phone)
    return Living({"photo": None}, phone)


def _onePass(**entry):
    return lambda city: Living({"keys": [{"key": text(Signer().public), **entry}]}, city.enrolPhone(0))


# What is well formed and refused all the same, where nothing above meets it: operation, status, fault, who asks for what.
kRefused = [
    ("POST /v1/devices", 409, "enrol/used-code", _usedCode("/v1/devices", "deviceKey", lambda city: city.code(0))),
    ("POST /v1/devices", 409, "enrol/wrong-kind", lambda city: _newKey("deviceKey", city.terminalCode())),
    ("POST /v1/terminals", 409, "enrol/used-code", _usedCode("/v1/terminals", "terminalKey", lambda city: city.terminalCode())),
    ("POST /v1/terminals", 409, "enrol/wrong-kind", lambda city: _newKey("terminalKey", city.code(0))),
    ("POST /v1/passes", 403, "issue/scope-not-for-holder", _onePass(scope="over-60")),
    ("POST /v1/passes", 400, "scope/attribute-not-allowed", _onePass(scope="sign-in", portal=kPortal, attributes=["fare-type"])),
    ("POST /v1/paper-codes", 429, "issue/quota-reached", _fourthCard),
    ("POST /v1/portal-requests", 403, "portal/not-registered", _portal(lambda city: {"request": text(city.question(f"{kOrigin}/elsewhere")[0])})),
    ("POST /v1/rating-tokens", 409, "ticket/used", _usedTicket),
    ("POST /v1/ratings", 409, "rating/spent", _spentToken),
    ("POST /v1/rating-cases/answer", 409, "case/closed", _closedToRater),
    ("POST /v1/office-cases/complex", 409, "case/closed", _closedCase),
]

# Answers that are described and not met here. Of every route: what takes 20 s to come, what these servers have no limit for, and what is no fault of a request.
kNeverMet = {408, 429, 500, 503}
kNotMet = {
    "POST /v1/devices": {410}, "POST /v1/terminals": {410}, "POST /v1/portal-requests/open": {410}, "POST /v1/rating-tokens": {410}, "POST /v1/ratings": {410},
    # time passes
    "POST /v1/services": {410}, "POST /v1/kiosk-ratings": {410}, "POST /v1/demo/portal-services": {404, 410},   # an office is closed, or has other items
    "POST /v1/rating-cases/close": {409},   # a clock has closed it
    "POST /v1/demo/sign-ins": {403, 404},   # the disk was full at the start; the city has an address that portals cannot have
}


kBad = [None, True, -1, 0, 2, 2 ** 53, 2 ** 70, 1.5, "", " ", "a" * 70, "A" * 43, "\u0000", "a\u0000", "\ud83d", "\ud83d\ude42", "../..", "é" * 600, [], [[]],
        {}, {"a": {"a": None}}]


def broken(body):
    """(what was done, the body with one thing wrong or odd in it), each once."""
    if isinstance(body, dict):
        yield "a member more", {**body, "more": 1}
        for name, value in body.items():
            yield f"without {name}", {other: its for other, its in body.items() if other != name}
            for bad in kBad:
                yield f"{name}: {str(bad)[:12]}", {**body, name: bad}
            for what, inner in broken(value):
                yield f"{name}, {what}", {**body, name: inner}
    elif isinstance(body, list) and body:
        yield "twice", [*body, body[0]]
        for place, item in enumerate(body):
            for what, inner in broken(item):
                yield f"{place}, {what}", [*body[:place], inner, *body[place + 1:]]
    elif isinstance(body, str) and len(body) > 8:
        yield "another character", ("B" if body[0] == "A" else "A") + body[1:]
        yield "shorter", body[:-1]
        yield "longer", body + "A"


kNotJson = [b"", b"{", b"[]", b"null", b'{"a":1,"a":1}', b"\xff\xfe", b"{}" * 40000, b'"' + b"\\u0000" * 10 + b'"', b"[" * 5000, b"1e999"]
