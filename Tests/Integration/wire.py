"""MCP and REST as bytes: requests are written by hand here, and every answer is checked against the schemas."""

import base64
import contextlib
import http.client
import json
import socket

MODERN = "2026-07-28"
LEGACY = ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"]
PREFIX = "io.modelcontextprotocol/"
BOTH = "application/json, text/event-stream"


def modern(method, params=None, id=1, **meta):
    """A request of 2026-07-28; `meta` are further members of `_meta`."""
    envelope = {PREFIX + "protocolVersion": MODERN, PREFIX + "clientCapabilities": {}, **meta}
    return {"jsonrpc": "2.0", "id": id, "method": method, "params": {**(params or {}), "_meta": envelope}}


def legacy(method, params=None, id=1):
    """A request of the revisions with a handshake."""
    message = {"jsonrpc": "2.0", "id": id, "method": method}
    if params is not None:
        message["params"] = params
    return message


def call(tool, arguments=None, id=1, **meta):
    return modern("tools/call", {"name": tool, "arguments": arguments or {}}, id=id, **meta)


def base64_header(text):
    return "=?base64?" + base64.b64encode(text.encode()).decode() + "?="


# Which parameter of a method its `Mcp-Name` header repeats.
TARGETS = {"tools/call": "name", "prompts/get": "name", "resources/read": "uri", "tasks/get": "taskId",
           "tasks/update": "taskId", "tasks/cancel": "taskId"}


def headers_for(message, version=MODERN):
    """The headers that repeat a modern request's version, method and target."""
    headers = {"MCP-Protocol-Version": version, "Mcp-Method": message["method"]}
    key = TARGETS.get(message["method"])
    name = message.get("params", {}).get(key)
    if isinstance(name, str):
        headers["Mcp-Name"] = name if name.isascii() else base64_header(name)
    return headers


class Reply:
    """An HTTP answer as it came."""

    def __init__(self, answer, body):
        self.status = answer.status
        self.fields = answer.getheaders()
        self.body = body

    def header(self, name):
        values = [value for key, value in self.fields if key.lower() == name.lower()]
        return values[0] if values else None

    @property
    def is_stream(self):
        return (self.header("content-type") or "").startswith("text/event-stream")

    @property
    def json(self):
        kinds = ("application/json", "application/problem+json")
        assert (self.header("content-type") or "").startswith(kinds), (self.status, self.fields, self.body)
        return json.loads(self.body)

    @property
    def messages(self):
        """The JSON-RPC messages in it: one, some of a stream, or none."""
        if self.is_stream:
            frames = self.body.decode().split("\r\n\r\n")
            lines = [line for frame in frames for line in frame.split("\r\n") if line.startswith("data: ")]
            return [json.loads(line.removeprefix("data: ")) for line in lines]
        if not self.body:
            return []
        value = self.json
        return value if isinstance(value, list) else [value]

    @property
    def error(self):
        return self.messages[-1]["error"]

    @property
    def result(self):
        message = self.messages[-1]
        assert "result" in message, message
        return message["result"]


class Wire:
    """Sends requests to one service."""

    def __init__(self, port, schemas):
        self.port = port
        self.schemas = schemas

    def send(self, method, path, headers=(), body=None):
        """One HTTP request with exactly these headers (pairs, or a dictionary), besides Host and the length."""
        pairs = list(headers.items()) if isinstance(headers, dict) else list(headers)
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            names = {name.lower() for name, _ in pairs}
            connection.putrequest(method, path, skip_host="host" in names, skip_accept_encoding=True)
            for name, value in pairs:
                connection.putheader(name, value)
            if body is not None:
                connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body)
            answer = connection.getresponse()
            return Reply(answer, answer.read())
        finally:
            connection.close()

    def post(self, message, headers=None, revision=MODERN, method=None, more=()):
        """Posts to /mcp; every message of the answer must match the schema of `revision`.

        `headers` are the routing headers; those of a modern request are made from it. `more` are added.
        """
        if headers is None:
            headers = headers_for(message) if revision == MODERN and isinstance(message, dict) else {}
        pairs = [("Content-Type", "application/json"), ("Accept", BOTH), *headers.items(), *more]
        body = message if isinstance(message, bytes) else json.dumps(message).encode()
        reply = self.send("POST", "/mcp", pairs, body)
        if method is None and isinstance(message, dict):
            method = message.get("method")
        for answer in reply.messages:
            self.schemas.check(answer, revision, method)
        return reply

    @contextlib.contextmanager
    def open_stream(self, message):
        """A socket on which a modern request was sent and nothing read past the head; leaving closes it."""
        body = json.dumps(message).encode()
        fields = {"Host": "localhost", "Accept": BOTH, "Content-Length": str(len(body)), **headers_for(message)}
        head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
        with socket.create_connection(("127.0.0.1", self.port), timeout=30) as connection:
            connection.sendall(f"POST /mcp HTTP/1.1\r\n{head}\r\n".encode() + body)
            yield connection

    def legacy(self, message, revision, more=()):
        return self.post(message, {"MCP-Protocol-Version": revision}, revision=revision, more=more)

    def call(self, tool, arguments=None, more=(), **meta):
        """The result of a tool over modern MCP; the answer must have one."""
        return self.post(call(tool, arguments, **meta), more=more).result

    def rest(self, method, path, value=None, headers=()):
        body = None if value is None else value if isinstance(value, bytes) else json.dumps(value).encode()
        return self.send(method, path, [("Content-Type", "application/json"), *headers], body)
