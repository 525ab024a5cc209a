"""What requests and answers of the described API are made of: its schemas, by name, and the small forms that they are written with."""


def base64Url(size, what=None):
    """Exactly `size` bytes as base64url without padding, in the one form that encoders give (RFC 4648 section 5)."""
    digit, last = "[A-Za-z0-9_-]", {0: "", 1: "[AQgw]", 2: "[AEIMQUYcgkosw048]"}[size % 3]
    chars = -(-size * 8 // 6)
    schema = {"type": "string", "pattern": f"^{digit}{{{chars - bool(last)}}}{last}$", "minLength": chars, "maxLength": chars}
    return {**schema, "description": what or f"{size} bytes, base64url."}


def longBase64Url(what, most=None):
    return {"type": "string", "pattern": "^[A-Za-z0-9_-]*$", **({"maxLength": most} if most else {}), "description": what}


def text(what=None, least=None, most=None, pattern=None):
    given = {"minLength": least, "maxLength": most, "pattern": pattern, "description": what}
    return {"type": "string", **{name: value for name, value in given.items() if value is not None}}


def number(what=None, least=0, most=None):
    given = {"minimum": least, "maximum": most, "description": what}
    return {"type": "integer", **{name: value for name, value in given.items() if value is not None}}


def seconds(what):
    return number(f"{what} Unix seconds, UTC.")


def oneOf(*words, what=None):
    return {"type": "string", "enum": list(words), **({"description": what} if what else {})}


def listOf(items, least=None, most=None, what=None):
    given = {"minItems": least, "maxItems": most, "description": what}
    return {"type": "array", "items": items, **{name: value for name, value in given.items() if value is not None}}


def ref(name):
    return {"$ref": f"#/components/schemas/{name}"}


def orNull(schema):
    return {"anyOf": [schema, {"type": "null"}]}


def obj(properties, optional=(), what=None):
    """An object of exactly these members; one more is refused, and no answer has one."""
    return {"type": "object", **({"description": what} if what else {}), "properties": properties,
            "required": [name for name in properties if name not in optional], "additionalProperties": False}


k16 = "c2l4dGVlbiBieXRlcyEhIQ"   # 16 bytes
k32 = "dGhpcnR5LXR3byBieXRlcyBhcyBhbiBleGFtcGxlISE"   # 32 bytes
# What a request looks like, by its schema; tests/api holds each against it.
kExamples = {
    "EnrolDevice": {"enrolmentCode": "ABCD-EFGH-JKMN", "deviceKey": k32},
    "AskForPasses": {"keys": [{"scope": "transit", "key": k32}, {"scope": "culture-and-sport", "key": k32, "venue": "city-library"},
                              {"scope": "sign-in", "key": k32, "portal": "tax-office", "attributes": ["name", "pseudonym"]}]},
    "RevokeDevices": {"devices": "others", "reason": "lost", "cards": "all"},
    "MakeCard": {"photo": None, "replaces": 4815162},
    "RevokeCards": {"card": 4815162, "reason": "stolen"},
    "EnrolTerminal": {"enrolmentCode": "ABCD-EFGH-JKMN", "terminalKey": k32},
    "LivingCode": {"code": f"{k16}.7.{k16}"},
    "PortalRequestNamed": {"id": k16},
    "TakeAnswers": {"requests": {k16: "waiting"}, "waitSeconds": 25},
    "EndService": {"item": "tax-return", "way": "on-site", "case": "2026-11-28/0815", "pass": None, "ticket": True},
    "AskForToken": {"ticket": k16, "blinded": k32},
    "KioskRating": {"item": "tax-return", "level": 5},
    "CaseBySecret": {"office": "tax-office", "secret": k32},
    "AnswerBySecret": {"office": "tax-office", "secret": k32, "number": 2, "text": "Nobody called me back.", "contradicts": True},
    "CaseByName": {"office": "tax-office", "case": k32},
    "AnswerByName": {"office": "tax-office", "case": k32, "number": 1, "text": "We are sorry. A colleague calls you today.", "settled": False},
    "DemoCitizen": {"citizenId": "019b76da-a800-7000-8000-000000000001"},
    "DemoVenue": {"venue": "city-library"},
    "DemoOffice": {"office": "tax-office"},
    "StartSignIn": {"language": "en", "returns": False},
    "LookAtSignIn": {"session": k16},
    "SendTaxReturn": {"case": k16, "pass": None},
    "City": {"name": {"en": "Demo City", "zh-CN": "示范市"}, "rootKey": k32, "demo": True, "nowUnixSeconds": 1764000000, "trustListVersion": 1},
    "Alive": {"status": "ok"},
    "Health": {"status": "attention", "store": "ok", "clock": "in-doubt", "clockAheadSeconds": 7200},
    "EnrolledDevice": {"deviceId": k32, "holder": {"displayName": "王小明", "holderClass": "resident", "ageGroup": "adult"}, "scopes": ["identity", "transit"],
                       "passesPerScope": 4},
}

kBool = {"type": "boolean"}
kDay = text("A day, ISO 8601.", pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")
kPlaceId = r"^[a-z0-9-]+$"


def schemas(data, limits):
    """name -> schema; `limits` by the names of limits.def."""
    return {name: {**schema, "examples": [kExamples[name]]} if name in kExamples else schema for name, schema in _schemas(data, limits).items()}


def _schemas(data, limits):
    languages = {row.tag: text() for row in data["CC_LANGUAGE"]}
    holderClasses = [row.name for row in data["CC_HOLDER_CLASS"]]
    channels = [row.name for row in data["CC_CHANNEL"]]
    attributes = [row.name for row in data["CC_ATTRIBUTE"]]
    levels = [row.name for row in sorted(data["CC_LEVEL"], key=lambda row: -row.number)]
    faults = [row.id for row in data["CC_FAULT"] if row.status]
    scene = text("A scene by the name that the trust list gives it; a new city has " + ", ".join(row.name for row in data["CC_SCENE"]) + ".",
                 least=1, most=limits["MaxScopeNameBytes"], pattern=kPlaceId)
    holder = obj({"displayName": text("As a terminal shows it."), "holderClass": oneOf(*holderClasses), "ageGroup": oneOf("child", "adult", "elder")})
    caseMembers = {
        "office": ref("OfficeId"), "item": ref("ItemId"), "channel": oneOf(*channels), "week": text("ISO 8601 week.", pattern=r"^[0-9]{4}-W[0-9]{2}$"),
        "level": number("1 very dissatisfied, 2 dissatisfied: no other opens a case.", 1, 2),
        "reasons": listOf(oneOf(*[row.name for row in data["CC_REASON"]])), "text": text("As it was written, for the two sides alone."),
        "screenedText": text("What may be published of it (docs/format.md, \"Screened text\")."), "openedDay": kDay,
        "complex": {**kBool, "description": "15 working days instead of 5."},
        "stage": oneOf("waits-for-contact", "waits-for-answer", "waits-for-rater", "closed-by-rater", "closed-by-clock"),
        "dueDay": kDay, "overdue": kBool, "raisedTo": number("0 the office, 1 whoever is above it, 2 the city.", 0, 2),
        "words": listOf(ref("CaseWords")),
    }
    cardMembers = {"number": ref("CardNumber"), "lastDay": kDay, "expiresUnixSeconds": seconds("The first second after its end.")}
    askedPass = {"scope": ref("Scene"), "key": base64Url(32, "A fresh Ed25519 public key, of this pass alone.")}
    counts = {name: number() for name in ("opened", "open", "overdue", "raised")}
    return {
        "Problem": {**obj({
            "type": {"const": "about:blank"}, "title": text("Plain English; never quotes the request."), "status": number(least=400, most=599),
            "fault": oneOf(*faults, what="Why, `stage/cause`: an id keeps its meaning (core/include/citycode/faults.def)."),
            "requestId": ref("RequestId"), "retryable": {**kBool, "description": "Whether the same can succeed later without the person changing anything."},
            "clockDifferenceSeconds": {"type": "integer", "description": "With `request/clock-differs`: the request's time less the server's."},
        }, optional=("clockDifferenceSeconds",), what="A refusal (RFC 9457)."),
            "examples": [{"type": "about:blank", "title": "This enrolment code was already used.", "status": 409, "fault": "enrol/used-code",
                        "requestId": "01J8ZQ4T9M3V7K2X5B6C8D9E0F", "retryable": False}]},
        "RequestId": text("Also in the header `X-Request-Id` and in the server's log.", pattern="^[0-9A-HJKMNP-TV-Z]{26}$"),
        "Names": {"type": "object", "properties": languages, "additionalProperties": False, "description": "By language; one without a text is left out."},
        "Scene": scene,
        "OfficeId": text("An office's id.", most=limits["MaxVenueIdBytes"]),
        "ItemId": text("An item's id, of the office's.", most=limits["MaxItemIdBytes"]),
        "CardNumber": number("A paper card's place in the status list, printed as `0481 5162`.", 0, 2 ** 24 - 1),
        "City": obj({"name": ref("Names"), "rootKey": base64Url(32, "The city's root key, Ed25519."), "demo": kBool,
                     "nowUnixSeconds": seconds("The server's time."),
                     "trustListVersion": number(least=1)}),
        "FirstList": obj({"name": ref("Names"), "rootKey": base64Url(32), "trustList": longBase64Url("The signed trust list (docs/format.md).")}),
        "Alive": obj({"status": oneOf("ok")}),
        "Health": obj({"status": oneOf("ok", "attention", what="`attention`: the server serves, and needs somebody."),
                       "store": oneOf("ok", "store/disk-full", "store/no-permission", "store/unavailable", what="Otherwise why nothing can be written."),
                       "clock": oneOf("in-doubt"), "clockAheadSeconds": {"type": "integer"}}, optional=("clock", "clockAheadSeconds")),
        "StatusListIndex": obj({"lists": listOf(obj({
            "issuerKid": text("The first 4 bytes of SHA-256 of the issuer's key, hexadecimal.", pattern="^[0-9a-f]{8}$"), "issuerKey": base64Url(32),
            "day": number("UTC day since 1970-01-01; 0 is the list of paper cards."), "version": number(), "issuedUnixSeconds": seconds("When it was signed."),
            "expiresUnixSeconds": seconds("When it ends."), "ageSeconds": {"type": "integer"}, "sizeBytes": number(), "revoked": number()})),
            "nowUnixSeconds": seconds("The server's time.")}),
        "Holder": holder,
        "EnrolDevice": obj({"enrolmentCode": text("12 characters of Crockford's base 32; hyphens, spaces and case are ignored.", most=64),
                            "deviceKey": base64Url(32, "The phone's Ed25519 public key, which signs this request.")}),
        "EnrolledDevice": obj({"deviceId": base64Url(32, "SHA-256 of the key: the `keyid` of what it signs."), "holder": ref("Holder"),
                               "scopes": listOf(ref("Scene")), "passesPerScope": number(least=1)}),
        "AskForPasses": obj({"keys": listOf({"oneOf": [
            obj(askedPass),
            obj({**askedPass, "venue": {**text("The pass is for this venue alone.", pattern=f"^[A-Za-z0-9.:-]{{1,{limits['MaxVenueIdBytes']}}}$"),
                                        "not": {"pattern": "^portal:"}}}),
            obj({**askedPass, "portal": text("The pass is for this portal alone.", pattern=f"^[a-z0-9-]{{1,{limits['MaxPortalIdBytes']}}}$"),
                 "attributes": {**listOf(oneOf(*attributes), 1, what="What the person lets it have."), "uniqueItems": True}}),
        ]}, 1, limits["MaxKeysPerRequest"])}),
        "Passes": obj({"passes": listOf(obj({
            "scope": ref("Scene"), "key": base64Url(32), "pass": longBase64Url(f"The signed pass (docs/format.md), at most {limits['MaxPassBytes']} bytes."),
            "notBeforeUnixSeconds": seconds("When it begins."), "expiresUnixSeconds": seconds("When it ends."), "attributes": listOf(oneOf(*attributes)),
            "venue": text(), "portal": text()}, optional=("venue", "portal"))),
            "holder": ref("Holder"), "scopes": listOf(ref("Scene")), "nowUnixSeconds": seconds("The server's time.")}),
        "RevokeDevices": obj({"devices": oneOf("this", "others"), "reason": ref("Reason"), "cards": {"const": "all"}}, optional=("cards",)),
        "RevokedDevices": obj({"revokedDevices": number(), "revokedPasses": number(), "revokedCards": number()}, optional=("revokedCards",)),
        "Reason": oneOf("removed", "lost", "stolen"),
        "MakeCard": obj({"photo": orNull(obj({"format": oneOf("webp", "avif", "jpeg"),
                                              "data": longBase64Url(f"At most {limits['MaxPaperPhotoBytes']} bytes that begin as the format does.", 16384)})),
                         "replaces": ref("CardNumber")}, optional=("replaces",)),
        "Card": obj({"text": text("The card's text (docs/format.md, \"The paper code\")."), "number": ref("CardNumber"), "name": text(),
                     "documentNumberMasked": text(), "holderClass": oneOf(*holderClasses), "lastDay": kDay,
                     "notBeforeUnixSeconds": seconds("When it begins."), "expiresUnixSeconds": cardMembers["expiresUnixSeconds"]}),
        "Cards": obj({"cards": listOf(obj({**cardMembers, "issuedUnixSeconds": seconds("When it was made."),
                                           "withdrawnUnixSeconds": seconds("When it was revoked.")}, optional=("withdrawnUnixSeconds",))),
                      "nowUnixSeconds": seconds("The server's time.")}),
        "RevokeCards": obj({"card": {"anyOf": [ref("CardNumber"), {"const": "all"}]}, "reason": ref("Reason")}),
        "EnrolTerminal": obj({"enrolmentCode": text("A code that an operator made for a venue.", most=64),
                              "terminalKey": base64Url(32, "Ed25519 public key.")}),
        "EnrolledTerminal": obj({"terminalId": base64Url(32), "venue": ref("Venue"), "scopes": listOf(ref("Scene"))}),
        "Venue": obj({"id": text(), "name": text()}),
        "SceneKeys": obj({"terminalId": base64Url(32), "venue": ref("Venue"), "scopes": listOf(ref("Scene")),
                          "keys": listOf(obj({"scope": ref("Scene"), "scopeId": number(least=1), "utcDay": number("Since 1970-01-01."),
                                              "secret": base64Url(32, "X25519 secret of that scene and day.")})),
                          "nowUnixSeconds": seconds("The server's time.")}),
        "PortalRecord": obj({"record": longBase64Url("The signed record (docs/format.md, \"The portal request\")."),
                             "expiresUnixSeconds": seconds("When it ends.")}),
        "PortalRequest": obj({"request": longBase64Url(f"The signed question, at most {limits['MaxPortalRequestBytes']} bytes.", 1200)}),
        "PortalRequestTaken": obj({"id": base64Url(16), "expiresUnixSeconds": seconds("When the question ends.")}),
        "LivingCode": obj({"code": text("`ID.SECOND.PROOF`, what follows `#portal=`.", most=64)}),
        "OpenedRequest": obj({"request": longBase64Url("The signed question."), "ticket": base64Url(16, "What this phone answers with.")}),
        "PortalRequestNamed": obj({"id": base64Url(16)}),
        "PhoneAnswer": obj({"id": base64Url(16), "ticket": base64Url(16),
                            "answer": base64Url(limits["PortalAnswerBytes"], "The sealed answer: always as long, whatever it says.")}),
        "TakeAnswers": obj({"requests": {"type": "object", "propertyNames": {"pattern": base64Url(16)["pattern"]}, "minProperties": 1, "maxProperties": 256,
                                         "additionalProperties": oneOf("waiting", "opened"), "description": "What the portal knows of each."},
                            "waitSeconds": number("How long it waits while nothing has changed.", 0, 25)}),
        "TakenAnswers": obj({"requests": {"type": "object", "propertyNames": {"pattern": base64Url(16)["pattern"]}, "additionalProperties": obj(
            {"state": oneOf("opened", "answered", "ended"), "answer": base64Url(limits["PortalAnswerBytes"])}, optional=("answer",))}}),
        "EndService": obj({"item": ref("ItemId"), "way": oneOf("on-site", "online", "telephone"), "case": text("The office's own reference.", 1, 64),
                           "pass": orNull(base64Url(32, "SHA-256 of the pass that was shown.")),
                           "ticket": {**kBool, "description": "False where nobody could be handed one."}}),
        "TicketGiven": {"oneOf": [obj({"ticket": {"type": "null"}}),
                                  obj({"ticket": longBase64Url("The signed ticket (docs/format.md, \"Ratings\")."), "link": text(pattern="^/rate/#ticket="),
                                       "channel": oneOf(*channels), "endedUnixSeconds": seconds("When the service ended."),
                                       "expiresUnixSeconds": seconds("When the ticket ends.")})]},
        "AskForToken": obj({"ticket": base64Url(16, "The id in the ticket."), "blinded": base64Url(32, "The phone's blinded element, ristretto255."),
                            "pass": longBase64Url("The whole pass that the ticket names.", 4096)}, optional=("pass",)),
        "Token": obj({"evaluated": base64Url(32), "proof": base64Url(64, "Challenge and response."),
                      "key": base64Url(32, "Of the week; believed only as the trust list names it.")}),
        "Rating": obj({"rating": longBase64Url(f"The rating with its token (docs/format.md), at most {limits['MaxRatingBytes']} bytes.", 65536)}),
        "RatingTaken": obj({"opensCase": kBool}),
        "KioskRating": obj({"item": ref("ItemId"), "level": number("5 is the best.", 1, 5)}),
        "Nothing": obj({}),
        "Offices": obj({"offices": listOf(obj({"id": text(), "name": ref("Names"), "closed": kBool,
                                               "items": listOf(obj({"id": text(), "name": ref("Names")}))})),
                        "nowUnixSeconds": seconds("The server's time.")}),
        "Figures": obj({"cells": listOf(obj({
            "office": text(), "item": text(), "channel": oneOf(*channels), "year": number("ISO year."), "services": number("That ended."),
            "tokens": number("For which a phone asked."), "ratings": number(), "levels": obj({level: number() for level in levels}),
            "unusual": number("Ratings that came among many at once."),
            "responseRate": orNull({"type": "number", "minimum": 0, "description": "`ratings` / `services`; null for kiosks."}),
            "shownSinceDay": kDay})), "hidden": number("Cells with too few ratings to be shown."), "nowUnixSeconds": seconds("The server's time.")}),
        "CaseWords": obj({"number": number(least=1), "by": oneOf("office", "rater"), "day": kDay, "text": text(), "screenedText": text()}),
        "Case": obj(caseMembers),
        "StaffCase": obj({"case": base64Url(32, "The staff's name for it."), **caseMembers}),
        "StaffCases": obj({"office": text("Empty for a link of those above the offices."), "cases": listOf(ref("StaffCase"))}),
        "CaseBySecret": obj({"office": ref("OfficeId"), "secret": base64Url(32, "The rater's secret.")}),
        "AnswerBySecret": obj({"office": ref("OfficeId"), "secret": base64Url(32), "number": ref("WordsNumber"), "text": ref("WordsText"),
                               "contradicts": {**kBool, "description": "The matter is not settled, whatever the office said."}}),
        "CaseByName": obj({"office": ref("OfficeId"), "case": base64Url(32)}),
        "AnswerByName": obj({"office": ref("OfficeId"), "case": base64Url(32), "number": ref("WordsNumber"), "text": ref("WordsText"),
                             "settled": {**kBool, "description": "The rater may contradict for 5 working days; then the clock closes."}}),
        "WordsNumber": number("That of the words before and 1.", 0, 201),
        "WordsText": text("1 to 500 characters (docs/format.md, \"Text\").", 1, limits["MaxRatingTextChars"]),
        "CaseCounts": obj({"offices": listOf(obj({"office": text(), **counts})), "others": orNull(obj(counts))}),
        "DemoCitizens": obj({"citizens": listOf(obj({"id": text(), "displayName": text(), "latinName": text(), "holderClass": oneOf(*holderClasses),
                                                     "ageGroup": oneOf("child", "adult", "elder"), "note": ref("Names")}))}),
        "DemoVenues": obj({"venues": listOf(obj({"id": text(), "name": ref("Names"), "address": text(), "scenes": listOf(ref("Scene")),
                                                 "link": text(pattern="^/app/#venue=")}))}),
        "DemoCitizen": obj({"citizenId": text("A UUID of `/v1/demo/citizens`.", most=64)}),
        "DemoVenue": obj({"venue": text("A place of `/v1/demo/venues`, or `tax-office`; the demo hall when it is left out.", most=limits["MaxVenueIdBytes"])},
                         optional=("venue",)),
        "EnrolmentCode": obj({"enrolmentCode": text(pattern="^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$"),
                              "expiresUnixSeconds": seconds("When it ends.")}),
        "DemoOffice": obj({"office": text("Empty for those above the offices.", most=limits["MaxVenueIdBytes"])}),
        "StaffLink": obj({"link": text(pattern="^/cases/#staff=")}),
        "StartSignIn": obj({"language": text("A language tag.", most=16),
                            "returns": {**kBool, "description": "Whether the phone comes back to this browser."}}),
        "SignInStarted": obj({"session": base64Url(16, "This page's alone."), "address": text(pattern="^/app/#portal="), "purpose": text(),
                              "expiresUnixSeconds": seconds("When it ends.")}),
        "LookAtSignIn": obj({"session": text(most=64), "returned": base64Url(16, "What stood behind `#citycode=`.")}, optional=("returned",)),
        "SignInSeen": obj({"state": oneOf("waiting", "opened", "signed-in", "refused", "expired", "failed"), "address": text(), "fault": oneOf(*faults),
                           "result": obj({"attributes": {"type": "object", "propertyNames": {"enum": attributes}}, "pass": base64Url(32)})},
                          optional=("address", "fault", "result")),
        "SendTaxReturn": obj({"case": base64Url(16, "One that the page drew for this visit."), "pass": orNull(base64Url(32))}),
    }
