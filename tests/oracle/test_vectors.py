"""The second verifier answers every vector as the file says. A new kind of message: a module, a file of vectors, a test here."""
import json
import pathlib

import pytest

import trust_list
import verifier
from faults import Fault

kVectors = pathlib.Path(__file__).parent.parent / "vectors"


def vectorsOf(name):
    file = json.loads((kVectors / name).read_text())
    return [pytest.param(file, vector, id=vector["id"]) for vector in file["vectors"]]


def faultOf(call):
    try:
        call()
    except Fault as fault:
        return fault.id
    return None


@pytest.mark.parametrize("file, vector", vectorsOf("codes.json"))
def testCode(file, vector):
    asked = vector["input"]
    trust = trust_list.read(bytes.fromhex(file["trustList"]), bytes.fromhex(file["rootKey"]))
    nonce = bytes.fromhex(asked["nonce"]) if asked["nonce"] is not None else None
    request = verifier.Request(vector["now"], asked["scope"], asked["venue"], nonce)
    replay = verifier.Replay()
    for earlier in asked["shownBefore"]:
        assert verifier.Verification(request, trust, replay).run(earlier) == ("valid", None)
    given = trust if asked["withTrustList"] else None
    expected = vector["expect"]
    assert verifier.Verification(request, given, replay).run(asked["text"]) == (expected["outcome"], expected["fault"])


@pytest.mark.parametrize("file, vector", vectorsOf("trust-lists.json"))
def testTrustList(file, vector):
    asked = vector["input"]
    fault = faultOf(lambda: trust_list.read(bytes.fromhex(asked["list"]), bytes.fromhex(file["rootKey"]),
                                            asked["floorVersion"], asked["floorIssuedUnixSeconds"]))
    assert fault == vector["expect"]["fault"]
