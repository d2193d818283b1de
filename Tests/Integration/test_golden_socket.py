"""One recorded exchange of each kind over a WebSocket (Tests/Golden/Socket): MCP's frames, and the reference API's dialect."""

import pytest

import golden
from websocket import PING, PONG, Closed, WebSocket, close_frame, frame
from wire import call, legacy, modern

CLIENT = {"name": "a test", "version": "1"}
UNKNOWN = {"task_id": "mcp_ffffffff"}
TERMS = {"video_subject": "tea", "video_script": "Tea leaves in hot water make a drink.", "amount": 3}
MOMENT = "2026-01-01T00:00:00Z"


def spoken(method, params=None, id="1"):
    return {"jsonrpc": "2.0", "id": id, "method": method, "params": params or {}, "timestamp": MOMENT}


def shake(revision):
    return legacy("initialize", {"protocolVersion": revision, "capabilities": {}, "clientInfo": CLIENT})


# Each message is answered by one.
MCP = {
    "discover": ("2026-07-28 needs no handshake", [modern("server/discover")]),
    "call": ("A tool's result", [call("get_generation_status", UNKNOWN)]),
    "unknown-method": ("-32601", [modern("no/such")]),
    "eras": ("Both eras on one connection", [shake("2025-11-25"), legacy("ping"), modern("ping")]),
    "batch": ("Several messages in one frame, in 2025-03-26 only", [
        shake("2025-03-26"), [legacy("ping", id=1), legacy("no/such", id=2)]]),
    "refused-batch": ("-32600 in any other revision", [[legacy("ping", id=1)]]),
    "parse-error": ("-32700 without an id", ["{"]),
}

DIALECT = {
    "dialect-authenticate": ("Wrong credentials", [spoken("auth/authenticate", {"type": "api_key", "api_key": "wrong"})]),
    "dialect-tools": ("A bare array", [spoken("tools/list")]),
    "dialect-call": ("A bare result", [spoken("tools/call", {"name": "generate_video_terms", "arguments": TERMS})]),
    "dialect-unknown-tool": ("-32003", [spoken("tools/call", {"name": "make_coffee"})]),
    "dialect-status": ("The service", [spoken("service/status")]),
    "dialect-capabilities": ("What it can", [spoken("service/capabilities")]),
    "dialect-video-status": ("A task that there is not", [spoken("video/status", UNKNOWN)]),
    "dialect-batch": ("Several calls", [spoken("batch/submit", {"requests": [
        {"id": "a", "method": "tools/call", "params": {"name": "generate_video_terms", "arguments": TERMS}},
        {"id": "b", "method": "video/status", "params": UNKNOWN}]})]),
    "dialect-ping": ("Still there", [spoken("ping")]),
    "dialect-parse-error": ("With the id parse_error", ["{"]),
}


def exchange(ws, messages):
    """What was sent and what came, in order."""
    frames = []
    for message in messages:
        frames.append({"sent": message})
        ws.send(frame(message.encode())) if isinstance(message, str) else ws.say(message)
        answer = ws.receive()
        if isinstance(answer, list):
            answer.sort(key=lambda one: str(one.get("id")))
        frames.append({"received": golden.masked(answer)})
    return frames


@pytest.mark.parametrize("name", MCP)
def test_messages_of_mcp(service, name):
    what, messages = MCP[name]
    with WebSocket(service.port) as ws:
        upgrade = {"path": "/mcp", "subprotocol": ws.fields["sec-websocket-protocol"]}
        golden.compare(name, {"what": what, "upgrade": upgrade, "frames": exchange(ws, messages)}, "Socket")


@pytest.mark.parametrize("name", DIALECT)
def test_messages_of_the_dialect(service, name):
    """A client that offers no subprotocol, and waits for the welcome."""
    what, messages = DIALECT[name]
    with WebSocket(service.port, "/v1/mcp/ws", protocols=()) as ws:
        assert "sec-websocket-protocol" not in ws.fields
        frames = [{"received": golden.masked(ws.receive())}, *exchange(ws, messages)]
        golden.compare(name, {"what": what, "upgrade": {"path": "/v1/mcp/ws"}, "frames": frames}, "Socket")


CLOSES = {
    "close": ("The client's code comes back", close_frame(1000)),
    "close-unmasked": ("1002: a client masks its frames", frame(b"{}", masked=False)),
    "close-binary": ("1003: messages are text", frame(b"{}", opcode=2)),
    "close-not-utf8": ("1007: text is UTF-8", frame(b"\xff")),
    "close-too-large": ("1009: a message larger than is taken", frame(b"", length=1 << 30)),
}


@pytest.mark.parametrize("name", CLOSES)
def test_ends(service, name):
    what, data = CLOSES[name]
    with WebSocket(service.port) as ws:
        ws.send(data)
        with pytest.raises(Closed) as closed:
            ws.receive()
    golden.compare(name, {"what": what, "code": closed.value.code, "reason": closed.value.reason}, "Socket")


def test_a_ping_comes_back(service):
    with WebSocket(service.port) as ws:
        ws.send(frame(b"still there?", PING))
        assert ws.receive_frame() == (PONG, True, b"still there?")
