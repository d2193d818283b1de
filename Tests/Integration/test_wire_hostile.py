"""Bytes that are no message, and messages that are meant to hurt: each has its error, and the service goes on."""

import json
import socket

import pytest

from wire import BOTH, call, headers_for, modern


@pytest.fixture(autouse=True)
def goes_on(wire):
    """Whatever a test sends, the next client is served."""
    yield
    assert wire.post(modern("server/discover")).status == 200


@pytest.mark.parametrize(
    "body",
    [b"", b" ", b"{", b"nonsense", b'{"jsonrpc": "2.0",}', b"{'a': 1}", b'{"a": 01}', b'{"a": NaN}', b'{"a": "\x01"}',
     b"\xef\xbb\xbf{}", b'{"jsonrpc":"2.0","id":1,"method":"ping"} x', b'["unclosed', b'{"a": "\\ud800"}',
     b'{"jsonrpc":"2.0","id":1,"method":"\xff\xfe"}', b'{"a": "\xc3\x28"}', b"\x00" * 64],
    ids=range(16))
def test_what_is_no_json_is_a_parse_error_without_an_id(wire, body):
    reply = wire.post(body, {})
    assert (reply.status, reply.error["code"]) == (400, -32700)
    assert "id" not in reply.json
    assert "at byte" in reply.error["message"]


@pytest.mark.parametrize(
    "message",
    [1, "text", None, True, {}, {"jsonrpc": "1.0", "id": 1, "method": "ping"}, {"id": 1, "method": "ping"},
     {"jsonrpc": "2.0", "id": 1}, {"jsonrpc": "2.0", "id": 1, "method": 5}, {"jsonrpc": 2.0, "id": 1, "method": "ping"},
     {"jsonrpc": "2.0", "id": None, "method": "ping"}, {"jsonrpc": "2.0", "id": 1.5, "method": "ping"},
     {"jsonrpc": "2.0", "id": [1], "method": "ping"}, {"jsonrpc": "2.0", "id": {}, "method": "ping"}], ids=range(14))
def test_json_that_is_no_request_is_an_invalid_request(wire, message):
    reply = wire.post(json.dumps(message).encode(), {})
    assert (reply.status, reply.error["code"]) == (400, -32600)
    readable = isinstance(message, dict) and isinstance(message.get("id"), int)
    assert ("id" in reply.json) == readable, "the id comes back where it can be read"


@pytest.mark.parametrize("params", [[1, 2], "text", 5, None, True])
def test_params_must_be_an_object(wire, params):
    message = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": params}
    reply = wire.post(message, {})
    assert (reply.status, reply.error["code"]) == (400, -32602)


@pytest.mark.parametrize("depth", [200, 20_000])
@pytest.mark.parametrize("kind", ["[]", '{"a":}'])
def test_deep_nesting_is_refused_and_overflows_no_stack(wire, depth, kind):
    deep = "[" * depth + "]" * depth if kind == "[]" else '{"a":' * depth + "1" + "}" * depth
    text = json.dumps(call("create_video", {"video_subject": "@"})).replace('"@"', deep)
    reply = wire.post(text.encode()[:65_000], {})
    assert (reply.status, reply.error["code"]) == (400, -32700)
    assert "deep" in reply.error["message"] or depth * len(kind) > 60_000


def test_a_body_over_the_limit_is_refused(wire, installation):
    """With the limit in the message, for MCP and REST alike."""
    body = json.dumps(call("create_video", {"video_subject": "x" * installation.body_limit})).encode()
    for path, message in [("/mcp", lambda reply: reply.error["message"]),
                          ("/v1/mcp/tools/call", lambda reply: reply.json["message"])]:
        reply = wire.send("POST", path, {"Accept": BOTH, "Content-Type": "application/json"}, body)
        assert reply.status == 413
        assert str(installation.body_limit) in message(reply)


def test_a_body_over_the_limit_without_a_length_is_refused(wire, installation):
    """Chunked transfer tells no length in advance."""
    with socket.create_connection(("127.0.0.1", wire.port), timeout=30) as connection:
        connection.sendall(b"POST /mcp HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n")
        piece = b"4000\r\n" + b"x" * 0x4000 + b"\r\n"
        for _ in range(installation.body_limit // 0x4000 + 2):
            connection.sendall(piece)
        connection.sendall(b"0\r\n\r\n")
        assert connection.recv(100).startswith(b"HTTP/1.1 413")


def test_a_text_with_every_character_goes_through_unharmed(wire):
    """Quotes, backslashes, control characters, and what lies beyond the Basic Multilingual Plane."""
    text = "\"\\/\b\f\n\r\t\u0000\u001f\u007f\u2028é漢🎬\U0010ffff"
    result = wire.call("get_generation_status", {"task_id": text})
    assert text in result["content"][0]["text"]


@pytest.mark.parametrize("number", ["1e999", "-1e999"])
def test_a_number_out_of_range_is_a_parse_error(wire, number):
    reply = wire.post(('{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"a":%s}}' % number).encode(), {})
    assert reply.error["code"] == -32700


def test_ids_beyond_64_bits_are_no_integers_here(wire):
    reply = wire.post(b'{"jsonrpc":"2.0","id":123456789012345678901234567890,"method":"ping"}', {})
    assert reply.status == 400 and reply.error["code"] in (-32600, -32700)


def test_a_member_given_twice_counts_once(wire):
    body = b'{"jsonrpc":"2.0","id":1,"id":2,"method":"nope","method":"ping"}'
    reply = wire.post(body, {}, revision="2025-03-26", method="ping")
    assert reply.messages[0]["id"] == 2 and reply.result == {}


@pytest.mark.parametrize("path", ["/", "/MCP", "/mcp/", "/mcp/x", "/v1", "/..", "/%2e%2e/etc/passwd", "/v1/nothing"])
def test_other_paths_are_not_found(wire, path):
    reply = wire.send("POST", path, {"Accept": BOTH}, b"{}")
    # A trailing slash names the same route.
    assert reply.status == 404 or (path == "/mcp/" and reply.status == 400)


def test_a_broken_connection_leaves_the_service_alone(wire):
    message = call("get_generation_status", {"task_id": "mcp_ffffffff"})
    lines = [b"POST /mcp HTTP/1.1", b"Host: localhost", b"Content-Length: 100000"]
    lines += [f"{name}: {value}".encode() for name, value in headers_for(message).items()]
    with socket.create_connection(("127.0.0.1", wire.port), timeout=10) as connection:
        connection.sendall(b"\r\n".join(lines) + b"\r\n\r\n{")
    with socket.create_connection(("127.0.0.1", wire.port), timeout=10) as connection:
        connection.sendall(b"\x16\x03\x01\x02\x00\x01\x00 this is no HTTP\r\n\r\n")
        connection.recv(1000)
