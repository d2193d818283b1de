"""Recorded calls run again in a sandbox: over HTTP and on the command line, with nothing outside touched."""

import hashlib
import json
import subprocess
import urllib.parse
import urllib.request

import chat
import log_search
import pytest

from service import binary
from wire import Wire

SCRIPT = "Tea leaves steep in hot water. Many people like it."


@pytest.fixture
def endpoint(monkeypatch):
    """An LLM that is asked for scripts."""
    with chat.serving(SCRIPT, note="zqbesides") as (endpoint, url):
        monkeypatch.setenv("MONEYPRINTER_LLM_BASE_URL", url)
        yield endpoint


def post(service, path):
    request = urllib.request.Request(service.url + path, data=b"", method="POST")
    with urllib.request.urlopen(request, timeout=120) as answer:
        return json.load(answer)


def replay(service, *words):
    """The command line on the service's data folder, while it runs or not."""
    options = ["--config", str(service.installation.config), "--data", str(service.data)]
    return subprocess.run([str(binary()), "replay", *words, *options], capture_output=True, text=True, timeout=300)


def digest(folder):
    """Every file of a folder but the index that readers of a log share."""
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(folder.rglob("*")) if path.is_file() and not path.name.endswith("-shm")}


def test_a_call_is_run_again_without_asking_anybody(own_service, schemas, endpoint):
    service = own_service.start()
    answer = Wire(service.port, schemas).call("generate_video_script", {"video_subject": "tea"})["structuredContent"]
    assert answer["script"] == SCRIPT and endpoint.asked == 1
    received = service.get("/v1/events", type="request.received", order="desc", limit=1)["events"][0]
    recorded = service.events(type="provider.answered")
    assert len(recorded) == 1 and recorded[0]["data"]["policy"] == "full" and SCRIPT in recorded[0]["data"]["answer"]

    for name in [received["data"]["request"], received["position"], received["trace_id"]]:
        report = post(service, f"/v1/replay/requests/{name}")
        assert report["verdict"] == "same", report
        assert report["providers"] == {"answered": 1, "blocked": []}
    assert endpoint.asked == 1
    service.stop()

    before = digest(service.data)
    done = replay(service, "request", received["data"]["request"])
    assert done.returncode == 0 and done.stdout.startswith("same"), done.stdout + done.stderr
    assert endpoint.asked == 1 and digest(service.data) == before


def test_what_a_policy_hid_is_not_in_the_file_and_not_made_up(own_service, schemas, endpoint, monkeypatch, logged):
    monkeypatch.setenv("MONEYPRINTER_RECORDING_PROVIDER_ANSWERS", "hashed")
    service = own_service.start()
    Wire(service.port, schemas).call("generate_video_script", {"video_subject": "tea"})
    assert service.events(type="provider.answered")[0]["data"]["answer"].startswith("sha256:")
    received = service.get("/v1/events", type="request.received", order="desc", limit=1)["events"][0]
    report = post(service, f"/v1/replay/requests/{received['position']}")
    assert report["verdict"] == "changed" and endpoint.asked == 1
    assert [reason.split(": ")[1] for reason in report["providers"]["blocked"]] == [
        "its answer was recorded as 'hashed'"]
    service.stop()
    # The tool's result, which says the same, is kept by another policy: what the endpoint said besides is gone.
    assert log_search.found(["zqbesides", "Tea leaves"], service.data, logged(service.data)) == ["Tea leaves"]


def test_a_range_is_printed_as_the_log_holds_it(service, wire):
    wire.call("get_generation_status", {"task_id": "mcp_ffffffff"})
    held = service.get("/v1/events", limit=50, **{"from": 1})["events"]
    last = str(held[-1]["position"])
    for speed in ["max", "100000"]:
        done = replay(service, "range", "--from", "1", "--to", last, "--speed", speed, "--gap", "0", "--json")
        assert done.returncode == 0 and [json.loads(line) for line in done.stdout.splitlines()] == held
    types = replay(service, "range", "--type", "tool.*", "--speed", "max", "--json").stdout.splitlines()
    assert types and all(json.loads(line)["type"].startswith("tool.") for line in types)


def test_failures_are_run_again_in_bulk(own_service, schemas):
    service = own_service.start()
    wire = Wire(service.port, schemas)
    for identity in ["mcp_ffffffff", "mcp_eeeeeeee", "mcp_dddddddd"]:
        wire.call("get_generation_status", {"task_id": identity})
    wire.call("generate_video_terms", {"video_subject": "tea", "video_script": SCRIPT})
    report = post(service, "/v1/replay/calls?tool=get_generation_status&last=2")
    assert report["calls"] == 2 and report["verdicts"]["same_failure"] == 2
    assert post(service, "/v1/replay/calls?outcome=passing&last=1")["verdicts"]["same"] == 1

    done = replay(service, "failures", "--last", "10")
    assert done.returncode == 1 and "3 calls: 3 same failure" in done.stdout
    assert replay(service, "failures", "--allow-same").returncode == 0
    assert replay(service, "failures", "--passing").returncode == 0


@pytest.mark.parametrize("path, status", [
    ("/v1/replay/requests/xyz", 400), ("/v1/replay/requests/0123456789abcdef", 404),
    ("/v1/replay/requests/99999999", 404), ("/v1/replay/calls?last=0", 400), ("/v1/replay/calls?outcome=odd", 400)])
def test_what_is_no_call_is_named(wire, path, status):
    assert wire.rest("POST", path).status == status


def test_a_condition_on_events_is_bisected(service, wire):
    wire.call("get_generation_status", {"task_id": "mcp_ffffffff"})
    condition = "type = 'tool.completed' AND payload ->> '$.outcome' = 'tool_error'"
    found = service.get("/v1/replay/bisect", where=condition)["found"]
    first = next(event for event in service.events(type="tool.completed") if event["data"]["outcome"] == "tool_error")
    assert found["position"] == first["position"] and found["data"] == first["data"]
    assert service.get("/v1/replay/bisect", where="position < 0")["found"] is None
    counted = service.get("/v1/replay/bisect", where="count(*) OVER (ORDER BY position) = 5")["found"]
    assert counted["position"] == 5
    done = replay(service, "bisect", "--where", condition)
    assert done.returncode == 0 and json.loads(done.stdout)["position"] == first["position"]


@pytest.mark.parametrize("condition", ["nonsense(", "1) FROM events; DROP TABLE events; --", "1; SELECT 1"])
def test_a_condition_that_is_none_is_named(wire, condition):
    reply = wire.rest("GET", "/v1/replay/bisect?" + urllib.parse.urlencode({"where": condition}))
    assert reply.status == 400 and reply.json["error"]["field"] == "where"
