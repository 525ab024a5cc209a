"""How fast a population register is imported, how fast the same file again, and how much memory that takes; and that nobody of it is found in the database's
file. In turn with it a bare SQLite that takes rows of the same size, in transactions of as many."""
import argparse
import pathlib
import random
import re
import sqlite3
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
from _figures import report
from _processes import Server, Stopped, kServer, say, startedCity
from _records import openRecords

kLinesAtOnce = 1000        # server/src/people/people_import.cpp
kSealedBytes = 424         # of a usual record: nonce, 384 bytes, tag
kWeights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)   # GB 11643-1999
kSurnames, kGivenNames = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗", "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂云清风雨桐嘉欣"


def readOptions():
    parser = argparse.ArgumentParser(prog="scripts/bench people", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="within 60 seconds, 50,000 people")
    parser.add_argument("--store", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--people", type=int, help="1,000,000")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    options.people = options.people or (50_000 if options.quick else 1_000_000)
    return options


def residentNumber(i, year, month, day):
    first = f"99{i // 1000 % 10000:04}{year:04}{month:02}{day:02}{i % 1000:03}"   # 99 is no province
    return first + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(first, kWeights)) % 11]


def writeRegister(path, count, seed):
    """Residents, of whom those born since 2010 have a guardian. Returns the names that are in it."""
    chance, names = random.Random(seed), set()
    with open(path, "w", encoding="utf-8") as file:
        file.write("register_id,chinese_name,documents,born,city_resident,insurance,guardians\n")
        for i in range(count):
            year, month, day = chance.randint(1930, 2020), chance.randint(1, 12), chance.randint(1, 28)
            name = chance.choice(kSurnames) + chance.choice(kGivenNames) + chance.choice(kGivenNames)
            guardian = f"REG-{chance.randrange(i):08}" if i > 0 and year >= 2010 else ""
            names.add(name)
            file.write(f"REG-{i:08},{name},resident:{residentNumber(i, year, month, day)},{year}-{month:02}-{day:02},yes,employee,{guardian}\n")
    return names


class City:
    def __init__(self, options, folder):
        self.folder = folder
        self.records = openRecords(options.store, folder)
        self.server = Server(folder / "data", folder / "server.log", [*self.records.serverArguments])

    def start(self):
        self.server.start()

    def stop(self):
        self.server.stop()

    def importFile(self, path):
        """(lines a second, peak memory in MiB, what the command said)"""
        command = [kServer, "--data", self.folder / "data", *self.records.serverArguments, "people", "import", path]
        begin = time.perf_counter()
        with tempfile.TemporaryFile("w+") as output, subprocess.Popen(command, stdout=output, stderr=subprocess.DEVNULL) as process:
            peak = 0
            while process.poll() is None:
                peak = max(peak, peakMb(process.pid))
                time.sleep(0.05)
            seconds = time.perf_counter() - begin
            output.seek(0)
            said = output.read()
        if process.returncode != 0 or " 0 refused" not in said:
            raise Stopped(f"people import did not take the file: {said}")
        return seconds, peak, said


def peakMb(pid):
    try:
        found = re.search(r"^VmHWM:\s+(\d+) kB", pathlib.Path(f"/proc/{pid}/status").read_text(), re.M)
    except OSError:
        return 0
    return int(found.group(1)) / 1024 if found else 0


def bareSeconds(folder, count):
    """The same rows and indices by SQLite itself, with nothing to read, look up, seal or count."""
    chance = random.Random(1)
    with sqlite3.connect(folder / "bare.sqlite", isolation_level=None) as database:
        database.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
                               "CREATE TABLE person (id BLOB PRIMARY KEY NOT NULL, register_hash BLOB NOT NULL, sealed BLOB NOT NULL) WITHOUT ROWID;"
                               "CREATE UNIQUE INDEX by_register ON person (register_hash);"
                               "CREATE TABLE document (hash BLOB PRIMARY KEY NOT NULL, person_id BLOB NOT NULL) WITHOUT ROWID; CREATE INDEX by_person ON document (person_id);")
        begin = time.perf_counter()
        for first in range(0, count, kLinesAtOnce):
            rows = [(i.to_bytes(16, "big"), chance.randbytes(32), chance.randbytes(kSealedBytes)) for i in range(first, min(count, first + kLinesAtOnce))]
            database.execute("BEGIN IMMEDIATE")
            database.executemany("INSERT INTO person VALUES (?, ?, ?)", rows)
            database.executemany("INSERT INTO document VALUES (?, ?)", [(chance.randbytes(32), row[0]) for row in rows])
            database.execute("COMMIT")
        return time.perf_counter() - begin


def foundIn(path, names):
    """In how many lines of the file a name, a number or a register id stands; grep, because Python takes minutes for it."""
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".txt") as list_:
        list_.write("\n".join(sorted(names)) + "\n")
        list_.flush()
        searches = (["-F", "-f", list_.name], ["-E", "REG-[0-9]{8}|99[0-9]{15}[0-9X]"])
        found = [subprocess.run(["grep", "-a", "-c", *search, path], env={"LC_ALL": "C"}, capture_output=True, text=True).stdout for search in searches]
    return sum(map(int, found))


def main():
    options = readOptions()
    with startedCity(lambda folder: City(options, folder)) as city:
        register = city.folder / "register.csv"
        names = writeRegister(register, options.people, options.seed)
        say(f"people: {options.people} into {city.records.name}")
        first, peak, _ = city.importFile(register)
        again, peakAgain, said = city.importFile(register)
        if f"{options.people} as before" not in said:
            raise Stopped(f"the same file again did something: {said}")
        metrics = {"people_per_second": options.people / first, "same_again_per_second": options.people / again, "peak_mb": max(peak, peakAgain),
                   "records_bytes_per_person": city.records.bytes() / options.people}
        if city.records.name == "sqlite":
            city.stop()
            metrics["found_in_the_file"] = foundIn(city.records.path, names)
        bare = bareSeconds(city.folder, options.people)
        report("people", metrics, peers={"bare_sqlite": {"people_per_second": options.people / bare}}, seed=options.seed, people=options.people, store=city.records.name,
               notes="One run of each, one after the other. found_in_the_file counts names, numbers of documents and register ids in every byte of the database's file (lines that have one).")


if __name__ == "__main__":
    try:
        main()
    except Stopped as why:
        say(f"people: {why}")
        sys.exit(1)
