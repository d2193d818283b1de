"""JSON Web Tokens over the wire: our own, those of other issuers with their key sets, and everything that only claims to
be one."""

import base64
import hashlib
import hmac
import http.client
import http.server
import itertools
import json
import os
import secrets
import subprocess
import threading
import time

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa, utils

import wire as protocol
from service import Installation, Service
from websocket import Closed, WebSocket
from wire import Wire

ENDPOINT = "https://videos.example.org"
AUDIENCE = ENDPOINT + "/mcp"
CORP = "https://login.example.org"
SECRET = secrets.token_hex(32)
UNREACHABLE = "https://elsewhere.example.org"


def b64(data):
    return base64.urlsafe_b64encode(data if isinstance(data, bytes) else data.encode()).rstrip(b"=").decode()


def bearer(token):
    return [("Authorization", f"Bearer {token}")]


class Keys:
    """Keys of an issuer, and the document that it shows of them."""

    def __init__(self):
        self.ec = ec.generate_private_key(ec.SECP256R1())
        self.ed = ed25519.Ed25519PrivateKey.generate()
        self.rsa = rsa.generate_private_key(65537, 2048)

    def jwk(self, kid):
        if kid.startswith("ec"):
            n = self.ec.public_key().public_numbers()
            return {"kty": "EC", "crv": "P-256", "kid": kid, "x": b64(n.x.to_bytes(32)), "y": b64(n.y.to_bytes(32))}
        if kid.startswith("ed"):
            raw = self.ed.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
            return {"kty": "OKP", "crv": "Ed25519", "kid": kid, "x": b64(raw), "alg": "EdDSA"}
        n = self.rsa.public_key().public_numbers()
        return {"kty": "RSA", "kid": kid, "use": "sig", "n": b64(n.n.to_bytes(256)), "e": b64(n.e.to_bytes(3))}

    def sign(self, kid, data):
        if kid.startswith("ec"):
            r, s = utils.decode_dss_signature(self.ec.sign(data, ec.ECDSA(hashes.SHA256())))
            return r.to_bytes(32) + s.to_bytes(32)
        if kid.startswith("ed"):
            return self.ed.sign(data)
        return self.rsa.sign(data, padding.PKCS1v15(), hashes.SHA256())


ALGORITHMS = {"ec": "ES256", "ed": "EdDSA", "rs": "RS256"}


def claims(**changes):
    now = int(time.time())
    body = {"iss": CORP, "aud": AUDIENCE, "sub": "ann", "groups": ["staff"], "iat": now, "nbf": now, "exp": now + 600,
            "jti": secrets.token_hex(8)}
    body.update(changes)
    return {key: value for key, value in body.items() if value is not None}


def signed(header, body, sign):
    head = header if isinstance(header, str) else json.dumps(header)
    text = body if isinstance(body, str) else json.dumps(body)
    data = b64(head) + "." + b64(text)
    return data + "." + b64(sign(data.encode()))


def hs256(secret):
    key = secret if isinstance(secret, bytes) else secret.encode()
    return lambda data: hmac.new(key, data, hashlib.sha256).digest()


class KeyServer:
    """What an issuer shows at its address: keys, nonsense, a redirect, or too much."""

    def __init__(self):
        self.answer = (200, {"keys": []}, {})
        self.asked = 0
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                outer.asked += 1
                status, document, headers = outer.answer
                body = document if isinstance(document, bytes) else json.dumps(document).encode()
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}/jwks"


class House:
    """A service that believes its own tokens and those of two issuers."""

    def __init__(self, folder, schemas):
        self.corp, self.keys, self.callers = KeyServer(), Keys(), itertools.count()
        self.corp.answer = (200, {"keys": [self.keys.jwk(kid) for kid in ("ec1", "ed1", "rs1")]}, {})
        self.installation = Installation(folder / "installation")
        secret = folder / "token.secret"
        secret.write_text(SECRET + "\n")
        self.file = folder / "lab.json"
        self.lab = Keys()
        self.file.write_text(json.dumps({"keys": [self.lab.jwk("ec1")]}))
        with self.installation.config.open("a") as config:
            config.write(f"""
[app]
endpoint = "{ENDPOINT}"
[access]
token_secret_file = "{secret}"
[[access.issuers]]
name = "corp"
issuer = "{CORP}"
jwks_url = "{self.corp.url}"
role_claim = "groups"
roles = ["bosses=admin", "staff=user"]
[[access.issuers]]
name = "lab"
issuer = "{UNREACHABLE}"
jwks_file = "{self.file}"
types = ["jwt"]
required = []
default_role = "viewer"
""")
        self.service = Service(self.installation, folder / "data").start()
        self.wire = Wire(self.service.port, schemas)

    def corp_token(self, kid="ec1", header=None, **changes):
        head = {"alg": ALGORITHMS[kid[:2]], "typ": "at+jwt", "kid": kid, **(header or {})}
        return signed(head, claims(**changes), lambda data: self.keys.sign(kid, data))

    def status(self, token):
        return self.wire.post(protocol.modern("tools/list"), more=bearer(token)).status

    def from_elsewhere(self, token):
        """Status and body for a caller from another address each time: one address alone would be locked out."""
        number = next(self.callers)
        connection = http.client.HTTPConnection(
            "127.0.0.1", self.service.port, timeout=30, source_address=(f"127.1.{number // 250}.{1 + number % 250}", 0))
        try:
            connection.request("GET", "/v1/mcp/tools", headers={"Authorization": f"Bearer {token}"})
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def command(self, *words, key=None, code=0):
        environment = {**os.environ, **({"MONEYPRINTER_KEY": key} if key else {})}
        base = self.installation.command("keys", self.service.data)
        done = subprocess.run([base[0], "keys", *words, *base[2:]], capture_output=True, text=True, timeout=60,
                              env=environment)
        assert done.returncode == code, done.stderr
        return done

    def events(self, *types):
        run = subprocess.run(
            self.installation.command("events", self.service.data, "--json"), capture_output=True, text=True, timeout=60)
        events = [json.loads(line) for line in run.stdout.splitlines()]
        return [event for event in events if not types or event["type"] in types]


@pytest.fixture(scope="module")
def house(tmp_path_factory, schemas, request):
    house = House(tmp_path_factory.mktemp("house"), schemas)
    yield house
    house.service.release()


@pytest.fixture(scope="module")
def admin(house):
    """Made by the published form, which every holder of the secret can make."""
    now = int(time.time())
    body = {"user": "root", "role": "admin", "iat": now, "exp": now + 3600}
    return signed({"alg": "HS256", "typ": "JWT"}, body, hs256(SECRET))


def test_tokens_of_another_issuer_come_in_as_its_own_people(house, until):
    until(lambda: house.status(house.corp_token()) == 200, 20, "the issuer's keys are there")
    for kid in ("ec1", "ed1", "rs1"):
        assert house.status(house.corp_token(kid)) == 200, kid
    boss = house.corp_token(groups=["staff", "bosses"], sub="bob")
    assert house.wire.send("GET", "/v1/keys", bearer(boss)).status == 200
    assert house.wire.send("GET", "/v1/keys", bearer(house.corp_token())).status == 403
    principals = {event.get("principal") for event in house.events("request.received")}
    assert "corp/ann" in principals
    lab = {"alg": "ES256", "typ": "JWT", "kid": "ec1"}
    body = {"iss": UNREACHABLE, "aud": [AUDIENCE], "sub": "lee", "iat": int(time.time()), "exp": int(time.time()) + 60}
    token = signed(lab, body, lambda data: house.lab.sign("ec1", data))
    assert house.status(token) == 200
    assert house.wire.send("GET", "/v1/events", bearer(token)).status == 403, "a viewer, whatever it claims"
    meta = house.wire.send("GET", "/.well-known/oauth-protected-resource/mcp").json
    assert meta["resource"] == AUDIENCE and meta["authorization_servers"] == [CORP, UNREACHABLE]
    refused = house.wire.send("GET", "/v1/tasks")
    assert f'resource_metadata="{ENDPOINT}/.well-known/oauth-protected-resource/mcp"' in refused.header("www-authenticate")


def corpus(house):
    """Names and texts that must not come in."""
    now = int(time.time())
    own = {"alg": "HS256", "typ": "at+jwt", "kid": "own"}
    ours = {"iss": AUDIENCE, "aud": AUDIENCE, "sub": "eve", "user": "eve", "role": "admin", "iat": now, "nbf": now,
            "exp": now + 60, "jti": "j"}
    good = house.corp_token()
    head, body, signature = good.split(".")
    pem = house.keys.rsa.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    jwk = json.dumps(house.keys.jwk("rs1")).encode()
    foreign = Keys()
    for name in ("none", "None", "NONE", "nOnE", ""):
        yield f"alg {name!r}", signed({"alg": name, "typ": "at+jwt", "kid": "ec1"}, claims(), lambda _: b"")
        yield f"alg {name!r}, signed", signed(
            {"alg": name, "typ": "at+jwt", "kid": "ec1"}, claims(), lambda data: house.keys.sign("ec1", data))
    for key in (pem, jwk, b"", b"own", SECRET[:32].encode()):
        for kid in ("rs1", "own", "ec1"):
            yield f"HS256 with {key[:12]} as {kid}", signed({**own, "kid": kid}, {**ours, "iss": CORP}, hs256(key))
    yield "our secret, another issuer", signed({**own, "kid": "ec1"}, claims(groups=["bosses"]), hs256(SECRET))
    yield "our own form with a foreign secret", signed(own, ours, hs256("0" * 64))
    yield "our own without kid", signed({"alg": "HS256", "typ": "at+jwt"}, ours, hs256(SECRET))
    yield "our own with another kid", signed({**own, "kid": "Own"}, ours, hs256(SECRET))
    for kid in ("../../dev/null", "ec1\u0000", "' OR 1=1 --", "https://evil.example/jwks", "EC1", "ec1 ", "", "x" * 300,
                "ſec1", "e\u0301c1", 1, None, ["ec1"]):
        yield f"kid {kid!r:.40}", signed(
            {"alg": "ES256", "typ": "at+jwt", "kid": kid}, claims(), lambda data: house.keys.sign("ec1", data))
    for extra in ({"jwk": foreign.jwk("ec1")}, {"jku": "http://127.0.0.1:1/jwks"}, {"x5u": "http://127.0.0.1:1/"},
                  {"x5c": ["AAAA"]}, {"crit": ["exp"]}, {"b64": False, "crit": ["b64"]}, {"zip": "DEF"}):
        yield f"header {list(extra)}", house.corp_token(header=extra)
        yield f"header {list(extra)}, its own key", signed(
            {"alg": "ES256", "typ": "at+jwt", "kid": "ec1", **extra}, claims(), lambda data: foreign.sign("ec1", data))
    yield "another issuer's key of that name", signed(
        {"alg": "ES256", "typ": "at+jwt", "kid": "ec1"}, claims(), lambda data: house.lab.sign("ec1", data))
    for algorithm in ("RS256", "EdDSA", "ES384", "PS256", "HS512", "es256", " ES256"):
        yield f"alg {algorithm} with an EC key", house.corp_token(header={"alg": algorithm})
    for kind in ("jwt", "", "at+JWT ", "id_token", None, 5):
        yield f"typ {kind!r}", house.corp_token(header={"typ": kind})
    wrong = [dict(iss=CORP + "/"), dict(iss=CORP.upper()), dict(iss=None), dict(iss=[CORP]), dict(aud=None), dict(aud=[]),
             dict(aud=""), dict(aud=ENDPOINT), dict(aud=AUDIENCE + "/"), dict(aud=[1]), dict(aud={"a": AUDIENCE}),
             dict(exp=None), dict(exp=now - 31), dict(exp=str(now + 60)), dict(exp=1e300), dict(exp=-1), dict(exp=True),
             dict(iat=None), dict(iat=now + 120, exp=now + 180), dict(iat=now - 3600, exp=now + 60), dict(nbf=None), dict(nbf=now + 120),
             dict(nbf="now"), dict(jti=None), dict(jti=""), dict(jti=7), dict(sub=None), dict(sub=""), dict(sub="a/b"),
             dict(sub="local"), dict(sub="a\u0000b"), dict(sub="a\u202eb"), dict(sub="\u200b"), dict(sub="x" * 129),
             dict(sub=["ann"]), dict(groups=None), dict(groups="guests"), dict(groups=[]), dict(groups={"staff": 1})]
    for change in wrong:
        yield f"claims {change}", house.corp_token(**change)
    text = json.dumps(claims())
    sign = lambda data: house.keys.sign("ec1", data)
    plain = {"alg": "ES256", "typ": "at+jwt", "kid": "ec1"}
    for name, value in (("sub", '"root"'), ("iss", f'"{UNREACHABLE}"'), ("groups", '["bosses"]')):
        yield f"{name} twice", signed(plain, text[:-1] + f', "{name}": {value}}}', sign)
        yield f"{name} twice, escaped", signed(plain, text[:-1] + f', "\\u00{ord(name[0]):02x}{name[1:]}": {value}}}', sign)
    yield "alg twice", signed('{"alg": "none", "alg": "ES256", "typ": "at+jwt", "kid": "ec1"}', claims(), sign)
    yield "not JSON", signed(plain, text + "x", sign)
    yield "a list", signed(plain, f"[{text}]", sign)
    yield "a byte-order mark", signed(plain, "\ufeff" + text, sign)
    yield "nested deep", signed(plain, text[:-1] + ', "x": ' + "[" * 2000 + "]" * 2000 + "}", sign)
    yield "10 KB", house.corp_token(pad="x" * 10_000)
    for cut in (1, 2, 10, len(signature), len(signature) + 1, len(good) // 2, len(good) - 3):
        yield f"cut by {cut}", good[:-cut]
    yield "no signature", f"{head}.{body}."
    yield "two parts", f"{head}.{body}"
    yield "four parts", good + ".AAAA"
    yield "padded", good + "="
    yield "standard alphabet", good.replace("-", "+").replace("_", "/") + "+"
    yield "another body", f"{head}.{b64(json.dumps(claims(groups=['bosses'])))}.{signature}"
    yield "zeros", f"{head}.{body}.{b64(bytes(64))}"
    yield "r or s zero", f"{head}.{body}.{b64(base64.urlsafe_b64decode(signature + '==')[:32] + bytes(32))}"
    yield "DER", signed(plain, claims(), lambda data: house.keys.ec.sign(data, ec.ECDSA(hashes.SHA256())))
    published = {"user": "eve", "role": "admin", "iat": now, "exp": now + 60}
    yield "published form, short secret", signed({"alg": "HS256", "typ": "JWT"}, published, hs256("default_secret_change_in_production"))
    yield "published form, too long a life", signed(
        {"alg": "HS256", "typ": "JWT"}, {**published, "exp": now + 90_000}, hs256(SECRET))
    yield "published form as local", signed({"alg": "HS256", "typ": "JWT"}, {**published, "user": "local"}, hs256(SECRET))


def test_nothing_of_the_attack_corpus_comes_in(house, until):
    until(lambda: house.status(house.corp_token()) == 200, 20, "the issuer's keys are there")
    tokens = list(corpus(house))
    assert len(tokens) >= 120
    for name, token in tokens:
        status, body = house.from_elsewhere(token)
        assert status == 401, (name, status, body)
        assert b"Traceback" not in body and b"/" not in body, (name, body)
    assert house.status(house.corp_token()) == 200, "the good ones still do"
    notes = house.events("access.refused")
    reasons = {event["data"]["reason"] for event in notes}
    assert {"forbidden_algorithm", "unknown_token_key", "wrong_audience", "wrong_signature", "missing_claim"} <= reasons
    text = json.dumps(house.events()) + house.service.stderr()
    assert SECRET not in text and not any(token in text for _, token in tokens if len(token) > 80)


def test_our_own_tokens_are_made_used_and_taken_back_by_command(house, admin, until):
    made = house.command("token", "issue", "--name", "tom", "--role", "user", "--seconds", "120", key=admin)
    token, identity = made.stdout.strip(), made.stderr.split()[1]
    head, body, _ = [base64.urlsafe_b64decode(part + "==") for part in token.split(".")]
    said = json.loads(body)
    assert json.loads(head) == {"alg": "HS256", "typ": "at+jwt", "kid": "own"}
    assert {"user": "tom", "sub": "tom", "role": "user", "iss": AUDIENCE, "aud": AUDIENCE, "jti": identity}.items() <= said.items()
    assert said["exp"] - said["iat"] == 120
    assert house.status(token) == 200
    scoped = house.command("token", "issue", "--name", "tom", "--role", "admin", "--scope", "tools:list", key=admin)
    assert house.status(scoped.stdout.strip()) == 200
    assert house.wire.send("GET", "/v1/keys", bearer(scoped.stdout.strip())).status == 403
    house.command("token", "revoke", identity, "--reason", "lost", key=admin)
    assert house.status(token) == 401
    assert house.status(scoped.stdout.strip()) == 200
    house.command("token", "revoke", "--name", "tom", key=admin)
    assert house.status(scoped.stdout.strip()) == 401
    house.command("token", "revoke", "--name", "corp/zoe", key=admin)
    assert house.status(house.corp_token(sub="zoe", iat=int(time.time()) - 5)) == 401, "another issuer's people too"
    assert house.status(house.corp_token(sub="ann")) == 200
    events = house.events("access.decided", "token.revoked")
    assert f"tokens:issue:user:tom" in [event["data"].get("permission") for event in events]
    assert token.split(".")[2] not in json.dumps(house.events())
    for words, said in [(["issue", "--name", "a/b", "--role", "user"], "name"), (["issue", "--name", "a", "--role", "x"], "role"),
                        (["issue", "--name", "a", "--role", "user", "--seconds", "9000"], "60 to 3600"),
                        (["revoke"], "")]:
        failed = house.command("token", *words, key=admin, code=2 if words == ["revoke"] else 1)
        assert said in failed.stderr, words
    user = house.command("token", "issue", "--name", "ann", "--role", "user", key=admin).stdout.strip()
    refused = house.wire.rest("POST", "/v1/tokens", {"name": "eve", "role": "admin"}, bearer(user))
    assert refused.status == 403


@pytest.mark.slow
def test_an_issuer_that_changes_its_keys_or_falls_silent_keeps_its_people(tmp_path, schemas, until):
    house = House(tmp_path, schemas)
    try:
        until(lambda: house.status(house.corp_token()) == 200, 20, "the issuer's keys are there")
        before = house.corp.asked
        for answer in [(503, b"", {}), (302, b"", {"Location": "http://169.254.169.254/"}), (200, b"x" * 300_000, {}),
                       (200, b"not json", {}), (200, {"keys": []}, {})]:
            house.corp.answer = answer
            for number in range(5):
                assert house.from_elsewhere(house.corp_token(header={"kid": f"ec{number + 2}"}))[0] == 401
            assert house.from_elsewhere(house.corp_token())[0] == 200, answer
        assert house.corp.asked <= before + 1, "whatever tokens come, it is asked once a minute"
        # After the pause the new set is there, and the old key counts on.
        house.corp.answer = (200, {"keys": [house.keys.jwk("ed7")]}, {})
        until(lambda: house.from_elsewhere(house.corp_token("ed7"))[0] == 200, 90, "the new key counts")
        assert house.from_elsewhere(house.corp_token())[0] == 200
        assert house.corp.asked <= before + 3
    finally:
        house.service.release()


def test_keys_of_the_configuration_become_hashed_keys_that_go_on_working(installation, own_service, schemas):
    plain, gone = "mcp_" + secrets.token_urlsafe(32), "mcp_" + secrets.token_urlsafe(32)
    own = Installation(own_service.data.parent / "installation")
    table = f"""
[app.mcp_api_keys]
"{plain}" = {{ name = "ann", role = "user" }}
"{gone}" = {{ name = "bob", role = "user", active = false }}
"""
    before = own.config.read_text()
    own.config.write_text(before + table)
    own_service.installation = own
    base = own.command("keys", own_service.data)
    run = lambda *words, **more: subprocess.run([base[0], "keys", *words, *base[2:]], capture_output=True, text=True, timeout=60, **more)
    service = own_service.start()
    assert "keys upgrade" in service.stderr() and plain not in service.stderr()
    wire = Wire(service.port, schemas)
    ask = lambda key: Wire(service.port, schemas).post(protocol.modern("tools/list"), more=bearer(key)).status
    assert (ask(plain), ask(gone)) == (200, 401)
    service.stop()
    admin = run("create", "--name", "root", "--role", "admin").stdout.strip()
    service.start()
    done = run("upgrade", env={**os.environ, "MONEYPRINTER_KEY": admin})
    assert done.returncode == 0 and "1 keys are hashed now" in done.stdout, done.stderr
    assert "nothing to upgrade" in run("upgrade", env={**os.environ, "MONEYPRINTER_KEY": admin}).stdout
    service.stop()
    own.config.write_text(before)
    service.start()
    assert (ask(plain), ask(gone)) == (200, 401), "the key works without the table"
    identity = done.stdout.split()[1]
    assert run("revoke", identity, env={**os.environ, "MONEYPRINTER_KEY": admin}).returncode == 0
    assert ask(plain) == 401
    service.stop()
    own.config.write_text(before + table)
    service.start()
    assert ask(plain) == 401, "a key that was revoked is so also where the table still has it"
    events = subprocess.run(own.command("events", service.data, "--json"), capture_output=True, text=True, timeout=60).stdout
    assert plain not in events


def stream(house, token, path="/v1/dashboards/overview/live"):
    """An open stream of events."""
    connection = http.client.HTTPConnection("127.0.0.1", house.service.port, timeout=30)
    connection.request("GET", path, headers={"Authorization": f"Bearer {token}", "Accept": "text/event-stream"})
    answer = connection.getresponse()
    assert answer.status == 200, answer.read()
    assert answer.read(1)
    return answer


def ours(seconds, name="short", role="admin"):
    now = int(time.time())
    body = {"iss": AUDIENCE, "aud": AUDIENCE, "sub": name, "user": name, "role": role, "iat": now, "nbf": now,
            "exp": now + seconds, "jti": secrets.token_hex(8)}
    return signed({"alg": "HS256", "typ": "at+jwt", "kid": "own"}, body, hs256(SECRET)), body["jti"]


def test_what_lasts_ends_with_the_credential(house, admin):
    def ends(token, finish):
        socket = WebSocket(house.service.port, headers=bearer(token))
        assert "result" in socket.ask(protocol.modern("tools/list"))
        listening = http.client.HTTPConnection("127.0.0.1", house.service.port, timeout=30)
        message = protocol.modern("subscriptions/listen", {"notifications": {"toolsListChanged": True}})
        listening.request("POST", "/mcp", json.dumps(message), {
            "Content-Type": "application/json", "Accept": protocol.BOTH, **protocol.headers_for(message), **dict(bearer(token))})
        listened = listening.getresponse()
        assert listened.status == 200 and listened.read(1)
        pages = [stream(house, token), listened]
        finish()
        started = time.monotonic()
        with pytest.raises(Closed) as closed:
            while True:
                socket.receive()
        assert closed.value.code == 4401
        for page in pages:
            page.read()
        assert time.monotonic() - started < 25
        assert house.from_elsewhere(token)[0] == 401

    key = house.command("create", "--name", "vic", "--role", "admin", key=admin).stdout.strip()
    ends(key, lambda: house.command("revoke", key[10:20], key=admin))
    token, identity = ours(600)
    ends(token, lambda: house.command("token", "revoke", identity, key=admin))
    token, _ = ours(600, "dan")
    ends(token, lambda: (time.sleep(1), house.command("token", "revoke", "--name", "dan", key=admin)))


@pytest.mark.slow
def test_a_token_that_expires_ends_its_connections(house):
    # A leeway of 30 s lets it in; what lasts ends when it is over.
    token, _ = ours(6)
    socket = WebSocket(house.service.port, headers=bearer(token))
    page = stream(house, token)
    with pytest.raises(Closed) as closed:
        while True:
            socket.receive()
    assert closed.value.code == 4401
    page.read()
