"""When a verifier last worked, in docs/format.md, "The verifier's clock"."""
from dataclasses import dataclass
from tables import kClockBackSeconds as kBackSeconds



@dataclass
class WorkClock:
    latest: int = 0
    newestList: int = 0
    noticed: int = None   # when it was first seen that the clock went back

    def wentBack(self, now):
        return now < self.latest - kBackSeconds

    def judged(self, now):
        if not self.wentBack(now):
            self.latest, self.noticed = max(self.latest, now), None
        else:
            self.noticed = now if self.noticed is None else min(self.noticed, now)

    def listCame(self, iat, now):
        isNewest = iat > self.newestList
        self.newestList = max(self.newestList, iat)
        if isNewest and self.wentBack(now) and self.noticed is not None and iat >= self.noticed:
            self.latest, self.noticed = now, None

    def serverSaid(self, server, now):
        if self.wentBack(now) and abs(now - server) <= kBackSeconds:
            self.latest, self.noticed = now, None
