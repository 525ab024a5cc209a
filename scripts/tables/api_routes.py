"""Every route of the described API: who may call it, what it takes, what it answers and why it refuses. The prose is docs/api.md."""
from .api_schemas import number, ref, text

kStore = ("store/unavailable", "store/damaged", "store/disk-full", "store/no-permission")
kBytes = ("request/malformed", "request/too-large", "request/timeout", "internal/bug")   # of every request
kBody = ("request/unsupported-type", "request/too-many")
kSignature = ("request/signature-missing", "request/signature-mismatch", "request/digest-mismatch", "request/clock-differs",
              "request/server-clock-in-doubt", "request/replayed")
kSigned = (*kBody, *kSignature, *kStore)
kKnownSigner = (*kSigned, "issue/unknown-device")
kAnonymous = (*kBody, *kStore)
kStaff = (*kAnonymous, "case/unknown-link")
kEnrolment = (*kSigned, "enrol/unknown-code", "enrol/expired-code", "enrol/used-code", "enrol/wrong-kind", "enrol/bad-key", "trust/missing")
# What is wrong with something that the city's issuer should have signed, or with the list that says who may.
kSignedByCity = ("trust/missing", "trust/too-old", "time/clock-behind-list", "trust/unknown-issuer", "trust/issuer-not-for-scope",
                 "trust/issuer-not-valid-then",
                 "time/not-yet-valid", "time/expired")
kPass = ("cbor/truncated", "cbor/trailing-bytes", "cbor/indefinite-length", "cbor/not-shortest", "cbor/unexpected-type", "cbor/duplicate-key",
         "cbor/unsorted-keys",
         "cbor/too-deep", "cbor/too-large", "cbor/bad-utf8", "cose/bad-structure", "cose/unsupported-algorithm", "cose/unknown-header", "pass/missing-claim",
         "pass/unknown-claim", "pass/bad-value", "pass/too-long", "trust/unknown-issuer", "trust/issuer-not-for-scope", "signature/issuer-mismatch")

kList = "public, max-age=300"
kStatus = "public, max-age=60"
kIfNoneMatch = {"$ref": "#/components/parameters/IfNoneMatch"}


def path(name, schema, what):
    return {"name": name, "in": "path", "required": True, "description": what, "schema": schema}


kIssuer = path("issuerKid", text(pattern="^[0-9a-f]{8}$"), "As `/v1/status-lists` names it.")
kDayNumber = path("day", number(most=2 ** 53 - 1), "UTC day since 1970-01-01; 0 for paper cards.")
kOfficeId = path("office", text(pattern="^[a-z0-9-]{1,26}$"), "As `/v1/open/offices` names it.")
kPortalId = path("id", text(pattern="^[a-z0-9-]{1,25}$"), "The portal's id.")


class Route:
    """One method of one path. `callers` are those of its row in the server; `security` is how a request shows it, where the row lets in anyone."""

    def __init__(self, method, address, name, tag, summary, *, callers=("anyone",), security=None, body=None, status=200, answer=None, media="application/json",
                 caching="no-store", tagged=False, anyPage=False, parameters=(), faults=(), description=None, headers=()):
        self.method, self.address, self.name, self.tag, self.summary, self.description = method, address, name, tag, summary, description
        self.callers, self.security, self.body, self.parameters = callers, security, body, parameters
        self.status, self.answer, self.media, self.caching, self.tagged, self.anyPage, self.headers = status, answer, media, caching, tagged, anyPage, headers
        self.faults = (*kBytes, *faults)


def get(address, name, tag, summary, answer, **more):
    return Route("get", address, name, tag, summary, answer=answer, **more)


def post(address, name, tag, summary, body, answer, **more):
    return Route("post", address, name, tag, summary, body=body, answer=answer, **more)


kBytesOfList = {"media": "application/cose", "tagged": True}

kTags = {
    "city": "What everybody may know of the city, and what verifiers fetch.",
    "phones": "A person's phone: enrolment, passes, what was lost. Signed by the phone's key.",
    "cards": "Paper cards, for people without a phone. Signed by the holder's phone.",
    "terminals": "A venue's scanner. Signed by the terminal's key.",
    "sign-in": "The relay between portals that ask people to sign in and the phones that answer.",
    "services": "Services that ended, their tickets and tokens, ratings.",
    "open": "What people said, as open data.",
    "cases": "What a bad rating opens: the rater's side by a secret, the office's by a link.",
    "demo": "Only with `--demo`; in a real city these are no addresses, `request/not-found`.",
    "description": "This document.",
}


def routes():
    yield from _city()
    yield from _phones()
    yield from _cards()
    yield from _terminals()
    yield from _signIn()
    yield from _services()
    yield from _open()
    yield from _cases()
    yield from _demo()


def _city():
    yield get("/v1/openapi.json", "describeApi", "description", "This document", {"type": "object"}, caching=kList, tagged=True, anyPage=True,
              parameters=[kIfNoneMatch],
              description="The routes that this server has: without `--demo` those of the demo are not in it.")
    yield get("/v1/city", "readCity", "city", "The city's name, its root key and its time", ref("City"), anyPage=True, faults=("trust/missing",))
    yield get("/first-list.json", "readFirstList", "city", "What a page begins with: name, root key and trust list", ref("FirstList"), caching="no-cache",
              tagged=True,
              anyPage=True, faults=("trust/missing",),
              description="One of the pages' files, kept by their service workers; it is answered whole, also to `If-None-Match`.")
    yield get("/v1/trust-list", "readTrustList", "city", "The signed trust list", {}, caching=kList, anyPage=True, **kBytesOfList,
              parameters=[{"name": "root", "in": "query", "required": False, "schema": text(),
                           "description": "A root key, base64url: the newest list that this root signed, for who missed the announcement of the next."},
                          kIfNoneMatch],
              faults=("trust/missing", "request/not-found"),
              description="docs/format.md, \"Trust list\". `request/not-found` for a root that was never this city's.")
    yield get("/v1/health", "readHealth", "city", "Whether the server serves, and whether it needs somebody", ref("Health"), faults=kStore,
              description="docs/deploy.md.")
    yield get("/v1/health/live", "readLiveness", "city", "Whether the process answers", ref("Alive"), description="docs/deploy.md: whoever starts it again asks this.")
    yield get("/v1/health/ready", "readReadiness", "city", "Whether it can be of use to anybody", ref("Alive"),
              faults=(*kStore, "trust/missing", "trust/too-old", "revocation/list-missing", "revocation/too-old"),
              description="docs/deploy.md: whoever sends people to it asks this. The records answer, and verifiers would believe the lists that are served.")
    yield get("/v1/status-lists", "listStatusLists", "city", "Which lists of revoked passes there are", ref("StatusListIndex"), caching=kStatus, anyPage=True,
              faults=(*kStore, "trust/missing"),
              description="For each issuer of the trust list: yesterday, today and tomorrow, and the cards' day 0. Scanners set their clocks by `nowUnixSeconds`.")
    listed = (*kStore, "trust/missing", "request/not-found")
    yield get("/v1/status-lists/{issuerKid}/{day}", "readStatusList", "city", "A signed list of revoked passes", {}, caching=kStatus, anyPage=True,
              **kBytesOfList,
              parameters=[kIssuer, kDayNumber, kIfNoneMatch], faults=listed, description="docs/format.md, \"Status list\".")
    yield get("/v1/status-lists/{issuerKid}/{day}/delta/{version}", "readStatusListChanges", "city", "The same from one version to the newest", {},
              caching=kStatus,
              anyPage=True, **kBytesOfList, parameters=[kIssuer, kDayNumber, path("version", number(most=2 ** 53 - 1), "The version that the verifier has."),
                                                        kIfNoneMatch],
              faults=listed, description="`request/not-found` when it is not one of the last 17.")
    yield get("/v1/status-lists/{issuerKid}/{day}/token", "readStatusListToken", "city", "The cards' list as an IETF Token Status List", {}, caching=kStatus,
              media="application/statuslist+cwt", tagged=True, parameters=[kIssuer, kDayNumber, kIfNoneMatch], faults=listed,
              description="Of day 0; a day of passes has too many places for that form, `request/not-found`.")


def _phones():
    yield post("/v1/devices", "enrolDevice", "phones", "Enrols a phone with a one-use code", ref("EnrolDevice"), ref("EnrolledDevice"), status=201,
               security=["newKey"],
               faults=kEnrolment,
               description="The key that is enrolled signs, as proof of possession. Who repeats it after a lost answer gets the same answer.")
    yield post("/v1/passes", "issuePasses", "phones", "Signs a batch of passes", ref("AskForPasses"), ref("Passes"), callers=("device",),
               faults=(*kKnownSigner, "trust/missing", "issue/too-many-keys", "issue/quota-reached", "issue/scope-not-for-holder", "scope/unknown",
                       "scope/attribute-not-allowed",
                       "enrol/bad-key", "portal/not-registered", "pass/bad-value", "pass/too-long"),
               description="All or nothing; in the order of the keys. At most 512 passes a device and UTC day.")
    yield post("/v1/devices/revoke", "revokeDevices", "phones", "Revokes this phone or the holder's others", ref("RevokeDevices"), ref("RevokedDevices"),
               callers=("device",),
               faults=kKnownSigner, description="Once it is on the disk. A revoked device is unknown for ever.")


def _cards():
    yield post("/v1/paper-codes", "makeCard", "cards", "Makes a paper card", ref("MakeCard"), ref("Card"), status=201, callers=("device",),
               faults=(*kKnownSigner, "issue/quota-reached", "paper/too-large", "paper/bad-value", "request/not-found"),
               description="At most three a person and UTC day. With `replaces` that card is revoked in the same step.")
    yield post("/v1/paper-codes/list", "listCards", "cards", "The holder's paper cards, the newest first", ref("Nothing"), ref("Cards"), callers=("device",),
               faults=kKnownSigner)
    yield post("/v1/paper-codes/revoke", "revokeCards", "cards", "Revokes one card or all", ref("RevokeCards"), _count("revokedCards"), callers=("device",),
               faults=(*kKnownSigner, "request/not-found"))


def _count(member):
    return {"type": "object", "properties": {member: number()}, "required": [member], "additionalProperties": False}


def _terminals():
    yield post("/v1/terminals", "enrolTerminal", "terminals", "Enrols a venue's scanner with a one-use code", ref("EnrolTerminal"), ref("EnrolledTerminal"),
               status=201,
               security=["newKey"], faults=kEnrolment, description="A terminal that enrols again with another code moves to that code's venue and scenes.")
    yield post("/v1/scene-keys", "readSceneKeys", "terminals", "The keys that open the sealed passes of its scenes", ref("Nothing"), ref("SceneKeys"),
               callers=("terminal",),
               faults=(*kKnownSigner, "trust/missing"), description="For yesterday, today and tomorrow (UTC).")


def _signIn():
    yield get("/v1/portals/{id}/record", "readPortalRecord", "sign-in", "The record by which phones know a portal", ref("PortalRecord"), parameters=[kPortalId],
              faults=(*kStore, "trust/missing", "scope/unknown", "request/not-found"), description="Signed just now and good for 30 days.")
    yield post("/v1/portal-requests", "askToSignIn", "sign-in", "A portal asks somebody to sign in", ref("PortalRequest"), ref("PortalRequestTaken"),
               status=201,
               callers=("portal",), faults=(*kKnownSigner, *kSignedByCity, "portal/bad-request", "portal/not-registered", "scope/unknown"),
               description="At most 2,000 of a portal at once.")
    yield post("/v1/portal-requests/open", "openPortalRequest", "sign-in", "A phone opens what a portal asks", ref("LivingCode"), ref("OpenedRequest"),
               faults=(*kAnonymous, "portal/bad-code", "portal/old-code", "portal/unknown", "portal/opened"),
               description="Once: the phone that is first has the ticket.")
    yield post("/v1/portal-requests/cancel", "cancelPortalRequest", "sign-in", "A portal asks no longer", ref("PortalRequestNamed"), ref("Nothing"),
               callers=("portal",),
               faults=kKnownSigner)
    yield post("/v1/portal-answers", "answerPortal", "sign-in", "Takes a phone's sealed answer", ref("PhoneAnswer"), ref("Nothing"),
               faults=(*kAnonymous, "portal/unknown", "portal/opened"), description="The same again is answered again.")
    yield post("/v1/portal-answers/take", "takeAnswers", "sign-in", "Gives a portal what has changed, its answers too", ref("TakeAnswers"), ref("TakenAnswers"),
               callers=("portal",), faults=kKnownSigner,
               description="While nothing has changed it waits as long as asked, and answers with nothing then. An answer is given once.")


def _services():
    yield post("/v1/services", "endService", "services", "A service ended: counts it and gives a ticket to rate it", ref("EndService"), ref("TicketGiven"),
               status=201,
               callers=("terminal", "portal"), faults=(*kKnownSigner, "ticket/unknown-office", "ticket/office-closed"),
               description="Of a terminal at an office, or of its portal, whose `way` is `online`. The same case again has the same ticket.")
    yield post("/v1/rating-tokens", "giveToken", "services", "A ticket becomes an anonymous token", ref("AskForToken"), ref("Token"),
               security=[None, "ratedPass"],
               faults=(*kAnonymous, *kSignature, *kPass, "trust/missing", "ticket/unknown", "ticket/not-ended", "ticket/expired", "ticket/used",
                       "ticket/other-pass",
                       "token/bad-element", "token/bad-key", "rating/bad-token"),
               description="RFC 9497, POPRF. A ticket that names a pass wants the pass beside, and the request signed by the key of that pass.")
    yield post("/v1/ratings", "rate", "services", "Takes a rating", ref("Rating"), ref("RatingTaken"), status=201,
               faults=(*kAnonymous, "rating/bad-rating", "rating/bad-text", "rating/bad-token", "rating/spent", "rating/too-late"),
               description="From anybody with a token; the address is not kept. The same bytes again count once.")
    yield post("/v1/kiosk-ratings", "rateAtKiosk", "services", "Takes the press of a kiosk's button", ref("KioskRating"), ref("Nothing"), status=201,
               callers=("terminal",),
               faults=(*kKnownSigner, "ticket/unknown-office", "ticket/office-closed", "rating/bad-rating"))


def _open():
    yield get("/v1/open/offices", "listOffices", "open", "The offices and what people come to them for", ref("Offices"), caching=kList, tagged=True,
              parameters=[kIfNoneMatch],
              faults=kStore)
    yield get("/v1/open/figures", "readFigures", "open", "What people said, by office, item, channel and year", ref("Figures"), caching="no-cache", tagged=True,
              parameters=[kIfNoneMatch], faults=kStore, description="docs/api.md, \"Open figures\".")
    yield get("/v1/open/figures/{office}", "readFiguresOf", "open", "The same of one office", ref("Figures"), caching="no-cache", tagged=True,
              parameters=[kOfficeId, kIfNoneMatch], faults=(*kStore, "request/not-found"))
    yield get("/v1/open/figures.csv", "readFiguresAsTable", "open", "The same as a table, all offices (RFC 4180)", text(), media="text/csv; charset=utf-8",
              caching="no-cache",
              tagged=True, parameters=[kIfNoneMatch], faults=kStore, headers=("ContentDisposition",))
    yield get("/v1/open/cases", "countCases", "open", "How many cases offices have, and how many are late", ref("CaseCounts"), caching=kList, faults=kStore)


def _cases():
    spoken = ("case/unknown", "case/closed", "case/changed", "case/full", "rating/bad-text")
    yield post("/v1/rating-cases/read", "readCase", "cases", "The rater reads the case", ref("CaseBySecret"), ref("Case"), faults=(*kAnonymous, "case/unknown"))
    yield post("/v1/rating-cases/answer", "answerOffice", "cases", "The rater writes", ref("AnswerBySecret"), ref("Case"), faults=(*kAnonymous, *spoken))
    yield post("/v1/rating-cases/close", "closeCase", "cases", "The rater closes the case", ref("CaseBySecret"), ref("Case"),
               faults=(*kAnonymous, "case/unknown", "case/closed"))
    staff = {"callers": ("office-staff",)}
    yield post("/v1/office-cases/list", "listCases", "cases", "The office's cases that are not closed, the oldest first", ref("Nothing"), ref("StaffCases"),
               **staff, faults=kStaff)
    yield post("/v1/office-cases/read", "readCaseForStaff", "cases", "The office reads a case", ref("CaseByName"), ref("StaffCase"), **staff,
               faults=(*kStaff, "case/unknown"))
    yield post("/v1/office-cases/answer", "answerRater", "cases", "The office writes", ref("AnswerByName"), ref("StaffCase"), **staff,
               faults=(*kStaff, *spoken))
    yield post("/v1/office-cases/complex", "makeCaseComplex", "cases", "The office has 15 working days instead of 5", ref("CaseByName"), ref("StaffCase"),
               **staff,
               faults=(*kStaff, "case/unknown", "case/closed"))


def _demo():
    yield get("/v1/demo/citizens", "listDemoCitizens", "demo", "The demo's people", ref("DemoCitizens"))
    yield get("/v1/demo/venues", "listDemoVenues", "demo", "The demo's places, each with a record signed just now", ref("DemoVenues"))
    yield post("/v1/demo/enrolment-codes", "makeDemoCode", "demo", "A code for a phone of one of the demo's people", ref("DemoCitizen"), ref("EnrolmentCode"),
               status=201,
               faults=(*kAnonymous, "request/not-found"))
    yield post("/v1/demo/terminal-codes", "makeDemoTerminalCode", "demo", "A code for a scanner", ref("DemoVenue"), ref("EnrolmentCode"), status=201,
               faults=(*kAnonymous, "request/not-found", "trust/missing", "scope/unknown"))
    yield post("/v1/demo/staff-links", "makeDemoStaffLink", "demo", "A link for an office's staff, good for a day", ref("DemoOffice"), ref("StaffLink"),
               status=201,
               faults=(*kAnonymous, "ticket/unknown-office"))
    yield post("/v1/demo/sign-ins", "startDemoSignIn", "demo", "What `<cc-sign-in>` asks of a portal's server, here the demo's", ref("StartSignIn"),
               ref("SignInStarted"), status=201,
               faults=(*kAnonymous, *kSignedByCity, "request/not-found", "scope/unknown", "portal/bad-request", "portal/not-registered"),
               description="docs/api.md, \"A portal's own page\". `request/not-found` when the first `--origin` is neither https nor localhost.")
    yield post("/v1/demo/sign-ins/state", "lookAtDemoSignIn", "demo", "The same of how it stands", ref("LookAtSignIn"), ref("SignInSeen"),
               faults=kAnonymous)
    yield post("/v1/demo/portal-services", "endDemoService", "demo", "What the demo portal's server does when a tax return was sent", ref("SendTaxReturn"),
               ref("TicketGiven"),
               status=201, faults=(*kAnonymous, "ticket/unknown-office", "ticket/office-closed", "request/replayed"))
