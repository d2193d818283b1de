"""kill -9 while an alert is pending, fires, is told or ends: no transition is lost, nothing is told twice without need.

MONEYPRINTER_CRASH_ROUNDS is the number of kills; a hundred take about five minutes.
"""

import collections
import itertools
import json
import os
import threading
import time
import urllib.request

import pytest

from alerting import Sink, configure, put

ROUNDS = int(os.environ.get("MONEYPRINTER_CRASH_ROUNDS", 18))
RULE = {"alert": "Deep", "expr": "queue_depth > 5", "for": "1s"}
# Where the kill comes, after the condition began to hold and after it ended.
HELD = ["pushed", "alert.pending", "alert.fired", "sending", "alert.notified"]
OVER = ["pushed", "alert.resolved", "sending", "alert.notified"]


class SlowSink(Sink):
    """A receiver that answers nobody while `answers` is not set."""

    def __init__(self):
        super().__init__()
        self.answers = threading.Event()
        self.answers.set()
        handler = self.server.RequestHandlerClass
        respond = handler.send_response

        def send_response(request, *words):
            self.answers.wait(30)
            respond(request, *words)

        handler.send_response = send_response


@pytest.fixture
def sink():
    sink = SlowSink()
    yield sink
    sink.answers.set()
    sink.close()


def measure(service, depth):
    """Tells the service what a queue of another program measures."""
    point = {"timeUnixNano": str(time.time_ns()), "asDouble": depth}
    body = {"resourceMetrics": [{"resource": {"attributes": []}, "scopeMetrics": [{"metrics": [
        {"name": "queue.depth", "gauge": {"dataPoints": [point]}}]}]}]}
    request = urllib.request.Request(
        service.url + "/v1/metrics", json.dumps(body).encode(), {"content-type": "application/json"})
    urllib.request.urlopen(request, timeout=30).read()


def alert_events(service):
    return service.events(stream=f"alert-{RULE['alert']}")


def first_tick_after(service, position):
    """The position of the first sample after another, none where it is still to come."""
    ticks = service.get("/v1/events", type="metrics.sampled", limit=1, **{"from": position + 1})["events"]
    return ticks and ticks[0]["position"]


def is_active(service):
    return any(one["rule_name"] == RULE["alert"] for one in service.get("/v1/alerts")["active"])


class Rounds:
    def __init__(self, service, sink, until):
        self.service, self.sink, self.until = service, sink, until

    def reach(self, moment, status):
        """Until the moment of the kill has come."""
        before, told = len(alert_events(self.service)), len(self.sink.received)
        if moment == "sending":
            self.sink.answers.clear()
        measure(self.service, 9 if status == "firing" else 1)
        if moment == "sending":
            self.until(lambda: len(self.sink.received) > told, 30, "the sink is told")
        elif moment != "pushed":
            self.until(lambda: moment in [one["type"] for one in alert_events(self.service)[before:]], 30, moment)

    def kill(self):
        self.service.kill()
        self.sink.answers.set()
        self.service.start()

    def is_right_within_one_tick(self, status):
        """What the first tick after the start makes of it, and none later."""
        head = self.service.get("/v1/events", limit=1)["head"]
        tick = self.until(lambda: first_tick_after(self.service, head), 20, "a sample")
        self.until(lambda: is_active(self.service) == (status == "firing"), 20, f"the state is {status}")
        changed = [one for one in alert_events(self.service)
                   if one["position"] > head and one["type"] in ("alert.pending", "alert.resolved")]
        assert all(one["causation"] <= tick for one in changed), (tick, changed)

    def end(self, status):
        """Until all has come of it that must."""
        last = "alert.fired" if status == "firing" else "alert.resolved"

        def is_told():
            events = alert_events(self.service)
            place = max((i for i, one in enumerate(events) if one["type"] == last), default=None)
            return place is not None and any(one["type"] == "alert.notified" for one in events[place:])

        self.until(is_told, 30, f"{last} and told")


@pytest.mark.slow
def test_no_transition_is_lost_and_nothing_is_told_twice_but_where_a_kill_came_between(own_service, sink, until):
    configure(own_service, {
        "route": {"receiver": "ops", "group_by": ["alertname"], "group_wait": "0s", "group_interval": "1s"},
        "receivers": [{"name": "ops", "webhook": [{"url": sink.url}]}]}).start()
    put(own_service, "/v1/alerts/rules", RULE)
    rounds = Rounds(own_service, sink, until)
    held, over = itertools.cycle(HELD), itertools.cycle(OVER)
    for number in range(ROUNDS):
        status = "resolved" if number % 2 else "firing"
        rounds.reach(next(over if number % 2 else held), status)
        rounds.kill()
        rounds.is_right_within_one_tick(status)
        rounds.end(status)

    kinds = [one["type"] for one in alert_events(own_service) if one["type"] != "alert.notified"]
    assert kinds == ["alert.pending", "alert.fired", "alert.resolved"] * (ROUNDS // 2)
    keys = collections.Counter({name.lower(): value for name, value in headers.items()}["idempotency-key"]
                               for headers, _ in sink.received)
    assert len(keys) == ROUNDS, "each beginning and each end was told"
    assert sum(keys.values()) - ROUNDS <= ROUNDS and max(keys.values()) <= 2, "at most one more for each kill"
