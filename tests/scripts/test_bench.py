"""The arithmetic of scripts/bench issue, what it reads from the kernel, how it fills records, and what it says when something is missing."""
import argparse
import contextlib
import os
import pathlib
import sqlite3
import subprocess
import sys
import time

import pytest

kRoot = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(kRoot / "tests/bench"))
import _figures
import _processes
import _records
import issue

# With the columns that tests/bench/_records.py fills.
kTable = """CREATE TABLE pass_batch (device_id BLOB NOT NULL, request BLOB NOT NULL, utc_day BIGINT NOT NULL, first_counter BIGINT NOT NULL,
            count BIGINT NOT NULL, expires_ms BIGINT NOT NULL, PRIMARY KEY (device_id, request)) WITHOUT ROWID"""


def testTheListNamesTheBenchmarksAndNoFileOfTheirs():
    names = subprocess.run([kRoot / "scripts/bench", "--list"], capture_output=True, text=True, timeout=60, check=True).stdout.split()
    assert {"issue", "revocation"} <= set(names)
    assert not [name for name in names if name.startswith("_")]


@pytest.mark.parametrize("share, wanted", [(0.5, 50), (0.95, 95), (0.99, 99), (1, 100), (0, 1)])
def testAPercentileIsTheLeastValueThatIsNotBelowTheShare(share, wanted):
    assert _figures.percentile(list(range(100, 0, -1)), share) == wanted


def testAPercentileOfFewValuesIsOneOfThem():
    assert _figures.percentile([7.5], 0.99) == 7.5
    assert _figures.percentile([1, 2], 0.5) == 1
    assert _figures.percentile([1, 2, 3], 0.95) == 3


def testSamplesBecomeAMedianWithTheirSpread():
    assert _figures.mediansOf({"a_ms": [5.0, 1.0, 2.0], "b": 7}) == ({"a_ms": 2.0, "b": 7}, {"a_ms": [1.0, 5.0]})


def testProcessorTimeIsThatOfTheProcessWhateverItsNameIs():
    # Fields 14 and 15 of proc(5): utime 31 and stime 11; cutime and cstime are not its own.
    assert _processes.cpuTicksOf("42 (a) b (c)) S 1 42 42 0 -1 4194304 9 0 0 0 31 11 500 600 20 0 3 0 12345 1 2") == 42
    assert _processes.parentOf("42 (a) b (c)) S 17 42 42 0 -1 4194304 9 0 0 0 31 11 500 600 20 0 3 0 12345 1 2") == 17


def testProcessorTimeGrowsWithWorkAndNotWithSleep():
    before = _processes.cpuSeconds(os.getpid())
    time.sleep(0.3)
    slept = _processes.cpuSeconds(os.getpid())
    begin = time.process_time()
    while time.process_time() - begin < 0.3:
        pass
    assert slept - before < 0.1
    assert 0.25 <= _processes.cpuSeconds(os.getpid()) - slept < 0.5


def testProcessorTimeWithChildrenHasTheirs():
    work = "import time\ninput()\nwhile time.process_time() < 1: pass\nprint(flush=True)\ninput()"
    with subprocess.Popen([sys.executable, "-c", work], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1) as child:
        before = _processes.cpuSecondsWithChildren(os.getpid())
        child.stdin.write("\n")
        child.stdout.readline()
        assert _processes.cpuSecondsWithChildren(os.getpid()) - before >= 0.5
        child.communicate("\n")


def testMemoryIsWhatIsResident():
    assert _processes.residentMbOf("Name:\tx\nVmPeak:\t  999 kB\nVmRSS:\t    2048 kB\nThreads:\t1\n") == 2
    with pytest.raises(ValueError):
        _processes.residentMbOf("Name:\tx\n")


@pytest.mark.parametrize("limit, first", [(100, 25), (100, 99), (100, 400), (3, 2)])
def testTheSearchFindsTheHighestRateThatIsKeptUpWith(limit, first):
    tried = []
    found = issue.searchSustained(lambda rate: tried.append(rate) or rate <= limit, first)
    assert found in tried
    assert limit / 1.04 <= found <= limit
    assert len(tried) <= issue.kSearchRuns + issue.kNarrowings


def testTheSearchSaysWhenNoRateIsKeptUpWith():
    assert issue.searchSustained(lambda rate: False, 100) is None


def runOf(latenciesMs, batches, wallSeconds=10.0):
    return issue.Run({"latenciesMs": latenciesMs, "statuses": {}, "wallSeconds": wallSeconds, "ownCpuSeconds": 0.5}, batches, 2.0, None)


def testARunKeepsUpWhenAllAreAnsweredAndNoQueueGrows():
    assert runOf([10.0] * 100, 100).keptUp(10)
    assert not runOf([10.0] * 99, 100).keptUp(10)                       # one was refused
    assert runOf([10.0] * 95 + [5000.0] * 5, 100).keptUp(10)            # a stall of the disk is no queue
    assert not runOf([20.0 * i for i in range(100)], 100).keptUp(10)    # it grows


def testARunsFiguresAreOfWhatWasAnswered():
    run = runOf([10.0] * 40, 100)
    assert (run.perSecond, run.cpuMs, run.loadCpuMs, run.storeCpuMs) == (4, 50, 12.5, None)
    with pytest.raises(_processes.Stopped):
        runOf([], 100)


@pytest.mark.parametrize("name, ending, wanted", [("p95_ms", "_1_in_flight", "p95_1_in_flight_ms"), ("batches_per_second", "_1_in_flight", "batches_per_second_1_in_flight"),
                                                  ("issue_to_crypto_limit_ratio", "_256_in_flight", "issue_to_crypto_limit_256_in_flight_ratio"), ("p50_ms", "", "p50_ms")])
def testAUnitStaysLastInAName(name, ending, wanted):
    assert issue.withEnding(name, ending) == wanted


@pytest.mark.parametrize("text", ["", "0", "10,5", "many", "-1"])
def testCountsOfStoredBatchesAreNumbersThatRise(text):
    with pytest.raises((argparse.ArgumentTypeError, ValueError)):
        issue.storedCounts(text)
    assert issue.storedCounts("100000,1000000") == [100_000, 1_000_000]


def testStoredBatchesRiseByKeyAndShareNoCounter():
    today = 20_000
    rows = list(_records.batchRows(0, 1000, 1, today))
    assert len(rows) == 1000 and [row[0] for row in rows] == sorted({row[0] for row in rows})
    assert len({(day, first) for _, _, day, first, _, _ in rows}) == 1000
    assert {day for _, _, day, _, _, _ in rows} == set(range(today - _records.kFilledDays, today))
    assert all(len(device) == 32 and len(request) == 16 for device, request, *_ in rows)
    assert all(expires > (today - 4) * _records.kSecondsPerDay * 1000 for _, _, _, _, expires, _ in rows)
    assert list(_records.batchRows(0, 1000, 1, today)) == rows
    assert not {row[0] for row in _records.batchRows(1000, 1000, 1, today)} & {row[0] for row in rows}


def sqliteWith(tmp_path, statement):
    (tmp_path / "data").mkdir()
    records = _records.Sqlite(tmp_path)
    with contextlib.closing(sqlite3.connect(records.path)) as database, database:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute(statement)
    return records


def countIn(records):
    with contextlib.closing(sqlite3.connect(records.path)) as database:
        return database.execute("SELECT count(*), count(DISTINCT device_id), sum(count) FROM pass_batch").fetchone()


def testFillingStoresAsManyAsAreWanted(tmp_path):
    records = sqliteWith(tmp_path, kTable)
    empty = records.bytes()
    records.fill(500, 1)
    assert countIn(records) == (500, 500, 500 * 56)
    assert records.bytes() > empty + 500 * 48
    records.fill(800, 1)
    assert countIn(records) == (800, 800, 800 * 56)
    records.fill(800, 1)
    assert countIn(records)[0] == 800


@pytest.mark.parametrize("statement, said", [("CREATE TABLE pass (pass_key BLOB)", "table absent"),
                                             ("CREATE TABLE pass_batch (device_id BLOB, request BLOB)", "other columns")])
def testFillingSaysWhyItCannot(tmp_path, statement, said):
    with pytest.raises(_records.Unfilled, match=said):
        sqliteWith(tmp_path, statement).fill(10, 1)


def testAServerWithoutTheOptionIsNamedInASentence():
    said = _processes.whyNotStarted(2, '{"time":"…"}\nThere is no option "--store". See --help.\n')
    assert said.startswith("this server does not know --store")
    assert _processes.whyNotStarted(1, "Port 8080 is taken.\n") == "the server did not start: Port 8080 is taken."
    assert "status 1" in _processes.whyNotStarted(1, "")


def testAMissingPostgresqlIsNamedInASentence(monkeypatch):
    monkeypatch.setattr(_records.glob, "glob", lambda pattern: [])
    monkeypatch.setattr(_records.shutil, "which", lambda name: None)
    with pytest.raises(_processes.Stopped, match="PostgreSQL with its psql is not installed: run apt-get install"):
        _records.programFolder()


def testPostgresqlNeverRunsAsRoot():
    assert _records.ownerOf(1000) is None
    assert _records.ownerOf(0).pw_uid != 0
