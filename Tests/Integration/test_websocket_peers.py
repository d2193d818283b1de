"""Official clients over WebSocket: mcp 1.30 with its own transport, and mcp 2.3 with the shim that its users write."""

import contextlib
import json
import os
import pathlib
import subprocess

import anyio
import mcp
import pytest
import websockets
from mcp.shared.message import SessionMessage
from mcp_types import jsonrpc_message_adapter

HERE = pathlib.Path(__file__).resolve().parent
OLD_PYTHON = HERE.parents[1] / os.environ.get("MONEYPRINTER_MCP1_PYTHON", ".venv/mcp1/bin/python3")


def test_the_unmodified_client_of_mcp_1(service):
    if not OLD_PYTHON.is_file():
        pytest.skip(f"there is no {OLD_PYTHON.name} with requirements-mcp1.txt: scripts/test installs it")
    run = subprocess.run([OLD_PYTHON, HERE / "mcp1_client.py", f"ws://127.0.0.1:{service.port}/mcp"],
                         capture_output=True, text=True, timeout=120)
    assert run.returncode == 0, run.stderr
    heard = json.loads(run.stdout)
    assert heard["version"] == "2025-11-25"
    assert "create_video" in heard["tools"]
    assert heard["duration"] > 0 and heard["missing"] is True
    assert heard["progress"] == sorted(heard["progress"]) != []


@contextlib.asynccontextmanager
async def shim(url):
    """A transport for mcp 2: one message a text frame."""
    to_client, read = anyio.create_memory_object_stream(0)
    write, from_client = anyio.create_memory_object_stream(0)

    async def receive(connection):
        async with to_client:
            async for text in connection:
                await to_client.send(SessionMessage(jsonrpc_message_adapter.validate_json(text)))

    async def send(connection):
        async with from_client:
            async for message in from_client:
                await connection.send(message.message.model_dump_json(by_alias=True, exclude_unset=True))

    async with websockets.connect(url, subprotocols=["mcp"]) as connection, anyio.create_task_group() as group:
        assert connection.subprotocol == "mcp"
        group.start_soon(receive, connection)
        group.start_soon(send, connection)
        yield read, write
        group.cancel_scope.cancel()


@pytest.mark.anyio
@pytest.mark.parametrize(("mode", "version"), [("auto", "2026-07-28"), ("legacy", "2025-11-25")])
async def test_the_client_of_mcp_2_with_a_shim(service, mode, version):
    heard = []

    async def progress(done, total, message):
        heard.append(done)

    url = f"ws://127.0.0.1:{service.port}/mcp"
    async with mcp.Client(shim(url), mode=mode, cache=None, read_timeout_seconds=60) as client:
        assert client.session.protocol_version == version
        assert "create_video" in [tool.name for tool in (await client.list_tools()).tools]
        result = await client.call_tool(
            "synthesize_voice", {"text": "Good morning.", "voice_name": ""}, progress_callback=progress)
        assert result.structured_content["duration"] > 0
    assert heard and heard == sorted(heard)
