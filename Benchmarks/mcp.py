"""What a tools/call costs the server: ours with every event recorded, and the official Python SDK's beside it.

    python Benchmarks/mcp.py BINARY [--seconds N] [--rounds N] [--connections N]

BINARY is a release build of moneyprinter. Both servers answer a trivial tool over Streamable HTTP, revision
2026-07-28, JSON, with wrk's keep-alive connections: ours get_generation_status of a task that is done (read from
the task board; four events a call go into the log before the answer leaves), the peer's add(2, 3), which records
nothing. Each server is pinned to one core and wrk to another; they take turns; CPU is what the kernel counted for
the server's process and its children (user and system, /proc/PID/stat) while wrk ran. Every answer is compared to
the byte with the right one, and the growth of the log with the number of calls.
"""

import argparse
import json
import os
import pathlib
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

FOLDER = pathlib.Path(__file__).resolve().parent
VERSION = "2026-07-28"
PREFIX = "io.modelcontextprotocol/"
EVENTS_A_CALL = 4
TICK = os.sysconf("SC_CLK_TCK")


def cores():
    """One core for the server and one for the load; none where there is only one."""
    here = sorted(os.sched_getaffinity(0))
    return ({here[0]}, {here[1]}) if len(here) > 1 else (None, None)


def pinned(core):
    return (lambda: os.sched_setaffinity(0, core)) if core else None


def cpu_seconds(pid):
    """User and system time of a process and of those children that it has waited for (proc(5))."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(int(fields[index]) for index in (11, 12, 13, 14)) / TICK


def message(tool, arguments):
    meta = {PREFIX + "protocolVersion": VERSION, PREFIX + "clientCapabilities": {},
            PREFIX + "clientInfo": {"name": "bench", "version": "1"}}
    return {"jsonrpc": "2.0", "id": 1, "method": "tools/call",
            "params": {"name": tool, "arguments": arguments, "_meta": meta}}


def headers(tool):
    return {"Content-Type": "application/json", "Accept": "application/json, text/event-stream",
            "MCP-Protocol-Version": VERSION, "Mcp-Method": "tools/call", "Mcp-Name": tool}


class Contestant:
    """A server under load: its process, its one request, and the answer that is right."""

    def __init__(self, name, url, process, folder):
        self.name = name
        self.url = url
        self.process = process
        self.folder = pathlib.Path(folder)
        self.costs = []
        self.rates = []
        self.latencies = []
        self.calls = 0

    def call(self, tool, arguments):
        body = json.dumps(message(tool, arguments)).encode()
        with urllib.request.urlopen(urllib.request.Request(self.url, body, headers(tool)), timeout=60) as answer:
            return answer.read()

    def prepare(self, tool, arguments, expected):
        """Writes what wrk needs; `expected` looks at the answer that every later one must equal."""
        first, second = self.call(tool, arguments), self.call(tool, arguments)
        result = json.loads(first)["result"]
        if first != second or result.get("isError") or not expected(result):
            sys.exit(f"{self.name} does not answer as it should: {first.decode()}")
        lines = "".join(f"{key}: {value}\n" for key, value in headers(tool).items())
        (self.folder / f"{self.name}.headers").write_text(lines)
        (self.folder / f"{self.name}.request").write_text(json.dumps(message(tool, arguments)))
        (self.folder / f"{self.name}.answer").write_bytes(first)

    def load(self, seconds, connections, core):
        """One run of wrk: microseconds of the server's CPU for each call."""
        files = [str(self.folder / f"{self.name}.{kind}") for kind in ("headers", "request", "answer")]
        before = cpu_seconds(self.process.pid)
        run = subprocess.run(
            ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s", "-s", str(FOLDER / "check.lua"),
             self.url, "--", *files], capture_output=True, text=True, preexec_fn=pinned(core))
        used = cpu_seconds(self.process.pid) - before
        found = re.search(r"RESULT (\d+) (\d+) (\d+) (\d+) (\d+)", run.stdout)
        if not found:
            sys.exit(f"wrk failed: {run.stdout}{run.stderr}")
        calls, wrong, errors, median, high = map(int, found.groups())
        if wrong or errors or not calls:
            sys.exit(f"{self.name}: {wrong} wrong answers and {errors} broken connections in {calls} calls")
        self.calls += calls
        return 1e6 * used / calls, calls / seconds, (median, high)

    def measure(self, seconds, connections, core):
        cost, rate, latency = self.load(seconds, connections, core)
        self.costs.append(cost)
        self.rates.append(rate)
        self.latencies.append(latency)
        print(f"{self.name:12} {cost:8.1f} us CPU a call {rate:9.0f} calls/s  p50 {latency[0] / 1000:.2f} ms  "
              f"p99 {latency[1] / 1000:.2f} ms", flush=True)


def wait_for(condition, what, process):
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if process.poll() is not None:
            sys.exit(f"{what}: the process ended with {process.returncode}")
        try:
            return condition()
        except OSError:
            time.sleep(0.05)
    sys.exit(f"{what}: not within 60 s")


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def get(url):
    with urllib.request.urlopen(url, timeout=10) as answer:
        return json.load(answer)


def start_ours(binary, folder, core):
    port = free_port()
    config = pathlib.Path(folder) / "config.toml"
    config.write_text("")
    process = subprocess.Popen(
        [binary, "serve", "--config", str(config), "--data", f"{folder}/data", "--port", str(port)],
        stdout=subprocess.DEVNULL, preexec_fn=pinned(core))
    base = f"http://127.0.0.1:{port}"
    wait_for(lambda: get(f"{base}/readyz"), "moneyprinter", process)
    ours = Contestant("moneyprinter", f"{base}/mcp", process, folder)
    ours.call("generate_video_terms", {"video_subject": "tea", "video_script": "Tea leaves in hot water."})
    task = get(f"{base}/v1/tasks?limit=1")["tasks"][0]["task_id"]
    ours.prepare("get_generation_status", {"task_id": task},
                 lambda result: result["structuredContent"]["status"] == "complete")
    return ours, base


def start_peer(folder, core):
    port = free_port()
    # Isolated: this file is called mcp too, and would stand in for the SDK.
    process = subprocess.Popen([sys.executable, "-I", str(FOLDER / "peer.py"), str(port)], preexec_fn=pinned(core))
    peer = Contestant("python-sdk", f"http://127.0.0.1:{port}/mcp", process, folder)
    wait_for(lambda: socket.create_connection(("127.0.0.1", port), 1).close(), "python-sdk", process)
    peer.prepare("add", {"a": 2, "b": 3}, lambda result: result["content"][0]["text"] == "5")
    return peer


def compete(ours, peer, base, options, core):
    """Warms both up, then lets them take turns; ours must have recorded every call."""
    for contestant in (ours, peer):
        contestant.load(2, options.connections, core)
    head, calls = get(f"{base}/v1/events?limit=1")["head"], ours.calls
    for _ in range(options.rounds):
        for contestant in (ours, peer):
            contestant.measure(options.seconds, options.connections, core)
    events = get(f"{base}/v1/events?limit=1")["head"] - head
    calls = ours.calls - calls
    print(f"{calls} calls of ours appended {events} events")
    if events < EVENTS_A_CALL * calls:
        sys.exit(f"{EVENTS_A_CALL * calls} were due: events are missing from the log")


def figure(name, value, unit, operator, limit):
    met = value <= limit if operator == "<=" else value >= limit
    print(f"figure {name} {value:.1f} {unit} goal {operator} {limit} {'ok' if met else 'MISS'}")
    return met


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("binary")
    parser.add_argument("--seconds", type=int, default=6)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--connections", type=int, default=16)
    options = parser.parse_args()
    server_core, load_core = cores()
    if not server_core:
        print("one core only: server and load share it, and the figures are too high")
    with tempfile.TemporaryDirectory() as folder:
        processes = []
        try:
            ours, base = start_ours(options.binary, folder, server_core)
            processes.append(ours.process)
            peer = start_peer(folder, server_core)
            processes.append(peer.process)
            compete(ours, peer, base, options, load_core)
        finally:
            for process in processes:
                process.terminate()
                process.wait(30)
    cost, other = statistics.median(ours.costs), statistics.median(peer.costs)
    for contestant in (ours, peer):
        print(f"{contestant.name:12} median {statistics.median(contestant.costs):.1f} us, from "
              f"{min(contestant.costs):.1f} to {max(contestant.costs):.1f}")
    figure("mcp.cpu_us_per_call", cost, "us", "<=", 100)
    # Of the peer's cost to ours: how many of our calls one of its calls is worth.
    figure("mcp.cpu_ratio", other / cost, "peer/ours", ">=", 6)
    figure("mcp.throughput_ratio", statistics.median(ours.rates) / statistics.median(peer.rates), "ours/peer", ">=", 6)
    # How even the answers come; of an idle machine only.
    figure("mcp.p99_over_p50", statistics.median(high / median for median, high in ours.latencies), "times", "<=", 5)


if __name__ == "__main__":
    main()
