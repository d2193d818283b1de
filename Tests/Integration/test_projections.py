"""The read models: listed, folded anew beside the service, and compared with what the log folds to."""

import json
import sqlite3
import struct
import subprocess
import zlib

import pytest

from service import binary

UNKNOWN = {"task_id": "mcp_ffffffff"}


def run(word, *options):
    return subprocess.run([str(binary()), "projections", word, *map(str, options)], capture_output=True, text=True,
                          timeout=120)


def test_each_has_a_version_a_shape_and_a_lag(service, wire):
    wire.call("get_generation_status", UNKNOWN)
    listing = service.get("/v1/projections")
    assert listing["lag"] == listing["head"] - listing["position"] >= 0
    board = next(one for one in listing["projections"] if one["name"] == "task_board")
    assert board["version"] >= 1 and len(board["schema"]) == 16 and board["rebuild"] is None
    assert "task.created" in board["consumes"] and listing["series"]["position"] >= 0
    shown = run("list", "--url", service.url)
    assert shown.returncode == 0 and f"schema {board['schema']}" in shown.stdout
    assert json.loads(run("list", "--url", service.url, "--json").stdout)["projections"]


def test_a_rebuild_is_told_in_the_log_and_changes_nothing(service, wire, until):
    wire.call("get_generation_status", UNKNOWN)
    start = service.get("/v1/events", limit=1)["head"] + 1
    done = run("rebuild", "task_board", "operation_metrics", "--url", service.url)
    assert done.returncode == 0 and done.stdout.splitlines()[-1] == "done", done.stderr
    ends = lambda: service.get("/v1/events", type="projection.rebuild_completed", **{"from": start})["events"]
    found = until(lambda: len(ends()) == 2 and ends(), 10, "both rebuilds are in the log")
    assert {event["stream"] for event in found} == {"projection-task_board", "projection-operation_metrics"}
    begun = service.get("/v1/events", type="projection.rebuild_started", **{"from": start})["events"]
    assert {event["data"]["reason"] for event in begun} == {"requested"}
    whole = run("rebuild", "--url", service.url)
    assert whole.returncode == 0, whole.stderr
    same = run("verify", "--url", service.url)
    assert same.returncode == 0 and "differs" not in same.stdout, same.stdout


@pytest.mark.parametrize("path", ["rebuild", "verify"])
def test_a_projection_that_is_none_is_named_with_those_there_are(service, wire, path):
    reply = wire.rest("POST", f"/v1/projections/{path}?projection=nothing")
    assert reply.status == 400 and reply.json["error"]["field"] == "projection"
    assert "task_board" in reply.json["error"]["message"]
    refused = run(path, "nothing", "--url", service.url)
    assert refused.returncode == 1 and "task_board" in refused.stderr


def test_what_a_start_would_begin_with_is_compared_too(own_service):
    own_service.start()
    own_service.get("/v1/tasks")
    own_service.stop()
    same = run("verify", "--data", own_service.data)
    assert same.returncode == 0 and "task_board at" in same.stdout, same.stderr
    listed = json.loads(run("list", "--data", own_service.data, "--json").stdout)
    assert listed["snapshots"] and listed["head"] >= listed["snapshots"][-1]
    wrong = run("verify", "nothing", "--data", own_service.data)
    assert wrong.returncode == 2 and "task_board" in wrong.stderr


def test_a_model_that_is_not_what_the_log_folds_to_is_shown_with_the_difference(own_service):
    own_service.start()
    first = own_service.get("/v1/services")["services"][0]["instance"]
    own_service.stop()
    database = sqlite3.connect(own_service.data / "events.db")
    # The stored text of the instance's id, changed in place: the snapshot stays whole but for what it says.
    stored = "SELECT name, data FROM snapshots WHERE name LIKE 'projection/models@%'"
    for name, data in database.execute(stored).fetchall():
        # Its size and its checksum, then the deflated bytes.
        plain = zlib.decompress(data[16:], wbits=-15)
        assert struct.unpack("<QQ", data[:16]) == (len(plain), zlib.crc32(plain))
        other = plain.replace(first.encode(), b"x" * len(first))
        packer = zlib.compressobj(6, zlib.DEFLATED, -15)
        stored = struct.pack("<QQ", len(other), zlib.crc32(other)) + packer.compress(other) + packer.flush()
        database.execute("UPDATE snapshots SET data = ? WHERE name = ?", (stored, name))
    database.commit()
    database.close()
    differs = run("verify", "--data", own_service.data)
    assert differs.returncode == 1, differs.stdout
    assert "service_status at" in differs.stdout and "differs" in differs.stdout and first in differs.stdout
    found = {line.split(" at ")[0] for line in differs.stdout.splitlines() if line.endswith("differs")}
    assert found == {"service_status", "log_statistics"} and "task_board at" in differs.stdout
    own_service.start()
    assert run("verify", "service_status", "--url", own_service.url).returncode == 1
    assert run("rebuild", *found, "--url", own_service.url).returncode == 0
    assert run("verify", "--url", own_service.url).returncode == 0
    assert run("verify", "--data", own_service.data).returncode == 0
    own_service.stop()
