"""Where the server of a benchmark keeps its records, SQLite or a PostgreSQL of its own: how large they are, and how they are filled by SQL."""
import contextlib
import glob
import os
import pathlib
import pwd
import random
import shutil
import sqlite3
import struct
import subprocess
import tempfile
import time
import urllib.parse

from _processes import kEndSeconds, Stopped, cpuSecondsWithChildren

kFilledOrder = "device_id, request, utc_day, first_counter, expires_ms, count"   # as batchRows gives them
kPassesPerBatch = 56
kFilledDays = 5          # before today: their passes ended three days ago at most, and the server keeps them for longer (server/src/upkeep.cpp)
kSecondsPerDay = 86400
kStartSeconds = 30


class Unfilled(Exception):
    """Why batches cannot be stored: said in the result, and the rest is measured all the same."""


def batchDay(i, count, today):
    """(UTC day, first counter, end of the passes in Unix milliseconds) of the i-th of `count` stored batches, in equal parts of the days before today."""
    perDay = -(-count // kFilledDays)
    day = today - 1 - i // perDay
    return day, i % perDay * kPassesPerBatch, (day + 2) * kSecondsPerDay * 1000


def batchRows(start, count, seed, today):
    """Rows of pass_batch by rising key, so that a table of ten million is written once from end to end; devices are random but for their order."""
    chance = random.Random(f"{seed} {start}")
    for i in range(count):
        device = struct.pack(">I", (i << 32) // count) + chance.randbytes(28)
        yield device, chance.randbytes(16), *batchDay(i, count, today), kPassesPerBatch


class Sqlite:
    name = "sqlite"
    serverArguments = ()

    def __init__(self, folder):
        self.path = folder / "data" / "citycode.sqlite"

    def bytes(self):
        """Of all its files, when what was written is in the database itself."""
        with contextlib.closing(self.open()) as database:
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return sum(os.path.getsize(path) for path in glob.glob(f"{self.path}*"))

    def fill(self, wanted, seed):
        """Until `wanted` batches are stored. The server must not run: nothing is flushed on the way."""
        with contextlib.closing(self.open()) as database:
            checkColumns([row[1] for row in database.execute("PRAGMA table_info(pass_batch)")])
            have = database.execute("SELECT count(*) FROM pass_batch").fetchone()[0]
            rows = batchRows(have, max(0, wanted - have), seed, int(time.time()) // kSecondsPerDay)
            database.execute("PRAGMA journal_mode = OFF")
            database.execute("PRAGMA synchronous = OFF")
            with database:
                database.executemany(f"INSERT INTO pass_batch ({kFilledOrder}) VALUES (?, ?, ?, ?, ?, ?)", rows)
            database.execute("PRAGMA journal_mode = WAL")

    def cpuSeconds(self):
        return None   # it is in the server's own process

    def stop(self):
        pass

    def open(self):
        return sqlite3.connect(self.path, timeout=20)


class Postgresql:
    """A cluster of its own in a temporary folder, reached by a socket there; it flushes as it does in a city."""
    name = "postgresql"

    def __init__(self, _):
        self.programs = programFolder()
        self.owner = ownerOf(os.geteuid())
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="citycode-bench-pg-"))
        self.server = None
        if self.owner:
            os.chown(self.folder, self.owner.pw_uid, self.owner.pw_gid)
        self._run("initdb", "-D", self.folder / "cluster", "--auth=trust", "--username=bench", "--encoding=UTF8", "--no-locale", "--no-sync")
        self._start()
        self.query("postgres", "CREATE ROLE citycode LOGIN")
        self.query("postgres", "CREATE DATABASE citycode OWNER citycode")
        self.serverArguments = ("--store", f"postgresql://citycode@/citycode?host={urllib.parse.quote(str(self.folder), safe='')}")

    def bytes(self):
        self.query("citycode", "CHECKPOINT")
        return int(self.query("citycode", "SELECT pg_database_size('citycode')"))

    def fill(self, wanted, seed):
        columns = self.query("citycode", "SELECT string_agg(column_name, ' ') FROM information_schema.columns WHERE table_name = 'pass_batch'").split()
        checkColumns(columns)
        have = int(self.query("citycode", "SELECT count(*) FROM pass_batch"))
        count, today = max(0, wanted - have), int(time.time()) // kSecondsPerDay
        if count == 0:
            return
        perDay = -(-count // kFilledDays)
        # The rows of batchRows, made where they are stored: devices by rising key, the rest of it and the request by a hash.
        self.query("citycode", f"""
            INSERT INTO pass_batch ({kFilledOrder})
            SELECT decode(lpad(to_hex((i << 32) / {count}), 8, '0'), 'hex') || substr(sha256(convert_to('{seed} {have} ' || i, 'UTF8')), 1, 28),
                   substr(sha256(convert_to('request {seed} {have} ' || i, 'UTF8')), 1, 16),
                   {today - 1} - i / {perDay}, i % {perDay} * {kPassesPerBatch},
                   ({today + 1} - i / {perDay}) * {kSecondsPerDay * 1000}::bigint, {kPassesPerBatch}
            FROM generate_series(0::bigint, {count - 1}) AS i""")
        self.query("citycode", "VACUUM ANALYZE pass_batch")

    def cpuSeconds(self):
        return cpuSecondsWithChildren(self.server.pid)

    def stop(self):
        if self.server:
            self.server.send_signal(2)   # SIGINT: ends connections and stops (postgres(1), "fast shutdown")
            self.server.wait(kEndSeconds)
        shutil.rmtree(self.folder, ignore_errors=True)

    def query(self, database, sql):
        return self._run("psql", "-X", "-A", "-t", "-q", "-v", "ON_ERROR_STOP=1", "-h", self.folder, "-U", "bench", "-d", database, "-c", sql).strip()

    def _as(self):
        return {"user": self.owner.pw_uid, "group": self.owner.pw_gid, "extra_groups": []} if self.owner else {}

    def _run(self, program, *arguments):
        done = subprocess.run([self.programs / program, *arguments], capture_output=True, text=True, cwd=self.folder, **self._as())
        if done.returncode != 0:
            raise Stopped(f"{program} failed: {(done.stderr.strip().splitlines() or ['it said nothing'])[0]}")
        return done.stdout

    def _start(self):
        settings = ["-c", "listen_addresses=", "-c", "max_connections=200"]
        with open(self.folder / "log", "wb") as log:
            self.server = subprocess.Popen([self.programs / "postgres", "-D", self.folder / "cluster", "-k", self.folder, *settings],
                                           stdout=log, stderr=log, cwd=self.folder, **self._as())
        end = time.monotonic() + kStartSeconds
        while True:
            try:
                self.query("postgres", "SELECT 1")
                return
            except Stopped:
                if self.server.poll() is not None or time.monotonic() > end:
                    raise Stopped(f"PostgreSQL did not start: {(self.folder / 'log').read_text().strip().splitlines()[-1:]}") from None
                time.sleep(0.1)


def sqlText(value):
    return str(value) if isinstance(value, int) else "'" + value.replace("'", "''") + "'"


def checkColumns(columns):
    if not columns:
        raise Unfilled("table absent")
    if sorted(columns) != sorted(kFilledOrder.split(", ")):
        raise Unfilled(f"pass_batch has other columns than {kFilledOrder}")


def programFolder():
    """Debian keeps the programs of each version apart, and none of them in PATH."""
    folders = sorted(glob.glob("/usr/lib/postgresql/*/bin"), key=lambda path: int(path.split("/")[-2])) or [os.path.dirname(shutil.which("postgres") or "")]
    folder = pathlib.Path(folders[-1])
    if not all((folder / program).is_file() for program in ("initdb", "postgres", "psql")):
        raise Stopped("PostgreSQL with its psql is not installed: run apt-get install postgresql.")
    return folder


def ownerOf(user):
    """Whom PostgreSQL runs as: it refuses root."""
    if user != 0:
        return None
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return pwd.getpwnam("nobody")


def openRecords(name, folder):
    return {"sqlite": Sqlite, "postgresql": Postgresql}[name](folder)
