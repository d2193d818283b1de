import Access
import EventStore
import Projections

/// The HTTP sessions of clients up to 2025-11-25: each is a stream of events and nothing besides.
///
/// So a session survives a restart, and any process with the log can serve it.
struct SessionDesk: Sendable {
    let log: any EventLog
    let host: ProjectionHost

    private static let prefix = "mp-"

    /// Begins a session; its id goes to the client when the read model knows it.
    ///
    /// - Throws: where the log does not take it.
    func open(revision: String, client: String?, for caller: Caller) async throws -> String {
        let id = TraceID.random().hex
        let appended = try await append(SessionOpened(revision: revision, client: client), to: id, by: caller)
        _ = try await host.view(Sessions.self, including: appended.last)
        return Self.prefix + id
    }

    /// The session that a header names, as the log has it.
    ///
    /// - Throws: 404 where it is none of the caller's: the same answer whether it never was, is over or is another's.
    func find(_ header: String, for caller: Caller) throws(RPCError) -> (id: String, session: Sessions.Session) {
        let id = String(header.dropFirst(Self.prefix.count))
        guard header.hasPrefix(Self.prefix), TraceID(hex: id) != nil,
            let session = host.read(Sessions.self, { $0.value[id] }), session.principal == caller.principal.id
        else { throw .noSession }
        return (id, session)
    }

    /// Ends a session for good.
    func close(_ id: String, by caller: Caller) async throws {
        let appended = try await append(SessionClosed(), to: id, by: caller)
        _ = try await host.view(Sessions.self, including: appended.last)
    }

    /// Keeps what the session wants to hear of, where that has changed.
    ///
    /// A log that cannot take it at the moment forgets it with the process.
    ///
    /// - Parameter header: the session, as clients name it.
    func save(_ preferences: SessionPreferencesSet, of header: String, by caller: Caller) async {
        let id = String(header.dropFirst(Self.prefix.count))
        guard let known = host.read(Sessions.self, { $0.value[id] }) else { return }
        let before = SessionPreferencesSet(
            resources: known.resources, lists: known.lists, logLevel: known.logLevel)
        guard before != preferences else { return }
        _ = try? await append(preferences, to: id, by: caller)
    }

    func append(_ event: any Event, to id: String, by caller: Caller) async throws(AppendError) -> Appended {
        try await log.append(
            Proposal(
                [event], to: SessionEvents.stream(of: id),
                metadata: EventMetadata(principal: caller.principal.id)))
    }
}

extension RPCError {
    /// The client is to initialize again.
    static let noSession = RPCError(-32600, "Session not found", data: nil, http: HTTPForm(status: 404))
}
