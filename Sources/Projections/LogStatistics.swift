public import EventStore

/// What the log holds: how many events of which type, and the latest.
///
/// Looks at envelopes only.
public struct LogStatistics: EnvelopeProjection {
    public static let name = "log_statistics"
    public static let version = 2
    public static let consumes = Catalogue.standard.all

    /// Events and the bytes of their payloads before compression.
    public struct Amount: Codable, Equatable, Sendable {
        public internal(set) var events = 0
        public internal(set) var bytes = 0
    }

    /// The envelope of one event.
    struct Heading: Codable, Sendable {
        let position: Position
        let time: Timestamp
        let type: EventType
        let stream: StreamName
    }

    static let latestLimit = 50

    public private(set) var total = Amount()
    public private(set) var firstTime: Timestamp?
    private var byType: [EventType: Amount] = [:]
    private var ring: [Heading] = []

    public init() {}

    public mutating func apply(_ event: RecordedEvent) {
        firstTime = firstTime ?? event.time
        total.add(event)
        byType[event.type, default: Amount()].add(event)
        let heading = Heading(position: event.position, time: event.time, type: event.type, stream: event.stream)
        if ring.count < Self.latestLimit {
            ring.append(heading)
        } else {
            ring[(total.events - 1) % Self.latestLimit] = heading
        }
    }

    /// Amounts by type, in alphabetical order.
    public var types: [(type: EventType, amount: Amount)] {
        byType.sorted { $0.key.name < $1.key.name }.map { ($0.key, $0.value) }
    }

    /// The latest events' envelopes, the last first.
    var latest: [Heading] { ring.sorted { $0.position > $1.position } }
}

extension LogStatistics.Amount {
    fileprivate mutating func add(_ event: RecordedEvent) {
        events += 1
        bytes += event.payloadSize
    }
}
