"""What rules cost while the service runs, and how fast a rule is tried on the past, beside vmalert.

    python Benchmarks/alerts.py MONEYPRINTER [--rounds N] [--events N]

MONEYPRINTER is a release build; `alertbench` (Benchmarks/Sources/alertbench) must be built beside it. A rule-tick is
one rule at one tick; its cost is the CPU of a thousand rules less that of none, over their ticks. For the back-test a
log of that many calls of tools, over ten thousand ticks, is imported; the same samples go to a VictoriaMetrics, which
keeps no answers, and vmalert replays the same rule over them. Both are timed from the command's start to its end, in
turns; the first back-test of a service, which reads where the log's ticks are, has a figure of its own.
"""

import argparse
import json
import pathlib
import random
import shutil
import statistics
import subprocess
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request

from otlp import Service, figure

TICK = 10
TICKS = 10_000
START = 1_793_534_400
RULE = {"alert": "Failing", "expr": "increase(mcp_tools_calls_total[5m]) > 1520", "for": "1m"}


def stamp(seconds):
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(START + seconds))


# What a tick costs


def evaluated(binary, rules, series, ticks, touches):
    words = [str(binary.with_name("alertbench")), str(rules), str(series), str(ticks), touches]
    return json.loads(subprocess.run(words, check=True, capture_output=True, text=True).stdout)["cpu_seconds"]


def rule_tick(options, rules, series, ticks, touches):
    """Microseconds of CPU: the median of the rounds."""
    costs = []
    for _ in range(options.rounds):
        alone = evaluated(options.binary, 0, series, ticks, touches)
        costs.append(1e6 * (evaluated(options.binary, rules, series, ticks, touches) - alone) / rules / ticks)
        print(f"  {rules} rules on {series} series, {touches} touched: {costs[-1]:.3f} us a rule-tick", flush=True)
    return statistics.median(costs)


# The past


def write_events(path, count):
    """Calls of tools at random moments, and a sample every ten seconds."""
    chance = random.Random(3)
    each = count // TICKS
    with path.open("w") as file:
        position = 0
        for tick in range(TICKS):
            calls = [chance.randrange(TICK * 1_000_000) for _ in range(each - 1)]
            for number, offset in enumerate(sorted(calls)):
                position += 1
                data = {"request": f"{position:016x}", "tool": chance.choice(["create_video", "generate_video_script"]),
                        "outcome": "success", "result": None, "seconds": 0.25}
                line(file, position, tick, offset, "tool.completed", f"request-{position:x}", 0, data)
            position += 1
            line(file, position, tick, TICK * 1_000_000 - 1, "metrics.sampled", "host-metrics", tick, {"values": {}})
    return position


def line(file, position, tick, offset, kind, stream, revision, data):
    seconds, micros = divmod(offset, 1_000_000)
    file.write(json.dumps({
        "position": position, "time": f"{stamp(tick * TICK + seconds)}.{micros:06}Z", "type": kind, "version": 1,
        "stream": stream, "revision": revision, "data": data}, separators=(",", ":")) + "\n")


class Victoria:
    """A VictoriaMetrics with the samples that the service has."""

    def __init__(self, folder, service):
        self.url = "http://127.0.0.1:18428"
        self.process = subprocess.Popen(
            ["victoria-metrics", f"-httpListenAddr={self.url[7:]}", f"-storageDataPath={folder}",
             "-retentionPeriod=100y", "-search.disableCache"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        end = time.monotonic() + 30
        while time.monotonic() < end:
            try:
                urllib.request.urlopen(self.url + "/health", timeout=5).read()
                break
            except OSError:
                time.sleep(0.1)
        self.fill(service)

    def fill(self, service):
        question = urllib.parse.urlencode({
            "query": "mcp_tools_calls_total", "start": START, "end": START + TICKS * TICK, "step": TICK})
        with urllib.request.urlopen(f"{service.url}/api/v1/query_range?{question}", timeout=300) as answer:
            series = json.load(answer)["data"]["result"]
        lines = [json.dumps({"metric": one["metric"], "timestamps": [int(1000 * time) for time, _ in one["values"]],
                             "values": [float(value) for _, value in one["values"]]}) for one in series]
        urllib.request.urlopen(self.url + "/api/v1/import", "\n".join(lines).encode(), timeout=60).read()
        urllib.request.urlopen(self.url + "/internal/force_flush", timeout=60).read()
        print(f"{len(series)} series, {sum(len(one['values']) for one in series)} samples", flush=True)

    def close(self):
        self.process.terminate()
        self.process.wait(30)


def seconds_of(*words):
    start = time.monotonic()
    subprocess.run(words, check=True, capture_output=True, timeout=600)
    return time.monotonic() - start


def await_series(service, calls):
    """Until the series that a service derives when it starts say what the log has."""
    question = urllib.parse.urlencode({"query": "sum(mcp_tools_calls_total)", "time": START + TICKS * TICK})
    end = time.monotonic() + 300
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(f"{service.url}/api/v1/query?{question}", timeout=300) as answer:
                result = json.load(answer)["data"]["result"]
        except urllib.error.HTTPError:
            result = []
        if result and float(result[0]["value"][1]) == calls:
            return
        time.sleep(0.2)
    raise SystemExit(f"the series do not come to {calls} calls")


def backtest(options, folder):
    events, rules = folder / "events.ndjson", folder / "rules.yml"
    count = write_events(events, options.events)
    rules.write_text(json.dumps({"groups": [{"name": "g", "interval": f"{TICK}s", "rules": [RULE]}]}))
    seconds_of(str(options.binary), "log", "import", "--data", str(folder / "log"), str(events))
    service = Service(options.binary, folder / "log")
    await_series(service, count - TICKS)
    victoria = Victoria(folder / "victoria", service)
    first, last = stamp(0) + "Z", stamp(TICKS * TICK) + "Z"
    ours, theirs = [], []
    try:
        for _ in range(options.rounds):
            ours.append(seconds_of(str(options.binary), "alerts", "backtest", str(rules), "--url", service.url,
                                   "--from", first, "--to", last, "--json"))
            theirs.append(seconds_of(
                "vmalert", f"-rule={rules}", f"-datasource.url={victoria.url}", f"-datasource.queryStep={TICK}s",
                f"-remoteWrite.url={victoria.url}", f"-replay.timeFrom={first}", f"-replay.timeTo={last}",
                "-replay.rulesDelay=0", "-replay.maxDatapointsPerQuery=20000", "-remoteWrite.flushInterval=50ms",
                "-httpListenAddr=127.0.0.1:18880"))
            print(f"  {count} events: back-test {ours[-1]:.3f} s, vmalert replay {theirs[-1]:.3f} s", flush=True)
        service.stop()
    finally:
        service.process.kill()
        victoria.close()
    figure("alerts.backtest_1m_first", ours[0], "s", "<=", 1)
    figure("alerts.backtest_1m", statistics.median(ours), "s", "<=", 1)
    figure("alerts.backtest_ratio", statistics.median(theirs) / statistics.median(ours), "x", ">=", 1)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary", type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--events", type=int, default=1_000_000)
    options = parser.parse_args()
    options.binary = options.binary.resolve()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="alerts-"))
    try:
        untouched = rule_tick(options, 999, 1, 2000, "none")
        touched = rule_tick(options, 999, 1, 100, "all")
        hundred = rule_tick(options, 999, 100, 20, "all")
        figure("alerts.tick_untouched", untouched, "us", "<=", 1)
        figure("alerts.tick_touched", touched, "us", "<=", 15)
        figure("alerts.thousand_by_hundred", 100 * hundred * 1000 / 15e6, "%", "<=", 5)
        backtest(options, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
