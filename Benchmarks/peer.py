"""The peer of Benchmarks/mcp.py: the official Python SDK's server with one trivial tool, at its fastest setting."""

import sys

import uvicorn
from mcp.server.mcpserver import MCPServer

server = MCPServer("peer", log_level="WARNING")


@server.tool()
def add(a: int, b: int) -> int:
    return a + b


if __name__ == "__main__":
    app = server.streamable_http_app(stateless_http=True, json_response=True)
    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_level="warning", access_log=False)
