"""How fast the past is seen again, asked, searched and folded anew.

    python Benchmarks/replay.py MONEYPRINTER [--log FOLDER] [--events N] [--rounds N] [--only PART[,PART]]

MONEYPRINTER is a release build; `logbench` (Benchmarks/Sources/logbench) must be built beside it. The log is one of
`logbench build` (--log names a data folder that is copied and never written to; else one of --events is made). A service
is started on the copy once, so that the read models and series are derived and their snapshots stored; how long that
takes is printed. The parts:

  range    `replay range --speed max --json` into a file of nothing, events a second; and the same log read in process,
           every payload put together and checked, or every line made (`logbench scan`), which is what a reader in Swift pays
  http     the same events by `GET /v1/replay?speed=max`, until the end has been said
  state    `replay state --at` random positions of the whole log, from the command's start to its end
  bisect   `replay bisect --where` a condition that holds near the end alone, and `--expr` one that holds nowhere
  rebuild  `projections rebuild` of all read models, and beside it the time of short answers of the service, before and
           meanwhile
"""

import argparse
import json
import pathlib
import random
import shutil
import socket
import statistics
import subprocess
import tempfile
import threading
import time
import urllib.parse
import urllib.request

from otlp import Service, figure


def seconds_of(words, **more):
    start = time.monotonic()
    subprocess.run([str(word) for word in words], check=True, stdout=subprocess.DEVNULL, timeout=900, **more)
    return time.monotonic() - start


def get(service, path):
    with urllib.request.urlopen(service.url + path, timeout=600) as answer:
        return json.load(answer)


def post(service, path, body=None):
    request = urllib.request.Request(
        service.url + path, None if body is None else json.dumps(body).encode(), {"Content-Type": "application/json"},
        method="POST")
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer)


def end_tasks(service):
    """The workload ends amid tasks, which the service would go on with beside what is measured."""
    open_tasks = [task for state in ("queued", "processing")
                  for task in get(service, f"/v1/tasks?state={state}&limit=1000")["tasks"]]
    for task in open_tasks:
        post(service, "/v1/mcp/tools/call", {"tool_name": "cancel_task", "parameters": {"task_id": task["task_id"]}})
    print(f"{len(open_tasks)} tasks of the workload cancelled", flush=True)


class Patient(Service):
    """A service whose first start may take long."""

    def _wait(self):
        for _ in range(30):
            try:
                return super()._wait()
            except SystemExit:
                if self.process.poll() is not None:
                    raise


def settled(binary, folder, patience):
    """A service on the log once everything is derived."""
    start = time.monotonic()
    service = Patient(binary, folder)
    models = time.monotonic() - start
    print(f"read models after {models:.1f} s", flush=True)
    end_tasks(service)
    # A log whose events are milliseconds apart has a sample every few of them: its series take far longer than its
    # read models, and are waited for no longer than this.
    while time.monotonic() - start < patience:
        listing = get(service, "/v1/projections")
        if listing["lag"] < 1000 and listing["series"]["lag"] < 1000:
            break
        time.sleep(0.2)
    print(f"series {listing['series']['lag']} events behind after {time.monotonic() - start:.1f} s, "
          f"{len(listing['snapshots'])} snapshots", flush=True)
    return service, listing["head"]


def ranges(options, folder, head):
    last = min(head, 1_000_000)
    rates = []
    for _ in range(options.rounds):
        rates.append(last / seconds_of(
            [options.binary, "replay", "range", "--data", folder, "--to", last, "--speed", "max", "--json"]))
        print(f"  replay range: {rates[-1]:,.0f} events/s", flush=True)
    figure("replay.range_cli", statistics.median(rates) / 1e6, "M/s", ">=", 1)
    facts = folder.with_name(folder.name + ".facts")
    if not facts.exists():
        return print("  no facts beside the log: the scan in process is left out", flush=True)
    bench = str(options.binary.with_name("logbench"))
    for what in ["envelopes", "payloads", "lines"]:
        rates = []
        for _ in range(options.rounds):
            found = json.loads(subprocess.run(
                [bench, "scan", "--folder", str(folder), "--what", what], check=True, capture_output=True,
                text=True).stdout)
            rates.append(found["events"] / found["seconds"])
        figure(f"replay.read_{what}", statistics.median(rates) / 1e6, "M/s", ">=", 1)


def ranges_over_http(options, service, head):
    last = min(head, 1_000_000)
    host, port = urllib.parse.urlsplit(service.url).netloc.split(":")
    question = f"GET /v1/replay?speed=max&to={last} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode()
    buffer, rates = bytearray(1 << 20), []
    for _ in range(options.rounds):
        start, end = time.monotonic(), b""
        with socket.create_connection((host, int(port)), timeout=600) as connection:
            connection.sendall(question)
            while size := connection.recv_into(buffer):
                end = (end + buffer[max(0, size - 200):size])[-200:]
        assert f'"events":{last}'.encode() in end, end
        rates.append(last / (time.monotonic() - start))
        print(f"  GET /v1/replay: {rates[-1]:,.0f} events/s", flush=True)
    figure("replay.range_http", statistics.median(rates) / 1e6, "M/s", ">=", 1)


def states(options, folder, head):
    chance, times = random.Random(5), []
    for _ in range(options.rounds * 5):
        at = chance.randrange(1, head)
        times.append(seconds_of([options.binary, "replay", "state", "--data", folder, "--at", at]))
        print(f"  state at {at}: {times[-1]:.3f} s", flush=True)
    figure("replay.state_p50", statistics.median(times), "s", "<=", 1)
    figure("replay.state_max", max(times), "s", "<=", 1)


def bisections(options, folder, head):
    conditions = {
        "where": f"type = 'service.stopped' AND position > {head - 1000}",
        "where_payload": f"payload ->> '$.reason' = 'finished' AND position > {head // 2}",
    }
    for name, condition in conditions.items():
        times = [seconds_of([options.binary, "replay", "bisect", "--data", folder, "--where", condition])
                 for _ in range(options.rounds)]
        figure(f"replay.bisect_{name}", statistics.median(times), "s", "<=", 10)
    start = time.monotonic()
    try:
        ended = subprocess.run(
            [str(options.binary), "replay", "bisect", "--data", str(folder), "--timeout", "600", "--expr",
             "mcp_operations_active > 1e9"], capture_output=True, text=True, timeout=600)
        assert "holds nowhere" in ended.stderr, ended.stderr
        figure("replay.bisect_expr", time.monotonic() - start, "s", "<=", 10)
    except subprocess.TimeoutExpired:
        figure("replay.bisect_expr", 600, "s", "<=", 10)


class Asking:
    """Asks the service one short question after the other, and keeps how long each answer took."""

    PATHS = ["/v1/tasks?limit=5", "/v1/mcp/status", "/v1/events?limit=5&order=desc", "/healthz"]

    def __init__(self, service):
        self.service = service
        self.times = []
        self.is_open = True
        self.thread = threading.Thread(target=self.work)
        self.thread.start()

    def work(self):
        number = 0
        while self.is_open:
            path = self.PATHS[number % len(self.PATHS)]
            start = time.monotonic()
            urllib.request.urlopen(self.service.url + path, timeout=60).read()
            self.times.append(time.monotonic() - start)
            number += 1
            time.sleep(0.005)

    def close(self):
        self.is_open = False
        self.thread.join()
        return sorted(self.times)


def percentile(times, share):
    return times[min(len(times) - 1, int(share * len(times)))]


def watch(service, is_over):
    """Asks how far the rebuilds are, ten times a second, before one as well as meanwhile: that is an answer, too."""
    while not is_over(get(service, "/v1/projections")["projections"]):
        time.sleep(0.1)


def rebuilds(options, service):
    times, ratios = [], []
    for _ in range(options.rounds):
        before, end = Asking(service), time.monotonic() + 10
        watch(service, lambda _: time.monotonic() > end)
        before = before.close()
        meanwhile = Asking(service)
        start = time.monotonic()
        post(service, "/v1/projections/rebuild")
        watch(service, lambda projections: not any(one["rebuild"] for one in projections))
        times.append(time.monotonic() - start)
        meanwhile = meanwhile.close()
        faults = [one["fault"] for one in get(service, "/v1/projections")["projections"] if one["fault"]]
        assert not faults, faults
        p99 = [1000 * percentile(some, 0.99) for some in (before, meanwhile)]
        p50 = [1000 * percentile(some, 0.5) for some in (before, meanwhile)]
        ratios.append(p99[1] / p99[0])
        print(f"  rebuild {times[-1]:.1f} s; answers p50 {p50[0]:.2f} -> {p50[1]:.2f} ms, "
              f"p99 {p99[0]:.2f} -> {p99[1]:.2f} ms", flush=True)
    figure("replay.rebuild_all", statistics.median(times), "s", "<=", 20)
    figure("replay.rebuild_p99_ratio", statistics.median(ratios), "x", "<=", 1.5)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary", type=pathlib.Path)
    parser.add_argument("--log", type=pathlib.Path)
    parser.add_argument("--events", type=int, default=10_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--patience", type=float, default=900, help="seconds that series are waited for")
    parser.add_argument("--only", default="range,http,state,bisect,rebuild")
    options = parser.parse_args()
    options.binary = options.binary.resolve()
    parts = options.only.split(",")
    place = pathlib.Path(tempfile.mkdtemp(prefix="replay-"))
    folder = place / "data"
    try:
        if options.log:
            subprocess.run(["cp", "-a", "--reflink=auto", str(options.log), str(folder)], check=True)
            facts = options.log.with_name(options.log.name + ".facts")
            if facts.exists():
                shutil.copy(facts, place / "data.facts")
        else:
            seconds_of([options.binary.with_name("logbench"), "build", "--folder", folder, "--events", options.events])
        # The scan compares with what was built, so it comes before the service adds events of its own.
        if "range" in parts:
            ranges(options, folder, options.events)
        service, head = settled(options.binary, folder, options.patience)
        try:
            if "http" in parts:
                ranges_over_http(options, service, head)
            if "rebuild" in parts:
                rebuilds(options, service)
            service.stop()
            print("stopped", flush=True)
        finally:
            service.process.kill()
        if "state" in parts:
            states(options, folder, head)
        if "bisect" in parts:
            bisections(options, folder, head)
    finally:
        shutil.rmtree(place, ignore_errors=True)


if __name__ == "__main__":
    main()
