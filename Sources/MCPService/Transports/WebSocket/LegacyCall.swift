import EventStore

/// One request in the dialect of the reference API: JSON-RPC with method names, ids and error codes of its own.
struct LegacyCall: Sendable {
    /// Codes that the dialect adds to those of JSON-RPC.
    enum Code {
        static let notAuthenticated = -32001
        static let notAllowed = -32002
        static let notFound = -32003
        static let limited = -32004
        static let unavailable = -32005
    }

    /// Tools by the method that calls them; what MCP calls an argument stands in `params` itself.
    static let tools = [
        "video/generate": "create_video", "video/status": "get_generation_status",
        "script/generate": "generate_video_script", "voice/synthesize": "synthesize_voice",
    ]

    private static let others: Set<String> = [
        "auth/authenticate", "auth/verify", "service/status", "service/capabilities", "batch/submit", "batch/status",
    ]

    let id: RequestID
    let method: String
    let params: JSONObject

    /// Whether no revision of MCP has such a method.
    static func isOwn(_ method: String) -> Bool { tools[method] != nil || others.contains(method) }

    /// Whether it says who the client is.
    var isAuthentication: Bool { method.hasPrefix("auth/") }

    /// Reads one message; ids are required here.
    init(_ json: JSON) throws(RPCError) {
        switch try Message(json) {
        case .request(let id, let method, let params):
            self.id = id
            self.method = method
            self.params = params
        case .notification, .response: throw .invalidRequest("'id' and 'method' are required")
        }
    }

    init(id: RequestID, method: String, params: JSONObject) {
        self.id = id
        self.method = method
        self.params = params
    }

    /// An error as the dialect has it: what has no id is named for its fault.
    static func error(_ error: RPCError, to id: RequestID?) -> JSON {
        let id = id ?? .string(error.code == -32700 ? "parse_error" : "unknown")
        return Answer.error(coded(error), to: id)
    }

    /// The dialect has words for what MCP calls an invalid parameter or an internal error.
    private static func coded(_ error: RPCError) -> RPCError {
        switch error.http?.status {
        case 401: return RPCError(Code.notAuthenticated, error.message)
        case 403: return RPCError(Code.notAllowed, error.message)
        case 429: return RPCError(Code.limited, error.message, data: error.data)
        default: break
        }
        if error.retryAfterSeconds != nil { return RPCError(Code.unavailable, error.message, data: error.data) }
        if error.message.hasPrefix("Invalid params: Unknown tool") {
            return RPCError(Code.notFound, error.message, data: error.data)
        }
        return error
    }
}
