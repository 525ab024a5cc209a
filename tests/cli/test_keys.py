"""citycode keygen and citycode issue-test: keys stay where they were put, and a test city is nobody's."""
import os
import re

from conftest import citycode, kThen, refused, verifying


def testAKeyIsInAFileOfItsOwnerAloneAndNotOnTheTerminal(tmp_path):
    os.umask(0)
    told = citycode("keygen", "--json", "--out", tmp_path / "key")
    first, digits = (tmp_path / "key").read_text().splitlines()
    assert first == "citycode key" and re.fullmatch(r"[0-9a-f]{64}", digits)
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600
    assert digits not in told.out + told.error and re.fullmatch(r"[0-9a-f]{64}", told.json["publicKey"]) and told.json["test"] is False
    another = citycode("keygen", "--out", tmp_path / "another")
    assert (tmp_path / "another").read_text().splitlines()[1] not in another.out + another.error
    assert told.json["publicKey"] not in another.out


def testWithoutANameItIsCitycodeKeyAndAnExistingOneStays(tmp_path):
    assert citycode("keygen", folder=tmp_path).exit == 0
    before = (tmp_path / "citycode.key").read_text()
    refused(73, None, "keygen", folder=tmp_path)
    assert (tmp_path / "citycode.key").read_text() == before


def testASecretIsPrintedOnlyWhenAsked(tmp_path):
    told = citycode("keygen", "--test", "--out", "-", folder=tmp_path)
    assert re.fullmatch(r"citycode test key\n[0-9a-f]{64}\n", told.out) and not list(tmp_path.iterdir())
    refused(64, "start/bad-option", "keygen", "--nothing")
    assert citycode("keygen", "--json", "--out", "-").exit == 64
    refused(73, None, "keygen", "--out", tmp_path / "none/key")


def testTheKeyIsTheOneThatSigns(made):
    told = citycode("issue-test", "--json", "--key", made / "key", "--out", made / "again", "--at", kThen)
    assert told.json["cityKey"] + "\n" == (made / "again/city-key.txt").read_text() == (made / "city/city-key.txt").read_text()
    assert told.json["city"].startswith("TEST CITY")
    assert citycode("inspect", "--json", made / "again/trust-list").json["cityName"] == told.json["city"]


def testEverySceneOfTheStandardListIsValid(made, tmp_path):
    for scope in citycode("inspect", "--json", made / "city/trust-list").json["scopes"]:
        name, folder = scope["name"], tmp_path / scope["name"]
        venue = ["--venue", "north-gate"] if scope["venueOnly"] else []
        assert citycode("issue-test", "--key", made / "key", "--out", folder, "--scene", name, *venue, "--at", kThen).exit == 0, name
        key = ["--scene-key", folder / "scene-key"] if scope["sealed"] else []
        assert citycode(*verifying(folder, *key, *venue, scene=name), "-", stdin=(folder / "code.txt").read_bytes()).exit == 0, name


def testASceneOfOneVenueNeedsItsName(made, tmp_path):
    said = refused(64, "start/bad-option", "issue-test", "--key", made / "key", "--out", tmp_path / "city", "--scene", "sign-in")
    assert "--venue" in said and not (tmp_path / "city").exists()


def testAVenueAndARevokedPassAreTakenForWhatTheyAre(made, tmp_path):
    citycode("issue-test", "--key", made / "key", "--out", tmp_path / "venue", "--venue", "north-gate", "--at", kThen)
    code = (tmp_path / "venue/code.txt").read_bytes()
    assert citycode(*verifying(tmp_path / "venue", "--venue", "north-gate"), "-", stdin=code).exit == 0
    assert "(audience/wrong-venue)" in citycode(*verifying(tmp_path / "venue", "--venue", "south-gate"), "-", stdin=code).out
    citycode("issue-test", "--key", made / "key", "--out", tmp_path / "revoked", "--revoked", "--at", kThen)
    told = citycode(*verifying(tmp_path / "revoked"), "-", stdin=(tmp_path / "revoked/code.txt").read_bytes())
    assert told.exit == 1 and "(revocation/revoked)" in told.out


def testOnlyAKeyThatIsMarkedForTestsSigns(tmp_path):
    citycode("keygen", "--out", tmp_path / "real")
    said = refused(65, None, "issue-test", "--key", tmp_path / "real", "--out", tmp_path / "city")
    assert "is not marked as a test key" in said and not (tmp_path / "city").exists()
    for number, content in enumerate((b"", b"citycode test key", b"citycode test key\nabc\n", b"citycode test key\n" + b"z" * 64, b"\x00" * 32, b"x" * 300)):
        path = tmp_path / str(number)
        path.write_bytes(content)
        path.chmod(0o600)
        refused(65, None, "issue-test", "--key", path, "--out", tmp_path / "city")
    refused(66, None, "issue-test", "--key", tmp_path / "none", "--out", tmp_path / "city")
    citycode("keygen", "--test", "--out", tmp_path / "open")
    (tmp_path / "open").chmod(0o640)
    assert "chmod 600" in refused(65, None, "issue-test", "--key", tmp_path / "open", "--out", tmp_path / "city")


def testWhatATestCityCannotBeIsRefused(made, tmp_path):
    words = ["issue-test", "--key", made / "key", "--out", tmp_path / "city"]
    refused(65, "scope/unknown", *words, "--scene", "moon")
    refused(65, "presentation/bad-value", *words, "--venue", "A VENUE")
    refused(64, "start/bad-option", *words, "--at", "5")
    assert not (tmp_path / "city").exists()
    (tmp_path / "city").mkdir()
    refused(73, None, *words)
