public import EventStore

/// The latest events that people look for when they go back in time.
public struct Milestones: Projection {
    public static let name = "milestones"
    public static let version = 1
    public static let consumes: [any Event.Type] = [
        ServiceStarted.self, TaskFailed.self, AlertFired.self, AlertResolved.self,
    ]

    /// Events kept.
    public static let limit = 200

    public struct Milestone: Codable, Equatable, Sendable {
        public let position: Position
        public let time: Timestamp
        public let type: EventType
        /// Whom it concerns: the rule, the task, the version that started.
        public let label: String
    }

    private var kept: [Milestone] = []

    public init() {}

    public mutating func apply(_ event: RecordedEvent) {
        guard let label = Self.label(of: event) else { return }
        kept.append(Milestone(position: event.position, time: event.time, type: event.type, label: label))
        if kept.count > Self.limit { kept.removeFirst() }
    }

    /// The oldest first.
    public var latest: [Milestone] { kept }

    private static func label(of event: RecordedEvent) -> String? {
        switch event.body {
        case let fact as ServiceStarted: fact.version
        case let fact as TaskFailed: fact.task
        case let fact as AlertFired: fact.rule
        case let fact as AlertResolved: fact.rule
        default: nil
        }
    }
}
