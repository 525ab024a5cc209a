"""The table of attributes in docs/format.md."""
import shown_text
import strict_cbor
from faults import require

kText, kUint, kBool, kTime, kBytes = "text", "uint", "bool", "time", "bytes"
kAttributes = {1: kText, 2: kUint, 3: kText, 4: kBool, 5: kBool, 6: kBool, 7: kBool, 8: kUint, 9: kUint, 10: kBytes,
               11: kUint, 12: kUint, 13: kTime, 14: kBool, 15: kBool, 16: kUint, 17: kText, 18: kText}
kNames = {1: "name", 2: "document-type", 3: "document-number-masked", 4: "over-18", 5: "over-60", 6: "city-resident",
          7: "disability-permit", 8: "fare-type", 9: "insurance-type", 10: "pseudonym", 11: "health-status",
          12: "health-rule-set", 13: "health-computed-at", 14: "trade-certificate-valid", 15: "safety-training-valid",
          16: "ticket-class", 17: "enterprise-credit-code", 18: "enterprise-role"}
kBad = "pass/bad-value"
kMarkSeconds = 3600   # times begin and end on full hours


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
