"""The official clients behind one face: `mcp` and `fastmcp`, over HTTP, stdio and WebSockets, in both eras."""

import contextlib
import os
import pathlib

import anyio
import fastmcp
import mcp
from fastmcp.client.transports import StdioTransport
from mcp.client.subscriptions import listen

from socket_shim import SocketTransport, shim

ROOT = pathlib.Path(__file__).resolve().parents[2]

# How a client chooses its era: "auto" asks server/discover first.
MODES = {"modern": "auto", "legacy": "legacy"}


class Listening:
    """What is the same for both: they stand on one session."""

    @contextlib.asynccontextmanager
    async def hearing_of(self, uri):
        """While it lasts, the client hears of a resource, by the way that its era has."""
        if self.version == "2026-07-28":
            async with listen(self.client.session, resource_subscriptions=[uri]) as changes:
                yield changes
        else:
            await self.client.session.subscribe_resource(uri)
            yield self.heard
            await self.client.session.unsubscribe_resource(uri)


class MCPPeer(Listening):
    """The client of the official Python SDK."""

    def __init__(self, client, heard):
        self.heard = heard
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


class FastMCPPeer(Listening):
    def __init__(self, client, heard):
        self.heard = heard
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

    `target` is the URL of a service's /mcp, over HTTP or as a WebSocket, or the command line of a process that speaks stdio.
    """
    mode = MODES[era]
    write, heard = anyio.create_memory_object_stream(1000)

    async def hear(message):
        await write.send(message)

    options = {"mode": mode, "cache": None, "message_handler": hear}
    is_socket = isinstance(target, str) and target.startswith("ws")
    with open(os.devnull, "w") as silence:
        if peer == "mcp":
            if isinstance(target, str):
                server = shim(target) if is_socket else target
            else:
                server = mcp.client.stdio.stdio_client(
                    mcp.StdioServerParameters(command=target[0], args=target[1:], cwd=ROOT), errlog=silence)
            async with mcp.Client(server, read_timeout_seconds=60, **options) as client:
                yield MCPPeer(client, heard)
        else:
            if isinstance(target, str):
                server = SocketTransport(target) if is_socket else target
            else:
                server = StdioTransport(
                    target[0], target[1:], cwd=str(ROOT), keep_alive=False, log_file=silence)
            async with fastmcp.Client(server, timeout=60, **options) as client:
                yield FastMCPPeer(client, heard)
