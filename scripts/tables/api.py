"""The described API, server/openapi.json: OpenAPI 3.1, joined from the routes, the schemas and the rows of faults, which say what status a refusal has."""
import collections
import json
import re

from . import api_routes, api_schemas
from .api_routes import kIfNoneMatch
from .definitions import Wrong

kPath = "server/openapi.json"
# Of a route that pages of other sites may read: what is refused before it is known which route is meant, and what may be.
kUnread = (400, 408, 413)
kMaybeUnread = (404, 500)
kTooManyOrUnavailable = (429, 503)
kSecurityOf = {"device": "device", "terminal": "terminal", "portal": "portal", "office-staff": "staffLink"}
kSignatureText = " ".join("""RFC 9421, one signature with the label `cc`: `Signature-Input: cc=("@method" "@target-uri" "content-digest" "content-type");created=…;
nonce="…";keyid="…";alg="ed25519"`, exactly these components and parameters in this order, and `Content-Digest: sha-256=:…:` (RFC 9530). `created` within 120 s of
the server's clock, a nonce of 16 random bytes that is never used twice (docs/api.md, "Signed requests").""".split()).replace("; nonce", ";nonce") + " "
# Paragraphs, as docs/api.md has them.
kInfo = """What a server of the city answers, route by route. The reasons, the order of checks and the examples are in docs/api.md; what is signed and sealed,
byte by byte, in docs/format.md.

Bodies are UTF-8 JSON and have exactly the members shown: one more, or one twice, is `request/malformed`; another content type than `application/json` is
`request/unsupported-type`. No text holds U+0000. Byte strings are base64url without padding. Times are Unix seconds UTC. HEAD is answered like GET; another method is
405 `request/method-not-allowed` with `Allow`, an unknown address 404 `request/not-found`. A body is at most 64 KiB, a header 16 KiB (413); a header has 10 s, a body
20 s (408).

A refusal is a problem document (RFC 9457) whose `fault` says why; each answer below lists the faults that it can carry. 429 and 503 carry `Retry-After`, before which
nothing is asked again. GET costs nothing. What a device signed the device pays: 2 a second, 120 at once; what a portal signed the portal: 100 a second, 500 at once;
everything else its network: 20 a second, 100 at once.

Every answer also carries `X-Content-Type-Options`, `Referrer-Policy`, `Permissions-Policy`, `Cross-Origin-Opener-Policy`, `Cross-Origin-Resource-Policy`,
`Content-Security-Policy` and, over TLS, `Strict-Transport-Security`."""


def _header(what, schema, required=True):
    return {"description": what, "required": required, "schema": schema}


def _headers():
    return {
        "Date": _header("The server's time (RFC 9110 section 6.6.1).", {"type": "string"}),
        "XRequestId": _header("Names this request in the server's log.", api_schemas.ref("RequestId")),
        "NotStored": _header("Nobody keeps this answer.", {"const": "no-store"}),
        "Kept": _header("How long it may be kept.", {"type": "string"}),
        "ETag": _header("For `If-None-Match`.", {"type": "string", "pattern": "^\"[A-Za-z0-9_-]{22}\"$"}),
        "RetryAfter": _header("Seconds before which nothing is asked again.", {"type": "integer", "minimum": 1}),
        "Allow": _header("The methods that this address answers.", {"type": "string"}),
        "AnyOrigin": _header("A page of any site may read it.", {"const": "*"}),
        "Exposed": _header("What such a page sees of the headers.", {"const": "Date, Age, Retry-After"}),
        "MaybeAnyOrigin": _header("A page of any site may read it, unless a part of the path has another form.", {"const": "*"}, required=False),
        "MaybeExposed": _header("What such a page sees of the headers.", {"const": "Date, Age, Retry-After"}, required=False),
        "ContentDisposition": _header("A name for the file.", {"type": "string"}),
    }


kHeaderNames = {"Date": "Date", "XRequestId": "X-Request-Id", "NotStored": "Cache-Control", "Kept": "Cache-Control", "ETag": "ETag",
                "RetryAfter": "Retry-After",
                "Allow": "Allow", "AnyOrigin": "Access-Control-Allow-Origin", "Exposed": "Access-Control-Expose-Headers",
                "MaybeAnyOrigin": "Access-Control-Allow-Origin", "MaybeExposed": "Access-Control-Expose-Headers", "ContentDisposition": "Content-Disposition"}


def _headersOf(*names):
    return {kHeaderNames[name]: {"$ref": f"#/components/headers/{name}"} for name in ("Date", "XRequestId", *names)}


def _problem(status, faults, anyPage=False, more=()):
    pages = () if not anyPage or status in kUnread else ("MaybeAnyOrigin", "MaybeExposed") if status in kMaybeUnread else ("AnyOrigin", "Exposed")
    shown = ("NotStored", *(("RetryAfter",) if status in kTooManyOrUnavailable else ()), *pages, *more)
    carries = {"properties": {"status": {"const": status}, "fault": {"enum": list(faults)}}}
    return {"description": "Refused: " + ", ".join(f"`{fault}`" for fault in faults), "headers": _headersOf(*shown),
            "content": {"application/problem+json": {"schema": {"allOf": [api_schemas.ref("Problem"), carries]}}}}


def _refusals(route, rows):
    """(status, response) for each status that a fault of the route has; `rows` are the faults by id, in the order of faults.def."""
    unknown = set(route.faults) - set(rows)
    if unknown:
        raise Wrong(f"scripts/tables/api_routes.py: {route.address} has {', '.join(sorted(unknown))}, which faults.def has not.")
    byStatus = {}
    for fault, row in rows.items():
        if fault in route.faults:
            byStatus.setdefault(row.status, []).append(fault)
    return [(str(status), _problem(status, faults, route.anyPage)) for status, faults in sorted(byStatus.items())]


def _answers(route):
    """(status, response) for what is no refusal."""
    headers = _headersOf("NotStored" if route.caching == "no-store" else "Kept", *(["ETag"] if route.tagged else []),
                         *(["AnyOrigin", "Exposed"] if route.anyPage else []), *route.headers)
    media = {"schema": route.answer} if route.answer else {}   # bytes have no schema (OpenAPI 3.1 section 4.8.14.3)
    yield str(route.status), {"description": "Done." if route.method == "post" else "Here it is.", "headers": headers, "content": {route.media: media}}
    if kIfNoneMatch in route.parameters:
        yield "304", {"description": "It has not changed.", "headers": headers}


def _operation(route, rows):
    said = {"operationId": route.name, "tags": [route.tag], "summary": route.summary}
    if route.description:
        said["description"] = route.description
    said["x-callers"] = list(route.callers)
    schemes = route.security or [kSecurityOf[caller] for caller in route.callers if caller in kSecurityOf]
    if schemes:
        said["security"] = [{scheme: []} if scheme else {} for scheme in schemes]
    if route.parameters:
        said["parameters"] = list(route.parameters)
    if route.body:
        said["requestBody"] = {"required": True, "content": {"application/json": {"schema": route.body}}}
    said["responses"] = dict([*_answers(route), *_refusals(route, rows)])
    return said


def _share(operations):
    """Name -> response: what several operations have stands once, among the components, and they refer to it."""
    users = {}
    for operation in operations:
        for status, response in operation["responses"].items():
            users.setdefault((status, json.dumps(response)), []).append(operation)
    shared, count = {}, collections.Counter()
    for (status, written), their in users.items():
        if len(their) == 1:
            continue
        count[status] += 1
        name = ("Refused" if status >= "400" else "Answer") + status + (f"-{count[status]}" if count[status] > 1 else "")
        shared[name] = json.loads(written)
        for operation in their:
            operation["responses"][status] = {"$ref": f"#/components/responses/{name}"}
    return shared


def _signed(whose):
    return {"type": "apiKey", "in": "header", "name": "Signature", "description": kSignatureText + whose}


def _securitySchemes():
    return {
        "device": _signed("`keyid` is the `deviceId` of an enrolled phone."),
        "terminal": _signed("`keyid` is the `terminalId` of an enrolled scanner."),
        "portal": _signed("`keyid` is SHA-256, base64url, of the key of a registered portal."),
        "newKey": _signed("By the key that is to be enrolled; `keyid` is SHA-256, base64url, of it."),
        "ratedPass": _signed("By the key of the pass that the ticket names; `keyid` is SHA-256, base64url, of it."),
        "staffLink": {"type": "http", "scheme": "bearer",
                      "description": "The secret that stands behind the `#` of a staff link, 32 bytes, base64url (RFC 6750 section 2.1)."},
    }


def describe(data, version):
    limits = {row.enumerator: row.value for macro in ("CC_LIMIT", "CC_API_LIMIT") for row in data[macro]}
    rows, paths = {row.id: row for row in data["CC_FAULT"]}, {}
    for route in api_routes.routes():
        paths.setdefault(route.address, {})[route.method] = _operation(route, rows)
    responses = _share([operation for item in paths.values() for operation in item.values()])
    return {
        "openapi": "3.1.0",
        "info": {"title": "Citycode", "version": version, "summary": "One signed city code for each person.",
                 "description": "\n\n".join(" ".join(each.split()) for each in kInfo.split("\n\n")),
                 "license": {"name": "MIT", "identifier": "MIT"}},
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "servers": [{"url": "/", "description": "The server that gave this document."}],
        "tags": [{"name": name, "description": what} for name, what in api_routes.kTags.items()],
        "paths": paths,
        "components": {
            "schemas": api_schemas.schemas(data, limits), "responses": {**responses,
                                                                        "MethodNotAllowed": _problem(405, ["request/method-not-allowed"], more=("Allow",))},
            "headers": _headers(), "securitySchemes": _securitySchemes(),
            "parameters": {"IfNoneMatch": {"name": "If-None-Match", "in": "header", "required": False, "description": "An `ETag` that was answered before.",
                                           "schema": {"type": "string"}}},
        },
    }


def _written(document):
    """JSON with a line for each operation, schema and the like: a change is a line of a diff, and the whole is small."""
    def lines(value, depth):
        if depth == 0:
            return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        members = [f"{json.dumps(name)}:{lines(member, depth - 1 if isinstance(member, dict) else 0)}" for name, member in value.items()]
        return "{\n" + ",\n".join(members) + "\n}"
    top = [f"{json.dumps(name)}:{lines(value, {'paths': 2, 'components': 2}.get(name, 0))}" for name, value in document.items()]
    return "{\n" + ",\n".join(top) + "\n}\n"


def files(root, data):
    found = re.search(r"project\(citycode VERSION ([0-9.]+)", (root / "CMakeLists.txt").read_text(encoding="utf-8"))
    if not found:
        raise Wrong("CMakeLists.txt: its project has no version, which server/openapi.json names.")
    yield kPath, _written(describe(data, found[1]))
