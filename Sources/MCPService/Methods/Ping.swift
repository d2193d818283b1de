import EventStore

/// `ping`: an empty answer, in the revisions that have it.
struct Ping: Method {
    let name = "ping"

    func exists(in revision: ProtocolRevision) -> Bool { !revision.isModern }

    func answer(_ request: Request, in context: RequestContext) async -> Outcome { Outcome(.success([:])) }
}
