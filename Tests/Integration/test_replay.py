"""Looking back: events again at their pace, read models then and now, where something began, what failures share."""

import json
import urllib.request

import pytest

UNKNOWN = {"task_id": "mcp_ffffffff"}
TERMS = {"video_subject": "tea", "video_script": "Tea leaves in hot water."}


def replay(service, headers=None, **query):
    """The messages of a replay that ends, as (name, data) pairs."""
    text = "&".join(f"{name.rstrip('_')}={value}" for name, value in query.items())
    request = urllib.request.Request(f"{service.url}/v1/replay?{text}", headers=headers or {})
    messages = []
    with urllib.request.urlopen(request, timeout=60) as answer:
        for block in answer.read().decode().split("\r\n\r\n"):
            fields = dict(line.split(": ", 1) for line in block.split("\r\n") if ": " in line)
            if fields:
                messages.append((fields["event"], json.loads(fields["data"])))
    return messages


@pytest.fixture(scope="module")
def task(service, wire):
    """A task that went through all its states."""
    wire.call("generate_video_terms", TERMS)
    created = service.get("/v1/events", type="task.created", order="desc", limit=1)["events"][0]
    return created["data"]["task"], created["position"]


# MARK: Again


def test_a_range_is_played_in_order_and_ends(service, task):
    last = min(200, service.get("/v1/events", limit=1)["head"])
    messages = replay(service, from_=1, to=last, speed="max")
    assert [data["position"] for name, data in messages if name == "event"] == list(range(1, last + 1))
    assert messages[-1] == ("end", {"position": last, "events": last})


def test_what_is_played_is_what_the_log_holds(service, task):
    held = service.get("/v1/events", limit=100, **{"from": 1})["events"]
    for speed in ["max", "100000"]:
        played = replay(service, from_=1, to=held[-1]["position"], speed=speed, gap=0)
        assert [data for name, data in played if name == "event"] == held


def test_a_replay_can_be_of_a_stream_a_trace_or_types(service, task):
    identity, position = task
    played = [data for name, data in replay(service, stream=f"task-{identity}", speed="max") if name == "event"]
    assert played[0]["position"] == position and played[0]["type"] == "task.created"
    trace = played[0]["trace_id"]
    assert all(data["trace_id"] == trace for name, data in replay(service, trace=trace, speed="max") if name == "event")
    kinds = {data["type"] for name, data in replay(service, type="task.*", speed="max") if name == "event"}
    assert kinds and all(kind.startswith("task.") for kind in kinds)


def test_a_client_that_comes_again_goes_on_where_it_was(service, task):
    again = replay(service, headers={"Last-Event-ID": "7"}, to=10, speed="max")
    assert [data["position"] for name, data in again if name == "event"] == [8, 9, 10]


@pytest.mark.parametrize("query, field", [("speed=fast", "speed"), ("speed=0", "speed"), ("gap=-1", "gap"),
                                          ("from=0", "from"), ("trace=x", "trace")])
def test_what_cannot_be_played_is_named(wire, query, field):
    reply = wire.rest("GET", f"/v1/replay?{query}")
    assert reply.status == 400 and reply.json["error"]["field"] == field


# MARK: Then and now


def test_read_models_are_shown_as_of_a_moment(service, wire, task):
    identity, position = task
    names = {projection["name"] for projection in service.get("/v1/projections")["projections"]}
    assert {"task_board", "rule_book", "active_alerts"} <= names
    before = json.dumps(service.get("/v1/projections/task_board", at=position - 1))
    after = json.dumps(service.get("/v1/projections/task_board", at=position))
    assert identity not in before and identity in after
    assert wire.rest("GET", "/v1/projections/nothing").status == 404


def test_a_difference_names_what_changed_and_nothing_else(service, task):
    identity, position = task
    changes = service.get("/v1/replay/diff", to=position, projection="task_board", **{"from": position - 1})
    assert changes["differences"] and all(identity in json.dumps(change) or change["path"].startswith("task_board.")
                                          for change in changes["differences"])
    same = service.get("/v1/replay/diff", to=position, **{"from": position})
    assert same["differences"] == [] and same["more"] == 0


@pytest.mark.parametrize("query, field", [("from=9&to=3", "from"), ("to=99999999", "to"), ("projection=x", "projection")])
def test_a_difference_of_nothing_is_named(wire, query, field):
    reply = wire.rest("GET", f"/v1/replay/diff?{query}")
    assert reply.status == 400 and reply.json["error"]["field"] == field


# MARK: When, and why


def test_a_bisection_finds_the_first_position_at_which_it_holds(service, wire, until):
    wire.call("get_generation_status", UNKNOWN)
    expression = 'sum(mcp_tools_calls_total{tool="get_generation_status"}) > 0'
    found = until(lambda: service.get("/v1/replay/bisect", expr=expression)["found"], 10, "a sample has come")
    at, before = found["position"], found["position"] - 1
    ask = lambda position: service.get("/api/v1/query", query=expression, at=position,
                                       time=service.get(f"/v1/events/{position}")["time"])["data"]["result"]
    assert ask(at) and not ask(before)
    assert service.get("/v1/replay/bisect", expr="vector(1) > 2")["found"] is None


def test_a_bisection_without_a_question_is_named(wire):
    for query in ["", "expr=sum("]:
        assert wire.rest("GET", f"/v1/replay/bisect?{query}").json["error"]["field"] == "expr"


def test_what_failing_calls_share_comes_first(service, wire, until):
    start = service.get("/v1/events", limit=1)["head"] + 1
    for _ in range(5):
        wire.call("get_generation_status", {"task_id": "mcp_ffffffff"})
        wire.call("generate_video_terms", TERMS)
    ask = lambda: service.get("/v1/events/compare", **{"from": start})
    until(lambda: min(ask()["failing"], ask()["passing"]) >= 5, 10, "every end is in the log")
    ranked = ask()
    best = ranked["attributes"][0]
    assert best["score"] > 0.5 and best["attribute"] in {"tool", "arguments.task_id", "arguments.video_subject",
                                                         "arguments.video_script"}
    alone = service.get("/v1/events/compare", tool="generate_video_terms", **{"from": start})
    assert alone["failing"] == 0 or all(row["attribute"] != "tool" or row["score"] == 0 for row in alone["attributes"])
