"""RFC 6455 as the Autobahn suite asks for it, where one text frame is one JSON-RPC message.

The suite's own cases run against a socket that echoes (test_autobahn.py). Each test below names the cases that it stands
for on a socket that understands its messages.
"""

import base64
import contextlib
import json
import socket

import pytest

import utf8_cases
from websocket import (BINARY, CLOSE, CONTINUATION, PING, PONG, TEXT, Closed, WebSocket, accept, close_frame, frame,
                       upgrade)
from wire import modern

DISCOVER = modern("server/discover")
MESSAGE = json.dumps(DISCOVER).encode()
# The smallest limit that the configuration allows, which the tests' service has.
LIMIT = 65_536


@pytest.fixture
def ws(service, schemas):
    with WebSocket(service.port, schemas=schemas) as connection:
        assert connection.status == 101
        yield connection


@pytest.fixture(autouse=True)
def goes_on(service):
    """Whatever a test sends, the next client is served."""
    yield
    with WebSocket(service.port) as connection:
        assert "result" in connection.ask(DISCOVER)


# MARK: The handshake


def test_the_key_is_answered(service):
    key = base64.b64encode(b"the sample nonce").decode()
    with WebSocket(service.port, headers=[("Sec-WebSocket-Key", key)]) as ws:
        assert ws.status == 101
        assert ws.fields["sec-websocket-accept"] == accept(key)
        assert ws.fields["sec-websocket-protocol"] == "mcp"


@pytest.mark.parametrize("path", ["/", "/mcp", "/v1/mcp/ws", "/mcp?session=1"])
def test_every_path_serves(service, path):
    with WebSocket(service.port, path) as ws:
        assert ws.ask(DISCOVER)["result"]["resultType"] == "complete"


@pytest.mark.parametrize(
    ("offered", "chosen"), [((), None), (("chat",), None), (("chat", "mcp"), "mcp"), (("mcp",), "mcp")])
def test_only_an_offered_subprotocol_is_chosen(service, offered, chosen):
    with WebSocket(service.port, protocols=offered) as ws:
        assert ws.status == 101
        assert ws.fields.get("sec-websocket-protocol") == chosen


@pytest.mark.parametrize(
    ("headers", "status"),
    [([("Origin", "https://evil.example")], 403), ([("Origin", "null")], 403), ([("Host", "evil.example")], 421),
     ([("Sec-WebSocket-Version", "8")], 426), ([("Sec-WebSocket-Version", None)], 426),
     ([("Sec-WebSocket-Key", "short")], 400), ([("Sec-WebSocket-Key", None)], 400), ([("Connection", "close")], 400)])
def test_a_bad_handshake_is_refused(service, headers, status):
    with WebSocket(service.port, headers=headers) as ws:
        assert ws.status == status
        if status == 426:
            assert ws.fields["sec-websocket-version"] == "13"
        assert ws.socket.recv(65536) or True


def test_a_page_of_this_machine_may_connect(service):
    with WebSocket(service.port, headers=[("Origin", "http://localhost:3000")]) as ws:
        assert ws.ask(DISCOVER)["result"]


def test_a_path_that_is_no_websockets_is_not_upgraded(service):
    with WebSocket(service.port, "/healthz") as ws:
        assert ws.status == 200


def test_the_path_of_websockets_says_so_to_others(wire):
    assert wire.send("GET", "/v1/mcp/ws").status == 426


def test_a_handshake_may_come_byte_by_byte(service):
    with socket.create_connection(("127.0.0.1", service.port), timeout=20) as connection:
        for byte in upgrade():
            connection.sendall(bytes([byte]))
        assert connection.recv(100).startswith(b"HTTP/1.1 101")


def test_a_handshake_that_never_ends_is_ended(service):
    with socket.create_connection(("127.0.0.1", service.port), timeout=30) as connection:
        connection.sendall(b"GET /mcp HTTP/1.1\r\nHost: localhost\r\nUpgrade: web")
        assert connection.recv(100) == b""


def test_frames_right_behind_the_handshake_are_taken(service):
    with socket.create_connection(("127.0.0.1", service.port), timeout=20) as connection:
        connection.sendall(upgrade() + frame(MESSAGE))
        data = b""
        while b"resultType" not in data:
            more = connection.recv(65536)
            assert more
            data += more
        assert data.startswith(b"HTTP/1.1 101")


def test_other_requests_on_the_connection_come_before_it(service):
    with socket.create_connection(("127.0.0.1", service.port), timeout=20) as connection:
        body = json.dumps(DISCOVER).encode()
        connection.sendall(
            b"POST /mcp HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\nMCP-Protocol-Version: 2026-07-28\r\n"
            b"Mcp-Method: server/discover\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
        assert connection.recv(65536).startswith(b"HTTP/1.1 200")
        connection.sendall(upgrade())
        assert connection.recv(65536).startswith(b"HTTP/1.1 101")


# MARK: 1.1.1 to 1.1.8, 9.1 to 9.8 and 10.1.1: messages of every size


@pytest.mark.parametrize("size", [125, 126, 127, 128, 1000, 4096, 65_535, LIMIT])
def test_a_message_of_any_size_up_to_the_limit_is_taken(ws, size):
    message = MESSAGE + b" " * (size - len(MESSAGE)) if size > len(MESSAGE) else MESSAGE
    ws.send(frame(message))
    assert ws.receive()["result"]


@pytest.mark.parametrize("chunk", [1, 997])
def test_a_frame_may_come_in_pieces(ws, chunk):
    data = frame(MESSAGE)
    for start in range(0, len(data), chunk):
        ws.send(data[start:start + chunk])
    assert ws.receive()["result"]


@pytest.mark.parametrize("part", [1, 64, 256])
def test_a_message_may_come_in_many_frames(ws, part):
    parts = [MESSAGE[start:start + part] for start in range(0, len(MESSAGE), part)]
    for index, piece in enumerate(parts):
        ws.send(frame(piece, TEXT if index == 0 else CONTINUATION, last=index == len(parts) - 1))
    assert ws.receive()["result"]


@pytest.mark.parametrize("count", [1, 50])
def test_messages_may_follow_each_other_at_once(ws, count):
    ws.send(b"".join(frame(json.dumps(modern("server/discover", id=number)).encode()) for number in range(count)))
    assert sorted(ws.receive()["id"] for _ in range(count)) == list(range(count))


def test_an_empty_message_is_no_json(ws):
    """1.1.1, 6.1.1 and 6.1.2."""
    ws.send(frame(b""))
    assert ws.receive()["error"]["code"] == -32700
    ws.send(frame(b"", last=False) + frame(b"", CONTINUATION, last=False) + frame(b"", CONTINUATION))
    assert ws.receive()["error"]["code"] == -32700


# MARK: Sections 2 to 7, as a table: what is sent, and how it ends

PINGED = "answered with a pong of the same bytes"
SERVED = "the message is answered"
CASES = {
    "1.2.1 to 1.2.8 a binary message": (frame(MESSAGE, BINARY), 1003),
    "2.1 a ping without payload": (frame(b"", PING), PINGED),
    "2.2 a ping with text": (frame(b"hello", PING), PINGED),
    "2.3 a ping with bytes": (frame(b"\x00\xff\xfe\xfd", PING), PINGED),
    "2.4 a ping of 125 bytes": (frame(b"\xfe" * 125, PING), PINGED),
    "2.5 a ping of 126 bytes": (frame(b"\xfe" * 126, PING), 1002),
    "2.9 a pong nobody asked for, and a ping": (frame(b"unasked", PONG) + frame(b"asked", PING), PINGED),
    "2.7 a pong nobody asked for": (frame(b"", PONG) + frame(MESSAGE), SERVED),
    "2.8 a pong with payload": (frame(b"unasked", PONG) + frame(MESSAGE), SERVED),
    "3.1 RSV 1": (frame(MESSAGE, reserved=1), 1002),
    "3.2 RSV 2": (frame(MESSAGE, reserved=2), 1002),
    "3.3 RSV 3": (frame(MESSAGE, reserved=3), 1002),
    "3.4 RSV 4": (frame(MESSAGE, reserved=4), 1002),
    "3.5 RSV 5 of a binary message": (frame(MESSAGE, BINARY, reserved=5), 1002),
    "3.6 RSV 6 of a ping": (frame(b"", PING, reserved=6), 1002),
    "3.7 RSV 7 of a close": (frame(b"", CLOSE, reserved=7), 1002),
    **{f"4.{1 + (code > 8)}.{code % 8 - 2} opcode {code}": (frame(b"x" * (code % 2), code) + frame(b"", PING), 1002)
       for code in [3, 4, 5, 6, 7, 11, 12, 13, 14, 15]},
    "5.1 a ping in two": (frame(b"a", PING, last=False) + frame(b"b", CONTINUATION), 1002),
    "5.2 a pong in two": (frame(b"a", PONG, last=False) + frame(b"b", CONTINUATION), 1002),
    "5.3 to 5.5 a message in two": (frame(MESSAGE[:9], last=False) + frame(MESSAGE[9:], CONTINUATION), SERVED),
    "5.6 to 5.8 a ping between fragments": (
        frame(MESSAGE[:9], last=False) + frame(b"in between", PING) + frame(MESSAGE[9:], CONTINUATION), PINGED),
    "a continuation of nothing": (frame(MESSAGE, CONTINUATION), 1002),
    "an unfinished continuation of nothing": (frame(MESSAGE, CONTINUATION, last=False), 1002),
    "5.9 to 5.11 a continuation of nothing, and a message": (frame(b"x", CONTINUATION) + frame(MESSAGE), 1002),
    "5.12 to 5.14 an unfinished continuation of nothing, and a message": (
        frame(b"x", CONTINUATION, last=False) + frame(MESSAGE), 1002),
    "5.15 a continuation of nothing after a message in two": (
        frame(b"{", last=False) + frame(b"}", CONTINUATION) + frame(b"x", CONTINUATION, last=False) + frame(MESSAGE),
        1002),
    "5.16 unfinished continuations of nothing between messages": (
        (frame(b"x", CONTINUATION, last=False) + frame(b"{", last=False) + frame(b"}", CONTINUATION)) * 2, 1002),
    "5.17 continuations of nothing between messages": (
        (frame(b"x", CONTINUATION) + frame(b"{", last=False) + frame(b"}", CONTINUATION)) * 2, 1002),
    "a continuation after a whole message": (frame(MESSAGE) + frame(b"x", CONTINUATION), 1002),
    "5.18 a message inside another": (frame(MESSAGE[:9], last=False) + frame(MESSAGE[9:]), 1002),
    "5.18 a binary message inside another": (frame(MESSAGE[:9], last=False) + frame(b"x", BINARY), 1002),
    "6.1.3 a message between nothing": (
        frame(b"", last=False) + frame(MESSAGE, CONTINUATION, last=False) + frame(b"", CONTINUATION), SERVED),
    "fragments without end": (frame(b" ", last=False) + frame(b" ", CONTINUATION, last=False) * 1100, 1009),
    "6.2 a character over two frames": (
        frame(b'{"jsonrpc":"2.0","id":"\xc3', last=False) + frame(b'\xbc","method":"ping"}', CONTINUATION), SERVED),
    "6.3.1 a bad byte in the middle": (frame(b"\xce\xba\xe1\xbd\xb9\xcf\x83\xce\xbc\xce\xb5\xed\xa0\x80edited"), 1007),
    "6.3.2 the same, a byte a frame": (
        frame(b"", last=False) + b"".join(
            frame(bytes([byte]), CONTINUATION, last=False) for byte in utf8_cases.KOSME + b"\xed\xa0"), 1007),
    "6.4.1 bad bytes before the message's end": (
        frame(utf8_cases.KOSME, last=False) + frame(b"\xf4\x90\x80\x80", CONTINUATION, last=False), 1007),
    "6.4.2 the first bad byte before the message's end": (
        frame(utf8_cases.KOSME + b"\xf4", last=False) + frame(b"\x90", CONTINUATION, last=False), 1007),
    "6.4.3 and 6.4.4 bad bytes in the middle of a frame": (frame(utf8_cases.KOSME + b"\xf4\x90\x80\x80edited"), 1007),
    **{f"{name}: {sample.hex()}": (frame(sample), 1007)
       for name, samples in utf8_cases.INVALID.items() for sample in samples},
    "7.1 a close": (close_frame(1000), 1000),
    "7.1.6 a close behind much": (frame(MESSAGE) + frame(b" " * LIMIT) + close_frame(1000) + frame(b"", PING), 1000),
    "7.1.5 a close inside a message": (frame(MESSAGE[:9], last=False) + close_frame(1000), 1000),
    "7.3.1 a close without a code": (close_frame(), 1005),
    "7.3.2 half a code": (frame(b"\x03", CLOSE), 1002),
    "7.3.4 a close with a reason": (close_frame(1000, b"done"), 1000),
    "7.3.5 the longest reason": (close_frame(1000, b"x" * 123), 1000),
    "7.3.6 a reason that is too long": (close_frame(1000, b"x" * 124), 1002),
    "7.5.1 a reason that is no text": (close_frame(1000, b"\xce\xba\xed\xa0\x80"), 1007),
    **{f"7.7 code {code}": (close_frame(code), code)
       for code in [1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999]},
    **{f"7.9 and 7.13 code {code}": (close_frame(code), 1002)
       for code in [0, 999, 1004, 1005, 1006, 1016, 1100, 2000, 2999, 5000, 65_535]},
    "an unmasked message": (frame(MESSAGE, masked=False), 1002),
    "a message that is too large": (frame(b" " * (LIMIT + 1)), 1009),
    "a message that says it is too large": (frame(b"", length=1 << 40), 1009),
    "fragments that are too large together": (
        frame(b" " * 40_000, last=False) + frame(b" " * 40_000, CONTINUATION), 1009),
}


@pytest.mark.parametrize("name", CASES)
def test_frames_have_their_end(ws, name):
    sent, end = CASES[name]
    ws.send(sent)
    expect(ws, sent, end)


@pytest.mark.parametrize("name", [name for name, (sent, _) in CASES.items() if len(sent) < 1000])
def test_frames_may_come_byte_by_byte(ws, name):
    """As 2.6, 2.11, 3.4, 4.1.5, 5.5, 5.8, 5.11 and 5.14 have it."""
    sent, end = CASES[name]
    with contextlib.suppress(OSError):  # It may be ended before its last byte.
        for byte in sent:
            ws.send(bytes([byte]))
    expect(ws, sent, end)


def expect(ws, sent, end):
    if end == PINGED:
        opcode, last, payload = ws.receive_frame()
        assert (opcode, last) == (PONG, True)
        assert frame(payload, PING) in sent
    elif end == SERVED:
        assert "id" in ws.receive()
    else:
        assert ws.closing() == end


@pytest.mark.parametrize("name", utf8_cases.VALID)
def test_text_of_every_form_is_taken(ws, name):
    """6.2.1 to 6.2.4 too: whole, and a byte a frame."""
    for sample in utf8_cases.VALID[name]:
        message = json.dumps({**DISCOVER, "id": sample.decode()}, ensure_ascii=False).encode()
        ws.send(frame(message))
        assert ws.receive()["id"] == sample.decode()
        ws.send(b"".join(frame(bytes([byte]), CONTINUATION if index else TEXT, last=index == len(message) - 1)
                         for index, byte in enumerate(message)))
        assert ws.receive()["id"] == sample.decode()


def test_ten_pings_have_ten_pongs(ws):
    """2.10 and 2.11."""
    payloads = [b"payload-%d" % number for number in range(10)]
    ws.send(b"".join(frame(payload, PING) for payload in payloads))
    assert [ws.receive_frame() for _ in payloads] == [(PONG, True, payload) for payload in payloads]


def test_pings_are_answered_before_the_message_that_they_came_between(ws):
    """5.6 to 5.8, 5.19 and 5.20."""
    ws.send(frame(MESSAGE[:9], last=False) + frame(MESSAGE[9:20], CONTINUATION, last=False) + frame(b"first", PING))
    assert ws.receive_frame() == (PONG, True, b"first")
    ws.send(frame(MESSAGE[20:30], CONTINUATION, last=False) + frame(b"second", PING))
    assert ws.receive_frame() == (PONG, True, b"second")
    ws.send(frame(MESSAGE[30:], CONTINUATION))
    assert ws.receive()["result"]


def test_nothing_is_answered_after_a_close(ws):
    """7.1.2 to 7.1.5: what a client still says is not heard."""
    ws.send(close_frame(1000) + frame(b"", PING) + frame(MESSAGE))
    with pytest.raises(Closed) as closed:
        ws.receive()
    assert closed.value.code == 1000
    assert ws.socket.recv(100) == b""


def test_the_end_is_noted(service, ws, until):
    """Each connection's life is in the log, with who ended it and why."""
    ws.send(frame(MESSAGE, BINARY))
    assert ws.closing() == 1003
    ws.socket.close()
    event = until(lambda: [one for one in service.events(type="connection.closed") if one["data"]["code"] == 1003
                           and one["data"]["side"] == "service"], 20, "the end is noted")[-1]
    assert event["data"]["reason"] == "messages are text frames"
    stream = service.events(stream=event["stream"])
    assert [one["type"] for one in stream] == ["connection.opened", "connection.closed"]
    assert stream[0]["data"]["subprotocol"] == "mcp"


def test_a_lost_connection_is_noted(service, until):
    with WebSocket(service.port) as ws:
        assert ws.ask(DISCOVER)
        ws.socket.shutdown(socket.SHUT_WR)
        assert ws.socket.recv(100) == b""
    until(lambda: [one for one in service.events(type="connection.closed")
                   if one["data"]["side"] == "network" and one["data"]["requests"] == 1], 20, "the loss is noted")
