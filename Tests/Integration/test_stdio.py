"""MCP over standard input and output: nothing but messages, both eras at once, and a good end."""

import json
import queue
import subprocess
import threading
import time

import pytest

from wire import MODERN, PREFIX, call, legacy, modern

CLIENT = {"name": "a test", "version": "1"}
UNKNOWN = {"task_id": "mcp_ffffffff"}


class Stdio:
    """A process that speaks MCP on its pipes."""

    def __init__(self, command, schemas):
        self.schemas = schemas
        self.began = time.monotonic()
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.lines = queue.Queue()
        self.errors = []
        threading.Thread(target=self._read, daemon=True).start()
        threading.Thread(target=lambda: self.errors.extend(self.process.stderr), daemon=True).start()

    def _read(self):
        for line in self.process.stdout:
            self.lines.put(line)
        self.lines.put(None)

    def send(self, message):
        line = message if isinstance(message, bytes) else json.dumps(message).encode()
        self.process.stdin.write(line + b"\n")
        self.process.stdin.flush()

    def receive(self, revision=MODERN, method=None, seconds=30):
        """The next message, which must match its schema."""
        line = self.lines.get(timeout=seconds)
        assert line is not None, f"the output ended: {self.errors}"
        message = json.loads(line)
        assert line.endswith(b"\n") and message["jsonrpc"] == "2.0"
        self.schemas.check(message, revision, method)
        return message

    def ask(self, message, revision=MODERN):
        self.send(message)
        return self.receive(revision, message["method"])

    def end(self, seconds=10):
        """Closes the input: the process must end by itself with 0. What it still said is the result."""
        self.process.stdin.close()
        try:
            code = self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"still there {seconds} s after the end of its input") from None
        assert code == 0, (code, self.errors)
        rest = []
        while (line := self.lines.get(timeout=5)) is not None:
            rest.append(json.loads(line))
        return rest


@pytest.fixture
def start(installation, schemas):
    """Starts `moneyprinter stdio` on a data folder."""
    started = []

    def begin(data):
        started.append(Stdio(installation.command("stdio", data), schemas))
        return started[-1]

    yield begin
    for stdio in started:
        if stdio.process.poll() is None:
            stdio.process.kill()
            stdio.process.wait(10)


@pytest.fixture
def stdio(start, tmp_path):
    return start(tmp_path / "data")


def test_discover_is_answered_quickly_and_the_process_ends_with_its_input(start, tmp_path):
    """Clients give up on discover after about half a second; the bound here is for a machine that does much besides."""
    seconds = []
    for number in range(3):
        stdio = start(tmp_path / str(number))
        stdio.send(modern("server/discover"))
        answer = stdio.receive(method="server/discover")
        seconds.append(time.monotonic() - stdio.began)
        assert answer["result"]["supportedVersions"] == [MODERN]
        assert stdio.end() == []
    assert min(seconds) < 3, seconds


def test_requests_before_the_end_of_input_are_still_answered(stdio):
    """As in `echo ... | moneyprinter stdio`."""
    stdio.send(modern("server/discover", id=1))
    stdio.send(modern("tools/list", id=2))
    stdio.send(call("get_generation_status", UNKNOWN, id=3))
    assert {message["id"] for message in stdio.end()} == {1, 2, 3}


def test_both_eras_are_spoken_on_one_connection(stdio):
    """Clients that discover, then initialize, then mix: each message speaks for itself."""
    assert stdio.ask(modern("server/discover"))["result"]["resultType"] == "complete"
    shake = legacy("initialize", {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": CLIENT})
    assert stdio.ask(shake, "2025-06-18")["result"]["protocolVersion"] == "2025-06-18"
    stdio.send({"jsonrpc": "2.0", "method": "notifications/initialized"})
    assert stdio.ask(legacy("ping"), "2025-06-18")["result"] == {}
    tools = stdio.ask(legacy("tools/list"), "2025-06-18")["result"]
    assert "ttlMs" not in tools and "outputSchema" in tools["tools"][0]
    assert stdio.ask(modern("tools/list"))["result"]["ttlMs"] > 0
    assert stdio.ask(modern("ping"))["error"]["code"] == -32601
    again = legacy("initialize", {"protocolVersion": "2024-11-05", "capabilities": {}, "clientInfo": CLIENT})
    assert stdio.ask(again, "2024-11-05")["result"]["protocolVersion"] == "2024-11-05"
    assert "outputSchema" not in stdio.ask(legacy("tools/list"), "2024-11-05")["result"]["tools"][0]
    assert stdio.end() == []


@pytest.mark.parametrize(
    ("line", "code"),
    [(b"{", -32700), (b"nonsense", -32700), (b'{"jsonrpc":"2.0","id":1,"method":"\xff"}', -32700),
     (b"[" * 5000, -32700), (b"5", -32600), (b'{"jsonrpc":"2.0","id":null,"method":"ping"}', -32600),
     (b'[{"jsonrpc":"2.0","id":1,"method":"ping"}]', -32600)],
    ids=range(7))
def test_a_bad_line_is_an_error_and_not_the_end(stdio, line, code):
    stdio.send(line)
    answer = stdio.receive()
    assert answer["error"]["code"] == code and "id" not in answer
    stdio.send(b"")
    assert stdio.ask(modern("server/discover"))["result"]
    assert stdio.end() == []


def test_nothing_but_messages_is_printed_while_a_voice_speaks(stdio):
    """External programs have an output of their own; ours stays clean."""
    stdio.send(call("synthesize_voice", {"text": "One two three.", "voice_name": ""}, id="v", progressToken="p"))
    notes = []
    while "id" not in (message := stdio.receive(method="tools/call")):
        notes.append(message["params"])
    assert message["id"] == "v" and message["result"]["isError"] is False
    assert notes and all(note["progressToken"] == "p" for note in notes)
    assert message["result"]["structuredContent"]["audio_file"].startswith("file:///")
    assert stdio.end() == []


def test_answers_come_as_they_are_ready(stdio, long_clip):
    """A long call does not hold up a short one, and can be cancelled: it then has no answer."""
    arguments = {"video_uri": f"file:{long_clip}", "analysis_type": "quality"}
    stdio.send(call("analyze_video_content", arguments, id="long"))
    assert stdio.ask(call("get_generation_status", UNKNOWN, id="short"))["id"] == "short"
    stdio.send({"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": "other"}})
    stdio.send({"jsonrpc": "2.0", "method": "notifications/cancelled",
                "params": {"requestId": "long", "reason": "enough"}})
    assert stdio.ask(call("get_generation_status", UNKNOWN, id="after"))["id"] == "after"
    assert stdio.end() == []


def test_the_end_of_input_ends_work_under_way(stdio, long_clip, until, logged, tmp_path):
    """The task stays in the log: the next process on the folder goes on with it, or finds it cancelled."""
    stdio.ask(modern("server/discover"))
    stdio.send(call("analyze_video_content", {"video_uri": f"file:{long_clip}", "analysis_type": "full"}, id=1))
    until(lambda: logged(tmp_path / "data", "--type", "task.stage_started"), 20, "the analysis runs")
    stdio.end(seconds=10)
    types = [event["type"] for event in logged(tmp_path / "data")]
    assert types[-1] == "service.stopped"


def test_a_log_has_one_owner_and_others_pass_their_messages_on(start, service):
    """A client's stdio process beside a running service: same tools, same log, one writer."""
    before = service.get("/v1/events", limit=1)["head"]
    stdio = start(service.data)
    assert stdio.ask(modern("server/discover", id="d"))["result"]["supportedVersions"] == [MODERN]
    shake = legacy("initialize", {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": CLIENT}, id="i")
    assert stdio.ask(shake, "2025-06-18")["result"]["protocolVersion"] == "2025-06-18"
    stdio.send({"jsonrpc": "2.0", "method": "notifications/initialized"})
    assert stdio.ask(legacy("ping", id="p"), "2025-06-18")["id"] == "p"
    stdio.send(call("synthesize_voice", {"text": "Through the bridge.", "voice_name": ""}, id="v", progressToken="t"))
    notes = 0
    while "id" not in (message := stdio.receive(method="tools/call")):
        notes += 1
    assert notes and message["id"] == "v" and message["result"]["isError"] is False
    stdio.send(b"{")
    assert stdio.receive()["error"]["code"] == -32700
    assert stdio.end() == []
    asked = service.events(**{"from": before + 1, "type": "request.received"})
    methods = [event["data"]["method"] for event in asked if event["data"]["transport"] == "http"]
    assert [method for method in methods if method in ("server/discover", "initialize", "ping", "tools/call")] == [
        "server/discover", "initialize", "ping", "tools/call"]
    assert len(service.events(type="service.started")) == 1


def test_what_is_given_up_or_subscribed_to_goes_through_as_well(start, service, long_clip, until):
    """The process beside a service passes on cancellations, names of tasks, and what a session is told unasked."""
    before = service.get("/v1/events", limit=1)["head"]
    stdio = start(service.data)
    stdio.send(call("analyze_video_content", {"video_uri": f"file:{long_clip}", "analysis_type": "quality"}, id="long"))
    until(lambda: service.events(**{"from": before + 1, "type": "task.stage_started"}), 20, "the analysis runs")
    stdio.send({"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": "long"}})
    until(lambda: service.events(**{"from": before + 1, "type": "task.cancelled"}), 20, "the task is cancelled")

    knows = {PREFIX + "clientCapabilities": {"extensions": {PREFIX + "tasks": {}}}}
    made = stdio.ask(call("create_video", {"video_subject": "zq bridge", "paragraph_number": 3}, id="m", **knows))
    task = made["result"]["taskId"]
    assert stdio.ask(modern("tasks/get", {"taskId": task}, id="g", **knows))["result"]["taskId"] == task
    stdio.ask(legacy("initialize", {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": CLIENT}, id="i"),
              "2025-11-25")
    stdio.ask(legacy("resources/subscribe", {"uri": f"task://{task}"}, id="s"), "2025-11-25")
    stdio.send(modern("tasks/cancel", {"taskId": task}, id="c", **knows))
    heard = set()
    # The answer to the subscription may come after the first update.
    while not heard >= {"c", "notifications/resources/updated"}:
        message = json.loads(stdio.lines.get(timeout=30))
        heard.add(message.get("id") or message["method"])
    assert stdio.end() == []


def test_many_requests_at_once_each_get_one_answer(stdio):
    for number in range(200):
        stdio.send(call("get_generation_status", {"task_id": f"mcp_{number:08x}"}, id=number))
    answers = [stdio.receive(method="tools/call") for _ in range(200)]
    assert sorted(answer["id"] for answer in answers) == list(range(200))
    assert all(f"mcp_{answer['id']:08x}" in answer["result"]["content"][0]["text"] for answer in answers)
    assert stdio.end() == []
