/// What clients ask and what they are answered.
///
/// Stream `connection-<id>`.
public enum RequestEvents {
    public static let page: [any Event.Type] = [RequestReceived.self, ToolCompleted.self, RequestCompleted.self]

    /// Later versions have more members, each of which may be missing.
    static let upcasters = [
        Upcaster(RequestReceived.type, from: 1) { $0 }, Upcaster(RequestReceived.type, from: 2) { $0 },
        Upcaster(ToolCompleted.type, from: 1) { $0 },
    ]

    public static func stream(of connection: String) -> StreamName { StreamName("connection", connection) }
}

/// A well-formed request arrived.
///
/// Who sent it is the event's principal.
public struct RequestReceived: Event {
    public static let type: EventType = "request.received"
    public static let version = 3
    /// Unique in the whole log: the span id of the request.
    public let request: String
    /// `http`, `stdio`, `websocket` or `rest`.
    public let transport: String
    /// The protocol revision; empty for REST.
    public let revision: String
    public let method: String
    /// The client's own id of the request, as text.
    public let rpcID: String?
    /// The client's name where it gave one.
    public let client: String?
    /// The parameters without `_meta`.
    public let params: JSON
    /// How it was let in; nil where access was not asked about, and in version 1.
    public let access: RequestAccess?
    /// What is not in `params`; nil where they are whole, and in versions 1 and 2.
    public let withheld: Withheld?

    public init(
        request: String, transport: String, revision: String, method: String, rpcID: String?, client: String?,
        params: JSON, access: RequestAccess? = nil, withheld: Withheld? = nil
    ) {
        self.request = request
        self.transport = transport
        self.revision = revision
        self.method = method
        self.rpcID = rpcID
        self.client = client
        self.params = params
        self.access = access
        self.withheld = withheld
    }

    public func write(to object: inout JSONObjectWriter) {
        object.add("request", request)
        object.add("transport", transport)
        object.add("revision", revision)
        object.add("method", method)
        object.add("client", client)
        object.add("params", params)
        if let access { object.add("access") { access.write(to: &$0) } }
        object.add("rpc_id", rpcID)
        if let withheld { object.add("withheld", withheld.json) }
    }

    enum CodingKeys: String, CodingKey {
        case request, transport, revision, method, client, params, access
        case rpcID = "rpc_id"
        case withheld
    }
}

/// A tool gave its answer.
public struct ToolCompleted: Event {
    public static let type: EventType = "tool.completed"
    public static let version = 2
    public enum Outcome: String, Codable, Sendable {
        /// The tool did what was asked.
        case success
        /// The tool refused or failed and said why (`isError`).
        case toolError = "tool_error"
        /// The call ended with a protocol error.
        case error
        /// The client gave up.
        case cancelled
    }

    public let request: String
    public let tool: String
    public let outcome: Outcome
    /// The structured result, or the error's text.
    public let result: JSON
    public let seconds: Double
    /// What is not in `result`; nil where it is whole, and in version 1.
    public let withheld: Withheld?

    public init(
        request: String, tool: String, outcome: Outcome, result: JSON, seconds: Double, withheld: Withheld? = nil
    ) {
        self.request = request
        self.tool = tool
        self.outcome = outcome
        self.result = result
        self.seconds = seconds
        self.withheld = withheld
    }

    public func write(to object: inout JSONObjectWriter) {
        object.add("request", request)
        object.add("tool", tool)
        object.add("outcome", outcome.rawValue)
        object.add("result", result)
        object.add("seconds", seconds)
        if let withheld { object.add("withheld", withheld.json) }
    }
}

/// The request was answered.
public struct RequestCompleted: Event {
    public static let type: EventType = "request.completed"
    public let request: String
    public let method: String
    /// The JSON-RPC error code; nil where there was none.
    public let errorCode: Int?
    public let seconds: Double

    public init(request: String, method: String, errorCode: Int?, seconds: Double) {
        self.request = request
        self.method = method
        self.errorCode = errorCode
        self.seconds = seconds
    }

    public func write(to object: inout JSONObjectWriter) {
        object.add("request", request)
        object.add("method", method)
        object.add("seconds", seconds)
        object.add("error_code", errorCode)
    }

    enum CodingKeys: String, CodingKey {
        case request, method, seconds
        case errorCode = "error_code"
    }
}
