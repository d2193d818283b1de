"""What reads the log: events, traces, tasks, dashboards, health."""

import datetime
import json
import secrets

import pytest

from wire import call, modern

UNKNOWN = {"task_id": "mcp_ffffffff"}


def problem(reply, status, field=None):
    """The message of an error of the service's own routes, and that it names the field."""
    assert reply.status == status, (reply.status, reply.body)
    assert reply.json["error"].get("field") == field
    return reply.json["error"]["message"]


def traceparent():
    trace, span = secrets.token_hex(16), secrets.token_hex(8)
    return trace, span, f"00-{trace}-{span}-01"


# MARK: Events


@pytest.fixture(scope="module")
def some_events(wire):
    """A log that holds events of several types, streams and traces."""
    for _ in range(3):
        wire.call("get_generation_status", UNKNOWN)
        wire.post(modern("tools/list"))
    wire.call("generate_video_terms", {"video_subject": "tea", "video_script": "Tea leaves in hot water."})


def test_events_carry_their_whole_envelope(service, some_events):
    event = service.get("/v1/events", type="request.received", limit=1)["events"][0]
    assert list(event) == ["position", "time", "type", "version", "stream", "revision", "trace_id", "span_id",
                           "principal", "data"]
    assert event["stream"].startswith("connection-") and event["version"] == 3 and event["principal"] == "local"


def test_positions_are_without_gaps_from_one(service, some_events):
    head = service.get("/v1/events", limit=1)["head"]
    positions = [event["position"] for event in service.events(to=head)]
    assert positions == list(range(1, head + 1))


def test_time_and_revisions_never_go_back(service, some_events):
    events = service.events()
    times = [event["time"] for event in events]
    assert times == sorted(times)
    last = {}
    for event in events:
        assert event["revision"] == last.get(event["stream"], -1) + 1, event
        last[event["stream"]] = event["revision"]


def test_pages_join_without_a_seam(service, some_events):
    head = service.get("/v1/events", limit=1)["head"]
    for limit in [1, 7, 1000]:
        if limit == 1:
            page = service.get("/v1/events", limit=1, to=3)
            assert [page["events"][0]["position"], page["next"]] == [1, 2]
            continue
        events = service.events(limit=limit, to=head)
        assert [event["position"] for event in events] == list(range(1, head + 1))


def test_pages_go_backwards_too(service, some_events):
    head = service.get("/v1/events", limit=1)["head"]
    first = service.get("/v1/events", order="desc", limit=4, to=head)
    assert [event["position"] for event in first["events"]] == [head, head - 1, head - 2, head - 3]
    second = service.get("/v1/events", order="desc", limit=2, **{"from": first["next"]})
    assert [event["position"] for event in second["events"]] == [head - 4, head - 5]


def test_a_filter_with_pages_misses_nothing(service, some_events):
    whole = service.events(type="request.received", limit=1000)
    paged = service.events(type="request.received", limit=2)
    assert [event["position"] for event in paged[:len(whole)]] == [event["position"] for event in whole]


def test_types_are_chosen_by_name_pattern_and_list(service, some_events):
    assert {event["type"] for event in service.events(type="request.completed")} == {"request.completed"}
    both = {event["type"] for event in service.events(type="tool.completed,service.started")}
    assert both == {"tool.completed", "service.started"}
    assert {event["type"].split(".")[0] for event in service.events(type="task.*")} == {"task"}
    assert service.events(type="no.such") == []


def test_streams_categories_and_principals_are_chosen(service, some_events):
    stream = service.get("/v1/events", category="task", limit=1)["events"][0]["stream"]
    assert {event["stream"] for event in service.events(stream=stream)} == {stream}
    assert {event["stream"].split("-")[0] for event in service.events(category="task")} == {"task"}
    assert {event["principal"] for event in service.events(principal="local")} == {"local"}
    assert service.events(principal="nobody") == []


def test_a_span_of_time_and_of_positions_is_chosen(service, some_events):
    events = service.events()
    middle = events[len(events) // 2]
    until = service.events(until=middle["time"])
    since = service.events(since=middle["time"])
    assert all(event["time"] <= middle["time"] for event in until) and until[0]["position"] == 1
    assert all(event["time"] >= middle["time"] for event in since)
    assert middle in until and middle in since, "both ends belong to it"
    part = service.events(**{"from": 3, "to": 6})
    assert [event["position"] for event in part] == [3, 4, 5, 6]


def test_one_event_is_shown_or_not_found(wire, service, some_events):
    assert service.get("/v1/events/1")["type"] == "service.started"
    problem(wire.rest("GET", "/v1/events/999999999"), 404)
    problem(wire.rest("GET", "/v1/events/0"), 400, "position")
    problem(wire.rest("GET", "/v1/events/first"), 400, "position")


@pytest.mark.parametrize(
    ("query", "field", "part"),
    [("limit=0", "limit", "between 1 and 1000, not '0'"), ("limit=1001", "limit", "between 1 and 1000, not '1001'"),
     ("limit=many", "limit", "between 1 and 1000, not 'many'"), ("limit=1.5", "limit", "between 1 and 1000"),
     ("from=0", "from", "from 1, not '0'"), ("from=-1", "from", "from 1"), ("to=x", "to", "from 1, not 'x'"),
     ("order=up", "order", "one of asc, desc, not 'up'"), ("stream=connection", "stream", "category-id"),
     ("trace=abc", "trace", "32 hexadecimal digits"), ("trace=" + "0" * 32, "trace", "32 hexadecimal digits"),
     ("since=yesterday", "since", "2026-01-31T12:00:00Z"), ("until=2026-13-01T00:00:00Z", "until", "not '2026-13")])
def test_a_bad_parameter_is_named_with_its_fault_and_range(wire, query, field, part):
    assert part in problem(wire.rest("GET", f"/v1/events?{query}"), 400, field)


# MARK: Traces


def test_a_request_joins_the_trace_of_its_client(wire, service):
    trace, span, header = traceparent()
    wire.call("get_generation_status", UNKNOWN, more=[("traceparent", header)])
    tree = service.get(f"/v1/traces/{trace}")
    assert tree["trace_id"] == trace and tree["span_count"] == 1
    root = tree["roots"][0]
    assert root["parent_span_id"] == span and root["parent_missing"] is True
    assert root["name"] == "tools/call get_generation_status" and root["kind"] == "server"
    assert root["attributes"]["gen_ai.tool.name"] == "get_generation_status"
    assert [event["type"] for event in root["events"]] == ["request.received", "tool.completed", "request.completed"]


def test_the_trace_in_the_body_wins_over_the_header(wire, service):
    """A gateway may have put its own into the header; the body says what the client meant."""
    meant, span, value = traceparent()
    other, _, header = traceparent()
    wire.post(call("get_generation_status", UNKNOWN, traceparent=value), more=[("traceparent", header)])
    assert service.get(f"/v1/traces/{meant}")["roots"][0]["parent_span_id"] == span
    problem(wire.rest("GET", f"/v1/traces/{other}"), 404)


def test_rest_calls_join_traces_too(wire, service):
    trace, span, header = traceparent()
    body = {"tool_name": "get_generation_status", "parameters": UNKNOWN}
    wire.rest("POST", "/v1/mcp/tools/call", body, [("traceparent", header)])
    assert service.get(f"/v1/traces/{trace}")["roots"][0]["parent_span_id"] == span


@pytest.mark.parametrize("header", ["", "00-xyz", "00-" + "0" * 32 + "-" + "1" * 16 + "-01",
                                    "ff-" + "1" * 32 + "-" + "1" * 16 + "-01", "00-" + "1" * 32 + "-01"])
def test_a_malformed_traceparent_starts_a_new_trace(wire, service, header):
    before = service.get("/v1/events", limit=1)["head"]
    wire.call("get_generation_status", UNKNOWN, more=[("traceparent", header)])
    events = service.events(**{"from": before + 1, "type": "request.received"})
    assert len(events) == 1 and events[0]["trace_id"] not in ("0" * 32, "1" * 32)


def test_a_task_belongs_to_the_trace_that_asked_for_it(wire, service):
    trace, _, header = traceparent()
    wire.call("generate_video_terms", {"video_subject": "tea", "video_script": "Hot tea."},
              more=[("traceparent", header)])
    tree = service.get(f"/v1/traces/{trace}")
    types = {event["type"] for event in service.events(trace=trace)}
    assert {"task.created", "task.claimed", "task.stage_completed", "task.completed"} <= types
    assert tree["error_count"] == 0 and len(tree["roots"]) == 1, "everything hangs on the one request"


def test_traces_that_cannot_be_or_are_not(wire):
    problem(wire.rest("GET", "/v1/traces/abc"), 400, "id")
    problem(wire.rest("GET", "/v1/traces/" + secrets.token_hex(16)), 404)


# MARK: Tasks


def test_tasks_are_listed_the_latest_first(wire, service):
    wire.call("generate_video_terms", {"video_subject": "tea", "video_script": "Hot tea."})
    created = service.get("/v1/events", type="task.created", order="desc", limit=1)["events"][0]
    board = service.get("/v1/tasks", limit=5)
    assert list(board) == ["position", "counts", "tasks"] and len(board["tasks"]) <= 5
    assert set(board["counts"]) == {"queued", "processing", "complete", "failed", "cancelled"}
    assert board["tasks"][0]["task_id"] == created["data"]["task"]
    times = [task["created"] for task in board["tasks"]]
    assert times == sorted(times, reverse=True)


def test_a_state_narrows_the_list(service, some_events):
    states = {task["status"] for task in service.get("/v1/tasks", state="complete")["tasks"]}
    assert states == {"complete"}


def test_one_task_is_shown_with_its_stages(wire, service):
    trace, _, header = traceparent()
    wire.call("generate_video_terms", {"video_subject": "tea", "video_script": "Hot tea.", "amount": 1},
              more=[("traceparent", header)])
    created = service.events(trace=trace, type="task.created")[0]["data"]["task"]
    task = service.task(created)
    assert (task["status"], task["progress"], task["attempt"], task["trace_id"]) == ("complete", 1, 1, trace)
    assert task["tool"] == "generate_video_terms" and task["input"]["amount"] == 1
    assert [stage["stage"] for stage in task["stages"]] == ["terms"]
    assert task["result"]["terms"] and task["error"] is None


@pytest.mark.parametrize(("query", "field"), [("state=done", "state"), ("limit=0", "limit"), ("limit=1001", "limit")])
def test_bad_parameters_of_tasks_are_named(wire, query, field):
    problem(wire.rest("GET", f"/v1/tasks?{query}"), 400, field)


def test_an_unknown_task_is_not_found(wire):
    problem(wire.rest("GET", "/v1/tasks/mcp_ffffffff"), 404)


# MARK: Dashboards


def test_the_dashboards_are_listed(service):
    names = [dashboard["name"] for dashboard in service.get("/v1/dashboards")["dashboards"]]
    assert "overview" in names and names == sorted(names)


def test_every_dashboard_is_drawn(service, some_events):
    for dashboard in service.get("/v1/dashboards")["dashboards"]:
        drawn = service.get(f"/v1/dashboards/{dashboard['name']}")
        assert drawn["name"] == dashboard["name"] and len(drawn["panels"]) == dashboard["panels"]
        assert all(panel["data"] is not None for panel in drawn["panels"] if panel["id"] == "position")


def test_the_overview_has_the_sections_of_the_reference(service, some_events):
    overview = service.get("/v1/dashboards/overview")
    assert {"counters", "gauges", "histograms", "timers"} <= set(overview["metrics"])
    assert {"active", "rules"} <= set(overview["alerts"])
    assert {"active_operations", "operation_summaries"} <= set(overview["performance"])
    assert overview["metrics"]["counters"]["mcp.operations.started"] > 0
    assert overview["timestamp"] and overview["position"] > 0


def test_an_unchanged_dashboard_is_not_sent_again(wire, service, some_events, until):
    """The tag is the position, so nothing but an event makes it another one."""

    def unchanged():
        first = wire.rest("GET", "/v1/dashboards/overview")
        again = wire.rest("GET", "/v1/dashboards/overview", headers=[("If-None-Match", first.header("etag"))])
        return again if again.status == 304 else None

    again = until(unchanged, 60, "no event between two requests")
    assert again.body == b"" and again.header("etag")
    other = wire.rest("GET", "/v1/dashboards/overview", headers=[("If-None-Match", '"overview-0"')])
    assert other.status == 200


def test_the_past_is_the_same_to_the_byte_each_time(wire, service, some_events):
    position = service.get("/v1/events", limit=1)["head"] - 2
    first = wire.rest("GET", f"/v1/dashboards/overview?at={position}")
    wire.call("get_generation_status", UNKNOWN)
    second = wire.rest("GET", f"/v1/dashboards/overview?at={position}")
    assert first.status == 200 and first.json["position"] == position
    assert first.body == second.body and first.header("etag") == second.header("etag")


def test_the_past_is_what_was_drawn_then(wire, service, some_events, until):
    """As of a position is byte-identical to the live answer at that position."""
    live = wire.rest("GET", "/v1/dashboards/overview")
    wire.call("get_generation_status", UNKNOWN)
    past = wire.rest("GET", f"/v1/dashboards/overview?at={live.json['position']}")
    assert past.body == live.body


def test_a_time_means_the_last_event_at_or_before_it(wire, service, some_events):
    event = service.get("/v1/events/5")
    drawn = service.get("/v1/dashboards/overview", at=event["time"])
    assert service.get(f"/v1/events/{drawn['position']}")["time"] <= event["time"]
    assert drawn["position"] >= 5


@pytest.mark.parametrize("at", ["noon", "-1", "99999999999", "2026-01-32T00:00:00Z"])
def test_a_moment_that_is_none_is_named(wire, at):
    problem(wire.rest("GET", f"/v1/dashboards/overview?at={at}"), 400, "at")


def test_an_unknown_dashboard_is_not_found(wire):
    assert "nothing" in problem(wire.rest("GET", "/v1/dashboards/nothing"), 404)


# MARK: Health


def test_the_process_says_that_it_lives_and_is_ready(service):
    health = service.get("/healthz")
    assert health["status"] == "healthy"
    age = datetime.datetime.now(datetime.UTC) - datetime.datetime.fromisoformat(health["timestamp"])
    assert abs(age.total_seconds()) < 5
    ready = service.get("/readyz")
    assert set(ready) == {"status", "position", "head", "rebuild"} and ready["position"] <= ready["head"]
    assert json.dumps(service.announced).count("http://") >= 6, "the addresses are printed at the start"
