"""How many passes the server issues: signed batches over HTTP as phones send them, at moments that wait for nobody, into records that survive
a power cut; and in turn with them the bare operations that a batch needs of cryptography, on the same machine."""
import argparse
import collections
import json
import math
import os
import statistics
import sys
import time

sys.dont_write_bytecode = True
from _figures import mediansOf, percentile, report
from _processes import Load, Server, Stopped, say, startedCity
from _records import Unfilled, kPassesPerBatch, openRecords

kPerson = 1
kRounds = 5
kStarts = 3
kManyInFlight = 256
kManyAnswered = 384       # at least: the last 256 of a run have fewer and fewer beside them
kBareShare = 0.1          # of a round's seconds
kLateShare = 0.08         # of a run's seconds: a queue that grows by a twelfth of what comes in is so long at its end
kFirstShare = 0.75        # of what a closed loop with many in flight reached
kSearchStep = 1.15
kSearchRuns = 12          # 1.15^11: from a fifth to five times the first
kNarrowings = 2           # then the rate is known to 4 %


def readOptions():
    parser = argparse.ArgumentParser(prog="scripts/bench issue", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="within 60 seconds, less exact")
    parser.add_argument("--store", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--stored", type=storedCounts, help="batches that are stored already, such as 100000,1000000,10000000: everything again at each")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    options.stored = options.stored or ([10_000] if options.quick else [100_000, 1_000_000])
    options.seconds = 1.2 if options.quick else 5.0
    return options


def storedCounts(text):
    counts = [int(word) for word in text.split(",")]
    if any(count < 1 for count in counts) or counts != sorted(counts):
        raise argparse.ArgumentTypeError("numbers from 1 on, rising")
    return counts


class City:
    """A demo city with its load, and what is measured of both."""

    def __init__(self, options, folder):
        self.seconds, self.seed = options.seconds, options.seed
        self.folder = folder
        self.records = openRecords(options.store, folder)
        # Its limits are for clients, and all of these have one address (docs/adr/0050).
        self.server = Server(folder / "data", folder / "server.log", ["--demo", "--post-rate", "0", "--device-rate", "0", *self.records.serverArguments])
        self.load = None

    def giveAllScenes(self):
        """The demo's person as the register of a city might have them: the id of the register is the city's own (server/src/demo/demo_people.cpp)."""
        self.server.at("people", "import", "-", "--trust-documents", "--rejects", self.folder / "refused.csv", said=json.dumps({
            "register_id": f"019b76da-a800-7000-8000-{kPerson:012d}", "chinese_name": "王小明", "latin_name": "Wang Xiaoming", "documents": "resident:990000199003070015",
            "born": "1960", "city_resident": "yes", "insurance": "employee", "disability_permit": "yes", "trade_certificate": "yes", "safety_training": "yes",
            "enterprise_code": "99990000DEMO000017", "enterprise_role": "agent"}))

    def start(self):
        """Milliseconds until the server listens."""
        ms = self.server.start()
        self.load = Load("issue_load", self.server.port, kPerson, self.seed)
        return ms

    def stop(self):
        if self.load:
            self.load.stop()
            self.load = None
        self.server.stop()

    def run(self, *words, batches):
        """One run of the load, with what the server spent on it."""
        self.load.ask("prepare", batches)
        server, store = self.server.cpuSeconds(), self.records.cpuSeconds()
        answers = self.load.ask(*words, batches)
        return Run(answers, batches, self.server.cpuSeconds() - server, None if store is None else self.records.cpuSeconds() - store)

    def closed(self, inFlight, batches):
        return self.run("closed", inFlight, batches=batches)

    def open(self, perSecond):
        return self.run("open", f"{perSecond:.3f}", batches=max(1, round(perSecond * self.seconds)))

    def bare(self, batches):
        return self.load.ask("bare", batches, os.cpu_count())


class Run:
    def __init__(self, answers, batches, serverCpuSeconds, storeCpuSeconds):
        self.latenciesMs, self.statuses, self.wallSeconds = answers["latenciesMs"], answers["statuses"], answers["wallSeconds"]
        self.answered, self.batches = len(self.latenciesMs), batches
        if self.answered == 0:
            raise Stopped(f"no batch was answered: {self.statuses}")
        self.perSecond = self.answered / self.wallSeconds
        self.cpuMs = serverCpuSeconds * 1000 / self.answered
        self.storeCpuMs = None if storeCpuSeconds is None else storeCpuSeconds * 1000 / self.answered
        self.loadCpuMs = answers["ownCpuSeconds"] * 1000 / self.answered

    def percentileMs(self, share):
        return percentile(self.latenciesMs, share)

    def keptUp(self, seconds):
        """Everybody was given passes, and no queue grew."""
        return self.answered == self.batches and self.percentileMs(0.95) <= kLateShare * seconds * 1000


def searchSustained(tryRate, first):
    """The highest rate found that `tryRate` keeps up with, or None. Up or down from `first` in steps, then halves the last of them."""
    good, bad, rate = None, None, first
    for _ in range(kSearchRuns):
        if tryRate(rate):
            good, rate = rate, rate * kSearchStep
        else:
            bad, rate = rate, rate / kSearchStep
        if good is not None and bad is not None:
            break
    if good is None or bad is None:
        return good
    for _ in range(kNarrowings):
        middle = math.sqrt(good * bad)
        if tryRate(middle):
            good = middle
        else:
            bad = middle
    return good


def diskFlushMs(folder):
    """What one flush of a page takes where the records are: the least that an answer waits for."""
    samples = []
    with open(folder / "flush", "wb") as file:
        for _ in range(30):
            file.write(bytes(4096))
            file.flush()
            begin = time.perf_counter()
            os.fdatasync(file.fileno())
            samples.append((time.perf_counter() - begin) * 1000)
    return statistics.median(samples)


def bareMs(bare):
    return bare["verificationMs"] + bare["signaturesMs"] + bare["sealsMs"]


def warmUp(city):
    """Sizes of runs that fill the time that each may take."""
    city.closed(8, 64)   # also shows what a batch is
    many, one = city.closed(kManyInFlight, kManyAnswered).perSecond, city.closed(1, 32).perSecond
    return {"rate": many, "many": max(kManyAnswered, round(many * city.seconds / 2)), "one": max(32, round(one * city.seconds / 2)),
            "bare": max(5, round(kBareShare * city.seconds * 1000 / bareMs(city.bare(5))))}


def findSustained(city, what, first):
    """(batches a second, one entry for each rate that was tried)."""
    ladder = []

    def tryRate(rate):
        run = city.open(rate)
        kept, p95Ms = run.keptUp(city.seconds), run.percentileMs(0.95)
        say(f"issue: {what}: {rate:.0f} batches a second: 95 of 100 within {p95Ms:.0f} ms, {run.cpuMs:.2f} ms of the server each, {run.statuses}")
        ladder.append({"batches_per_second": rate, "p95_ms": p95Ms, "server_cpu_ms_per_batch": run.cpuMs, "kept_up": kept})
        return kept

    sustained = searchSustained(tryRate, first)
    if sustained is None:
        raise Stopped(f"the server kept up with no rate down to {ladder[-1]['batches_per_second']:.0f} batches a second.")
    return sustained, ladder


class Rounds:
    """The figures of all rounds: runs of the load, with the bare operations before and after each."""

    def __init__(self, city, sizes, sustained):
        self.city, self.sizes, self.sustained = city, sizes, sustained
        self.metrics, self.peer = collections.defaultdict(list), collections.defaultdict(list)
        self.answered = 0
        city.load.ask("prepare", kRounds * (math.ceil(sustained * city.seconds) + sizes["many"] + sizes["one"]))
        self.before = self._bare()

    def play(self):
        self._add("", self._beside(lambda: self.city.open(self.sustained)))
        self._add("_256_in_flight", self._beside(lambda: self.city.closed(kManyInFlight, self.sizes["many"])))
        self._add("_1_in_flight", self._beside(lambda: self.city.closed(1, self.sizes["one"])))

    def _bare(self):
        bare = self.city.bare(self.sizes["bare"])
        for name, value in (("verification_ms", bare["verificationMs"]), ("signatures_ms", bare["signaturesMs"]), ("seals_ms", bare["sealsMs"]),
                            ("batch_ms", bareMs(bare)), ("key_checks_ms", bare["keyChecksMs"])):
            self.peer[name].append(value)
        return bareMs(bare)

    def _beside(self, go):
        """(a run, the mean of the bare operations before and after it)."""
        run, before = go(), self.before
        self.before = self._bare()
        self.answered += run.answered
        return run, (before + self.before) / 2

    def _add(self, ending, measured):
        run, bare = measured
        for name, value in (("passes_per_second", None if ending else run.perSecond * kPassesPerBatch), ("batches_per_second", run.perSecond),
                            ("passes_per_second_per_core", kPassesPerBatch * 1000 / run.cpuMs), ("issue_to_crypto_limit_ratio", bare / run.cpuMs),
                            ("server_cpu_ms_per_batch", run.cpuMs), ("store_cpu_ms_per_batch", run.storeCpuMs), ("load_cpu_ms_per_batch", run.loadCpuMs),
                            ("p50_ms", run.percentileMs(0.5)), ("p95_ms", run.percentileMs(0.95)), ("p99_ms", run.percentileMs(0.99)),
                            ("refused", run.batches - run.answered)):
            if value is not None:
                self.metrics[withEnding(name, ending)].append(value)


def withEnding(name, ending):
    """Units and the word that says which way is better stay last."""
    for unit in ("_ms", "_ratio"):
        if name.endswith(unit):
            return name.removesuffix(unit) + ending + unit
    return name + ending


def measure(city, what, rate=None):
    """Everything at what is stored now, at the rate that is given or at the highest that is found: metrics, the bare operations, the rates that were tried."""
    sizes = warmUp(city)
    sustained, ladder = (rate, []) if rate else findSustained(city, what, kFirstShare * sizes["rate"])
    say(f"issue: {what}: {kRounds} rounds at {sustained:.0f} batches a second")
    rounds = Rounds(city, sizes, sustained)
    rssBefore, bytesBefore = city.server.residentMb(), city.records.bytes()
    for _ in range(kRounds):
        rounds.play()
    once = {"bytes_per_batch": (city.records.bytes() - bytesBefore) / rounds.answered, "rss_before_mb": rssBefore, "rss_mb": city.server.residentMb()}
    return {**rounds.metrics, **once}, rounds.peer, ladder, sustained


def measureStored(city, options, rate):
    """The same with so many batches stored, or why not. A quick run keeps the rate of before."""
    stored = {}
    for count in options.stored:
        say(f"issue: storing {count} batches")
        city.stop()
        try:
            city.records.fill(count, options.seed)
        except Unfilled as why:
            return str(why)
        starts = []
        for _ in range(kStarts):
            city.stop()
            starts.append(city.start())
        metrics, _, _, _ = measure(city, f"{count} stored", rate if options.quick else None)
        values, spread = mediansOf({"server_start_ms": starts, **metrics})
        stored[str(count)] = {"metrics": values, "spread": spread}
    return stored


def notesOf(city):
    whose = "is without PostgreSQL's, which is store_cpu_ms_per_batch" if city.records.name == "postgresql" else "includes SQLite's"
    return (f"batches_per_second is of an open loop (Poisson) at the highest rate at which everybody was given passes, and 95 of 100 within {kLateShare:.0%} of a run's "
            f"{city.seconds:g} s, counted as all latencies from the moment at which each was due. The ratio is the processor time of the bare operations (a verification, "
            "a signature a pass, crypto_box_seal for each sealed one, on as many threads as there are cores) by that of the server, in turn. key_checks_ms, not in the ratio, is "
            f"what it would cost alone to find each pass key a point of the prime-order group. The server's processor time {whose}.")


def main():
    options = readOptions()
    with startedCity(lambda folder: City(options, folder)) as city:
        city.giveAllScenes()
        scenes = city.load.ask("prepare", 64)["scenes"]
        say(f"issue: {city.records.name}, {len(scenes)} scenes")
        metrics, peer, ladder, rate = measure(city, "empty")
        metrics["disk_flush_ms"] = diskFlushMs(city.folder)
        seals = city.bare(5)["seals"]
        stored = measureStored(city, options, rate)
        report("issue", metrics, peers={"bare_libsodium": peer}, seed=options.seed, notes=notesOf(city), store=city.records.name,
               batch={"passes": kPassesPerBatch, "sealed": seals, "scenes": len(scenes)}, ladder=ladder, stored=stored)


if __name__ == "__main__":
    try:
        main()
    except Stopped as why:
        say(f"citycode: {why}")
        sys.exit(1)
