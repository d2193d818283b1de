public import EventStore

/// A JSON-RPC 2.0 error, with the codes of the specification and of MCP.
public struct RPCError: Error, Equatable, Sendable {
    public let code: Int
    public let message: String
    public let data: JSON?
    /// What HTTP says beside it; nil where that follows from the code.
    let http: HTTPForm?

    public init(_ code: Int, _ message: String, data: JSON? = nil) { self.init(code, message, data: data, http: nil) }

    init(_ code: Int, _ message: String, data: JSON?, http: HTTPForm?) {
        self.code = code
        self.message = message
        self.data = data
        self.http = http
    }

    public static func parse(_ reason: String) -> RPCError { RPCError(-32700, "Parse error: \(reason)") }
    public static func invalidRequest(_ reason: String) -> RPCError { RPCError(-32600, "Invalid request: \(reason)") }
    public static func methodNotFound(_ method: String, data: JSON? = nil) -> RPCError {
        RPCError(-32601, "Method not found: \(method)", data: data)
    }
    public static func invalidParams(_ reason: String, data: JSON? = nil) -> RPCError {
        RPCError(-32602, "Invalid params: \(reason)", data: data)
    }
    public static func `internal`(_ reason: String) -> RPCError { RPCError(-32603, "Internal error: \(reason)") }

    /// A routing header is missing or says something else than the body (2026-07-28).
    public static func headerMismatch(_ reason: String) -> RPCError { RPCError(-32020, "Header mismatch: \(reason)") }

    /// The revision is not one this service speaks (2026-07-28).
    public static func unsupportedVersion(_ requested: String) -> RPCError {
        RPCError(
            -32022, "Unsupported protocol version",
            data: ["supported": [.string(ProtocolRevision.modern.rawValue)], "requested": .string(requested)])
    }

    /// The request needs something that the client did not say it can (2026-07-28).
    public static func missingCapability(_ required: JSON) -> RPCError {
        RPCError(-32021, "Missing required client capability", data: ["requiredCapabilities": required])
    }

    /// The log cannot take more at the moment.
    public static let overloaded = RPCError(
        -32603, "The service is overloaded; try again shortly", data: ["reason": "overloaded", "retryAfterSeconds": 1])

    /// The log cannot write: a full disk, say.
    ///
    /// What is wrong stands in the service's own output, not in an answer.
    public static let unavailable = RPCError(
        -32603, "The service cannot record requests at the moment; try again later",
        data: ["reason": "storage", "retryAfterSeconds": 5])

    /// Seconds after which to try again; nil where that would not help.
    public var retryAfterSeconds: Int? { data?["retryAfterSeconds"]?.int }

    var json: JSON {
        var object: JSONObject = ["code": .int(code), "message": .string(message)]
        if let data { object["data"] = data }
        return .object(object)
    }

    /// The HTTP status that goes with the code over Streamable HTTP (2026-07-28, "Error codes").
    public var httpStatus: Int {
        if let http { return http.status }
        return switch code {
        case -32601: 404
        case -32603: retryAfterSeconds == nil ? 200 : 503
        default: 400
        }
    }
}
