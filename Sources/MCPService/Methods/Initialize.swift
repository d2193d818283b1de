import EventStore

/// `initialize`: the handshake of the revisions up to 2025-11-25.
///
/// It changes nothing here, so it may be asked again at any time, also after `server/discover`.
struct Initialize: Method {
    let name = "initialize"
    let server: ServerIdentity
    let capabilities: ServerCapabilities

    func exists(in revision: ProtocolRevision) -> Bool { !revision.isModern }

    func answer(_ request: Request, in context: RequestContext) async -> Outcome {
        guard let asked = request.params["protocolVersion"]?.string else {
            return Outcome(.failure(.invalidParams("'protocolVersion' must be a string")))
        }
        let revision = Self.agreed(on: asked)
        let info = revision >= .r2025_06_18 ? server.info : server.plainInfo
        return Outcome(
            .success([
                "protocolVersion": .string(revision.rawValue),
                "capabilities": .object(capabilities.json(for: revision)),
                "serverInfo": .object(info), "instructions": .string(server.instructions),
            ]))
    }

    /// The revision asked for where it has a handshake and is known, else our latest one.
    static func agreed(on asked: String) -> ProtocolRevision {
        guard let revision = ProtocolRevision(rawValue: asked), !revision.isModern else { return .latestLegacy }
        return revision
    }
}
