"""What pages that look on cost, how soon they know, and how fast a dashboard of the past is drawn.

    python Benchmarks/dashboard.py MONEYPRINTER [--pages N] [--rate N] [--seconds N] [--log FOLDER] [--rounds N]

MONEYPRINTER is a release build. Spans come by OTLP/HTTP at a steady rate; the service's processor time is measured
without pages and with them, in turns, each page a live feed of the overview with the event tail. The delay is from
before a span is sent to when its position has reached a page. With --log, a data folder that holds a big log (see
`logbench`), the dashboards are also asked for as of moments between a day ago and now, each once, and the page is
opened in a browser: how long after the click its first data are painted.
"""

import argparse
import http.client
import json
import pathlib
import random
import selectors
import shutil
import socket
import statistics
import tempfile
import threading
import time
import urllib.parse
import urllib.request

from playwright.sync_api import sync_playwright

import otlp_spans
from otlp import Service, cpu_seconds, figure

FEED = "/v1/dashboards/overview/live?events=1"


class Pages:
    """Connections that read a live feed; the positions that the first of them was told, with the time."""

    def __init__(self, url, count):
        place = urllib.parse.urlsplit(url)
        self.seen = []
        self.bytes = 0
        self.selector = selectors.DefaultSelector()
        for number in range(count):
            connection = socket.create_connection((place.hostname, place.port))
            connection.sendall(f"GET {FEED} HTTP/1.1\r\nHost: {place.netloc}\r\n\r\n".encode())
            connection.setblocking(False)
            self.selector.register(connection, selectors.EVENT_READ, number)
        self.is_open = True
        self.thread = threading.Thread(target=self.read)
        self.thread.start()

    def read(self):
        rest = b""
        while self.is_open:
            for key, _ in self.selector.select(0.1):
                data = key.fileobj.recv(1 << 20)
                self.bytes += len(data)
                if not data:
                    self.selector.unregister(key.fileobj)
                if key.data != 0:
                    continue
                *lines, rest = (rest + data).split(b"\n")
                for line in lines:
                    if line.startswith(b"id: "):
                        self.seen.append((int(line[4:]), time.monotonic()))

    def close(self):
        self.is_open = False
        self.thread.join()
        for key in list(self.selector.get_map().values()):
            key.fileobj.close()


class Flow:
    """Spans at a steady rate, a hundred an export; the time each export was sent, and the head after it."""

    SIZE = 100

    def __init__(self, url, rate, seconds):
        self.place = urllib.parse.urlsplit(url)
        self.count = max(1, int(rate * seconds / self.SIZE))
        self.pause = self.SIZE / rate
        self.bodies = list(otlp_spans.bodies(8, self.SIZE))
        self.sent = []

    def run(self):
        connection = http.client.HTTPConnection(self.place.hostname, self.place.port, timeout=60)
        next_time = time.monotonic()
        for number in range(self.count):
            start = time.monotonic()
            connection.request("POST", "/v1/traces", self.bodies[number % 8], {"Content-Type": "application/x-protobuf"})
            assert connection.getresponse().read() in (b"", b"{}")
            if number % 10 == 0:
                connection.request("GET", "/v1/events?limit=1")
                self.sent.append((json.load(connection.getresponse())["head"], start))
            next_time += self.pause
            time.sleep(max(0, next_time - time.monotonic()))
        connection.close()


def round_of(service, options, count):
    """Cores used and the delays, with so many pages."""
    pages = Pages(service.url, count) if count else None
    time.sleep(1)
    before, start = cpu_seconds(service.process.pid), time.monotonic()
    flow = Flow(service.url, options.rate, options.seconds)
    flow.run()
    cores = (cpu_seconds(service.process.pid) - before) / (time.monotonic() - start)
    if not pages:
        return cores, []
    time.sleep(1)
    pages.close()
    delays = []
    for head, sent in flow.sent:
        told = next((at for position, at in pages.seen if position >= head), None)
        delays.append(told - sent if told else float("inf"))
    print(f"  {pages.bytes / count / options.seconds / 1000:.1f} kB/s a page", flush=True)
    return cores, delays


def live(options):
    folder = pathlib.Path(tempfile.mkdtemp(prefix="dashboard-"))
    service = Service(options.binary, folder)
    try:
        alone, watched, delays = [], [], []
        for _ in range(options.rounds):
            alone.append(round_of(service, options, 0)[0])
            cores, some = round_of(service, options, options.pages)
            watched.append(cores)
            delays += some
            print(f"{alone[-1]:.3f} cores without pages, {cores:.3f} with {options.pages}", flush=True)
        service.stop()
    finally:
        service.process.kill()
        shutil.rmtree(folder, ignore_errors=True)
    delays.sort()
    figure("dashboard.live_delay_p50", 1000 * statistics.median(delays), "ms", "<=", 500)
    figure("dashboard.live_delay_max", 1000 * delays[-1], "ms", "<=", 500)
    figure("dashboard.pages_cpu", 100 * (statistics.median(watched) - statistics.median(alone)), "%", "<=", 10)


def paint(url, rounds):
    """From the start of a visit, with an empty cache, to the moment that the page marks when data are on it."""
    shown = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for number in range(1 + rounds * 3):
            context = browser.new_context(viewport={"width": 1440, "height": 900})
            page = context.new_page()
            page.goto(url + "/dashboard")
            while not (marks := page.evaluate("performance.getEntriesByName('data-shown').map((one) => one.startTime)")):
                page.wait_for_timeout(20)
            # The first visit starts the browser's own programs.
            if number:
                shown.append(marks[0])
            context.close()
        browser.close()
    print("first data after", ", ".join(f"{one:.0f}" for one in shown), "ms", flush=True)
    figure("dashboard.first_paint_p50", statistics.median(shown), "ms", "<=", 300)
    figure("dashboard.first_paint_max", max(shown), "ms", "<=", 300)


def give_up(url):
    """Ends what the recorded past left to do: the service would make videos meanwhile."""
    for state in ["queued", "processing"]:
        while tasks := json.load(urllib.request.urlopen(f"{url}/v1/tasks?state={state}&limit=100"))["tasks"]:
            for task in tasks:
                call = json.dumps({"tool_name": "cancel_task", "parameters": {"task_id": task["task_id"]}}).encode()
                headers = {"Content-Type": "application/json"}
                urllib.request.urlopen(urllib.request.Request(url + "/v1/mcp/tools/call", call, headers)).read()
            time.sleep(0.5)


def past(options):
    service = Service(options.binary, options.log.resolve())
    try:
        give_up(service.url)
        paint(service.url, options.rounds)
        head = json.load(urllib.request.urlopen(service.url + "/v1/events?limit=1"))["head"]
        print(f"{head} events", flush=True)
        rng = random.Random(7)
        times, first = [], []
        for number in range(options.rounds * 10):
            at = head - rng.randrange(head // 2)
            name = rng.choice(["overview", "tools", "tasks", "limits", "log", "alerts"])
            start = time.monotonic()
            body = urllib.request.urlopen(f"{service.url}/v1/dashboards/{name}?at={at}").read()
            times.append(time.monotonic() - start)
            start = time.monotonic()
            urllib.request.urlopen(f"{service.url}/v1/dashboards/overview").read()
            first.append(time.monotonic() - start)
            print(f"{name:9} at {at:9} {1000 * times[-1]:7.1f} ms {len(body)} B", flush=True)
    finally:
        service.stop()
    figure("dashboard.past_p50", 1000 * statistics.median(times), "ms", "<=", 250)
    figure("dashboard.past_max", 1000 * max(times), "ms", "<=", 250)
    figure("dashboard.now_p50", 1000 * statistics.median(first), "ms", "<=", 100)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary", type=pathlib.Path)
    parser.add_argument("--pages", type=int, default=50)
    parser.add_argument("--rate", type=int, default=2000, help="spans a second")
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--log", type=pathlib.Path)
    options = parser.parse_args()
    options.binary = options.binary.resolve()
    if options.log:
        past(options)
    live(options)


if __name__ == "__main__":
    main()
