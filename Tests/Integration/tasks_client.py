"""Run by test_clients.py on its own, since the import changes every client: fastmcp's client of tasks. Prints what came."""

import asyncio
import json
import sys

import fastmcp
from fastmcp_tasks.client import call_tool_task

from socket_shim import SocketTransport


async def main(url):
    server = SocketTransport(url) if url.startswith("ws") else url
    async with fastmcp.Client(server, mode="auto", cache=None, timeout=60) as client:
        words = {"text": "Good morning, everyone.", "voice_name": ""}
        made = await call_tool_task(client, "synthesize_voice", words)
        first = await made.status()
        result = await made.result()
        # Without asking for the handle, the client waits by itself.
        whole = await client.call_tool("synthesize_voice", words)
        long = await call_tool_task(client, "create_video", {"video_subject": "zq tasks", "paragraph_number": 3})
        await long.cancel()
        cancelled = await long.wait(timeout=30)
    print(json.dumps({
        "id": made.task_id, "first": first.status, "duration": result.structured_content["duration"],
        "whole": whole.structured_content["duration"], "cancelled": cancelled.status}))


asyncio.run(main(sys.argv[1]))
