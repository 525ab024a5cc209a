"""The table of attributes in docs/format.md."""
import shown_text
import strict_cbor
from faults import require
from tables import kAttributeNames, kAttributes, kPassMarkSeconds as kMarkSeconds

kText, kUint, kBool, kTime, kBytes = "text", "uint", "bool", "time", "bytes"
kBad = "pass/bad-value"


def isMark(seconds):
    return seconds % kMarkSeconds == 0


def read(value):
    for attribute, one in strict_cbor.expect(value, dict).items():
        require(attribute in kAttributes, kBad)
        kind = kAttributes[attribute]
        if kind == kText:
            require(len(strict_cbor.expect(one, str).encode()) <= 64 and shown_text.isFitToShow(one), kBad)
        elif kind == kBytes:
            require(1 <= len(strict_cbor.expect(one, bytes)) <= 16, kBad)
        elif kind == kBool:
            strict_cbor.expect(one, bool)
        else:
            require(strict_cbor.expectUint(one) < 2**32, kBad)
            require(kind != kTime or isMark(one), kBad)
    return value
