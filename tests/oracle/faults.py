"""A refusal: one fault id of docs/format.md."""


class Fault(Exception):
    def __init__(self, faultId):
        super().__init__(faultId)
        self.id = faultId


def require(condition, faultId):
    if not condition:
        raise Fault(faultId)
