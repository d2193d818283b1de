"""The log's own commands: SQL, export and import, figures, backup, check and repair."""

import csv
import io
import json
import sqlite3
import subprocess

import pytest

from service import binary

TRACE = "0af7651916cd43dd8448eb211c80319c"


def run(word, data, *options, text=True, **more):
    return subprocess.run(
        [str(binary()), "log", word, "--data", str(data), *map(str, options)], capture_output=True, text=text,
        timeout=60, **more)


def done(*words, **more):
    result = run(*words, **more)
    assert result.returncode == 0, result.stderr
    return result.stdout


def event(position, **changes):
    """A line of an export."""
    line = {
        "position": position, "time": f"2026-01-01T00:{position // 60 % 60:02}:{position % 60:02}.000001Z",
        "type": "task.created" if position % 10 == 0 else "span.ended", "version": 1,
        "stream": f"request-{position}", "revision": 0, "trace_id": TRACE, "span_id": f"{position:016x}",
        "principal": "ann" if position % 2 else "bob", "data": {"n": position, "text": "Grüße, \"quoted\""},
    }
    return json.dumps({**line, **changes}, ensure_ascii=False, separators=(",", ":"))


@pytest.fixture
def export(tmp_path):
    """The lines of a log of 3,000 events."""
    path = tmp_path / "events.ndjson"
    path.write_text("".join(event(position) + "\n" for position in range(1, 3001)), encoding="utf-8")
    return path


@pytest.fixture
def data(tmp_path, export):
    """A data folder with those events."""
    done("import", tmp_path / "data", export)
    return tmp_path / "data"


def test_an_export_of_an_import_is_the_same_file(data, export, tmp_path):
    again = tmp_path / "again.ndjson"
    done("export", data, again)
    assert again.read_bytes() == export.read_bytes()
    assert again.stat().st_mode & 0o777 == 0o600
    assert done("export", data, "-") == export.read_text(encoding="utf-8")
    some = done("export", data, "--type", "task.*", "--from", 100, "--to", 150, "-")
    assert [json.loads(line)["position"] for line in some.splitlines()] == [100, 110, 120, 130, 140, 150]


def test_an_export_never_overwrites(data, export):
    before = export.read_bytes()
    refused = run("export", data, export)
    assert refused.returncode == 1 and str(export) in refused.stderr
    assert export.read_bytes() == before


def test_a_second_import_adds_nothing(data, export):
    result = run("import", data, export)
    assert result.returncode == 0 and "0 events added, 3000 were there already" in result.stderr
    result = run("import", data, "-", stdin=export.open("rb"))
    assert result.returncode == 0 and "0 events added" in result.stderr


def test_another_log_is_only_appended(data, tmp_path):
    other = tmp_path / "other.ndjson"
    other.write_text(event(1, data={"other": True}) + "\n" + event(2, causation=1) + "\n")
    refused = run("import", data, other)
    assert refused.returncode == 1 and "position 1 holds another event" in refused.stderr
    for added in (2, 0):
        result = run("import", data, "--append", other)
        assert result.returncode == 0 and f"{added} events added" in result.stderr
    last = [json.loads(line) for line in done("export", data, "--from", 3001, "-").splitlines()]
    assert [line["position"] for line in last] == [3001, 3002]
    assert last[1]["causation"] == 3001 and last[0]["data"] == {"other": True}


def test_a_faulty_line_is_named(tmp_path):
    path = tmp_path / "bad.ndjson"
    path.write_text(event(1) + "\n" + event(2, revision=-1) + "\n")
    result = run("import", tmp_path / "data", path)
    assert result.returncode == 1 and "line 2: 'revision' is -1: allowed is 0 to" in result.stderr


def test_an_archive_is_small_and_the_same_log(data, export, tmp_path):
    archive = tmp_path / "log.mparchive"
    done("export", data, "--format", "archive", archive)
    assert archive.stat().st_size < export.stat().st_size / 5
    refused = run("import", tmp_path / "copy", archive)
    assert refused.returncode == 1 and "key" in refused.stderr
    done("import", tmp_path / "copy", "--keys", data, archive)
    assert done("export", tmp_path / "copy", "-") == export.read_text(encoding="utf-8")
    cut = tmp_path / "cut.mparchive"
    cut.write_bytes(archive.read_bytes()[:-1])
    result = run("import", tmp_path / "copy", "--keys", data, cut)
    assert result.returncode == 1 and "cut off" in result.stderr


def test_sql_answers_in_three_forms(data):
    sql = "SELECT type, count(*) AS events, sum(payload ->> '$.n') AS total FROM events GROUP BY type ORDER BY type"
    assert done("sql", data, sql).splitlines() == [
        "type          events  total", "------------  ------  -------", "span.ended    2700    4050000",
        "task.created  300     451500"]
    assert [json.loads(line) for line in done("sql", data, "--json", sql).splitlines()] == [
        {"type": "span.ended", "events": 2700, "total": 4050000},
        {"type": "task.created", "events": 300, "total": 451500}]
    rows = list(csv.reader(io.StringIO(done("sql", data, "--csv", "SELECT position, payload FROM events LIMIT 1"))))
    assert rows[0] == ["position", "payload"] and json.loads(rows[1][1]) == {"n": 1, "text": 'Grüße, "quoted"'}
    row = json.loads(done("sql", data, "--json", "SELECT * FROM events WHERE position = 7"))
    assert row["payload"]["n"] == 7 and row["trace_id"] == TRACE and row["time"] == "2026-01-01T00:00:07.000001Z"
    assert done("sql", data, "--csv", "-", input="SELECT max(position) AS m FROM events").split() == ["m", "3000"]


@pytest.mark.parametrize("condition, count", [
    ("position BETWEEN 10 AND 19", 10), ("time >= '2026-01-01 00:10:00' AND time < '2026-01-01T00:11:00Z'", 60),
    ("type = 'task.created'", 300), ("type GLOB '*.e*'", 2700), ("type IN ('task.created', 'x')", 300),
    ("stream = 'request-5'", 1), (f"trace_id = '{TRACE}'", 3000), ("principal = 'ann'", 1500),
    ("category = 'request'", 3000), ("span_id = '0000000000000011'", 1), ("payload ->> '$.n' = 3", 1)])
def test_sql_conditions(data, condition, count):
    assert done("sql", data, "--csv", f"SELECT count(*) FROM events WHERE {condition}").split()[1] == str(count)


@pytest.mark.parametrize("sql, words", [
    ("DELETE FROM events", "may not be modified"), ("ATTACH 'x' AS y", "only statements that read"),
    ("PRAGMA user_version = 9", "only statements that read"), ("SELECT 1; SELECT 2", "one statement at a time"),
    ("SELECT nope FROM events", "no such column: nope"), ("SELECT * FROM segments", "no such table: segments"),
    ("SELECT * FROM events WHERE time > 'soon'", "'soon' is not a time")])
def test_sql_faults_are_told(data, sql, words):
    result = run("sql", data, sql)
    assert result.returncode == 1 and words in result.stderr


def test_sql_is_bounded(data):
    result = run("sql", data, "--timeout", "0.2", "SELECT count(*) FROM events a, events b, events c")
    assert result.returncode == 1 and "took longer than 0.2 seconds" in result.stderr
    result = run("sql", data, "--csv", "--rows", 2, "SELECT position FROM events")
    assert result.returncode == 1 and result.stdout.split() == ["position", "1", "2"] and "--rows" in result.stderr


@pytest.mark.parametrize("words", [
    ["sql", "--timeout", "0", "SELECT 1"], ["sql", "--rows", "0", "SELECT 1"], ["sql"], ["export", "--from", "2", "--to", "1", "-"],
    ["export", "--since", "soon", "-"], ["export", "--format", "xml", "-"], ["import"], ["backup"], ["erase", "ann"]])
def test_wrong_usage_ends_with_two(words, tmp_path):
    result = run(words[0], tmp_path, *words[1:])
    assert (result.returncode, result.stdout) == (2, "") and result.stderr


@pytest.mark.parametrize("words", [["sql", "SELECT 1"], ["stats"], ["verify"], ["backup", "copy"], ["export", "-"], ["compact"]])
def test_without_a_log_nothing_is_made(words, tmp_path):
    result = run(words[0], tmp_path / "none", *words[1:], cwd=tmp_path)
    assert (result.returncode, result.stdout) == (1, "") and "none" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_stats_count_events_by_type(data):
    figures = json.loads(done("stats", data, "--json"))
    assert figures["events"] == figures["head"] == figures["streams"] == 3000
    assert {row["type"]: row["events"] for row in figures["types"]} == {"span.ended": 2700, "task.created": 300}
    assert figures["bytes_per_event"] > 0 and figures["first_time"] == "2026-01-01T00:00:01.000001Z"
    assert "types" not in json.loads(done("stats", data, "--quick", "--json"))
    assert "bytes an event" in done("stats", data)


def test_a_backup_is_a_log(data, export, tmp_path):
    done("backup", data, tmp_path / "copy")
    assert done("export", tmp_path / "copy", "-") == export.read_text(encoding="utf-8")
    refused = run("backup", data, tmp_path / "copy")
    assert refused.returncode == 1 and "already" in refused.stderr


def flip(data, first):
    """Flips one bit in the middle of a stored segment."""
    with sqlite3.connect(data / "events.db") as base:
        blob = bytearray(base.execute("SELECT data FROM segments WHERE first = ?", (first,)).fetchone()[0])
        blob[len(blob) // 2] ^= 16
        base.execute("UPDATE segments SET data = ? WHERE first = ?", (bytes(blob), first))
    base.close()


def test_a_flipped_bit_is_found_named_and_restored(data, export):
    whole = json.loads(done("verify", data, "--json"))
    assert whole["intact"] and whole["events"] == 3000
    flip(data, 1025)
    result = run("verify", data, "--json")
    report = json.loads(result.stdout)
    assert result.returncode == 1 and not report["intact"] and report["events"] == 3000 - 1024
    assert [(p["first"], p["last"], p["events"]) for p in report["problems"]] == [(1025, 2048, 1024)]
    assert report["intact_ranges"] == [{"first": 1, "last": 1024}, {"first": 2049, "last": 3000}]

    repaired = run("verify", data, "--repair")
    assert repaired.returncode == 0 and "0 events lost" in repaired.stderr
    assert json.loads(done("verify", data, "--json"))["digest"] == whole["digest"]
    assert done("export", data, "-") == export.read_text(encoding="utf-8")
    assert (data / "events.db.damaged").is_file()


def test_compacting_changes_nothing(data, export):
    done("compact", data)
    assert done("export", data, "-") == export.read_text(encoding="utf-8")
    assert json.loads(done("verify", data, "--json"))["intact"]


def test_erasing_a_principal_leaves_the_rest(data):
    digest = json.loads(done("verify", data, "--json"))["digest"]
    done("erase", data, "--yes", "ann")
    left = "SELECT principal, count(*), count(payload) FROM events GROUP BY principal ORDER BY principal"
    assert done("sql", data, "--csv", left).split() == [
        "principal,count(*),count(payload)", "ann,1500,0", "bob,1500,1500"]
    report = json.loads(done("verify", data, "--json"))
    assert report["intact"] and report["digest"] == digest


def test_a_log_in_use_can_be_read_but_not_changed(service, wire, tmp_path):
    """SQL, figures, check, export and backup beside a running service; the rest is refused."""
    head = int(done("sql", service.data, "--csv", "SELECT max(position) FROM events").split()[1])
    assert head > 0 and json.loads(done("stats", service.data, "--json"))["events"] >= head
    assert json.loads(done("verify", service.data, "--json"))["intact"]
    lines = [json.loads(line) for line in done("export", service.data, "-").splitlines()]
    assert [line["position"] for line in lines[:head]] == list(range(1, head + 1))
    done("backup", service.data, tmp_path / "copy")
    assert json.loads(done("verify", tmp_path / "copy", "--json"))["intact"]
    for words in (["compact"], ["import", "/dev/null"], ["erase", "--yes", "x"]):
        refused = run(words[0], service.data, *words[1:])
        assert refused.returncode == 1 and "in use" in refused.stderr
