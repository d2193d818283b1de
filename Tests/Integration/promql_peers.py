"""The two that are compared: a real Prometheus, and `promql-eval` over the same samples."""

import json
import math
import os
import pathlib
import shutil
import socket
import struct
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
STALE = struct.pack("<Q", 0x7FF0000000000002)


def eval_binary():
    if "PROMQL_EVAL_BIN" in os.environ:
        return pathlib.Path(os.environ["PROMQL_EVAL_BIN"])
    found = [ROOT / ".build" / kind / "promql-eval" for kind in ("release", "debug")]
    return next((path for path in found if path.is_file()), found[-1])


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


# Remote write: protobuf in snappy's framing without compression, which is all that a sender needs.


def varint(number):
    encoded = b""
    while number > 127:
        encoded += bytes([number & 127 | 128])
        number >>= 7
    return encoded + bytes([number])


def field(number, content):
    return bytes([number << 3 | 2]) + varint(len(content)) + content


def write_request(batch):
    message = b""
    for labels, samples in batch:
        body = b"".join(
            field(1, field(1, name.encode()) + field(2, value.encode())) for name, value in sorted(labels.items()))
        for when, value in samples:
            bits = STALE if value == "stale" else struct.pack("<d", value)
            body += field(2, b"\x09" + bits + b"\x10" + varint(when))
        message += field(1, body)
    return message


def snappy(data):
    parts = [varint(len(data))]
    for start in range(0, len(data), 60_000):
        literal = data[start:start + 60_000]
        parts.append(bytes([61 << 2]) + struct.pack("<H", len(literal) - 1) + literal)
    return b"".join(parts)


class Prometheus:
    """A server of its own on a free port, which takes samples by remote write."""

    def __init__(self, folder):
        binary = shutil.which("prometheus")
        assert binary, "prometheus is not installed: apt-get install --no-install-recommends prometheus"
        (folder / "prometheus.yml").write_text("global: {scrape_interval: 1h}\n")
        self.url = f"http://127.0.0.1:{free_port()}"
        self.process = subprocess.Popen(
            [binary, f"--config.file={folder}/prometheus.yml", f"--storage.tsdb.path={folder}/data",
             f"--web.listen-address={self.url[7:]}", "--web.enable-remote-write-receiver",
             "--query.lookback-delta=5m", "--storage.tsdb.retention.time=100y",
             "--enable-feature=promql-at-modifier,promql-negative-offset"],
            stdout=subprocess.DEVNULL, stderr=(folder / "prometheus.log").open("w"))
        deadline = time.monotonic() + 30
        while True:
            try:
                urllib.request.urlopen(f"{self.url}/-/ready", timeout=5).read()
                return
            except OSError:
                assert time.monotonic() < deadline, (folder / "prometheus.log").read_text()
                time.sleep(0.1)

    def stop(self):
        self.process.terminate()
        self.process.wait(30)

    def feed(self, series, slice_seconds=1200):
        """Sends all samples in the order of their time, as a server in real life gets them."""
        first = min(s.samples[0][0] for s in series if s.samples)
        last = max(s.samples[-1][0] for s in series if s.samples)
        for start in range(first, last + 1, slice_seconds * 1000):
            end = start + slice_seconds * 1000
            batch = [(s.labels, [x for x in s.samples if start <= x[0] < end]) for s in series]
            body = snappy(write_request([(labels, samples) for labels, samples in batch if samples]))
            request = urllib.request.Request(
                f"{self.url}/api/v1/write", body,
                {"Content-Encoding": "snappy", "Content-Type": "application/x-protobuf",
                 "X-Prometheus-Remote-Write-Version": "0.1.0"})
            urllib.request.urlopen(request, timeout=60).read()

    def ask(self, query):
        """The answer to a query of `promql-eval`'s form."""
        form = {"query": query["query"]}
        if "start" in query:
            form |= {"start": query["start"] / 1000, "end": query["end"] / 1000, "step": query["step"] / 1000}
        else:
            form["time"] = query["time"] / 1000
        path = "query_range" if "start" in query else "query"
        body = urllib.parse.urlencode(form).encode()
        try:
            return json.load(urllib.request.urlopen(f"{self.url}/api/v1/{path}", body, timeout=120))
        except urllib.error.HTTPError as error:
            return json.load(error)


class Evaluator:
    """`promql-eval` over the same series."""

    def __init__(self, folder, series):
        binary = eval_binary()
        assert binary.is_file(), f"{binary} is not built: swift build, or set PROMQL_EVAL_BIN"
        path = folder / "samples.jsonl"
        with path.open("w") as file:
            for one in series:
                file.write(json.dumps({
                    "labels": one.labels, "timestamps": [when for when, _ in one.samples],
                    "values": [text(value) for _, value in one.samples]}) + "\n")
        self.command = [str(binary), str(path)]

    def ask(self, queries):
        lines = "".join(json.dumps(query) + "\n" for query in queries)
        run = subprocess.run(self.command, input=lines, capture_output=True, text=True, timeout=600)
        assert run.returncode == 0, run.stderr
        return [json.loads(line) for line in run.stdout.splitlines()]


def text(value):
    if isinstance(value, str):
        return value
    return "NaN" if math.isnan(value) else repr(value)
