"""What it costs to be let in, and what one client's greed costs another.

    python Benchmarks/access.py BINARY [--seconds N] [--rounds N] [--connections N]

BINARY is a release build of moneyprinter; `accessbench` (Benchmarks/Sources/accessbench) must be built beside it. It
measures the gate alone, in process: counting a request against all limits, asking policy and limits (admission), and
telling who calls by an API key, by a token that was seen before, and by one that was not. Over HTTP the same call goes
to a service that is open and to one with keys, in turns, as in Benchmarks/mcp.py: the difference has in it what is
parsed, counted, answered and recorded besides, and the noise of two servers.

For fairness a client asks fifty times a second while another one does nothing, asks exactly as fast as its limit allows
(1,000 a second), or asks as fast as it can and is refused; the figure is the first's p99 with the second at its limit,
over its p99 without. All share one core for the service and one for the clients.
"""

import argparse
import contextlib
import http.client
import json
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

from mcp import FOLDER, Contestant, cores, figure, free_port, get, headers, message, pinned, wait_for

WIDE = 'quota = 1000000\nwindow = 1\n'
# Every published limit, so wide that nothing is refused; the greedy client has one of its own.
LIMITS = ("[app]\nmcp_rate_limit_requests = 1000000\nmcp_rate_limit_window = 1\nmcp_jwt_secret = \"{secret}\"\n"
          "[limits]\naddress_requests = 1000000\n"
          + "".join(f'[[limits.policies]]\nname = "{role}-{window}"\nrole = "{role}"\n{WIDE}'
                    for role in ("admin", "user") for window in ("minute", "hour"))
          + '[[limits.policies]]\nname = "viewer-minute"\nrole = "viewer"\nquota = 1000\nwindow = 1\n'
          + f'[[limits.policies]]\nname = "viewer-hour"\nrole = "viewer"\n{WIDE}')
LIMIT_RATE = 1000
PERIOD = 0.02


class Caller(Contestant):
    """A contestant whose requests carry a credential."""

    credential = None

    def call(self, tool, arguments):
        body = json.dumps(message(tool, arguments)).encode()
        request = urllib.request.Request(self.url, body, self.fields(tool))
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.read()

    def fields(self, tool):
        return {**headers(tool), **({"Authorization": f"Bearer {self.credential}"} if self.credential else {})}

    def prepare(self, tool, arguments, expected):
        super().prepare(tool, arguments, expected)
        lines = "".join(f"{key}: {value}\n" for key, value in self.fields(tool).items())
        (self.folder / f"{self.name}.headers").write_text(lines)


class Service:
    """A service and the task that its clients ask about."""

    def __init__(self, binary, folder, core, has_keys):
        self.binary, self.folder, self.core = binary, pathlib.Path(folder), core
        self.folder.mkdir()
        self.config = self.folder / "config.toml"
        self.config.write_text(LIMITS.format(secret=os.urandom(32).hex()) if has_keys else "")
        self.data = self.folder / "data"
        self.admin = self.command("keys", "create", "--name", "root", "--role", "admin") if has_keys else None
        port = free_port()
        self.process = subprocess.Popen(
            [binary, "serve", "--config", str(self.config), "--data", str(self.data), "--port", str(port)],
            stdout=subprocess.DEVNULL, preexec_fn=pinned(core))
        self.base = f"http://127.0.0.1:{port}"
        wait_for(lambda: get(f"{self.base}/readyz"), "moneyprinter", self.process)
        maker = self.caller("maker", self.admin)
        answer = json.loads(maker.call("generate_video_terms",
                                       {"video_subject": "tea", "video_script": "Tea leaves in hot water."}))
        if answer["result"].get("isError"):
            sys.exit(f"the service does not work: {answer}")
        request = urllib.request.Request(f"{self.base}/v1/tasks?limit=1",
                                         headers={"Authorization": f"Bearer {self.admin}"} if self.admin else {})
        with urllib.request.urlopen(request, timeout=30) as reply:
            self.task = json.load(reply)["tasks"][0]["task_id"]

    def command(self, word, *options):
        environment = {**os.environ, **({"MONEYPRINTER_KEY": self.admin} if getattr(self, "admin", None) else {})}
        base = ["--config", str(self.config), "--data", str(self.data)]
        words = [self.binary, word, options[0], *(options[1:2] if options[0] == "token" else ()), *base,
                 *options[2 if options[0] == "token" else 1:]]
        done = subprocess.run(words, capture_output=True, text=True, timeout=60, env=environment)
        if done.returncode:
            sys.exit(f"{' '.join(words)}: {done.stderr}")
        return done.stdout.strip().splitlines()[0]

    def caller(self, name, credential, path="/mcp"):
        made = Caller(name, self.base + path, self.process, self.folder)
        made.credential = credential
        return made

    def prepared(self, name, credential):
        made = self.caller(name, credential)
        made.prepare("get_generation_status", {"task_id": self.task},
                     lambda result: result["structuredContent"]["status"] == "complete")
        return made


# What it costs


def in_process(options):
    bench = str(pathlib.Path(options.binary).resolve().with_name("accessbench"))
    runs = [json.loads(subprocess.run([bench], check=True, capture_output=True, text=True).stdout)
            for _ in range(options.rounds)]
    costs = {name: statistics.median(run[name] for run in runs) for name in runs[0]}
    print("in process: " + "  ".join(f"{name} {value:.2f} us" for name, value in costs.items()))
    figure("access.admission_us", costs["admission"], "us", "<=", 2)
    figure("access.api_key_us", costs["api_key"] + costs["admission"], "us", "<=", 15)
    figure("access.jwt_us", costs["jwt"] + costs["admission"], "us", "<=", 60)
    figure("access.jwt_cached_us", costs["jwt_cached"] + costs["admission"], "us", "<=", 10)


def over_http(open_service, guarded, options, core):
    """Microseconds of the server's CPU that a call costs more with a credential."""
    token = guarded.command("keys", "token", "issue", "--name", "tom", "--role", "admin")
    callers = [open_service.prepared("open", None), guarded.prepared("api-key", guarded.admin),
               guarded.prepared("jwt", token)]
    for caller in callers:
        caller.load(2, options.connections, core)
    for _ in range(options.rounds):
        for caller in callers:
            caller.measure(options.seconds, options.connections, core)
    costs = [[cost - base for cost, base in zip(caller.costs, callers[0].costs)] for caller in callers[1:]]
    figure("access.http_api_key_us", statistics.median(costs[0]), "us", "<=", 15)
    figure("access.http_jwt_cached_us", statistics.median(costs[1]), "us", "<=", 10)


# Fairness


class Modest(threading.Thread):
    """A client that asks at a steady pace and notes how long each answer took."""

    def __init__(self, caller, task, seconds):
        super().__init__()
        self.caller, self.seconds = caller, seconds
        self.body = json.dumps(message("get_generation_status", {"task_id": task})).encode()
        self.times, self.refused = [], 0

    def run(self):
        host = self.caller.url.split("/")[2]
        line = http.client.HTTPConnection(host, timeout=30)
        fields = self.caller.fields("get_generation_status")
        start = time.perf_counter()
        for number in range(int(self.seconds / PERIOD)):
            due = start + number * PERIOD
            time.sleep(max(0, due - time.perf_counter()))
            began = time.perf_counter()
            line.request("POST", "/mcp", self.body, fields)
            answer = line.getresponse()
            answer.read()
            self.times.append(time.perf_counter() - began)
            self.refused += answer.status != 200
        line.close()

    @property
    def p99(self):
        return 1000 * sorted(self.times)[int(len(self.times) * 0.99)]


@contextlib.contextmanager
def greedy(guarded, key, pause, core, seconds):
    """wrk with a pause between a connection's requests, in milliseconds; gives what it said."""
    folder = guarded.folder
    script = folder / "greedy.lua"
    (folder / "greedy.body").write_text(json.dumps(message("get_generation_status", {"task_id": guarded.task})))
    fields = {**headers("get_generation_status"), "Authorization": f"Bearer {key}"}
    lines = "".join(f'wrk.headers["{name}"] = "{value}"\n' for name, value in fields.items())
    script.write_text(
        f'wrk.method = "POST"\n{lines}local file = io.open("{folder}/greedy.body")\nwrk.body = file:read("*a")\n'
        + (f"function delay() return {pause} end\n" if pause else ""))
    run = subprocess.Popen(
        ["wrk", "-t1", "-c16", f"-d{seconds + 2}s", "-s", str(script), guarded.base + "/mcp"],
        stdout=subprocess.PIPE, text=True, preexec_fn=pinned(core))
    time.sleep(1)
    said = {}
    try:
        yield said
    finally:
        text = run.communicate(timeout=60)[0]
        found = re.search(r"Requests/sec: +([\d.]+)", text)
        said["rate"] = float(found.group(1)) if found else 0.0
        refused = re.search(r"Non-2xx or 3xx responses: (\d+)", text)
        total = re.search(r"(\d+) requests in", text)
        said["refused"] = int(refused.group(1)) / max(1, int(total.group(1))) if refused and total else 0.0


def fairness(guarded, options, core):
    modest = guarded.caller("modest", guarded.admin)
    key = guarded.command("keys", "create", "--name", "greedy", "--role", "viewer")
    seconds = max(10, options.seconds * 2)

    def alone():
        run = Modest(modest, guarded.task, seconds)
        run.start()
        run.join()
        if run.refused:
            sys.exit(f"{run.refused} answers of the modest client were refused")
        return run.p99

    quiet, limited, flooded = [], [], []
    for _ in range(options.rounds):
        quiet.append(alone())
        # 16 connections, a pause of 16 ms: a little below the limit's rate, as each answer takes its time too.
        with greedy(guarded, key, 16, core, seconds) as said:
            limited.append(alone())
        rate = said
        with greedy(guarded, key, None, core, seconds) as said:
            flooded.append(alone())
        print(f"p99 alone {quiet[-1]:.2f} ms; {limited[-1]:.2f} ms beside {rate['rate']:.0f}/s "
              f"({rate['refused']:.0%} refused); {flooded[-1]:.2f} ms beside {said['rate']:.0f}/s "
              f"({said['refused']:.0%} refused)", flush=True)
    base = statistics.median(quiet)
    print(f"far beyond its limit: p99 {statistics.median(flooded) / base:.1f} times that without")
    figure("access.fairness_p99_ratio", statistics.median(limited) / base, "x", "<=", 2)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("binary")
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--connections", type=int, default=16)
    options = parser.parse_args()
    server_core, load_core = cores()
    if load_core:
        os.sched_setaffinity(0, load_core)
    in_process(options)
    with tempfile.TemporaryDirectory() as folder:
        services = []
        try:
            for name, has_keys in (("open", False), ("guarded", True)):
                services.append(Service(options.binary, f"{folder}/{name}", server_core, has_keys))
            over_http(*services, options, load_core)
            fairness(services[1], options, load_core)
        finally:
            for service in services:
                service.process.terminate()
                service.process.wait(30)


if __name__ == "__main__":
    main()
