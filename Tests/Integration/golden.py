"""Recorded messages: one file for each kind, which the clients of other languages read too.

MONEYPRINTER_UPDATE_GOLDEN=1 writes the files instead of comparing; look at the difference before you commit it.
"""

import json
import os
import pathlib
import re

FOLDER = pathlib.Path(__file__).resolve().parents[1] / "Golden"

# What differs from run to run, and what stands for it.
TEXTS = [
    (re.compile(r"\b(mcp|batch)_(?!f{8})[0-9a-f]{8}\b"), r"\1_00000000"),
    (re.compile(r"\bmp-[0-9a-f]{32}\b"), "mp-" + "0" * 32),
    (re.compile(r"\b[0-9a-f]{32}\b"), "0" * 31 + "1"),
    (re.compile(r"\b[0-9a-f]{8}-\d+\b"), "00000000-1"),
    (re.compile(r"\b[0-9a-f]{16}\b"), "0" * 15 + "1"),
    (re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z"), "2026-01-01T00:00:00.000Z"),
    (re.compile(r"http://127\.0\.0\.1:\d+"), "http://127.0.0.1:8081"),
]
NUMBERS = {"execution_time", "uptime", "connections", "duration", "seconds", "active_connections", "position", "revision", "time"}
HEADERS = ["content-type", "cache-control", "allow", "retry-after", "mcp-session-id", "etag"]


def masked(value, key=None):
    if isinstance(value, dict):
        return {name: "0.0.0" if name == "version" and ({"name", "server"} & set(value)) and "category" not in value
                else masked(member, name) for name, member in value.items()}
    if isinstance(value, list):
        return [masked(item) for item in value]
    if isinstance(value, (int, float)) and not isinstance(value, bool) and key in NUMBERS:
        return 0
    if isinstance(value, str):
        # A result's text is itself JSON.
        if value.startswith("{") and key == "text":
            return json.dumps(masked(json.loads(value)), ensure_ascii=False, separators=(",", ":"))
        for pattern, stand_in in TEXTS:
            value = pattern.sub(stand_in, value)
    return value


def recording(what, request, reply, path="/mcp", headers=None):
    """A request and its answer as one value, without what differs from run to run."""
    answer = {"status": reply.status,
              "headers": {name: masked(reply.header(name)) for name in HEADERS if reply.header(name)}}
    if reply.is_stream:
        answer["messages"] = masked(reply.messages)
    elif reply.body:
        answer["body"] = masked(reply.json)
    sent = {"path": path, "headers": headers or {}}
    sent["text" if isinstance(request, bytes) else "body"] = request.decode() if isinstance(request, bytes) else request
    return {"what": what, "request": sent, "response": answer}


def compare(name, value, kind="Wire"):
    """Compares with Tests/Golden/<kind>/<name>.json."""
    path = FOLDER / kind / f"{name}.json"
    text = json.dumps(value, indent=2, ensure_ascii=False) + "\n"
    if os.environ.get("MONEYPRINTER_UPDATE_GOLDEN"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return
    assert path.is_file(), f"there is no {path.name}: run once with MONEYPRINTER_UPDATE_GOLDEN=1"
    assert json.loads(text) == json.loads(path.read_text()), f"{path.name} differs:\n{text}"
