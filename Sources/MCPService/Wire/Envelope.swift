import EventStore

/// Decides, for one request and from nothing else, which era of MCP it belongs to.
///
/// A request whose `_meta` names a protocol version is modern; so is one whose version header names no
/// legacy revision. Nothing is remembered: clients that ask `server/discover` and then `initialize` on one
/// connection exist, and both get their answer (docs/decisions/0006).
enum Envelope {
    /// The revision of a request.
    ///
    /// - Parameters:
    ///   - header: the `MCP-Protocol-Version` header, where the transport has headers.
    ///   - session: the revision agreed by `initialize`, where the transport remembers one.
    static func revision(
        method: String, params: JSONObject, header: String?, session: ProtocolRevision?
    ) throws(RPCError) -> ProtocolRevision {
        let meta = params["_meta"]?.object ?? [:]
        let named = meta[MetaKey.protocolVersion]
        guard named != nil || isModern(header) || meta[MetaKey.clientCapabilities] != nil else {
            return legacy(header) ?? session ?? .assumedWithoutHeader
        }
        guard let version = named?.string else {
            throw .invalidParams("_meta '\(MetaKey.protocolVersion)' must be a string")
        }
        guard meta[MetaKey.clientCapabilities]?.object != nil else {
            throw .invalidParams("_meta '\(MetaKey.clientCapabilities)' must be an object")
        }
        if let header, header != version {
            throw .headerMismatch("MCP-Protocol-Version is '\(header)', the body says '\(version)'")
        }
        guard version == ProtocolRevision.modern.rawValue else { throw .unsupportedVersion(version) }
        return .modern
    }

    private static func legacy(_ header: String?) -> ProtocolRevision? {
        header.flatMap(ProtocolRevision.init(rawValue:))
    }

    private static func isModern(_ header: String?) -> Bool {
        guard let header else { return false }
        return legacy(header)?.isModern ?? true
    }
}
