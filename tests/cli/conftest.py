"""The command line as a person starts it: the real program, with sanitizers where it was built so."""
import json
import os
import pathlib
import subprocess
import types

import pytest

kRoot = pathlib.Path(__file__).resolve().parents[2]
kBinaries = [kRoot / "build" / preset / "core/tools/citycode" for preset in ("asan", "native")]
kBinary = pathlib.Path(os.environ.get("CITYCODE_BINARY") or next((path for path in kBinaries if path.exists()), kBinaries[0]))


def citycode(*words, stdin=b"", folder=None):
    """What one call says and with which code it ends; `json` is what it printed, if that is JSON. It never crashes."""
    done = subprocess.run([kBinary, *map(str, words)], input=stdin, capture_output=True, timeout=60, cwd=folder)
    assert done.returncode in (0, 1, 2, 64, 65, 66, 73), f"{words}: {done.returncode}\n{done.stderr.decode(errors='replace')}"
    assert b"Sanitizer" not in done.stderr, done.stderr.decode(errors="replace")
    out = done.stdout.decode()
    value = json.loads(out) if out.startswith("{") and "--json" in words else None
    return types.SimpleNamespace(exit=done.returncode, out=out, error=done.stderr.decode(), json=value)


def refused(exit, fault, *words, **options):
    """Refused alike for people and for programs: one sentence that ends with the id, and nothing else."""
    told = citycode(*words, **options)
    assert (told.exit, told.out) == (exit, ""), told
    assert told.error.count("\n") == 1 and told.error.startswith("citycode: "), told.error
    assert told.error.endswith(f" ({fault})\n" if fault else ".\n"), told.error
    asked = citycode(*words[:1], "--json", *words[1:], **options)
    assert asked.exit == exit and asked.error == "", asked
    assert asked.json == {"fault": fault, "sentence": asked.json["sentence"], "exit": exit}
    assert asked.json["sentence"].endswith(".")
    return asked.json["sentence"]


def vectors(name):
    return json.loads((kRoot / f"tests/vectors/{name}.json").read_text())


@pytest.fixture(scope="session")
def city(tmp_path_factory):
    """The city of tests/vectors/codes.json as files."""
    folder = tmp_path_factory.mktemp("vectors")
    codes = vectors("codes")
    (folder / "trust").write_bytes(bytes.fromhex(codes["trustList"]))
    for name, status in codes["statusLists"].items():
        (folder / f"status-{name}").write_bytes(bytes.fromhex(status))
    return folder


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    """A test city that the program itself made, at a fixed time."""
    folder = tmp_path_factory.mktemp("made")
    assert citycode("keygen", "--test", "--out", folder / "key").exit == 0
    assert citycode("issue-test", "--key", folder / "key", "--out", folder / "city", "--at", kThen).exit == 0
    return folder


kThen = 1_800_000_002   # as in tests/vectors


def verifying(folder, *more, scene="transit", at=kThen):
    """The words that verify a code of a test city in `folder`."""
    return ["verify", "--city-key", folder / "city-key.txt", "--trust-list", folder / "trust-list", "--status-list", folder / "status-list",
            "--scene", scene, "--at", at, *more]
