"""docs/format.md says what it must for somebody who has nothing else."""
import json
import pathlib
import re

import pytest

import envelope

kRoot = pathlib.Path(__file__).parent.parent.parent
kDocument = (kRoot / "docs" / "format.md").read_text()
kFaults = re.findall(r'CC_FAULT\(\w+, "([^"]+)"', (kRoot / "core" / "include" / "citycode" / "faults.def").read_text())
kStages = ("code", "cbor", "cose", "pass", "presentation", "trust", "signature", "time", "scope", "audience", "revocation", "replay",
           "venue", "portal", "paper", "token", "ticket", "rating", "log")   # of which every fault is a verifier's, but for these of the server:
kOfTheServer = {"portal/unknown", "portal/opened", "portal/not-registered", "ticket/unknown", "ticket/used", "ticket/unknown-office", "ticket/office-closed", "rating/spent", "rating/too-late"}
kOfOthers = ("requests.json", "log.json", "fault-coverage.json")   # docs/api.md has the first


def section(title):
    return re.search(rf"^## {re.escape(title)}$(.*?)(?=^## |\Z)", kDocument, re.MULTILINE | re.DOTALL)[1]


def rowsOf(text):
    """The cells of its tables, without their heads."""
    return [[cell.strip() for cell in line.strip("| ").split(" | ")] for line in text.splitlines() if line.startswith("| `")]


def faultsIn(value, key=""):
    """Every fault that a vector expects."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from faultsIn(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from faultsIn(inner, "fault" if key == "faults" else key)
    elif key == "fault" and value is not None:
        yield value
    elif isinstance(value, str) and re.fullmatch(r"(failed|undecided) \S+", value):
        yield value.split()[1]


def testEachFaultStandsOnceWithItsCondition():
    rows = rowsOf(section("Faults"))
    named = [row[0].strip("`") for row in rows]
    assert len(named) == len(set(named)) and all(len(row) == 2 and row[1] for row in rows)
    assert set(named) == {fault for fault in kFaults if fault.split("/")[0] in kStages} - kOfTheServer | {"enrol/unknown-code"}


@pytest.mark.parametrize("name", sorted(path.name for path in (kRoot / "tests" / "vectors").glob("*.json") if path.name not in kOfOthers))
def testEachFaultOfAVectorStandsInTheTable(name):
    file = json.loads((kRoot / "tests" / "vectors" / name).read_text())
    expected = set(faultsIn([vector["expect"] for vector in [*file["vectors"], *file.get("sequences", [])]]))
    assert expected <= {row[0].strip("`") for row in rowsOf(section("Faults"))}


def testTheWorkedCodeIsTheVector():
    vectors = json.loads((kRoot / "tests" / "vectors" / "codes.json").read_text())["vectors"]
    text = next(vector["input"]["text"] for vector in vectors if vector["id"] == "valid/fresh")
    written = [bytes.fromhex(row[0].strip("`")) for row in rowsOf(section("A code, byte by byte"))]
    assert b"".join(written).hex() == envelope.decodeBase45(text.removeprefix("CC1:")).hex()


def testNothingIsLeftToTheSources():
    assert re.findall(r"\b(?:core|server|wasm|web)/[\w/.]+|\w+\.(?:cpp|h|def|ts)\b", kDocument) == []
