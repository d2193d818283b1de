"""Starts, watches and ends processes of the built service."""

import itertools
import json
import os
import pathlib
import re
import signal
import subprocess
import threading
import time
import urllib.parse
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]


def binary():
    """The built service: MONEYPRINTER_BIN (or MONEYPRINTER, as scripts/test sets it), else the debug build."""
    named = os.environ.get("MONEYPRINTER_BIN") or os.environ.get("MONEYPRINTER")
    return (ROOT / named).resolve() if named else ROOT / ".build/debug/moneyprinter"


def eventually(condition, seconds, what):
    """The first truthy value of `condition`, asked again and again for a bounded time."""
    end = time.monotonic() + seconds
    pause = 0.01
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError(f"not within {seconds} s: {what}")
        time.sleep(pause)
        pause = min(pause * 1.5, 0.25)


class Installation:
    """A configuration file and the folders it names; the data folders of single tests come beside them."""

    # The smallest that is allowed, so that a body over it is quickly sent.
    body_limit = 65_536

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.materials = self.folder / "materials"
        self.materials.mkdir(parents=True)
        self.config = self.folder / "config.toml"
        lines = [
            "[limits]",
            f"request_bytes = {self.body_limit}",
            "[telemetry]",
            "sample_seconds = 1",
            "[materials]",
            f'folder = "{self.materials}"',
        ]
        python = os.environ.get("MONEYPRINTER_VOICE_PYTHON")
        if python:
            lines += ["[voice]", f'python = "{python}"']
        self.config.write_text("\n".join(lines) + "\n")

    def command(self, word, data, *options):
        return [str(binary()), word, "--config", str(self.config), "--data", str(data), *options]


class Service:
    """One `moneyprinter serve` on a free port, and the log it keeps in `data`."""

    def __init__(self, installation, data):
        self.installation = installation
        self.data = pathlib.Path(data)
        self.process = None
        self.url = None
        self.port = None
        self.announced = []
        self._numbers = itertools.count(1)

    def start(self):
        self.data.mkdir(parents=True, exist_ok=True)
        log = open(self.data / f"stderr-{next(self._numbers)}.log", "wb")
        self.process = subprocess.Popen(
            self.installation.command("serve", self.data, "--port", "0"), stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=log, cwd=ROOT, text=True)
        log.close()
        self.announced = []
        threading.Thread(target=self._read_addresses, args=(self.process.stdout,), daemon=True).start()
        self.url = eventually(self._address, 60, "an address on standard output")
        self.port = urllib.parse.urlsplit(self.url).port
        eventually(self._is_ready, 60, "/readyz answers 200")
        return self

    def _read_addresses(self, stream):
        for line in stream:
            self.announced.append(line.rstrip("\n"))

    def _address(self):
        self._check_alive()
        for line in self.announced:
            found = re.search(r"http://[^/\s]+:[1-9]\d*", line)
            if found:
                return found.group()
        return None

    def _is_ready(self):
        self._check_alive()
        try:
            with urllib.request.urlopen(self.url + "/readyz", timeout=5) as answer:
                return answer.status == 200
        except OSError:
            return False

    def _check_alive(self):
        code = self.process.poll()
        assert code is None, f"the service ended with {code}:\n{self.stderr()}"

    def stderr(self):
        """What the service said, the latest start last."""
        return "\n".join(path.read_text(errors="replace")[-4000:] for path in sorted(self.data.glob("stderr-*.log")))

    def stop(self):
        """Ends it as an operator does; it must end by itself, in good order."""
        self.process.send_signal(signal.SIGTERM)
        try:
            code = self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise AssertionError(f"still there 20 s after SIGTERM:\n{self.stderr()}") from None
        assert code == 0, f"exit code {code} after SIGTERM:\n{self.stderr()}"

    def kill(self):
        """Ends it without a warning, as a crash does."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(20)

    def release(self):
        """For the end of a test, whatever happened."""
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait(20)

    # MARK: What it answers

    def get(self, path, **query):
        """The JSON of a route, which must answer 200."""
        if query:
            path += "?" + urllib.parse.urlencode(query)
        with urllib.request.urlopen(self.url + path, timeout=60) as answer:
            return json.load(answer)

    def events(self, **query):
        """All events of a selection in the order of the log, page by page."""
        events = []
        query.setdefault("limit", 1000)
        while True:
            page = self.get("/v1/events", **query)
            events += page["events"]
            if "next" not in page:
                return events
            query["from"] = page["next"]

    def task(self, identity):
        return self.get(f"/v1/tasks/{identity}")
