"""What verdicts on codes of every kind have in common: entries by check, ages, and how they combine."""
from dataclasses import dataclass, field

from attributes import kAttributeNames
from faults import Fault, Skipped, Undecided, require
from status_list import StatusLists
from tables import kChecks, kClockSkewSeconds as kSkewSeconds, kListAheadSeconds
from work_clock import WorkClock

kClockBehind, kClockAhead, kWentBack = "time/clock-behind-list", "time/clock-ahead", "time/clock-went-back"


@dataclass
class Request:
    now: int
    scope: str
    venue: str = ""
    nonce: bytes = None
    clockAhead: int = 0   # seconds that the city's own answer showed; counted from kListAheadSeconds on
    statusLists: StatusLists = field(default_factory=StatusLists)
    sceneKeys: dict = field(default_factory=dict)   # (scope id, UTC day) -> secret
    portalSecret: bytes = None
    workClock: WorkClock = field(default_factory=WorkClock)


class Judgement:
    kKind, kMaySkip = "", ()

    def __init__(self, request, trust):
        self.request, self.trust = request, trust
        self.entries = {}   # check -> ("passed" | "failed" | "undecided", fault)
        self.skippable = set(self.kMaySkip)
        self.outcome = None, None
        # What a verdict tells beside its checks; ages in seconds, None where nothing was compared.
        self.scope, self.exp, self.isProven = None, 0, False   # of a code whose signatures hold
        self.attributes, self.photo, self.passDigest = {}, None, None   # told with "valid" only
        self.shownAgo = self.seenAgo = None
        self.trustAge, self.trustFreshness = None, "unknown"
        self.statusAge, self.statusFreshness = None, "unknown"

    def check(self, name, rule):
        """Runs `rule`, which returns a value or raises; the entry says which."""
        try:
            value = rule()
        except Fault as fault:
            self.entries[name] = ("undecided" if isinstance(fault, Undecided) else "failed", fault.id)
            return None
        except Skipped:
            return None
        self.entries.setdefault(name, ("passed", None))
        return value

    def checkTime(self, name, rule):
        if self.wrongClock:
            self.entries[name] = ("undecided", self.wrongClock)
        else:
            self.check(name, rule)

    def isOverHereOnly(self, seconds):
        """What is over by so many seconds is not over by the city's clock."""
        return seconds < self.request.clockAhead and self.request.clockAhead > kListAheadSeconds

    def isUndecided(self, name):
        return self.entries.get(name, ("",))[0] == "undecided"

    def lookAtTrustList(self):
        self.wrongClock = None
        if not self.trust:
            self.entries["issuer-trust"] = ("undecided", "trust/missing")
            return
        newest = max(self.trust.iat, self.request.statusLists.newestIat)
        age, clock = self.request.now - self.trust.iat, self.request.workClock
        if self.request.now < newest - kListAheadSeconds:
            self.wrongClock = kClockBehind
        else:
            self.wrongClock = kWentBack if clock.wentBack(self.request.now) else None
            if all(age < scope.tooOld for scope in self.trust.scopes):
                clock.judged(self.request.now)
        wanted = self.trust.scopeNamed(self.request.scope)
        self.trustAge = age
        if self.wrongClock:
            self.entries["issuer-trust"] = ("undecided", self.wrongClock)
            return
        if wanted:
            self.trustFreshness = wanted.trustFreshnessAt(age)
        if self.trustFreshness == "too-old":
            here = age - (self.request.clockAhead if self.isOverHereOnly(0) else 0)
            self.entries["issuer-trust"] = ("undecided", "trust/too-old" if wanted.trustFreshnessAt(here) == "too-old" else kClockAhead)

    def issuerIsUnknown(self):
        """An old list cannot refuse: a newer one may name this issuer."""
        if not self.isUndecided("issuer-trust"):
            self.entries["issuer-trust"] = ("failed", "trust/unknown-issuer")

    def issuerMayIssue(self, issuer, mayIssue, nbf):
        require(mayIssue, "trust/issuer-not-for-scope")
        require(issuer.nbf <= nbf < issuer.exp, "trust/issuer-not-valid-then")

    def isInTime(self, nbf, exp, longest):
        require(nbf - kSkewSeconds <= self.request.now, "time/not-yet-valid")
        if self.request.now >= exp:
            raise Undecided(kClockAhead) if self.isOverHereOnly(self.request.now - exp) else Fault("time/expired")
        require(longest is None or exp - nbf <= longest, "time/pass-too-long-lived")

    def checkRevocation(self, scope, issuer, day, index):
        if not scope.needsStatusList():
            self.skippable.add("revocation")
            return
        if index is not None:
            self.statusAge, self.statusFreshness = self.request.statusLists.ageAndFreshness(issuer.key, day, scope, self.request.now)
        self.check("revocation", lambda: self.request.statusLists.ask(issuer.key, day, index, scope, self.request.now))

    def combine(self):
        """(outcome, fault)"""
        self.outcome = self._combined()
        return self.outcome

    def report(self):
        """All that a verdict says, as tests/vectors/codes.json has it."""
        outcome, fault = self.outcome
        isValid, isTold = outcome == "valid", self.isProven and self.scope is not None
        attributesTold = {kAttributeNames[attribute]: value.hex() if isinstance(value, bytes) else value
                          for attribute, value in self.attributes.items()} if isValid else {}
        entries = {name: " ".join(filter(None, self.entries.get(name, ("skipped", None)))) for name in kChecks}
        return {"outcome": outcome, "fault": fault, "scope": self.scope.name if isTold else "", "attributes": attributesTold,
                "kind": self.kKind, "photo": self.photo if isValid else None,
                "passDigest": self.passDigest if isValid else None, "expiresUnixSeconds": self.exp if isTold else 0,
                "shownSecondsAgo": self.shownAgo, "seenSecondsAgo": self.seenAgo,
                "trustAgeSeconds": self.trustAge, "trustFreshness": self.trustFreshness,
                "statusAgeSeconds": self.statusAge, "statusFreshness": self.statusFreshness, "checks": entries}

    def _combined(self):
        for wanted, outcome in (("failed", "invalid"), ("undecided", "undecided")):
            for name in kChecks:
                state, fault = self.entries.get(name, ("skipped", None))
                if state == wanted:
                    return outcome, fault
        assert set(kChecks) <= {*self.entries, *self.skippable}, "a check was forgotten"
        return "valid", None
