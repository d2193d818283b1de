"""The revisions that open with `initialize`: 2024-11-05 to 2025-11-25."""

import json
import threading

import pytest

from wire import BOTH, LEGACY, MODERN, legacy, modern

CLIENT = {"name": "a test", "version": "1"}


@pytest.fixture(params=LEGACY)
def revision(request):
    return request.param


def initialize(wire, version, id=1):
    return wire.post(legacy("initialize", {"protocolVersion": version, "capabilities": {}, "clientInfo": CLIENT}, id),
                     {}, revision=version if version in LEGACY else LEGACY[-1])


def test_the_handshake_agrees_on_the_revision_asked_for(wire, revision):
    reply = initialize(wire, revision)
    assert reply.status == 200
    assert reply.result["protocolVersion"] == revision
    assert reply.result["serverInfo"]["name"] == "moneyprinter"
    assert not {"resultType", "ttlMs", "cacheScope", "_meta"} & set(reply.result)
    session = reply.header("mcp-session-id")
    assert session and all(0x21 <= ord(letter) <= 0x7E for letter in session)


@pytest.mark.parametrize("asked", ["1999-12-31", MODERN, "latest"])
def test_an_unknown_revision_is_answered_with_the_latest_that_has_a_handshake(wire, asked):
    assert initialize(wire, asked).result["protocolVersion"] == LEGACY[-1]


def test_a_handshake_may_be_repeated_and_follow_a_discover(wire):
    """Clients that ask server/discover first, or initialize twice, exist."""
    assert wire.post(modern("server/discover")).status == 200
    first, second = initialize(wire, "2025-06-18"), initialize(wire, "2025-06-18")
    assert first.result == second.result
    assert first.header("mcp-session-id") != second.header("mcp-session-id")


def test_initialized_is_accepted(wire, revision):
    message = {"jsonrpc": "2.0", "method": "notifications/initialized"}
    reply = wire.legacy(message, revision)
    assert (reply.status, reply.body) == (202, b"")


def test_an_answer_of_a_client_is_accepted(wire):
    reply = wire.legacy({"jsonrpc": "2.0", "id": 9, "result": {}}, "2025-06-18")
    assert (reply.status, reply.body) == (202, b"")


def test_ping_is_answered(wire, revision):
    reply = wire.legacy(legacy("ping"), revision)
    assert (reply.status, reply.result) == (200, {})


def test_requests_work_without_a_session(wire):
    assert wire.legacy(legacy("ping"), "2025-11-25").status == 200


def test_without_a_version_header_the_revision_is_2025_03_26(wire):
    reply = wire.post(legacy("tools/list"), {}, revision="2025-03-26")
    tool = reply.result["tools"][0]
    assert "annotations" in tool and "outputSchema" not in tool and "title" not in tool


def test_tools_are_listed_in_the_shape_of_the_revision(wire, revision):
    tools = wire.legacy(legacy("tools/list", {}), revision).result["tools"]
    assert len(tools) >= 18
    for tool in tools:
        assert ("annotations" in tool) == (revision >= "2025-03-26")
        assert ("outputSchema" in tool) == ("title" in tool) == (revision >= "2025-06-18")


def test_a_result_has_the_shape_of_the_revision(wire, revision):
    params = {"name": "generate_video_terms", "arguments": {"video_subject": "tea", "video_script": "Hot tea."}}
    result = wire.legacy(legacy("tools/call", params), revision).result
    assert result["isError"] is False
    assert ("structuredContent" in result) == (revision >= "2025-06-18")
    assert json.loads(result["content"][0]["text"])["terms"]
    assert not {"resultType", "_meta"} & set(result)


def test_errors_keep_the_status_200(wire, revision):
    """Older clients take another status for a broken transport and do not read the error."""
    for message, code in [(legacy("no/such"), -32601), (legacy("tools/call", {"name": "make_coffee"}), -32602),
                          (legacy("server/discover"), -32601)]:
        reply = wire.legacy(message, revision)
        assert (reply.status, reply.error["code"]) == (200, code)


def test_a_version_header_that_means_nothing_is_a_bad_request(wire):
    assert wire.post(legacy("tools/list"), {"MCP-Protocol-Version": "1999-12-31"}, revision=MODERN).status == 400


def test_progress_comes_in_the_shape_of_the_revision(wire, revision):
    params = {"name": "synthesize_voice", "arguments": {"text": "Seven eight.", "voice_name": ""},
              "_meta": {"progressToken": 5}}
    reply = wire.legacy(legacy("tools/call", params), revision)
    assert reply.is_stream
    *notes, last = reply.messages
    assert notes and last["result"]["isError"] is False
    assert all(("message" in note["params"]) == (revision >= "2025-03-26") for note in notes)


def test_the_owner_of_a_session_cancels_its_request(wire, service, long_clip, until):
    """The request then has no answer, and the work stops; another session cannot do that."""
    owner = [("Mcp-Session-Id", initialize(wire, "2025-11-25").header("mcp-session-id"))]
    other = [("Mcp-Session-Id", initialize(wire, "2025-11-25").header("mcp-session-id"))]
    params = {"name": "analyze_video_content",
              "arguments": {"video_uri": f"file:{long_clip}", "analysis_type": "quality"}}
    before = len(service.events(type="task.created"))
    cancelled = len(service.events(type="task.cancelled"))
    replies = []
    ask = legacy("tools/call", {**params, "_meta": {"progressToken": "p"}}, id=77)
    thread = threading.Thread(target=lambda: replies.append(wire.legacy(ask, "2025-11-25", owner)))
    thread.start()
    until(lambda: len(service.events(type="task.created")) > before, 10, "the analysis began")
    cancel = {"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": 77, "reason": "enough"}}
    assert wire.legacy(cancel, "2025-11-25", other).status == 202
    assert len(service.events(type="task.cancelled")) == cancelled
    assert wire.legacy(cancel, "2025-11-25", owner).status == 202
    thread.join(20)
    assert replies and [message for message in replies[0].messages if "result" in message] == []
    until(lambda: len(service.events(type="task.cancelled")) == cancelled + 1, 15, "the task is cancelled")


def test_a_cancellation_of_nothing_is_ignored(wire):
    session = [("Mcp-Session-Id", initialize(wire, "2025-11-25").header("mcp-session-id"))]
    for params in [{"requestId": "never"}, {}, {"requestId": None}, {"requestId": []}]:
        message = {"jsonrpc": "2.0", "method": "notifications/cancelled", "params": params}
        assert wire.legacy(message, "2025-11-25", session).status == 202


# MARK: Batches, which only 2025-03-26 has


def batch(wire, messages, headers=None, revision="2025-03-26"):
    pairs = [("Content-Type", "application/json"), ("Accept", BOTH), *(headers or {}).items()]
    reply = wire.send("POST", "/mcp", pairs, json.dumps(messages).encode())
    methods = {message.get("id"): message.get("method") for message in messages if isinstance(message, dict)}
    for answer in reply.messages:
        if "id" in answer:
            wire.schemas.check(answer, revision, methods[answer["id"]])
    return reply


@pytest.mark.parametrize("headers", [{}, {"MCP-Protocol-Version": "2025-03-26"}])
def test_a_batch_is_answered_as_a_batch(wire, headers):
    reply = batch(wire, [
        legacy("ping", id="a"), {"jsonrpc": "2.0", "method": "notifications/initialized"}, legacy("no/such", id="b"),
        legacy("tools/call", {"name": "get_generation_status", "arguments": {"task_id": "mcp_ffffffff"}}, id="c"),
        legacy("initialize", {"protocolVersion": "2025-03-26"}, id="d")], headers)
    assert reply.status == 200
    answers = {answer["id"]: answer for answer in reply.json}
    assert answers["a"]["result"] == {}
    assert answers["b"]["error"]["code"] == -32601
    assert answers["c"]["result"]["isError"] is True
    assert answers["d"]["error"]["code"] == -32600, "initialize is never part of a batch"


def test_a_batch_of_notifications_has_no_answer(wire):
    reply = batch(wire, [{"jsonrpc": "2.0", "method": "notifications/initialized"}] * 2)
    assert (reply.status, reply.body) == (202, b"")


def test_what_is_no_message_in_a_batch_is_an_invalid_request(wire):
    reply = batch(wire, [1, {"id": 3}, legacy("ping", id=4)])
    codes = [answer.get("error", {}).get("code") for answer in reply.json]
    assert codes == [-32600, -32600, None]


@pytest.mark.parametrize("version", ["2024-11-05", "2025-06-18", "2025-11-25", MODERN])
def test_other_revisions_have_no_batches(wire, version):
    reply = batch(wire, [legacy("ping")], {"MCP-Protocol-Version": version}, revision=version)
    assert (reply.status, reply.error["code"]) == (400, -32600)


@pytest.mark.parametrize("messages", [[], [legacy("ping", id=number) for number in range(101)]])
def test_an_empty_or_endless_batch_is_refused(wire, messages):
    reply = batch(wire, messages)
    assert (reply.status, reply.error["code"]) == (400, -32600)
