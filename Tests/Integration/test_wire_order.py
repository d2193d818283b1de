"""How bytes come in must not matter: whole, in pieces, ahead of time, mixed with other requests of the connection."""

import json
import socket

import pytest

from wire import BOTH, call, headers_for


def post(number, *more, close=False, body=None, length=True):
    """A call of an unknown task as bytes; its id is the number."""
    message = call("get_generation_status", {"task_id": "mcp_ffffffff"}, id=number)
    text = json.dumps(message).encode() if body is None else body
    lines = ["POST /mcp HTTP/1.1", "Host: localhost", "Content-Type: application/json", f"Accept: {BOTH}"]
    lines += [f"{name}: {value}" for name, value in headers_for(message).items()]
    lines += [f"Content-Length: {len(text)}"] if length else []
    lines += ["Connection: close"] if close else []
    lines += more
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + text


def get(path):
    return f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()


class Connection:
    """One connection, its answers read one after the other."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=20)
        self.file = self.socket.makefile("rb")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.file.close()
        self.socket.close()

    def send(self, data):
        self.socket.sendall(data)

    def answer(self):
        """Status, headers by lowercase name, body; None where the connection has ended."""
        first = self.file.readline()
        if not first:
            return None
        headers = {}
        while (line := self.file.readline()) not in (b"\r\n", b""):
            name, _, value = line.decode().partition(":")
            headers[name.lower()] = value.strip()
        return int(first.split()[1]), headers, self.file.read(int(headers.get("content-length", 0)))

    def answered(self, number):
        status, headers, body = self.answer()
        assert (status, json.loads(body)["id"]) == (200, number)
        return headers


@pytest.fixture
def connection(wire):
    with Connection(wire.port) as connection:
        yield connection


def test_calls_sent_ahead_are_answered_in_order(connection):
    connection.send(b"".join(post(number) for number in range(1, 41)))
    for number in range(1, 41):
        connection.answered(number)


def test_calls_and_other_requests_of_one_connection_are_answered_in_order(connection):
    connection.send(post(1) + get("/healthz") + post(2) + post(3) + get("/v1/tasks") + get("/nothing") + post(4))
    connection.answered(1)
    assert connection.answer()[0] == 200
    connection.answered(2)
    connection.answered(3)
    assert "tasks" in json.loads(connection.answer()[2])
    assert connection.answer()[0] == 404
    connection.answered(4)


def test_a_call_may_come_in_pieces(connection):
    data = post(1) + post(2)
    for start in range(0, len(data), 7):
        connection.send(data[start:start + 7])
    connection.answered(1)
    connection.answered(2)


def test_the_answers_of_both_ways_carry_the_same_headers(connection):
    connection.send(post(1) + post(2, "Expect: x"))
    assert sorted(connection.answered(1)) == sorted(connection.answered(2))


READS = ["/api/v1/labels", "/api/v1/query?query=up", "/api/v1/label/job/values?match[]=up", "/healthz"]


def test_reads_of_metrics_and_calls_of_one_connection_are_answered_in_order(connection):
    form = b"query=1%2B1"
    posted = (b"POST /api/v1/query HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
              b"Content-Length: %d\r\n\r\n%s" % (len(form), form))
    connection.send(b"".join(post(number) + get(path) for number, path in enumerate(READS)) + posted + get("/v1/tasks"))
    for number, path in enumerate(READS):
        connection.answered(number)
        status, headers, body = connection.answer()
        assert status == 200 and headers["content-type"].startswith("application/json"), path
        assert json.loads(body)["status"] in ("success", "healthy"), path
    assert json.loads(connection.answer()[2])["data"]["result"][1] == "2"
    assert "tasks" in json.loads(connection.answer()[2])


@pytest.mark.parametrize("path", [*READS, "/api/v1/query?query=", "/api/v1/query_range?query=up"])
def test_a_read_has_the_same_answer_whichever_way_it_takes(connection, path):
    """One that is to be the last of its connection is not plain: it goes by Hummingbird's way."""
    connection.send(get(path) + get(path)[:-2] + b"Connection: close\r\n\r\n")
    (status, headers, body), (other_status, other_headers, other_body) = connection.answer(), connection.answer()
    assert (status, body if path != "/healthz" else b"") == (other_status, other_body if path != "/healthz" else b"")
    assert {*headers} == {*other_headers} - {"connection"}
    fixed = [name for name in headers if name not in ("date", "content-length")]
    assert [headers[name] for name in fixed] == [other_headers[name] for name in fixed]
    assert connection.answer() is None


@pytest.mark.parametrize("text", [b"{", b"[]", b'{"jsonrpc":"2.0","id":1}'])
def test_a_refused_call_leaves_the_connection_open(connection, text):
    connection.send(post(1, body=text) + post(2))
    assert connection.answer()[0] == 400
    connection.answered(2)


def test_a_chunked_call_is_answered(connection):
    text = post(1).partition(b"\r\n\r\n")[2]
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (text[:9], text[9:])) + b"0\r\n\r\n"
    connection.send(post(1, "Transfer-Encoding: chunked", body=b"", length=False) + chunks + post(2))
    connection.answered(1)
    connection.answered(2)


def test_close_is_honoured(connection):
    connection.send(post(1) + post(2, close=True))
    connection.answered(1)
    connection.answered(2)
    assert connection.answer() is None


def test_a_client_that_only_sends_no_more_gets_its_answer(connection):
    connection.send(post(1) + post(2))
    connection.socket.shutdown(socket.SHUT_WR)
    connection.answered(1)
    connection.answered(2)
    assert connection.answer() is None


def test_nonsense_after_a_call_is_refused_after_its_answer(connection):
    connection.send(post(1) + b"this is no HTTP\r\n\r\n")
    connection.answered(1)
    assert connection.answer()[0] == 400
    assert connection.answer() is None


def test_half_a_call_is_never_answered_as_one(connection):
    connection.send(post(1) + post(2)[:-5])
    connection.answered(1)
    connection.socket.shutdown(socket.SHUT_WR)
    answer = connection.answer()
    assert answer is None or answer[0] >= 400
