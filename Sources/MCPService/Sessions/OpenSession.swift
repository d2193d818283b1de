import EventStore
import Projections

/// A session that a call belongs to.
struct OpenSession: Sendable {
    let desk: SessionDesk
    /// Names its stream in the log.
    let id: String
    /// What its requests' settings and cancellations belong to: the header's value.
    let scope: String
    let caller: Caller
    let value: Sessions.Session

    /// Whether its streams begin with an event that has nothing but an id (2025-11-25).
    var isPrimed: Bool { value.revision == ProtocolRevision.r2025_11_25.rawValue }

    func open(_ request: Request) async throws(AppendError) -> SessionStream {
        try await SessionStream.open(desk, session: id, caller: caller, request: request)
    }

    func stream(_ channel: Position) -> SessionStream {
        SessionStream(desk: desk, session: id, caller: caller, channel: channel)
    }
}
