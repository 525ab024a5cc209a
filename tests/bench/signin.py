"""How long a sign-in at a portal takes, from the portal's request to the answer that it has taken, while many are on the way: the kit and the phones in one process
beside the server, on records that survive a power cut."""
import argparse
import base64
import json
import os
import subprocess
import sys

sys.dont_write_bytecode = True
from nacl.public import PrivateKey
from nacl.signing import SigningKey

from _figures import percentile, report
from _processes import Server, Stopped, kRoot, kServer, say, startedCity
from _records import openRecords

kRounds = 3
kInFlight = 200
kPhones = 6   # a device has 512 passes a day
kLoad = kRoot / "tests/bench/signin/run.mjs"


def readOptions():
    parser = argparse.ArgumentParser(prog="scripts/bench signin", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one round of 200 sign-ins for each engine")
    parser.add_argument("--store", choices=["sqlite", "postgresql"], action="append", help="both, one after the other, when left out")
    options = parser.parse_args()
    options.rounds = 1 if options.quick else kRounds
    options.count = 200 if options.quick else 600
    return options


def text(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class City:
    """A demo city that knows one portal."""

    def __init__(self, name, folder):
        self.records = openRecords(name, folder)
        self.data = folder / "data"
        # Its limits are for clients, and all of these have one address (docs/adr/0050).
        self.server = Server(self.data, folder / "server.log", ["--demo", "--post-rate", "0", "--device-rate", "0", "--portal-rate", "0", *self.records.serverArguments])
        self.key, self.sealingKey = os.urandom(32), os.urandom(32)

    def start(self):
        self.server.start()
        command = [kServer, "--data", self.data, *self.records.serverArguments, "add-portal", "--id", "bench", "--key", text(bytes(SigningKey(self.key).verify_key)),
                   "--portal-origin", "https://bench.example", "--office", "tax-office", "--name", "Bench", "--scenes", "sign-in",
                   "--sealing-key", text(bytes(PrivateKey(self.sealingKey).public_key)), "--return-to", "https://bench.example/back"]
        added = subprocess.run(command, capture_output=True, text=True)
        if added.returncode:
            raise Stopped(f"the portal cannot be added: {added.stderr.strip()}")

    def stop(self):
        self.server.stop()

    def run(self, count, inFlight):
        """(what the load measured, milliseconds of the server's processor a sign-in)"""
        before = self.server.cpuSeconds()
        done = subprocess.run(["node", kLoad, f"http://localhost:{self.server.port}", str(count), str(inFlight), "bench", text(self.key), text(self.sealingKey),
                               str(kPhones)], capture_output=True, text=True)
        if done.returncode:
            raise Stopped(f"the load ended: {done.stderr.strip()[-600:]}")
        return json.loads(done.stdout), (self.server.cpuSeconds() - before) * 1000 / count


def measure(name, options):
    metrics = {}
    with startedCity(lambda folder: City(name, folder)) as city:
        city.run(kInFlight // 4, kInFlight // 4)   # a warm-up
        for number in range(options.rounds):
            done, cpuMs = city.run(options.count, kInFlight)
            alone, _ = city.run(20, 1)
            for metric, value in ((f"{name}_p50_ms", percentile(done["wholeMs"], 0.5)), (f"{name}_p95_ms", percentile(done["wholeMs"], 0.95)),
                                  (f"{name}_told_after_p50_ms", percentile(done["toldMs"], 0.5)), (f"{name}_told_after_p95_ms", percentile(done["toldMs"], 0.95)),
                                  (f"{name}_alone_p50_ms", percentile(alone["wholeMs"], 0.5)), (f"{name}_alone_told_after_p50_ms", percentile(alone["toldMs"], 0.5)),
                                  (f"{name}_per_second", options.count / done["wallSeconds"]), (f"{name}_server_cpu_ms", cpuMs)):
                metrics.setdefault(metric, []).append(value)
            say(f"signin: {name}, round {number + 1}: p50 {metrics[f'{name}_p50_ms'][-1]:.0f} ms, p95 {metrics[f'{name}_p95_ms'][-1]:.0f} ms")
    return metrics


def main():
    options = readOptions()
    metrics = {}
    for name in options.store or ["sqlite", "postgresql"]:
        metrics.update(measure(name, options))
    report("signin", metrics, peers={}, seed=0, notes=f"{kInFlight} sign-ins at once (alone: one after the other). Whole: the portal asks, the phone opens the living code, gets a pass that is made for the portal, "
           "seals its answer and sends it, the portal is told by its long poll and judges it with fresh lists; no person's time. Told after: from the sending of the answer on. Portal, phones and "
           "server share this machine's cores.")


try:
    main()
except Stopped as why:
    say(f"signin: {why}")
    sys.exit(1)
