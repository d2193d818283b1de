"""A WebSocket client that also says what no client should: frames are made by hand, and each answer is shown as it came."""

import base64
import hashlib
import json
import os
import socket
import struct

CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = 0, 1, 2, 8, 9, 10
GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"


def frame(payload=b"", opcode=TEXT, last=True, masked=True, reserved=0, length=None):
    """A frame; `length` is what its head says of its size, whatever that is."""
    size = len(payload) if length is None else length
    head = bytes([(0x80 if last else 0) | reserved << 4 | opcode])
    mask = 0x80 if masked else 0
    if size < 126:
        head += bytes([mask | size])
    elif size < 1 << 16:
        head += struct.pack("!BH", mask | 126, size)
    else:
        head += struct.pack("!BQ", mask | 127, size)
    if not masked:
        return head + payload
    key = b"\x11\x22\x33\x44"
    return head + key + bytes(byte ^ key[index % 4] for index, byte in enumerate(payload))


def close_frame(code=None, reason=b""):
    return frame((b"" if code is None else struct.pack("!H", code)) + reason, CLOSE)


class Closed(Exception):
    """The service ended the connection: with a close code, or (None) without a close frame."""

    def __init__(self, code, reason=""):
        super().__init__(f"closed with {code}: {reason}")
        self.code, self.reason = code, reason


class WebSocket:
    """An open connection; `schemas` check what comes where a revision is said."""

    def __init__(self, port, path="/mcp", protocols=("mcp",), headers=(), schemas=None, timeout=30):
        self.schemas = schemas
        self.buffer = b""
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=timeout)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.sendall(upgrade(path, protocols, headers))
        self.status, self.fields = self._head()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def _head(self):
        while b"\r\n\r\n" not in self.buffer:
            data = self.socket.recv(65536)
            if not data:
                raise Closed(None)
            self.buffer += data
        head, self.buffer = self.buffer.split(b"\r\n\r\n", 1)
        first, *lines = head.decode().split("\r\n")
        fields = dict(line.split(": ", 1) for line in lines)
        return int(first.split()[1]), {name.lower(): value for name, value in fields.items()}

    def send(self, data):
        self.socket.sendall(data)

    def say(self, message):
        self.send(frame(message if isinstance(message, bytes) else json.dumps(message).encode()))

    def _read(self, size):
        while len(self.buffer) < size:
            try:
                data = self.socket.recv(65536)
            except ConnectionResetError:
                data = b""
            if not data:
                raise Closed(None)
            self.buffer += data
        data, self.buffer = self.buffer[:size], self.buffer[size:]
        return data

    def receive_frame(self):
        first, second = self._read(2)
        assert second & 0x80 == 0, "a server's frames are not masked"
        size = second & 0x7F
        if size == 126:
            size, = struct.unpack("!H", self._read(2))
        elif size == 127:
            size, = struct.unpack("!Q", self._read(8))
        assert first & 0x70 == 0, "no extension was agreed on"
        return first & 0x0F, bool(first & 0x80), self._read(size)

    def receive(self, revision=None, method=None):
        """The next message; pings are answered. Ends with Closed where the service closes."""
        while True:
            opcode, last, payload = self.receive_frame()
            if opcode == PING:
                self.send(frame(payload, PONG))
            elif opcode == CLOSE:
                code = struct.unpack("!H", payload[:2])[0] if payload else 1005
                raise Closed(code, payload[2:].decode())
            elif opcode == TEXT:
                assert last, "our messages are one frame each"
                message = json.loads(payload)
                if revision and self.schemas:
                    for one in message if isinstance(message, list) else [message]:
                        self.schemas.check(one, revision, method)
                return message

    def ask(self, message, revision=None):
        self.say(message)
        return self.receive(revision, message.get("method"))

    def closing(self):
        """Reads on until the service has closed: its code."""
        try:
            while True:
                self.receive()
        except Closed as closed:
            return closed.code


def upgrade(path="/mcp", protocols=("mcp",), headers=(), key=None, leave_out=()):
    """The request that asks for a WebSocket."""
    fields = [("Host", "localhost"), ("Upgrade", "websocket"), ("Connection", "Upgrade"),
              ("Sec-WebSocket-Version", "13"),
              ("Sec-WebSocket-Key", key or base64.b64encode(os.urandom(16)).decode())]
    if protocols:
        fields.append(("Sec-WebSocket-Protocol", ", ".join(protocols)))
    given = {name.lower() for name, _ in headers} | set(leave_out)
    fields = [(name, value) for name, value in fields if name.lower() not in given] + list(headers)
    lines = "".join(f"{name}: {value}\r\n" for name, value in fields if value is not None)
    return f"GET {path} HTTP/1.1\r\n{lines}\r\n".encode()


def accept(key):
    return base64.b64encode(hashlib.sha1((key + GUID).encode()).digest()).decode()
