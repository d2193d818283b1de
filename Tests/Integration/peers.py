"""The official clients behind one face: `mcp` and `fastmcp`, over HTTP and stdio, in both eras."""

import contextlib
import os
import pathlib

import fastmcp
import mcp
from fastmcp.client.transports import StdioTransport

ROOT = pathlib.Path(__file__).resolve().parents[2]

# How a client chooses its era: "auto" asks server/discover first.
MODES = {"modern": "auto", "legacy": "legacy"}


class MCPPeer:
    """The client of the official Python SDK."""

    def __init__(self, client):
        self.client = client
        self.version = client.session.protocol_version

    async def tools(self):
        return (await self.client.list_tools()).tools

    async def call(self, name, arguments, progress=None):
        return await self.client.call_tool(name, arguments, progress_callback=progress)

    async def resources(self):
        return (await self.client.list_resources()).resources

    async def read(self, uri):
        return (await self.client.read_resource(uri)).contents

    async def prompts(self):
        return (await self.client.list_prompts()).prompts

    async def prompt(self, name, arguments):
        return (await self.client.get_prompt(name, arguments)).messages

    async def complete(self, ref, argument, value):
        return (await self.client.complete(ref, {"name": argument, "value": value})).completion.values


class FastMCPPeer:
    def __init__(self, client):
        self.client = client
        self.version = client.protocol_version

    async def tools(self):
        return await self.client.list_tools()

    async def call(self, name, arguments, progress=None):
        return await self.client.call_tool_mcp(name, arguments, progress_handler=progress)

    async def resources(self):
        return await self.client.list_resources()

    async def read(self, uri):
        return await self.client.read_resource(uri)

    async def prompts(self):
        return await self.client.list_prompts()

    async def prompt(self, name, arguments):
        return (await self.client.get_prompt(name, arguments)).messages

    async def complete(self, ref, argument, value):
        return (await self.client.complete(ref, {"name": argument, "value": value})).values


@contextlib.asynccontextmanager
async def connected(peer, era, target):
    """A connected client.

    `target` is the URL of a service's /mcp, or the command line of a process that speaks stdio.
    """
    mode = MODES[era]
    with open(os.devnull, "w") as silence:
        if peer == "mcp":
            if isinstance(target, str):
                server = target
            else:
                server = mcp.client.stdio.stdio_client(
                    mcp.StdioServerParameters(command=target[0], args=target[1:], cwd=ROOT), errlog=silence)
            async with mcp.Client(server, mode=mode, cache=None, read_timeout_seconds=60) as client:
                yield MCPPeer(client)
        else:
            server = target if isinstance(target, str) else StdioTransport(
                target[0], target[1:], cwd=str(ROOT), keep_alive=False, log_file=silence)
            async with fastmcp.Client(server, mode=mode, cache=None, timeout=60) as client:
                yield FastMCPPeer(client)
