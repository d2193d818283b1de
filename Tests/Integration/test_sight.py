"""The service's own sight: an agent finds out by tools what the service did, and changes what watches it."""

import json

import pytest

from wire import call, modern


@pytest.fixture(scope="module")
def voiced(wire, spoken):
    """The events of a finished task, by its own tool."""
    created = wire.call("search_events", {"type": "task.created", "order": "desc", "limit": 100})["structuredContent"]
    return next(event for event in created["events"] if event["data"]["tool"] == "synthesize_voice")


def structured(wire, tool, arguments=None):
    result = wire.call(tool, arguments)
    assert not result["isError"], result
    assert json.loads(result["content"][0]["text"]) == result["structuredContent"]
    assert result["structuredContent"]["message"], "every answer has words for people"
    return result["structuredContent"]


def refused(wire, tool, arguments):
    result = wire.call(tool, arguments)
    assert result["isError"] is True, result
    return result["content"][0]["text"]


def test_every_tool_says_what_it_does_to_the_world(wire):
    tools = {tool["name"]: tool for tool in wire.post(modern("tools/list")).result["tools"]}
    reading = ["search_events", "get_trace", "query_metrics", "list_alerts", "explain_alert", "wait_for_task",
               "backtest_alert_rule", "replay_request", "diff_state", "bisect", "compare_calls"]
    assert all(tools[name]["annotations"]["readOnlyHint"] for name in reading)
    assert tools["cancel_task"]["annotations"]["destructiveHint"] and tools["cancel_task"]["icons"]
    assert tools["delete_alert_rule"]["annotations"]["destructiveHint"]
    assert not tools["save_alert_rule"]["annotations"]["readOnlyHint"]
    assert tools["wait_for_task"]["_meta"]["ui"]["resourceUri"] == "ui://moneyprinter/task"


def test_the_list_stays_small_enough_for_real_clients(wire):
    """Models read the list before they do anything."""
    body = json.dumps(wire.post(modern("tools/list")).result["tools"])
    assert len(body) < 48_000


def test_events_are_found_as_by_the_route(wire, service, voiced):
    stream = voiced["stream"]
    found = structured(wire, "search_events", {"stream": stream, "order": "asc", "limit": 100})
    assert found["events"] == service.events(stream=stream)
    assert found["events"][0]["type"] == "task.created" and found["head"] >= found["events"][-1]["position"]


def test_events_go_on_where_the_last_answer_ended(wire, voiced):
    whole = structured(wire, "search_events", {"stream": voiced["stream"], "order": "asc", "limit": 100})["events"]
    first = structured(wire, "search_events", {"stream": voiced["stream"], "order": "asc", "limit": 2})
    rest = structured(wire, "search_events", {
        "stream": voiced["stream"], "order": "asc", "limit": 100, "from": first["next"]})
    assert first["events"] + rest["events"] == whole


@pytest.mark.parametrize(("arguments", "field"), [
    ({"trace": "xyz"}, "'trace'"), ({"since": "yesterday"}, "'since'"), ({"stream": "no stream"}, "'stream'"),
    ({"limit": 101}, "'limit'"), ({"order": "up"}, "'order'"), ({"colour": 1}, "'colour'")])
def test_what_is_wrong_with_a_search_is_named(wire, arguments, field):
    text = refused(wire, "search_events", arguments)
    assert text.startswith("Invalid input") and field in text


def test_a_trace_is_shown_as_a_tree(wire, service, voiced):
    found = structured(wire, "get_trace", {"trace_id": voiced["trace_id"]})
    route = service.get(f"/v1/traces/{voiced['trace_id']}")
    assert found["span_count"] == route["span_count"] >= 1
    assert found["roots"][0]["name"] == route["roots"][0]["name"] == "tools/call synthesize_voice"
    one = structured(wire, "get_trace", {"trace_id": voiced["trace_id"], "limit": 1})
    assert len(one["roots"]) == 1 and not one["roots"][0].get("children")
    assert one.get("omitted_spans", 0) == route["span_count"] - 1
    assert "There is no trace" in refused(wire, "get_trace", {"trace_id": "0" * 31 + "1"})
    assert "'at'" in refused(wire, "get_trace", {"trace_id": voiced["trace_id"], "at": "soon"})


def test_metrics_are_asked_in_promql(wire):
    vector = structured(wire, "query_metrics", {"query": "vector(7)"})
    assert vector["resultType"] == "vector" and vector["result"][0]["value"][1] == "7"
    matrix = structured(wire, "query_metrics", {"query": "vector(7)", "start": "0", "end": "600", "step": "60"})
    assert matrix["resultType"] == "matrix" and len(matrix["result"][0]["values"]) == 11
    few = structured(wire, "query_metrics", {"query": '{__name__=~"mcp_.+"}', "limit": 1})
    assert len(few["result"]) == 1 and few["omitted_series"] > 0
    assert "at least" in refused(wire, "query_metrics", {"query": "up", "start": "0", "end": "100000", "step": "1"})
    assert "query" in refused(wire, "query_metrics", {"query": "sum("})


def test_metrics_of_the_past_are_those_of_the_past(wire):
    nothing = structured(wire, "query_metrics", {"query": '{__name__=~"mcp_.+"}', "at": "1"})
    assert nothing["result"] == []


def test_a_rule_is_tried_saved_silenced_and_deleted(wire, service):
    rule = {"name": "zq_sight", "metric": "mcp.tools.error", "condition": "> 1000000", "for": "10m"}
    tried = structured(wire, "backtest_alert_rule", rule)
    assert tried["rules"][0]["rule"] == "zq_sight" and tried["rules"][0]["fired"] == 0
    assert not [one for one in service.get("/v1/alerts/rules")["rules"] if one["name"] == "zq_sight"], "tried only"
    saved = structured(wire, "save_alert_rule", {**rule, "reason": "a test"})["rule"]
    assert (saved["name"], saved["duration"]) == ("zq_sight", 600)
    assert service.get("/v1/alerts/rules/zq_sight")["rule"]["reason"] == "a test"
    silence = structured(wire, "silence_alerts", {
        "matchers": ['alertname="zq_sight"'], "comment": "a test", "seconds": 60})["silence"]
    assert silence["state"] == "active"
    event = service.events(type="alert.rule_saved")[-1]
    assert event["trace_id"], "the change is part of the call's trace"
    structured(wire, "delete_alert_rule", {"name": "zq_sight"})
    assert "There is no rule" in refused(wire, "delete_alert_rule", {"name": "zq_sight"})
    assert structured(wire, "list_alerts")["alerts"] is not None


@pytest.mark.parametrize(("tool", "arguments", "field"), [
    ("save_alert_rule", {"name": "zq_bad", "metric": "mcp.tools.error", "condition": "about 3"}, "condition"),
    ("save_alert_rule", {"name": "zq_bad", "expr": "sum("}, "expr"),
    ("save_alert_rule", {"name": "zq_bad"}, "metric"),
    ("silence_alerts", {"matchers": ["nonsense"], "comment": "x"}, "matchers"),
    ("explain_alert", {"id": "zq-none"}, "There is no alert"),
    ("list_alerts", {"at": "99999999999"}, "99999999999")])
def test_what_is_wrong_with_a_rule_is_named(wire, tool, arguments, field):
    assert field in refused(wire, tool, arguments)


def test_a_task_is_waited_for_with_signs_of_life_and_cancelled(wire, service):
    task = structured_task(wire)
    reply = wire.post(call("wait_for_task", {"task_id": task, "seconds": 1}, progressToken="w"))
    heard = [message["params"]["progress"] for message in reply.messages[:-1]]
    assert heard == sorted(set(heard)), "progress rises"
    assert reply.result["structuredContent"]["status"] in ("queued", "processing")
    said = structured(wire, "cancel_task", {"task_id": task, "reason": "a test"})
    assert said["task_id"] == task
    over = structured(wire, "wait_for_task", {"task_id": task, "seconds": 25})
    assert over["status"] == "cancelled"
    events = service.events(stream=f"task-{task}")
    asked = [event for event in events if event["type"] == "task.cancel_requested"]
    assert [event["data"]["reason"] for event in asked] == ["a test"] and asked[0]["trace_id"]
    assert "already" in structured(wire, "cancel_task", {"task_id": task})["message"], "again changes nothing"
    assert "There is no task" in refused(wire, "cancel_task", {"task_id": "mcp_ffffffff"})
    assert "There is no task" in refused(wire, "wait_for_task", {"task_id": "mcp_ffffffff"})


def structured_task(wire):
    subject = {"video_subject": "the history of tea and coffee in the world", "paragraph_number": 4}
    return wire.call("create_video", subject)["structuredContent"]["task_id"]


def test_an_agent_finds_a_cause_with_the_tools_of_replay(wire, service):
    good = wire.call("generate_video_terms", {"video_subject": "tea", "video_script": "Hot tea."})
    assert good["isError"] is False
    refused(wire, "synthesize_voice", {"text": "tea", "voice_name": "nobody-of-that-name"})
    compared = structured(wire, "compare_calls", {"tool": "synthesize_voice"})
    assert compared["failing"] >= 1
    assert "arguments.voice_name" in {row["attribute"] for row in compared["attributes"]}

    condition = "type = 'tool.completed' AND payload ->> '$.outcome' = 'tool_error'"
    found = structured(wire, "bisect", {"where": condition})["found"]
    assert found["data"]["outcome"] == "tool_error"
    assert structured(wire, "bisect", {"where": "position < 0"}) == {
        "message": "It holds nowhere in that range", "found": None}
    assert structured(wire, "bisect", {"expr": "up > 7"})["found"] is None

    failed = service.get("/v1/events", type="task.failed", order="desc", limit=1)["events"][0]
    changed = structured(wire, "diff_state", {
        "from": failed["position"] - 1, "to": failed["position"], "projection": "task_board"})
    assert any(row["path"].endswith(".state") and row["after"] == "failed" for row in changed["differences"])
    one = structured(wire, "diff_state", {"limit": 1})
    assert len(one["differences"]) == 1 and one["more"] > 0

    again = structured(wire, "replay_request", {"call": failed["trace_id"]})
    assert again["verdict"] == "same_failure" and again["tool"] == "synthesize_voice"
    received = service.get("/v1/events", type="request.received", order="desc", limit=1)["events"][0]
    assert received["data"]["params"]["name"] == "replay_request"
    itself = structured(wire, "replay_request", {"call": str(received["position"])})
    assert itself["verdict"] == "unreplayable" and "looks at the service" in itself["message"]


@pytest.mark.parametrize("tool, arguments, words", [
    ("replay_request", {"call": "xyz"}, "'call' must be a request id"),
    ("replay_request", {"call": "0123456789abcdef"}, "no tool call of that name"),
    ("diff_state", {"from": 2, "to": 1}, "'from' must not lie after 'to'"),
    ("diff_state", {"projection": "zq"}, "no projection 'zq'"),
    ("bisect", {}, "'expr' is missing"), ("bisect", {"where": "nonsense("}, "'where'"),
    ("bisect", {"expr": "sum("}, "'expr'"), ("compare_calls", {"since": "soon"}, "'since'")])
def test_what_the_tools_of_replay_cannot_answer_is_named(wire, tool, arguments, words):
    assert words in refused(wire, tool, arguments)
