"""The second verifier answers every vector as the file says. A new kind of message: a module, a file of vectors, a test here."""
import pytest

import judgement
import places
import portals
import ratings
import revoked_set
import sharing
import strict_cbor
import tokens
import trust_life
import trust_list
import verifier
from faults import Fault
from vector_files import fileNamed, vectorsOf


def outcomeOf(call):
    """(value, None) or (None, fault)"""
    try:
        return call(), None
    except Fault as fault:
        return None, fault.id


def faultOf(call):
    return outcomeOf(call)[1]


@pytest.mark.parametrize("file, vector", vectorsOf("codes.json"))
def testCode(file, vector):
    asked = vector["input"]
    trust = trust_list.read(bytes.fromhex(file["trustList"]), bytes.fromhex(file["rootKey"]))
    nonce = bytes.fromhex(asked["nonce"]) if asked["nonce"] is not None else None
    request = judgement.Request(vector["now"], asked["scope"], asked["venue"], nonce, asked.get("clockAheadSeconds", 0))
    for name in asked["statusLists"]:   # one that is refused leaves what there was
        faultOf(lambda: request.statusLists.adopt(bytes.fromhex(file["statusLists"][name]), trust, asked["adoptedAt"]))
    for key in asked["sceneKeys"]:
        request.sceneKeys[key["scopeId"], key["utcDay"]] = bytes.fromhex(key["secret"])
    replay = sharing.Memory()
    before = [verifier.verify(earlier, request, trust, replay)["outcome"] for earlier in asked["shownBefore"]]
    given = trust if asked["withTrustList"] else None
    assert {**verifier.verify(asked["text"], request, given, replay), "before": before} == vector["expect"]


@pytest.mark.parametrize("file, vector", vectorsOf("trust-lists.json"))
def testTrustList(file, vector):
    asked = vector["input"]
    data, run = bytes.fromhex(asked["list"]), asked["run"]
    if run is not None:   # too long to stand in the file
        data = data[:run["at"]] + bytes([run["byte"]]) * run["count"] + data[run["at"]:]
    trust, fault = outcomeOf(lambda: trust_list.read(data, bytes.fromhex(file["rootKey"]), asked["floorVersion"],
                                                     asked["floorIssuedUnixSeconds"]))
    assert {"fault": fault, "value": trust and trust.report()} == vector["expect"]


@pytest.mark.parametrize("file, vector", vectorsOf("trust-life.json"))
def testFollowingList(file, vector):
    asked, expected = vector["input"], vector["expect"]
    anchors = trust_life.Anchors(bytes.fromhex(file["rootKey"]))
    for earlier in asked["adopted"]:
        anchors = trust_life.adopt(bytes.fromhex(earlier), anchors, asked["adoptedAt"])
    assert anchors.encode().hex() == asked["anchors"]
    assert trust_life.decodeAnchors(bytes.fromhex(asked["anchors"])) == anchors
    after, fault = outcomeOf(lambda: trust_life.adopt(bytes.fromhex(asked["list"]), anchors, vector["now"]))
    assert (after and after.encode().hex(), fault) == (expected["anchors"], expected["fault"])


@pytest.mark.parametrize("file, vector", vectorsOf("trust-life.json", "sequences"))
def testListAsCodes(file, vector):
    asked, expected = vector["input"], vector["expect"]
    sequence = trust_life.Sequence(asked["kind"])
    assert [faultOf(lambda: sequence.add(text)) for text in asked["texts"]] == expected["faults"]
    latest = sequence.latest
    whole = latest.whole.hex() if latest.whole is not None else None
    assert (latest.total, len(latest.parts), whole) == (expected["total"], expected["have"], expected["list"])


@pytest.mark.parametrize("file, vector", vectorsOf("places.json"))
def testPlace(file, vector):
    asked, expected = vector["input"], vector["expect"]
    trust = trust_list.read(bytes.fromhex(file["trustList"]), bytes.fromhex(file["rootKey"])) if asked["withTrustList"] else None
    read = {"venue": places.readVenue, "portal": places.readPortalRequest}[asked["kind"]]
    assert outcomeOf(lambda: read(bytes.fromhex(asked["bytes"]), trust, vector["now"])) == (expected["value"], expected["fault"])


def answerAboutPortals(file, vector):
    asked = vector["input"]
    if asked["kind"] == "proof":
        return portals.proofAt(bytes.fromhex(asked["secret"]), asked["second"]).hex()
    if asked["kind"] == "code":
        return portals.readCode(asked["text"], bytes.fromhex(asked["anchor"]), asked["secondsSinceTaken"])
    if asked["kind"] == "named":
        return portals.checkNamed(bytes.fromhex(asked["request"]), bytes.fromhex(asked["named"]))
    trust = trust_list.read(bytes.fromhex(file["trustList"]), bytes.fromhex(file["rootKey"]))
    secret = bytes.fromhex(file["sealingSecret"]) if asked["withKey"] else None
    return portals.judge(bytes.fromhex(asked["request"]), bytes.fromhex(asked["answer"]), secret, trust, [bytes.fromhex(file["statusList"])], vector["now"])


@pytest.mark.parametrize("file, vector", vectorsOf("portals.json"))
def testPortal(file, vector):
    expected = vector["expect"]
    assert outcomeOf(lambda: answerAboutPortals(file, vector)) == (expected["value"], expected["fault"])


def answerAboutRatings(file, vector):
    asked = vector["input"]
    data, kind = bytes.fromhex(asked["bytes"]), asked["kind"]
    if kind in ("service", "rating"):
        return {"service": ratings.readService, "rating": ratings.readRating}[kind](data)
    if kind == "redeem":
        return ratings.redeem(tokens.deriveSecret(bytes.fromhex(file["seed"]), asked["purpose"].encode()).to_bytes(32, "little"), data)
    name = asked["trustList"]
    trust = trust_list.read(bytes.fromhex(file["trustLists"][name]), bytes.fromhex(file["rootKey"])) if name else None
    return ratings.readTicket(data, trust, vector["now"]) if kind == "ticket" else ratings.keyOfPass(data, bytes.fromhex(asked["digest"]), trust)


@pytest.mark.parametrize("file, vector", vectorsOf("ratings.json"))
def testRating(file, vector):
    expected = vector["expect"]
    assert outcomeOf(lambda: answerAboutRatings(file, vector)) == (expected["value"], expected["fault"])


def testEveryWeekIsWrittenAndBeginsAsTheCalendarSays():
    """From Monday to Sunday each second is of one week, of all that 32 bits of seconds have whole."""
    assert [ratings.weekText(week) for week in (1, 2661, 2662, 2974, 2975, 7100)] == [
        "1970-W02", "2020-W53", "2021-W01", "2026-W53", "2027-W01", "2106-W04"]
    for week in range(ratings.kLatestWeek + 1):
        begin = ratings.weekBegins(week)
        assert [ratings.weekOf(second) for second in (begin - 1, begin, begin + 7 * 86400 - 1)] == [week - 1, week, week]


@pytest.mark.parametrize("name", ["months", "gaps", "no-keys"])
def testAVerifierThatKnowsNoTokenKeysReadsTheSameList(name, monkeypatch):
    """Members from 64 on are passed over by whoever does not know them: all else of the list is the same."""
    file = fileNamed("ratings.json")
    data, root = bytes.fromhex(file["trustLists"][name]), bytes.fromhex(file["rootKey"])
    newer = trust_list.read(data, root).report()
    monkeypatch.setattr(trust_list, "kServed", None)
    monkeypatch.setattr(trust_list, "kTokenKeys", None)
    older = trust_list.read(data, root).report()
    assert any(scope["servesPeople"] for scope in newer["scopes"]) and not any(scope["servesPeople"] for scope in older["scopes"])
    for scope in newer["scopes"]:
        scope["servesPeople"] = False
    assert older == {**newer, "tokenKeys": []}


def testExampleOfASet():
    """The one in docs/format.md."""
    encoded = bytes.fromhex("830300418a")
    assert revoked_set.encode({6, 0, 4}) == encoded
    assert revoked_set.read(strict_cbor.decode(encoded), 3) == {0, 4, 6}
    assert faultOf(lambda: revoked_set.read(strict_cbor.decode(encoded), 2)) == "revocation/bad-list"
