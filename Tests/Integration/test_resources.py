"""Resources, prompts, completions, subscriptions: read from the log, now and in the past, in every revision."""

import json

import pytest

from wire import LEGACY, PREFIX, call, headers_for, legacy, modern


@pytest.fixture(scope="module")
def task(wire, spoken):
    found = wire.call("search_events", {"type": "task.created", "limit": 100})["structuredContent"]["events"]
    return next(event["data"]["task"] for event in found
                if event["data"]["tool"] == "synthesize_voice" and "quick brown fox" in json.dumps(event["data"]["input"]))


def read(wire, uri):
    contents = wire.post(modern("resources/read", {"uri": uri})).result["contents"]
    assert [one["uri"] for one in contents] == [uri]
    return contents[0]


def refused(reply, status=400):
    assert reply.status == status, reply.body
    return reply.error


def test_what_there_is_is_listed_page_by_page(wire, task):
    result = wire.post(modern("resources/list")).result
    uris = [one["uri"] for one in result["resources"]]
    while "nextCursor" in result:
        result = wire.post(modern("resources/list", {"cursor": result["nextCursor"]})).result
        uris += [one["uri"] for one in result["resources"]]
    assert "dashboard://overview" in uris and f"task://{task}" in uris and "ui://moneyprinter/dashboard" in uris
    assert len(uris) == len(set(uris))


def test_the_templates_are_listed(wire):
    templates = [one["uriTemplate"] for one in wire.post(modern("resources/templates/list")).result["resourceTemplates"]]
    assert [one.split("{")[0] for one in templates] == [
        "dashboard://", "task://", "video://", "script://", "event://", "trace://", "ui://moneyprinter/"]


def test_a_task_is_read_as_by_the_route_and_as_it_was(wire, service, task):
    now = json.loads(read(wire, f"task://{task}")["text"])
    assert now["status"] == "complete" and now["task_id"] == task
    past = json.loads(read(wire, f"task://{task}?at={now['created']}")["text"])
    assert past["status"] == "queued" and past == service.get(f"/v1/tasks/{task}", at=now["created"])


def test_what_was_spoken_is_a_resource(wire, task):
    assert read(wire, f"script://{task}")["text"].startswith("The quick brown fox")


def test_an_event_and_a_trace_are_read(wire, service):
    event = json.loads(read(wire, "event://1")["text"])
    assert event == service.get("/v1/events/1") and event["type"] == "service.started"
    traced = service.events(type="span.ended", limit=1)[0]["trace_id"]
    assert json.loads(read(wire, f"trace://{traced}")["text"])["trace_id"] == traced


def test_a_dashboard_is_read_as_it_was(wire, service):
    position = service.get("/v1/tasks")["position"]
    past = json.loads(read(wire, f"dashboard://overview?at={position}")["text"])
    assert past == service.get("/v1/dashboards/overview", at=position) and past["position"] == position


def test_a_file_comes_whole_in_part_or_by_its_link(wire, service, task):
    url = json.loads(read(wire, f"task://{task}")["text"])["stages"][0]["outputs"][0]
    name, size = url["path"].split("/")[-1], url["bytes"]
    whole = read(wire, f"video://{task}/{name}")
    if size > 262_144:
        link = json.loads(whole["text"])
        assert link["bytes"] == size and link["url"].endswith(f"/{name}") and "blob" not in whole
    part = read(wire, f"video://{task}/{name}?from=0&to=3")
    assert part["blob"] == "UklGRg==", "a WAV file begins with RIFF"
    assert "bytes" in refused(wire.post(modern("resources/read", {
        "uri": f"video://{task}/{name}?from=5&to=2"})))["message"]


@pytest.mark.parametrize("uri", [
    "task://nope", "script://nope", "event://99999999", "trace://" + "0" * 31 + "1", "dashboard://nope",
    "video://nope/final.mp4", "video://nope/../../etc/passwd", "video://nope/%2e%2e", "ui://moneyprinter/nope",
    "file:///etc/passwd", "nonsense", "task://", "task://a/b", "", "task://a?at=1&" + "x" * 600])
def test_what_is_not_there_is_not_found(wire, uri):
    error = refused(wire.post(modern("resources/read", {"uri": uri}), headers=headers_for(
        modern("resources/read", {"uri": uri}))))
    assert error["code"] == -32602 and error["data"] == {"uri": uri}
    old = wire.legacy(legacy("resources/read", {"uri": uri}), "2025-11-25")
    assert old.error["code"] in (-32002, -32602)


@pytest.mark.parametrize("uri", ["event://0", "event://x", "trace://short", "task://nope?at=soon"])
def test_a_name_of_the_wrong_form_says_what_is_right(wire, uri):
    assert refused(wire.post(modern("resources/read", {"uri": uri})))["code"] == -32602


@pytest.mark.parametrize("revision", LEGACY)
def test_the_older_revisions_have_them_too(wire, revision):
    for method in ["resources/list", "resources/templates/list", "prompts/list"]:
        assert "ttlMs" not in wire.legacy(legacy(method), revision).result
    assert wire.legacy(legacy("resources/read", {"uri": "event://1"}), revision).result["contents"]
    assert wire.legacy(legacy("prompts/get", {"name": "write_script", "arguments": {"subject": "tea"}}), revision).result


def test_a_view_is_a_page_that_fetches_nothing(wire):
    for name in ["task", "dashboard"]:
        page = read(wire, f"ui://moneyprinter/{name}")
        assert page["mimeType"] == "text/html;profile=mcp-app"
        assert "http://" not in page["text"] and "https://" not in page["text"]
        assert page["_meta"]["ui"]["csp"] == {"connectDomains": [], "resourceDomains": []}


# MARK: Prompts and completions


def prompt(wire, name, **arguments):
    return wire.post(modern("prompts/get", {"name": name, "arguments": arguments}))


def test_the_prompts_are_listed_with_their_arguments(wire):
    prompts = {one["name"]: one for one in wire.post(modern("prompts/list")).result["prompts"]}
    assert list(prompts) == ["write_script", "plan_series", "diagnose_task"]
    assert [one["name"] for one in prompts["write_script"]["arguments"] if one["required"]] == ["subject"]


def test_a_prompt_is_filled_in(wire):
    text = prompt(wire, "write_script", subject="tea", seconds="60", tone="warm").result["messages"][0]["content"]["text"]
    assert "tea" in text and "150 words" in text and "warm" in text
    text = prompt(wire, "plan_series", topic="coffee", count="3").result["messages"][0]["content"]["text"]
    assert "coffee" in text and "3 short videos" in text


def test_a_diagnosis_embeds_the_task_and_its_events(wire, task):
    messages = prompt(wire, "diagnose_task", task_id=task).result["messages"]
    uris = [one["content"]["resource"]["uri"] for one in messages[1:]]
    assert uris[0] == f"task://{task}" and all(uri.startswith("event://") for uri in uris[1:]) and len(uris) > 2
    for uri, message in zip(uris[1:], messages[2:]):
        assert read(wire, uri)["text"] == message["content"]["resource"]["text"], "what is embedded is what is there"


@pytest.mark.parametrize(("name", "arguments", "part"), [
    ("no_prompt", {}, "Unknown prompt"), ("write_script", {}, "'subject' is required"),
    ("write_script", {"subject": "tea", "colour": "red"}, "'colour'"),
    ("write_script", {"subject": "tea", "seconds": "5"}, "'seconds'"),
    ("plan_series", {"topic": "tea", "count": "many"}, "'count'"),
    ("diagnose_task", {"task_id": "mcp_ffffffff"}, "There is no task")])
def test_what_is_wrong_with_a_prompt_is_named(wire, name, arguments, part):
    error = refused(prompt(wire, name, **arguments))
    assert error["code"] == -32602 and part in error["message"]


def complete(wire, ref, argument, value):
    return wire.post(modern("completion/complete", {"ref": ref, "argument": {"name": argument, "value": value}}))


def test_completions_begin_as_what_was_typed(wire, task):
    series = {"type": "ref/prompt", "name": "plan_series"}
    voices = complete(wire, series, "voice_name", "en-US").result["completion"]
    assert voices["values"] and all(one.startswith("en-US") for one in voices["values"]) and not voices["hasMore"]
    assert complete(wire, series, "language", "d").result["completion"]["values"] == ["de"]
    ids = complete(wire, {"type": "ref/resource", "uri": "task://{id}{?at}"}, "id", task[:6])
    assert task in ids.result["completion"]["values"]
    names = complete(wire, {"type": "ref/resource", "uri": "dashboard://{name}{?at,from,to,step}"}, "name", "over")
    assert names.result["completion"]["values"] == ["overview"]


@pytest.mark.parametrize(("ref", "argument"), [
    ({"type": "ref/prompt", "name": "no_prompt"}, "x"), ({"type": "ref/prompt", "name": "plan_series"}, "x"),
    ({"type": "ref/resource", "uri": "nope://{x}"}, "x"), ({"type": "ref/other"}, "x")])
def test_a_completion_of_nothing_is_refused(wire, ref, argument):
    assert refused(complete(wire, ref, argument, ""))["code"] == -32602


# MARK: Subscriptions and logging


def test_a_subscription_hears_of_its_task_only(wire, service, until):
    """The acknowledgement comes first; every message names the subscription; other tasks are not heard of."""
    other = wire.call("create_video", {"video_subject": "other"})["structuredContent"]["task_id"]
    mine = wire.call("create_video", {"video_subject": "mine"})["structuredContent"]["task_id"]
    wanted = {"resourceSubscriptions": [f"task://{mine}", "nope://x"], "resourcesListChanged": True}
    message = modern("subscriptions/listen", {"notifications": wanted}, id="s-1")
    heard = []
    with wire.open_stream(message) as stream:
        lines = stream.makefile("r")

        def next_message():
            for line in lines:
                if line.startswith("data: "):
                    found = json.loads(line.removeprefix("data: "))
                    wire.schemas.check(found, "2026-07-28", "subscriptions/listen")
                    return found
            raise AssertionError("the stream ended")

        first = next_message()
        assert first["method"] == "notifications/subscriptions/acknowledged"
        assert first["params"]["notifications"] == {
            "resourcesListChanged": True, "resourceSubscriptions": [f"task://{mine}"]}
        for task in (other, mine):
            wire.call("cancel_task", {"task_id": task})
        while not [one for one in heard if one["method"] == "notifications/resources/updated"] or \
                not [one for one in heard if one["method"] == "notifications/resources/list_changed"]:
            heard.append(next_message())
    assert {one["params"]["_meta"][PREFIX + "subscriptionId"] for one in [first, *heard]} == {"s-1"}
    assert {one["params"].get("uri") for one in heard} <= {None, f"task://{mine}"}


@pytest.mark.parametrize("wanted", [None, [], {"toolsListChanged": "yes"}, {"resourceSubscriptions": "task://x"},
                                    {"resourceSubscriptions": ["x"] * 101}])
def test_a_subscription_to_nonsense_is_refused(wire, wanted):
    reply = wire.post(modern("subscriptions/listen", {"notifications": wanted}))
    assert reply.messages[-1]["error"]["code"] == -32602


def test_log_messages_come_where_they_are_asked_for(wire):
    arguments = {"text": "Good evening.", "voice_name": ""}
    asked = wire.post(call("synthesize_voice", arguments, **{PREFIX + "logLevel": "info"}))
    logged = [one["params"] for one in asked.messages if one.get("method") == "notifications/message"]
    assert logged and logged[0]["level"] == "info" and logged[0]["data"]["stage"] == "voice"
    quiet = wire.post(call("synthesize_voice", arguments, **{PREFIX + "logLevel": "error"}))
    assert not [one for one in quiet.messages if one.get("method") == "notifications/message"]
    loud = wire.post(call("synthesize_voice", arguments, **{PREFIX + "logLevel": "loud"}))
    assert loud.messages[-1]["error"]["code"] == -32602


def test_a_legacy_session_sets_its_level_and_subscribes(wire):
    assert wire.legacy(legacy("logging/setLevel", {"level": "info"}), "2025-11-25").result == {}
    assert wire.legacy(legacy("logging/setLevel", {"level": "loud"}), "2025-11-25").error["code"] == -32602
    assert wire.legacy(legacy("resources/subscribe", {"uri": "dashboard://overview"}), "2025-11-25").result == {}
    assert wire.legacy(legacy("resources/unsubscribe", {"uri": "dashboard://overview"}), "2025-11-25").result == {}
    assert wire.legacy(legacy("resources/subscribe", {"uri": "nope://x"}), "2025-11-25").error["code"] == -32002
