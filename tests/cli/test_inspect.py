"""citycode inspect: what a thing says, always as unverified."""
import base64
import random

import pytest
from conftest import citycode, refused, vectors

kCodes, kPlaces, kRatings, kLog = vectors("codes"), vectors("places"), vectors("ratings"), vectors("log")


def firstGood(file, kind):
    return next(vector for vector in file["vectors"] if vector["input"]["kind"] == kind and vector["expect"]["fault"] is None)


def things():
    """(kind, its bytes, some of what must be read of it)."""
    code = next(v for v in kCodes["vectors"] if v["expect"]["outcome"] == "valid" and v["expect"]["kind"] == "rolling" and v["input"]["scope"] == "transit")
    card = next(v for v in kCodes["vectors"] if v["expect"]["outcome"] == "valid" and v["expect"]["kind"] == "paper")
    yield "code", code["input"]["text"].encode(), {"audience": "transit"}
    yield "card", card["input"]["text"].encode(), {"name": card["expect"]["attributes"]["name"]}
    yield "trust-list", bytes.fromhex(kCodes["trustList"]), {"cityName": "Test City"}
    yield "status-list", bytes.fromhex(kCodes["statusLists"]["today"]), {"form": "full"}
    yield "checkpoint", kLog["checkpoints"][0]["note"].encode(), {"origin": kLog["checkpoints"][0]["note"].split("\n")[0]}
    venue = firstGood(kPlaces, "venue")
    yield "venue-record", bytes.fromhex(venue["input"]["bytes"]), {"venueId": venue["expect"]["value"]["venueId"]}
    portal = firstGood(kPlaces, "portal")
    yield "portal-request", bytes.fromhex(portal["input"]["bytes"]), {"portalId": portal["expect"]["value"]["portalId"]}
    ticket = firstGood(kRatings, "ticket")
    yield "service-ticket", bytes.fromhex(ticket["input"]["bytes"]), {"officeId": ticket["expect"]["value"]["officeId"]}


kThings = list(things())


@pytest.mark.parametrize("kind, content, expected", kThings, ids=[thing[0] for thing in kThings])
def testEachKindIsReadFromAFileAndFromStandardInput(tmp_path, kind, content, expected):
    (tmp_path / "thing").write_bytes(content)
    told = citycode("inspect", "--json", tmp_path / "thing")
    assert told.exit == 0 and told.json["kind"] == kind and told.json["verified"] is False
    assert {name: told.json[name] for name in expected} == expected
    assert citycode("inspect", "--json", "-", stdin=content).json == told.json
    lines = citycode("inspect", tmp_path / "thing").out
    assert lines.startswith("UNVERIFIED: anybody can have written this.\n") and f"kind: {kind}\n" in lines


@pytest.mark.parametrize("kind, content, expected", [thing for thing in kThings if thing[1][0] == 0x84], ids=[thing[0] for thing in kThings if thing[1][0] == 0x84])
def testBytesAreReadAsTextToo(kind, content, expected):
    for text in (content.hex(), content.hex().upper(), base64.urlsafe_b64encode(content).rstrip(b"=").decode()):
        assert citycode("inspect", "--json", "-", stdin=text.encode() + b"\n").json["kind"] == kind


def testAnAddressIsReadBehindItsSign():
    record = next(content for kind, content, _ in kThings if kind == "venue-record")
    address = "https://code.example/app/#venue=" + base64.urlsafe_b64encode(record).rstrip(b"=").decode()
    assert citycode("inspect", "--json", address).json["kind"] == "venue-record"
    refused(65, "request/malformed", "inspect", "https://code.example/app/#venue=%%")


def testAPassIsReadFromTheFolderOfATestCity(made):
    told = citycode("inspect", "--json", made / "city/pass")
    assert told.json["kind"] == "pass" and told.json["attributes"] == {"fare-type": 4} and told.json["sealed"] is False


def testWhatIsNothingOfTheCitysIsRefused():
    refused(65, "code/not-city-code", "inspect", "hello")
    refused(65, "code/not-city-code", "inspect", "-", stdin=b"")
    refused(65, "code/not-city-code", "inspect", "-", stdin=b"\xff\xfe\x00")
    refused(65, "code/bad-base45", "inspect", "CC1:abc")
    refused(65, "code/later-version", "inspect", "CC2:ABC")
    refused(65, "log/bad-checkpoint", "inspect", "a\n\nb")
    refused(65, None, "inspect", "-", stdin=b"\x84" * (8 * 1024 * 1024 + 2000))


@pytest.mark.parametrize("kind, content, expected", kThings, ids=[thing[0] for thing in kThings])
def testWhatIsBentIsReadOrRefusedAndNeverMore(kind, content, expected):
    chance = random.Random(kind)
    for _ in range(6):
        bent = bytearray(content)
        for _ in range(chance.randrange(1, 4)):
            bent[chance.randrange(len(bent))] = chance.randrange(256)
        told = citycode("inspect", "--json", "-", stdin=bytes(bent[:chance.choice([len(bent), chance.randrange(len(bent))])]))
        assert told.exit in (0, 65) and (told.exit == 65) == ("sentence" in told.json)


def testNothingThatSomebodyWroteReachesTheTerminalAsACommand():
    note = kLog["checkpoints"][0]["note"]
    told = citycode("inspect", "-", stdin=note.replace("\n", "‮\n", 1).encode())
    assert "‮" not in told.out and "\\u202e" in told.out
    assert "\x1b" not in refused(65, "code/not-city-code", "inspect", "\x1b[2J")
    assert "\x1b" not in citycode("\x1b[2J").error
