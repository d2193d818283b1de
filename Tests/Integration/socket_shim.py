"""The WebSocket transport that users of mcp 2 write for themselves: its clients no longer have one."""

import contextlib

import anyio
import websockets
from fastmcp.client.transports.base import ClientTransport, TransportOptions
from mcp.shared.message import SessionMessage
from mcp_types import jsonrpc_message_adapter


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


class SocketTransport(ClientTransport):
    """The same for fastmcp."""

    def __init__(self, url):
        self.url = url

    @contextlib.asynccontextmanager
    async def connect_session(self, *, transport_options=None, **options):
        async with shim(self.url) as (read, write):
            async with (transport_options or TransportOptions()).session_class(read, write, **options) as session:
                yield session
