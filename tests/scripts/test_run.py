"""scripts/run starts the sign-in service and its sample beside the city, and the city without them when they cannot be."""
import json
import pathlib
import shutil
import socket
import subprocess

import pytest

kRoot = pathlib.Path(__file__).resolve().parents[2]

kServer = """#!/bin/sh
echo "$@" >server.args
for _ in $(seq 100); do [ -e without ] || [ -e demo.args ] && exit 0; sleep 0.1; done
exit 1
"""
kDemo = """import { writeFileSync } from 'node:fs';
writeFileSync('demo.args', JSON.stringify(process.argv.slice(2)));
"""


@pytest.fixture
def checkout(tmp_path):
    """What scripts/run calls, with nothing behind it."""
    for path, text in {
        "scripts/setup": "#!/bin/sh\n",
        "scripts/build": "#!/bin/sh\necho \"$@\" >>build.args\n[ \"$1\" != packages ] || [ -e server/openid/dist/main.js ]\n",
        "scripts/env.sh": "",
        "build/native/server/citycode-server": kServer,
        "server/openid/dist/main.js": "",
        "server/openid/scripts/demo.mjs": kDemo,
    }.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
        (tmp_path / path).chmod(0o755)
    for name in ("run", "lib.sh"):
        shutil.copy(kRoot / "scripts" / name, tmp_path / "scripts" / name)
    return tmp_path


@pytest.fixture
def taken():
    """A port at which somebody else listens, as the service would be for the city ten below."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


def run(checkout, port, *more):
    done = subprocess.run([checkout / "scripts/run", "--port", str(port), *more, "--more"], cwd=checkout, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    arguments = (checkout / "server.args").read_text()
    assert f"--port {port} " in arguments and "--demo " in arguments and arguments.endswith("--more\n")
    return done.stderr


def freePort():
    while True:
        with socket.create_server(("127.0.0.1", 0)) as first:
            port = first.getsockname()[1]
        try:
            socket.create_server(("127.0.0.1", port + 1)).close()
            return port
        except OSError:
            continue


def testTheServiceAndTheSampleAreStartedBesideTheCity(checkout):
    port = freePort() - 10
    said = run(checkout, port)
    assert f"Citycode: http://localhost:{port}\n" in said and f"http://localhost:{port + 11}\n" in said
    assert json.loads((checkout / "demo.args").read_text()) == [
        str(checkout / "build/native/server/citycode-server"), str(checkout / "data"), f"http://localhost:{port}", str(port + 10)]
    assert "packages\n" in (checkout / "build.args").read_text()


def testTheServiceIsRegisteredWhereTheCitysRecordsAre(checkout):
    run(checkout, freePort() - 10, "--store", "sqlite:/elsewhere/records")
    assert json.loads((checkout / "demo.args").read_text())[-2:] == ["--store", "sqlite:/elsewhere/records"]
    assert "--store sqlite:/elsewhere/records" in (checkout / "server.args").read_text()


@pytest.mark.parametrize("below", [10, 11])
def testTheCityRunsWhenAPortIsTaken(checkout, taken, below):
    (checkout / "without").touch()
    port = taken - below
    said = run(checkout, port)
    assert f"Nobody can sign in elsewhere with it: port {port + 10} or {port + 11} is taken.\n" in said
    assert not (checkout / "demo.args").exists()


def testTheCityRunsWhenTheServiceIsNotBuilt(checkout):
    (checkout / "without").touch()
    (checkout / "server/openid/dist/main.js").unlink()
    said = run(checkout, freePort() - 10)
    assert "Nobody can sign in elsewhere with it: the sign-in service is not built (run 'scripts/build packages' to see why).\n" in said
    assert not (checkout / "demo.args").exists()
