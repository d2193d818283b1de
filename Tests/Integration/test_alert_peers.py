"""Alerts in real peers: an Alertmanager that is pushed to, and a mail server that gets a mail."""

import email
import json
import subprocess
import urllib.request

import pytest
from aiosmtpd.controller import Controller

from alerting import configure, fail, firing, put
from promql_peers import free_port
from test_alerts import RULE


class Mails:
    def __init__(self):
        self.received = []

    async def handle_DATA(self, server, session, envelope):
        self.received.append(email.message_from_bytes(envelope.content))
        return "250 OK"


@pytest.fixture
def mails():
    handler = Mails()
    controller = Controller(handler, hostname="127.0.0.1", port=free_port())
    controller.start()
    handler.port = controller.port
    yield handler
    controller.stop()


@pytest.fixture
def alertmanager(tmp_path):
    port = free_port()
    config = tmp_path / "alertmanager.yml"
    config.write_text("route: {receiver: none}\nreceivers: [{name: none}]\n")
    process = subprocess.Popen(
        ["prometheus-alertmanager", f"--config.file={config}", f"--storage.path={tmp_path / 'alertmanager'}",
         f"--web.listen-address=127.0.0.1:{port}", "--cluster.listen-address="],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    process.wait(20)


@pytest.mark.slow
def test_an_alertmanager_and_a_mail_server_are_told_of_both_ends(own_service, alertmanager, mails, schemas, until):
    mail = {"host": "127.0.0.1", "port": mails.port, "tls": "none", "from": "alerts@example.org", "to": ["ops@example.org"]}
    configure(own_service, {
        "route": {"receiver": "ops", "group_by": ["alertname"], "group_wait": "0s", "group_interval": "1s"},
        "receivers": [{"name": "ops", "alertmanager": [{"url": alertmanager}], "email": [mail]}]}).start()

    def pushed():
        try:
            with urllib.request.urlopen(f"{alertmanager}/api/v2/alerts", timeout=5) as answer:
                return json.load(answer)
        except OSError:
            return []

    put(own_service, "/v1/alerts/rules", RULE)
    fail(own_service, schemas)
    until(lambda: firing(own_service, RULE["name"]), 20, "the rule fires")
    alert = until(pushed, 30, "Alertmanager has the alert")[0]
    assert alert["labels"]["alertname"] == RULE["name"] and alert["status"]["state"] == "active"
    until(lambda: mails.received, 20, "a mail has come")
    assert RULE["name"] in mails.received[0]["subject"] and "ops@example.org" in mails.received[0]["to"]

    put(own_service, "/v1/alerts/rules", {**RULE, "condition": "> 1000", "reason": "enough"})
    until(lambda: firing(own_service, RULE["name"]) is None, 20, "the rule is over")
    until(lambda: not pushed(), 30, "Alertmanager knows that it is over")
    until(lambda: len(mails.received) > 1, 20, "a second mail has come")
    outcomes = own_service.get("/v1/alerts/deliveries")
    assert json.dumps(outcomes).count("ops/email")
