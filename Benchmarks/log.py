"""The event log beside a C program that writes the same events as plain SQLite rows, and beside eventsourcing.

    python Benchmarks/log.py LOGBENCH [--folder F] [--quick] [--rounds N] [--only NAME[,NAME]] [--rebuild]

LOGBENCH is a release build (Benchmarks/Sources/logbench). Every measurement is a process of its own that reads back
what it wrote and fails where anything is missing, added or changed. Ratios come from runs that take turns: of five
rounds, each ours and then the peer's, the median of the five quotients. CPU is user and system time of all threads.

--only takes the parts size, append, import, latency, synced, scan, point, lookup, open, growth, eventsourcing.
--quick measures a log of 1 million events in place of 10, in three rounds. The large log is built once and kept in
--folder (default .build/bench) under a name that tells its seed, its generator and its format; --rebuild makes it
anew, which is needed where only the coding of segments has changed.
"""

import argparse
import json
import pathlib
import shutil
import sqlite3
import statistics
import subprocess
import sys

FOLDER = pathlib.Path(__file__).resolve().parent
SEED = 1
SMALL = 100_000
PARTS = ["size", "append", "import", "latency", "synced", "scan", "point", "lookup", "open", "growth", "eventsourcing"]


class Bench:
    """Where the measurements run, and what they gave."""

    def __init__(self, options):
        self.options = options
        self.rounds = 3 if options.quick else options.rounds
        self.large = 1_000_000 if options.quick else 10_000_000
        self.folder = pathlib.Path(options.folder).resolve()
        self.work = self.folder / "work"
        self.figures = []
        self.folder.mkdir(parents=True, exist_ok=True)
        self.clear()

    def clear(self):
        shutil.rmtree(self.work, ignore_errors=True)
        self.work.mkdir()

    # Programs

    def run(self, *command):
        done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
        if done.returncode:
            sys.exit(f"{' '.join(str(part) for part in command)}\n{done.stdout}{done.stderr}")
        return json.loads(done.stdout)

    def ours(self, command, *arguments):
        return self.run(self.options.binary, command, *arguments)

    def fresh(self, command, *arguments):
        """One of our measurements in a new folder, which is gone afterwards."""
        self.clear()
        return self.ours(command, "--folder", self.work / "log", *arguments)

    def rows(self, command, number, events):
        """The C program on the same file; what it wrote is gone afterwards."""
        self.clear()
        return self.run(self.folder / "rows", command, self.file(), self.work / "peer", number, events)

    def build_rows(self):
        program = [self.folder / "rows", FOLDER / "rows.c"]
        subprocess.run(["cc", "-O2", "-o", *program, "-lsqlite3", "-lpthread"], check=True)

    def file(self):
        path = self.folder / "workload.bin"
        if not hasattr(self, "_file"):
            self._file = self.ours("generate", "--out", path, "--events", 400_000, "--seed", SEED)
            print(f"workload: {self._file['mean_payload']:.0f} bytes of JSON an event", flush=True)
        return path

    # The large logs

    def format(self):
        """The version that a new log of this build tells of itself."""
        self.fresh("import", "--events", 1)
        return user_version(self.work / "log")

    def log(self, events):
        """A kept log of so many events; built where there is none of this seed, generator and format."""
        if not hasattr(self, "_format"):
            self._format = self.format()
        place = self.folder / f"log-{events}-{SEED}-{self._format}"
        facts = pathlib.Path(f"{place}.facts")
        generator = (FOLDER / "Sources/logbench/Workload/Workload.swift").read_text()
        version = int(generator.split("static let version = ")[1].split()[0])
        if not self.options.rebuild and facts.exists() and json.loads(facts.read_text())["workload"] == version:
            return place
        shutil.rmtree(place, ignore_errors=True)
        facts.unlink(missing_ok=True)
        print(f"building a log of {events} events", flush=True)
        made = self.ours("build", "--folder", place, "--events", events, "--seed", SEED)
        print(f"  {made['seconds']:.0f} s, {made['bytes_per_event']:.1f} bytes an event", flush=True)
        return place

    def copy(self, log):
        """A copy that may be written to."""
        self.clear()
        shutil.copytree(log, self.work / "copy")
        return self.work / "copy"

    # Figures

    def figure(self, name, value, unit, operator, limit, digits=1):
        met = value <= limit if operator == "<=" else value >= limit
        self.figures.append(
            f"figure {name} {value:.{digits}f} {unit} goal {operator} {limit:g} {'ok' if met else 'MISS'}")
        print("  " + self.figures[-1], flush=True)

    def medians(self, runs, *keys):
        return {key: statistics.median(run[key] for run in runs) for key in keys}

    def ratio(self, ours, peer):
        """Median of the rounds' quotients of events a second; prints both sides."""
        pairs = []
        for _ in range(self.rounds):
            pairs.append((ours(), peer()))
            mine, theirs = pairs[-1]
            print(f"  ours {mine['events_per_second']:9.0f}/s {cpu_us(mine):6.2f} us CPU   "
                  f"peer {theirs['events_per_second']:9.0f}/s {cpu_us(theirs):6.2f} us CPU", flush=True)
        return statistics.median(mine["events_per_second"] / theirs["events_per_second"] for mine, theirs in pairs)


def user_version(folder):
    with sqlite3.connect(f"file:{folder}/events.db?mode=ro", uri=True) as database:
        return database.execute("PRAGMA user_version").fetchone()[0]


def cpu_us(run):
    return 1e6 * run.get("closed_cpu", run["cpu"]) / run["events"]


def size(bench):
    run = bench.fresh("size", "--events", 100_000 if bench.options.quick else 300_000)
    print(f"  {run['payload_bytes_per_event']:.0f} bytes of JSON an event; "
          f"while open {run['bytes_per_event_10s']:.1f}, of it the database {run['of_it_database']:.1f}")
    bench.figure("log.bytes_per_event", run["bytes_per_event"], "B", "<=", 25)
    bench.figure("log.bytes_per_event_10s", run["bytes_per_event_10s"], "B", "<=", 45)


def append(bench):
    events = bench.options.events
    value = bench.ratio(
        lambda: bench.fresh("append", "--events", events, "--appenders", 256, "--seed", SEED),
        lambda: bench.rows("append", 1000, events))
    bench.figure("log.append_256_ratio", value, "ours/rows", ">=", 1.0, 2)


def bulk(bench):
    events = bench.options.events
    value = bench.ratio(
        lambda: bench.fresh("import", "--events", events, "--seed", SEED), lambda: bench.rows("append", 1000, events))
    bench.figure("log.import_ratio", value, "ours/rows", ">=", 1.5, 2)


def latency(bench):
    runs = [bench.fresh("latency", "--events", 20_000) for _ in range(bench.rounds)]
    found = bench.medians(runs, "p50_us", "p99_us", "cpu_us")
    print(f"  CPU {found['cpu_us']:.1f} us an append")
    bench.figure("log.append_1_p50", found["p50_us"], "us", "<=", 60)
    bench.figure("log.append_1_p99", found["p99_us"], "us", "<=", 1000)


def synced(bench):
    events = bench.options.events // 5
    value = bench.ratio(
        lambda: bench.fresh("append", "--events", events, "--appenders", 64, "--durability", "synced"),
        lambda: bench.rows("synced", 64, events))
    bench.figure("log.synced_64_ratio", value, "ours/c", ">=", 0.8, 2)


def scan(bench):
    log = bench.log(bench.large)
    for what, limit in (("envelopes", 2e6), ("payloads", 1e6), ("type", 10e6)):
        runs = [bench.ours("scan", "--folder", log, "--what", what) for _ in range(bench.rounds)]
        value = bench.medians(runs, "events_per_cpu_second")["events_per_cpu_second"]
        bench.figure(f"log.scan_{what}", value, "events/cpu-s", ">=", limit, 0)
    run = bench.ours("scan", "--folder", log, "--what", "type-payloads")
    print(f"  by type, with the payloads of what is found: {run['events_per_cpu_second']:.0f} events/cpu-s")


def point(bench):
    log = bench.log(bench.large)
    runs = [(bench.fresh("tail"), bench.ours("point", "--folder", log)) for _ in range(bench.rounds)]
    tail = bench.medians([run[0] for run in runs], "p50_us", "p99_us")
    sealed = bench.medians([run[1] for run in runs], "p50_us", "p99_us")
    print(f"  p99: tail {tail['p99_us']:.1f} us, sealed {sealed['p99_us']:.0f} us")
    bench.figure("log.point_read_tail", tail["p50_us"], "us", "<=", 15)
    bench.figure("log.point_read_sealed", sealed["p50_us"], "us", "<=", 400)


def lookup(bench):
    log = bench.log(bench.large)
    for key in ("stream", "trace"):
        runs = [bench.ours("lookup", "--folder", log, "--by", key) for _ in range(bench.rounds)]
        found = bench.medians(runs, "p50_us", "p99_us", "events_per_key")
        print(f"  {key}: {found['events_per_key']:.1f} events each, p99 {found['p99_us'] / 1000:.1f} ms")
        bench.figure(f"log.{key}_read", found["p50_us"] / 1000, "ms", "<=", 5, 2)


def opening(bench):
    copy = bench.copy(bench.log(bench.large))
    runs = [bench.ours("open", "--folder", copy, "--appends", 0) for _ in range(bench.rounds)]
    bench.figure("log.open_10m", bench.medians(runs, "open_ms")["open_ms"], "ms", "<=", 200)
    run = bench.ours("open", "--folder", copy, "--appends", 10_000)
    print(f"  resident: before {run['rss_before'] / 1e6:.0f} MB, opened {run['rss_opened'] / 1e6:.0f} MB")
    bench.figure("log.rss_10m", run["rss"] / 1e6, "MB", "<=", 120)


def growth(bench):
    """As many appends as the small log has events: in fewer, what opening leaves behind weighs as much as they do."""
    logs = bench.log(SMALL), bench.log(bench.large)
    quotients = []
    for _ in range(bench.rounds):
        small, large = (
            bench.ours("open", "--folder", bench.copy(log), "--appends", SMALL, "--seed", 1000)["append_cpu_us"]
            for log in logs)
        quotients.append(large / small)
        print(f"  {small:.2f} us CPU an append at {SMALL}, {large:.2f} at {bench.large}", flush=True)
    bench.figure("log.append_growth_ratio", statistics.median(quotients), "10m/100k", "<=", 1.1, 2)


def eventsourcing(bench):
    """No figures: rows for the table, ours on the same number of events beside."""
    program = FOLDER / "eventsourcing_peer.py"
    for name, arguments in (
            ("1 a transaction", ("--events", 2000)), ("100 a transaction", ("--batch", 100)),
            ("100, compressed", ("--batch", 100, "--compressed"))):
        bench.clear()
        run = bench.run(sys.executable, program, bench.file(), bench.work / "peer.db", *arguments)
        print(f"  eventsourcing, {name}: {run['events_per_second']:.0f} events/s, "
              f"{run['cpu_us']:.1f} us CPU an append, {run['read_events_per_cpu_second']:.0f} read a CPU-second, "
              f"{run['bytes_per_event']:.0f} bytes an event", flush=True)
    for durability in ("committed", "synced"):
        run = bench.fresh("append", "--events", 2000, "--appenders", 1, "--durability", durability)
        print(f"  ours, 1 an append, {durability}: {run['events_per_second']:.0f} events/s, {cpu_us(run):.1f} us CPU",
              flush=True)


RUN = {"size": size, "append": append, "import": bulk, "latency": latency, "synced": synced, "scan": scan,
       "point": point, "lookup": lookup, "open": opening, "growth": growth, "eventsourcing": eventsourcing}


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary")
    parser.add_argument("--folder", default=".build/bench")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--events", type=int, default=200_000, help="of the append and import runs (at most 400,000)")
    parser.add_argument("--only", default=",".join(PARTS))
    parser.add_argument("--rebuild", action="store_true", help="build the large logs anew")
    options = parser.parse_args()
    parts = options.only.split(",")
    if unknown := [part for part in parts if part not in RUN]:
        parser.error(f"there is no part {unknown[0]}; the parts are {', '.join(PARTS)}")
    bench = Bench(options)
    bench.build_rows()
    for part in parts:
        print(f"{part}:", flush=True)
        RUN[part](bench)
    shutil.rmtree(bench.work, ignore_errors=True)
    print("\n".join(bench.figures))


if __name__ == "__main__":
    main()
