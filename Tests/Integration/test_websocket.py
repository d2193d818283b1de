"""MCP over WebSocket, every revision, and the dialect of the reference API on the same socket."""

import threading

import pytest

from websocket import WebSocket, frame
from wire import LEGACY, MODERN, call, legacy, modern

CLIENT = {"name": "a test", "version": "1"}
UNKNOWN = {"task_id": "mcp_ffffffff"}


@pytest.fixture
def ws(service, schemas):
    with WebSocket(service.port, schemas=schemas) as connection:
        yield connection


@pytest.fixture
def old(service, schemas):
    """A client of the reference API: it offers no subprotocol."""
    with WebSocket(service.port, "/v1/mcp/ws", protocols=(), schemas=schemas) as connection:
        yield connection


def shake(revision, id=1):
    return legacy("initialize", {"protocolVersion": revision, "capabilities": {}, "clientInfo": CLIENT}, id)


def test_both_eras_are_spoken_on_one_connection(ws):
    assert ws.ask(modern("server/discover"), MODERN)["result"]["resultType"] == "complete"
    for revision in LEGACY:
        assert ws.ask(shake(revision), revision)["result"]["protocolVersion"] == revision
        ws.say({"jsonrpc": "2.0", "method": "notifications/initialized"})
        assert ws.ask(legacy("ping"), revision)["result"] == {}
        tools = ws.ask(legacy("tools/list"), revision)["result"]["tools"]
        assert ("outputSchema" in tools[0]) == (revision >= "2025-06-18")
    assert ws.ask(modern("tools/list"), MODERN)["result"]["ttlMs"] > 0
    assert ws.ask(modern("ping"), MODERN)["error"]["code"] == -32601


def test_only_2025_03_26_has_batches(ws):
    batch = [legacy("ping", id=1), {"jsonrpc": "2.0", "method": "notifications/initialized"}, legacy("no/such", id=2)]
    ws.say(batch)
    assert ws.receive()["error"]["code"] == -32600
    ws.ask(shake("2025-03-26"), "2025-03-26")
    ws.say(batch)
    answers = {answer["id"]: answer for answer in ws.receive()}
    assert answers[1]["result"] == {} and answers[2]["error"]["code"] == -32601


def test_a_session_without_the_subprotocol_is_mcp_too(old):
    assert old.ask(modern("server/discover"), MODERN)["result"]
    assert old.ask(shake("2025-11-25"), "2025-11-25")["result"]["protocolVersion"] == "2025-11-25"


@pytest.mark.parametrize(
    ("text", "code"),
    [(b"{", -32700), (b"5", -32600), (b"[" * 5000, -32700), (b'{"jsonrpc":"1.0","id":1,"method":"ping"}', -32600),
     (b'{"jsonrpc":"2.0","id":null,"method":"ping"}', -32600)])
def test_a_bad_message_is_an_error_and_not_the_end(ws, text, code):
    ws.send(frame(text))
    assert ws.receive(MODERN)["error"]["code"] == code
    assert ws.ask(modern("server/discover"), MODERN)["result"]


def test_progress_comes_on_the_connection(ws):
    ws.say(call("synthesize_voice", {"text": "One two three.", "voice_name": ""}, id="v", progressToken="p"))
    notes = []
    while "id" not in (message := ws.receive(MODERN, "tools/call")):
        notes.append(message["params"])
    assert message["result"]["isError"] is False
    assert notes and all(note["progressToken"] == "p" for note in notes)


def test_a_call_is_cancelled_and_others_are_answered_meanwhile(ws, long_clip):
    arguments = {"video_uri": f"file:{long_clip}", "analysis_type": "quality"}
    ws.say(call("analyze_video_content", arguments, id="long"))
    assert ws.ask(call("get_generation_status", UNKNOWN, id="short"), MODERN)["id"] == "short"
    ws.say(call("get_generation_status", UNKNOWN, id="long"))
    assert ws.receive(MODERN)["error"]["code"] == -32600, "its id is in use"
    ws.say({"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": "long"}})
    assert ws.ask(call("get_generation_status", UNKNOWN, id="after"), MODERN)["id"] == "after"


def test_a_client_that_leaves_ends_its_modern_calls(service, long_clip, until):
    with WebSocket(service.port) as ws:
        arguments = {"video_uri": f"file:{long_clip}", "analysis_type": "quality"}
        ws.say(call("analyze_video_content", arguments, id="left"))
        received = until(
            lambda: [one for one in service.events(type="request.received")
                     if one["data"]["transport"] == "websocket" and one["data"].get("rpc_id") == "left"],
            20, "the call is noted")
        trace = received[0]["trace_id"]
        until(lambda: service.events(type="task.created", trace=trace), 20, "the work is asked for")
    until(lambda: service.events(type="task.cancelled", trace=trace), 20, "the work is cancelled")


def test_many_requests_at_once_each_get_one_answer(ws):
    for number in range(200):
        ws.say(call("get_generation_status", UNKNOWN, id=number))
    assert sorted(ws.receive(MODERN, "tools/call")["id"] for _ in range(200)) == list(range(200))


def test_the_end_of_the_service_is_said(own_service):
    service = own_service.start()
    with WebSocket(service.port) as ws:
        assert ws.ask(modern("server/discover"))["result"]
        ends = []
        thread = threading.Thread(target=lambda: ends.append(ws.closing()))
        thread.start()
        service.stop()
        thread.join(20)
    assert ends == [1001]


# MARK: The dialect of the reference API


def test_a_silent_client_is_welcomed(old):
    welcome = old.receive()
    assert welcome["id"] == "welcome" and welcome["timestamp"].endswith("Z")
    assert {"server", "version", "capabilities", "connection_id"} <= set(welcome["result"])


def test_a_client_of_the_subprotocol_is_not(ws):
    ws.socket.settimeout(1)
    with pytest.raises(TimeoutError):
        ws.receive()


def spoken(old, method, params=None, id="1"):
    message = {"jsonrpc": "2.0", "id": id, "method": method, "params": params or {},
               "timestamp": "2026-01-01T00:00:00Z"}
    answer = old.ask(message)
    while answer["id"] == "welcome":
        answer = old.receive()
    assert answer["id"] == id and answer["timestamp"]
    return answer


def test_the_dialect_is_spoken(old):
    assert old.receive()["id"] == "welcome"
    # Nobody has keys here, so a wrong one is still refused.
    assert spoken(old, "auth/authenticate", {"type": "api_key", "api_key": "wrong"})["error"]["code"] == -32001
    tools = spoken(old, "tools/list")["result"]
    assert isinstance(tools, list) and "input_schema" in tools[0]
    assert spoken(old, "ping")["result"] == {"pong": True}
    terms = {"video_subject": "tea", "video_script": "Tea leaves in hot water.", "amount": 2}
    assert len(spoken(old, "tools/call", {"name": "generate_video_terms", "arguments": terms})["result"]["terms"]) == 2
    assert spoken(old, "tools/call", {"name": "make_coffee"})["error"]["code"] == -32003
    assert spoken(old, "video/status", UNKNOWN)["error"]["code"] == -32003
    assert spoken(old, "script/generate", {"video_subject": "tea", "paragraph_number": 99})["error"]["code"] == -32602
    assert spoken(old, "no/such")["error"]["code"] == -32601
    status = spoken(old, "service/status")["result"]
    assert status["status"] == "running" and status["circuit_breaker"]["state"] == "closed"
    assert "create_video" in spoken(old, "service/capabilities")["result"]["tools"]
    old.send(frame(b"{"))
    assert old.receive()["id"] == "parse_error"


def test_batches_of_the_dialect(old):
    terms = {"video_subject": "tea", "video_script": "Hot tea.", "amount": 2}
    requests = [
        {"id": "a", "method": "tools/call", "params": {"name": "generate_video_terms", "arguments": terms}},
        {"id": "b", "method": "video/status", "params": UNKNOWN},
        {"tool_name": "generate_video_terms", "parameters": terms}]
    done = spoken(old, "batch/submit", {"requests": requests})["result"]
    assert (done["completed"], done["failed"]) == (2, 1)
    assert [answer["id"] for answer in done["responses"]] == ["a", "b", 2]
    assert done["responses"][1]["error"]["code"] == -32003
    status = spoken(old, "batch/status", {"batch_id": done["batch_id"]})["result"]
    assert (status["status"], status["total"], status["completed"], status["failed"]) == ("completed", 3, 2, 1)
    assert spoken(old, "batch/status", {"batch_id": "batch_ffffffff"})["error"]["code"] == -32003
    assert spoken(old, "batch/submit", {"requests": []})["error"]["code"] == -32602


def test_a_client_may_change_to_mcp(old):
    assert spoken(old, "service/status")["result"]
    assert old.ask(shake("2025-06-18"), "2025-06-18")["result"]["protocolVersion"] == "2025-06-18"
    assert "tools" in old.ask(legacy("tools/list"), "2025-06-18")["result"]
