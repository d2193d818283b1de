"""Traces: found by their spans, shown as trees, compared."""

import secrets

import pytest

from wire import call, modern

UNKNOWN = {"task_id": "mcp_ffffffff"}


def trace_of(wire, tool, arguments):
    """Calls a tool within a trace of its own, and gives the trace's id."""
    trace = secrets.token_hex(16)
    wire.post(call(tool, arguments, traceparent=f"00-{trace}-{secrets.token_hex(8)}-01"))
    return trace


@pytest.fixture(scope="module")
def traces(wire):
    terms = {"video_subject": "tea", "video_script": "Tea leaves in hot water."}
    return {"bad": trace_of(wire, "get_generation_status", UNKNOWN),
            "good": trace_of(wire, "generate_video_terms", terms),
            "again": trace_of(wire, "generate_video_terms", terms)}


def found(running, /, **query):
    return [trace["trace_id"] for trace in running.get("/v1/traces", **query)["traces"]]


def test_the_latest_come_first_and_pages_join(service, traces):
    head = service.get("/v1/events", limit=1)["head"]
    latest = found(service, limit=40, at=head)
    assert latest.index(traces["again"]) < latest.index(traces["good"]) < latest.index(traces["bad"])
    paged, place = [], {}
    while len(paged) < len(latest):
        page = service.get("/v1/traces", limit=7, at=head, **place)
        paged += [trace["trace_id"] for trace in page["traces"]]
        if "next" not in page:
            break
        place = {"from": page["next"]}
    assert len(paged) == len(set(paged)) and paged[:len(latest)] == latest


def test_traces_are_found_by_what_their_spans_say(service, traces):
    bad = found(service, tool="get_generation_status", status="error", limit=100)
    assert traces["bad"] in bad and traces["good"] not in bad
    assert traces["good"] in found(service, operation="tools/call generate*", limit=100)
    assert traces["good"] in found(service, attribute="gen_ai.tool.name=generate_video_terms", limit=100)
    assert found(service, service="somebody else") == []
    assert traces["bad"] not in found(service, min=0.5, limit=100)


@pytest.mark.parametrize("query, field", [("status=great", "status"), ("min=-1", "min"), ("attribute=x", "attribute"),
                                          ("since=noon", "since"), ("limit=0", "limit"), ("at=x", "at")])
def test_a_condition_that_is_none_is_named(wire, query, field):
    reply = wire.rest("GET", f"/v1/traces?{query}")
    assert reply.status == 400 and reply.json["error"]["field"] == field


def test_one_trace_crosses_service_worker_and_stages(service, traces):
    trace = service.get(f"/v1/traces/{traces['good']}")
    names = []

    def visit(span):
        names.append(span["name"])
        for child in span["children"]:
            visit(child)

    for root in trace["roots"]:
        visit(root)
    assert names[0] == "tools/call generate_video_terms" and any(name.startswith("stage ") for name in names), names
    assert trace["critical_path"] and trace["services"] == ["moneyprinter"]


def test_two_traces_stand_side_by_side(service, traces):
    rows = service.get("/v1/traces/compare", a=traces["good"], b=traces["again"])["rows"]
    assert rows[0]["path"] == ["tools/call generate_video_terms"] and rows[0]["a"] and rows[0]["b"]
    other = service.get("/v1/traces/compare", a=traces["good"], b=traces["bad"])
    assert other["only_a"] >= 1 and other["only_b"] == 1


def test_comparing_with_nothing_names_the_side(wire, traces):
    reply = wire.rest("GET", f"/v1/traces/compare?a={traces['good']}&b={'0' * 31}1")
    assert reply.status == 404 and reply.json["error"]["field"] == "b"
    assert wire.rest("GET", "/v1/traces/compare?a=x").status == 400


def test_a_trace_can_be_seen_as_of_a_moment(service, wire, traces):
    events = service.events(trace=traces["good"])
    then = service.get(f"/v1/traces/{traces['good']}", at=events[0]["position"])
    assert then["span_count"] == 0
    assert wire.rest("GET", f"/v1/traces/{traces['good']}?at={events[0]['position'] - 1}").status == 404
