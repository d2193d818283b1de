"""The tasks extension, and questions to the person at the client: over the same tasks as the tools."""

import pytest

from wire import PREFIX, headers_for, modern

TASKS = {PREFIX + "clientCapabilities": {"extensions": {PREFIX + "tasks": {}}}}
ASKS = {PREFIX + "clientCapabilities": {"elicitation": {}}}


def create(wire, tool="create_video", arguments=None, meta=TASKS, **more):
    return wire.post(modern("tools/call", {"name": tool, "arguments": arguments or {}, **more}, **meta))


def get(wire, task, meta=TASKS):
    return wire.post(modern("tasks/get", {"taskId": task}, **meta))


def give_up(wire, made):
    """Nobody waits for this video, and the next test's work should not."""
    wire.call("cancel_task", {"task_id": made["structuredContent"]["task_id"]})


def test_long_work_is_a_task_for_clients_that_know_tasks(wire, until):
    task = create(wire, "synthesize_voice", {"text": "One, two, three.", "voice_name": ""}).result
    assert task["resultType"] == "task" and task["status"] == "working" and "result" not in task
    assert get(wire, task["taskId"]).result["taskId"] == task["taskId"], "it can be asked for at once"
    done = until(lambda: (lambda found: found if found["status"] != "working" else None)(
        get(wire, task["taskId"]).result), 60, "the task is over")
    assert done["status"] == "completed" and done["resultType"] == "complete"
    result = done["result"]
    assert result["isError"] is False and result["structuredContent"]["duration"] > 0.3
    tool = wire.call("get_generation_status", {"task_id": task["taskId"]})["structuredContent"]
    assert tool["status"] == "complete", "the tools know the same task"


def test_a_task_that_fails_has_a_result_that_says_so(wire, until):
    # It may be over before the answer to its creation, which has the result too then.
    tasks = [create(wire, "analyze_video_content", {"video_uri": f"file:/zq/nowhere-{number}.mp4"}).result["taskId"]
             for number in range(20)]
    task = tasks[0]
    done = until(lambda: (lambda found: found if found["status"] != "working" else None)(get(wire, task).result), 60,
                 "the task is over")
    assert done["status"] == "completed" and done["result"]["isError"] is True


def test_a_task_is_cancelled(wire, until):
    task = create(wire, arguments={"video_subject": "the history of tea", "paragraph_number": 4}).result["taskId"]
    assert wire.post(modern("tasks/cancel", {"taskId": task}, **TASKS)).result["resultType"] == "complete"
    until(lambda: get(wire, task).result["status"] == "cancelled", 30, "the task is cancelled")
    assert wire.post(modern("tasks/cancel", {"taskId": task}, **TASKS)).status == 200, "again is as good"
    assert wire.post(modern("tasks/update", {"taskId": task, "inputResponses": {}}, **TASKS)).status == 200


def test_a_client_that_does_not_know_tasks_gets_none(wire):
    made = create(wire, arguments={"video_subject": "tea"}, meta={}).result
    give_up(wire, made)
    assert made["resultType"] == "complete"
    error = get(wire, "mcp_ffffffff", meta={}).error
    assert error["code"] == -32021
    assert error["data"]["requiredCapabilities"] == {"extensions": {PREFIX + "tasks": {}}}
    listen = wire.post(modern("subscriptions/listen", {"notifications": {"taskIds": ["x"]}}))
    assert listen.messages[-1]["error"]["code"] == -32021


def test_a_header_may_leave_out_the_task_and_may_not_name_another(wire):
    """The one published client of the extension leaves it out (docs/decisions/0023)."""
    task = create(wire, "synthesize_voice", {"text": "One.", "voice_name": ""}).result["taskId"]
    message = modern("tasks/get", {"taskId": task}, **TASKS)
    headers = headers_for(message)
    assert wire.post(message, {**headers, "Mcp-Name": "mcp_ffffffff"}).error["code"] == -32020
    del headers["Mcp-Name"]
    assert wire.post(message, headers).result["taskId"] == task


def test_an_unknown_task_is_refused(wire):
    for method, more in [("tasks/get", {}), ("tasks/cancel", {}), ("tasks/update", {"inputResponses": {}})]:
        reply = wire.post(modern(method, {"taskId": "mcp_ffffffff", **more}, **TASKS))
        assert (reply.status, reply.error["code"]) == (400, -32602)


def test_a_legacy_task_parameter_is_passed_over(wire):
    reply = create(wire, "get_generation_status", {"task_id": "mcp_ffffffff"}, meta={}, task={"ttl": 1000})
    assert reply.result["isError"] is True


# MARK: Questions


def test_a_missing_subject_is_asked_for(wire):
    asked = create(wire, meta=ASKS).result
    assert asked["resultType"] == "input_required" and "ttlMs" not in asked
    question = asked["inputRequests"]["video_subject"]
    assert question["method"] == "elicitation/create" and question["params"]["mode"] == "form"
    answer = {"video_subject": {"action": "accept", "content": {"video_subject": "the zq of tea"}}}
    made = create(wire, meta=ASKS, inputResponses=answer, requestState=asked["requestState"]).result
    give_up(wire, made)
    assert made["resultType"] == "complete" and made["structuredContent"]["status"] == "queued"
    created = wire.call("search_events", {"stream": f"task-{made['structuredContent']['task_id']}", "order": "asc"})
    assert created["structuredContent"]["events"][0]["data"]["input"]["video_subject"] == "the zq of tea"


def test_a_client_that_cannot_ask_is_told_what_is_missing(wire):
    result = create(wire, meta={}).result
    assert result["isError"] is True and "'video_subject' is required" in result["content"][0]["text"]


def test_a_long_batch_is_made_only_when_a_person_agrees(wire):
    arguments = {"subjects": [f"subject {number}" for number in range(11)]}
    asked = create(wire, "batch_video_generation", arguments, meta=ASKS).result
    assert "11 videos" in asked["inputRequests"]["confirm"]["params"]["message"]
    for answer in [{"action": "accept", "content": {"confirm": False}}, {"action": "decline"}, {"action": "cancel"}]:
        told = create(wire, "batch_video_generation", arguments, meta=ASKS, inputResponses={"confirm": answer},
                      requestState=asked["requestState"]).result
        assert told["isError"] is True and "no" in told["content"][0]["text"]


def test_an_answer_of_the_wrong_form_is_asked_for_again(wire):
    asked = create(wire, meta=ASKS).result
    for answer in [{"other": {"action": "accept"}}, {"video_subject": {"action": "accept", "content": {}}},
                   {"video_subject": {"action": "accept", "content": {"video_subject": 5}}}]:
        again = create(wire, meta=ASKS, inputResponses=answer, requestState=asked["requestState"]).result
        assert again["resultType"] == "input_required"


@pytest.mark.parametrize("spoil", [
    lambda state: state[:-6] + "AAAAA=", lambda state: "A" + state[1:], lambda state: "nonsense", lambda state: ""])
def test_a_state_that_was_changed_is_refused(wire, spoil):
    state = create(wire, meta=ASKS).result["requestState"]
    answer = {"video_subject": {"action": "accept", "content": {"video_subject": "tea"}}}
    error = create(wire, meta=ASKS, inputResponses=answer, requestState=spoil(state)).error
    assert error["code"] == -32602 and "requestState" in error["message"]


def test_a_state_of_another_request_is_refused(wire):
    state = create(wire, meta=ASKS).result["requestState"]
    error = create(wire, arguments={"quality": "draft"}, meta=ASKS, requestState=state).error
    assert error["code"] == -32602 and "another request" in error["message"]
