"""The recorded past, judged twice: by our back-test, and by vmalert's replay with the service as its data source."""

import datetime
import json
import random
import subprocess
import urllib.parse
import urllib.request

import pytest

from promql_peers import free_port
from service import binary, eventually

START = datetime.datetime(2026, 11, 1, 12, tzinfo=datetime.timezone.utc)
STEP = 10
TICKS = 360
RULES = {
    "high": ("mcp_connections_active > 90", 25),
    "at_once": ("mcp_connections_active > 60", 0),
    "calm": ("max_over_time(mcp_connections_active[1m]) < 75", 55),
    "deep": ('queue_depth{queue!="c"} > 70', 35),
    "all_deep": ("sum(queue_depth) > 150", 15),
    "side_by_side": ("queue_depth > on () group_left mcp_connections_active", 25),
}


def stamp(seconds):
    return (START + datetime.timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%S.000000Z")


def seconds(text):
    return round((datetime.datetime.fromisoformat(text.replace("Z", "+00:00")) - START).total_seconds())


def history(path):
    """An hour in which a gauge of the service, and three that others send, go up and down by chance."""
    chance = random.Random(7)
    values = {"connections": 50, "a": 50, "b": 50, "c": 50}
    lines, revisions = [], {}

    def add(second, stream, kind, data):
        revision = revisions[stream] = revisions.get(stream, -1) + 1
        lines.append({"position": len(lines) + 1, "time": stamp(second), "type": kind, "version": 1, "stream": stream,
                      "revision": revision, "data": data})

    for tick in range(TICKS):
        for name in values:
            values[name] = max(0, min(120, values[name] + chance.randint(-25, 25)))
        points = [{"labels": {"queue": name}, "time": stamp(tick * STEP), "value": values[name]} for name in "abc"]
        add(tick * STEP, "host-shop", "metrics.received", {
            "resource": {"service.name": "shop"},
            "families": [{"name": "queue.depth", "kind": "gauge", "points": points}]})
        add(tick * STEP, "host-metrics", "metrics.sampled",
            {"values": {"mcp.connections.active": values["connections"]}})
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))


@pytest.fixture
def rules(tmp_path):
    path = tmp_path / "rules.yml"
    path.write_text(json.dumps({"groups": [{"name": "g", "interval": f"{STEP}s", "rules": [
        {"alert": name, "expr": expr, "for": f"{hold}s"} for name, (expr, hold) in RULES.items()]}]}))
    return path


@pytest.fixture
def recorded(own_service, tmp_path):
    """A service on a log of that hour."""
    history(tmp_path / "events.ndjson")
    subprocess.run([str(binary()), "log", "import", "--data", str(own_service.data), str(tmp_path / "events.ndjson")],
                   check=True, capture_output=True, timeout=60)
    return own_service.start()


@pytest.fixture
def victoria(tmp_path):
    """The address of a VictoriaMetrics that keeps what vmalert finds."""
    url = f"http://127.0.0.1:{free_port()}"
    process = subprocess.Popen(
        ["victoria-metrics", f"-httpListenAddr={url[7:]}", f"-storageDataPath={tmp_path / 'victoria'}",
         "-retentionPeriod=100y"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def is_there():
        try:
            return urllib.request.urlopen(url + "/health", timeout=5).status == 200
        except OSError:
            return False

    eventually(is_there, 30, "VictoriaMetrics answers")
    yield url
    process.terminate()
    process.wait(20)


def vmalert(service, rules, *options):
    return ["vmalert", f"-rule={rules}", f"-datasource.url={service.url}", f"-datasource.queryStep={STEP}s",
            f"-httpListenAddr=127.0.0.1:{free_port()}", *options]


def theirs(victoria):
    """By rule, labels and state: the seconds at which it was so."""
    urllib.request.urlopen(victoria + "/internal/force_flush", timeout=30).read()
    question = urllib.parse.urlencode({"match[]": "ALERTS"}).encode()
    found = {}
    with urllib.request.urlopen(victoria + "/api/v1/export", question, timeout=30) as answer:
        for series in map(json.loads, answer):
            labels = series["metric"]
            key = labels["alertname"], labels.get("queue"), labels["alertstate"]
            found[key] = {time // 1000 - int(START.timestamp()) for time in series["timestamps"]}
    return found


def ours(report):
    found = {}
    for rule in report["rules"]:
        assert rule["error"] is None, rule
        for interval in rule["intervals"]:
            since, fired, over = (interval[name] and seconds(interval[name])
                                  for name in ("since", "fired_at", "resolved_at"))
            over = TICKS * STEP if over is None else over
            for state, first, last in [("pending", since, over if fired is None else fired),
                                       ("firing", over if fired is None else fired, over)]:
                times = found.setdefault((rule["rule"], interval["labels"].get("queue"), state), set())
                times.update(range(first, last, STEP))
    return {key: times for key, times in found.items() if times}


@pytest.mark.slow
def test_a_back_test_finds_what_vmalert_finds_in_the_same_hour(recorded, rules, victoria, until):
    run = subprocess.run(
        [str(binary()), "alerts", "backtest", str(rules), "--url", recorded.url, "--from", stamp(0),
         "--to", stamp(TICKS * STEP), "--json"], capture_output=True, text=True, timeout=120)
    assert run.returncode == 0, run.stderr
    found = ours(json.loads(run.stdout))
    subprocess.run(
        vmalert(recorded, rules, f"-remoteWrite.url={victoria}", "-remoteWrite.flushInterval=100ms",
                f"-replay.timeFrom={stamp(0)}", f"-replay.timeTo={stamp((TICKS - 1) * STEP)}", "-replay.rulesDelay=0"),
        check=True, capture_output=True, timeout=120)
    assert {name for name, _, state in found if state == "firing"} == set(RULES), "each fires at some time"
    until(lambda: len(theirs(victoria)) == len(found), 20, "all has been written")
    assert theirs(victoria) == found


@pytest.mark.slow
def test_vmalert_watches_the_service(recorded, tmp_path, until):
    """Live, by instant queries: it fires on what the service measures of itself."""
    rules = tmp_path / "live.yml"
    rules.write_text(json.dumps({"groups": [{"name": "g", "interval": "1s", "rules": [
        {"alert": "Grows", "expr": "log_events_total > 0"}]}]}))
    command = vmalert(recorded, rules, "-evaluationInterval=1s", "-notifier.url=http://127.0.0.1:9")
    address = next(word for word in command if word.startswith("-httpListenAddr=")).partition("=")[2]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def alerts():
        try:
            with urllib.request.urlopen(f"http://{address}/api/v1/alerts", timeout=5) as answer:
                return json.load(answer)["data"]["alerts"] or []
        except OSError:
            return []

    try:
        until(lambda: [one for one in alerts() if one["state"] == "firing" and one["name"] == "Grows"], 30, "it fires")
    finally:
        process.terminate()
        process.wait(20)
