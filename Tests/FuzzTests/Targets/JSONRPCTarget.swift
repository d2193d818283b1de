import EventStore

@testable import MCPService

/// JSON, JSON-RPC, the envelope of MCP's revisions, and the arguments of a tool.
struct JSONRPCTarget: FuzzTarget {
    static let name = "json-rpc"

    private let arguments = SchemaValidator(
        schema: .object(
            Schema.object(
                [("video_subject", VideoParameters.subject)] + VideoParameters.options, required: ["video_subject"])))

    let seeds = [
        """
        {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"create_video","arguments":{"video_subject":\
        "AI in healthcare","video_aspect":"9:16","paragraph_number":2,"voice_rate":1.25,"subtitle_enabled":false},\
        "_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{},\
        "progressToken":"p","traceparent":"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"}}}
        """,
        """
        {"jsonrpc":"2.0","id":"a","method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":\
        {"elicitation":{}},"clientInfo":{"name":"c","version":"1"}}}
        """,
        #"[{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1}},{"jsonrpc":"2.0","id":2}]"#,
        #"{"type":"tools/call","id":"1","timestamp":"2026-01-01T00:00:00Z","params":{"tool_name":"x"}}"#,
        #"{"jsonrpc":"2.0","id":3,"result":{"content":[{"type":"text","text":"\u00e9\ud83d\ude00\n"}]}}"#,
        #"[1,-2.5e-3,1E400,"",null,true,false,{"":{}},[[[[]]]]]"#,
    ].map { Array($0.utf8) }

    let pieces = ["\"jsonrpc\":\"2.0\"", "\"id\":null", "\"method\":", "\"params\":{}", "\"_meta\":{}"].map {
        Array($0.utf8)
    }

    func read(_ input: [UInt8], _ mutator: inout Mutator) throws {
        guard let json = try? JSON(parsing: input) else { return }
        // What was read is written so that it is read as the same.
        guard let again = try? JSON(parsing: json.bytes), again == json else {
            throw BrokenPromise("JSON that was read is not read again")
        }
        for message in json.array ?? [json] {
            _ = arguments.validated(message["params"]?["arguments"] ?? message)
            _ = try? LegacyCall(message)
            guard case .request(_, let method, let params)? = try? Message(message) else { continue }
            _ = try? Envelope.revision(method: method, params: params, header: nil, session: nil)
        }
    }
}
