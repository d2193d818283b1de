"""Who may come in, what they may do and how much of it, over every door of a real service."""

import concurrent.futures
import http.client
import json
import os
import re
import socket
import subprocess
import threading

import pytest

import wire as protocol
from service import Service
from wire import Wire, modern

KEY = re.compile(r"^mcps_live_[0-9A-Za-z]{10}_[0-9A-Za-z_-]{43}_[0-9A-Za-z]{6}$")


def bearer(key):
    return [("Authorization", f"Bearer {key}")]


@pytest.fixture
def keys(installation):
    """Runs `moneyprinter keys` on a data folder; gives what it printed."""

    def run(data, word, *options, key=None, code=0):
        environment = dict(os.environ)
        if key:
            environment["MONEYPRINTER_KEY"] = key
        done = subprocess.run(
            [*installation.command("keys", data)[:2], word, *installation.command("keys", data)[2:], *options],
            capture_output=True, text=True, timeout=60, env=environment)
        assert done.returncode == code, done.stderr
        return done.stdout.strip() if code == 0 else done.stderr.strip()

    return run


@pytest.fixture
def guarded(own_service, keys, schemas):
    """A service with an administrator's and a user's key, made before it started."""
    admin = keys(own_service.data, "create", "--name", "root", "--role", "admin")
    user = keys(own_service.data, "create", "--name", "ann", "--role", "user")
    own_service.start()
    return own_service, Wire(own_service.port, schemas), admin, user


DOORS = [
    ("GET", "/v1/events"), ("GET", "/v1/events/1"), ("GET", "/v1/traces"), ("GET", "/v1/tasks"),
    ("GET", "/v1/videos/mcp_12345678/final.mp4"), ("GET", "/v1/dashboards"), ("GET", "/v1/dashboards/overview"),
    ("GET", "/v1/alerts"), ("PUT", "/v1/alerts/rules"), ("POST", "/v1/alerts/silences"), ("GET", "/v1/replay"),
    ("GET", "/v1/timeline"), ("GET", "/v1/services"), ("GET", "/v1/projections"), ("GET", "/v1/keys"),
    ("POST", "/v1/keys"), ("DELETE", "/v1/keys/abc"), ("GET", "/metrics"), ("GET", "/api/v1/query?query=up"),
    ("POST", "/v1/traces"), ("POST", "/v1/metrics"), ("POST", "/v1/logs"), ("POST", "/v1/mcp/tools/call"),
    ("POST", "/v1/mcp/tools/batch"), ("GET", "/v1/mcp/tools"), ("GET", "/v1/mcp/status"), ("GET", "/mcp"),
    ("DELETE", "/mcp"), ("GET", "/v1/nothing/here"), ("GET", "/nothing"),
]


def test_every_door_is_closed_to_strangers_and_wrong_keys(guarded):
    _, wire, admin, _ = guarded
    wrong = admin[:25] + ("A" if admin[25] != "A" else "B") + admin[26:]
    for number, (method, path) in enumerate(DOORS):
        # More guesses would end in a lock-out.
        for headers in [[], bearer("not-a-key")][:2 if number % 3 == 0 else 1]:
            reply = wire.send(method, path, headers, b"{}" if method in ("POST", "PUT") else None)
            assert reply.status == 401, (method, path, headers, reply.status, reply.body)
            assert reply.header("www-authenticate").startswith("Bearer realm="), path
    reply = wire.post(protocol.modern("tools/list"))
    assert reply.status == 401 and reply.error["code"] == -32001
    assert wire.post(protocol.modern("tools/list"), more=bearer(wrong)).status == 401
    for path in ["/", "/healthz", "/readyz", "/dashboard", "/v1/mcp/health"]:
        assert wire.send("GET", path).status == 200, path


def test_a_key_opens_what_its_role_may(guarded, logged):
    service, wire, admin, user = guarded
    assert KEY.match(admin) and KEY.match(user)
    assert wire.post(protocol.modern("tools/list"), more=bearer(user)).status == 200
    script = {"video_subject": "tides"}
    called = wire.post(protocol.call("generate_video_script", script), more=bearer(user))
    assert called.result["isError"] is False
    denied = wire.post(protocol.call("batch_video_generation", {"subjects": ["a"]}), more=bearer(user))
    assert denied.status == 403 and denied.error["code"] == -31002
    assert 'error="insufficient_scope"' in denied.header("www-authenticate")
    assert wire.send("PUT", "/v1/alerts/rules", bearer(user), b"{}").status == 403
    assert wire.send("GET", "/v1/events", bearer(admin)).status == 200
    rest = wire.rest("POST", "/v1/mcp/tools/call", {"tool_name": "batch_video_generation"}, bearer(user))
    assert rest.status == 403 and rest.json["data"] is None
    events = logged(service.data)
    received = [event for event in events if event["type"] == "request.received"]
    access = received[1]["data"]["access"]
    assert access["role"] == "user" and access["units"] == 1 and access["rule"] == "user: allow tools:call:*"
    assert {event["principal"] for event in received} == {"ann"}
    assert [e["data"]["permission"] for e in events if e["type"] == "access.denied"] == [
        "tools:call:batch_video_generation", "alerts:write", "tools:call:batch_video_generation"]


def test_a_loopback_service_is_open_until_the_first_key_is_made(own_service, keys, schemas):
    own_service.start()
    wire = Wire(own_service.port, schemas)
    assert wire.send("GET", "/v1/events").status == 200
    key = keys(own_service.data, "create", "--name", "root", "--role", "admin")
    assert wire.send("GET", "/v1/events").status == 401
    assert wire.send("GET", "/v1/events", bearer(key)).status == 200
    assert "Authentication required" in keys(own_service.data, "list", code=1)
    listed = keys(own_service.data, "list", key=key)
    assert "root" in listed and "live" in listed and key[21:64] not in listed


def test_a_refused_head_has_no_body(guarded):
    """One that has would be taken for the next answer."""
    with socket.create_connection(("127.0.0.1", guarded[0].port), timeout=30) as connection:
        call = f"HEAD /v1/tasks HTTP/1.1\r\nHost: 127.0.0.1:{guarded[0].port}\r\n"
        connection.sendall(f"{call}\r\n{call}Connection: close\r\n\r\n".encode())
        received = b"".join(iter(lambda: connection.recv(4096), b""))
    assert received.count(b"HTTP/1.1 401 ") == 2 and b"\r\nContent-Length: " in received
    assert all(part.startswith(b"HTTP/1.1 ") for part in received.split(b"\r\n\r\n") if part)


def test_a_key_is_replaced_without_a_gap_and_revoked_at_once(guarded, keys):
    service, wire, admin, user = guarded
    identity = user[10:20]
    new = keys(service.data, "rotate", identity, key=admin)
    for key in (user, new):
        assert wire.post(protocol.modern("tools/list"), more=bearer(key)).status == 200
    assert "lives beside it" in keys(service.data, "rotate", identity, key=admin, code=1)
    keys(service.data, "revoke", identity, "--reason", "replaced", key=admin)
    assert wire.post(protocol.modern("tools/list"), more=bearer(user)).status == 401
    assert wire.post(protocol.modern("tools/list"), more=bearer(new)).status == 200


def test_a_connection_that_was_let_in_is_asked_again_once_its_key_is_revoked(guarded, keys):
    service, wire, admin, user = guarded
    other = keys(service.data, "create", "--name", "tom", "--role", "viewer", key=admin)
    message = modern("tools/list")
    fields = {"Accept": protocol.BOTH, **protocol.headers_for(message)}
    connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=60)

    def status(key):
        connection.request("POST", "/mcp", json.dumps(message), {**fields, **dict(bearer(key))})
        answer = connection.getresponse()
        answer.read()
        return answer.status

    assert [status(key) for key in (user, user, other, user, user[:-1] + "x", user)] == [200, 200, 200, 200, 401, 200]
    keys(service.data, "revoke", user[10:20], "--reason", "lost", key=admin)
    assert [status(key) for key in (user, other)] == [401, 200]
    connection.close()


def test_keys_and_what_is_wrong_with_them_are_nowhere_in_the_log(guarded, logged):
    service, wire, admin, user = guarded
    wire.post(protocol.modern("tools/list"), more=bearer(user[:-1] + ("a" if user[-1] != "a" else "b")))
    wire.send("GET", f"/v1/tasks?api_key={user}")
    wire.send("GET", "/v1/tasks", [("Authorization", f"Bearer {user}"), ("Authorization", f"Bearer {admin}")])
    text = json.dumps(logged(service.data)) + service.stderr()
    assert user[21:64] not in text and admin[21:64] not in text
    reasons = {e["data"]["reason"] for e in logged(service.data) if e["type"] == "access.refused"}
    assert {"malformed_key", "in_query", "ambiguous"} <= reasons


def test_what_belongs_to_another_looks_as_if_it_were_not_there(guarded, keys):
    service, wire, admin, ann = guarded
    tom = keys(service.data, "create", "--name", "tom", "--role", "user", key=admin)
    made = wire.post(protocol.call("create_video", {"video_subject": "tides"}), more=bearer(ann)).result
    task = made["structuredContent"]["task_id"]
    for key, known in [(ann, True), (tom, False), (admin, True)]:
        one = wire.send("GET", f"/v1/tasks/{task}", bearer(key))
        none = wire.send("GET", "/v1/tasks/mcp_00000000", bearer(key))
        assert none.status == 404
        assert (one.status, one.body == none.body) == ((200, False) if known else (404, True))
        listed = wire.send("GET", "/v1/tasks", bearer(key)).json
        assert [entry["task_id"] for entry in listed["tasks"]] == ([task] if known else [])
        assert sum(listed["counts"].values()) == int(known)
        asked = wire.post(protocol.call("get_generation_status", {"task_id": task}), more=bearer(key)).result
        assert asked["isError"] is not known
        if not known:
            waited = wire.post(protocol.call("wait_for_task", {"task_id": task, "seconds": 1}, progressToken="p"),
                               more=bearer(key))
            assert waited.result["isError"] is True and len(waited.messages) == 1, "nor is it told how far it is"
    trace = wire.send("GET", f"/v1/tasks/{task}", bearer(admin)).json["trace_id"]
    statuses = [wire.send("GET", f"/v1/traces/{trace}", bearer(key)).status for key in (ann, tom, admin)]
    assert statuses == [200, 404, 200]
    events = wire.send("GET", "/v1/events?limit=1000", bearer(tom)).json["events"]
    assert events and {event["principal"] for event in events} == {"tom"}
    others = [e for e in wire.send("GET", "/v1/events?limit=1000", bearer(admin)).json["events"]
              if e.get("principal") == "ann"]
    assert others and wire.send("GET", f"/v1/events/{others[0]['position']}", bearer(tom)).status == 404
    assert wire.send("GET", "/v1/events?principal=ann", bearer(tom)).status == 400
    # Each of these shows what was done for others.
    for path in ["/v1/replay", "/v1/dashboards/overview", "/v1/series/evidence", "/v1/projections", "/v1/traces"]:
        assert wire.send("GET", path, bearer(tom)).status == 403, path


def test_lists_and_completions_name_ones_own_tasks_alone(guarded, keys):
    service, wire, admin, ann = guarded
    role = {"allow": ["resources:list", "resources:read:task*", "prompts:read", "tasks:read:own"]}
    assert wire.rest("PUT", "/v1/roles/reader", role, bearer(admin)).status == 200
    tom = keys(service.data, "create", "--name", "tom", "--role", "reader", key=admin)
    made = wire.post(protocol.call("create_video", {"video_subject": "tides"}), more=bearer(ann)).result
    task = made["structuredContent"]["task_id"]
    ask = modern("completion/complete", {"ref": {"type": "ref/resource", "uri": "task://{id}{?at}"},
                                         "argument": {"name": "id", "value": "mcp_"}})
    for key, known in [(admin, [task]), (tom, [])]:
        assert wire.post(ask, more=bearer(key)).result["completion"]["values"] == known
        listed = wire.post(modern("resources/list"), more=bearer(key)).result["resources"]
        assert [one["uri"] for one in listed if one["uri"].startswith("task:")] == [f"task://{id}" for id in known]


def test_a_role_of_ones_own_counts_at_once_and_a_denial_in_it_wins(guarded, keys):
    service, wire, admin, user = guarded
    role = {"allow": ["tools:list", "tools:call:generate_*"], "deny": ["tools:call:generate_video_terms"]}
    assert wire.rest("PUT", "/v1/roles/writer", role, bearer(user)).status == 403
    saved = wire.rest("PUT", "/v1/roles/writer", role, bearer(admin))
    assert saved.status == 200 and saved.json["roles"] == [{"name": "writer", **role}]
    writer = keys(service.data, "create", "--name", "tom", "--role", "writer", key=admin)
    script = protocol.call("generate_video_script", {"video_subject": "tides"})
    terms = protocol.call("generate_video_terms", {"video_subject": "tides", "video_script": "The tide."})
    assert wire.post(script, more=bearer(writer)).status == 200
    assert wire.post(terms, more=bearer(writer)).status == 403
    assert wire.send("DELETE", "/v1/roles/writer", bearer(admin)).status == 200
    assert wire.post(script, more=bearer(writer)).status == 403
    for name, body, field in [
            ("admin", role, "name"), ("Big", role, "name"), ("x", {"allow": ["a b"]}, "allow"), ("x", {"deny": 1}, "deny")]:
        wrong = wire.rest("PUT", f"/v1/roles/{name}", body, bearer(admin))
        assert wrong.status == 400 and wrong.json["error"]["field"] == field, (name, body)


def test_the_limits_say_who_has_used_how_much(guarded):
    service, wire, admin, user = guarded
    for _ in range(3):
        wire.post(protocol.modern("tools/list"), more=bearer(user))
    limits = {entry["policy"]: entry for entry in wire.send("GET", "/v1/limits", bearer(admin)).json["limits"]}
    assert {"user-minute", "user-hour", "admin-minute", "connection", "address"} <= limits.keys()
    used = limits["user-hour"]["busiest"][0]
    assert used["key"] == "ann" and 997 <= used["remaining"] <= 998


def test_an_address_that_guesses_is_locked_out(guarded):
    service, wire, admin, user = guarded
    for number in range(20):
        guess = wire.send("GET", "/v1/tasks", bearer(f"guess-{number}"))
        assert guess.status == 401
    locked = wire.send("GET", "/v1/tasks", bearer(admin))
    assert locked.status == 429 and 0 < int(locked.header("retry-after")) <= 900


def test_a_network_address_is_not_listened_on_without_a_key(installation, own_service):
    done = subprocess.run(
        installation.command("serve", own_service.data, "--host", "0.0.0.0", "--port", "0"),
        capture_output=True, text=True, timeout=60)
    assert done.returncode == 1 and "moneyprinter keys create" in done.stderr


@pytest.mark.slow
def test_a_limit_is_exact_under_64_connections_and_over_a_kill(guarded, logged):
    service, wire, admin, user = guarded
    barrier = threading.Barrier(64)

    def ask(_):
        barrier.wait()
        own = Wire(service.port, wire.schemas)
        replies = [own.post(protocol.modern("tools/list"), more=bearer(user)) for _ in range(3)]
        return [reply.status for reply in replies], replies[-1]

    with concurrent.futures.ThreadPoolExecutor(64) as pool:
        answers = list(pool.map(ask, range(64)))
    codes = [status for statuses, _ in answers for status in statuses]
    admitted = codes.count(200)
    assert set(codes) <= {200, 429}
    received = [e for e in logged(service.data) if e["type"] == "request.received"]
    assert len(received) == admitted
    # A quota of 100 comes back one by one while the test runs.
    seconds = received_span(received)
    assert 100 <= admitted <= 100 + int(seconds * 100 / 60) + 1
    refused = [reply for statuses, reply in answers if statuses[-1] == 429][0]
    assert refused.error["code"] == -32004
    assert '"user-minute";q=100;w=60' in refused.header("ratelimit-policy")
    assert int(refused.header("retry-after")) >= 1
    service.kill()
    service.start()
    again = Wire(service.port, wire.schemas)
    before = admitted
    more = sum(again.post(protocol.modern("tools/list"), more=bearer(user)).status == 200 for _ in range(30))
    received = [e for e in logged(service.data) if e["type"] == "request.received"]
    assert len(received) == before + more
    assert before + more <= 100 + int(received_span(received) * 100 / 60) + 1


def received_span(events):
    """Seconds from the first event to the last."""
    import datetime

    times = [datetime.datetime.fromisoformat(event["time"][:26].rstrip("Z") + "+00:00") for event in events]
    return (max(times) - min(times)).total_seconds()
