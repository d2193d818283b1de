"""OTLP out: what the service tells of itself reaches a collector, once it is there, and nothing else does."""

import contextlib

import pytest

from otlp_peers import Collector, attributes, free_port, post, running_rotel
from service import Installation, Service
from test_otlp import request
from wire import Wire

UNKNOWN = {"task_id": "mcp_ffffffff"}


@contextlib.contextmanager
def exporting(tmp_path, endpoint, *lines):
    """A service, not yet started, that sends what it does to `endpoint`."""
    installation = Installation(tmp_path / "installation")
    text = installation.config.read_text()
    settings = "\n".join(["[telemetry]", f'otlp_endpoint = "{endpoint}"', *lines])
    installation.config.write_text(text.replace("[telemetry]", settings))
    service = Service(installation, tmp_path / "data")
    try:
        yield service
    finally:
        service.release()


@pytest.fixture
def collector():
    collector = Collector()
    yield collector
    collector.close()


def call(service, schemas, times=1):
    for _ in range(times):
        Wire(service.port, schemas).call("get_generation_status", UNKNOWN)


def calls(collector):
    return [span for _, span in collector.spans() if span.name == "tools/call get_generation_status"]


def logged(service):
    """The ids of the spans of those calls, as the log has them."""
    return {event["span_id"] for event in service.events(type="span.ended")
            if event["data"]["name"] == "tools/call get_generation_status"}


def sent(collector):
    return {span.span_id.hex() for span in calls(collector)}


def test_spans_metrics_and_lines_of_the_service_reach_a_collector(tmp_path, collector, schemas, until):
    with exporting(tmp_path, collector.url + "/", 'otlp_headers = ["x-token=secret"]') as service:
        service.start()
        call(service, schemas, 3)
        until(lambda: len(calls(collector)) == 3, 30, "the spans of three calls")
        assert sent(collector) == logged(service)
        until(lambda: {"process.cpu.seconds", "process.memory.bytes"} <= {
            metric.name for _, metric in collector.metrics()}, 30, "samples of the process")
        resource = attributes(collector.spans()[0][0])
        assert resource["service.name"] == "moneyprinter" and resource["service.instance.id"]
        cpu = next(metric for _, metric in collector.metrics() if metric.name == "process.cpu.seconds")
        assert cpu.sum.is_monotonic and cpu.sum.aggregation_temporality == 2 and cpu.unit == "s"
        paths = {path for path, _ in collector.requests}
        assert {"/v1/traces", "/v1/metrics"} <= paths <= {"/v1/traces", "/v1/metrics", "/v1/logs"}
        headers = {name.lower(): value for name, value in collector.requests[0][1].items()}
        assert headers["x-token"] == "secret" and headers["content-encoding"] == "gzip"
        service.stop()


def test_what_others_sent_is_not_sent_on(tmp_path, collector, schemas, until):
    with exporting(tmp_path, collector.url) as service:
        service.start()
        assert post(service.url + "/v1/traces", request(spans=5).SerializeToString())[0] == 200
        call(service, schemas)
        until(lambda: calls(collector), 30, "the span of a call that came later")
        assert {span.name for _, span in collector.spans()}.isdisjoint({"x"})
        service.stop()


def test_nothing_is_lost_while_the_collector_is_away_or_says_that_it_cannot(tmp_path, schemas, until):
    port = free_port()
    with exporting(tmp_path, f"http://127.0.0.1:{port}") as service:
        service.start()
        call(service, schemas, 2)
        # The service ends and starts again, and the collector is still away.
        service.stop()
        service.start()
        call(service, schemas, 2)
        collector = Collector(port)
        try:
            refusals = []

            def unavailable(path):
                refusals.append(path)
                return (503, {"retry-after": "1"}) if len(refusals) < 4 else None

            collector.refuse = unavailable
            until(lambda: len(sent(collector)) == 4, 60, "the spans of all four calls")
            assert sent(collector) == logged(service)
            assert len(refusals) >= 4
        finally:
            collector.close()
        service.stop()


def test_a_batch_that_the_collector_will_never_take_does_not_hold_up_the_rest(tmp_path, collector, schemas, until):
    collector.refuse = lambda path: (400, {})
    with exporting(tmp_path, collector.url) as service:
        service.start()
        call(service, schemas)
        until(lambda: any(path == "/v1/traces" for path, _ in collector.requests), 30, "an attempt")
        collector.refuse = lambda path: None
        call(service, schemas)
        until(lambda: calls(collector), 30, "the span of the next call")
        assert len(calls(collector)) == 1
        assert "records dropped: HTTP 400" in service.stderr()
        service.stop()


@pytest.mark.parametrize("protocol", ["http/protobuf", "http/json"])
def test_rotel_takes_what_the_service_sends(tmp_path, collector, schemas, until, protocol):
    (tmp_path / "rotel").mkdir()
    with running_rotel(collector.url, tmp_path / "rotel") as url:
        with exporting(tmp_path, url, f'otlp_protocol = "{protocol}"') as service:
            service.start()
            call(service, schemas, 3)
            until(lambda: sent(collector) == logged(service), 30, "the spans of three calls, by way of rotel")
            until(lambda: collector.metrics(), 30, "metrics, by way of rotel")
            service.stop()
