import HTTPTypes
import NIOCore
import Testing

@testable import MCPService

@Suite("A plain head")
struct PlainHeadTests {
    private func head(_ lines: String..., body: String = "") -> PlainHead? {
        PlainHead.find(in: ByteBuffer(string: lines.joined(separator: "\r\n") + "\r\n\r\n" + body))
    }

    @Test("gives its headers whatever their case, without the space around their values")
    func headers() throws {
        let head = try #require(
            self.head(
                "POST /mcp HTTP/1.1", "HOST: localhost:1", "mcp-NAME:\t a b \t", "Content-Length: 3", body: "abcde"))
        #expect(head.isPost(to: "/mcp"))
        #expect(!head.isPost(to: "/mc"))
        #expect(head.authority == "localhost:1")
        #expect(head.value(of: MCPHeader.target) == "a b")
        #expect(head.value(of: .accept) == nil)
        #expect(head.count(of: .contentLength) == 1)
        #expect(head.count(of: .accept) == 0)
        #expect(head.bodySize == 3)
        #expect(head.size == 78)
    }

    @Test("knows the size of a body that is not there, and of none")
    func sizes() throws {
        #expect(head("GET / HTTP/1.1", "Host: a")?.bodySize == 0)
        #expect(head("POST / HTTP/1.1", "Content-Length: 123456789")?.bodySize == 123_456_789)
        #expect(head("GET / HTTP/1.1")?.isPost(to: "/") == false)
    }

    @Test("begins wherever the buffer is read from")
    func offset() throws {
        var buffer = ByteBuffer(string: "xxxPOST /mcp HTTP/1.1\r\nHost: b\r\n\r\n")
        buffer.moveReaderIndex(forwardBy: 3)
        #expect(try #require(PlainHead.find(in: buffer)).authority == "b")
    }

    @Test(
        "is none where anything is left to guess or to be asked",
        arguments: [
            "Host : a", ": a", "Host: a\r\n b: c", "Host: a\r\nhost: b", "Host: a\u{0}", "Host: é", "Host: a\nX: b",
            "Ho st: a", "Content-Length: ", "Content-Length: +1", "Content-Length: 1, 1", "Content-Length: 1234567890",
            "Content-Length: 1\r\nContent-Length: 1", "Transfer-Encoding: chunked", "Expect: 100-continue",
            "Upgrade: websocket", "Connection: close", "Connection: keep-alive, upgrade", "nothing",
        ])
    func doubtful(line: String) { #expect(head("POST /mcp HTTP/1.1", line) == nil) }

    @Test(
        "needs a first line that is one to the letter",
        arguments: [
            "POST /mcp HTTP/1.0", "POST  /mcp HTTP/1.1", "POST /mcp  HTTP/1.1", "POST /mcp HTTP/1.1 ", " / HTTP/1.1",
            "POST /m\tcp HTTP/1.1", "", "POST", "POST /é HTTP/1.1",
        ])
    func firstLine(line: String) { #expect(head(line, "Host: a") == nil) }

    @Test("is none at any cut before its end")
    func cuts() {
        let text = "POST /mcp HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n"
        for count in 0..<text.utf8.count {
            #expect(PlainHead.find(in: ByteBuffer(bytes: text.utf8.prefix(count))) == nil)
        }
        #expect(PlainHead.find(in: ByteBuffer(string: text)) != nil)
    }

    @Test("is none where it is large or has many headers")
    func limits() {
        #expect(head("POST /mcp HTTP/1.1", "X: " + String(repeating: "a", count: 9000)) == nil)
        #expect(head("POST /mcp HTTP/1.1", (0..<33).map { "X\($0): a" }.joined(separator: "\r\n")) == nil)
        #expect(head("POST /mcp HTTP/1.1", (0..<32).map { "X\($0): a" }.joined(separator: "\r\n")) != nil)
    }
}
