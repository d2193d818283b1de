"""MCP 2026-07-28 over HTTP, message by message; each answer also matches the official schema (see wire.py)."""

import json

import pytest

from schemas import folder
from wire import BOTH, MODERN, PREFIX, base64_header, call, headers_for, modern

UNKNOWN = {"task_id": "mcp_ffffffff"}


def refused(reply, code, status):
    """The error of a reply that must have this code and HTTP status."""
    assert (reply.status, reply.error["code"]) == (status, code), (reply.status, reply.body)
    return reply.error


def test_the_official_schemas_are_at_hand(schemas):
    """Without them the tests run, but check the shape of no message."""
    if not schemas.are_present:
        pytest.skip(f"no schema.json of each revision under {folder()}: set MONEYPRINTER_SCHEMAS")


def test_discover_says_what_the_service_is(wire):
    reply = wire.post(modern("server/discover", id="d"))
    assert reply.status == 200
    assert reply.messages[0]["id"] == "d"
    assert reply.result["resultType"] == "complete"
    assert reply.result["supportedVersions"] == [MODERN]
    assert reply.result["capabilities"]["tools"] == {}, "they never change while it runs"
    assert reply.result["ttlMs"] > 0 and reply.result["cacheScope"] == "public"
    assert reply.result["_meta"][PREFIX + "serverInfo"]["name"] == "moneyprinter"
    assert "mcp-session-id" not in {name.lower() for name, _ in reply.fields}


def test_tools_are_listed_with_flat_schemas(wire):
    """Several clients drop tools whose schema is no plain object or refers elsewhere."""
    result = wire.post(modern("tools/list")).result
    assert len(result["tools"]) >= 18 and "nextCursor" not in result
    for tool in result["tools"]:
        assert tool["inputSchema"]["type"] == tool["outputSchema"]["type"] == "object"
        assert tool["inputSchema"]["additionalProperties"] is False
        assert tool["title"] and tool["icons"] and tool["annotations"]
        text = json.dumps(tool)
        assert not [word for word in ("$ref", "$defs", "oneOf", "anyOf", "allOf") if word in text]
    assert wire.post(modern("tools/list")).result == result


def test_a_cursor_that_was_never_given_is_refused(wire):
    assert "cursor" in refused(wire.post(modern("tools/list", {"cursor": "page-2"})), -32602, 400)["message"]


def test_a_result_is_structured_and_the_same_as_text(wire):
    result = wire.call("generate_video_terms", {"video_subject": "tea", "video_script": "Tea leaves in hot water."})
    assert result["isError"] is False and result["resultType"] == "complete"
    assert json.loads(result["content"][0]["text"]) == result["structuredContent"]


def test_a_failure_of_the_tool_is_a_result_with_is_error(wire):
    result = wire.call("get_generation_status", UNKNOWN)
    assert result["isError"] is True and "structuredContent" not in result
    assert "There is no task 'mcp_ffffffff'" in result["content"][0]["text"]


@pytest.mark.parametrize("id", ["text", 7, 0, -3, "", "ünï"])
def test_the_id_comes_back_as_it_was(wire, id):
    assert wire.post(modern("server/discover", id=id)).messages[0]["id"] == id
    assert wire.post(modern("no/such", id=id)).messages[0]["id"] == id


@pytest.mark.parametrize(
    "method", ["no/such", "initialize", "ping", "logging/setLevel", "resources/subscribe", "resources/unsubscribe",
               "tasks/result", "tasks/list", "tools/List"])
def test_a_method_that_the_revision_has_not_is_not_found(wire, method):
    error = refused(wire.post(modern(method)), -32601, 404)
    assert method in error["message"]


def test_an_unknown_tool_is_an_error_that_names_the_tools(wire):
    error = refused(wire.post(call("make_coffee")), -32602, 400)
    assert "make_coffee" in error["message"] and "create_video" in error["data"]["tools"]


@pytest.mark.parametrize("params", [{}, {"name": 5}, {"name": None}, {"name": "create_video", "arguments": [1]},
                                    {"name": "create_video", "arguments": "x"}])
def test_a_call_without_a_name_or_with_other_arguments_is_malformed(wire, params):
    refused(wire.post(modern("tools/call", params)), -32602, 400)


# MARK: _meta


@pytest.mark.parametrize("key", ["protocolVersion", "clientCapabilities"])
@pytest.mark.parametrize("value", ["missing", None, 5])
def test_a_request_must_carry_version_and_capabilities(wire, key, value):
    message = modern("server/discover")
    if value == "missing":
        del message["params"]["_meta"][PREFIX + key]
    else:
        message["params"]["_meta"][PREFIX + key] = value
    assert PREFIX + key in refused(wire.post(message), -32602, 400)["message"]


def test_the_client_need_not_name_itself(wire):
    assert wire.post(modern("tools/list")).status == 200
    named = modern("tools/list", **{PREFIX + "clientInfo": {"name": "a test", "version": "1"}})
    assert wire.post(named).status == 200


@pytest.mark.parametrize("version", ["2027-01-01", "1900-01-01", "2025-11-25", "draft", ""])
def test_another_version_is_refused_with_those_that_are_served(wire, version):
    message = modern("server/discover", **{PREFIX + "protocolVersion": version})
    error = refused(wire.post(message, headers_for(message, version)), -32022, 400)
    assert error["data"] == {"supported": [MODERN], "requested": version}


# MARK: Routing headers


@pytest.mark.parametrize("name", ["MCP-Protocol-Version", "Mcp-Method", "Mcp-Name"])
def test_a_routing_header_must_be_there(wire, name):
    message = call("get_generation_status", UNKNOWN)
    headers = headers_for(message)
    del headers[name]
    assert name in refused(wire.post(message, headers), -32020, 400)["message"]


@pytest.mark.parametrize(
    ("name", "value"),
    [("MCP-Protocol-Version", "2025-11-25"), ("MCP-Protocol-Version", "2030-01-01"), ("Mcp-Method", "tools/list"),
     ("Mcp-Method", "Tools/Call"), ("Mcp-Name", "create_video"), ("Mcp-Name", "Get_Generation_Status"),
     ("Mcp-Name", base64_header("create_video")), ("Mcp-Name", "=?base64?Z2V0!?="),
     ("Mcp-Name", "=?base64?Z2V0X2dlbmVyYXRpb25fc3RhdHVz"), ("Mcp-Name", "=?base64?Z2U?=")])
def test_a_routing_header_must_say_what_the_body_says(wire, name, value):
    message = call("get_generation_status", UNKNOWN)
    refused(wire.post(message, {**headers_for(message), name: value}), -32020, 400)


@pytest.mark.parametrize("name", ["MCP-Protocol-Version", "Mcp-Method", "Mcp-Name"])
def test_a_routing_header_given_twice_is_refused(wire, name):
    """A proxy might follow the one, and the service the other."""
    message = call("get_generation_status", UNKNOWN)
    headers = headers_for(message)
    refused(wire.post(message, headers, more=[(name.lower(), headers[name])]), -32020, 400)
    refused(wire.post(message, headers, more=[(name, "another")]), -32020, 400)


def test_a_name_may_come_as_base64_and_with_space_around(wire):
    message = call("get_generation_status", UNKNOWN)
    for value in [base64_header("get_generation_status"), "  get_generation_status\t"]:
        assert wire.post(message, {**headers_for(message), "Mcp-Name": value}).status == 200
    # A tool that cannot exist, but whose headers agree: what is wrong is the tool.
    refused(wire.post(call("vidéo")), -32602, 400)


def test_header_names_have_no_case(wire):
    message = call("get_generation_status", UNKNOWN)
    headers = {name.upper(): value for name, value in headers_for(message).items()}
    assert wire.post(message, headers).status == 200


def test_the_checks_come_in_the_order_of_the_specification(wire):
    """Duplicate header, then _meta, then agreement, then version, then the method."""
    twice = [("Mcp-Method", "no/such"), ("Mcp-Method", "no/such")]
    bare = {"jsonrpc": "2.0", "id": 1, "method": "no/such", "params": {"_meta": {PREFIX + "protocolVersion": MODERN}}}
    refused(wire.post(bare, {"MCP-Protocol-Version": MODERN}, more=twice), -32020, 400)
    refused(wire.post(bare, {"MCP-Protocol-Version": "2030-01-01", "Mcp-Method": "other"}), -32602, 400)
    old = modern("no/such", **{PREFIX + "protocolVersion": "2030-01-01"})
    refused(wire.post(old, {"MCP-Protocol-Version": MODERN, "Mcp-Method": "no/such"}), -32020, 400)
    refused(wire.post(old, {"MCP-Protocol-Version": "2030-01-01", "Mcp-Method": "no/such"}), -32022, 400)
    refused(wire.post(modern("no/such")), -32601, 404)


def test_the_version_in_the_header_alone_makes_a_request_modern(wire):
    """What lacks its `_meta` is malformed then, and not an older revision's request."""
    message = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    refused(wire.post(message, {"MCP-Protocol-Version": MODERN, "Mcp-Method": "tools/list"}), -32602, 400)


# MARK: HTTP


@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_the_endpoint_takes_posts_only(wire, method):
    reply = wire.send(method, "/mcp", {"Accept": BOTH})
    assert (reply.status, reply.header("Allow"), reply.body) == (405, "POST", b"")


def test_a_notification_is_accepted_without_an_answer(wire):
    message = {"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": 1}}
    reply = wire.post(message, {"MCP-Protocol-Version": MODERN, "Mcp-Method": message["method"]})
    assert (reply.status, reply.body) == (202, b"")


def test_a_posted_cancellation_of_a_modern_request_is_ignored(wire, service, short_clip, until):
    """It is anonymous: anybody could end anybody's request. Leaving is how a modern client cancels."""
    import threading

    message = call("analyze_video_content", {"video_uri": f"file:{short_clip}", "analysis_type": "content"}, id="mine")
    before = {event["position"] for event in service.events(type="task.created")}
    replies = []
    thread = threading.Thread(target=lambda: replies.append(wire.post(message)))
    thread.start()
    until(lambda: [event for event in service.events(type="task.created") if event["position"] not in before], 10,
          "the analysis began")
    cancel = {"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": "mine"}}
    assert wire.post(cancel, {"MCP-Protocol-Version": MODERN, "Mcp-Method": cancel["method"]}).status == 202
    thread.join(60)
    assert replies and replies[0].result["isError"] is False


@pytest.mark.parametrize("accept", ["text/html", "text/event-stream", "image/*"])
def test_a_client_that_takes_no_json_is_told_so(wire, accept):
    message = modern("server/discover")
    reply = wire.send("POST", "/mcp", [("Accept", accept), *headers_for(message).items()], json.dumps(message).encode())
    assert reply.status == 406


@pytest.mark.parametrize("accept", ["application/json", "*/*", "application/*", BOTH])
def test_wildcards_count_in_accept(wire, accept):
    message = modern("server/discover")
    reply = wire.send("POST", "/mcp", [("Accept", accept), *headers_for(message).items()], json.dumps(message).encode())
    assert reply.status == 200


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "file://", "http://localhost.evil.example",
                                    "http://127.0.0.1.evil.example:80", "https://evil.example:8081"])
def test_a_foreign_page_is_refused(wire, origin):
    for path in ["/mcp", "/v1/mcp/tools/call"]:
        reply = wire.send("POST", path, {"Origin": origin, "Accept": BOTH}, b"{}")
        assert reply.status == 403, (path, reply.status)
    assert "id" not in wire.post(modern("server/discover"), more=[("Origin", origin)]).messages[0]
    assert wire.send("GET", "/v1/events", {"Origin": origin}).status == 403


@pytest.mark.parametrize("origin", ["http://localhost", "http://127.0.0.1:3000", "https://localhost:5173",
                                    "http://[::1]:8081"])
def test_a_page_of_this_machine_is_served(wire, origin):
    assert wire.post(modern("server/discover"), more=[("Origin", origin)]).status == 200


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8081", "127.0.0.1.evil.example"])
def test_a_foreign_host_name_is_refused(wire, host):
    """DNS that was bent to point here brings the attacker's name along."""
    assert wire.post(modern("server/discover"), more=[("Host", host)]).status == 421
    assert wire.send("GET", "/v1/events", {"Host": host}).status == 421


@pytest.mark.parametrize("host", ["localhost", "localhost:9", "127.0.0.1", "[::1]:80"])
def test_any_name_of_this_machine_will_do(wire, host):
    assert wire.post(modern("server/discover"), more=[("Host", host)]).status == 200


# MARK: Streams


def test_progress_comes_as_a_stream_that_ends_with_the_result(wire):
    message = call("synthesize_voice", {"text": "One two three.", "voice_name": ""}, id="s", progressToken="t-1")
    reply = wire.post(message)
    assert reply.status == 200 and reply.is_stream
    assert reply.header("cache-control") == "no-cache, no-transform"
    assert reply.header("x-accel-buffering") == "no"
    frames = reply.body.split(b"\r\n\r\n")
    assert frames.pop() == b"", "the last frame is closed"
    for frame in frames:
        lines = frame.split(b"\r\n")
        assert lines == [b": ping"] or (lines[0] == b"event: message" and lines[1].startswith(b"data: {")), frame
        assert b"\n" not in frame.replace(b"\r\n", b""), "a message is one line"
    *notes, last = reply.messages
    assert notes and last["id"] == "s" and last["result"]["isError"] is False
    assert all(note["params"]["progressToken"] == "t-1" for note in notes)
    values = [note["params"]["progress"] for note in notes]
    assert values == sorted(set(values)), "progress rises"


def test_a_number_is_a_progress_token_too(wire):
    message = call("synthesize_voice", {"text": "Four five six.", "voice_name": ""}, progressToken=17)
    assert {note["params"]["progressToken"] for note in wire.post(message).messages[:-1]} == {17}


@pytest.mark.parametrize("more", [{}, {"progressToken": "p"}])
def test_without_need_for_a_stream_the_answer_is_json(wire, more):
    """No token, a client that takes JSON only, or a method that is over at once."""
    assert not wire.post(call("get_generation_status", UNKNOWN)).is_stream
    message = call("generate_video_terms", {"video_subject": "a", "video_script": "Some words."}, **more)
    pairs = [("Accept", "application/json"), *headers_for(message).items()]
    reply = wire.send("POST", "/mcp", pairs, json.dumps(message).encode())
    assert reply.status == 200 and not reply.is_stream and reply.result["isError"] is False
    assert not wire.post(modern("tools/list", **more)).is_stream


def test_an_error_before_the_work_keeps_its_status_though_a_token_was_given(wire):
    refused(wire.post(call("make_coffee", progressToken="p")), -32602, 400)
    assert wire.post(modern("no/such", progressToken="p")).status == 404


def test_what_is_refused_at_once_is_no_stream_though_the_work_would_be(wire):
    wrong = wire.post(modern("tools/call", {"name": "synthesize_voice", "arguments": [1]}, progressToken="p"))
    assert (wrong.status, wrong.is_stream, wrong.error["code"]) == (400, False, -32602)
    listen = wire.post(modern("subscriptions/listen", {"notifications": {"taskIds": ["x"]}}))
    assert (listen.status, listen.is_stream, listen.error["code"]) == (400, False, -32021)


def test_a_client_that_leaves_its_stream_ends_the_work(wire, service, long_clip, until):
    message = call("analyze_video_content", {"video_uri": f"file:{long_clip}", "analysis_type": "quality"},
                   progressToken="p")
    before = len(service.events(type="task.cancelled"))
    with wire.open_stream(message) as stream:
        received = b""
        while b"notifications/progress" not in received:
            assert (piece := stream.recv(10_000)), received
            received += piece
    until(lambda: len(service.events(type="task.cancelled")) > before, 15, "the task is cancelled")


def test_a_client_that_leaves_without_a_stream_ends_the_work_too(wire, service, long_clip, until):
    message = call("analyze_video_content", {"video_uri": f"file:{long_clip}", "analysis_type": "quality"})
    began = len(service.events(type="task.stage_started"))
    before = len(service.events(type="task.cancelled"))
    with wire.open_stream(message):
        until(lambda: len(service.events(type="task.stage_started")) > began, 10, "the work is under way")
    until(lambda: len(service.events(type="task.cancelled")) > before, 15, "the task is cancelled")


def test_many_clients_at_once_each_get_their_own_answer(wire):
    from concurrent.futures import ThreadPoolExecutor

    def ask(number):
        reply = wire.post(call("get_generation_status", {"task_id": f"mcp_{number:08x}"}, id=number))
        return reply.messages[0]["id"], reply.result["content"][0]["text"]

    with ThreadPoolExecutor(16) as pool:
        for number, (id, text) in enumerate(pool.map(ask, range(64))):
            assert id == number and f"mcp_{number:08x}" in text
