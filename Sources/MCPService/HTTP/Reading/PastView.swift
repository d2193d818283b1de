import EventStore
import Projections

/// The read models as they are now, or as they were at the position or time that a call names with `at=`.
struct PastView: Sendable {
    let host: ProjectionHost

    func models(_ query: Query) async throws -> ReadModels {
        guard let position = try await position(query) else { return host.models }
        return try await host.models(asOf: position)
    }

    func view<P: Projection>(_ type: P.Type, _ query: Query) async throws -> View<P> {
        guard let position = try await position(query) else { return host.view(type) }
        return try await host.view(type, asOf: position)
    }

    /// What `at=` names: a position, or the last one at or before a time; nil where the call names none.
    func position(_ query: Query) async throws -> Position? {
        guard let text = query.text("at") else { return nil }
        if let number = UInt64(text) { return Position(number) }
        guard let time = Query.moment(text) else {
            throw ParameterError("at", "'at' must be a position or a time such as 2026-01-31T12:00:00Z, not '\(text)'")
        }
        return try await host.position(at: time)
    }
}
