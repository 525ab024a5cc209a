"""What docs/deploy has for operators is taken by the programs that read it, and does what it says; docs/deploy.md names what the server tells."""
import http.client
import http.server
import os
import pathlib
import re
import socket
import ssl
import subprocess
import threading
import time

import pytest

kRoot = pathlib.Path(__file__).resolve().parents[2]
kDeploy = kRoot / "docs/deploy"
kCache = pathlib.Path(os.environ.get("CITYCODE_CACHE") or pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache") / "citycode")
kNginx = kCache / "nginx/usr/sbin/nginx"
kMostExposure = 1.5   # of 10, as systemd-analyze counts it
kBurst = 400          # of docs/deploy/nginx.conf


# ---- The unit -------------------------------------------------------------------------------------------------------

def _unit(tmp_path):
    """As it is, but with programs that are on every machine."""
    file = tmp_path / "citycode.service"
    file.write_text(re.sub(r"(?<==)/usr/bin/citycode-server", "/bin/true", (kDeploy / "citycode.service").read_text()))
    return file


def testSystemdTakesTheUnit(tmp_path):
    done = subprocess.run(["systemd-analyze", "verify", "--man=no", _unit(tmp_path)], capture_output=True, text=True)
    ours = [line for line in done.stderr.splitlines() if "citycode" in line]
    assert done.returncode == 0 and ours == [], done.stderr


def testSystemdNoticesAMistakeInTheUnit(tmp_path):
    file = _unit(tmp_path)
    file.write_text(file.read_text().replace("ProtectHome=yes", "ProtectHoms=yes"))
    done = subprocess.run(["systemd-analyze", "verify", "--man=no", file], capture_output=True, text=True)
    assert "ProtectHoms" in done.stderr


def testTheUnitGivesTheServerLittle(tmp_path):
    done = subprocess.run(["systemd-analyze", "security", "--offline=true", "--no-pager", f"--threshold={int(kMostExposure * 10)}", _unit(tmp_path)], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
    assert float(re.search(r"exposure level for \S+ ([0-9.]+)", done.stdout).group(1)) <= kMostExposure, done.stdout


def testTheUnitLetsTheServerAskForTheClock():
    text = (kDeploy / "citycode.service").read_text()
    assert not re.search(r"^(ProtectClock|ProcSubset)=", text, re.M)   # the one forbids adjtimex(2), the other hides the boot's id
    assert re.findall(r"^SystemCallFilter=(.*)", text, re.M)[-1] == "adjtimex clock_adjtime"


# ---- nginx ----------------------------------------------------------------------------------------------------------

class _City(http.server.BaseHTTPRequestHandler):
    """Stands where the server would: tells what came, and counts."""
    protocol_version = "HTTP/1.1"
    wbufsize = -1   # an answer in one piece
    seen = []

    def _answer(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.seen.append((self.command, self.path, dict(self.headers.items()), len(body)))
        if self.path == "/v1/wait":
            time.sleep(0.2)
        packed = self.headers.get("Accept-Encoding") == "br"
        content = b"packed" if packed else b"plain"
        self.send_response(200)
        self.send_header("Strict-Transport-Security", "max-age=1")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cache-Control", "public, max-age=31536000, immutable" if "/assets/kept" in self.path else "public, max-age=300")
        self.send_header("Vary", "Accept-Encoding")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content if self.command != "HEAD" else b"")

    do_GET = do_HEAD = do_POST = _answer

    def log_message(self, *_):
        pass


def _freePort():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Proxy:
    def __init__(self, folder, burst=kBurst):
        self.folder, self.port, self.plainPort, self.cityPort = folder, _freePort(), _freePort(), _freePort()
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", "/CN=code.example",
                        "-keyout", folder / "key.pem", "-out", folder / "chain.pem"], check=True, capture_output=True)
        text = (kDeploy / "nginx.conf").read_text()
        for what, by in {
            r"/etc/letsencrypt/live/code\.example/fullchain\.pem": str(folder / "chain.pem"), r"/etc/letsencrypt/live/code\.example/privkey\.pem": str(folder / "key.pem"),
            r"/var/log/nginx/": f"{folder}/", r"/var/cache/nginx/": f"{folder}/", r"127\.0\.0\.1:8080": f"127.0.0.1:{self.cityPort}",
            rf"burst={kBurst} ": f"burst={burst} ", r"^ *listen \[::\].*\n": "", r"listen 443 ": f"listen 127.0.0.1:{self.port} ", r"listen 80;": f"listen 127.0.0.1:{self.plainPort};",
        }.items():
            text, times = re.subn(what, by, text, flags=re.M)
            assert times, what
        (folder / "site.conf").write_text(text)
        paths = "".join(f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        user = "user root;" if os.geteuid() == 0 else ""   # who owns the folder
        (folder / "nginx.conf").write_text(f"{user} daemon off; pid {folder}/pid; worker_processes 1; error_log {folder}/main.log; events {{ worker_connections 256; }}"
                                           f" http {{ {paths} access_log {folder}/access.log; include {folder}/site.conf; }}\n")

    def command(self, *more):
        return [kNginx, "-e", self.folder / "main.log", "-p", self.folder, "-c", self.folder / "nginx.conf", *more]

    def ask(self, method, path, headers=None, body=None, connection=None):
        """(status, [(name, value)], body)"""
        trusting = ssl._create_unverified_context()
        on = connection or http.client.HTTPSConnection("127.0.0.1", self.port, context=trusting, timeout=20)
        on.request(method, path, body, {"Host": "code.example", **(headers or {})})
        answer = on.getresponse()
        return answer.status, answer.getheaders(), answer.read()


@pytest.fixture
def proxy(tmp_path, request):
    made = Proxy(tmp_path, getattr(request, "param", kBurst))
    _City.seen = []
    city = http.server.ThreadingHTTPServer(("127.0.0.1", made.cityPort), _City)
    threading.Thread(target=city.serve_forever, daemon=True).start()
    nginx = subprocess.Popen(made.command())
    try:
        until = time.monotonic() + 20
        while time.monotonic() < until:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", made.port)) == 0:
                    break
            assert nginx.poll() is None, (tmp_path / "main.log").read_text()
            time.sleep(0.02)
        yield made
    finally:
        nginx.terminate()
        nginx.wait()
        city.shutdown()
        city.server_close()


def testNginxTakesTheExample(tmp_path):
    made = Proxy(tmp_path)
    done = subprocess.run(made.command("-t"), capture_output=True, text=True)
    assert done.returncode == 0 and "syntax is ok" in done.stderr and "[warn]" not in done.stderr, done.stderr
    (tmp_path / "site.conf").write_text((tmp_path / "site.conf").read_text().replace("proxy_read_timeout 75s", "proxy_read_timeot 75s"))
    assert subprocess.run(made.command("-t"), capture_output=True).returncode != 0


def testNginxPassesOnWhatItGetsAndAddsNothing(proxy):
    status, headers, body = proxy.ask("GET", "/v1/city?x=secret", {"Authorization": "secret"})
    assert (status, body) == (200, b"plain")
    names = [name.lower() for name, _ in headers]
    assert sorted(names) == sorted(set(names)) and names.count("strict-transport-security") == 1
    assert dict(headers)["Server"] == "nginx"   # and no version
    method, path, passed, _ = _City.seen[0]
    assert (method, path, passed["Host"]) == ("GET", "/v1/city?x=secret", "code.example")
    assert not any(name.lower().startswith("x-forwarded") for name in passed)
    assert proxy.ask("POST", "/v1/wait", body=b"x" * 65536)[0] == 200 and _City.seen[-1][3] == 65536
    assert proxy.ask("POST", "/v1/wait", body=b"x" * 65537)[0] == 413 and len(_City.seen) == 2
    plain = http.client.HTTPConnection("127.0.0.1", proxy.plainPort, timeout=20)
    plain.request("GET", "/app/?a=b", headers={"Host": "code.example"})
    answer = plain.getresponse()
    assert (answer.status, answer.getheader("Location")) == (301, "https://code.example/app/?a=b")
    second = subprocess.run(["curl", "-sk", "-o", "/dev/null", "-w", "%{http_version} %{http_code}", f"https://127.0.0.1:{proxy.port}/v1/health/ready"], capture_output=True, text=True)
    assert second.stdout == "2 200"
    written = "".join(file.read_text(errors="replace") for file in proxy.folder.rglob("*.log"))
    assert "secret" not in written and "127.0.0.1" not in written


def testNginxKeepsWhatIsImmutableAndNothingElse(proxy):
    def asked():
        return [path for _, path, _, _ in _City.seen]

    for _ in range(2):
        assert proxy.ask("GET", "/assets/kept-1.js")[2] == b"plain"
        assert proxy.ask("GET", "/app/assets/kept-1.js", {"Accept-Encoding": "gzip, br"})[2] == b"packed"
        assert proxy.ask("GET", "/app/assets/kept-1.js", {"Accept-Encoding": "gzip, br;q=0"})[2] == b"plain"
        assert proxy.ask("GET", "/assets/other.js")[2] == b"plain"
        assert proxy.ask("GET", "/v1/trust-list")[2] == b"plain"
    assert {path: asked().count(path) for path in asked()} == {"/assets/kept-1.js": 1, "/app/assets/kept-1.js": 2, "/assets/other.js": 2, "/v1/trust-list": 2}


@pytest.mark.parametrize("proxy", [4], indirect=True)
def testNginxLimitsWhatIsSentAndSaysSoAsTheServerDoes(proxy):
    connection = http.client.HTTPSConnection("127.0.0.1", proxy.port, context=ssl._create_unverified_context(), timeout=20)
    refused = None
    for _ in range(200):
        status, headers, body = proxy.ask("POST", "/v1/devices", body=b"{}", connection=connection)
        if status != 200:
            refused = (status, dict(headers), body)
            break
    assert refused and refused[0] == 429 and refused[1]["Retry-After"] == "1" and refused[1]["Content-Type"] == "application/problem+json"
    assert b'"fault":"request/too-many"' in refused[2]
    assert all(proxy.ask("GET", "/v1/trust-list")[0] == 200 for _ in range(20))   # what is fetched is never counted


# ---- What the server tells -------------------------------------------------------------------------------------------

def _sources():
    return "\n".join(path.read_text() for path in (kRoot / "server/src").rglob("*.cpp"))


def testEveryEventIsInTheDocument():
    told = set(re.findall(r'\b(?:event|measured|expected)\([^;]*?"(?:info|warn|error)", "([a-z-]+)"', _sources())) | {"log-lines-dropped", "web-folder-read", "web-folder-unreadable"}
    document = (kRoot / "docs/deploy.md").read_text()
    assert len(told) > 15
    assert {event for event in told if f"`{event}`" not in document} == set()


def testEveryNumberIsInTheDocument():
    numbers = set(re.findall(r'"(citycode_[a-z_]+)"', _sources()))
    document = (kRoot / "docs/deploy.md").read_text()
    assert len(numbers) > 14
    assert {number for number in numbers if f"`{number}`" not in document} == set()
