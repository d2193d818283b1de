import EventStore

/// `server/discover`: what the service is and can, without a handshake (2026-07-28).
struct ServerDiscover: Method {
    let name = "server/discover"
    let server: ServerIdentity
    let capabilities: ServerCapabilities

    func exists(in revision: ProtocolRevision) -> Bool { revision.isModern }

    func answer(_ request: Request, in context: RequestContext) async -> Outcome {
        Outcome(
            .success([
                "supportedVersions": [.string(ProtocolRevision.modern.rawValue)],
                "capabilities": .object(capabilities.json(for: request.revision)),
                "instructions": .string(server.instructions),
                "ttlMs": 3_600_000, "cacheScope": "public",
            ]))
    }
}
