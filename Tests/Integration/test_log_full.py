"""A full disk: calls are refused with 503 and a time to come back, nothing is lost, and the service recovers."""

import os
import secrets
import subprocess

import pytest

import wire as wires
from service import Service
from test_crash import check_log
from wire import Wire

DISK_BYTES = 48 << 20


class Disk:
    """A small file system in memory."""

    def __init__(self, folder):
        self.folder = folder
        self.filler = folder / "filler"

    def fill(self):
        with open(self.filler, "wb", buffering=0) as file:
            block = bytes(4096)
            try:
                while True:
                    file.write(block)
            except OSError:
                pass

    def free(self):
        self.filler.unlink()


@pytest.fixture
def disk(tmp_path):
    folder = tmp_path / "disk"
    folder.mkdir()
    if os.geteuid() != 0:
        pytest.skip("mounting a small disk needs root")
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={DISK_BYTES}", "none", str(folder)], capture_output=True, text=True)
    if done.returncode != 0:
        pytest.skip(f"a small disk cannot be mounted here: {done.stderr.strip()}")
    yield Disk(folder)
    subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.fixture
def small_service(installation, disk):
    service = Service(installation, disk.folder / "data")
    yield service
    service.release()


TERMS = {"video_subject": "tea", "video_script": "Tea leaves in hot water make a drink."}


class Caller:
    """Calls that carry a trace of their own, and the traces of those that were answered."""

    def __init__(self, port, schemas):
        self.wire = Wire(port, schemas)
        self.answered = []

    def _trace(self):
        trace = secrets.token_hex(16)
        return trace, [("traceparent", f"00-{trace}-{secrets.token_hex(8)}-01")]

    def rest(self):
        trace, headers = self._trace()
        body = {"tool_name": "generate_video_terms", "parameters": TERMS}
        reply = self.wire.rest("POST", "/v1/mcp/tools/call", body, headers)
        if reply.status == 200:
            self.answered.append(trace)
        return reply

    def modern(self):
        trace, headers = self._trace()
        reply = self.wire.post(wires.call("generate_video_terms", TERMS), more=headers)
        if reply.status == 200 and "result" in reply.messages[-1]:
            self.answered.append(trace)
        return reply

    def legacy(self):
        trace, headers = self._trace()
        message = wires.legacy("tools/call", {"name": "generate_video_terms", "arguments": TERMS})
        reply = self.wire.legacy(message, "2025-06-18", headers)
        if reply.status == 200 and "result" in reply.messages[-1]:
            self.answered.append(trace)
        return reply

    def task(self):
        return self.wire.post(wires.call("create_video", {"video_subject": "tea"}))

    def until_refused(self):
        for _ in range(3000):
            reply = self.rest()
            if reply.status != 200:
                return expect_unavailable(reply)
        raise AssertionError("3000 calls found space on a full disk")


def expect_unavailable(reply):
    assert reply.status == 503, (reply.status, reply.body)
    assert 1 <= int(reply.header("retry-after")) <= 60


def expect_refusals(caller):
    reply = caller.rest()
    expect_unavailable(reply)
    assert list(reply.json) == ["status", "message", "data"] and reply.json["status"] == 503
    for reply in (caller.modern(), caller.legacy(), caller.task()):
        expect_unavailable(reply)
        assert reply.error["code"] == -32603
        assert reply.error["data"]["retryAfterSeconds"] >= 1


def test_a_full_disk_is_answered_with_503_until_there_is_space_again(small_service, disk, schemas, until):
    service = small_service.start()
    caller = Caller(service.port, schemas)
    assert caller.rest().status == 200
    for _ in range(2):
        disk.fill()
        caller.until_refused()
        expect_refusals(caller)
        # What is there can still be read, and nobody has to restart anything.
        assert service.get("/v1/events", limit=1)["events"]
        assert service.process.poll() is None
        disk.free()
        until(lambda: caller.rest().status == 200, 20, "a call is answered again")
        assert caller.modern().status == 200
    events = check_log(service)
    ended = {event["trace_id"] for event in events if event["type"] == "request.completed"}
    assert set(caller.answered) <= ended, "what was answered is in the log"
    service.stop()

    service.start()
    assert [event["position"] for event in check_log(service)][:len(events)] == [event["position"] for event in events]
    service.stop()


def test_a_service_that_stops_on_a_full_disk_starts_again_with_all_it_had(small_service, disk, schemas):
    service = small_service.start()
    caller = Caller(service.port, schemas)
    for _ in range(20):
        assert caller.rest().status == 200
    disk.fill()
    caller.until_refused()
    service.stop()
    disk.free()
    service.start()
    ended = {event["trace_id"] for event in check_log(service) if event["type"] == "request.completed"}
    assert set(caller.answered) <= ended
    assert Caller(service.port, schemas).rest().status == 200
    service.stop()
