import EventStore
import HTTPTypes
import Testing

@testable import MCPService

@Suite("The origin policy")
struct OriginPolicyTests {
    private let policy = OriginPolicy(
        allowedOrigins: ["https://studio.example"], trustedHosts: ["videos.local"], isLoopbackOnly: true)

    @Test(
        "lets in loopback pages, the configured ones, and clients that are no page",
        arguments: [nil, "http://localhost:3000", "http://127.0.0.1", "https://[::1]:8443", "https://studio.example"])
    func allowed(origin: String?) { #expect(policy.allows(origin: origin)) }

    @Test(
        "keeps out all other pages",
        arguments: [
            "https://evil.example", "http://localhost.evil.example", "null", "file://",
            "http://127.0.0.1.evil.example:80",
            "https://studio.example.evil.example", "ftp://localhost",
        ])
    func refused(origin: String) { #expect(!policy.allows(origin: origin)) }

    @Test("knows its own names and no others")
    func hosts() {
        for host in ["localhost:8081", "127.0.0.1", "[::1]:8081", "videos.local"] { #expect(policy.allows(host: host)) }
        for host in ["evil.example", "localhost.evil.example:8081"] { #expect(!policy.allows(host: host)) }
    }
}

@Suite("The routing headers")
struct RoutingHeadersTests {
    private func headers(_ pairs: [(String, String)]) -> HTTPFields {
        var fields = HTTPFields()
        for (name, value) in pairs {
            if let name = HTTPField.Name(name) { fields.append(HTTPField(name: name, value: value)) }
        }
        return fields
    }

    private func check(_ pairs: [(String, String)]) throws(RPCError) {
        try RoutingHeaders(headers([("MCP-Protocol-Version", "2026-07-28")] + pairs))
            .check(method: "tools/call", params: ["name": "héllo"])
    }

    @Test("may be written as base64 where ASCII does not do")
    func base64() throws {
        try check([("Mcp-Method", " tools/call "), ("Mcp-Name", "=?base64?aMOpbGxv?=")])
    }

    @Test("must be there, agree with the body, stand once and decode")
    func mismatches() {
        for pairs in [
            [], [("Mcp-Method", "tools/call")], [("Mcp-Method", "tools/list"), ("Mcp-Name", "héllo")],
            [("Mcp-Method", "tools/call"), ("Mcp-Name", "other")],
            [("Mcp-Method", "tools/call"), ("Mcp-Name", "=?base64?aMOpbGx?=")],
            [("Mcp-Method", "tools/call"), ("Mcp-Method", "tools/call"), ("Mcp-Name", "=?base64?aMOpbGxv?=")],
        ] {
            let error = #expect(throws: RPCError.self) { try check(pairs) }
            #expect(error?.code == -32020)
        }
    }
}
