"""The programs that a benchmark of the server starts: the server itself, and what puts load on it; and what the kernel says of them."""
import contextlib
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time

kRoot = pathlib.Path(__file__).resolve().parents[2]
kServer = pathlib.Path(os.environ.get("CITYCODE_SERVER", kRoot / "build/native/server/citycode-server"))
kLoads = kRoot / "build/native/tests/bench"
kEndSeconds = 30   # the server drains for 10 s at most (server/src/http/limits.h)


class Stopped(Exception):
    """One sentence that says what is missing or went wrong."""


def say(*words):
    print(*words, file=sys.stderr, flush=True)


@contextlib.contextmanager
def startedCity(make):
    """What `make` makes in a folder of its own, started; ended with all that belongs to it, whatever happens."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))   # so that what was started is ended
    folder = pathlib.Path(tempfile.mkdtemp(prefix="citycode-bench-"))
    with contextlib.ExitStack() as atEnd:
        atEnd.callback(shutil.rmtree, folder, ignore_errors=True)
        city = make(folder)
        atEnd.callback(city.records.stop)
        atEnd.callback(city.stop)
        city.start()
        yield city


def cpuTicksOf(stat):
    """utime + stime of a line of /proc/PID/stat, of all its threads (proc(5)); the name before may hold spaces and brackets."""
    fields = stat.rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])   # the 14th and 15th of the line


def cpuSeconds(pid):
    return cpuTicksOf(pathlib.Path(f"/proc/{pid}/stat").read_text()) / os.sysconf("SC_CLK_TCK")


def parentOf(stat):
    return int(stat.rpartition(")")[2].split()[1])


def cpuSecondsWithChildren(pid):
    """Of a process and its living children, such as a database with one process for each connection."""
    total = 0
    for entry in pathlib.Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text()
            except OSError:
                continue   # it ended meanwhile
            if int(entry.name) == pid or parentOf(stat) == pid:
                total += cpuTicksOf(stat)
    return total / os.sysconf("SC_CLK_TCK")


def residentMbOf(status):
    """VmRSS of the text of /proc/PID/status, which is in KiB (proc(5)), in MB of 2^20 bytes."""
    for line in status.splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise ValueError("there is no VmRSS")


class Server:
    """The shipped server on a folder of its own."""

    def __init__(self, dataFolder, logPath, arguments):
        if not kServer.exists():
            raise Stopped(f"{kServer} is not built: run scripts/build native.")
        self.command = [kServer, "--data", dataFolder, "--port", "0", *arguments]
        self.logPath = logPath
        self.process = None

    def start(self):
        """Milliseconds from the start of the process to the line that says where it listens."""
        begin = time.perf_counter()
        with open(self.logPath, "ab") as log:
            where = log.tell()
            self.process = subprocess.Popen(self.command, stdout=subprocess.PIPE, stderr=log, text=True)
        line = self.process.stdout.readline()
        ms = (time.perf_counter() - begin) * 1000
        if not line:
            status = self.process.wait()
            self.process = None
            raise Stopped(whyNotStarted(status, pathlib.Path(self.logPath).read_bytes()[where:].decode(errors="replace")))
        self.port = int(line.rstrip("/\n").rpartition(":")[2])
        return ms

    def at(self, *words, said=""):
        """A command of the operator's beside it, told this on its standard input; what it prints."""
        records = self.command[self.command.index("--store"):][:2] if "--store" in self.command else []
        done = subprocess.run([kServer, "--data", self.command[2], *records, *map(str, words)], input=said, capture_output=True, text=True)
        if done.returncode != 0 or " 1 refused" in done.stdout:
            raise Stopped(f"{words[0]} {words[1]} did not do it: {done.stderr or done.stdout}")
        return done.stdout

    def stop(self):
        if self.process:
            self.process.terminate()
            self.process.wait(kEndSeconds)
            self.process = None

    def cpuSeconds(self):
        return cpuSeconds(self.process.pid)

    def residentMb(self):
        return residentMbOf(pathlib.Path(f"/proc/{self.process.pid}/status").read_text())


def whyNotStarted(status, said):
    if 'no option "--store"' in said:
        return "this server does not know --store: it has SQLite alone, which scripts/bench issue measures without that option."
    last = said.strip().splitlines()[-1] if said.strip() else f"it said nothing and ended with status {status}"
    return f"the server did not start: {last}"


class Load:
    """A program of tests/bench that puts load on the server, and its answers to commands."""

    def __init__(self, name, *arguments):
        program = kLoads / name
        if not program.exists():
            raise Stopped(f"{program} is not built: run scripts/bench, which builds it.")
        self.process = subprocess.Popen([program, *map(str, arguments)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, *words):
        try:
            self.process.stdin.write(" ".join(map(str, words)) + "\n")
            self.process.stdin.flush()
            line = self.process.stdout.readline()
        except BrokenPipeError:
            line = ""
        if not line:
            raise Stopped("the load ended before the benchmark did; what it said stands above.")
        return json.loads(line)

    def stop(self):
        self.process.stdin.close()
        self.process.wait(kEndSeconds)
