"""Limits of the operator's own: costs, policies, quotas, connections and idleness, over real sockets."""

import concurrent.futures
import contextlib
import http.client
import json
import os
import socket
import subprocess
import threading
import time

import pytest

import wire as protocol
from service import Installation, Service, eventually
from websocket import Closed, WebSocket
from wire import Wire


def bearer(key):
    return [("Authorization", f"Bearer {key}")]


class Limited:
    """A service with keys, whose configuration has further lines."""

    def __init__(self, folder, limits="", tables="", top=""):
        installation = Installation(folder / "installation")
        text = installation.config.read_text().replace("[limits]\n", "[limits]\n" + limits)
        installation.config.write_text(top + text + tables)
        self.service = Service(installation, folder / "data")

    def key(self, name, role="user", by=None):
        command = self.service.installation.command("keys", self.service.data)
        environment = {**os.environ, **({"MONEYPRINTER_KEY": by} if by else {})}
        made = subprocess.run(
            [*command[:2], "create", *command[2:], "--name", name, "--role", role], capture_output=True, text=True,
            timeout=60, env=environment)
        assert made.returncode == 0, made.stderr
        return made.stdout.strip()


@pytest.fixture
def limited(tmp_path):
    services = []

    def make(**options):
        made = Limited(tmp_path, **options)
        services.append(made.service)
        return made

    yield make
    for service in services:
        service.release()


def events(wire, admin, type):
    return wire.send("GET", f"/v1/events?type={type}&limit=1000", bearer(admin)).json["events"]


# Costs and policies


def test_a_dear_tool_uses_more_of_a_limit(limited, schemas):
    made = limited(tables='\n[limits.costs]\ngenerate_video_script = 40\n')
    admin, user = made.key("root", "admin"), made.key("ann")
    wire = Wire(made.service.start().port, schemas)
    ask = protocol.call("generate_video_script", {"video_subject": "tides"})
    first = wire.post(ask, more=bearer(user))
    # 100 a minute: two calls of 40 fit, a third does not, what costs one unit does.
    assert first.status == 200 and '"user-minute";r=6' in first.header("ratelimit")
    assert wire.post(ask, more=bearer(user)).status == 200
    refused = wire.post(ask, more=bearer(user))
    assert refused.status == 429 and refused.error["data"]["policy"] == "user-minute"
    assert 1 <= int(refused.header("retry-after")) <= 24
    assert wire.post(protocol.modern("tools/list"), more=bearer(user)).status == 200
    charged = [e["data"]["access"]["units"] for e in events(wire, admin, "request.received")
               if e.get("principal") == "ann"]
    assert sorted(charged) == [1, 40, 40]


def test_a_policy_of_ones_own_limits_one_tool_of_one_role_and_survives_a_kill(limited, schemas):
    policy = ('\n[[limits.policies]]\nname = "scripts-a-day"\nscope = "principal_tool"\nrole = "user"\n'
              'tool = "generate_video_script"\nquota = 2\nwindow = 86400\n')
    made = limited(tables=policy)
    admin, ann = made.key("root", "admin"), made.key("ann")
    tom = made.key("tom", by=admin)
    service = made.service.start()
    wire = Wire(service.port, schemas)
    ask = protocol.call("generate_video_script", {"video_subject": "tides"})
    assert [wire.post(ask, more=bearer(ann)).status for _ in range(3)] == [200, 200, 429]
    assert wire.post(ask, more=bearer(tom)).status == 200, "each principal by itself"
    assert [wire.post(ask, more=bearer(admin)).status for _ in range(3)] == [200] * 3, "other roles are not meant"
    assert wire.post(protocol.modern("tools/list"), more=bearer(ann)).status == 200, "nor is what else they do"
    service.kill()
    wire = Wire(service.start().port, schemas)
    refused = wire.post(ask, more=bearer(ann))
    assert refused.status == 429 and '"scripts-a-day";q=2;w=86400' in refused.header("ratelimit-policy")
    assert int(refused.header("retry-after")) > 3600
    shown = wire.send("GET", "/v1/limits", bearer(admin)).json["limits"]
    own = [entry for entry in shown if entry["policy"] == "scripts-a-day"]
    assert own[0]["busiest"][0]["key"] == "ann generate_video_script" and own[0]["busiest"][0]["remaining"] == 0


def test_a_limit_for_a_tool_that_there_is_not_stops_the_start(limited):
    made = limited(tables="\n[limits.costs]\ncreate_vidoe = 2\n")
    done = subprocess.run(
        made.service.installation.command("serve", made.service.data, "--port", "0"), capture_output=True, text=True,
        timeout=60)
    assert done.returncode == 1 and "'create_vidoe' is no tool: did you mean 'create_video'?" in done.stderr


# Quotas


def script(number=0):
    return protocol.call("generate_video_script", {"video_subject": f"tides {number}"})


def test_a_quota_of_tasks_a_day_is_exact_under_many_connections_and_over_a_kill(limited, schemas):
    made = limited(tables="\n[limits.quotas]\ntasks_a_day = 7\n[limits.quotas.admin]\ntasks_a_day = 9\n")
    admin, user = made.key("root", "admin"), made.key("ann")
    service = made.service.start()
    barrier = threading.Barrier(32)

    def ask(number):
        own = Wire(service.port, schemas)
        barrier.wait()
        return own.post(script(number), more=bearer(user))

    with concurrent.futures.ThreadPoolExecutor(32) as pool:
        replies = list(pool.map(ask, range(32)))
    assert sorted(reply.status for reply in replies) == [200] * 7 + [429] * 25
    refused = [reply for reply in replies if reply.status == 429][0]
    assert refused.error["code"] == -32004
    data = refused.error["data"]
    assert data["reason"] == "quota_exceeded" and data["quota"] == "tasks-a-day"
    assert (data["limit"], data["used"], data["asked"]) == (7, 7, 1)
    assert 1 <= int(refused.header("retry-after")) <= 86_400
    assert "tasks-a-day" in refused.error["message"] and "7 of 7" in refused.error["message"]
    service.kill()
    service.start()
    wire = Wire(service.port, schemas)
    assert wire.post(script(), more=bearer(user)).status == 429
    rest = wire.rest("POST", "/v1/mcp/tools/call",
                     {"tool_name": "generate_video_script", "parameters": {"video_subject": "x"}}, bearer(user))
    assert rest.status == 429 and "tasks-a-day" in rest.json["message"] and rest.header("retry-after")
    assert wire.post(protocol.modern("tools/list"), more=bearer(user)).status == 200
    assert wire.post(script(), more=bearer(admin)).status == 200
    quotas = wire.send("GET", "/v1/limits", bearer(admin)).json["quotas"]
    assert quotas["base"]["tasks-a-day"] == 7 and quotas["roles"]["admin"]["tasks-a-day"] == 9
    first = quotas["users"][0]
    assert first["user"] == "ann" and first["used"]["tasks-a-day"] == 7
    panels = {panel["title"]: panel for panel in
              wire.send("GET", "/v1/dashboards/limits", bearer(admin)).json["panels"]}
    rows = panels["Quotas"]["data"]["rows"]
    assert ["tasks-a-day", None, 7, 1, 7] in rows and ["tasks-a-day", "admin", 9, 1, 1] in rows
    noted = events(wire, admin, "limit.exceeded")
    assert {(e["data"]["policy"], e["data"]["key"]) for e in noted} == {("tasks-a-day", "ann")}


def test_video_and_disk_have_quotas_of_their_own(limited, schemas, until):
    # A video of the shortest script is a few seconds; a voice of one word some ten thousand bytes.
    made = limited(tables="\n[limits.quotas]\nvideo_seconds_a_day = 20\ndisk_megabytes = 1\n")
    admin, user = made.key("root", "admin"), made.key("ann")
    service = made.service.start()
    wire = Wire(service.port, schemas)
    words = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    video = {"video_subject": "numbers", "video_script": words, "quality": "draft"}
    long = {**video, "video_script": " ".join([words] * 4)}
    refused = wire.post(protocol.call("create_video", long), more=bearer(user))
    assert refused.status == 429 and refused.error["data"]["quota"] == "video-seconds-a-day"
    assert refused.header("retry-after") is None, "it would not fit tomorrow either"
    first = wire.post(protocol.call("create_video", video), more=bearer(user))
    assert first.status == 200
    again = [wire.post(protocol.call("create_video", video), more=bearer(user)) for _ in range(4)]
    full = [reply for reply in again if reply.status == 429]
    assert full and full[0].error["data"]["quota"] == "video-seconds-a-day" and full[0].header("retry-after")
    for reply in again:
        if reply.status == 200:
            wire.call("cancel_task", {"task_id": reply.result["structuredContent"]["task_id"]}, more=bearer(user))
    task = first.result["structuredContent"]["task_id"]
    until(lambda: wire.send("GET", f"/v1/tasks/{task}", bearer(user)).json["status"] == "complete", 120, "the video")
    folder = service.data / "tasks"

    def used():
        users = wire.send("GET", "/v1/limits", bearer(admin)).json["quotas"]["users"]
        return [entry for entry in users if entry["user"] == "ann"][0]["used"]

    # What the log knows of is what lies on the disk, but for small files between stages.
    real = sum(path.stat().st_size for path in (folder / task).rglob("*") if path.is_file())
    known = sum(e["bytes"] for event in events(wire, admin, "task.stage_completed")
                if event["data"]["task"] == task for e in event["data"]["outputs"])
    assert real * 0.95 <= known <= real * 1.05, (real, known)
    assert used()["disk-bytes"] >= known > 1_000_000
    assert 3 <= used()["video-seconds-a-day"] <= 20
    voice = protocol.call("synthesize_voice", {"text": "hello", "voice_name": ""})
    refused = wire.post(voice, more=bearer(user))
    assert refused.status == 429 and refused.error["data"]["quota"] == "disk-bytes"
    assert refused.error["data"]["limit"] == 1_000_000 and refused.header("retry-after") is None
    for other in list(folder.iterdir()):
        removed = wire.call("remove_task_files", {"task_id": other.name}, more=bearer(user))["structuredContent"]
        assert removed["bytes"] >= known if other.name == task else True
    assert used()["disk-bytes"] == 0 and not list(folder.iterdir())
    shown = wire.send("GET", f"/v1/tasks/{task}", bearer(user)).json
    assert shown["files_removed_at"] and shown["result_urls"] == [] and shown["status"] == "complete"
    assert wire.send("GET", f"/v1/videos/{task}/final.mp4", bearer(user)).status == 404
    assert wire.post(voice, more=bearer(user)).status == 200


def test_a_full_queue_refuses_everybody_until_it_has_room(limited, schemas):
    made = limited(limits="queued_tasks = 2\n")
    service = made.service.start()
    wire = Wire(service.port, schemas)
    slow = protocol.call("create_video", {"video_subject": "a long story", "video_script": "word " * 200})
    first, second, third = (wire.post(slow) for _ in range(3))
    assert [first.status, second.status, third.status] == [200, 200, 503]
    assert third.error["data"]["reason"] == "queue_full" and third.header("retry-after") == "10"
    rest = wire.rest("POST", "/v1/mcp/tools/call", {"tool_name": "create_video", "parameters": {"video_subject": "x"}})
    assert rest.status == 503 and "2 of 2" in rest.json["message"]
    task = second.result["structuredContent"]["task_id"]
    wire.call("cancel_task", {"task_id": task})
    eventually(lambda: wire.post(slow).status == 200, 30, "there is room again")


# Connections


@contextlib.contextmanager
def lines(port, count):
    opened = [socket.create_connection(("127.0.0.1", port), timeout=20) for _ in range(count)]
    try:
        yield opened
    finally:
        for line in opened:
            line.close()


def ask(line):
    """One short answer on an open connection: its status; None where the connection is gone."""
    try:
        line.sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        answer = http.client.HTTPResponse(line)
        answer.begin()
        answer.read()
        return answer.status
    except OSError:
        return None
    except http.client.HTTPException:
        return None


def test_one_address_has_so_many_connections_and_no_more(limited):
    made = limited(limits="address_connections = 5\n")
    service = made.service.start()
    with lines(service.port, 5) as five:
        assert [ask(line) for line in five] == [200] * 5
        with socket.create_connection(("127.0.0.1", service.port), timeout=20) as sixth:
            answer = http.client.HTTPResponse(sixth)
            answer.begin()
            assert answer.status == 429 and answer.getheader("retry-after") == "1"
            assert json.loads(answer.read())["error"]["data"]["reason"] == "too_many_connections"
            assert sixth.recv(10) == b"", "and it is closed"
        # Another address of this machine is another.
        with socket.create_connection(("127.0.0.1", service.port), timeout=20, source_address=("127.0.0.2", 0)) as line:
            assert ask(line) == 200
        assert [ask(line) for line in five] == [200] * 5
        five[0].close()

        def has_room():
            with socket.create_connection(("127.0.0.1", service.port), timeout=20) as line:
                return ask(line) == 200

        eventually(has_room, 10, "a connection that ended makes room")


def ends_within(line, seconds):
    """Reads until the other end closes; how long that took."""
    start = time.monotonic()
    line.settimeout(seconds)
    try:
        while line.recv(65_536):
            pass
    except ConnectionError:
        pass
    return time.monotonic() - start


def test_an_idle_connection_ends_and_a_busy_one_does_not(limited, schemas, until):
    made = limited(limits="idle_seconds = 1\nsocket_idle_seconds = 1\n")
    service = made.service.start()
    with lines(service.port, 4) as (silent, used, body, busy):
        assert ask(used) == 200
        # A body that stops on its way; large enough to be Hummingbird's.
        body.sendall(b"POST /v1/traces HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
                     b"Content-Length: 1000\r\n\r\n{")
        # An answer that takes longer than the connection may be idle.
        task = Wire(service.port, schemas).call("create_video", {"video_subject": "x", "video_script": "word " * 150})
        message = protocol.call("wait_for_task", {"task_id": task["structuredContent"]["task_id"], "seconds": 3})
        payload = json.dumps(message).encode()
        head = {"Host": "127.0.0.1", "Accept": protocol.BOTH, "Content-Type": "application/json",
                "Content-Length": str(len(payload)), **protocol.headers_for(message)}
        fields = "".join(f"{name}: {value}\r\n" for name, value in head.items())
        busy.sendall(f"POST /mcp HTTP/1.1\r\n{fields}\r\n".encode() + payload)
        for line in (silent, used, body):
            assert ends_within(line, 15) < 10
        answer = http.client.HTTPResponse(busy)
        answer.begin()
        assert answer.status == 200 and answer.read()
        assert ends_within(busy, 15) < 10


def test_a_websocket_without_messages_ends_and_says_why(limited, schemas):
    made = limited(limits="socket_idle_seconds = 2\n")
    service = made.service.start()
    with WebSocket(service.port, schemas=schemas) as ws:
        assert ws.status == 101
        ws.ask(protocol.modern("tools/list"))
        start = time.monotonic()
        with pytest.raises(Closed) as ended:
            while True:
                ws.receive()
        assert ended.value.code == 1001 and "no message" in ended.value.reason
        assert 1 <= time.monotonic() - start < 20
