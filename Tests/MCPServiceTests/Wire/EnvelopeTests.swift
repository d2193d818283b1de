import EventStore
import Testing

@testable import MCPService

@Suite("The era of a request")
struct EnvelopeTests {
    private static let version = "io.modelcontextprotocol/protocolVersion"
    private static let capabilities = "io.modelcontextprotocol/clientCapabilities"

    private func revision(
        _ meta: JSONObject = [:], header: String? = nil, session: ProtocolRevision? = nil
    ) throws(RPCError) -> ProtocolRevision {
        try Envelope.revision(method: "tools/list", params: ["_meta": .object(meta)], header: header, session: session)
    }

    @Test("is modern where its _meta names the version")
    func modern() throws {
        #expect(try revision([Self.version: "2026-07-28", Self.capabilities: [:]]) == .r2026_07_28)
        #expect(try revision([Self.version: "2026-07-28", Self.capabilities: [:]], header: "2026-07-28") == .modern)
    }

    @Test("is what its header, else its session says, else what the specification assumes")
    func legacy() throws {
        #expect(try revision(header: "2025-06-18") == .r2025_06_18)
        #expect(try revision(session: .r2025_11_25) == .r2025_11_25)
        #expect(try revision() == .r2025_03_26)
    }

    @Test("is refused where a modern header comes without a modern body")
    func headerOnly() {
        #expect(throws: RPCError.self) { try revision(header: "2026-07-28") }
    }

    @Test("is refused where one of the two keys is missing or of the wrong type")
    func missingKeys() {
        #expect(throws: RPCError.invalidParams("_meta '\(Self.capabilities)' must be an object")) {
            try revision([Self.version: "2026-07-28"])
        }
        #expect(throws: RPCError.self) { try revision([Self.capabilities: [:]]) }
        #expect(throws: RPCError.self) { try revision([Self.version: 5, Self.capabilities: [:]]) }
    }

    @Test("is refused where header and body disagree")
    func disagreement() {
        let error = #expect(throws: RPCError.self) {
            try revision([Self.version: "2026-07-28", Self.capabilities: [:]], header: "2025-11-25")
        }
        #expect(error?.code == -32020)
    }

    @Test("names what is supported where the version is unknown")
    func unknownVersion() {
        let error = #expect(throws: RPCError.self) {
            try revision([Self.version: "2099-01-01", Self.capabilities: [:]])
        }
        #expect(error?.code == -32022)
        #expect(error?.data == ["supported": ["2026-07-28"], "requested": "2099-01-01"])
    }
}

@Suite("A message")
struct MessageTests {
    private func message(_ text: String) throws -> Message { try Message(try JSON(parsing: text)) }

    @Test("with an id is a request, without one a notification, with a result an answer")
    func kinds() throws {
        guard case .request(.int(1), "ping", _) = try message(#"{"jsonrpc":"2.0","id":1,"method":"ping"}"#) else {
            Issue.record("no request")
            return
        }
        guard case .notification("x", _) = try message(#"{"jsonrpc":"2.0","method":"x"}"#) else {
            Issue.record("no notification")
            return
        }
        guard case .response(let answer) = try message(#"{"jsonrpc":"2.0","id":"a","result":{}}"#), answer["id"] == "a"
        else {
            Issue.record("no answer")
            return
        }
    }

    @Test(
        "that is not JSON-RPC 2.0 is an invalid request",
        arguments: [
            "1", "[]", #"{"id":1,"method":"x"}"#, #"{"jsonrpc":"1.0","id":1,"method":"x"}"#,
            #"{"jsonrpc":"2.0","id":null,"method":"x"}"#, #"{"jsonrpc":"2.0","id":1.5,"method":"x"}"#,
            #"{"jsonrpc":"2.0","id":1,"method":7}"#, #"{"jsonrpc":"2.0","id":1}"#,
        ])
    func invalid(text: String) {
        let error = #expect(throws: RPCError.self) { try message(text) }
        #expect(error?.code == -32600)
    }

    @Test("with parameters that are no object has invalid parameters")
    func badParams() {
        let error = #expect(throws: RPCError.self) {
            try message(#"{"jsonrpc":"2.0","id":1,"method":"x","params":[1]}"#)
        }
        #expect(error?.code == -32602)
    }
}
