"""How fast metrics are asked for, beside Prometheus and VictoriaMetrics with the same million samples.

    python Benchmarks/query.py MONEYPRINTER [--rounds N] [--only NAME[,NAME]] [--block DURATION] [--gzip] [--keep FOLDER]

MONEYPRINTER is a release build. The samples (Benchmarks/query_samples.py) come in by OTLP, as a service would send
them; then the service is started again. The fourteen queries go to the three servers in turns over one connection
each, from the first byte of the question to the last of the answer, and the answers must be equal. Last it forgets
what it derived and derives it from the log anew. The figures are ratios of medians: theirs over ours.
"""

import argparse
import contextlib
import gzip
import http.client
import json
import pathlib
import shutil
import sqlite3
import statistics
import tempfile
import time
import urllib.parse
import urllib.request

import query_peers
import query_samples
from otlp import Service, cpu_seconds, figure

HOUR = 3600
DAY = 24 * HOUR
RATE = "sum(rate(calls_total[5m]))"
P95 = "histogram_quantile(0.95, sum by (%s) (rate(call_duration_seconds_bucket[5m])))"
LONG = 41 * HOUR
# Name, what it asks for, and for a range its length and step.
QUERIES = [
    ("I1", "calls_total"),
    ("I2", RATE),
    ("I3", "sum by (tool) (increase(calls_total[24h]))"),
    ("I4", P95 % "le"),
    ("R1", 'calls_total{tool="tool_00",outcome="success"}', 6 * HOUR, 15),
    ("R2", RATE, HOUR, 15),
    ("R3", RATE, DAY, 60),
    ("R4", "sum by (tool, outcome) (rate(calls_total[5m]))", DAY, 60),
    ("R5", RATE, LONG, 60),
    ("R6", P95 % "method, le", LONG, 60),
    ("R7", 'rate(calls_total{tool="tool_00",outcome="error"}[5m]) > 0.1', LONG, 15),
    ("L1", "labels"),
    ("L2", "label/__name__/values"),
    ("L3", "series"),
]
# A day or more: here VictoriaMetrics is to be beaten too.
# A question that is answered within so many seconds is asked so often a round.
SHORT, TIMES = 0.005, 15
DAYS = {"I3", "R3", "R4", "R5", "R6", "R7"}


def path(query, end):
    name, text, *rest = query
    if name[0] == "L":
        call, form = text, {"match[]": '{job="bench"}', "start": end - LONG, "end": end}
    elif rest:
        call, form = "query_range", {"query": text, "start": end - rest[0], "end": end, "step": rest[1]}
    else:
        call, form = "query", {"query": text, "time": end}
    return f"/api/v1/{call}?{urllib.parse.urlencode(form)}"


class Client:
    """One connection that stays open."""

    def __init__(self, url, headers):
        self.connection = http.client.HTTPConnection(urllib.parse.urlsplit(url).netloc, timeout=120)
        self.headers = headers

    def ask(self, question):
        """The seconds that it took, and the answer as it came."""
        start = time.perf_counter()
        self.connection.request("GET", question, headers=self.headers)
        answer = self.connection.getresponse()
        body = answer.read()
        seconds = time.perf_counter() - start
        if answer.getheader("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        assert answer.status == 200, body[:500]
        return seconds, body


# Equality


def points(body):
    """An answer by its labels, whatever its order."""
    data = json.loads(body)["data"]
    if not isinstance(data, dict):
        return {json.dumps(one, sort_keys=True): [] for one in data}
    found = {}
    for one in data["result"]:
        key = json.dumps(one["metric"], sort_keys=True)
        found[key] = [(float(moment), float(value)) for moment, value in one.get("values") or [one["value"]]]
    return found


def difference(ours, theirs):
    """The greatest relative distance of two values; infinity where the answers have not the same points."""
    if ours.keys() != theirs.keys():
        return float("inf")
    worst = 0.0
    for key, values in ours.items():
        others = theirs[key]
        if [moment for moment, _ in values] != [moment for moment, _ in others]:
            return float("inf")
        for (_, one), (_, other) in zip(values, others):
            if one != other and not (one != one and other != other):
                worst = max(worst, abs(one - other) / max(abs(one), abs(other)))
    return worst


def compare(clients, queries, end):
    """Ends the measurement where an answer of ours is not that of the others."""
    for query in queries:
        answers = {name: points(client.ask(path(query, end))[1]) for name, client in clients.items()}
        assert answers["ours"], f"{query[0]} has no answer"
        distances = {name: difference(answers["ours"], answer) for name, answer in answers.items() if name != "ours"}
        count = sum(len(values) for values in answers["ours"].values())
        print(f"  {query[0]}: {len(answers['ours'])} of {count} points, "
              + ", ".join(f"{name} differs by {distance:.1e}" for name, distance in distances.items()), flush=True)
        assert max(distances.values()) <= 1e-9, f"{query[0]} is not what the others answer"


# Loading


def load(service, samples):
    connection = http.client.HTTPConnection(urllib.parse.urlsplit(service.url).netloc, timeout=60)
    for body in samples.exports():
        connection.request("POST", "/v1/metrics", body, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        text = answer.read()
        assert answer.status == 200 and text == b"{}", text[:500]


def listing(service):
    with urllib.request.urlopen(service.url + "/v1/projections", timeout=60) as answer:
        return json.load(answer)["series"]


def await_series(service):
    """Until the series hold all that the log has."""
    end = time.monotonic() + 300
    while (found := listing(service))["lag"] > 0 or found["samples"] < 1_000_000:
        assert time.monotonic() < end, f"the series did not catch up: {found}"
        time.sleep(0.05)
    return found


def rss(service):
    """Megabytes now, and at most so far."""
    status = pathlib.Path(f"/proc/{service.process.pid}/status").read_text()
    now, most = (int(status.split(key + ":")[1].split()[0]) / 1000 for key in ("VmRSS", "VmHWM"))
    return now, most


def forget(folder):
    """Takes the stored series away, so that the next start derives them from the log."""
    with contextlib.closing(sqlite3.connect(folder / "events.db")) as database, database:
        database.execute("DELETE FROM snapshots WHERE name LIKE 'series/%'")


# Measuring


def rounds(clients, queries, end, count):
    times = {name: {query[0]: [] for query in queries} for name in clients}
    names = list(clients)
    for turn in range(count + 1):
        for query in queries:
            for name in names[turn % 3:] + names[:turn % 3]:
                taken = [clients[name].ask(path(query, end))[0]]
                # One answer of a third of a millisecond says more of the machine than of the server.
                while taken[0] < SHORT and len(taken) < TIMES:
                    taken.append(clients[name].ask(path(query, end))[0])
                # The first round warms all three up.
                if turn:
                    times[name][query[0]].append(statistics.median(taken))
    return {name: {key: statistics.median(values) for key, values in all.items()} for name, all in times.items()}


def measure(options, folder):
    end = int(time.time()) // 60 * 60 - HOUR
    samples = query_samples.Set(end)
    data = folder / "ours"
    service = Service(options.binary, data)
    started = time.monotonic()
    load(service, samples)
    found = await_series(service)
    print(f"{found['samples']} samples in {found['series']} series came in {time.monotonic() - started:.1f} s, "
          f"then RSS {rss(service)[0]:.1f} MB, at most {rss(service)[1]:.1f}", flush=True)
    service.stop()
    size = service.bytes()
    service = Service(options.binary, data)
    found = await_series(service)
    prometheus, size_of_prometheus = query_peers.prometheus(folder / "prometheus", samples, options.block)
    victoria, size_of_victoria = query_peers.victoria(folder / "victoria", samples)
    try:
        headers = {"Accept-Encoding": "gzip"} if options.gzip else {}
        clients = {name: Client(server.url, headers) for name, server in
                   [("ours", service), ("Prometheus", prometheus), ("VictoriaMetrics", victoria)]}
        queries = [query for query in QUERIES if not options.only or query[0] in options.only.split(",")]
        compare(clients, queries, end)
        medians = rounds(clients, queries, end, options.rounds)
        memory = {name: rss(server)[0] for name, server in
                  [("ours", service), ("Prometheus", prometheus), ("VictoriaMetrics", victoria)]}
        for server in (Stopper(clients), service, prometheus, victoria):
            server.stop()
    finally:
        for server in (service, prometheus, victoria):
            server.process.kill()
    print("RSS after it: " + ", ".join(f"{name} {value:.1f} MB" for name, value in memory.items()))
    print(f"bytes a sample on disk: Prometheus {size_of_prometheus / 1e6:.2f}, VictoriaMetrics "
          f"{size_of_victoria / 1e6:.2f}; our whole folder, with an event for each export, {size / 1e6:.2f}")
    table(queries, medians)
    derived = derive(options, data)
    report(queries, medians)
    figure("query.bytes_per_sample", found["bytes"] / found["samples"], "B", "<=", 2.2)
    figure("query.rss", memory["ours"], "MB", "<=", 64)
    figure("query.rss_derived", derived, "MB", "<=", 64)


class Stopper:
    def __init__(self, clients):
        self.clients = clients

    def stop(self):
        for client in self.clients.values():
            client.connection.close()


def derive(options, data):
    """Megabytes after all was derived from the log."""
    forget(data)
    start = time.monotonic()
    service = Service(options.binary, data)
    try:
        await_series(service)
        seconds, used = time.monotonic() - start, cpu_seconds(service.process.pid)
        # The log lets go of what was read once nothing is appended for a while.
        time.sleep(10)
        now, most = rss(service)
        print(f"derived anew in {seconds:.1f} s, {used:.1f} s of CPU: RSS {now:.1f} MB, at most {most:.1f}", flush=True)
        service.stop()
        return now
    finally:
        service.process.kill()


def table(queries, medians):
    print("median ms     ours Prometheus VictoriaMetrics")
    for name, *_ in queries:
        print(f"  {name:10}" + "".join(f"{1000 * medians[server][name]:10.2f}" for server in medians), flush=True)


def report(queries, medians):
    for name, *_ in queries:
        ours = medians["ours"][name]
        figure(f"query.{name}_prometheus", medians["Prometheus"][name] / ours, "x", ">=", 1)
        if name in DAYS:
            figure(f"query.{name}_victoria", medians["VictoriaMetrics"][name] / ours, "x", ">=", 1)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary", type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--only", help="names of queries")
    parser.add_argument("--block", default="24h", help="how much time a block of Prometheus holds")
    parser.add_argument("--gzip", action="store_true", help="ask for compressed answers")
    parser.add_argument("--keep", type=pathlib.Path, help="a folder for the data, which stay there")
    options = parser.parse_args()
    options.binary = options.binary.resolve()
    folder = options.keep or pathlib.Path(tempfile.mkdtemp(prefix="query-"))
    folder.mkdir(exist_ok=True)
    try:
        measure(options, folder)
    finally:
        if not options.keep:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
