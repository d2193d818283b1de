import EventStore
import Projections

/// The time that a call wants to see: `from=` and `to=`, each a time or `now-1h`, and `step=` in seconds.
struct DashboardTime: Hashable, Sendable {
    fileprivate enum Edge: Hashable {
        case time(Timestamp)
        /// Seconds before the last event.
        case ago(Double)
    }

    private let from: Edge?
    private let to: Edge?
    /// Milliseconds.
    private let step: Int64?

    init(_ query: Query) throws(ParameterError) {
        from = try Self.edge("from", query)
        to = try Self.edge("to", query)
        step = try query.number("step", in: 0.001...Self.stepLimit).map { Int64($0 * 1000) }
    }

    func range(of dashboard: Dashboard, _ models: ReadModels) throws(ParameterError) -> DashboardRange {
        if from == nil, to == nil, step == nil { return DashboardRange(of: dashboard, models) }
        let now = models.time ?? Timestamp(nanoseconds: 0)
        let end = to.map { $0.time(now) } ?? now
        let start = from.map { $0.time(now) } ?? end.advanced(bySeconds: -dashboard.span)
        guard start <= end else { throw ParameterError("from", "'from' must not be later than 'to'") }
        return DashboardRange(from: start, to: end, step: step)
    }

    private static func edge(_ name: String, _ query: Query) throws(ParameterError) -> Edge? {
        guard let text = query.text(name), !text.isEmpty else { return nil }
        if text == "now" { return .ago(0) }
        if let span = DashboardRange.span(text) { return .ago(span) }
        if let time = Query.moment(text) { return .time(time) }
        throw ParameterError(
            name,
            "'\(name)' must be a time such as 2026-01-31T12:00:00Z, 'now' or 'now-6h' (s, m, h, d, w), not '\(text)'")
    }

    private static let stepLimit = 31 * 86_400.0
}

extension DashboardTime.Edge {
    fileprivate func time(_ now: Timestamp) -> Timestamp {
        switch self {
        case .time(let time): time
        case .ago(let seconds): now.advanced(bySeconds: -seconds)
        }
    }
}
