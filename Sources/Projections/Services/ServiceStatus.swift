public import EventStore

/// The processes that have served this log, and which of them runs.
///
/// One process writes to a log, so a start ends whatever was not stopped before: that one was killed.
public struct ServiceStatus: Projection {
    public static let name = "service_status"
    public static let version = 2
    public static let consumes: [any Event.Type] =
        [ServiceStarted.self, ServiceStopped.self, MetricsSampled.self] + ProjectionEvents.page

    /// Instances kept.
    public static let instanceLimit = 100
    /// Rebuilds kept.
    public static let rebuildLimit = 20

    /// One process.
    public struct Instance: Codable, Equatable, Sendable {
        public enum End: Codable, Equatable, Sendable {
            /// It said that it ended, and why.
            case stopped(reason: String)
            /// The next start found it gone.
            case killed

            public init(from decoder: any Decoder) throws {
                let reason = try decoder.singleValueContainer().decode(String?.self)
                self = reason.map { .stopped(reason: $0) } ?? .killed
            }

            /// The reason, or nothing where it was killed.
            public func encode(to encoder: any Encoder) throws {
                var container = encoder.singleValueContainer()
                if case .stopped(let reason) = self {
                    try container.encode(Optional(reason))
                } else {
                    try container.encode(String?.none)
                }
            }
        }

        public let id: String
        public let version: String
        public let command: String
        public let process: Int
        public let address: String?
        public let startedAt: Timestamp
        /// The last event that it is known by.
        public internal(set) var seenAt: Timestamp
        public internal(set) var endedAt: Timestamp?
        public internal(set) var end: End?

        public var json: JSON {
            let status: String
            let reason: String?
            switch end {
            case nil: (status, reason) = ("running", nil)
            case .killed?: (status, reason) = ("killed", nil)
            case .stopped(let why)?: (status, reason) = ("stopped", why)
            }
            return [
                "instance": .string(id), "version": .string(version), "command": .string(command),
                "process": .int(process), "address": .optional(address), "status": .string(status),
                "reason": .optional(reason), "started_at": .optional(startedAt), "seen_at": .optional(seenAt),
                "ended_at": .optional(endedAt),
            ]
        }
    }

    private var instances = RecentMap<String, Instance>(limit: instanceLimit)
    private var currentID: String?
    private var rebuilt: [RebuildRecord] = []

    public init() {}

    public mutating func apply(_ event: RecordedEvent) {
        switch event.body {
        case let fact as ServiceStarted: start(fact, at: event.time)
        case let fact as ServiceStopped: stop(fact.instance, .stopped(reason: fact.reason), at: event.time)
        case is MetricsSampled:
            guard let currentID else { return }
            instances[currentID]?.seenAt = event.time
        case let fact as ProjectionRebuildStarted: begin(fact, at: event.time)
        case let fact as ProjectionRebuildProgressed: advance(fact.name, to: fact.position)
        case let fact as ProjectionRebuildCompleted: advance(fact.name, to: fact.position, completed: event.time)
        default: break
        }
    }

    /// The process that runs; nil where the last one has stopped.
    public var current: Instance? { currentID.flatMap { instances[$0] } }

    /// The latest first.
    public var latest: [Instance] { instances.ordered.reversed() }

    /// Seconds the current process has run at a moment of event time.
    public func uptime(at now: Timestamp) -> Double? { current.map { max(0, now.seconds(since: $0.startedAt)) } }

    /// The latest rebuilds of read models, the latest first.
    public var rebuilds: [RebuildRecord] { rebuilt.reversed() }

    private mutating func begin(_ fact: ProjectionRebuildStarted, at time: Timestamp) {
        rebuilt.append(
            RebuildRecord(
                name: fact.name, reason: fact.reason, startedAt: time, through: fact.through, position: fact.position))
        if rebuilt.count > Self.rebuildLimit { rebuilt.removeFirst() }
    }

    private mutating func advance(_ name: String, to position: Position, completed time: Timestamp? = nil) {
        guard let index = rebuilt.lastIndex(where: { $0.name == name && $0.completedAt == nil }) else { return }
        rebuilt[index].position = position
        rebuilt[index].completedAt = time
    }

    private mutating func start(_ fact: ServiceStarted, at time: Timestamp) {
        if let gone = currentID, let seen = instances[gone]?.seenAt { stop(gone, .killed, at: seen) }
        currentID = fact.instance
        instances[fact.instance] = Instance(
            id: fact.instance, version: fact.version, command: fact.command, process: fact.process,
            address: fact.address, startedAt: time, seenAt: time)
    }

    private mutating func stop(_ id: String, _ end: Instance.End, at time: Timestamp) {
        instances[id]?.end = end
        instances[id]?.endedAt = time
        if currentID == id { currentID = nil }
    }
}
