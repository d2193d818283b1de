"""The published REST interface under /v1/mcp: one envelope, and the fields of the reference."""

import re

import pytest

TOOLS = ["generate_video_script", "generate_video_terms", "create_video", "synthesize_voice",
         "batch_video_generation", "analyze_video_content", "get_generation_status"]
TERMS = {"tool_name": "generate_video_terms",
         "parameters": {"video_subject": "tea", "video_script": "Tea leaves in hot water make a drink."}}
UNKNOWN_TASK = {"tool_name": "get_generation_status", "parameters": {"task_id": "mcp_ffffffff"}}
BAD = {"tool_name": "generate_video_terms", "parameters": {"video_subject": 5, "video_script": "x"}}


def data(reply):
    assert reply.status == 200, reply.body
    envelope = reply.json
    assert list(envelope) == ["status", "message", "data"]
    assert (envelope["status"], envelope["message"]) == (200, "success")
    return envelope["data"]


def failure(reply, status):
    assert reply.status == status, (reply.status, reply.body)
    envelope = reply.json
    assert list(envelope) == ["status", "message", "data"]
    assert (envelope["status"], envelope["data"]) == (status, None)
    return envelope["message"]


# MARK: tools/call


def test_a_tool_is_called(wire):
    answer = data(wire.rest("POST", "/v1/mcp/tools/call", {**TERMS, "use_cache": False}))
    assert list(answer) == ["tool_name", "result", "execution_time", "cached"]
    assert answer["tool_name"] == "generate_video_terms" and answer["cached"] is False
    assert len(answer["result"]["terms"]) <= 5
    assert 0 < answer["execution_time"] < 30


def test_use_cache_and_timeout_are_accepted(wire):
    assert data(wire.rest("POST", "/v1/mcp/tools/call", {**TERMS, "use_cache": False, "timeout": 20.5}))["result"]


def test_an_unknown_tool_is_a_bad_request(wire):
    message = failure(wire.rest("POST", "/v1/mcp/tools/call", {"tool_name": "make_coffee", "parameters": {}}), 400)
    assert "make_coffee" in message


def test_bad_input_is_a_bad_request_that_names_the_field(wire):
    message = failure(wire.rest("POST", "/v1/mcp/tools/call", BAD), 400)
    assert "'video_subject' must be a string, not integer" in message


def test_a_failure_of_the_tool_is_told_in_its_own_words_and_by_a_status(wire):
    """What is not there is 404, what is wrong with a file 400; 500 is left for what is wrong with the service."""
    assert "mcp_ffffffff" in failure(wire.rest("POST", "/v1/mcp/tools/call", UNKNOWN_TASK), 404)
    nowhere = {"tool_name": "analyze_video_content", "parameters": {"video_uri": "file:/zq/nowhere.mp4"}}
    assert "video_uri" in failure(wire.rest("POST", "/v1/mcp/tools/call", nowhere), 400)


def test_a_call_over_its_time_is_a_timeout_and_its_work_stops(wire, service, long_clip, until):
    before = len(service.events(type="task.cancelled"))
    body = {"tool_name": "analyze_video_content", "timeout": 1,
            "parameters": {"video_uri": f"file:{long_clip}", "analysis_type": "full"}}
    message = failure(wire.rest("POST", "/v1/mcp/tools/call", body), 408)
    assert "analyze_video_content" in message and "1" in message
    until(lambda: len(service.events(type="task.cancelled")) > before, 15, "the task is cancelled")


@pytest.mark.parametrize(
    ("body", "part"),
    [(b"{", "JSON"), (b"[]", "object"), (b'"x"', "object"), ({}, "'tool_name' is required"),
     ({"tool_name": 5}, "'tool_name' must be a string"),
     ({"tool_name": "create_video", "parameters": []}, "'parameters' must be an object"),
     ({"tool_name": "create_video", "timeout": 0}, "'timeout' must lie between 1"),
     ({"tool_name": "create_video", "timeout": "soon"}, "'timeout' must be a number")])
def test_a_body_that_is_no_call_is_a_bad_request(wire, body, part):
    assert part in failure(wire.rest("POST", "/v1/mcp/tools/call", body), 400)


def test_a_repeatable_result_is_given_again_and_the_log_says_so(wire, service):
    """Only to the same caller for the same arguments, whatever their order; and never where it is not wanted."""
    parameters = {"video_subject": "zq cache", "video_script": "A cache keeps what was made before."}
    body = {"tool_name": "generate_video_terms", "parameters": parameters}
    turned = {"tool_name": "generate_video_terms", "parameters": dict(reversed(parameters.items())) | {"amount": 5}}
    first = data(wire.rest("POST", "/v1/mcp/tools/call", body))
    again = data(wire.rest("POST", "/v1/mcp/tools/call", turned))
    fresh = data(wire.rest("POST", "/v1/mcp/tools/call", {**body, "use_cache": False}))
    assert [first["cached"], again["cached"], fresh["cached"]] == [False, True, False]
    assert first["result"] == again["result"]
    other = {**body, "parameters": {**parameters, "amount": 2}}
    assert data(wire.rest("POST", "/v1/mcp/tools/call", other))["cached"] is False
    tasks = [event for event in service.events(type="task.created")
             if event["data"]["input"].get("video_subject") == "zq cache"]
    assert len(tasks) == 3, "the second call made no task"
    spans = [event["data"]["attributes"].get("moneyprinter.cache") for event in service.events(type="span.ended")
             if event["data"]["name"] == "tools/call generate_video_terms"]
    assert "hit" in spans and "miss" in spans


def test_what_changes_is_never_kept(wire):
    body = {"tool_name": "get_generation_status", "parameters": {"task_id": "mcp_ffffffff"}}
    assert failure(wire.rest("POST", "/v1/mcp/tools/call", body), 404)
    batch = data(wire.rest("POST", "/v1/mcp/tools/batch", {"requests": [{"tool_name": "list_alerts"}] * 2}))
    assert [one["cached"] for one in batch["results"]] == [False, False]


def test_a_call_with_a_key_is_made_once(wire, service):
    """The same key again gives the same task; for another call it is refused."""
    body = {"tool_name": "create_video", "parameters": {"video_subject": "zq once", "quality": "draft"}}
    key = [("Idempotency-Key", "zq-key-1")]
    first = data(wire.rest("POST", "/v1/mcp/tools/call", body, key))["result"]["task_id"]
    again = data(wire.rest("POST", "/v1/mcp/tools/call", body, key))["result"]["task_id"]
    assert first == again
    other = {"tool_name": "create_video", "parameters": {"video_subject": "zq another"}}
    assert "another call" in failure(wire.rest("POST", "/v1/mcp/tools/call", other, key), 409)
    wire.call("cancel_task", {"task_id": first})
    made = [event for event in service.events(type="task.created")
            if str(event["data"]["input"].get("video_subject", "")).startswith("zq once")]
    assert len(made) == 1


# MARK: tools/batch


def test_a_batch_says_what_became_of_each_call(wire):
    answer = data(wire.rest("POST", "/v1/mcp/tools/batch", {"requests": [TERMS, BAD, UNKNOWN_TASK, TERMS]}))
    assert list(answer) == ["results", "completed", "failed", "execution_time"]
    assert (answer["completed"], answer["failed"]) == (2, 2)
    names = [result["tool_name"] for result in answer["results"]]
    assert names == [call["tool_name"] for call in [TERMS, BAD, UNKNOWN_TASK, TERMS]], "in the order of the requests"
    good, bad, unknown, _ = answer["results"]
    assert list(good) == ["tool_name", "status", "result", "cached"] and good["status"] == "success"
    assert list(bad) == ["tool_name", "status", "error", "cached"] and bad["status"] == "error"
    assert "'video_subject'" in bad["error"] and "mcp_ffffffff" in unknown["error"]


def test_fail_fast_stops_at_the_first_failure(wire, service):
    before = len(service.events(type="tool.completed"))
    body = {"requests": [TERMS, UNKNOWN_TASK, TERMS, TERMS], "fail_fast": True}
    answer = data(wire.rest("POST", "/v1/mcp/tools/batch", body))
    assert [result["status"] for result in answer["results"]] == ["success", "error"]
    assert (answer["completed"], answer["failed"]) == (1, 1)
    assert len(service.events(type="tool.completed")) == before + 2, "the others were not called at all"


def test_an_unknown_tool_fails_alone(wire):
    answer = data(wire.rest("POST", "/v1/mcp/tools/batch", {"requests": [{"tool_name": "make_coffee"}, TERMS]}))
    assert [result["status"] for result in answer["results"]] == ["error", "success"]


@pytest.mark.parametrize("body", [{}, {"requests": []}, {"requests": TERMS}, {"requests": [1]},
                                  {"requests": [TERMS] * 101}, {"requests": [TERMS], "max_concurrent": 0},
                                  {"requests": [TERMS], "max_concurrent": 11},
                                  {"requests": [TERMS], "fail_fast": "yes"}])
def test_a_batch_out_of_bounds_is_a_bad_request(wire, body):
    message = failure(wire.rest("POST", "/v1/mcp/tools/batch", body), 400)
    assert "requests" in message


# MARK: Lists and status


def test_the_tools_are_listed(wire):
    answer = data(wire.rest("GET", "/v1/mcp/tools"))
    assert list(answer) == ["tools", "categories", "total_count"]
    names = [tool["name"] for tool in answer["tools"]]
    assert names[:7] == TOOLS and answer["total_count"] == len(names) > 7, "the published seven come first"
    assert answer["categories"] == sorted({tool["category"] for tool in answer["tools"]})
    assert {"analysis", "audio_generation", "batch_processing", "content_generation", "monitoring",
            "video_generation"} <= set(answer["categories"])
    for tool in answer["tools"]:
        assert list(tool) == ["name", "description", "input_schema", "output_schema", "category", "version"]
        assert tool["version"] == "1.0.0"


def test_a_category_narrows_the_list(wire):
    answer = data(wire.rest("GET", "/v1/mcp/tools?category=content_generation"))
    assert [tool["name"] for tool in answer["tools"]] == TOOLS[:2] and answer["total_count"] == 2
    assert data(wire.rest("GET", "/v1/mcp/tools?category=none"))["tools"] == []


def test_one_tool_is_shown_or_not_found(wire):
    tool = data(wire.rest("GET", "/v1/mcp/tools/create_video"))
    assert tool["name"] == "create_video" and tool["input_schema"]["required"] == ["video_subject"]
    assert "make_coffee" in failure(wire.rest("GET", "/v1/mcp/tools/make_coffee"), 404)


def test_the_published_parameters_ranges_and_defaults_are_there(wire):
    """The reference clients send these names and rely on these defaults."""
    schemas = {tool["name"]: tool["input_schema"] for tool in data(wire.rest("GET", "/v1/mcp/tools"))["tools"]}

    def of(tool, name):
        keys = ("type", "default", "minimum", "maximum", "enum")
        return {key: value for key, value in schemas[tool]["properties"][name].items() if key in keys}

    assert schemas["generate_video_script"]["required"] == ["video_subject"]
    assert of("generate_video_script", "paragraph_number") == {
        "type": "integer", "minimum": 1, "maximum": 10, "default": 1}
    assert of("generate_video_script", "language") == {"type": "string", "default": ""}
    assert sorted(schemas["generate_video_terms"]["required"]) == ["video_script", "video_subject"]
    assert of("generate_video_terms", "amount") == {"type": "integer", "minimum": 1, "maximum": 20, "default": 5}
    assert of("create_video", "video_aspect") == {
        "type": "string", "enum": ["16:9", "9:16", "1:1"], "default": "9:16"}
    assert of("create_video", "bgm_type")["default"] == "random"
    assert of("create_video", "subtitle_enabled") == {"type": "boolean", "default": True}
    assert sorted(schemas["synthesize_voice"]["required"]) == ["text", "voice_name"]
    assert of("synthesize_voice", "voice_rate") == {"type": "number", "minimum": 0.5, "maximum": 2, "default": 1}
    assert of("synthesize_voice", "voice_volume") == {"type": "number", "minimum": 0, "maximum": 1, "default": 1}
    assert schemas["batch_video_generation"]["required"] == ["subjects"]
    assert of("batch_video_generation", "max_concurrent") == {
        "type": "integer", "minimum": 1, "maximum": 10, "default": 3}
    assert of("batch_video_generation", "template_params") == {"type": "object", "default": {}}
    assert of("analyze_video_content", "analysis_type") == {
        "type": "string", "enum": ["quality", "content", "performance", "full"], "default": "content"}
    assert schemas["get_generation_status"]["required"] == ["task_id"]


def test_the_status_has_the_published_fields(wire):
    answer = data(wire.rest("GET", "/v1/mcp/status"))
    assert list(answer) == ["server_status", "tools_available", "active_connections", "uptime",
                            "circuit_breaker_state"]
    assert answer["server_status"] == "running"
    assert answer["tools_available"] == data(wire.rest("GET", "/v1/mcp/tools"))["total_count"]
    assert answer["circuit_breaker_state"] == "closed" and answer["uptime"] > 0


def test_health_is_plain(wire):
    reply = wire.rest("GET", "/v1/mcp/health")
    assert reply.status == 200 and list(reply.json) == ["status", "timestamp"]
    assert reply.json["status"] == "healthy"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", reply.json["timestamp"])
