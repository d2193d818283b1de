"""One recorded message of each kind (Tests/Golden/Wire): what is on the wire changes on purpose only."""

import json

import pytest

import golden
from wire import BOTH, PREFIX, call, headers_for, legacy, modern

UNKNOWN = {"task_id": "mcp_ffffffff"}
STATUS = {"name": "get_generation_status", "arguments": UNKNOWN}
TERMS = {"video_subject": "tea", "video_script": "Tea leaves in hot water make a drink.", "amount": 3}
CLIENT = {"name": "a test", "version": "1"}


def without_capabilities():
    message = modern("tools/list")
    del message["params"]["_meta"][PREFIX + "clientCapabilities"]
    return message


MODERN = {
    "discover": ("What the service is, without a handshake", modern("server/discover")),
    "tools-list": ("Every tool with its schemas", modern("tools/list")),
    "tools-call": ("A tool's structured result", call("generate_video_terms", TERMS)),
    "tools-call-failed": ("A tool that cannot do it says why", call("get_generation_status", UNKNOWN)),
    "tools-call-invalid-input": ("Input that breaks the tool's schema", call("generate_video_terms", {
        "video_subject": "", "amount": 21, "colour": "red"})),
    "unknown-tool": ("-32602 with the names there are", call("make_coffee")),
    "unknown-method": ("-32601", modern("no/such")),
    "ping-is-gone": ("-32601: the revision has no ping", modern("ping")),
    "missing-capabilities": ("-32602: _meta lacks a key", without_capabilities()),
    "unknown-cursor": ("-32602", modern("tools/list", {"cursor": "page-2"})),
    "templates-list": ("How the names of resources are made", modern("resources/templates/list")),
    "resource-not-found": ("-32602 with the name", modern("resources/read", {"uri": "task://mcp_ffffffff"})),
    "prompts-list": ("The prompts with their arguments", modern("prompts/list")),
    "prompts-get": ("A prompt, filled in", modern("prompts/get", {
        "name": "write_script", "arguments": {"subject": "tea"}})),
    "completion": ("Values that begin so", modern("completion/complete", {
        "ref": {"type": "ref/prompt", "name": "plan_series"}, "argument": {"name": "language", "value": "e"}})),
    "missing-extension": ("-32021", modern("tasks/get", {"taskId": "mcp_ffffffff"})),
    "unknown-task": ("-32602", modern("tasks/get", {"taskId": "mcp_ffffffff"}, **{
        PREFIX + "clientCapabilities": {"extensions": {PREFIX + "tasks": {}}}})),
}


@pytest.mark.parametrize("name", MODERN)
def test_modern_messages(wire, name):
    what, message = MODERN[name]
    reply = wire.post(message)
    golden.compare(name, golden.recording(what, message, reply, headers=headers_for(message)))


def test_unsupported_version(wire):
    message = modern("server/discover", **{PREFIX + "protocolVersion": "2030-01-01"})
    headers = headers_for(message, "2030-01-01")
    golden.compare("unsupported-version", golden.recording(
        "-32022 with the versions that are served", message, wire.post(message, headers), headers=headers))


def test_header_mismatch(wire):
    message = call("get_generation_status", UNKNOWN)
    headers = {**headers_for(message), "Mcp-Name": "create_video"}
    golden.compare("header-mismatch", golden.recording(
        "-32020: a routing header says something else than the body", message, wire.post(message, headers),
        headers=headers))


def test_a_stream_with_progress(wire):
    """How many notes come depends on the machine: the first one stands for all."""
    message = call("synthesize_voice", {"text": "Hello there.", "voice_name": ""}, progressToken="p")
    reply = wire.post(message)
    value = golden.recording("Progress, then the result, as server-sent events", message, reply,
                             headers=headers_for(message))
    first, last = value["response"]["messages"][0], value["response"]["messages"][-1]
    structured = last["result"]["structuredContent"]
    # What the voice said and how long it took is not the wire's business.
    structured.update(duration=0, provider="", words=[])
    last["result"]["content"][0]["text"] = json.dumps(structured, separators=(",", ":"))
    value["response"]["messages"] = [first, last]
    golden.compare("progress", value)


@pytest.mark.parametrize("revision", ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"])
def test_legacy_messages(wire, revision):
    """The handshake, the list of tools and a result as each revision has them."""
    shake = legacy("initialize", {"protocolVersion": revision, "capabilities": {}, "clientInfo": CLIENT})
    golden.compare(f"initialize-{revision}", golden.recording(
        "The handshake", shake, wire.post(shake, {}, revision=revision)))
    headers = {"MCP-Protocol-Version": revision}
    for name, message in [("tools-list", legacy("tools/list")), ("tools-call-failed", legacy("tools/call", STATUS))]:
        golden.compare(f"{name}-{revision}", golden.recording(
            "As the revision has it", message, wire.legacy(message, revision), headers=headers))


def test_legacy_ping_and_error(wire):
    headers = {"MCP-Protocol-Version": "2025-11-25"}
    for name, what, message in [("ping", "An empty answer", legacy("ping")),
                                ("unknown-method-legacy", "-32601 with HTTP 200", legacy("no/such"))]:
        golden.compare(name, golden.recording(what, message, wire.legacy(message, "2025-11-25"), headers=headers))


@pytest.mark.parametrize(
    ("name", "what", "body"),
    [("parse-error", "-32700 without an id", b'{"jsonrpc": "2.0",}'),
     ("invalid-request", "-32600 without an id", b'{"jsonrpc": "2.0", "id": null, "method": "ping"}')])
def test_what_is_no_message(wire, name, what, body):
    golden.compare(name, golden.recording(what, body, wire.post(body, {})))


def test_a_batch(wire):
    messages = [legacy("ping", id=1), legacy("no/such", id=2), {"jsonrpc": "2.0", "method": "notifications/initialized"}]
    headers = {"MCP-Protocol-Version": "2025-03-26"}
    reply = wire.send("POST", "/mcp", [("Accept", BOTH), *headers.items()], json.dumps(messages).encode())
    golden.compare("batch", golden.recording("Several messages at once, in 2025-03-26 only", messages, reply,
                                             headers=headers))


def test_a_notification(wire):
    message = {"jsonrpc": "2.0", "method": "notifications/initialized"}
    golden.compare("notification", golden.recording("202 without a body", message, wire.legacy(message, "2025-11-25")))


REST = {
    # Whether a result is at hand depends on the calls before.
    "rest-call": ("A call", "POST", "/v1/mcp/tools/call", {
        "tool_name": "generate_video_terms", "parameters": TERMS, "use_cache": False}),
    "rest-call-unknown-tool": ("400", "POST", "/v1/mcp/tools/call", {"tool_name": "make_coffee", "parameters": {}}),
    "rest-call-invalid-input": ("400", "POST", "/v1/mcp/tools/call", {
        "tool_name": "generate_video_terms", "parameters": {"video_subject": 5}}),
    "rest-batch": ("Several calls", "POST", "/v1/mcp/tools/batch", {"requests": [
        {"tool_name": "generate_video_terms", "parameters": TERMS, "use_cache": False},
        {"tool_name": "get_generation_status", "parameters": UNKNOWN}]}),
    "rest-tool": ("One tool", "GET", "/v1/mcp/tools/get_generation_status", None),
    "rest-tool-unknown": ("404", "GET", "/v1/mcp/tools/make_coffee", None),
    "rest-status": ("The state of the service", "GET", "/v1/mcp/status", None),
    "rest-health": ("Whether it lives", "GET", "/v1/mcp/health", None),
    "problem": ("How the routes beside MCP name a bad parameter", "GET", "/v1/events?limit=0", None),
}


@pytest.mark.parametrize("name", REST)
def test_rest_messages(wire, name):
    what, method, path, body = REST[name]
    golden.compare(name, golden.recording(f"{what} ({method})", body, wire.rest(method, path, body), path=path))
