"""Every request is in the log before its answer leaves."""

import secrets
from concurrent.futures import ThreadPoolExecutor

import pytest

from wire import call, legacy, modern

UNKNOWN = {"task_id": "mcp_ffffffff"}


def traced():
    trace = secrets.token_hex(16)
    return trace, [("traceparent", f"00-{trace}-{secrets.token_hex(8)}-01")]


def kinds(events):
    return [event["type"] for event in events]


@pytest.mark.parametrize("round", range(20))
def test_a_call_is_recorded_whole_and_in_order_before_its_answer(wire, service, round):
    trace, header = traced()
    wire.call("get_generation_status", UNKNOWN, more=header)
    events = service.events(trace=trace)
    assert kinds(events) == ["request.received", "tool.completed", "span.ended", "request.completed"]
    received, tool, span, completed = events
    assert len({(event["stream"], event["trace_id"], event["span_id"], event["principal"]) for event in events}) == 1
    assert received["data"]["method"] == "tools/call" and received["data"]["transport"] == "http"
    assert received["data"]["params"] == {"name": "get_generation_status", "arguments": UNKNOWN}
    assert received["data"]["revision"] == "2026-07-28"
    assert (tool["data"]["tool"], tool["data"]["outcome"]) == ("get_generation_status", "tool_error")
    assert span["data"]["status"] == "error" and span["data"]["attributes"]["error.type"] == "tool_error"
    assert len({event["data"]["request"] for event in (received, tool, completed)}) == 1
    assert 0 <= completed["data"]["seconds"] < 5


def test_many_calls_at_once_are_each_recorded_before_their_answer(wire, service):
    def ask(_):
        trace, header = traced()
        wire.call("get_generation_status", UNKNOWN, more=header)
        return kinds(service.events(trace=trace))

    with ThreadPoolExecutor(12) as pool:
        for types in pool.map(ask, range(60)):
            assert types == ["request.received", "tool.completed", "span.ended", "request.completed"]


def test_what_a_task_did_lies_between_the_request_and_its_end(wire, service):
    trace, header = traced()
    result = wire.call("generate_video_terms", {"video_subject": "tea", "video_script": "Hot tea."}, more=header)
    events = service.events(trace=trace)
    types = kinds(events)
    assert types[0] == "request.received" and types[-3:] == ["tool.completed", "span.ended", "request.completed"]
    assert types[1] == "task.created"
    task = [kind for kind in types if kind.startswith("task.") and kind != "task.progressed"]
    assert task == ["task.created", "task.claimed", "task.stage_started", "task.stage_completed", "task.completed"]
    done = next(event for event in events if event["type"] == "task.completed")
    assert done["data"]["result"] == result["structuredContent"]
    created = events[1]
    assert all(event["causation"] == created["position"] for event in events if event["type"] == "task.claimed")


@pytest.mark.parametrize(
    ("message", "code"),
    [(modern("tools/list"), None), (modern("server/discover"), None), (modern("no/such"), -32601),
     (call("make_coffee"), -32602)])
def test_other_requests_are_recorded_too(wire, service, message, code):
    trace, header = traced()
    wire.post(message, more=header)
    events = service.events(trace=trace)
    assert kinds(events) == ["request.received", "span.ended", "request.completed"]
    assert events[-1]["data"].get("error_code") == code
    assert events[1]["data"]["status"] == ("error" if code else "ok")


@pytest.mark.parametrize("revision", ["2024-11-05", "2025-11-25"])
def test_legacy_and_rest_requests_are_recorded_alike(wire, service, revision):
    trace, header = traced()
    params = {"name": "get_generation_status", "arguments": UNKNOWN}
    wire.legacy(legacy("tools/call", params), revision, header)
    events = service.events(trace=trace)
    assert kinds(events) == ["request.received", "tool.completed", "span.ended", "request.completed"]
    assert events[0]["data"]["revision"] == revision

    trace, header = traced()
    wire.rest("POST", "/v1/mcp/tools/call", {"tool_name": params["name"], "parameters": UNKNOWN}, header)
    events = service.events(trace=trace)
    assert kinds(events) == ["request.received", "tool.completed", "span.ended", "request.completed"]
    assert events[0]["data"]["transport"] == "rest"


def test_the_log_holds_no_meta_and_the_name_that_the_client_gave(wire, service):
    """`_meta` may carry what is nobody's business; the client's name is asked for again and again."""
    trace, header = traced()
    info = {"name": "a client", "version": "9"}
    wire.post(modern("tools/list", **{"io.modelcontextprotocol/clientInfo": info, "secret": "s3cret"}), more=header)
    received = service.events(trace=trace)[0]
    assert received["data"]["client"] == "a client" and received["data"]["params"] == {}
    assert "s3cret" not in str(service.events(trace=trace))
