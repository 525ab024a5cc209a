"""A demo city that runs, and those who call it: a phone, a terminal, a portal and an office's staff, who sign their requests as docs/api.md says."""
import base64
import contextlib
import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

import cbor2
import requests
from nacl.public import PrivateKey
from nacl.signing import SigningKey

kRoot = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(kRoot / "tests/oracle"), str(kRoot / "tests/bench")]
import portals
import ratings
import strict_cbor
import tokens
from _processes import Server, kServer
from _records import openRecords
from tables import kPortalRequest

kDay = 86400
kOffice, kItem, kPortal = "tax-office", "tax-return", "api-portal"
kOrigin = "https://portal.example"
kOnSiteSlip = 3
kSignIn, kName = 15, 1   # scene and attribute
kRequestClaim, kTicketClaim = -65540, -65541
kRequestSeconds = 120


def text(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def bytesOf(written):
    return base64.urlsafe_b64decode(written + "=" * (-len(written) % 4))


class Signer:
    """A key that signs requests (RFC 9421)."""

    def __init__(self):
        self.key = SigningKey.generate()
        self.public = bytes(self.key.verify_key)
        self.id = text(hashlib.sha256(self.public).digest())

    def headers(self, method, target, body, contentType="application/json", created=None, nonce=None):
        digest = f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode()}:"
        given = (f'("@method" "@target-uri" "content-digest" "content-type");created={created or int(time.time())};nonce="{nonce or text(os.urandom(16))}";'
                 f'keyid="{self.id}";alg="ed25519"')
        base = "\n".join([f'"@method": {method}', f'"@target-uri": {target}', f'"content-digest": {digest}', f'"content-type": {contentType}',
                          f'"@signature-params": {given}'])
        signature = base64.b64encode(self.key.sign(base.encode()).signature).decode()
        return {"Content-Digest": digest, "Signature-Input": f"cc={given}", "Signature": f"cc=:{signature}:"}


class City:
    """The server of the build on records of a kind, without limits of how often: all of these ask from one address."""

    def __init__(self, engine, folder, demo):
        self.engine, self.demo = engine, demo
        self.records = openRecords(engine, folder)
        self.data = folder / "data"
        self.server = Server(self.data, folder / "server.log", [*(["--demo"] if demo else []), "--post-rate", "0", "--device-rate", "0", "--portal-rate", "0",
                                                                *self.records.serverArguments])
        self.session = requests.Session()
        self.session.trust_env = False   # no proxy of this machine
        self.counts = {}   # operation -> status -> how many
        self.phones = {}   # operation -> those who ask in it, and how often they did

    def start(self):
        self.server.start()
        self.base = f"http://localhost:{self.server.port}"
        if self.demo:
            self.settle()

    def settle(self):
        """A portal, a terminal and a staff link of its tax office."""
        self.people = [person["id"] for person in self.get("/v1/demo/citizens")["citizens"]]
        self.portal, self.sealingKey = Signer(), PrivateKey.generate()
        command = [kServer, "--data", self.data, *self.records.serverArguments, "add-portal", "--id", kPortal, "--key", text(self.portal.public),
                   "--portal-origin", kOrigin, "--office", kOffice, "--name", "Portal", "--scenes", "sign-in", "--sealing-key",
                   text(bytes(self.sealingKey.public_key)),
                   "--return-to", f"{kOrigin}/back"]
        added = subprocess.run(command, capture_output=True, text=True)
        assert added.returncode == 0, added.stderr
        self.terminal = self.enrolTerminal()
        self.staff = bytesOf(self.post("/v1/demo/staff-links", {"office": kOffice})["link"].partition("=")[2])

    def stop(self):
        self.server.stop()

    # ---- requests of ours: those that must succeed ----

    def get(self, path):
        answer = self.session.get(self.base + path)
        assert answer.status_code == 200, (path, answer.status_code, answer.text)
        return answer.json()

    def post(self, path, body, signer=None):
        data = json.dumps(body).encode()
        headers = {"Content-Type": "application/json", **(signer.headers("POST", self.base + path, data) if signer else {})}
        answer = self.session.post(self.base + path, data=data, headers=headers)
        assert answer.status_code in (200, 201), (path, answer.status_code, answer.text)
        return answer.json()

    # ---- who calls ----

    def code(self, person):
        return self.post("/v1/demo/enrolment-codes", {"citizenId": self.people[person]})["enrolmentCode"]

    def enrolPhone(self, person=0):
        signer = Signer()
        self.post("/v1/devices", {"enrolmentCode": self.code(person), "deviceKey": text(signer.public)}, signer)
        return signer

    def terminalCode(self):
        return self.post("/v1/demo/terminal-codes", {"venue": kOffice})["enrolmentCode"]

    def enrolTerminal(self):
        signer = Signer()
        self.post("/v1/terminals", {"enrolmentCode": self.terminalCode(), "terminalKey": text(signer.public)}, signer)
        return signer

    # ---- what a portal asks ----

    def question(self, returnTo=""):
        """(a signed request of this portal, the secret of its living codes)"""
        record = bytesOf(self.get(f"/v1/portals/{kPortal}/record")["record"])
        now, secret = int(time.time()), os.urandom(16)
        asked = [kSignIn, "Sign in", [kName], [], portals.proofAt(secret, 0), returnTo]
        payload = cbor2.dumps({4: now + kRequestSeconds, 6: now, 10: os.urandom(16), kRequestClaim: asked}, canonical=True)
        protected = b"\xa2\x01\x27\x0d" + record   # {alg: EdDSA, kcwt: the record itself}
        signature = self.portal.key.sign(strict_cbor.encode(["Signature1", protected, kPortalRequest, payload])).signature
        return cbor2.dumps([protected, {}, payload, signature]), secret

    def asked(self):
        request, secret = self.question()
        return self.post("/v1/portal-requests", {"request": text(request)}, self.portal)["id"], secret

    def livingCode(self):
        named, secret = self.asked()
        return named, f"{named}.0.{text(portals.proofAt(secret, 0))}"

    def opened(self):
        named, code = self.livingCode()
        return named, self.post("/v1/portal-requests/open", {"code": code})["ticket"]

    def answered(self):
        named, ticket = self.opened()
        self.post("/v1/portal-answers", {"id": named, "ticket": ticket, "answer": text(os.urandom(728))})
        return named

    # ---- what services leave ----

    def ticket(self):
        """(id, week) of a ticket for whoever has it."""
        told = {"item": kItem, "way": "on-site", "case": text(os.urandom(9)), "pass": None, "ticket": True}
        given = self.post("/v1/services", told, self.terminal)
        claims = cbor2.loads(cbor2.loads(bytesOf(given["ticket"]))[2])
        return claims[kTicketClaim][0], ratings.weekOf(given["endedUnixSeconds"])

    def rating(self, level=1):
        """(a rating with its token, the secret by which its case is known)"""
        ticket, week = self.ticket()
        given, random, secret = os.urandom(32), os.urandom(64), os.urandom(32)
        service = ratings.encodeService(kOffice, kItem, kOnSiteSlip, week)
        token = self.post("/v1/rating-tokens", {"ticket": text(ticket), "blinded": text(tokens.blind(given, random))})
        output = tokens.finalize(service, [given], [random], [bytesOf(token["evaluated"])], bytesOf(token["proof"]), bytesOf(token["key"]))[0]
        return cbor2.dumps([service, given, output, level, {}, [], "Too long", hashlib.sha256(secret).digest() if level <= 2 else b""]), secret

    def case(self):
        """The rater's secret of a new case."""
        rating, secret = self.rating()
        self.post("/v1/ratings", {"rating": text(rating)})
        return secret


@contextlib.contextmanager
def running(engine, demo=True):
    """A city that runs; ended with all that belongs to it."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix="citycode-api-"))
    with contextlib.ExitStack() as atEnd:
        atEnd.callback(shutil.rmtree, folder, ignore_errors=True)
        city = City(engine, folder, demo)
        atEnd.callback(city.records.stop)
        atEnd.callback(city.stop)
        city.start()
        yield city
