"""The description and the running server are one: what server/openapi.json says is what the server's own rows of routes are, both ways."""
import json
import re

import jsonschema_rs
import pytest
import schemathesis.specs.openapi.definitions as definitions
from city import kRoot, running

kDocument = json.loads((kRoot / "server/openapi.json").read_text())


@pytest.fixture(scope="module")
def city():
    with running("sqlite") as city:
        yield city


def operations(document):
    return {(path, method): operation for path, item in document["paths"].items() for method, operation in item.items()}


def at(reference):
    found = kDocument
    for name in reference.removeprefix("#/").split("/"):
        found = found[name]
    return found


def references(node):
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for value in node.values():
            yield from references(value)
    elif isinstance(node, list):
        for value in node:
            yield from references(value)


def testIsOpenApi31WithSchemasOfJsonSchema():
    definitions.OPENAPI_31_VALIDATOR.validate(kDocument)
    for schema in kDocument["components"]["schemas"].values():
        jsonschema_rs.meta.validate({"$schema": kDocument["jsonSchemaDialect"], **schema})


def testEveryExampleIsOneAndEveryBodyHasOne():
    components = {"components": kDocument["components"]}
    for name, schema in kDocument["components"]["schemas"].items():
        for example in schema.get("examples", []):
            jsonschema_rs.validator_for({**schema, **components}).validate(example)
    taken = [operation["requestBody"] for operation in operations(kDocument).values() if "requestBody" in operation]
    bodies = {body["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2] for body in taken}
    bare = {name for name in bodies if "examples" not in kDocument["components"]["schemas"][name]}
    assert bare == {"Nothing", "PortalRequest", "PhoneAnswer", "Rating"}   # without members, or sealed and signed by whoever sends it


def testTheRowsOfTheServerAreWhatIsDescribed(city):
    """Its paths, methods and callers are those of its rows (server/src/openapi): one that nobody described has nothing else beside, one without a row is missing."""
    assert city.get("/v1/openapi.json") == kDocument
    assert all(operation["summary"] for operation in operations(kDocument).values())


def testACityThatIsNoDemoHasNothingOfTheDemo():
    with running("sqlite", demo=False) as city:
        served = city.get("/v1/openapi.json")
    assert served["paths"] == {path: item for path, item in kDocument["paths"].items() if not path.startswith("/v1/demo/")}
    assert len(served["paths"]) < len(kDocument["paths"])


def testEveryPathOfTheProseIsDescribed():
    prose = (kRoot / "docs/api.md").read_text()
    named = {path.rstrip("/") for path in re.findall(r"`(?:GET |POST )?(/v1/[a-z0-9{}/.A-Za-z-]+)", prose)}
    assert named - set(kDocument["paths"]) == set()
    assert {path for path in kDocument["paths"] if path not in prose} == set()


def testEachRowThatLetsInASignerSaysHowItSigns():
    schemes = {"device": "device", "terminal": "terminal", "portal": "portal", "office-staff": "staffLink"}
    for operation in operations(kDocument).values():
        due = [schemes[caller] for caller in operation["x-callers"] if caller != "anyone"]
        told = [name for either in operation.get("security", []) for name in either]
        assert told == due or (not due and told in ([], ["newKey"], ["ratedPass"])), operation["operationId"]


def testNothingIsLeftOver():
    """Every reference leads somewhere, and every component is used; 405 is every path's, and no operation's."""
    used = set(references(kDocument))
    for reference in used:
        at(reference)
    for kind in ("schemas", "responses", "headers", "parameters"):
        unused = {name for name in kDocument["components"][kind] if f"#/components/{kind}/{name}" not in used}
        assert unused == ({"MethodNotAllowed"} if kind == "responses" else set()), kind
    ids = [operation["operationId"] for operation in operations(kDocument).values()]
    assert len(ids) == len(set(ids))


def testIsKeptAndReadByPagesOfOthers(city):
    answer = city.session.get(city.base + "/v1/openapi.json")
    assert answer.headers["Content-Type"] == "application/json" and answer.headers["Cache-Control"] == "public, max-age=300"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    again = city.session.get(city.base + "/v1/openapi.json", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
