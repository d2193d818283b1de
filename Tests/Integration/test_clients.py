"""The official clients work as they are: both eras, over HTTP and stdio."""

import anyio
import pytest

import peers
from mcp.shared.exceptions import MCPError

pytestmark = pytest.mark.anyio

TOOLS = ["generate_video_script", "generate_video_terms", "create_video", "synthesize_voice",
         "batch_video_generation", "analyze_video_content", "get_generation_status"]
VERSIONS = {"modern": "2026-07-28", "legacy": "2025-11-25"}


@pytest.fixture(params=["mcp", "fastmcp"])
def peer(request):
    return request.param


@pytest.fixture(params=["modern", "legacy"])
def era(request):
    return request.param


@pytest.fixture(params=["http", "stdio"])
def transport(request):
    return request.param


@pytest.fixture
def target(transport, service, installation, tmp_path):
    if transport == "http":
        return service.url + "/mcp"
    return installation.command("stdio", tmp_path / "data")


@pytest.fixture
def happened(transport, service, tmp_path, logged):
    """Events of some types, from the log of whichever process the client talks to."""
    if transport == "http":
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
    """The seven tools are listed in order, do their work, and say what is wrong with a request."""
    async with peers.connected(peer, era, target) as client:
        assert client.version == VERSIONS[era]
        assert [tool.name for tool in await client.tools()] == TOOLS

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
