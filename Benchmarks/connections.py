"""What open connections cost: memory of idle WebSockets, and ten thousand connections that are all served.

    python Benchmarks/connections.py BINARY [--sockets N] [--connections N]

BINARY is a release build of moneyprinter. First the service answers some thousand calls, so that everything that grows
once has grown. Then WebSockets are opened and left alone: what its own memory (RssAnon) grew by, for each. Then connections
of HTTP are added until as many are open as asked for, and each of all is asked once while all others stay open; every
answer must be right. Needs as many open files as connections (ulimit -Hn), here and in the service.
"""

import argparse
import base64
import json
import os
import pathlib
import resource
import socket
import struct
import subprocess
import sys
import tempfile
import time
import urllib.request

PREFIX = "io.modelcontextprotocol/"
TICK = os.sysconf("SC_CLK_TCK")
# Files that a process has besides its connections.
OWN_FILES = 500
SETTLE = 3
WARM_CALLS = 6000


def raise_files():
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def message(number):
    meta = {PREFIX + "protocolVersion": "2026-07-28", PREFIX + "clientCapabilities": {}}
    return json.dumps({"jsonrpc": "2.0", "id": number, "method": "server/discover", "params": {"_meta": meta}}).encode()


class Connection:
    """One open connection; asking and hearing are apart, so that all can be asked before one is heard."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self.buffer = b""

    def read_until(self, end):
        while end not in self.buffer:
            data = self.socket.recv(65536)
            if not data:
                raise ConnectionError("the service closed a connection")
            self.buffer += data
        head, self.buffer = self.buffer.split(end, 1)
        return head

    def read(self, size):
        while len(self.buffer) < size:
            data = self.socket.recv(65536)
            if not data:
                raise ConnectionError("the service closed a connection")
            self.buffer += data
        data, self.buffer = self.buffer[:size], self.buffer[size:]
        return data

    def check(self, text, number):
        answer = json.loads(text)
        if answer["id"] != number or answer["result"]["resultType"] != "complete":
            raise ValueError(f"a wrong answer: {text!r}")


class Plain(Connection):
    def ask(self, number):
        body = message(number)
        self.socket.sendall(
            b"POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            b"Accept: application/json, text/event-stream\r\nMCP-Protocol-Version: 2026-07-28\r\n"
            b"Mcp-Method: server/discover\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))

    def hear(self, number):
        head = self.read_until(b"\r\n\r\n").decode().lower()
        size = next(line for line in head.split("\r\n") if line.startswith("content-length:"))
        self.check(self.read(int(size.split(":")[1])), number)


class WebSocket(Connection):
    def __init__(self, port):
        super().__init__(port)
        key = base64.b64encode(os.urandom(16))
        self.socket.sendall(
            b"GET /mcp HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: mcp\r\nSec-WebSocket-Key: %s\r\n\r\n" % key)
        if b" 101 " not in self.read_until(b"\r\n\r\n"):
            raise ConnectionError("no WebSocket was opened")

    def ask(self, number):
        body = message(number)
        # A mask of zeros leaves the bytes as they are.
        self.socket.sendall(bytes([0x81, 0x80 | 126]) + struct.pack("!H", len(body)) + bytes(4) + body)

    def hear(self, number):
        while True:
            first, size = self.read(2)
            if size == 126:
                size, = struct.unpack("!H", self.read(2))
            payload = self.read(size)
            # Pings may have come meanwhile.
            if first & 0x0F == 1:
                return self.check(payload, number)


def resident(pid, what="VmRSS"):
    lines = pathlib.Path(f"/proc/{pid}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith(what + ":")).split()[1])


def cpu_seconds(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(int(fields[index]) for index in (11, 12)) / TICK


def start(binary, folder, connections):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    config = pathlib.Path(folder) / "config.toml"
    config.write_text(
        f"[app]\nmcp_max_connections = {connections + 100}\n"
        f"[limits]\naddress_requests = 1000000\naddress_connections = {connections + 100}\n")
    process = subprocess.Popen(
        [binary, "serve", "--config", str(config), "--data", f"{folder}/data", "--port", str(port)],
        stdout=subprocess.DEVNULL, preexec_fn=raise_files)
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if process.poll() is not None:
            sys.exit(f"the service ended with {process.returncode}")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5):
                return process, port
        except OSError:
            time.sleep(0.05)
    sys.exit("the service is not ready within 60 s")


def warm(port):
    plain = Plain(port)
    for number in range(WARM_CALLS):
        plain.ask(number)
        plain.hear(number)
    for open_one in [WebSocket(port) for _ in range(50)]:
        open_one.socket.close()
    time.sleep(SETTLE)


def figure(name, value, unit, op, limit, is_met):
    print(f"figure connections.{name} {value} {unit} goal {op} {limit} {'ok' if is_met else 'MISS'}")


def measure(process, port, sockets, connections):
    warm(port)
    # Of the program's own pages, which a system may take back while they rest, no connection has any.
    before = resident(process.pid, "RssAnon")
    opened = [WebSocket(port) for _ in range(sockets)]
    time.sleep(SETTLE)
    each = (resident(process.pid, "RssAnon") - before) / sockets
    opened += [Plain(port) for _ in range(connections - sockets)]
    began = time.monotonic()
    for number, connection in enumerate(opened):
        connection.ask(number)
    served = 0
    for number, connection in enumerate(opened):
        connection.hear(number)
        served += 1
    took = time.monotonic() - began
    used = cpu_seconds(process.pid)
    time.sleep(10)
    idle = (cpu_seconds(process.pid) - used) * 10
    print(f"{connections} connections, each asked once while all are open: {took:.1f} s; "
          f"idle then: {resident(process.pid) / 1024:.0f} MB, {idle:.1f} % of a core")
    figure("idle_websocket", f"{each:.1f}", "KB", "<=", 20, each <= 20)
    figure("served", served, "connections", ">=", 10000, served >= 10000)


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    options.add_argument("binary")
    options.add_argument("--sockets", type=int, default=1000)
    options.add_argument("--connections", type=int, default=10000)
    chosen = options.parse_args()
    raise_files()
    files = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    if files < chosen.connections + OWN_FILES:
        sys.exit(f"{files} files may be open here, and {chosen.connections + OWN_FILES} are needed: raise ulimit -Hn")
    with tempfile.TemporaryDirectory() as folder:
        process, port = start(chosen.binary, folder, chosen.connections)
        try:
            measure(process, port, chosen.sockets, chosen.connections)
        finally:
            process.terminate()
            process.wait(30)


if __name__ == "__main__":
    main()
