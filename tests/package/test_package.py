"""What `cmake --install` brings, used by programs that know nothing else: found by CMake and by pkg-config, compiled, linked, run."""
import json
import os
import pathlib
import re
import shutil
import subprocess

import pytest

kRoot = pathlib.Path(__file__).resolve().parents[2]
kExample = pathlib.Path(__file__).parent / "example"
kBuild = pathlib.Path(os.environ.get("CITYCODE_NATIVE_BUILD", kRoot / "build/native"))
kText = "CC1:A CODE, DRAWN AND READ"


def ran(command, expect=0, **options):
    """What a command printed, when it ended as expected."""
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, timeout=120, **options)
    assert done.returncode == expect, f"{command}: {done.returncode}\n{done.stdout}{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def prefix(tmp_path_factory):
    """The package, installed and then moved: nothing in it may know where it was built or put."""
    folder = tmp_path_factory.mktemp("installed")
    ran(["cmake", "--install", kBuild, "--prefix", folder / "first"])
    (folder / "first").rename(folder / "moved")
    return folder / "moved"


@pytest.fixture(scope="module")
def byCMake(prefix, tmp_path_factory):
    folder = tmp_path_factory.mktemp("by-cmake")
    ran(["cmake", "-S", kExample, "-B", folder, "-G", "Ninja", f"-DCMAKE_PREFIX_PATH={prefix}"])
    ran(["cmake", "--build", folder])
    return folder


@pytest.fixture(scope="module")
def byPkgConfig(prefix, tmp_path_factory):
    folder = tmp_path_factory.mktemp("by-pkg-config")
    shutil.copytree(kExample, folder, dirs_exist_ok=True)
    (file,) = prefix.rglob("citycode.pc")
    ran(["make", "-C", folder], env={**os.environ, "PKG_CONFIG_PATH": str(file.parent)})
    return folder


@pytest.fixture(params=["byCMake", "byPkgConfig"])
def built(request):
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="module")
def city(tmp_path_factory):
    """The city of tests/vectors/codes.json as files."""
    folder = tmp_path_factory.mktemp("city")
    vectors = json.loads((kRoot / "tests/vectors/codes.json").read_text())
    (folder / "key").write_bytes(bytes.fromhex(vectors["rootKey"]))
    (folder / "trust").write_bytes(bytes.fromhex(vectors["trustList"]))
    (folder / "status").write_bytes(bytes.fromhex(vectors["statusLists"]["today"]))
    return folder, vectors["vectors"]


def plain(vector):
    """A case that needs nothing but what judge is given: no list is adopted by another clock than the one that it has."""
    asked = vector["input"]
    return (not any(asked.get(name) for name in ("venue", "nonce", "shownBefore", "sceneKeys", "clockAheadSeconds")) and asked["withTrustList"]
            and asked["statusLists"] == ["today"] and asked["adoptedAt"] == vector["now"] and asked["text"].startswith("CC1:")
            and vector["expect"]["fault"] != "time/clock-behind-list")


def judged(built, city, vector, key="key"):
    asked = vector["input"]
    expect = {"valid": 0}.get(vector["expect"]["outcome"], 1) if key == "key" else 65
    return ran([built / "judge", city / key, city / "trust", city / "status", asked["scope"], vector["now"], asked["text"]], expect).split()


@pytest.mark.parametrize("outcome", ["valid", "invalid", "undecided"])
def testAnOutsideProgramJudgesAsTheVectorsSay(built, city, outcome):
    folder, vectors = city
    chosen = [vector for vector in vectors if plain(vector) and vector["expect"]["outcome"] == outcome][:5]
    assert chosen
    for vector in chosen:
        fault = vector["expect"]["fault"]
        assert judged(built, folder, vector) == [outcome, *([fault] if fault else [])], vector["id"]


def testAnOutsideProgramRefusesTheListOfAnotherCity(built, city):
    folder, vectors = city
    (folder / "other").write_bytes(bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"))   # RFC 8032 section 7.1
    assert judged(built, folder, next(filter(plain, vectors)), "other")[-1] == "trust/bad-signature"


def testAnOutsideProgramDrawsAndReads(built):
    assert ran([built / "look", kText]) == kText + "\n"
    assert ran([built / "look", "x" * 5000], 65) == "symbol/too-long\n"


def testAnotherVersionIsNotTaken(prefix, tmp_path):
    command = ["cmake", "-S", kExample, "-B", tmp_path, "-G", "Ninja", f"-DCMAKE_PREFIX_PATH={prefix}", "-DWANTED=0.2"]
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, timeout=120)
    assert done.returncode == 1 and 'compatible with requested version "0.2"' in " ".join(done.stderr.split())


def testOnlyWhatThePackagePromisesIsInstalledWithItsLicences(prefix):
    files = {path.relative_to(prefix).as_posix() for path in prefix.rglob("*") if path.is_file()}
    headers = {path.name for path in (prefix / "include").rglob("*")} - {"citycode"}
    assert headers == {path.name for path in (kRoot / "core/include/citycode").iterdir()}
    licences = {pathlib.PurePath(file).name for file in files if "/licences/" in file}
    assert licences == {"libsodium.txt", "zxing-cpp.txt", "libdeflate.txt", "qrcodegen.txt", "nlohmann-json.txt"}
    for file in files:
        if "/licences/" in file or file.endswith("LICENSE"):
            text = (prefix / file).read_text()
            assert "opyright" in text and ("Permission" in text or "Apache License" in text), file


def testTheCommandLineIsInstalledWithItsManualAndCompletion(prefix, city):
    folder, vectors = city
    tool = prefix / "bin/citycode"
    version = re.search(r"project\(citycode VERSION (\S+)", (kRoot / "CMakeLists.txt").read_text())[1]
    assert ran([tool, "--version"]) == f"citycode {version}\n"
    for path, words in (("share/man/man1/citycode.1", ["manual"]), ("share/bash-completion/completions/citycode", ["completion", "bash"]),
                        ("share/zsh/site-functions/_citycode", ["completion", "zsh"])):
        assert (prefix / path).read_text() == ran([tool, *words])
    for vector in [vector for vector in vectors if plain(vector)][:20]:
        asked, outcome = vector["input"], vector["expect"]["outcome"]
        said = ran([tool, "verify", "--city-key", (folder / "key").read_bytes().hex(), "--trust-list", folder / "trust", "--status-list", folder / "status",
                    "--scene", asked["scope"], "--at", vector["now"], asked["text"]], ["valid", "invalid", "undecided"].index(outcome))
        assert said.startswith(outcome + ", by the lists of Test City\n"), vector["id"]


def testNothingTellsWhereItWasBuilt(prefix):
    for path in prefix.rglob("*"):
        if path.is_file() and path.suffix in {".cmake", ".pc", ".h", ".def"}:
            assert str(kRoot) not in path.read_text() and "/first" not in path.read_text(), path
