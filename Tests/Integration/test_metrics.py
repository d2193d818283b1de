"""The metrics of the service, asked for in PromQL and scraped, by the programs that people use."""

import gzip
import json
import re
import secrets
import subprocess
import urllib.error
import urllib.parse
import urllib.request

import pytest
from prometheus_api_client import PrometheusConnect

from metrics_peers import api, querying_vmalert, scraping_prometheus, vector

UNKNOWN = {"task_id": "mcp_ffffffff"}
CALLS = 'mcp_tools_calls_total{tool="get_generation_status",outcome="tool_error"}'


def value(url, expression, **parameters):
    found = vector(url, expression, **parameters)
    return next(iter(found.values())) if found else None


def logged_calls(service):
    return sum(
        event["data"]["tool"] == "get_generation_status" and event["data"]["outcome"] == "tool_error"
        for event in service.events(type="tool.completed"))


@pytest.fixture(scope="module")
def called(wire, service):
    """The service after some calls that are in its series."""
    for _ in range(5):
        wire.call("get_generation_status", UNKNOWN)
    from service import eventually
    eventually(lambda: value(service.url, CALLS) == logged_calls(service), 30, "the calls are in the series")
    return service


def fault(service, call, form=None, **parameters):
    """Status and body of a call that must fail."""
    url = f"{service.url}/api/v1/{call}?{urllib.parse.urlencode(parameters, doseq=True)}"
    data = form.encode() if form is not None else None
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(urllib.request.Request(url, data=data), timeout=60)
    return caught.value.code, caught.value.read().decode()


def test_the_calls_that_a_grafana_data_source_makes_are_answered(called):
    url = called.url
    form = urllib.request.Request(url + "/api/v1/query", data=b"query=1%2B1&time=4")
    with urllib.request.urlopen(form) as answer:
        assert json.load(answer) == {"status": "success", "data": {"resultType": "scalar", "result": [4, "2"]}}
    build = api(url, "status/buildinfo")
    assert set(build) >= {"version", "revision", "branch", "buildUser", "buildDate", "goVersion"}
    names = api(url, "label/__name__/values")
    assert "mcp_tools_calls_total" in names and names == sorted(names)
    assert "tool" in api(url, "labels", **{"match[]": "mcp_tools_calls_total"})
    series = api(url, "series", **{"match[]": ['{__name__=~"mcp_tools.+"}', "process_threads"], "limit": 40000})
    assert {one["__name__"] for one in series} == {"mcp_tools_calls_total", "process_threads"}
    metadata = api(url, "metadata", limit=5000)
    assert metadata["mcp_server_operation_duration_seconds"][0]["type"] == "histogram"
    assert {rule["name"] for group in api(url, "rules")["groups"] for rule in group["rules"]}
    assert "alerts" in api(url, "alerts")
    assert fault(called, "rules/test/test") == (404, "404 page not found\n")


def test_a_series_says_what_the_log_says(called):
    assert value(called.url, CALLS) == logged_calls(called)
    events = called.get("/v1/events", order="desc", limit=1)["head"]
    by_type = vector(called.url, "log_events_total")
    assert 0 < sum(by_type.values()) <= events


def test_every_query_can_be_asked_as_of_a_position(wire, called, until):
    head = called.get("/v1/events", limit=1)["head"]
    ask = dict(query="sum(mcp_tools_calls_total)", time=4102444800, lookback_delta="100y")
    before = api(called.url, "query", at=head, **ask)
    wire.call("get_generation_status", UNKNOWN)
    until(lambda: api(called.url, "query", **ask) != before, 30, "the new call is in the series")
    assert api(called.url, "query", at=head, **ask) == before
    code, body = fault(called, "query", query="up", at=10**9)
    assert code == 400 and '\\"at\\"' in body


@pytest.mark.parametrize("call, parameters, code, kind, words", [
    ("query", {"query": "sum("}, 400, "bad_data", "1:5: parse error: unclosed left parenthesis"),
    ("query", {}, 400, "bad_data", 'invalid parameter \\"query\\"'),
    ("query", {"query": "up", "time": "noon"}, 400, "bad_data", 'invalid parameter \\"time\\"'),
    ("query_range", {"query": "up", "start": 0, "end": 1e6, "step": 1}, 400, "bad_data", "limit: steps = 11000"),
    ("query_range", {"query": "up", "start": 5, "end": 1, "step": 1}, 400, "bad_data", "before start"),
    ("query_range", {"query": "up", "start": 0, "end": 1, "step": 0}, 400, "bad_data", "step"),
    ("query", {"query": "process_threads + on() group_left() log_events_total"}, 422, "execution", "matching"),
    ("query", {"query": "(" * 300 + "1" + ")" * 300}, 400, "bad_data", "limit: depth"),
    ("query", {"query": "count_over_time(process_threads[100d:1ms])", "timeout": "2s"}, 422, "execution",
     "limit: samples"),
    ("label/0x/values", {}, 400, "bad_data", "invalid label name"),
    ("series", {}, 400, "bad_data", "no match[] parameter"),
])
def test_a_bad_query_is_told_what_is_wrong_and_which_limit_it_met(called, call, parameters, code, kind, words):
    status, body = fault(called, call, **parameters)
    assert (status, json.loads(body)["errorType"]) == (code, kind), body
    assert words in body


def test_a_form_of_another_type_is_refused(called):
    request = urllib.request.Request(
        called.url + "/api/v1/query", data=b'{"query": "up"}', headers={"content-type": "application/json"})
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(request)
    assert caught.value.code == 400


def test_an_answer_is_compressed_for_who_takes_gzip(called):
    url = f"{called.url}/api/v1/series?match[]=%7B__name__%3D~%22.%2B%22%7D"
    with urllib.request.urlopen(url, timeout=60) as answer:
        plain = answer.read()
        assert answer.headers["Content-Encoding"] is None and answer.headers["Vary"] == "Accept-Encoding"
    packed = urllib.request.Request(url, headers={"Accept-Encoding": "deflate, gzip"})
    with urllib.request.urlopen(packed, timeout=60) as answer:
        body = answer.read()
        assert answer.headers["Content-Encoding"] == "gzip" and len(body) < len(plain) / 4
    assert json.loads(gzip.decompress(body))["status"] == "success"


def test_an_exemplar_leads_to_the_trace_of_a_request_behind_the_series(wire, called):
    trace = secrets.token_hex(16)
    wire.call("get_generation_status", UNKNOWN, more=[("traceparent", f"00-{trace}-{secrets.token_hex(8)}-01")])
    found = api(
        called.url, "query_exemplars", start=0, end=4102444800,
        query='histogram_quantile(0.9, sum by (le) (rate(mcp_server_operation_duration_seconds_bucket[5m])))')
    exemplars = [one for series in found for one in series["exemplars"]]
    mine = [one for one in exemplars if one["labels"]["trace_id"] == trace]
    assert len(mine) == 1 and float(mine[0]["value"]) >= 0
    assert called.get("/v1/traces/" + trace)
    assert all("le" in series["seriesLabels"] for series in found)


def test_the_scrape_is_clean_for_promtool_and_in_two_formats(called):
    with urllib.request.urlopen(called.url + "/metrics") as answer:
        assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
        text = answer.read()
    check = subprocess.run(["promtool", "check", "metrics"], input=text, capture_output=True)
    assert check.returncode == 0, check.stderr.decode() + check.stdout.decode()
    accept = "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5"
    with urllib.request.urlopen(urllib.request.Request(called.url + "/metrics", headers={"accept": accept})) as answer:
        assert answer.headers["content-type"].startswith("application/openmetrics-text; version=1.0.0")
        lines = answer.read().decode().splitlines()
    assert lines[-1] == "# EOF"
    assert any(re.search(r"_bucket\{.*\} \d+ # \{trace_id=\"[0-9a-f]{32}\"", line) for line in lines)


@pytest.mark.slow
def test_a_prometheus_that_scrapes_gives_the_same_answers(wire, own_service, tmp_path, until):
    own = own_service.start()
    peer = scraping_prometheus(tmp_path, own)
    try:
        from wire import Wire
        caller = Wire(own.port, wire.schemas)
        for _ in range(7):
            caller.call("get_generation_status", UNKNOWN)
        for expression in [
            "mcp_tools_calls_total", "sum by (method) (mcp_operations_started_total)",
            "mcp_server_operation_duration_seconds_bucket", "tasks_active", "moneyprinter_build_info",
            'sum(log_events_total{type=~"tool.+"})',
        ]:
            until(
                lambda: (ours := vector(own.url, expression)) and ours == vector(peer.url, expression), 30,
                f"the same answer to {expression}")
        assert value(own.url, CALLS) == 7
        until(lambda: api(peer.url, "query_exemplars", start=0, end=4102444800, query="{__name__=~'.+_bucket'}"), 20,
              "Prometheus has exemplars of ours")
        health = api(peer.url, "targets")["activeTargets"][0]
        assert health["health"] == "up" and not health["lastError"]
    finally:
        peer.stop()


@pytest.mark.slow
def test_vmalert_evaluates_its_rules_over_our_series(called, tmp_path, until):
    peer = querying_vmalert(tmp_path, called, """
groups:
  - name: ours
    interval: 1s
    rules:
      - alert: ToolErrors
        expr: sum by (tool) (mcp_tools_calls_total{outcome="tool_error"}) > 0
        labels: {severity: warning}
""")
    try:
        def firing():
            with urllib.request.urlopen(peer.url + "/api/v1/alerts") as answer:
                alerts = json.load(answer)["data"]["alerts"] or []
            return [one for one in alerts if one["state"] == "firing"]
        tools = until(lambda: {one["labels"]["tool"] for one in firing()}, 30, "vmalert fires")
        assert "get_generation_status" in tools
    finally:
        peer.stop()


def test_the_client_library_of_prometheus_reads_us(called):
    client = PrometheusConnect(url=called.url)
    assert client.check_prometheus_connection()
    assert "mcp_tools_calls_total" in client.all_metrics()
    assert float(client.custom_query(CALLS)[0]["value"][1]) > 0
    assert client.get_current_metric_value("process_threads")
    found = client.custom_query_range("process_threads", *span(), "1s")
    assert len(found[0]["values"]) > 1


def span():
    from datetime import datetime, timedelta
    now = datetime.now()
    return now - timedelta(minutes=2), now


def test_the_command_prints_a_table_a_chart_or_json(called, installation):
    def query(*words):
        run = subprocess.run(
            [installation.command("x", "y")[0], "query", *words, "--url", called.url], capture_output=True, text=True,
            timeout=60)
        return run.returncode, run.stdout, run.stderr

    code, table, _ = query("sum by (tool) (mcp_tools_calls_total)")
    assert code == 0 and re.search(r'^\{tool="get_generation_status"\} +\d+$', table, re.M)
    code, chart, _ = query("process_threads", "--last", "1m")
    assert code == 0 and re.search(r"^process_threads +[▁-█ ]+ +min \d+ +max \d+ +last \d+$", chart, re.M)
    code, text, _ = query("1 + 1", "--json")
    assert code == 0 and json.loads(text)["result"][1] == "2"
    code, _, fault = query("sum(")
    assert code == 1 and "1:5: parse error" in fault
    assert query("up", "--last", "soon")[0] == 2


def test_a_sample_leads_to_the_event_that_says_it(called):
    found = called.get("/v1/series/evidence", query='log_events_total{type="tool.completed"}')["series"]
    assert len(found) == 1 and len(found[0]["events"]) == 1
    event = called.get(f"/v1/events/{found[0]['events'][0]}")
    assert event["type"] == "metrics.sampled"
    before = called.events(type="tool.completed", to=event["position"])
    assert float(found[0]["value"]) == len(before)
    assert fault(called, "query", query="up[")[0] == 400
