"""The official clients work as they are: both eras, over HTTP, stdio and WebSockets."""

import json
import pathlib
import subprocess
import sys

import anyio
import pytest

import peers
from mcp.shared.exceptions import MCPError
from mcp_types import PromptReference

pytestmark = pytest.mark.anyio
HERE = pathlib.Path(__file__).resolve().parent

TOOLS = ["generate_video_script", "generate_video_terms", "create_video", "synthesize_voice",
         "batch_video_generation", "analyze_video_content", "get_generation_status"]
VERSIONS = {"modern": "2026-07-28", "legacy": "2025-11-25"}


@pytest.fixture(params=["mcp", "fastmcp"])
def peer(request):
    return request.param


@pytest.fixture(params=["modern", "legacy"])
def era(request):
    return request.param


@pytest.fixture(params=["http", "stdio", "websocket"])
def transport(request):
    return request.param


@pytest.fixture
def target(transport, service, installation, tmp_path):
    if transport == "http":
        return service.url + "/mcp"
    if transport == "websocket":
        return f"ws://127.0.0.1:{service.port}/mcp"
    return installation.command("stdio", tmp_path / "data")


@pytest.fixture
def happened(transport, service, tmp_path, logged):
    """Events of some types, from the log of whichever process the client talks to."""
    if transport != "stdio":
        return lambda *types: service.events(type=",".join(types))
    options = lambda types: [word for name in types for word in ("--type", name)]
    return lambda *types: logged(tmp_path / "data", *options(types))


async def eventually(condition, seconds, what):
    with anyio.move_on_after(seconds):
        while True:
            value = await anyio.to_thread.run_sync(condition)
            if value:
                return value
            await anyio.sleep(0.05)
    raise AssertionError(f"not within {seconds} s: {what}")


async def test_a_client_lists_and_calls_the_tools(peer, era, target):
    """The published seven tools are listed first and in order, do their work, and say what is wrong with a request."""
    async with peers.connected(peer, era, target) as client:
        assert client.version == VERSIONS[era]
        assert [tool.name for tool in await client.tools()][:7] == TOOLS

        script = await client.call("generate_video_script", {"video_subject": "coffee"})
        assert not script.is_error, script
        text = script.structured_content["script"]
        assert script.structured_content["word_count"] == len(text.split()) > 10

        terms = await client.call(
            "generate_video_terms", {"video_subject": "coffee", "video_script": text, "amount": 3})
        assert len(terms.structured_content["terms"]) == 3

        unknown = await client.call("get_generation_status", {"task_id": "mcp_ffffffff"})
        assert unknown.is_error and "mcp_ffffffff" in unknown.content[0].text

        wrong = await client.call("generate_video_script", {"video_subject": "coffee", "paragraph_number": 11})
        assert wrong.is_error
        assert "'paragraph_number' must lie between 1 and 10" in wrong.content[0].text

        with pytest.raises(MCPError) as failure:
            await client.call("make_coffee", {})
        assert failure.value.code == -32602


async def test_a_client_reads_resources_and_prompts(peer, era, target):
    """What the service knows of itself comes to the official clients as resources, prompts and completions."""
    async with peers.connected(peer, era, target) as client:
        uris = [str(one.uri) for one in await client.resources()]
        assert "dashboard://overview" in uris
        started = json.loads((await client.read("event://1"))[0].text)
        assert started["type"] == "service.started"
        overview = json.loads((await client.read("dashboard://overview?at=1"))[0].text)
        assert overview["position"] == 1
        assert [one.name for one in await client.prompts()] == ["write_script", "plan_series", "diagnose_task"]
        messages = await client.prompt("write_script", {"subject": "tea"})
        assert "tea" in messages[0].content.text
        ref = PromptReference(type="ref/prompt", name="plan_series")
        assert await client.complete(ref, "language", "e") == ["en", "es"]
        with pytest.raises(MCPError) as failure:
            await client.read("task://mcp_ffffffff")
        assert failure.value.code == (-32602 if era == "modern" else -32002)


async def test_an_agent_finds_its_way_from_an_event_to_its_trace(peer, era, target):
    async with peers.connected(peer, era, target) as client:
        await client.call("generate_video_terms", {"video_subject": "zq", "video_script": "A cup of tea.", "amount": 2})
        found = await client.call("search_events", {"type": "tool.completed", "limit": 1})
        event = found.structured_content["events"][0]
        assert event["data"]["tool"] == "generate_video_terms"
        trace = await client.call("get_trace", {"trace_id": event["trace_id"]})
        assert trace.structured_content["roots"][0]["name"] == "tools/call generate_video_terms"


async def test_a_client_hears_of_a_task_that_it_subscribed_to(peer, era, target):
    """By `subscriptions/listen` in 2026-07-28, by `resources/subscribe` before."""
    async with peers.connected(peer, era, target) as client:
        made = await client.call("create_video", {"video_subject": "zq listen", "paragraph_number": 3})
        task = made.structured_content["task_id"]
        async with client.hearing_of(f"task://{task}") as changes:
            await client.call("cancel_task", {"task_id": task})
            with anyio.fail_after(20):
                async for change in changes:
                    if f"task://{task}" in str(change):
                        break


@pytest.mark.parametrize("scheme", ["http", "ws"])
def test_the_client_of_the_tasks_extension(service, scheme):
    """fastmcp's: it asks for the handle of a task, waits for its result, and gives one up."""
    run = subprocess.run([sys.executable, HERE / "tasks_client.py", f"{scheme}://127.0.0.1:{service.port}/mcp"],
                         capture_output=True, text=True, timeout=120)
    assert run.returncode == 0, run.stderr
    heard = json.loads(run.stdout)
    assert heard["first"] in ("working", "completed") and heard["cancelled"] == "cancelled"
    assert heard["duration"] == heard["whole"] > 0.5
    assert service.task(heard["id"])["status"] == "complete"


async def test_progress_reaches_the_callback(peer, era, target):
    """A call with a progress callback hears how far the task is, rising, and then gets its result."""
    heard = []

    async def progress(done, total, message):
        heard.append((done, total, message))

    async with peers.connected(peer, era, target) as client:
        result = await client.call(
            "synthesize_voice", {"text": "Good morning, everyone.", "voice_name": ""}, progress)
    assert result.structured_content["duration"] > 0.5
    assert heard, "no progress came"
    assert all(total == 1 and 0 <= done <= 1 and message for done, total, message in heard)
    assert [done for done, _, _ in heard] == sorted({done for done, _, _ in heard})


async def test_a_call_that_is_given_up_stops_the_work(peer, era, target, happened, long_clip):
    """A client that gives up a call ends the task, and goes on with the same connection."""
    arguments = {"video_uri": f"file:{long_clip}", "analysis_type": "quality"}
    earlier = {event["data"]["task"] for event in await anyio.to_thread.run_sync(happened, "task.created")} \
        if isinstance(target, str) else set()

    def mine(name):
        return [event for event in happened(name) if event["data"].get("task") not in earlier
                and event["data"].get("stage", "analysis") == "analysis"]

    async with peers.connected(peer, era, target) as client:
        async with anyio.create_task_group() as group:
            group.start_soon(client.call, "analyze_video_content", arguments)
            started = await eventually(lambda: mine("task.stage_started"), 20, "the analysis runs")
            group.cancel_scope.cancel()
        task = started[-1]["data"]["task"]
        await eventually(lambda: [event for event in mine("task.cancelled") if event["data"]["task"] == task], 20,
                         "the task is cancelled")
        again = await client.call("get_generation_status", {"task_id": task})
        assert again.structured_content["status"] == "cancelled"
    # The call itself is noted as given up, not as a failure of the tool.
    completed = [event for event in happened("tool.completed") if event["trace_id"] == started[-1]["trace_id"]]
    assert completed[0]["data"]["outcome"] == "cancelled"
