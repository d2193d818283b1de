"""Real senders and receivers of OTLP: the OpenTelemetry SDK, rotel, and a collector that tests can look into."""

import contextlib
import gzip
import http.server
import pathlib
import socket
import subprocess
import threading
import urllib.error
import urllib.request

import rotel
from opentelemetry.exporter.otlp.json.http import trace_exporter as json_traces
from opentelemetry.exporter.otlp.json.http import metric_exporter as json_metrics
from opentelemetry.exporter.otlp.json.http import _log_exporter as json_logs
from opentelemetry.exporter.otlp.proto.http import Compression
from opentelemetry.exporter.otlp.proto.http import trace_exporter as proto_traces
from opentelemetry.exporter.otlp.proto.http import metric_exporter as proto_metrics
from opentelemetry.exporter.otlp.proto.http import _log_exporter as proto_logs
from opentelemetry.proto.collector.logs.v1 import logs_service_pb2
from opentelemetry.proto.collector.metrics.v1 import metrics_service_pb2
from opentelemetry.proto.collector.trace.v1 import trace_service_pb2

from service import eventually

REQUESTS = {
    "traces": trace_service_pb2.ExportTraceServiceRequest,
    "metrics": metrics_service_pb2.ExportMetricsServiceRequest,
    "logs": logs_service_pb2.ExportLogsServiceRequest,
}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def listens(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def exporter(signal, kind, url):
    """An exporter of the SDK: `kind` is protobuf, gzip (protobuf too) or json."""
    endpoint = f"{url}/v1/{signal}"
    if kind == "json":
        module = {"traces": json_traces.OTLPSpanExporter, "metrics": json_metrics.OTLPMetricExporter,
                  "logs": json_logs.OTLPLogExporter}[signal]
        return module(endpoint=endpoint)
    module = {"traces": proto_traces.OTLPSpanExporter, "metrics": proto_metrics.OTLPMetricExporter,
              "logs": proto_logs.OTLPLogExporter}[signal]
    return module(endpoint=endpoint, compression=Compression.Gzip if kind == "gzip" else Compression.NoCompression)


def post(url, body, content_type="application/x-protobuf", **headers):
    """Status, headers and body of an answer, whatever it is."""
    headers = {"Content-Type": content_type} | {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(url, data=body, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


class Collector:
    """Takes exports, or refuses them, and keeps what it took as the messages of opentelemetry-proto."""

    def __init__(self, port=0):
        self.taken = {signal: [] for signal in REQUESTS}
        # A function of the path that gives a status and headers to answer with; None takes the export.
        self.refuse = lambda path: None
        self.requests = []
        collector = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers["content-length"]))
                collector.requests.append((self.path, dict(self.headers)))
                status, headers = collector.refuse(self.path) or (200, {})
                if status == 200:
                    collector._take(self.path, self.headers, body)
                self.send_response(status)
                for name, value in {"content-length": "0", "content-type": "application/x-protobuf", **headers}.items():
                    self.send_header(name, value)
                self.end_headers()

            def log_message(self, *_):
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self.port = self._server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def _take(self, path, headers, body):
        if headers.get("content-encoding") == "gzip":
            body = gzip.decompress(body)
        signal = path.rsplit("/", 1)[-1]
        if headers["content-type"] == "application/json":
            self.taken[signal].append(body)
        else:
            self.taken[signal].append(REQUESTS[signal].FromString(body))

    def close(self):
        self._server.shutdown()
        self._server.server_close()

    # MARK: What it took

    def spans(self):
        return [(part.resource, span) for request in self.taken["traces"] for part in request.resource_spans
                for scope in part.scope_spans for span in scope.spans]

    def lines(self):
        return [(part.resource, line) for request in self.taken["logs"] for part in request.resource_logs
                for scope in part.scope_logs for line in scope.log_records]

    def metrics(self):
        return [(part.resource, metric) for request in self.taken["metrics"] for part in request.resource_metrics
                for scope in part.scope_metrics for metric in scope.metrics]


def attributes(holder):
    return {pair.key: getattr(pair.value, pair.value.WhichOneof("value")) for pair in holder.attributes}


@contextlib.contextmanager
def running_rotel(target, folder):
    """rotel's agent, which takes OTLP at the URL that is given and sends it on to `target`."""
    agent = pathlib.Path(rotel.__file__).parent / "rotel-agent"
    ports = [free_port() for _ in range(2)]
    with open(pathlib.Path(folder) / "rotel.log", "wb") as log:
        process = subprocess.Popen(
            [str(agent), "start", "--otlp-http-endpoint", f"127.0.0.1:{ports[0]}",
             "--otlp-grpc-endpoint", f"127.0.0.1:{ports[1]}", "--exporter", "otlp", "--otlp-exporter-endpoint", target,
             "--otlp-exporter-protocol", "http", "--batch-timeout", "200ms"],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    try:
        eventually(lambda: listens(ports[0]), 30, "rotel listens")
        yield f"http://127.0.0.1:{ports[0]}"
    finally:
        process.terminate()
        process.wait(20)
