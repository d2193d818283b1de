"""Alerts: rules changed while the service runs, what they say of the past, and who is told, also over a crash."""

import hashlib
import hmac
import json
import subprocess
import urllib.request

import pytest

from alerting import Sink, configure, fail, firing, put
from service import ROOT, binary

SECRET = "a secret of the receiver's own"
RULE = {"name": "status_failures", "metric": "mcp.tools.error", "condition": "> 3", "duration": 0, "cooldown": 0,
        "severity": "critical", "filters": {"tool": "get_generation_status"}, "reason": "a test"}


@pytest.fixture
def sink():
    sink = Sink()
    yield sink
    sink.close()


@pytest.fixture
def told(own_service, sink):
    """A service of the test's own that tells the sink."""
    return configure(own_service, {
        "route": {"receiver": "ops", "group_by": ["alertname"], "group_wait": "0s", "group_interval": "1s"},
        "receivers": [{"name": "ops", "webhook": [{"url": sink.url, "secret": SECRET}]}]}).start()


# MARK: Rules


def test_the_four_published_rules_are_in_force(service):
    rules = {rule["name"]: rule for rule in service.get("/v1/alerts/rules")["rules"]}
    assert {"high_error_rate", "high_response_time", "connection_limit_reached", "tool_failure_spike"} <= set(rules)
    assert rules["connection_limit_reached"]["expr"] == "mcp_connections_active > 90"


def test_every_change_of_a_rule_is_a_version_that_can_be_brought_back(service, wire):
    put(service, "/v1/alerts/rules", {**RULE, "name": "versions", "enabled": False})
    put(service, "/v1/alerts/rules", {**RULE, "name": "versions", "condition": "> 9", "enabled": False, "reason": "less noise"})
    versions = service.get("/v1/alerts/rules/versions")["versions"]
    assert [v["version"] for v in versions] == [2, 1] and versions[0]["reason"] == "less noise"
    put(service, "/v1/alerts/rules/versions/rollback", {"version": 1}, "POST")
    assert service.get("/v1/alerts/rules/versions")["rule"]["condition"] == "> 3"
    assert wire.rest("DELETE", "/v1/alerts/rules/versions?reason=done").status == 200
    assert service.get("/v1/alerts/rules/versions")["rule"] is None


def test_prometheus_files_come_in_and_go_out(service, wire):
    yaml = b"groups:\n- name: g\n  rules:\n  - alert: Quiet\n    expr: vector(0) > 1\n    for: 1m\n    labels: {severity: info}\n"
    put(service, "/v1/alerts/rules", yaml, kind="application/yaml")
    written = wire.rest("GET", "/v1/alerts/rules?format=prometheus").body.decode()
    assert 'alert: "Quiet"' in written and 'alert: "high_error_rate"' in written
    wire.rest("DELETE", "/v1/alerts/rules/Quiet")


@pytest.mark.parametrize("change, field", [({"condition": "3"}, "condition"), ({"metric": "no such name"}, "metric"),
                                           ({"duration": -1}, "duration"), ({"colour": 1}, "colour"),
                                           ({"severity": ""}, "severity")])
def test_a_rule_that_is_wrong_is_refused_by_field(wire, change, field):
    reply = wire.rest("PUT", "/v1/alerts/rules", {**RULE, **change})
    assert reply.status == 400 and reply.json["error"]["field"] == field, reply.body


def test_of_several_rules_none_is_saved_where_one_is_wrong(service, wire):
    reply = wire.rest("PUT", "/v1/alerts/rules", {"rules": [{**RULE, "name": "first"}, {**RULE, "condition": "?"}]})
    assert reply.status == 400 and reply.json["error"]["field"] == "rules[1].condition"
    assert wire.rest("GET", "/v1/alerts/rules/first").status == 404


# MARK: Firing


@pytest.mark.slow
def test_an_alert_fires_is_told_explained_and_survives_a_crash(told, sink, schemas, until):
    put(told, "/v1/alerts/rules", RULE)
    fail(told, schemas)
    alert = until(lambda: firing(told, RULE["name"]), 20, "the rule fires")
    until(lambda: sink.messages("firing"), 20, "the sink is told")
    headers, body = sink.received[0]
    headers = {name.lower(): value for name, value in headers.items()}
    signed = hmac.new(SECRET.encode(), f"{headers['x-alert-timestamp']}:".encode() + body, hashlib.sha256).hexdigest()
    assert headers["x-alert-signature"] == f"sha256={signed}"
    _, trace, span, _ = headers["traceparent"].split("-")
    until(lambda: f'"{span}"' in json.dumps(told.get(f"/v1/traces/{trace}")), 10, "the delivery is in the caller's trace")
    message = json.loads(body)
    assert message["version"] == "4" and message["alerts"][0]["labels"]["alertname"] == RULE["name"]

    explained = told.get(f"/v1/alerts/{alert['id']}")
    evidence = [told.get(f"/v1/events/{position}") for position in alert["evidence"]]
    assert evidence and all(event["data"].get("tool") == "get_generation_status" for event in evidence)
    assert explained["rule"]["condition"] == RULE["condition"] and explained["transitions"]
    assert SECRET not in json.dumps(explained) and not told.events(type="alert.*") == []
    assert all(SECRET not in json.dumps(event) for event in told.events(type="alert.*"))

    told.kill()
    told.start()
    again = until(lambda: firing(told, RULE["name"]), 20, "it still fires")
    assert again["id"] == alert["id"] and again["fired_at"] == alert["fired_at"]
    until(lambda: told.get("/v1/events", type="metrics.sampled", order="desc", limit=1)["events"], 10, "a tick")
    assert len(sink.messages("firing")) == 1


@pytest.mark.slow
def test_a_silence_keeps_quiet_and_the_state_goes_on(told, sink, schemas, until):
    silence = put(told, "/v1/alerts/silences",
                  {"matchers": ['alertname="status_failures"'], "comment": "moving", "seconds": 600}, "POST")
    assert silence["state"] == "active"
    put(told, "/v1/alerts/rules", RULE)
    fail(told, schemas)
    until(lambda: firing(told, RULE["name"]), 20, "the rule fires")
    assert sink.messages() == []
    request = urllib.request.Request(f"{told.url}/v1/alerts/silences/{silence['id']}", method="DELETE")
    urllib.request.urlopen(request, timeout=30).read()
    until(lambda: sink.messages("firing"), 20, "the sink is told once the silence is over")


# MARK: The past


@pytest.mark.slow
def test_a_back_test_says_what_live_said(told, schemas, until):
    put(told, "/v1/alerts/rules", RULE)
    fail(told, schemas)
    alert = until(lambda: firing(told, RULE["name"]), 20, "the rule fires")
    report = put(told, "/v1/alerts/backtest", {"rule": {**RULE, "condition": "> 4"}}, "POST")
    result = report["rules"][0]
    assert result["in_force"]["intervals"][0]["since"] == alert["since"]
    assert result["fired"] == 1 and result["in_force"]["fired"] == 1


def test_lint_and_unit_tests_work_on_the_command_line(tmp_path):
    rules = tmp_path / "rules.yml"
    rules.write_text("groups:\n- name: g\n  rules:\n  - alert: Down\n    expr: up == 0\n    for: 1m\n")
    tests = tmp_path / "tests.yml"
    tests.write_text("rule_files: [rules.yml]\nevaluation_interval: 1m\ntests:\n- interval: 1m\n  input_series:\n"
                     "  - series: up\n    values: '1 0 0 0'\n  alert_rule_test:\n  - eval_time: 3m\n    alertname: Down\n"
                     "    exp_alerts: [{exp_labels: {}}]\n")
    run = lambda *words: subprocess.run([str(binary()), "alerts", *map(str, words)], capture_output=True, text=True,
                                        cwd=ROOT, timeout=60)
    assert run("check", rules).returncode == 0
    assert "all tests passed" in run("test", tests).stdout
    tests.write_text(tests.read_text().replace("[{exp_labels: {}}]", "[]"))
    assert run("test", tests).returncode == 1
    rules.write_text(rules.read_text().replace("up == 0", "sum(up"))
    wrong = run("check", rules)
    assert wrong.returncode == 1 and "rules.yml:5:" in wrong.stdout, wrong.stdout
