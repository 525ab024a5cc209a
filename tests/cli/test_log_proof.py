"""citycode log-proof: the core's proofs, asked from a terminal."""
import hashlib

import pytest
from conftest import citycode, refused, vectors

kFaults = vectors("log-faults")
kLarge = vectors("log")["large"][0]


def leafOf(number):
    return hashlib.sha256(b"\0" + f"entry {number}".encode()).hexdigest()


def asked(case, **changed):
    words = {"leaf": leafOf(case["index"]), "index": case["index"], "size": kLarge["size"], "root": kLarge["root"], "proof": "".join(case["inclusion"]), **changed}
    return ["log-proof", "inclusion", *(word for name, value in words.items() if value is not None for word in (f"--{name}", value))]


@pytest.mark.parametrize("proof", kLarge["proofs"][:3], ids=lambda proof: str(proof["index"]))
def testAnEntryThatIsThereIsShownAndNoOther(tmp_path, proof):
    told = citycode(*asked(proof), "--json")
    assert told.exit == 0 and told.json["holds"] is True and told.json["root"] == kLarge["root"] and told.json["witnesses"] is None
    entry = f"entry {proof['index']}".encode()
    assert citycode(*asked(proof, leaf=None), "--entry", "-", stdin=entry).exit == 0
    wrong = citycode(*asked(proof, leaf=leafOf(proof["index"] + 1)), "--json")
    assert (wrong.exit, wrong.json["holds"], wrong.json["fault"]) == (1, False, "log/bad-proof")
    assert "does not hold" in citycode(*asked(proof, index=proof["index"] ^ 1)).out


def testALogThatContinuesAnotherIsShown():
    empty = hashlib.sha256(b"").hexdigest()
    one, two = leafOf(0), leafOf(1)
    root = hashlib.sha256(b"\1" + bytes.fromhex(one) + bytes.fromhex(two)).hexdigest()
    words = ["log-proof", "consistency", "--size", "2", "--root", root]
    assert citycode(*words, "--first", "1", "--first-root", one, "--proof", two).exit == 0
    assert citycode(*words, "--first", "0", "--first-root", empty).exit == 0
    told = citycode(*words, "--first", "1", "--first-root", two, "--proof", two, "--json")
    assert (told.exit, told.json["fault"]) == (1, "log/bad-proof")


def ofCheckpoints():
    for vector in kFaults["vectors"]:
        given = vector["input"]
        if given["kind"] == "checkpoint" and not given["known"] and vector["expect"]["fault"] != "log/too-few-witnesses":
            yield vector


@pytest.mark.parametrize("vector", list(ofCheckpoints()), ids=lambda vector: vector["id"])
def testACheckpointIsVerifiedBeforeItsRootIsUsed(tmp_path, vector):
    given, expect = vector["input"], vector["expect"]
    (tmp_path / "note").write_bytes(given["note"].encode())
    words = ["log-proof", "inclusion", "--json", "--checkpoint", tmp_path / "note", "--log-key", kFaults["log"], "--needed", given["neededWitnesses"],
             "--leaf", leafOf(0), "--index", "0", "--at", vector["now"]]
    for witness in kFaults["witnesses"]:
        words += ["--witness", witness]
    told = citycode(*words)
    assert told.exit == 1 and told.json["holds"] is False   # no proof was given
    assert told.json["fault"] == (expect["fault"] or "log/bad-proof")
    assert told.json["root"] == (expect["value"]["root"] if expect["value"] else None)


def testWhatIsMissingOrNoHashIsRefused(tmp_path):
    proof = kLarge["proofs"][0]
    refused(64, "start/bad-option", "log-proof", "other")
    for name in ("index", "size", "root", "leaf"):
        refused(64, "start/bad-option", *asked(proof, **{name: None}))
    for name in ("index", "size"):
        for wrong in ("-1", "x", "1.5", "99999999999999999999999"):
            refused(64, "start/bad-option", *asked(proof, **{name: wrong}))
    for name in ("root", "leaf", "proof"):
        refused(65, "request/malformed", *asked(proof, **{name: "xyz!"}))
    refused(65, "log/bad-proof", *asked(proof, proof="00" * 31))
    refused(65, "log/bad-proof", *asked(proof, proof="00" * 32 * 55))
    refused(64, "start/bad-option", *asked(proof, root=None), "--checkpoint", tmp_path / "none")
    refused(65, "log/bad-signature", *asked(proof, root=None), "--checkpoint", tmp_path / "none", "--log-key", "nobody")
    refused(64, "start/bad-option", "log-proof", "consistency", "--size", "2", "--root", "00" * 32)
