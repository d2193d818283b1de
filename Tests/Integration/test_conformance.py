"""The fixtures of the official conformance suite are there with `serve --conformance`, and never otherwise."""

import json
import subprocess

import pytest

from service import Service
from test_sessions import Stream, listen, open_session
from websocket import BINARY, TEXT, WebSocket, frame
from wire import PREFIX, Wire, call, headers_for, legacy, modern

CAN = {PREFIX + "clientCapabilities": {"elicitation": {}, "sampling": {}, "roots": {}}}


class Fixtures(Service):
    """A service that was asked to be tested."""

    def start(self):
        command = self.installation.command
        self.installation.command = lambda word, *more: [*command(word, *more), *["--conformance"] * (word == "serve")]
        try:
            return super().start()
        finally:
            self.installation.command = command


@pytest.fixture(scope="module")
def fixtures(installation, tmp_path_factory, schemas):
    service = Fixtures(installation, tmp_path_factory.mktemp("fixtures"))
    try:
        service.start()
        yield Wire(service.port, schemas)
        service.stop()
    finally:
        service.release()


def content(wire, tool, arguments=None, **meta):
    return wire.post(call(tool, arguments, **{**CAN, **meta})).result["content"]


def test_without_the_flag_there_is_nothing_of_it(wire):
    for method, list_name in [("tools/list", "tools"), ("resources/list", "resources"), ("prompts/list", "prompts"),
                              ("resources/templates/list", "resourceTemplates")]:
        for one in wire.post(modern(method)).result[list_name]:
            name = one.get("uri") or one.get("uriTemplate") or one["name"]
            assert not name.startswith("test"), name
    assert wire.post(call("test_simple_text")).error["code"] == -32602
    assert wire.post(modern("resources/read", {"uri": "test://static-text"})).error["code"] == -32602


def test_the_contents_are_as_the_suite_has_them(fixtures):
    assert content(fixtures, "test_simple_text")[0]["text"] == "This is a simple text response for testing."
    assert content(fixtures, "test_image_content")[0]["mimeType"] == "image/png"
    assert content(fixtures, "test_audio_content")[0]["mimeType"] == "audio/wav"
    assert content(fixtures, "test_embedded_resource")[0]["resource"]["uri"] == "test://embedded-resource"
    assert [one["type"] for one in content(fixtures, "test_multiple_content_types")] == ["text", "image", "resource"]
    failed = fixtures.post(call("test_error_handling")).result
    assert failed["isError"] is True
    assert failed["content"][0]["text"] == "This tool intentionally returns an error for testing"


def test_progress_and_log_messages_come_one_by_one(fixtures):
    messages = fixtures.post(call("test_tool_with_progress", progressToken="p")).messages
    assert [one["params"]["progress"] for one in messages[:-1]] == [0, 50, 100]
    messages = fixtures.post(call("test_logging_tool", **{PREFIX + "logLevel": "info"})).messages
    assert [one["method"] for one in messages[:-1]] == ["notifications/message"]
    assert len(fixtures.post(call("test_logging_tool", progressToken="p")).messages) == 1, "nobody asked"


def test_an_answer_comes_by_another_connection_than_its_request(fixtures):
    session = open_session(fixtures)
    stream = Stream(fixtures, "POST", session, legacy(
        "tools/call", {"name": "test_reconnection", "arguments": {}, "_meta": {"progressToken": "p"}}))
    (start, nothing), = stream.rest()
    assert nothing is None
    (_, answer), = listen(fixtures, session, last=start).rest()
    assert answer["result"]["content"][0]["text"] == "Reconnection test completed successfully"


def test_a_socket_sends_back_what_it_gets_where_a_suite_asks_for_it(fixtures, service):
    """Autobahn's cases want an echo, of binary messages too."""
    with WebSocket(fixtures.port, "/mcp?echo", protocols=()) as ws:
        for opcode, payload in [(TEXT, "grüße".encode()), (BINARY, b"\xff\x00"), (TEXT, b"")]:
            ws.send(frame(payload, opcode))
            assert ws.receive_frame() == (opcode, True, payload)
        ws.send(frame(b"\xff"))
        assert ws.closing() == 1007
    with WebSocket(service.port, "/mcp?echo") as ws:
        ws.send(frame(b"{}", BINARY))
        assert ws.closing() == 1003, "never without the flag"


def test_lists_change_where_the_suite_says_so(fixtures):
    capabilities = fixtures.post(modern("server/discover")).result["capabilities"]
    assert capabilities["tools"] == capabilities["prompts"] == {"listChanged": True}
    wanted = {"toolsListChanged": True, "promptsListChanged": True}
    with fixtures.open_stream(modern("subscriptions/listen", {"notifications": wanted})) as stream:
        messages = (json.loads(line[6:]) for line in stream.makefile("r") if line.startswith("data: "))
        assert next(messages)["params"]["notifications"] == wanted
        for name, list_name in [("test_trigger_tool_change", "tools"), ("test_trigger_prompt_change", "prompts")]:
            fixtures.post(call(name))
            assert next(messages)["method"] == f"notifications/{list_name}/list_changed"


def test_the_schema_is_kept_to_the_letter(fixtures):
    tools = {tool["name"]: tool for tool in fixtures.post(modern("tools/list")).result["tools"]}
    schema = tools["json_schema_2020_12_tool"]["inputSchema"]
    assert {"$schema", "$defs", "allOf", "if", "then", "else", "additionalProperties"} <= set(schema)
    assert tools["test_x_mcp_header"]["inputSchema"]["properties"]["region"]["x-mcp-header"] == "Region"


@pytest.mark.parametrize("region, header, status", [
    ("eu", "eu", 200), ("eu", "us", 400), ("eu", None, 400), (None, "eu", 400), (None, None, 200),
    ("Hello", "=?base64?SGVsbG8=?=", 200), ("Hello", "=?base64?SGVsbG8?=", 400), ("Hello", "SGVsbG8=", 400)])
def test_an_argument_and_its_header_say_the_same(fixtures, region, header, status):
    message = call("test_x_mcp_header", {} if region is None else {"region": region})
    headers = headers_for(message) | ({} if header is None else {"Mcp-Param-Region": header})
    reply = fixtures.post(message, headers)
    assert reply.status == status
    assert status == 200 or reply.error["code"] == -32020


def test_what_a_header_says_of_an_argument_is_looked_at_after_the_version(fixtures):
    message = call("test_x_mcp_header", {"region": "eu"}, **{PREFIX + "protocolVersion": "2099-01-01"})
    assert fixtures.post(message, headers_for(message, "2099-01-01")).error["code"] == -32022


def test_a_prompt_asks_before_it_is_one(fixtures):
    name = "test_input_required_result_prompt"
    asked = fixtures.post(modern("prompts/get", {"name": name}, **CAN)).result
    assert asked["resultType"] == "input_required" and list(asked["inputRequests"]) == ["user_context"]
    answer = {"user_context": {"action": "accept", "content": {"context": "a harbour"}}}
    given = fixtures.post(modern("prompts/get", {"name": name, "inputResponses": answer}, **CAN)).result
    assert "a harbour" in given["messages"][0]["content"]["text"]
    assert fixtures.post(modern("prompts/get", {"name": name})).error["code"] == -32021
    assert fixtures.legacy(legacy("prompts/get", {"name": name}), "2025-11-25").error["code"] == -32602


def test_what_is_asked_for_is_answered(fixtures):
    name = "test_input_required_result_elicitation"
    asked = fixtures.post(call(name, **CAN)).result
    assert list(asked["inputRequests"]) == ["user_name"]
    given = {"name": name, "arguments": {}, "inputResponses": {
        "user_name": {"action": "accept", "content": {"name": "Ada"}}, "surplus": {}}}
    assert fixtures.post(modern("tools/call", given, **CAN)).result["content"][0]["text"] == "Hello, Ada!"
    missing = fixtures.post(modern("tools/call", {**given, "inputResponses": {"other": {}}}, **CAN)).result
    assert missing["resultType"] == "input_required"


def test_a_state_goes_round_and_is_not_changed(fixtures):
    name = "test_input_required_result_request_state"
    asked = fixtures.post(call(name, **CAN)).result
    given = {"name": name, "arguments": {}, "requestState": asked["requestState"],
             "inputResponses": {"confirm": {"action": "accept", "content": {"ok": True}}}}
    assert "state-ok" in fixtures.post(modern("tools/call", given, **CAN)).result["content"][0]["text"]
    given["requestState"] += "x"
    assert fixtures.post(modern("tools/call", given, **CAN)).error["code"] == -32602


def test_only_what_the_client_can_is_asked_for(fixtures):
    can = {PREFIX + "clientCapabilities": {"sampling": {}}}
    asked = fixtures.post(call("test_input_required_result_capabilities", **can)).result
    assert {one["method"] for one in asked["inputRequests"].values()} == {"sampling/createMessage"}
    error = fixtures.post(call("test_missing_capability")).error
    assert error["code"] == -32021 and error["data"]["requiredCapabilities"] == {"sampling": {}}


def test_the_resources_and_prompts_are_there(fixtures):
    text = fixtures.post(modern("resources/read", {"uri": "test://static-text"})).result["contents"][0]
    assert text["text"] == "This is the content of the static text resource."
    assert "blob" in fixtures.post(modern("resources/read", {"uri": "test://static-binary"})).result["contents"][0]
    data = fixtures.post(modern("resources/read", {"uri": "test://template/42/data"})).result["contents"][0]
    assert '"id":"42"' in data["text"]
    prompt = {"name": "test_prompt_with_arguments", "arguments": {"arg1": "a", "arg2": "b"}}
    assert "arg1='a'" in fixtures.post(modern("prompts/get", prompt)).result["messages"][0]["content"]["text"]


def test_the_flag_is_named_in_the_help(installation):
    told = subprocess.run(installation.command("serve", "/nowhere")[:2] + ["--help"], capture_output=True, text=True)
    assert "--conformance" in told.stdout
