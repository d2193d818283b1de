"""How fast traces that come by OTLP/HTTP are in the log for good, and what a span costs there.

    python Benchmarks/otlp.py MONEYPRINTER [--spans N] [--rounds N] [--connections N] [--kind protobuf|gzip|json]

MONEYPRINTER is a release build. Each round starts a service with an empty log, sends it exports of 512 spans
(Benchmarks/otlp_spans.py: traces of about eight spans, random ids, about six attributes a span) over a few
connections, and counts from the first byte that is sent to the last answer, which says that the log has the events.
Then the spans are counted in the log, the service is stopped in good order, and its folder is measured. Sender and
service share the machine. The figure is the median of the rounds.
"""

import argparse
import gzip
import http.client
import json
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import urllib.request

import otlp_spans

SIZE = 512
FOLDER = pathlib.Path(__file__).resolve().parent


def cpu_seconds(process):
    fields = pathlib.Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / 100


class Service:
    def __init__(self, binary, folder):
        self.folder = folder
        self.process = subprocess.Popen(
            [str(binary), "serve", "--data", str(folder), "--port", "0"], stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL, text=True, cwd=FOLDER.parent)
        self.url = re.search(r"http://\S+:\d+", self.process.stdout.readline()).group()
        threading.Thread(target=self.process.stdout.read, daemon=True).start()
        self._wait()

    def _wait(self):
        end = time.monotonic() + 60
        while True:
            try:
                with urllib.request.urlopen(self.url + "/readyz", timeout=5):
                    return
            except OSError:
                if time.monotonic() > end or self.process.poll() is not None:
                    sys.exit("the service did not become ready")
                time.sleep(0.05)

    def spans(self):
        """How many spans the log has: the last one's place in their stream."""
        url = f"{self.url}/v1/events?stream=otlp-frontend&order=desc&limit=1"
        with urllib.request.urlopen(url, timeout=60) as answer:
            events = json.load(answer)["events"]
        return events[0]["revision"] + 1 if events else 0

    def stop(self):
        self.process.terminate()
        if self.process.wait(120) != 0:
            sys.exit("the service did not end in good order")

    def bytes(self):
        return sum(path.stat().st_size for path in self.folder.rglob("*") if path.is_file())


def send_all(url, bodies, connections, headers):
    """Sends every body once and waits for its answer; gives the seconds that took."""
    place = urllib.parse.urlsplit(url)
    waiting = iter(bodies)
    lock = threading.Lock()
    faults = []

    def work():
        connection = http.client.HTTPConnection(place.hostname, place.port, timeout=60)
        while not faults:
            with lock:
                body = next(waiting, None)
            if body is None:
                break
            connection.request("POST", "/v1/traces", body, headers)
            answer = connection.getresponse()
            text = answer.read()
            if answer.status != 200 or text not in (b"", b"{}"):
                faults.append(f"HTTP {answer.status}: {text[:200]}")
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(connections)]
    start = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        sys.exit(faults[0])
    return time.monotonic() - start


def to_json(body):
    """The same export in OTLP's JSON, by opentelemetry-proto."""
    import base64

    from google.protobuf import json_format
    from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

    message = json_format.MessageToDict(ExportTraceServiceRequest.FromString(body), use_integers_for_enums=True)
    for part in message["resourceSpans"]:
        for scope in part["scopeSpans"]:
            for span in scope["spans"]:
                for key in ("traceId", "spanId", "parentSpanId"):
                    if key in span:
                        span[key] = base64.b64decode(span[key]).hex()
    return json.dumps(message, separators=(",", ":")).encode()


def prepared(options):
    bodies = list(otlp_spans.bodies(options.spans // SIZE, SIZE))
    size = sum(map(len, bodies)) / len(bodies) / SIZE
    headers = {"Content-Type": "application/x-protobuf"}
    if options.kind == "gzip":
        bodies = [gzip.compress(body, 6) for body in bodies]
        headers["Content-Encoding"] = "gzip"
    elif options.kind == "json":
        bodies = [to_json(body) for body in bodies]
        headers["Content-Type"] = "application/json"
    sent = sum(map(len, bodies)) / len(bodies) / SIZE
    print(f"{len(bodies) * SIZE} spans in exports of {SIZE}: {size:.0f} B a span in protobuf, {sent:.0f} B as sent", flush=True)
    return bodies, headers


def measure(options, bodies, headers):
    folder = pathlib.Path(tempfile.mkdtemp(prefix="otlp-", dir=options.folder))
    try:
        service = Service(options.binary, folder)
        before = cpu_seconds(service.process.pid)
        seconds = send_all(service.url, bodies, options.connections, headers)
        used = cpu_seconds(service.process.pid) - before
        count = len(bodies) * SIZE
        if service.spans() != count:
            sys.exit(f"the log has {service.spans()} of {count} spans")
        service.stop()
        size = service.bytes() / count
        print(f"{count / seconds:9.0f} spans/s {count / used:9.0f} spans a second of CPU {size:6.1f} B a span", flush=True)
        return count / seconds, count / used, size
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def figure(name, value, unit, relation, limit):
    is_ok = value >= limit if relation == ">=" else value <= limit
    print(f"figure {name} {value:.{1 if value >= 10 else 3}f} {unit} goal {relation} {limit} {'ok' if is_ok else 'MISS'}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary", type=pathlib.Path)
    parser.add_argument("--spans", type=int, default=400_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--connections", type=int, default=4)
    parser.add_argument("--kind", choices=["protobuf", "gzip", "json"], default="protobuf")
    parser.add_argument("--folder", help="where the logs are made; the system's folder for temporary files by default")
    options = parser.parse_args()
    options.binary = options.binary.resolve()
    bodies, headers = prepared(options)
    rounds = [measure(options, bodies, headers) for _ in range(options.rounds)]
    rate, efficiency, size = (statistics.median(values) for values in zip(*rounds))
    suffix = "" if options.kind == "protobuf" else f"_{options.kind}"
    figure(f"otlp.spans_per_second{suffix}", rate, "spans/s", ">=", 50_000)
    figure(f"otlp.spans_per_cpu_second{suffix}", efficiency, "spans/s", ">=", 50_000)
    figure(f"otlp.bytes_per_span{suffix}", size, "B", "<=", 40)


if __name__ == "__main__":
    main()
