"""The second verifier answers the vectors of the smaller formats: tokens, log, shares, scene keys, requests, enrolment codes."""
import hashlib
import zlib

import pytest

import judgement
import public_log
import sealed
import screened_text
import sharing
import signed_request
import status_list
import tokens
import trust_life
import trust_list
import verifier
import work_clock
from faults import Fault
from vector_files import fileNamed, vectorsOf


def outcomeOf(call):
    """(value, None) or (None, fault)"""
    try:
        return call(), None
    except Fault as fault:
        return None, fault.id


def believe(file, asked, now):
    """What a checkpoint says, as the file writes it."""
    logKey, witnesses = public_log.readKey(file["log"]), [public_log.readKey(text) for text in file["witnesses"]]
    proof, needed = [bytes.fromhex(each) for each in asked["proof"]], asked["neededWitnesses"]
    known = asked["known"] and public_log.read(asked["known"], logKey, witnesses, needed, now)[0]
    checkpoint, counted = public_log.read(asked["note"], logKey, witnesses, needed, now)
    public_log.follow(known, checkpoint, proof)
    return {"origin": checkpoint.origin, "size": checkpoint.size, "root": checkpoint.root.hex(),
            "witnesses": [{"name": name, "atUnixSeconds": at} for name, at in counted]}


@pytest.mark.parametrize("file, vector", vectorsOf("log-faults.json"))
def testLog(file, vector):
    asked, expected = vector["input"], vector["expect"]
    if asked["kind"] == "checkpoint":
        assert outcomeOf(lambda: believe(file, asked, vector["now"])) == (expected["value"], expected["fault"])
        return
    checkpoint, _ = public_log.read(asked["note"], public_log.readKey(file["log"]), [], 0, vector["now"])
    leaf, proof = public_log.leafHash(bytes.fromhex(asked["entry"])), [bytes.fromhex(each) for each in asked["proof"]]
    assert outcomeOf(lambda: public_log.verifyInclusion(leaf, asked["index"], checkpoint, proof)) == (None, expected["fault"])


kLog = fileNamed("log.json")


@pytest.mark.parametrize("large", kLog["large"], ids=lambda large: str(large["size"]))
def testLogOfOthers(large):
    whole = public_log.Checkpoint("log", large["size"], bytes.fromhex(large["root"]))
    for proof in large["proofs"]:
        path = [bytes.fromhex(each) for each in proof["inclusion"]]
        leaf = public_log.leafHash(b"entry %d" % proof["index"])
        public_log.verifyInclusion(leaf, proof["index"], whole, path)
        for bent in (path[1:], path + [whole.root], path[:-1] + [leaf]):
            assert outcomeOf(lambda: public_log.verifyInclusion(leaf, proof["index"], whole, bent)) == (None, "log/bad-proof")


@pytest.mark.parametrize("large", kLog["large"], ids=lambda large: str(large["size"]))
def testTilesOfOthers(large):
    ours = public_log.tiles([public_log.leafHash(b"entry %d" % n) for n in range(large["size"])])
    named = {tile["path"]: tile["sha256"] for tile in large["tiles"]}
    assert {path: hashlib.sha256(data).hexdigest() for path, data in ours.items() if path in named} == named
    assert large["size"] > 10_000 or set(ours) == set(named)   # of the largest only some are named


def rootOf(leaves):
    """RFC 9162 section 2.1.1"""
    if len(leaves) <= 1:
        return leaves[0] if leaves else hashlib.sha256().digest()
    half = 1 << (len(leaves) - 1).bit_length() - 1
    return hashlib.sha256(b"\x01" + rootOf(leaves[:half]) + rootOf(leaves[half:])).digest()


@pytest.mark.parametrize("tree", kLog["trees"], ids=lambda tree: str(tree["size"]))
def testTreesOfOthers(tree):
    assert rootOf([public_log.leafHash(b"entry %d" % n) for n in range(tree["size"])]).hex() == tree["root"]


@pytest.mark.parametrize("each", kLog["checkpoints"], ids=lambda each: each["why"])
def testCheckpointsOfOthers(each):
    witnesses = [public_log.readKey(text) for text in each["witnesses"]]
    _, counted = public_log.read(each["note"], public_log.readKey(each["log"]), witnesses, len(witnesses), 2**40)
    assert [at for _, at in counted] == each["times"]


def bytesOfShare(text):
    """Long ones are packed in the file."""
    return zlib.decompress(bytes.fromhex(text.removeprefix("zlib:"))) if text.startswith("zlib:") else bytes.fromhex(text)


@pytest.mark.parametrize("file, vector", vectorsOf("replay-shares.json"))
def testShares(file, vector):
    trust = trust_list.read(bytes.fromhex(file["trustList"]), bytes.fromhex(file["rootKey"]))
    terminals, memory, answers = [bytes.fromhex(key) for key in file["terminals"]], sharing.Memory(vector["input"]["capacity"] or 100_000), []
    request = judgement.Request(vector["now"], "transit")
    request.statusLists.adopt(bytes.fromhex(file["statusList"]), trust, vector["now"])
    for code in vector["input"]["codes"]:
        assert verifier.verify(code, request, trust, memory)["outcome"] == "valid"
    for share in vector["input"]["shares"]:
        merged, fault = outcomeOf(lambda: memory.merge(bytesOfShare(share), file["venue"], terminals, trust, vector["now"]))
        counts = merged and dict(zip(("added", "renewed", "ignored"), merged))
        answers.append({"fault": fault, "merged": counts})
    sightings = [memory.see(sharing.kRecord.unpack(bytes.fromhex(record))) for record in vector["input"]["accepted"]]
    saved, fault = memory.save(vector["now"], request.workClock.latest).hex(), "replay/memory-full" if "full" in sightings else answers[-1]["fault"]
    assert {"fault": fault, "answers": answers, "sightings": sightings, "memory": saved} == vector["expect"]


class Reader:
    """Takes the steps of work-clock.json."""

    def __init__(self, file):
        self.file, self.taken, self.clock = file, [], work_clock.WorkClock()
        self.begin()

    def begin(self):
        self.anchors = trust_life.Anchors(bytes.fromhex(self.file["rootKey"]))
        self.trust, self.lists, self.replay = None, status_list.StatusLists(), sharing.Memory()

    def take(self, step):
        """(outcome, fault)"""
        now, do = step["now"], step["do"]
        if do == "judge":
            request = judgement.Request(now, step["scope"], statusLists=self.lists, workClock=self.clock)
            judged = verifier.verify(step["text"], request, self.trust, self.replay)
            return judged["outcome"], judged["fault"]
        if do == "server":
            return None, self.clock.serverSaid(step["server"], now)
        if do == "restart":
            self.clock = work_clock.WorkClock(latest=self.clock.latest)
            self.begin()
            for earlier in list(self.taken):
                self.offer(earlier, earlier["now"], isAgain=True)
            return None, None
        return None, outcomeOf(lambda: self.offer(step, now))[1]

    def offer(self, step, now, isAgain=False):
        data = bytes.fromhex(step["bytes"])
        if step["do"] == "trust-list":
            self.anchors = trust_life.adopt(data, self.anchors, now)
            self.trust = trust_list.read(data, self.anchors.root)
            iat = self.trust.iat
        else:
            iat = self.lists.adopt(data, self.trust, now)[1].iat
        self.clock.listCame(iat, now)
        if not isAgain:
            self.taken.append(step)


@pytest.mark.parametrize("file, vector", vectorsOf("work-clock.json"))
def testWorkClock(file, vector):
    reader, answers = Reader(file), []
    for step in vector["input"]["steps"]:
        outcome, fault = reader.take(step)
        answers.append({"outcome": outcome, "fault": fault})
    assert {"fault": answers[-1]["fault"], "answers": answers} == vector["expect"]


@pytest.mark.parametrize("file, vector", vectorsOf("scene-keys.json"))
def testSceneKeys(file, vector):
    asked, expected, secret = vector["input"], vector["expect"], bytes.fromhex(vector["input"]["secret"])
    if asked["kind"] == "derive":
        secret = sealed.deriveSecret(secret, asked["scopeId"], asked["utcDay"])
        assert secret.hex() == expected["secret"]
    keys = {(asked["scopeId"], other): bytes([3] * 32) for other in range(asked.get("before", 0))}
    _, fault = outcomeOf(lambda: sealed.hold(keys, asked["scopeId"], asked["utcDay"], secret))
    sealing = sealed.sealingKeyOf(secret).hex() if fault is None else None
    assert (sealing, fault) == (expected["sealingKey"], expected["fault"])


@pytest.mark.parametrize("file, vector", vectorsOf("requests.json"))
def testRequests(file, vector):
    asked, expected = vector["input"], vector["expect"]
    if asked["kind"] == "base64url":
        data, fault = outcomeOf(lambda: signed_request.decodeBase64Url(asked["text"]).hex())
    else:
        data, fault = outcomeOf(lambda: signed_request.verify(asked, bytes.fromhex(file["publicKey"]), vector["now"]))
    assert (data, fault) == (expected["bytes"], expected["fault"])


@pytest.mark.parametrize("file, vector", vectorsOf("enrolment-codes.json"))
def testEnrolmentCodes(file, vector):
    expected = vector["expect"]
    assert outcomeOf(lambda: signed_request.enrolmentCode(vector["input"]["typed"])) == (expected["code"], expected["fault"])


def answerOfTokens(file, asked):
    """What a vector of this kind expects beside its fault."""
    secret, bytesOf = bytes.fromhex(file["secret"]), bytes.fromhex
    if asked["kind"] == "blind":
        return {"blinded": tokens.blind(bytesOf(asked["input"]), bytesOf(asked["random"])).hex()}
    if asked["kind"] == "evaluate":
        evaluated, proof = tokens.evaluate(secret, bytesOf(asked["info"]), [bytesOf(each) for each in asked["blinded"]], bytesOf(asked["proofRandom"]))
        return {"evaluated": [each.hex() for each in evaluated], "proof": proof.hex()}
    if asked["kind"] == "finalize":
        lists = ([bytesOf(each) for each in asked[name]] for name in ("inputs", "randoms", "evaluated"))
        return {"outputs": [each.hex() for each in tokens.finalize(bytesOf(asked["info"]), *lists, bytesOf(asked["proof"]), bytesOf(asked["publicKey"]))]}
    if asked["kind"] == "key":
        return {"publicKey": tokens.publicKeyOf(bytesOf(asked["secret"])).hex()}
    tokens.redeem(secret, bytesOf(asked["info"]), bytesOf(asked["input"]), bytesOf(asked["output"]))
    return {}


@pytest.mark.parametrize("file, vector", vectorsOf("tokens.json"))
def testTokens(file, vector):
    assert tokens.deriveSecret(bytes.fromhex(file["seed"]), file["purpose"].encode()).to_bytes(32, "little").hex() == file["secret"]
    value, fault = outcomeOf(lambda: answerOfTokens(file, vector["input"]))
    nothing = {name: None for name in vector["expect"] if name != "fault"}
    assert {**(value or nothing), "fault": fault} == vector["expect"]


@pytest.mark.parametrize("file, vector", vectorsOf("screened-texts.json"))
def testScreenedTexts(file, vector):
    assert {"text": screened_text.screened(vector["input"]["text"])} == vector["expect"]
