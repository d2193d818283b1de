"""The service's own TLS with certificates that change while it runs, what every answer tells browsers, and heads that
trickle in."""

import datetime
import http.client
import ipaddress
import json
import re
import socket
import ssl
import subprocess
import time

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

import wire as protocol
from service import ROOT, Installation, Service, eventually
from wire import Wire


def certificate(days=30):
    """A self-signed certificate for this machine and its key, both in PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "moneyprinter test")])
    now = datetime.datetime.now(datetime.timezone.utc)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - datetime.timedelta(days=60))
        .not_valid_after(now + datetime.timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256()))
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return made.public_bytes(serialization.Encoding.PEM), private


class Secured:
    """A service with TLS of its own."""

    def __init__(self, folder):
        self.files = (folder / "chain.pem", folder / "key.pem")
        self.installation = Installation(folder / "installation")
        with self.installation.config.open("a") as config:
            config.write(f"""
[tls]
certificate_file = "{self.files[0]}"
key_file = "{self.files[1]}"
""")
        text = self.installation.config.read_text()
        self.installation.config.write_text(text.replace("[limits]\n", "[limits]\nhead_seconds = 1\n"))
        self.data = folder / "data"

    def write(self, pair):
        for path, text in zip(self.files, pair):
            path.write_bytes(text)

    def start(self):
        self.data.mkdir(exist_ok=True)
        self.log = open(self.data / "stderr.log", "wb")
        self.process = subprocess.Popen(
            self.installation.command("serve", self.data, "--port", "0"), stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=self.log, cwd=ROOT, text=True)
        line = self.process.stdout.readline()
        self.port = int(re.search(r"https://127\.0\.0\.1:(\d+)", line).group(1))
        return self

    def connect(self, pair, version=None):
        context = ssl.create_default_context(cadata=pair[0].decode())
        if version:
            context.maximum_version = version
        connection = http.client.HTTPSConnection("127.0.0.1", self.port, timeout=30, context=context)
        connection.connect()
        return connection

    def get(self, connection, path="/healthz"):
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer, answer.read()

    def said(self):
        return (self.data / "stderr.log").read_text(errors="replace")


@pytest.fixture
def secured(tmp_path):
    secured = Secured(tmp_path)
    yield secured
    if getattr(secured, "process", None):
        secured.process.kill()
        secured.process.wait(20)


def test_a_certificate_is_taken_up_while_connections_go_on(secured):
    first, second = certificate(), certificate()
    secured.write(first)
    secured.start()
    old = secured.connect(first)
    answer, _ = secured.get(old)
    assert answer.status == 200
    assert answer.getheader("strict-transport-security") == "max-age=31536000"
    body = json.dumps(protocol.modern("tools/list"))
    headers = {"Content-Type": "application/json", **protocol.headers_for(protocol.modern("tools/list"))}
    old.request("POST", "/mcp", body, headers)
    answer = old.getresponse()
    assert answer.status == 200 and json.loads(answer.read())["result"]["tools"]
    assert answer.getheader("strict-transport-security") and answer.getheader("x-content-type-options") == "nosniff"

    def serves(pair):
        try:
            return secured.get(secured.connect(pair))[0].status == 200
        except ssl.SSLError:
            return False

    assert not serves(second)
    # The certificate a while before its key: for that while the old pair serves.
    secured.files[0].write_bytes(second[0])
    eventually(lambda: "does not belong to the key" in secured.said(), 20, "the mismatch is told")
    assert serves(first)
    secured.files[1].write_bytes(second[1])
    eventually(lambda: serves(second), 20, "the new certificate is in use")
    assert secured.get(old)[0].status == 200, "the connection from before goes on"
    for broken in [(b"nonsense", second[1]), (b"", b""), certificate(days=-1)]:
        before = secured.said().count("stays in use")
        secured.write(broken)
        eventually(lambda: secured.said().count("stays in use") > before, 20, "that it is broken is told")
        assert serves(second)
    assert secured.get(old)[0].status == 200
    events = subprocess.run(
        secured.installation.command("events", secured.data, "--json"), capture_output=True, text=True, timeout=60).stdout
    assert "is new: connections from now on use it" in events and "PRIVATE KEY" not in events


def test_what_is_not_tls_1_2_or_later_gets_nothing(secured):
    pair = certificate()
    secured.write(pair)
    secured.start()
    with socket.create_connection(("127.0.0.1", secured.port), timeout=20) as plain:
        plain.sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        try:
            assert b"200 OK" not in plain.recv(1000)
        except ConnectionResetError:
            pass
    with pytest.raises((ssl.SSLError, OSError)):
        secured.connect(pair, ssl.TLSVersion.TLSv1_1)
    started = time.monotonic()
    with socket.create_connection(("127.0.0.1", secured.port), timeout=20) as silent:
        try:
            assert silent.recv(1) == b"", "who does not even shake hands is let go"
        except ConnectionResetError:
            pass
    assert time.monotonic() - started < 15


@pytest.mark.parametrize("pair", [(b"x", b"x"), certificate(days=-1), (certificate()[0], certificate()[1])])
def test_a_service_does_not_start_with_files_that_cannot_be_used(secured, pair):
    secured.write(pair)
    done = subprocess.run(
        secured.installation.command("serve", secured.data, "--port", "0"), capture_output=True, text=True, timeout=60)
    assert done.returncode == 1 and str(secured.files[0]) in done.stderr and "BEGIN" not in done.stderr


@pytest.fixture
def impatient(tmp_path, schemas):
    own = Installation(tmp_path / "installation")
    own.config.write_text(own.config.read_text().replace("[limits]\n", "[limits]\nhead_seconds = 1\n"))
    service = Service(own, tmp_path / "data").start()
    yield service
    service.release()


HEADS = [b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nX-A: ", b"POST /mcp HTTP/1.1\r\nHost: 127.0.0.1\r\nX-A: ",
         b"GET /mcp HTTP/1.1\r\nHost: 127.0.0.1\r\nX-A: ", b"\r\n\r\n", b"G"]


def answered(line):
    """Asks for one short answer, and reads it to its end."""
    line.sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
    answer = b""
    while not answer.endswith(b"}"):
        part = line.recv(10_000)
        assert part, answer
        answer += part
    return answer


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("before", [0, 2])
def test_a_head_that_trickles_in_is_given_up(impatient, head, before):
    """Also after whole requests on the connection."""
    with socket.create_connection(("127.0.0.1", impatient.port), timeout=20) as line:
        for _ in range(before):
            assert b"200 OK" in answered(line)
        line.sendall(head)
        line.settimeout(0.2)
        started, answer = time.monotonic(), None
        while time.monotonic() - started < 15:
            try:
                line.sendall(b"a")
                answer = line.recv(1000)
                break
            except TimeoutError:
                continue
            except OSError:
                answer = b""
                break
        assert answer == b"" or answer.startswith(b"HTTP/1.1 400"), answer
        assert time.monotonic() - started < 12
    assert impatient.get("/v1/mcp/health")


def test_a_connection_that_rests_between_requests_is_kept(impatient):
    with socket.create_connection(("127.0.0.1", impatient.port), timeout=20) as line:
        for _ in range(2):
            assert b"200 OK" in answered(line)
            # Longer than a head may take: that bound is not one of idleness.
            time.sleep(1.5)


def test_every_answer_tells_browsers_what_to_leave_alone(wire):
    for method, path in [("GET", "/healthz"), ("GET", "/"), ("GET", "/nothing/here"), ("GET", "/dashboard"),
                         ("GET", "/v1/tasks"), ("POST", "/mcp"), ("GET", "/mcp"), ("DELETE", "/v1/nothing"),
                         ("GET", "/metrics"), ("GET", "/v1/tasks?key=x")]:
        reply = wire.send(method, path, body=b"{}" if method == "POST" else None)
        names = [name.lower() for name, _ in reply.fields]
        for name, value in [("x-content-type-options", "nosniff"), ("referrer-policy", "no-referrer")]:
            assert names.count(name) == 1 and reply.header(name) == value, (method, path, reply.fields)
        assert reply.header("strict-transport-security") is None, "which would lock browsers out of a plain service"
