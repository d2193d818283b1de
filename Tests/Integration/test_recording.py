"""What a recording policy keeps out of the log is in none of its files, and nobody misses it."""

import sqlite3

import chat
import log_search
import pytest

from service import eventually
from test_sessions import Stream, open_session
from wire import Wire, legacy, modern

# One word each, so that no stage takes them apart; letters only, so that a voice can say them.
PLANTED = {
    name: f"zqplanted{name}zq" for name in (
        "subject", "script", "text", "voice", "answer", "uri", "task", "reason", "batch", "rest", "method", "key",
        "password", "bearer", "unknown", "terms", "session")}
NAMED = ["key", "password", "bearer"]
FIELDS = "video_subject,video_script,text,voice_name,script,video_uri,task_id,reason,subjects,uri,name,terms"


def scenario(service, wire):
    """Calls of tools, methods and routes with something planted in each; what comes back is whole."""
    p = PLANTED
    written = wire.call("generate_video_script", {"video_subject": p["subject"]})["structuredContent"]
    assert p["answer"] in written["script"]
    terms = {"video_subject": "tea", "video_script": f"The {p['script']} is hot. Everybody likes {p['terms']}."}
    wire.call("generate_video_terms", terms)
    spoken = wire.call("synthesize_voice", {"text": f"Say {p['text']}.", "voice_name": ""})
    assert spoken["isError"] is False
    refused = wire.call("synthesize_voice", {"text": "tea", "voice_name": p["voice"]})
    assert refused["isError"] and p["voice"] in refused["content"][0]["text"]
    wire.call("analyze_video_content", {"video_uri": f"file:///{p['uri']}.mp4", "analysis_type": "quality"})
    wire.call("get_generation_status", {"task_id": p["task"]})
    batch = wire.call("batch_video_generation", {
        "subjects": [p["batch"]], "template_params": {"voice_name": p["voice"]}})["structuredContent"]["batch_id"]
    eventually(lambda: service.task(batch)["status"] in ("failed", "complete"), 60, "the batch is over")
    wire.call("cancel_task", {"task_id": batch, "reason": p["reason"]})
    wire.rest("POST", "/v1/mcp/tools/call", {
        "tool_name": "generate_video_script", "parameters": {"video_subject": p["rest"]}})
    wire.post(modern("resources/read", {"uri": f"video://{p['method']}"}))
    # A session's answers are in the log so that they can be asked for again.
    stream = Stream(wire, "POST", open_session(wire), legacy("tools/call", {
        "name": "generate_video_script", "arguments": {"video_subject": p["session"]},
        "_meta": {"progressToken": "p"}}))
    assert p["answer"] in str(stream.rest())
    # Members that no tool knows, and a tool that nobody registered.
    wire.call("generate_video_script", {"video_subject": "tea", "openai_api_key": p["key"]})
    wire.call("batch_video_generation", {"subjects": ["tea"], "template_params": {"Password": p["password"]}})
    wire.post(modern("tools/call", {"name": "make_coffee", "arguments": {
        "text": p["unknown"], "headers": {"Authorization": p["bearer"]}}}))


def settings(monkeypatch, policy):
    monkeypatch.setenv("MONEYPRINTER_RECORDING_ARGUMENTS", policy)
    monkeypatch.setenv("MONEYPRINTER_RECORDING_RESULTS", policy)
    monkeypatch.setenv("MONEYPRINTER_RECORDING_PROVIDER_ANSWERS", policy)
    if policy == "redacted":
        monkeypatch.setenv("MONEYPRINTER_RECORDING_FIELDS", FIELDS)


@pytest.mark.parametrize("policy", ["full", "redacted", "hashed", "off"])
def test_nothing_that_was_planted_is_in_the_files_of_a_log(own_service, schemas, monkeypatch, logged, policy):
    script = f"Some say {PLANTED['answer']} is best. Others do not."
    with chat.serving(script, api_key=PLANTED["key"]) as (endpoint, url):
        settings(monkeypatch, policy)
        monkeypatch.setenv("MONEYPRINTER_LLM_BASE_URL", url)
        service = own_service.start()
        scenario(service, Wire(service.port, schemas))
        assert endpoint.asked >= 2
        service.stop()
    everything = logged(service.data)
    assert len(everything) > 100
    left = log_search.found(PLANTED.values(), service.data, everything)
    if policy == "full":
        # What is named like a secret is kept under no policy; and the search does find what is kept.
        assert left == sorted(set(PLANTED.values()) - {PLANTED[name] for name in NAMED})
    else:
        assert left == []
    # Every event that is not whole says so.
    for event in everything:
        text = str(event["data"])
        if "[withheld]" in text or "hmac-sha256:" in text:
            declares = ("span.ended", "task.cancel_requested", "provider.answered")
            assert "withheld" in event["data"] or event["type"] in declares, event


def test_what_was_kept_out_of_the_log_is_there_for_a_task_that_was_killed_and_no_longer(
        own_service, schemas, monkeypatch):
    settings(monkeypatch, "off")
    service = own_service.start()
    words = {"video_subject": PLANTED["subject"], "video_script": f"{PLANTED['script']} is a word. It is a long one.",
             "quality": "draft", "bgm_type": ""}
    task = Wire(service.port, schemas).call("create_video", words)["structuredContent"]["task_id"]
    eventually(lambda: "voice" in str(service.task(task)["stages"]), 60, "the voice is there")
    service.kill()
    service.start()
    eventually(lambda: service.task(task)["status"] == "complete", 180, "the task goes on and ends")
    told = service.task(task)
    assert told["attempt"] == 2 and len(told["result_urls"]) == 4 and told["input"] == {}
    service.stop()
    keys = sqlite3.connect(service.data / "keys.db")
    assert keys.execute("SELECT count(*) FROM keys WHERE principal LIKE 'withheld:%'").fetchone() == (0,)
    keys.close()


def test_the_rule_of_a_tool_is_its_own_and_a_tool_that_is_none_is_named(own_service, schemas, installation, tmp_path):
    plain = installation.config.read_text()
    config = tmp_path / "config.toml"
    config.write_text(plain + '[recording.tools.generate_video_script]\narguments = "hashed"\n')
    own_service.installation = type("Other", (), {"config": config, "command": lambda _, word, data, *options: [
        part if part != str(installation.config) else str(config)
        for part in installation.command(word, data, *options)]})()
    service = own_service.start()
    wire = Wire(service.port, schemas)
    wire.call("generate_video_script", {"video_subject": PLANTED["subject"]})
    wire.call("generate_video_script", {"video_subject": PLANTED["subject"]})
    wire.call("generate_video_terms", {"video_subject": "tea", "video_script": "Hot tea is good."})
    asked = [event["data"] for event in service.events(type="request.received")]
    digests = {data["params"].get("arguments", {}).get("video_subject") for data in asked[:2]}
    assert len(digests) == 1 and PLANTED["subject"] not in str(digests)
    assert asked[2]["params"]["arguments"]["video_subject"] == "tea" and "withheld" not in asked[2]
    service.stop()
    config.write_text(plain + '[recording.tools.generate_video_scripts]\narguments = "hashed"\n')
    with pytest.raises(AssertionError, match="did you mean 'generate_video_script'"):
        service.start()
