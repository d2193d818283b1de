"""HTTP sessions of the revisions up to 2025-11-25: streams of events in the log, which outlive connection and process."""

import http.client
import json
import queue
import socket
import threading

import pytest

from wire import BOTH, Wire, legacy

REVISION = "2025-11-25"
CLIENT = {"name": "a test", "version": "1"}


class Stream:
    """Server-sent events as they come, each (id, message); a start has no message."""

    def __init__(self, wire, method, session, body=None, last=None):
        self.events = queue.Queue()
        self.connection = http.client.HTTPConnection("127.0.0.1", wire.port, timeout=60)
        headers = {"Accept": BOTH, "Mcp-Session-Id": session, "MCP-Protocol-Version": REVISION}
        if last:
            headers["Last-Event-ID"] = last
        data = None if body is None else json.dumps(body)
        self.connection.request(method, "/mcp", data, {**headers, "Content-Type": "application/json"})
        self.answer = self.connection.getresponse()
        self.status = self.answer.status
        self.socket = self.connection.sock
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        identity, message = None, None
        try:
            for line in self.answer:
                line = line.decode().rstrip("\r\n")
                if line.startswith("id: "):
                    identity = line[4:]
                elif line.startswith("data: "):
                    message = json.loads(line[6:])
                elif not line and (identity or message):
                    self.events.put((identity, message))
                    identity, message = None, None
        except (OSError, http.client.HTTPException, ValueError):
            pass
        self.events.put(None)

    def next(self, seconds=30):
        """None where the stream has ended."""
        return self.events.get(timeout=seconds)

    def rest(self):
        """All that comes until the stream ends."""
        return list(iter(self.next, None))

    def drop(self):
        """The network is gone."""
        self.socket.shutdown(socket.SHUT_RDWR)


@pytest.fixture
def opened(wire):
    return open_session(wire)


def open_session(wire, revision=REVISION):
    reply = wire.post(legacy("initialize", {"protocolVersion": revision, "capabilities": {}, "clientInfo": CLIENT}),
                      {}, revision=revision)
    return reply.header("mcp-session-id")


def ask(wire, session, method, params=None):
    return wire.legacy(legacy(method, params), REVISION, [("Mcp-Session-Id", session)])


def listen(wire, session, last=None):
    return Stream(wire, "GET", session, last=last)


def spoken(text, id=5):
    return legacy("tools/call", {"name": "synthesize_voice", "arguments": {"text": text, "voice_name": ""},
                                 "_meta": {"progressToken": "p"}}, id)


def test_a_session_is_known_until_it_is_ended(wire, opened):
    assert ask(wire, opened, "ping").status == 200
    headers = [("Mcp-Session-Id", opened)]
    assert wire.send("DELETE", "/mcp", headers).status == 204
    for reply in [ask(wire, opened, "ping"), wire.send("DELETE", "/mcp", headers), ask(wire, "mp-" + "1" * 32, "ping"),
                  ask(wire, "anything", "ping"), wire.send("GET", "/mcp", [*headers, ("Accept", BOTH)])]:
        assert (reply.status, reply.error["message"]) == (404, "Session not found")


def test_without_a_session_there_is_no_stream_and_nothing_to_end(wire):
    for method in ["GET", "DELETE"]:
        reply = wire.send(method, "/mcp", [("Accept", BOTH)])
        assert (reply.status, reply.header("allow")) == (405, "POST")


def test_a_stream_is_only_for_who_takes_one(wire, opened):
    reply = wire.send("GET", "/mcp", [("Accept", "application/json"), ("Mcp-Session-Id", opened)])
    assert reply.status == 406


@pytest.mark.parametrize("last", ["", "x", "n.", "n.x", "1.2.3", "n.99999999999", "1.1", "-1.5"])
def test_an_event_that_never_was_is_refused(wire, opened, last):
    reply = wire.send("GET", "/mcp", [("Accept", BOTH), ("Mcp-Session-Id", opened), ("Last-Event-ID", last)])
    assert (reply.status, reply.error["code"]) == (400, -32600)


def test_an_answer_goes_on_without_its_reader_and_is_given_to_who_comes_back(wire, opened, schemas):
    stream = Stream(wire, "POST", opened, spoken("One two three four five six seven."))
    first, nothing = stream.next()
    assert nothing is None
    stream.drop()
    rest = listen(wire, opened, last=first).rest()
    *notes, (identity, answer) = rest
    assert answer["id"] == 5 and answer["result"]["isError"] is False
    assert notes and all(note["method"] == "notifications/progress" for _, note in notes)
    schemas.check(answer, REVISION, "tools/call")
    ids = [identity for identity, _ in rest]
    assert len(set(ids)) == len(ids)
    # Read again from the middle: the same to the end, and nothing twice.
    assert listen(wire, opened, last=ids[0]).rest() == rest[1:]
    assert listen(wire, opened, last=identity).rest() == []


def test_another_session_gets_none_of_it(wire, opened):
    stream = Stream(wire, "POST", opened, spoken("Eight nine ten."))
    first, _ = stream.next()
    stream.rest()
    other = open_session(wire)
    reply = wire.send("GET", "/mcp", [("Accept", BOTH), ("Mcp-Session-Id", other), ("Last-Event-ID", first)])
    assert reply.status == 400


def test_older_revisions_see_no_event_without_data(wire):
    session = open_session(wire, "2025-06-18")
    stream = Stream(wire, "POST", session, spoken("Eleven."))
    assert all(message for _, message in stream.rest())


def test_what_changed_while_a_client_was_away_is_told_when_it_is_back(wire, opened):
    """It is in the log, and the id says up to where the client knows it."""
    assert ask(wire, opened, "resources/list").status == 200
    stream = listen(wire, opened)
    start, nothing = stream.next()
    assert nothing is None
    stream.drop()
    wire.call("synthesize_voice", {"text": "Thirteen.", "voice_name": ""})
    back = listen(wire, opened, last=start)
    identity, message = back.next()
    assert message["method"] == "notifications/resources/list_changed"
    assert identity != start
    back.drop()


def test_the_latest_connection_gets_the_notifications(wire, opened):
    first = listen(wire, opened)
    first.next()
    second = listen(wire, opened)
    second.next()
    assert first.next() is None, "the earlier one ends"
    second.drop()


def test_a_session_outlives_the_process(own_service, schemas, long_clip, until):
    service = own_service.start()
    wire = Wire(service.port, schemas)
    session = open_session(wire)
    assert ask(wire, session, "logging/setLevel", {"level": "warning"}).status == 200
    assert ask(wire, session, "resources/list").status == 200
    params = {"name": "analyze_video_content", "_meta": {"progressToken": "p"},
              "arguments": {"video_uri": f"file:{long_clip}", "analysis_type": "quality"}}
    stream = Stream(wire, "POST", session, legacy("tools/call", params, 8))
    first, _ = stream.next()
    until(lambda: service.events(type="task.created"), 20, "the work began")
    service.kill()
    wire = Wire(service.start().port, schemas)
    assert ask(wire, session, "ping").status == 200
    *_, (_, answer) = listen(wire, session, last=first).rest()
    assert answer["id"] == 8 and "restarted" in answer["error"]["message"]
    head = service.get("/v1/events", limit=1)["head"]
    stream = listen(wire, session, last=f"n.{head}")
    wire.call("synthesize_voice", {"text": "Fourteen.", "voice_name": ""})
    assert stream.next()[1]["method"] == "notifications/resources/list_changed", "it is still subscribed"
    stream.drop()
    service.stop()


def test_the_service_ends_while_streams_are_open(own_service, schemas):
    service = own_service.start()
    wire = Wire(service.port, schemas)
    session = open_session(wire)
    stream = listen(wire, session)
    stream.next()
    service.stop()
    assert stream.next() is None
