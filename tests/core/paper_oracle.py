#!/usr/bin/env python3
"""The paper codes of tests/vectors/codes.json, read and verified by other people's code: cwt, cbor2 and Python's zlib."""
import hashlib
import json
import pathlib
import sys
import zlib

import cbor2
from cwt import COSE, COSEKey

kAlphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"   # RFC 9285


def base45(text):
    out = bytearray()
    for i in range(0, len(text), 3):
        group = text[i:i + 3]
        number = sum(kAlphabet.index(c) * 45**j for j, c in enumerate(group))
        out += number.to_bytes(len(group) - 1, "big")
    return bytes(out)


def issuer_key(trust_list):
    payload = cbor2.loads(cbor2.loads(trust_list)[2])
    public = payload[3][0][1]
    return COSEKey.new({1: 1, 2: hashlib.sha256(public).digest()[:4], 3: -8, -1: 6, -2: public})


def main():
    file = json.loads(pathlib.Path(sys.argv[1]).read_text())
    key = issuer_key(bytes.fromhex(file["trustList"]))
    texts = {v["id"]: v["input"]["text"] for v in file["vectors"] if "paper" in v["id"]}
    for name in ("valid/paper", "valid/paper-photo"):
        message = zlib.decompress(base45(texts[name]))
        claims = cbor2.loads(COSE.new().decode(message, key))   # verifies the signature
        identity = claims[169]
        assert identity[4] == "王小明" and identity[1] == "3***15" and identity[22] == "resident", identity
        assert claims[4] - claims[5] == 180 * 86400 and claims[1].startswith("https://"), claims
        assert set(claims[65535]["status_list"]) == {"idx", "uri"}, claims
        assert 8 not in identity, "a birth date"
        assert (16 in identity) == (17 in identity) == (name == "valid/paper-photo"), identity
        assert cbor2.dumps(claims, canonical=True) == cbor2.loads(message).value[2], "not deterministic"
    try:
        COSE.new().decode(zlib.decompress(base45(texts["trust/unknown-issuer/paper"])), key)
    except Exception as refused:   # the library has a type for each reason
        print(f"refused as it must be: {type(refused).__name__}")
    else:
        sys.exit("a stranger's card was accepted")
    print("2 paper codes verified by cwt and cbor2, and a stranger's refused")


main()
