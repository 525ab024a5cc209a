#!/usr/bin/env python3
"""Holds our log proofs against pymerkle's, both ways: random logs of 1 to 70 leaves and some larger, every proof."""
import random
import subprocess
import sys

try:
    import pymerkle
except ImportError:
    print("skipped: pymerkle is not installed: run scripts/setup test")
    sys.exit(77)

kLarger = [127, 128, 129, 255, 256, 257, 300]
kProofsOfLarger = 60


class Peer:
    """Our side, in a process of its own."""

    def __init__(self, program):
        self.process = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, *words):
        self.process.stdin.write(" ".join(str(word) for word in words) + "\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip()

    def hashes(self, *words):
        return [bytes.fromhex(word) for word in self.ask(*words).split()]


def hexes(hashes):
    return [value.hex() for value in hashes]


def bent(hashes, rng):
    """The same hashes with one bit of one of them flipped."""
    which, bit = rng.randrange(len(hashes)), rng.randrange(256)
    flipped = bytearray(hashes[which])
    flipped[bit // 8] ^= 1 << bit % 8
    return hashes[:which] + [bytes(flipped)] + hashes[which + 1:]


def accepts(check):
    try:
        check()
        return True
    except pymerkle.InvalidProof:
        return False


def compare_inclusion(peer, tree, index, size, rng):
    root = tree.get_root(size)
    theirs = tree.prove_inclusion(index + 1, size)   # pymerkle counts from one and sends the leaf along
    ours = peer.hashes("include", index, size)
    assert ours == theirs.path[1:], f"inclusion of {index} in {size} differs"
    base = theirs.path[0]
    assert peer.ask("check-include", index, size, root.hex(), *hexes(theirs.path[1:])) == "yes"
    theirs.path = [base] + ours
    assert accepts(lambda: pymerkle.verify_inclusion(base, root, theirs))
    if not ours:
        return
    wrong = bent(ours, rng)
    assert peer.ask("check-include", index, size, root.hex(), *hexes(wrong)) == "no"
    assert peer.ask("check-include", index, size, root.hex(), *hexes(ours[:-1])) == "no"
    assert peer.ask("check-include", index, size, bent([root], rng)[0].hex(), *hexes(ours)) == "no"
    theirs.path = [base] + wrong
    assert not accepts(lambda: pymerkle.verify_inclusion(base, root, theirs))


def as_rfc9162(theirs, first):
    """pymerkle's consistency proof in RFC 9162's shape: it goes on to the first new leaf, where the RFC sends one root."""
    if not theirs.subset or theirs.subset[0] == 1:
        return []   # the same size twice
    end = theirs.subset.index(1)
    added = theirs.path[0]
    for sibling in theirs.path[1:end]:
        added = theirs.hasher.hash_pair(added, sibling)
    # The smaller log's root is left out where it is one whole subtree: the verifier has it.
    known = [] if first & (first - 1) == 0 else [theirs.path[end]]
    return known + [added] + theirs.path[end + 1:]


def compare_consistency(peer, tree, first, second, rng):
    old, new = tree.get_root(first), tree.get_root(second)
    theirs = tree.prove_consistency(first, second)
    assert accepts(lambda: pymerkle.verify_consistency(old, new, theirs))
    expected = as_rfc9162(theirs, first)
    ours = peer.hashes("consist", first, second)
    assert ours == expected, f"consistency of {first} with {second} differs"
    assert peer.ask("check-consist", first, second, old.hex(), new.hex(), *hexes(expected)) == "yes"
    if not ours:
        return
    wrong = bent(ours, rng)
    assert peer.ask("check-consist", first, second, old.hex(), new.hex(), *hexes(wrong)) == "no"
    assert peer.ask("check-consist", first, second, old.hex(), new.hex(), *hexes(ours[:-1])) == "no"
    assert peer.ask("check-consist", first, second, bent([old], rng)[0].hex(), new.hex(), *hexes(ours)) == "no"
    assert peer.ask("check-consist", first, second, old.hex(), bent([new], rng)[0].hex(), *hexes(ours)) == "no"


def main():
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else random.SystemRandom().randrange(2**32)
    print(f"seed {seed}")
    rng = random.Random(seed)
    peer = Peer(sys.argv[1])
    proofs = 0
    for size in list(range(1, 71)) + kLarger:
        entries = [rng.randbytes(rng.randrange(0, 40)) for _ in range(size)]
        tree = pymerkle.InmemoryTree(algorithm="sha256")
        for entry in entries:
            tree.append_entry(entry)
        assert peer.ask("entries", *(entry.hex() or "-" for entry in entries)) == str(size)
        assert peer.hashes("root", size) == [tree.get_root()], f"root of {size} differs"
        places = range(size) if size <= 70 else rng.sample(range(size), kProofsOfLarger)
        for place in places:
            compare_inclusion(peer, tree, place, size, rng)
            compare_consistency(peer, tree, place + 1, size, rng)
            proofs += 2
    print(f"{proofs} proofs agree with pymerkle {pymerkle.__version__}")


main()
