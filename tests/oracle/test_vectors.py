"""The second verifier answers every vector as the file says. A new kind of message: a module, a file of vectors, a test here."""
import json
import pathlib

import pytest

import judgement
import revoked_set
import strict_cbor
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
    request = judgement.Request(vector["now"], asked["scope"], asked["venue"], nonce)
    for name in asked["statusLists"]:   # one that is refused leaves what there was
        faultOf(lambda: request.statusLists.adopt(bytes.fromhex(file["statusLists"][name]), trust, request.now))
    for key in asked["sceneKeys"]:
        request.sceneKeys[key["scopeId"], key["utcDay"]] = bytes.fromhex(key["secret"])
    replay = verifier.Replay()
    for earlier in asked["shownBefore"]:
        assert verifier.verify(earlier, request, trust, replay) == ("valid", None)
    given = trust if asked["withTrustList"] else None
    expected = vector["expect"]
    assert verifier.verify(asked["text"], request, given, replay) == (expected["outcome"], expected["fault"])


@pytest.mark.parametrize("file, vector", vectorsOf("trust-lists.json"))
def testTrustList(file, vector):
    asked = vector["input"]
    fault = faultOf(lambda: trust_list.read(bytes.fromhex(asked["list"]), bytes.fromhex(file["rootKey"]),
                                            asked["floorVersion"], asked["floorIssuedUnixSeconds"]))
    assert fault == vector["expect"]["fault"]


def testExampleOfASet():
    """The one in docs/format.md."""
    encoded = bytes.fromhex("830300418a")
    assert revoked_set.encode({6, 0, 4}) == encoded
    assert revoked_set.read(strict_cbor.decode(encoded), 3) == {0, 4, 6}
    assert faultOf(lambda: revoked_set.read(strict_cbor.decode(encoded), 2)) == "revocation/bad-list"
