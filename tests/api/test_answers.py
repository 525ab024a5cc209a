"""The running server against its description, on each engine of records: whatever is asked, every answer is one that is described, none is a fault of the
server's own, and every route was answered well. Schemathesis makes the requests that nobody thinks of;
those of `living` are good, and then have one thing wrong in them."""
import collections
import json
import os
import time

import hypothesis
import pytest
import requests
import schemathesis
from city import Signer, kRoot, running, text
from living import Living, broken, kNeverMet, kNotJson, kNotMet, kRefused, livingOf
from schemathesis.checks import load_all_checks, not_a_server_error
from schemathesis.core.parameters import ParameterLocation
from schemathesis.specs.openapi import checks

kDocument = json.loads((kRoot / "server/openapi.json").read_text())
kOfAll = os.environ.get("CITYCODE_API_WHOLE") == "1"   # more of what Schemathesis draws: 5,000 requests and more of each engine
kExamples = 100 if kOfAll else 10
# Of every answer; the description says so once for all.
kOfEveryAnswer = {"content-type", "content-length", "connection", "content-security-policy", "x-content-type-options", "referrer-policy", "permissions-policy",
                  "cross-origin-opener-policy", "cross-origin-resource-policy"}


def no_other_headers(ctx, response, case):
    """A check as Schemathesis has them: the headers of an answer are those that are described."""
    found = described.raw_schema["paths"][case.operation.path][case.operation.method]["responses"].get(str(response.status_code))
    if found is None:
        return
    if "$ref" in found:
        found = described.raw_schema["components"]["responses"][found["$ref"].rpartition("/")[2]]
    others = {name.lower() for name in response.headers} - kOfEveryAnswer - {name.lower() for name in found.get("headers", {})}
    assert not others, f"headers that are not described: {sorted(others)}"


kDescribed = [no_other_headers, not_a_server_error, checks.status_code_conformance, checks.content_type_conformance, checks.response_headers_conformance,
              checks.response_schema_conformance]
kOfGenerated = [*kDescribed, checks.negative_data_rejection, checks.unsupported_method]

load_all_checks()
described = schemathesis.openapi.from_dict(kDocument)
described.config.generation.update(deterministic=True)
described.config.checks.negative_data_rejection.expected_statuses += ["410", "413"]


def operations():
    return [result.ok() for result in described.get_all_operations()]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def city(request):
    with running(request.param) as city:
        yield city


def send(city, operation, prepared, how):
    """Signed as it is due, over the very bytes and address that go out."""
    body = prepared.body or b""
    body = body.encode() if isinstance(body, str) else body
    if how.signer:
        prepared.headers.update(how.signer.headers(prepared.method, city.base + prepared.path_url, body, prepared.headers.get("Content-Type", "")))
    if how.bearer:
        prepared.headers["Authorization"] = "Bearer " + text(how.bearer)
    answer = city.session.send(prepared, timeout=30, allow_redirects=False)
    city.counts.setdefault(operation.label, collections.Counter())[answer.status_code] += 1
    return answer


def prepared(city, case):
    return city.session.prepare_request(requests.Request(**case.as_transport_kwargs(base_url=city.base)))


def whoCalls(city, operation):
    """Somebody whom the row lets in. A phone asks for a while, and once where it may end itself: it is of a person who has no part in other tests."""
    callers = operation.definition.raw["x-callers"]
    if "device" in callers:
        phones = city.phones.setdefault(operation.label, [])
        if not phones or phones[-1][1] == 500 or operation.path == "/v1/devices/revoke":
            phones.append([city.enrolPhone(1 if operation.path == "/v1/devices/revoke" else 2), 0])
        phones[-1][1] += 1
        return Living(signer=phones[-1][0])
    if "office-staff" in callers:
        return Living(bearer=city.staff)
    return Living(signer={"terminal": city.terminal, "portal": city.portal}.get(callers[0]))


def leavesHeadersOut(case):
    """Schemathesis wants to see it refused: nobody signs it."""
    header = case.meta and case.meta.components.get(ParameterLocation.HEADER)
    return bool(header) and header.mode.is_negative


@described.parametrize()
@hypothesis.settings(max_examples=kExamples, deadline=None, derandomize=True, database=None, phases=[hypothesis.Phase.explicit, hypothesis.Phase.generate],
                     suppress_health_check=list(hypothesis.HealthCheck))
def testWhateverIsAskedIsAnsweredAsDescribed(case, city):
    how = Living() if leavesHeadersOut(case) else whoCalls(city, case.operation)
    case.validate_response(send(city, case.operation, prepared(city, case), how), checks=kOfGenerated)


def ask(city, operation, how, body):
    """`body` is bytes, or a value as JSON."""
    parameters = {"body": body, "media_type": "application/json"} if operation.method == "post" else {}
    case = operation.Case(path_parameters=how.path, headers={}, **parameters)
    answer = send(city, operation, prepared(city, case), how)
    case.validate_response(answer, checks=kDescribed)
    return answer


def isGood(answer):
    return answer.status_code in (200, 201)


@pytest.mark.parametrize("operation", operations(), ids=lambda operation: operation.label)
def testWhatIsGoodIsAnsweredWellAndWhatIsBrokenAsDescribed(operation, city):
    for make in livingOf(operation.label):
        how = make(city)
        if operation.method == "post":
            for what, body in broken(how.body):
                if isGood(ask(city, operation, how, body)):
                    how = make(city)   # it did what was asked
            for raw in kNotJson:
                assert not isGood(ask(city, operation, how, raw))
        assert isGood(ask(city, operation, how, how.body)), "what is good is refused"
        for other in (Living(how.body, path=how.path), Living(how.body, Signer(), path=how.path), Living(how.body, bearer=bytes(32), path=how.path)):
            answer = ask(city, operation, other, other.body)
            assert answer.status_code == 401 or operation.definition.raw.get("security", [{}])[0] == {}, "whoever it is was let in"


@pytest.mark.parametrize("operation", operations(), ids=lambda operation: operation.label)
def testWhatIsNoRequestIsRefusedAsDescribed(operation, city):
    """Before it is anybody's: a header that is too long, a host that is none."""
    how = livingOf(operation.label)[0](city)
    for name, value, status in (("X-Long", "a" * 20_000, 413), ("Host", "a host", 400)):
        case = operation.Case(path_parameters=how.path, headers={name: value},
                              **({"body": how.body, "media_type": "application/json"} if operation.method == "post" else {}))
        answer = send(city, operation, prepared(city, case), Living())
        case.validate_response(answer, checks=kDescribed)
        assert answer.status_code == status


@pytest.mark.parametrize("operation", [each for each in operations() if "304" in each.definition.raw["responses"]], ids=lambda operation: operation.label)
def testWhatHasNotChangedIsNotSentAgain(operation, city):
    how = livingOf(operation.label)[0](city)
    case = operation.Case(path_parameters=how.path, headers={})
    tag = send(city, operation, prepared(city, case), how).headers["ETag"]
    case = operation.Case(path_parameters=how.path, headers={"If-None-Match": tag})
    answer = send(city, operation, prepared(city, case), how)
    case.validate_response(answer, checks=kDescribed)
    assert (answer.status_code, answer.content) == (304, b"")


@pytest.mark.parametrize("label, status, fault, make", kRefused, ids=[f"{label} {fault}" for label, _, fault, _ in kRefused])
def testWhatIsWellFormedAndMayNotBeIsRefused(label, status, fault, make, city):
    how = make(city)
    answer = ask(city, next(each for each in operations() if each.label == label), how, how.body)
    assert (answer.status_code, answer.json()["fault"]) == (status, fault)


def wronglySigned(city, how, method, target):
    """(what is wrong, headers, the faults that are due)"""
    body = json.dumps(how.body).encode()
    sign = lambda **other: {"Content-Type": "application/json", **how.signer.headers(method, target, body, **other)}
    good, now = sign(), int(time.time())
    yield "another body's digest", {**good, "Content-Digest": sign()["Content-Digest"][:-4] + "A=:"}, {"request/digest-mismatch"}
    yield "no digest", {name: value for name, value in good.items() if name != "Content-Digest"}, {"request/signature-missing"}
    yield "no signature", {name: value for name, value in good.items() if name != "Signature"}, {"request/signature-missing"}
    yield "another request's signature", {**good, "Signature": sign()["Signature"]}, {"request/signature-mismatch"}
    yield "another label", {**good, "Signature-Input": good["Signature-Input"].replace("cc=", "dd=")}, {"request/signature-mismatch"}
    yield "a long field", {**good, "Signature-Input": good["Signature-Input"] + ";" + "a" * 2000}, {"request/signature-mismatch"}
    yield "bytes that are no ASCII", {**good, "Signature": "cc=:\u00ff\u00fe:"}, {"request/signature-mismatch"}
    yield "an hour ago", sign(created=now - 3600), {"request/clock-differs"}
    yield "in an hour", sign(created=now + 3600), {"request/clock-differs"}
    yield "another address", {"Content-Type": "application/json", **how.signer.headers(method, target + "/x", body)}, {"request/signature-mismatch"}
    yield "another type", {**good, "Content-Type": "text/plain"}, {"request/unsupported-type"}


@pytest.mark.parametrize("operation", [each for each in operations() if {"device", "terminal", "portal"} & set(each.definition.raw["x-callers"])],
                         ids=lambda operation: operation.label)
def testWhatIsSignedWronglyIsRefusedAsDescribed(operation, city):
    how, target = livingOf(operation.label)[0](city), city.base + operation.path
    case = operation.Case(body=how.body, media_type="application/json", headers={})
    for what, headers, due in wronglySigned(city, how, "POST", target):
        request = requests.Request("POST", target, data=json.dumps(how.body).encode(), headers=headers)
        answer = send(city, operation, city.session.prepare_request(request), Living())
        case.validate_response(answer, checks=kDescribed)
        assert answer.json()["fault"] in due, what
        assert ("clockDifferenceSeconds" in answer.json()) == ("request/clock-differs" in due), what
    how = livingOf(operation.label)[-1](city)
    body = json.dumps(how.body).encode()
    twice = requests.Request("POST", target, data=body, headers={"Content-Type": "application/json", **how.signer.headers("POST", target, body)})
    answers = [send(city, operation, city.session.prepare_request(twice), Living()) for _ in range(2)]
    for answer in answers:
        case.validate_response(answer, checks=kDescribed)
    assert isGood(answers[0]) and answers[1].status_code in (401, 409), "the same bytes did it again"


def testEachRouteWasAnsweredWellAndEachAnswerWasMet(city):
    total = sum(sum(counts.values()) for counts in city.counts.values())
    print(f"{city.engine}: {total} requests")
    for operation in operations():
        print(f"  {operation.label}: {dict(sorted(city.counts[operation.label].items()))}")
        met = set(city.counts[operation.label])
        assert {200, 201} & met, f"{operation.label} was never answered well"
        promised = {int(status) for status in operation.definition.raw["responses"]} - kNeverMet
        assert promised - met == kNotMet.get(operation.label, set()), f"{operation.label}: what is described and was not met"
    assert total >= (7500 if kOfAll else 4000)
