"""The table of attributes in docs/format.md."""
import strict_cbor
from faults import require

kText, kUint, kBool, kBytes = "text", "uint", "bool", "bytes"
kAttributes = {1: kText, 2: kUint, 3: kText, 4: kBool, 5: kBool, 6: kBool, 7: kBool, 8: kUint, 9: kUint, 10: kBytes,
               11: kUint, 12: kUint, 13: kUint, 14: kBool, 15: kBool, 16: kUint, 17: kText, 18: kText}
kBad = "pass/bad-value"


def read(value):
    for attribute, one in strict_cbor.expect(value, dict).items():
        require(attribute in kAttributes, kBad)
        kind = kAttributes[attribute]
        if kind == kText:
            require(1 <= len(strict_cbor.expect(one, str).encode()) <= 64, kBad)
        elif kind == kBytes:
            require(1 <= len(strict_cbor.expect(one, bytes)) <= 16, kBad)
        elif kind == kBool:
            strict_cbor.expect(one, bool)
        else:
            require(strict_cbor.expectUint(one) < 2**32, kBad)
    return value
