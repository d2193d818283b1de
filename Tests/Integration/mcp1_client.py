"""Run by test_websocket_peers.py in the environment of mcp 1.30: its own WebSocket client, unmodified. Prints what came."""

import asyncio
import json
import sys
import warnings

from mcp import ClientSession
from mcp.client.websocket import websocket_client

warnings.simplefilter("ignore")


async def main(url):
    heard = []

    async def progress(done, total, message):
        heard.append(done)

    async with websocket_client(url) as (read, write):
        async with ClientSession(read, write) as session:
            greeting = await session.initialize()
            await session.send_ping()
            tools = await session.list_tools()
            result = await session.call_tool(
                "synthesize_voice", {"text": "Good morning.", "voice_name": ""}, progress_callback=progress)
            missing = await session.call_tool("get_generation_status", {"task_id": "mcp_ffffffff"})
    print(json.dumps({
        "version": greeting.protocolVersion, "tools": [tool.name for tool in tools.tools], "progress": heard,
        "duration": result.structuredContent["duration"], "missing": missing.isError}))


asyncio.run(main(sys.argv[1]))
