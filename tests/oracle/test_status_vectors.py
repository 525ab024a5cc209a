"""The second verifier takes, refuses and asks status lists as tests/vectors/status-lists.json says."""
import functools

import pytest

import judgement
import paper
import sharing
import status_list
import trust_list
import verifier
from faults import Fault, Undecided
from vector_files import fileNamed

kFile = fileNamed("status-lists.json")


@functools.cache
def trustNamed(name):
    return trust_list.read(bytes.fromhex(kFile["trustLists"][name]), bytes.fromhex(kFile["rootKey"]))


def bytesOf(offer):
    """With the run that is too long to stand in a file."""
    data, run = bytes.fromhex(offer["bytes"]), offer["run"]
    return data if run is None else data[:run["at"]] + bytes([run["byte"]]) * run["count"] + data[run["at"]:]


def answerTo(offer, lists, trust):
    try:
        key, held, wasDelta = lists.adopt(bytesOf(offer), trust, offer["now"])
    except Fault as fault:
        return {"fault": fault.id, "adopted": None}
    adopted = {"form": "delta" if wasDelta else "full", "issuerKey": key.hex(), "day": held.day, "version": held.version,
               "issuedUnixSeconds": held.iat, "expiresUnixSeconds": held.exp, "revoked": len(held.revoked)}
    return {"fault": None, "adopted": adopted}


def entryOf(question, lists, scope):
    """(state, fault)"""
    if not scope.needsStatusList():
        return "skipped", None
    try:
        lists.ask(bytes.fromhex(question["issuerKey"]), question["day"], question["index"], scope, question["now"])
    except Fault as fault:
        return "undecided" if isinstance(fault, Undecided) else "failed", fault.id
    return "passed", None


def checkOf(question, lists, trust):
    scope = trust.scopeNamed(question["scope"])
    state, fault = entryOf(question, lists, scope)
    age, word = lists.ageAndFreshness(bytes.fromhex(question["issuerKey"]), question["day"], scope, question["now"])
    return {"state": state, "fault": fault, "freshness": word, "ageSeconds": age}


def entryInVerdict(question, lists, trust):
    """(state, fault) of the whole code that the question shows."""
    request, code = judgement.Request(question["now"], question["scope"], statusLists=lists), question["code"]
    isPaper = paper.looksLikePaper(code)
    verification = paper.Verification(request, trust) if isPaper else verifier.Verification(request, trust, sharing.Memory())
    verification.run(code)
    return verification.entries.get("revocation", ("skipped", None))


@pytest.mark.parametrize("vector", [pytest.param(vector, id=vector["id"]) for vector in kFile["vectors"]])
def testStatusLists(vector):
    asked, expected = vector["input"], vector["expect"]
    trust, lists = trustNamed(asked["trustList"]), status_list.StatusLists()
    answers = [answerTo(offer, lists, trust) for offer in asked["offers"]]
    assert answers == expected["answers"]
    assert answers[-1]["fault"] == expected["fault"]
    for question, check in zip(asked["questions"], expected["checks"], strict=True):
        assert checkOf(question, lists, trust) == check
        assert entryInVerdict(question, lists, trust) == (check["state"], check["fault"])
