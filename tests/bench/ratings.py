"""How many anonymous tokens the server gives and takes, on records that survive a power cut, and in turn with that the bare operations of
ristretto255 that they need; and how long public figures of many ratings take, which are held against a full recount."""
import argparse
import collections
import json
import os
import sys
import time
import urllib.request

sys.dont_write_bytecode = True
from _figures import mediansOf, percentile, report
from _processes import Load, Server, Stopped, say, startedCity
from _ratings import fillRatings, recount
from _records import openRecords

kRounds = 5
kInFlight = 64            # enough for one flush to serve many
kBareTokens = 400
kFigureRequests = 20


def readOptions():
    parser = argparse.ArgumentParser(prog="scripts/bench ratings", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="within 60 seconds, less exact, with 100,000 ratings stored")
    parser.add_argument("--store", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--stored", type=int, help="ratings that are stored already when figures are asked for; 10,000,000")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    options.stored = options.stored or (100_000 if options.quick else 10_000_000)
    options.tokens = 600 if options.quick else 4_000   # a round; a request is good for 120 s
    return options


class City:
    """A demo city with its load."""

    def __init__(self, options, folder):
        self.records = openRecords(options.store, folder)
        # Its limits are for clients, and all of these have one address (docs/adr/0050).
        self.server = Server(folder / "data", folder / "server.log", ["--demo", "--post-rate", "0", "--device-rate", "0", *self.records.serverArguments])
        self.load = None

    def start(self):
        self.server.start()
        self.load = Load("ratings_load", self.server.port)

    def stop(self):
        if self.load:
            self.load.stop()
            self.load = None
        self.server.stop()

    def run(self, what, count):
        """(milliseconds of the server's processor, and of the records' where they are another program's, for each; answers a second; latencies)."""
        server, store = self.server.cpuSeconds(), self.records.cpuSeconds()
        answers = self.load.ask(what, kInFlight, count)
        ms = (self.server.cpuSeconds() - server) * 1000 / count
        storeMs = None if store is None else (self.records.cpuSeconds() - store) * 1000 / count
        if len(answers["latenciesMs"]) != count:
            raise Stopped(f"of {count} {what} not all were answered well: {answers['statuses']}.")
        return ms, storeMs, count / answers["wallSeconds"], answers["latenciesMs"]

    def get(self, path):
        """(status, body, milliseconds)"""
        begin = time.perf_counter()
        with urllib.request.urlopen(f"http://localhost:{self.server.port}{path}") as answer:
            body = answer.read()
        return answer.status, body, (time.perf_counter() - begin) * 1000


def measureTokens(city, tokens):
    """Rounds of services, tokens and ratings, with the bare operations before and after each."""
    metrics, peer = collections.defaultdict(list), collections.defaultdict(list)
    bare = lambda: city.load.ask("bare", kBareTokens, os.cpu_count())
    city.run("services", kInFlight), city.run("tokens", kInFlight), city.run("ratings", kInFlight)   # a warm-up
    before = bare()
    for number in range(kRounds):
        serviceMs, _, _, _ = city.run("services", tokens)
        issuedMs, issuedStoreMs, issuedPerSecond, issuedLatencies = city.run("tokens", tokens)
        redeemedMs, redeemedStoreMs, redeemedPerSecond, redeemedLatencies = city.run("ratings", tokens)
        after = bare()
        bareIssuedMs, bareRedeemedMs = ((before[name] + after[name]) / 2 for name in ("issuedMs", "redeemedMs"))
        before = after
        peer["issued_ms"].append(bareIssuedMs)
        peer["redeemed_ms"].append(bareRedeemedMs)
        for name, value in (("issue_per_second", issuedPerSecond), ("redeem_per_second", redeemedPerSecond),
                            ("issue_per_cpu_second", 1000 / issuedMs), ("redeem_per_cpu_second", 1000 / redeemedMs),
                            ("issue_to_limit_ratio", bareIssuedMs / issuedMs), ("redeem_to_limit_ratio", bareRedeemedMs / redeemedMs),
                            ("issue_and_redeem_to_limit_ratio", (bareIssuedMs + bareRedeemedMs) / (issuedMs + redeemedMs)),
                            ("server_cpu_ms_per_token", issuedMs), ("server_cpu_ms_per_rating", redeemedMs), ("server_cpu_ms_per_service", serviceMs),
                            ("store_cpu_ms_per_token", issuedStoreMs), ("store_cpu_ms_per_rating", redeemedStoreMs),
                            ("issue_p95_ms", percentile(issuedLatencies, 0.95)), ("redeem_p95_ms", percentile(redeemedLatencies, 0.95))):
            if value is not None:
                metrics[name].append(value)
        say(f"ratings: round {number + 1}: {issuedMs:.3f} ms a token, {redeemedMs:.3f} ms a rating, bare {bareIssuedMs:.3f} and {bareRedeemedMs:.3f}")
    return metrics, peer


def measureFigures(city, options):
    """Public figures of so many ratings, asked for and counted anew."""
    say(f"ratings: storing {options.stored} ratings")
    city.stop()
    fillRatings(city.records, options.stored, options.seed)
    city.server.start()
    first = city.get("/v1/open/figures")[2]
    times = [city.get("/v1/open/figures")[2] for _ in range(kFigureRequests)]
    csvTimes = [city.get("/v1/open/figures.csv")[2] for _ in range(kFigureRequests)]
    shown = json.loads(city.get("/v1/open/figures")[1])
    rss = city.server.residentMb()
    city.server.stop()
    say("ratings: counting all of them anew")
    different = recount(city.records, shown)
    if different:
        raise Stopped(f"the public figures are not what a recount gives: {different}.")
    return {"figures_first_ms": first, "figures_ms": times, "figures_csv_ms": csvTimes, "cells": len(shown["cells"]), "ratings_stored": options.stored,
            "ratings_shown": sum(cell["ratings"] for cell in shown["cells"]), "rss_mb": rss}


def main():
    options = readOptions()
    with startedCity(lambda folder: City(options, folder)) as city:
        metrics, peer = measureTokens(city, options.tokens)
        figures = measureFigures(city, options)
        report("ratings", {**metrics, **figures}, peers={"bare ristretto255": peer}, seed=options.seed, store=options.store,
               notes="A token: a slip's ticket and a blinded element, evaluated with its proof and kept as used. A rating: its token evaluated anew, kept as spent with the "
                     f"rating, and counted, in one transaction. {kInFlight} requests in flight. The ratios are the processor time of the bare operations (on as many threads as "
                     "there are cores) by that of the server, in turn. Figures: the answer of GET /v1/open/figures while that many ratings are stored; all of them were counted anew by "
                     "SQL, and the figures are the same.")


try:
    main()
except Stopped as why:
    say(f"ratings: {why}")
    sys.exit(1)
