"""tests/vectors/README.md describes every member of every file, and no other."""
import json
import pathlib
import re

import pytest

kVectors = pathlib.Path(__file__).parent.parent / "vectors"
kKeyedByName = ("statusLists", "trustLists", "faults", "vectors[].expect.value.name", "vectors[].expect.attributes",
                "vectors[].expect.checks", "vectors[].expect.value.officeName", "vectors[].expect.value.itemName", "vectors[].expect.value.indicators", "vectors[].expect.value.attributes")   # their members are names, not members of the format
kFiles = sorted(path.name for path in kVectors.glob("*.json"))


def membersOf(value, path=""):
    if isinstance(value, list):
        for each in value:
            yield from membersOf(each, path + "[]")
    elif isinstance(value, dict):
        for name, inner in value.items():
            member = f"{path}.{name}" if path else name
            yield member
            if member not in kKeyedByName or not isinstance(inner, dict):
                yield from membersOf(inner, member)


def described():
    """By file: the members of its section; under "" those of every file."""
    sections = {"": set()}
    file = ""
    for line in (kVectors / "README.md").read_text().splitlines():
        if line.startswith("## "):
            file = re.match(r"## ([a-z-]+\.json)?", line)[1] or ""
            sections.setdefault(file, set())
        row = re.match(r"\| `([^`]+)` \|", line)
        if row:
            sections[file].add(row[1])
    return sections


@pytest.mark.parametrize("name", kFiles)
def testEveryMemberIsDescribed(name):
    members, sections = set(membersOf(json.loads((kVectors / name).read_text()))), described()
    assert members - sections[""] - sections[name] == set()
    assert sections[name] - members == set()


@pytest.mark.parametrize("name", kFiles)
def testEachVectorHasANameOfItsOwn(name):
    file = json.loads((kVectors / name).read_text())
    names = [vector["id"] for vector in [*file.get("vectors", []), *file.get("sequences", [])]]
    assert sorted({each for each in names if names.count(each) > 1}) == []
