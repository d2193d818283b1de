import NIOCore

@testable import MCPService

/// Heads of requests, as the short way to MCP reads them before any HTTP parser does.
struct HTTPHeadTarget: FuzzTarget {
    static let name = "http-head"

    let seeds = [
        """
        POST /mcp HTTP/1.1\r\nHost: 127.0.0.1:8081\r\nContent-Type: application/json\r\nAccept: application/json, \
        text/event-stream\r\nMCP-Protocol-Version: 2026-07-28\r\nMcp-Method: tools/list\r\nAuthorization: Bearer x\r\n\
        Content-Length: 2\r\n\r\n{}
        """,
        """
        GET /v1/mcp/ws?a=b HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n\
        Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nOrigin: http://localhost\r\n\r\n
        """,
        "GET / HTTP/1.1\r\n\r\n",
    ].map { Array($0.utf8) }

    let pieces = [
        "Content-Length: 99999999999999999999\r\n", "Content-Length: -1\r\n", "Transfer-Encoding: chunked\r\n", "\r\n ",
        "Content-Length: 0x10\r\n", "HTTP/1.0", "Expect: 100-continue\r\n", "\t", "\r", "Host: a\r\n", ": x\r\n",
    ].map { Array($0.utf8) }

    func read(_ input: [UInt8], _ mutator: inout Mutator) throws {
        let buffer = ByteBuffer(bytes: input)
        for head in [PlainHead.find(in: buffer), PlainHead.findUpgrade(in: buffer)] {
            guard let head else { continue }
            guard head.size <= input.count, head.bodySize >= 0 else { throw BrokenPromise("a head beyond its bytes") }
            _ = head.requestTarget
            _ = WebSocketHandshake(
                origins: OriginPolicy(allowedOrigins: [], trustedHosts: [], isLoopbackOnly: true)
            ).decide(head)
        }
        _ = PlainHead.mayBecomeGet(of: SocketDoor.paths, buffer)
    }
}
