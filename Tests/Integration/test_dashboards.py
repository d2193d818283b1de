"""Dashboards: their files, Grafana's models, the past, and what pages are told as it happens."""

import http.client
import json
import subprocess
import urllib.error

import pytest
from grafana_foundation_sdk.cog.plugins import register_default_plugins
from grafana_foundation_sdk.models import dashboard as grafana

from service import ROOT
from test_sessions import ask, listen, open_session
from wire import modern

register_default_plugins()
FILES = sorted((ROOT / "dashboards").glob("*.json"))
UNKNOWN = {"task_id": "mcp_ffffffff"}


def panel(number, expression, **more):
    return {"id": number, "title": f"P{number}", "type": "stat", "gridPos": {"x": 0, "y": number, "w": 24, "h": 1},
            "targets": [{"refId": "A", "expr": expression}], **more}


def dashboard(name, *panels, **more):
    return json.dumps({"uid": name, "title": name, "panels": list(panels), **more}, indent=1)


# MARK: Files


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_grafanas_models_accept_every_file(path):
    written = json.loads(path.read_text())
    read = grafana.Dashboard.from_json(written)
    assert read.uid == path.stem and read.title and len(read.panels) == len(written["panels"])
    for model, source in zip(read.panels, written["panels"]):
        assert model.type_val == source["type"] and model.grid_pos.w == source["gridPos"]["w"]
        assert [target.expr for target in model.targets or []] == [t["expr"] for t in source.get("targets", [])]


def test_lint_finds_nothing_in_what_is_shipped(installation, tmp_path):
    run = subprocess.run(installation.command("dashboard", tmp_path)[:1] + ["dashboard", "lint"],
                         capture_output=True, text=True, cwd=ROOT, timeout=60)
    assert run.returncode == 0 and f"{len(FILES)} files, 0 errors, 0 warnings" in run.stdout, run.stdout


def test_lint_names_file_line_field_and_reason(installation, tmp_path):
    (tmp_path / "bad.json").write_text(dashboard("bad", panel(1, "up"), panel(2, "sum(up")))
    run = subprocess.run(installation.command("dashboard", tmp_path)[:1] + ["dashboard", "lint", str(tmp_path)],
                         capture_output=True, text=True, cwd=ROOT, timeout=60)
    assert run.returncode == 1
    line = next(n for n, text in enumerate((tmp_path / "bad.json").read_text().splitlines(), 1) if "sum(up" in text)
    assert run.stdout.startswith(f"bad.json:{line}: panels[1].targets[0].expr: 1:7: parse error"), run.stdout


def test_a_wrong_file_is_refused_at_the_start(own_service):
    folder = own_service.data / "dashboards"
    folder.mkdir(parents=True)
    (folder / "bad.json").write_text(dashboard("bad", panel(1, "up", type="pie")))
    run = subprocess.run(own_service.installation.command("serve", own_service.data, "--port", "0"),
                         capture_output=True, text=True, cwd=ROOT, timeout=60)
    assert run.returncode == 1 and "bad.json:" in run.stderr and "panels[0].type: 'pie' is not one of" in run.stderr


def test_a_file_is_seen_without_a_restart(service, wire):
    folder = service.data / "dashboards"
    folder.mkdir(exist_ok=True)
    (folder / "mine.json").write_text(dashboard("mine", panel(1, "1 + 1")))
    assert service.get("/v1/dashboards/mine")["panels"][0]["data"] == {"value": 2.0}
    (folder / "mine.json").write_text(dashboard("mine", panel(1, "1 +")))
    assert service.get("/v1/dashboards/mine")["panels"][0]["data"] == {"value": 2.0}
    assert any("mine.json" in fault for fault in service.get("/v1/dashboards")["faults"])
    (folder / "mine.json").unlink()
    assert wire.rest("GET", "/v1/dashboards/mine").status == 404


def test_clients_of_both_eras_are_told_that_there_is_one_more(service, wire, until):
    folder = service.data / "dashboards"
    folder.mkdir(exist_ok=True)
    session = open_session(wire)
    assert ask(wire, session, "resources/list").status == 200
    old = listen(wire, session)
    old.next()
    wanted = {"notifications": {"resourcesListChanged": True, "toolsListChanged": True}}
    with wire.open_stream(modern("subscriptions/listen", wanted)) as new:
        lines = (json.loads(line[6:]) for line in new.makefile("r") if line.startswith("data: "))
        assert next(lines)["params"]["notifications"] == {"resourcesListChanged": True}, "the tools never change"
        (folder / "more.json").write_text(dashboard("more", panel(1, "1 + 1")))
        event = until(lambda: service.events(type="service.list_changed"), 30, "the new file is noted")[-1]
        assert event["data"] == {"list": "resources"}
        for told in (next(lines), old.next()[1]):
            assert told["method"] == "notifications/resources/list_changed"
    old.drop()
    (folder / "more.json").unlink()


# MARK: What they show


def test_the_answer_is_small(service, wire):
    for path in FILES:
        reply = wire.rest("GET", f"/v1/dashboards/{path.stem}")
        assert reply.status == 200 and len(reply.body) <= 50_000, (path.stem, len(reply.body))


def test_a_panel_says_what_promql_says(service):
    """Both as of one position, so that nothing moves between."""
    head = service.get("/v1/events", limit=1)["head"]
    drawn = service.get("/v1/dashboards/log", at=head)
    shown = next(p for p in drawn["panels"] if p["id"] == "time-of-an-append")
    asked = service.get("/api/v1/query_range", query=shown["expr"][0], start=drawn["from"], end=drawn["to"],
                        step=drawn["step"], at=head)["data"]["result"]
    points = shown["data"]["series"][0]["points"] if shown["data"]["series"] else []
    values = [round(float(value), 6) for _, value in asked[0]["values"]] if asked else []
    assert [round(p, 6) for p in points if p is not None] == values


@pytest.mark.parametrize("query, field", [("from=noon", "from"), ("to=now-x", "to"), ("step=0", "step"),
                                          ("from=now-1h&to=now-2h", "from"), ("step=1e99", "step")])
def test_a_time_that_is_none_is_named(wire, query, field):
    reply = wire.rest("GET", f"/v1/dashboards/overview?{query}")
    assert reply.status == 400 and reply.json["error"]["field"] == field


def test_a_range_and_its_step_can_be_chosen(service):
    drawn = service.get("/v1/dashboards/overview", **{"from": "now-10m", "to": "now", "step": "60"})
    assert drawn["step"] == 60 and drawn["to"].endswith(":00.000000Z")


# MARK: The past


def test_every_read_model_can_be_asked_for_as_of_a_moment(service, wire):
    wire.call("generate_video_terms", {"video_subject": "tea", "video_script": "Tea leaves in hot water."})
    created = service.get("/v1/events", type="task.created", order="desc", limit=1)["events"][0]
    task, at = created["data"]["task"], created["position"]
    assert service.get(f"/v1/tasks/{task}", at=at)["status"] == "queued"
    assert service.get(f"/v1/tasks/{task}")["status"] == "complete"
    assert wire.rest("GET", f"/v1/tasks/{task}?at={at - 1}").status == 404
    for path in ["/v1/tasks", "/v1/alerts", "/v1/alerts/rules", "/v1/services", "/v1/timeline"]:
        first = wire.rest("GET", f"{path}?at={at}")
        wire.post(modern("tools/list"))
        assert first.status == 200 and first.body == wire.rest("GET", f"{path}?at={at}").body
        assert wire.rest("GET", f"{path}?at=soon").json["error"]["field"] == "at"


def test_the_timeline_covers_the_whole_log(service, wire):
    wire.call("get_generation_status", UNKNOWN)
    head = service.get("/v1/events", limit=1)["head"]
    timeline = service.get("/v1/timeline", at=head)
    assert timeline["first"]["position"] == 1 and timeline["last"]["position"] == head
    assert sum(timeline["density"]["counts"]) == head
    assert {"kind": "service.started", "position": 1}.items() <= timeline["marks"][0].items()


# MARK: As it happens


class Stream:
    """Server-sent events of a route, read one by one."""

    def __init__(self, port, path):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        self.connection.request("GET", path)
        self.answer = self.connection.getresponse()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.connection.close()

    def next(self):
        fields = {}
        while True:
            line = self.answer.readline().decode().rstrip("\r\n")
            if line == "" and "event" in fields:
                return fields["event"], json.loads(fields["data"]), int(fields["id"])
            name, _, value = line.partition(": ")
            fields[name] = value

    def until(self, wanted, limit=50):
        for _ in range(limit):
            message = self.next()
            if wanted(message):
                return message
        raise AssertionError(f"not within {limit} messages")


def test_a_page_gets_the_whole_first_then_what_changes(service, wire):
    with Stream(service.port, "/v1/dashboards/overview/live?events=1&type=request.*") as stream:
        assert stream.answer.getheader("content-type") == "text/event-stream"
        name, whole, position = stream.next()
        assert name == "dashboard" and whole["position"] == position
        drawn = service.get("/v1/dashboards/overview", at=position)
        assert whole == drawn
        wire.call("get_generation_status", UNKNOWN)
        _, changed, at = stream.until(lambda m: m[0] == "panels" and any(p["id"] == "by-tool" for p in m[1]["panels"])
                                      or m[0] == "panels" and m[2] > position)
        assert at > position and len(changed["panels"]) < len(whole["panels"])
        _, tail, _ = stream.until(lambda m: m[0] == "events")
        assert all(event["type"].startswith("request.") for event in tail["events"])
        assert tail["events"] == sorted(tail["events"], key=lambda event: event["position"])


def test_what_a_page_is_told_is_what_the_past_says(service, wire):
    with Stream(service.port, "/v1/dashboards/tools/live") as stream:
        _, whole, _ = stream.next()
        panels = {panel["id"]: panel["data"] for panel in whole["panels"]}
        position = 0
        for _ in range(3):
            wire.call("get_generation_status", UNKNOWN)
            _, changed, position = stream.until(lambda m: m[0] == "panels")
            panels.update({panel["id"]: panel["data"] for panel in changed["panels"]})
        then = service.get("/v1/dashboards/tools", at=position)
        assert panels == {panel["id"]: panel["data"] for panel in then["panels"]}


def test_a_live_feed_of_nothing_is_not_found(wire):
    assert wire.rest("GET", "/v1/dashboards/nothing/live").status == 404


def test_a_service_with_open_pages_stops_at_once(own_service):
    own_service.start()
    with Stream(own_service.port, "/v1/dashboards/overview/live") as stream:
        stream.next()
        own_service.stop()
    with pytest.raises((urllib.error.URLError, ConnectionError)):
        own_service.get("/healthz")
