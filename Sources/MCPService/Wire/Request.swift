public import EventStore

/// One request of a client, whatever transport it came by.
public struct Request: Sendable {
    public let id: RequestID
    public let method: String
    /// Without `_meta`.
    public let params: JSONObject
    public let meta: JSONObject
    public let revision: ProtocolRevision
    public internal(set) var origin: RequestOrigin

    public init(
        id: RequestID, method: String, params: JSONObject, revision: ProtocolRevision, origin: RequestOrigin
    ) {
        self.id = id
        self.method = method
        var plain = params
        meta = params["_meta"]?.object ?? [:]
        plain["_meta"] = nil
        self.params = plain
        self.revision = revision
        self.origin = origin
    }

    /// The client's span: `_meta.traceparent` wins, else the transport's header (SEP-414).
    var parentTrace: TraceContext? {
        meta[MetaKey.traceparent]?.string.flatMap(TraceContext.init(traceparent:)) ?? origin.trace
    }

    /// Whether messages before the answer are wanted, or all there is to the request.
    var wantsStream: Bool {
        meta[MetaKey.progressToken] != nil || meta[MetaKey.logLevel] != nil || method == "subscriptions/listen"
    }

    /// What the client said it can, with this very request (2026-07-28).
    var capabilities: JSONObject { meta[MetaKey.clientCapabilities]?.object ?? [:] }

    func knows(extension name: String) -> Bool { capabilities["extensions"]?[name]?.object != nil }

    /// - Throws: `-32021` where the client does not know an extension that the request is about.
    func require(extension name: String) throws(RPCError) {
        guard knows(extension: name) else {
            throw .missingCapability(["extensions": .object([name: [:]])])
        }
    }

    /// The client's name where it gave one.
    var clientName: String? { meta[MetaKey.clientInfo]?["name"]?.string ?? origin.client }
}

/// Where a request came from.
public struct RequestOrigin: Sendable {
    public enum Transport: String, Sendable { case http, stdio, rest, websocket }

    public let transport: Transport
    /// Names the stream that the request's events go to.
    public let connection: String
    /// The transport's own trace context (the `traceparent` header).
    public let trace: TraceContext?
    /// What the client called itself when it connected.
    public let client: String?
    /// Who sent it (``Gate/enter(_:transport:)``).
    public let caller: Caller
    /// The legacy session, where the transport has more than one.
    public internal(set) var session: String?

    /// Ends the connection while the answer goes on, where the client can come back for it.
    var part: (@Sendable () async -> Void)?

    /// What a legacy client's settings belong to.
    public var scope: String { session ?? connection }

    public init(
        transport: Transport, connection: String, trace: TraceContext? = nil, client: String? = nil,
        caller: Caller = .local, session: String? = nil
    ) {
        self.caller = caller
        self.transport = transport
        self.connection = connection
        self.trace = trace
        self.client = client
        self.session = session
    }
}
