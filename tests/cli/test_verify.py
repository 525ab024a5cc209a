"""citycode verify: the core's verdict, as exit code, lines and JSON."""
import pytest
from conftest import citycode, kThen, refused, vectors, verifying

kCodes = vectors("codes")
kExit = {"valid": 0, "invalid": 1, "undecided": 2}


def isForOneCall(vector):
    """A case that one call can make: nothing was shown before, and no list was adopted by another clock."""
    asked = vector["input"]
    return (not asked["shownBefore"] and not asked["sceneKeys"] and not asked.get("clockAheadSeconds") and asked["withTrustList"]
            and asked["adoptedAt"] == vector["now"] and vector["expect"]["fault"] != "time/clock-behind-list" and asked["scope"])


def some():
    """Every fault that can be met so, once, in a phone's code and in a card; and some that are valid."""
    seen = {}
    for vector in filter(isForOneCall, kCodes["vectors"]):
        expect = vector["expect"]
        seen.setdefault((expect["fault"], expect["kind"], expect["scope"] if expect["outcome"] == "valid" else ""), vector)
    return list(seen.values())


@pytest.mark.parametrize("vector", some(), ids=lambda vector: vector["id"])
def testTheVerdictIsTheCores(city, vector):
    asked, expect = vector["input"], dict(vector["expect"])
    words = ["verify", "--json", "--city-key", kCodes["rootKey"], "--trust-list", city / "trust", "--scene", asked["scope"], "--at", vector["now"]]
    for name in asked["statusLists"]:
        words += ["--status-list", city / f"status-{name}"]
    words += [] if not asked["venue"] else ["--venue", asked["venue"]]
    words += [] if not asked["nonce"] else ["--nonce", asked["nonce"]]
    told = citycode(*words, "-", stdin=asked["text"].encode())
    expect.pop("before", None)
    expect["checks"] = [{"check": name, "state": state.split()[0], "fault": (state.split() + [None])[1]} for name, state in expect["checks"].items()]
    told.json.pop("refusedStatusLists")
    assert told.json.pop("city") == "Test City"
    if expect["photo"]:
        expect["photo"] = told.json["photo"]   # of another form in the vectors
    assert told.json == expect
    assert told.exit == kExit[expect["outcome"]]


def testPeopleAreToldTheVerdictWhyAndWhatTheSceneMaySee(made):
    code = (made / "city/code.txt").read_bytes()
    told = citycode(*verifying(made / "city"), "-", stdin=code)
    assert told.exit == 0 and told.out.startswith("valid, by the lists of TEST CITY") and "fare-type: 4\n" in told.out
    late = citycode(*verifying(made / "city", at="2027-01-15T12:00:00Z"), "-", stdin=code)
    assert late.exit == 1 and "why: It has expired. (time/expired)\n" in late.out and "fare-type" not in late.out
    without = verifying(made / "city")
    del without[5:7]   # the status list
    assert citycode(*without, "-", stdin=code).exit == 2


def testAStatusListThatIsRefusedIsNamedAndChangesNothing(made, tmp_path):
    (tmp_path / "other").write_bytes((made / "city/trust-list").read_bytes())
    told = citycode(*verifying(made / "city"), "--json", "--status-list", tmp_path / "other", "-", stdin=(made / "city/code.txt").read_bytes())
    assert told.exit == 0 and [one["file"] for one in told.json["refusedStatusLists"]] == [str(tmp_path / "other")]


def testACodeCanBeTheArgumentItself(made):
    code = (made / "city/code.txt").read_text().strip()
    assert citycode(*verifying(made / "city"), code).exit == 0
    assert citycode(*verifying(made / "city"), code + "0").exit == 1


def testWhatIsNoTrustListOfThisCityIsRefused(made, city, tmp_path):
    words = verifying(made / "city")
    for content, fault in ((b"", "cbor/truncated"), (b"\x84" * 50, None), ((city / "trust").read_bytes(), "trust/bad-signature")):
        (tmp_path / "list").write_bytes(content)
        told = citycode(*words[:4], tmp_path / "list", *words[5:], "--json", "CC1:")
        assert told.exit == 65 and (fault is None or told.json["fault"] == fault), told
    refused(66, None, *words[:4], tmp_path / "none", *words[5:], "CC1:")
    (tmp_path / "list").write_bytes(bytes(256 * 1024 + 1))
    refused(65, None, *words[:4], tmp_path / "list", *words[5:], "CC1:")
    refused(65, "trust/from-future", *verifying(made / "city", at=1_700_000_000), "CC1:")


def testWhatIsNoKeyTimeOrNonceIsRefused(made, tmp_path):
    words = verifying(made / "city")
    refused(66, None, *words[:2], "no/such/file", *words[3:], "CC1:")
    (tmp_path / "key").write_text("abc\n")
    refused(65, "request/malformed", *words[:2], tmp_path / "key", *words[3:], "CC1:")
    for at in ("yesterday", "2027-02-30T00:00:00Z", "2027-01-15T08:00:61Z", "-5", "1e9", "99999999999999999999"):
        refused(64, "start/bad-option", *verifying(made / "city", at=at), "CC1:")
    for nonce in ("00", "zz", "00" * 17):
        refused(64, "start/bad-option", *words, "--nonce", nonce, "CC1:")


def testASceneThatTheListDoesNotHaveIsInvalid(made):
    told = citycode(*verifying(made / "city", scene="moon"), "--json", "-", stdin=(made / "city/code.txt").read_bytes())
    assert told.exit == 1 and told.json["fault"] == "scope/unknown"


def testATextThatIsTooLongIsRefused(made):
    refused(65, None, *verifying(made / "city"), "-", stdin=b"A" * 70_000)
    refused(65, None, *verifying(made / "city"), "A" * 70_000)


def testASealedSceneOpensWithItsKeyAlone(made, tmp_path):
    assert citycode("issue-test", "--key", made / "key", "--out", tmp_path / "city", "--scene", "identity", "--at", kThen).exit == 0
    words, code = verifying(tmp_path / "city", scene="identity"), (tmp_path / "city/code.txt").read_bytes()
    told = citycode(*words, "--json", "-", stdin=code)
    assert (told.exit, told.json["fault"]) == (2, "scope/scene-key-missing")
    key = tmp_path / "city/scene-key"
    assert citycode(*words, "--json", "--scene-key", key, "-", stdin=code).json["attributes"]["name"] == "Test Person"
    refused(65, "scope/unknown", *verifying(tmp_path / "city", scene="moon"), "--scene-key", key, "-", stdin=code)
    key.chmod(0o644)
    assert "chmod 600" in refused(65, None, *words, "--scene-key", key, "-", stdin=code)
    short = tmp_path / "short"
    short.write_bytes(b"1234")
    short.chmod(0o600)
    refused(65, "scope/bad-scene-key", *words, "--scene-key", short, "-", stdin=code)
