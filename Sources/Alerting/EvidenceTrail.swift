import EventStore
import Projections

/// The latest positions at which each thing that rules watch happened.
struct EvidenceTrail: Codable, Sendable {
    /// Positions that one alert names at most.
    static let limit = 20
    /// Durations remembered, from which a rule picks those its condition holds for.
    private static let durationLimit = 512

    private struct Mark: Codable, Sendable {
        let position: Position
        let time: Timestamp
        let seconds: Double
    }

    private var counted: [AlertMetric.Counter: Ring] = [:]
    private var timed: [AlertMetric.Subject: Ring] = [:]

    mutating func add(_ counter: AlertMetric.Counter, _ event: RecordedEvent) {
        counted[counter, default: Ring(limit: Self.limit)].add(
            Mark(position: event.position, time: event.time, seconds: 0))
    }

    mutating func add(_ seconds: Double, of subject: AlertMetric.Subject, _ event: RecordedEvent) {
        timed[subject, default: Ring(limit: Self.durationLimit)].add(
            Mark(position: event.position, time: event.time, seconds: seconds))
    }

    func positions(of counters: [AlertMetric.Counter], since start: Timestamp) -> [Position] {
        latest(counters.flatMap { counted[$0]?.marks ?? [] }, since: start)
    }

    func durations(
        of subject: AlertMetric.Subject, since start: Timestamp, where holds: (Double) -> Bool
    ) -> [Position] {
        latest((timed[subject]?.marks ?? []).filter { holds($0.seconds) }, since: start)
    }

    private func latest(_ marks: [Mark], since start: Timestamp) -> [Position] {
        Array(marks.filter { $0.time > start }.map(\.position).sorted().suffix(Self.limit))
    }

    /// The last few marks, in no order.
    private struct Ring: Codable, Sendable {
        let limit: Int
        private(set) var marks: [Mark] = []
        private var next = 0

        init(limit: Int) { self.limit = limit }

        mutating func add(_ mark: Mark) {
            if marks.count < limit { return marks.append(mark) }
            marks[next] = mark
            next = (next + 1) % limit
        }
    }
}
