"""OTLP in: what real senders send is in the log, and what they may not send is refused as OTLP says."""

import gzip
import json
import secrets

import pytest
from google.rpc.status_pb2 import Status
from opentelemetry import trace
from opentelemetry._logs import SeverityNumber
from opentelemetry._logs import LogRecord
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest, ExportTraceServiceResponse)
from opentelemetry.sdk._logs import LoggerProvider
from opentelemetry.sdk._logs.export import SimpleLogRecordProcessor
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import PeriodicExportingMetricReader
from opentelemetry.sdk.metrics.view import ExponentialBucketHistogramAggregation, View
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor

from otlp_peers import exporter, post, running_rotel

KINDS = ["protobuf", "gzip", "json"]


@pytest.fixture
def name():
    """A service name that no other test has."""
    return f"peer-{secrets.token_hex(4)}"


def resource(name):
    return Resource.create({"service.name": name, "service.instance.id": "i1"})


def send_spans(name, url, kind):
    """A trace of two spans; gives its ids."""
    provider = TracerProvider(resource=resource(name))
    provider.add_span_processor(SimpleSpanProcessor(exporter("traces", kind, url)))
    tracer = provider.get_tracer("peer.library", "1.2.3")
    with tracer.start_as_current_span("outer", kind=trace.SpanKind.SERVER) as outer:
        link = trace.Link(outer.get_span_context(), {"why": "test"})
        with tracer.start_as_current_span("inner", links=[link], attributes={
                "text": 'größe "quoted"', "whole": -3, "share": 0.5, "flag": True, "list": ["a", "b"]}) as inner:
            inner.add_event("cache.miss", {"key": "k1"})
            inner.set_status(trace.StatusCode.ERROR, "it broke")
    provider.shutdown()
    return [span.get_span_context() for span in (outer, inner)]


@pytest.mark.parametrize("kind", KINDS)
def test_spans_of_the_sdk_are_in_the_log_with_everything_they_say(service, name, kind):
    outer, inner = send_spans(name, service.url, kind)
    events = service.events(stream=f"otlp-{name}")
    assert [event["data"]["name"] for event in events] == ["inner", "outer"]
    first, last = events
    assert first["type"] == "span.ended"
    assert first["trace_id"] == last["trace_id"] == f"{outer.trace_id:032x}"
    assert (first["span_id"], last["span_id"]) == (f"{inner.span_id:016x}", f"{outer.span_id:016x}")
    data = first["data"]
    assert data["parent"] == last["span_id"] and "parent" not in last["data"]
    assert data["kind"] == "internal" and last["data"]["kind"] == "server"
    assert data["status"] == "error" and data["message"] == "it broke"
    assert data["scope"] == "peer.library"
    assert data["resource"]["service.name"] == name and data["resource"]["telemetry.sdk.language"] == "python"
    assert data["attributes"] == {
        "text": 'größe "quoted"', "whole": -3, "share": 0.5, "flag": True, "list": ["a", "b"],
        "otel.scope.version": "1.2.3"}
    assert [moment["name"] for moment in data["events"]] == ["cache.miss"]
    assert data["links"] == [{"trace": first["trace_id"], "span": last["span_id"], "attributes": {"why": "test"}}]


def test_the_trace_of_another_service_is_a_tree_here(service, name):
    outer, _ = send_spans(name, service.url, "protobuf")
    tree = service.get(f"/v1/traces/{outer.trace_id:032x}")
    assert tree["span_count"] == 2 and tree["error_count"] == 1
    assert [(root["name"], [child["name"] for child in root["children"]]) for root in tree["roots"]] == [
        ("outer", ["inner"])]


@pytest.mark.parametrize("kind", KINDS)
def test_metrics_of_the_sdk_are_in_the_log_with_every_point(service, name, kind):
    reader = PeriodicExportingMetricReader(exporter("metrics", kind, service.url), export_interval_millis=3_600_000)
    views = [View(instrument_name="size", aggregation=ExponentialBucketHistogramAggregation())]
    provider = MeterProvider([reader], resource=resource(name), views=views)
    meter = provider.get_meter("peer.library")
    calls = meter.create_counter("calls", unit="{call}", description="Calls made")
    calls.add(2, {"route": "/a", "code": 200})
    calls.add(3, {"route": "/b", "code": 500})
    meter.create_up_down_counter("open").add(-4)
    meter.create_gauge("load").set(0.75)
    wait = meter.create_histogram("wait", unit="s", explicit_bucket_boundaries_advisory=[0.1, 1.0])
    size = meter.create_histogram("size", unit="By")
    for value in (0.05, 0.5, 7):
        wait.record(value)
        size.record(value * 100)
    provider.shutdown()
    events = service.events(stream=f"metrics-{name}/i1")
    assert {event["type"] for event in events} == {"metrics.received"}
    assert events[0]["data"]["resource"]["service.name"] == name
    families = {family["name"]: family for event in events for family in event["data"]["families"]}
    assert families["calls"]["kind"] == "counter" and families["calls"]["help"] == "Calls made"
    assert sorted((point["labels"]["route"], point["labels"]["code"], point["value"])
                  for point in families["calls"]["points"]) == [("/a", "200", 2), ("/b", "500", 3)]
    assert families["open"]["kind"] == "gauge" and families["open"]["points"][0]["value"] == -4
    assert families["load"]["points"][0]["value"] == 0.75
    point = families["wait"]["points"][0]
    assert (point["bounds"], point["counts"], point["count"], point["sum"]) == ([0.1, 1], [1, 1, 1], 3, 7.55)
    point = families["size"]["points"][0]
    assert families["size"]["kind"] == "histogram" and sum(point["counts"]) == point["count"] == 3
    assert len(point["bounds"]) <= 160 and point["bounds"] == sorted(set(point["bounds"]))
    # Each value lies between the bounds of a bucket that counts it.
    for value in (5, 50, 700):
        index = sum(bound < value for bound in point["bounds"])
        assert point["counts"][index] >= 1, value


@pytest.mark.parametrize("kind", KINDS)
def test_log_records_of_the_sdk_are_in_the_log_within_their_trace(service, name, kind):
    provider = LoggerProvider(resource=resource(name))
    provider.add_log_record_processor(SimpleLogRecordProcessor(exporter("logs", kind, service.url)))
    logger = provider.get_logger("peer.orders")
    tracer = TracerProvider().get_tracer("t")
    with tracer.start_as_current_span("order") as span:
        logger.emit(LogRecord(
            timestamp=1_790_000_000_123_456_000, severity_number=SeverityNumber.ERROR, severity_text="ERROR",
            body={"order": 7, "items": ["a"]}, attributes={"user": "u1"}, event_name="order.failed"))
    provider.shutdown()
    event, = service.events(stream=f"logs-{name}")
    assert event["type"] == "log.recorded"
    assert event["trace_id"] == f"{span.get_span_context().trace_id:032x}"
    data = event["data"]
    assert (data["severity"], data["level"], data["logger"]) == (17, "ERROR", "peer.orders")
    assert data["at"] == "2026-09-21T14:13:20.123456Z"
    assert data["body"] == {"order": 7, "items": ["a"]}
    assert data["attributes"] == {"user": "u1", "event.name": "order.failed"}


def test_what_rotel_sends_on_is_in_the_log(service, name, tmp_path, until):
    with running_rotel(service.url, tmp_path) as url:
        outer, inner = send_spans(name, url, "gzip")
        events = until(lambda: service.events(stream=f"otlp-{name}")[1:], 30, "both spans are here")
    assert events[0]["span_id"] == f"{outer.span_id:016x}"


# What may not be sent


def request(spans=1, **fields):
    message = ExportTraceServiceRequest()
    scope = message.resource_spans.add().scope_spans.add()
    for _ in range(spans):
        scope.spans.add(**{
            "trace_id": secrets.token_bytes(16), "span_id": secrets.token_bytes(8), "name": "x",
            "start_time_unix_nano": 1_790_000_000_000_000_000, "end_time_unix_nano": 1_790_000_000_000_001_000, **fields})
    return message


@pytest.mark.parametrize("path", ["/v1/traces", "/api/v1/otlp/v1/traces"])
def test_an_export_that_is_taken_whole_is_answered_with_an_empty_message(service, path):
    status, headers, body = post(service.url + path, request().SerializeToString())
    assert (status, headers["content-type"], body) == (200, "application/x-protobuf", b"")
    status, headers, body = post(service.url + path, b"{}", "application/json; charset=utf-8")
    assert (status, headers["content-type"], body) == (200, "application/json", b"{}")


def test_records_that_are_no_good_are_refused_alone_and_counted(service):
    message = request()
    message.MergeFrom(request(trace_id=bytes(16)))
    status, _, body = post(service.url + "/v1/traces", message.SerializeToString())
    partial = ExportTraceServiceResponse.FromString(body).partial_success
    assert status == 200 and partial.rejected_spans == 1 and "trace_id" in partial.error_message


@pytest.mark.parametrize("signal", ["traces", "metrics", "logs"])
def test_what_is_no_export_is_refused_in_the_format_it_came_in(service, signal):
    status, headers, body = post(f"{service.url}/v1/{signal}", b"\xff\xff\xff")
    assert (status, headers["content-type"]) == (400, "application/x-protobuf")
    assert Status.FromString(body).code == 3 and Status.FromString(body).message
    status, headers, body = post(f"{service.url}/v1/{signal}", b"[1]", "application/json")
    assert (status, headers["content-type"]) == (400, "application/json")
    assert json.loads(body) == {"code": 3, "message": "the body must be an object, not [1]"}


def test_other_types_and_encodings_are_refused(service):
    assert post(service.url + "/v1/traces", b"", "text/plain")[0] == 415
    assert post(service.url + "/v1/traces", b"", content_encoding="zstd")[0] == 415
    assert post(service.url + "/v1/traces", b"not gzip", content_encoding="gzip")[0] == 400


def test_bodies_that_are_too_large_are_refused_before_and_after_they_are_inflated(service, installation):
    body = bytes(installation.body_limit + 1)
    assert post(service.url + "/v1/traces", body)[0] == 413
    bomb = gzip.compress(bytes(40 << 20))
    assert len(bomb) < installation.body_limit
    status, _, body = post(service.url + "/v1/traces", bomb, content_encoding="gzip")
    assert status == 413 and "inflated" in Status.FromString(body).message


def test_pages_of_other_origins_may_not_send(service):
    assert post(service.url + "/v1/traces", b"", origin="https://elsewhere.example")[0] == 403


def test_an_export_writes_its_own_events_and_no_others(own_service):
    own_service.start()
    before = own_service.events()[-1]["position"]
    post(own_service.url + "/v1/traces", request(spans=3).SerializeToString(), traceparent=f"00-{'a' * 32}-{'b' * 16}-01")
    types = [event["type"] for event in own_service.events(**{"from": before + 1}) if event["type"] != "metrics.sampled"]
    assert types == ["span.ended"] * 3


def test_what_was_answered_survives_a_crash(own_service):
    own_service.start()
    for _ in range(5):
        assert post(own_service.url + "/v1/traces", request(spans=40).SerializeToString())[0] == 200
    own_service.kill()
    own_service.start()
    assert len(own_service.events(type="span.ended", stream="otlp-unknown_service")) == 200
