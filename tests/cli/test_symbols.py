"""citycode draw and citycode read: one is the other's way back."""
import pathlib
import struct
import xml.etree.ElementTree
import zlib

import pytest
from conftest import citycode, refused

kText = "CC1:A CODE, DRAWN AND READ"


def ppm(pgm):
    head, pixels = pgm.split(b"255\n", 1)
    return head.replace(b"P5", b"P6") + b"255\n" + bytes(byte for grey in pixels for byte in (grey, grey, grey))


@pytest.mark.parametrize("level", ["L", "M", "Q", "H"])
def testWhatIsDrawnIsRead(tmp_path, level):
    drawn = citycode("draw", "--json", "--level", level, "--out", tmp_path / "code.pgm", kText)
    assert drawn.exit == 0 and drawn.json["file"] == str(tmp_path / "code.pgm") and drawn.json["form"] == "pgm"
    told = citycode("read", "--json", tmp_path / "code.pgm")
    assert told.exit == 0 and [(one["text"], one["version"]) for one in told.json["symbols"]] == [(kText, drawn.json["version"])]
    assert told.json["counts"] == 0 and told.json["symbols"][0]["bytes"] == kText.encode().hex()
    assert citycode("read", tmp_path / "code.pgm").out == kText + "\n"


def testAColourPictureAndStandardInputAreRead(tmp_path):
    citycode("draw", "--out", tmp_path / "code.pgm", kText)
    picture = (tmp_path / "code.pgm").read_bytes()
    for given in (picture, ppm(picture)):
        assert citycode("read", "-", stdin=given).out == kText + "\n"


def testAPngIsDrawnAndReadAndAJpegIsRead(tmp_path):
    assert citycode("draw", "--out", tmp_path / "code.png", kText).exit == 0
    png = (tmp_path / "code.png").read_bytes()
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    assert citycode("read", tmp_path / "code.png").out == kText + "\n"
    jpeg = (pathlib.Path(__file__).parent / "code.jpg").read_bytes()   # the same symbol, turned and in colour, of another program
    assert citycode("read", "-", stdin=jpeg).out == kText + "\n"
    for whole in (png, jpeg):
        for size in (20, len(whole) // 2, len(whole) - 20):
            refused(65, None, "read", "-", stdin=whole[:size])


def chunk(kind, content):
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def testAPictureThatSaysItIsTooLargeIsNotUnpacked():
    png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 60000, 60000, 8, 0, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(bytes(60001))) + chunk(b"IEND", b"")
    refused(65, "image/bad-size", "read", "-", stdin=png)
    frame = b"\xff\xd8\xff\xc0" + struct.pack(">HBHHB", 11, 8, 65000, 65000, 1) + b"\x01\x11\x00"
    refused(65, "image/bad-size", "read", "-", stdin=frame + b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00" + bytes(40))


def testWhatASymbolHoldsIsShownAsText(tmp_path):
    citycode("draw", "--out", tmp_path / "code.pgm", "-", stdin=b"\x1b[2J" + "\u202e".encode())
    assert citycode("read", tmp_path / "code.pgm").out == '"\\u001b[2J\\u202e"\n'


def testASvgIsAPictureAndATerminalShowsLines(tmp_path):
    assert citycode("draw", "--out", tmp_path / "code.svg", kText).exit == 0
    root = xml.etree.ElementTree.parse(tmp_path / "code.svg").getroot()
    side = int(root.attrib["viewBox"].split()[2])
    told = citycode("draw", "--json", kText)
    assert side == told.json["sideModules"] + 8 and told.json["form"] == "terminal"
    lines = citycode("draw", "-", stdin=kText.encode() + b"\n").out
    assert lines == told.json["picture"] and len(lines.splitlines()) == (side + 1) // 2


def testWhatCannotBeDrawnIsRefused(tmp_path):
    refused(65, "symbol/too-long", "draw", "x" * 1500)
    refused(64, "start/bad-option", "draw", "")
    refused(64, "start/bad-option", "draw", "--level", "X", kText)
    refused(64, "start/bad-option", "draw", "--form", "gif", kText)
    refused(64, "start/bad-option", "draw", "--out", tmp_path / "code.gif", kText)
    assert citycode("draw", "--json", "--form", "png", kText).exit == 64   # JSON has no place for it
    (tmp_path / "code.svg").write_text("mine")
    refused(73, None, "draw", "--out", tmp_path / "code.svg", kText)
    refused(73, None, "draw", "--out", tmp_path / "none/code.svg", kText)
    assert (tmp_path / "code.svg").read_text() == "mine"


@pytest.mark.parametrize("picture", [
    b"", b"P5", b"P5\n", b"P5 1 1 255", b"P5 1 1 255\n", b"P4\n8 8\n\xff", b"P5\n2 2\n65535\n" + bytes(8), b"P5\n999999999 9\n255\n", b"P5\n-1 4\n255\nabcd",
    b"P5\n4 4\n255\n123", b"\x89PNG\r\n\x1a\n" + bytes(40), b"\xff\xd8\xff" + bytes(40), b"P5 # " + b"x" * 100])
def testWhatIsNoPictureIsRefused(picture):
    refused(65, None, "read", "-", stdin=picture)


def testAPictureOfNoSizeOrTooLargeIsRefused():
    refused(65, "image/bad-size", "read", "-", stdin=b"P5\n0 4\n255\n")
    refused(65, "image/bad-size", "read", "-", stdin=b"P5\n9000 1\n255\n" + bytes(9000))


def testAPictureWithoutASymbolIsSaid(tmp_path):
    told = citycode("read", "--json", "-", stdin=b"P5\n# grey\n64 64\n255\n" + bytes([128]) * 4096)
    assert (told.exit, told.json) == (1, {"symbols": [], "counts": None})
    refused(66, None, "read", tmp_path / "none")
