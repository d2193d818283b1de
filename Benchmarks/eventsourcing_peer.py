"""The Python library eventsourcing (SQLite recorder) with the same events, for the table in docs/benchmarks.md.

    python Benchmarks/eventsourcing_peer.py FILE DATABASE [--events N] [--batch N] [--compressed]

FILE is a workload of `logbench generate`. One line of JSON: appends (BATCH events a transaction), a read of the whole
notification log, and the bytes of its files. What is read must be what was written.
"""

import argparse
import json
import os
import pathlib
import struct
import sys
import time
import zlib

from eventsourcing.persistence import StoredEvent
from eventsourcing.sqlite import SQLiteApplicationRecorder, SQLiteDatastore

HEAD, RECORD = 32, 52
PAGE = 1000


def events(path, limit, compressed):
    """The workload's events as the library stores them; `WorkloadFile.swift` tells the layout."""
    data = pathlib.Path(path).read_bytes()
    if data[:4] != b"MPWL":
        sys.exit(f"{path} is no workload")
    offset, found = HEAD, []
    while len(found) < limit and offset < len(data):
        size, _, types, streams, principals, payloads, _, revision = struct.unpack_from("<IBBBBIqQ", data, offset)
        start = offset + RECORD
        stream = start + types
        state = stream + streams + principals
        payload = data[state:state + payloads]
        found.append(StoredEvent(
            originator_id=data[stream:stream + streams].decode(), originator_version=revision,
            topic=data[start:stream].decode(), state=zlib.compress(payload) if compressed else payload))
        offset += 4 + size
    return found


class Stopwatch:
    def __init__(self):
        self.wall, self.cpu = time.perf_counter(), time.process_time()

    def read(self):
        return time.perf_counter() - self.wall, time.process_time() - self.cpu


def read(recorder, count):
    """Every event through the notification log, a page at a time, as a projection would read them."""
    states, start = [], 1
    while True:
        page = recorder.select_notifications(start, PAGE)
        states += [notification.state for notification in page]
        if len(page) < PAGE:
            break
        start = page[-1].id + 1
    if len(states) != count:
        sys.exit(f"{len(states)} events were read, not {count}")
    return states


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file")
    parser.add_argument("database")
    parser.add_argument("--events", type=int, default=20_000)
    parser.add_argument("--batch", type=int, default=1)
    parser.add_argument("--compressed", action="store_true")
    options = parser.parse_args()
    stored = events(options.file, options.events, options.compressed)
    recorder = SQLiteApplicationRecorder(SQLiteDatastore(options.database, originator_id_type="text"))
    recorder.create_table()
    watch = Stopwatch()
    for index in range(0, len(stored), options.batch):
        recorder.insert_events(stored[index:index + options.batch])
    seconds, cpu = watch.read()
    watch = Stopwatch()
    states = read(recorder, len(stored))
    _, read_cpu = watch.read()
    if states != [event.state for event in stored]:
        sys.exit("what was read is not what was written")
    recorder.datastore.close()
    files = [options.database + end for end in ("", "-wal")]
    size = sum(os.path.getsize(file) for file in files if os.path.exists(file))
    print(json.dumps({
        "events": len(stored), "events_per_second": len(stored) / seconds, "cpu_us": cpu * 1e6 / len(stored),
        "read_events_per_cpu_second": len(stored) / read_cpu, "bytes_per_event": size / len(stored)}))


if __name__ == "__main__":
    main()
