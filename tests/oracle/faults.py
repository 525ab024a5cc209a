"""A refusal: one fault id of docs/format.md."""


class Fault(Exception):
    def __init__(self, faultId):
        super().__init__(faultId)
        self.id = faultId


class Undecided(Fault):
    """Nothing is wrong with the code: this verifier cannot tell."""


class Skipped(Exception):
    """What this needs is not there: no entry is made."""


def require(condition, faultId):
    if not condition:
        raise Fault(faultId)
