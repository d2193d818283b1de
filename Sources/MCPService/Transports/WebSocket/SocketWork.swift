import EventStore

/// What a WebSocket asks for, until its answer is out.
enum SocketWork: Sendable {
    case request(Request)
    case batch([Request], faults: [JSON])
    case legacy(LegacyCall, RequestOrigin)

    /// The id under which a client may cancel it; a batch has none.
    var id: RequestID? {
        switch self {
        case .request(let request): request.id
        case .batch: nil
        case .legacy(let call, _): call.id
        }
    }

    /// In the modern era, a client that leaves has cancelled what it asked.
    var endsWithConnection: Bool {
        if case .request(let request) = self { request.revision.isModern } else { false }
    }

    var isLegacyDialect: Bool { if case .legacy = self { true } else { false } }
}
