public import EventStore
public import Projections

/// What a back-test found.
public struct BacktestReport: Equatable, Sendable {
    /// One alert of the past, from its first pending to its end.
    public struct Interval: Equatable, Sendable {
        public let labels: [String: String]
        /// When its condition began to hold.
        public let since: Timestamp
        /// Nil where it never held long enough.
        public internal(set) var firedAt: Timestamp?
        /// Nil where the past ended before it did.
        public internal(set) var resolvedAt: Timestamp?
        public internal(set) var cause: AlertResolved.Cause?
        /// What was held against the condition when it fired, or before when it began.
        public internal(set) var value: Double

        init(labels: [String: String], since: Timestamp, value: Double) {
            self.labels = labels
            self.since = since
            self.value = value
        }

        public var json: JSON {
            [
                "labels": .sorted(labels), "since": .string(since.iso8601),
                "fired_at": firedAt.map { .string($0.iso8601) } ?? .null,
                "resolved_at": resolvedAt.map { .string($0.iso8601) } ?? .null,
                "cause": cause.map { .string($0.rawValue) } ?? .null,
                "value": value.isFinite ? .double(value) : .null,
            ]
        }
    }

    /// What one rule would have done.
    public struct Outcome: Equatable, Sendable {
        public let rule: AlertRule
        /// By their beginning.
        public let intervals: [Interval]
        /// Messages after routing, by receiver.
        public let messages: [String: Int]
        /// Why it could not be evaluated, at least at times.
        public let error: String?

        public var fired: Int { intervals.count { $0.firedAt != nil } }
        public var notifications: Int { messages.values.reduce(0, +) }

        /// Seconds for which anything fired, added up over label sets.
        public func firingSeconds(until end: Timestamp?) -> Double {
            intervals.reduce(0) { sum, interval in
                guard let start = interval.firedAt, let stop = interval.resolvedAt ?? end else { return sum }
                return sum + max(0, stop.seconds(since: start))
            }
        }

        func json(until end: Timestamp?) -> JSON {
            [
                "expr": .string(rule.expr), "for": .double(rule.duration),
                "keep_firing_for": .double(rule.keepFiringFor), "fired": .int(fired),
                "pending_only": .int(intervals.count - fired), "firing_seconds": .double(firingSeconds(until: end)),
                "notifications": .int(notifications),
                "receivers": .object(
                    JSONObject(messages.sorted { $0.key < $1.key }.map { ($0.key, JSON.int($0.value)) })),
                "error": error.map(JSON.string) ?? .null, "intervals": .array(intervals.map(\.json)),
            ]
        }
    }

    /// One rule beside the one in force.
    public struct Result: Equatable, Sendable {
        public let outcome: Outcome
        /// Nil where no rule of the name is in force.
        public let inForce: Outcome?

        public var differences: [BacktestDifference] {
            inForce.map { BacktestDifference.between($0.intervals, outcome.intervals) } ?? []
        }
    }

    public let from: Timestamp?
    public let to: Timestamp?
    /// How often the rules were evaluated, or would have been.
    public let ticks: Int
    public let results: [Result]

    public var json: JSON {
        [
            "from": from.map { .string($0.iso8601) } ?? .null, "to": to.map { .string($0.iso8601) } ?? .null,
            "ticks": .int(ticks),
            "rules": .array(
                results.map { result in
                    var object: JSONObject = ["rule": .string(result.outcome.rule.name)]
                    object = object.merging(result.outcome.json(until: to).object ?? [:])
                    object["in_force"] = result.inForce?.json(until: to) ?? .null
                    object["differences"] = .array(result.differences.map(\.json))
                    return .object(object)
                }),
        ]
    }
}
