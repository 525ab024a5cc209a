"""The public log in docs/format.md: checkpoints as signed notes (C2SP), and proofs (RFC 9162 section 2.1)."""
import base64
import hashlib
import re
from dataclasses import dataclass

import ed25519
from faults import require
from tables import kMaxCheckpointBytes as kMaxNoteBytes, kMaxCheckpointSignatures as kMaxSignatures, kMaxExtensionLines as kMaxExtensions, kMaxLogSize as kMaxSize, kTileWidth, kWitnessAheadSeconds as kAheadSeconds

kLogType, kWitnessType = 1, 4
kBad, kBadSignature, kBadProof = "log/bad-checkpoint", "log/bad-signature", "log/bad-proof"


@dataclass
class Key:
    name: str
    type: int
    key: bytes

    def id(self):
        return hashlib.sha256(self.name.encode() + b"\n" + bytes([self.type]) + self.key).digest()[:4]


@dataclass
class Checkpoint:
    origin: str
    size: int
    root: bytes


def readKey(text):
    name, _, encoded = text.split("+", 2)
    data = base64.b64decode(encoded, validate=True)
    return Key(name, data[0], data[1:])


def _base64(text):
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        return None
    return data if base64.b64encode(data).decode() == text else None


def _readText(text):
    lines = text.split("\n")[:-1]
    require(len(lines) >= 3 and lines[0] and len(lines) - 3 <= kMaxExtensions, kBad)
    require(all(lines) and all(ord(c) >= 32 for line in lines for c in line), kBad)
    require(re.fullmatch(r"0|[1-9][0-9]{0,15}", lines[1]) and int(lines[1]) <= kMaxSize, kBad)
    root = _base64(lines[2])
    require(root is not None and len(root) == 32, kBad)
    checkpoint = Checkpoint(lines[0], int(lines[1]), root)
    require(checkpoint.size > 0 or root == hashlib.sha256().digest(), kBad)
    return checkpoint


def _readSignatures(lines):
    """(name, key id, signature) of each."""
    signatures = []
    for line in lines:
        match = re.fullmatch(r"\u2014 ([^ +]+) (\S+)", line)
        data = _base64(match[2]) if match else None
        require(data is not None and len(data) >= 5, kBad)
        signatures.append((match[1], data[:4], data[4:]))
    require(1 <= len(signatures) <= kMaxSignatures, kBad)
    return signatures


def read(note, logKey, witnessKeys, needed, now):
    """The checkpoint, and (name, time) of each witness that counts."""
    require(len(note.encode()) <= kMaxNoteBytes and note.endswith("\n") and "\n\n" in note, kBad)
    text, _, rest = note.rpartition("\n\n")
    text += "\n"
    checkpoint, signatures = _readText(text), _readSignatures(rest.split("\n")[:-1])
    require(checkpoint.origin == logKey.name, kBad)
    isSigned, seen = False, {}
    for name, keyId, signature in signatures:
        if (name, keyId) == (logKey.name, logKey.id()):
            require(ed25519.verify(logKey.key, text.encode(), signature), kBadSignature)
            isSigned = True
        for witness in witnessKeys:
            if (name, keyId) == (witness.name, witness.id()):
                at = int.from_bytes(signature[:8], "big")
                signed = f"cosignature/v1\ntime {at}\n{text}".encode()
                require(ed25519.verify(witness.key, signed, signature[8:]), kBadSignature)
                seen[witness.name] = at
    require(isSigned, kBadSignature)
    counted = [(key.name, seen[key.name]) for key in witnessKeys if key.name in seen and seen[key.name] <= now + kAheadSeconds]
    require(len(counted) >= needed, "log/too-few-witnesses")
    return checkpoint, counted


def leafHash(entry):
    return hashlib.sha256(b"\x00" + entry).digest()


def _node(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def verifyInclusion(leaf, index, checkpoint, proof):
    """RFC 9162 section 2.1.3.2."""
    require(index < checkpoint.size, kBadProof)
    number, last, result = index, checkpoint.size - 1, leaf
    for each in proof:
        require(last > 0, kBadProof)
        if number & 1 or number == last:
            result = _node(each, result)
            while not number & 1 and number:
                number, last = number >> 1, last >> 1
        else:
            result = _node(result, each)
        number, last = number >> 1, last >> 1
    require(last == 0 and result == checkpoint.root, kBadProof)


def _verifyConsistency(known, offered, proof):
    """RFC 9162 section 2.1.4.2, for a smaller one that is not empty."""
    path = list(proof)
    if known.size & (known.size - 1) == 0:
        path.insert(0, known.root)
    require(path, kBadProof)
    number, last = known.size - 1, offered.size - 1
    while number & 1:
        number, last = number >> 1, last >> 1
    first = second = path[0]
    for each in path[1:]:
        require(last > 0, kBadProof)
        if number & 1 or number == last:
            first, second = _node(each, first), _node(each, second)
            while not number & 1 and number:
                number, last = number >> 1, last >> 1
        else:
            second = _node(second, each)
        number, last = number >> 1, last >> 1
    require(last == 0 and first == known.root and second == offered.root, kBadProof)


def follow(known, offered, proof):
    """Raises unless `offered` may come after `known`, which may be None."""
    if known is None:
        return
    require(offered.size >= known.size, "log/rolled-back")
    if offered.size == known.size:
        require(offered.root == known.root and not proof, kBadProof)
    elif known.size == 0:
        require(not proof, kBadProof)
    else:
        _verifyConsistency(known, offered, proof)




def _rootOf(hashes):
    """Of 2^n of them."""
    while len(hashes) > 1:
        hashes = [_node(*pair) for pair in zip(hashes[::2], hashes[1::2])]
    return hashes[0]


def _indexText(index):
    groups = [f"{index % 1000:03}"]
    while index >= 1000:
        index //= 1000
        groups.insert(0, f"x{index % 1000:03}")
    return "/".join(groups)


def tiles(leafHashes):
    """By path: every tile of a log of these leaves (C2SP tlog-tiles)."""
    found, level, row = {}, 0, leafHashes
    while row:
        for begin in range(0, len(row), kTileWidth):
            part = row[begin:begin + kTileWidth]
            path = f"tile/{level}/{_indexText(begin // kTileWidth)}"
            found[path if len(part) == kTileWidth else f"{path}.p/{len(part)}"] = b"".join(part)
        whole = range(0, len(row) - kTileWidth + 1, kTileWidth)
        level, row = level + 1, [_rootOf(row[begin:begin + kTileWidth]) for begin in whole]
    return found
