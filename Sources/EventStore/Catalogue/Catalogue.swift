/// Everything that can happen: every event type of this build, and how older shapes become today's.
///
/// A new event is one struct on its family's page and one line in that page's list.
public struct Catalogue: Sendable {
    private let types: [EventType: any Event.Type]
    private let upcasters: [EventType: [Int: Upcaster]]

    /// - Precondition: no two types share a name (a programming error, found by the first test that runs).
    public init(_ pages: [[any Event.Type]], upcasters: [Upcaster] = []) {
        types = Dictionary(pages.joined().map { ($0.type, $0) }) { first, second in
            preconditionFailure("\(first) and \(second) share the event type \(first.type)")
        }
        self.upcasters = Dictionary(grouping: upcasters, by: \.type).mapValues { list in
            Dictionary(list.map { ($0.version, $0) }) { _, last in last }
        }
    }

    /// The events of this build.
    public static let standard = Catalogue(
        [
            ServiceEvents.page, ConnectionEvents.page, RequestEvents.page, SpanEvents.page, MetricEvents.page,
            TaskEvents.page, AlertEvents.page, ProjectionEvents.page, LogRecordEvents.page, AccessEvents.page,
            ProviderEvents.page, SessionEvents.page,
        ],
        upcasters: AlertEvents.upcasters + RequestEvents.upcasters + TaskEvents.upcasters
            + SessionEvents.upcasters)

    /// Every type, by name.
    public var all: [any Event.Type] { types.values.sorted { $0.type.name < $1.type.name } }

    /// The fact in today's shape; nil where the type is unknown here or the bytes do not fit it.
    public func decode(_ event: RecordedEvent) -> (any Event)? {
        guard let type = types[event.type], var json = try? JSON(parsing: event.payload) else { return nil }
        for version in stride(from: event.version, to: type.version, by: 1) {
            guard let upcaster = upcasters[event.type]?[version] else { return nil }
            json = upcaster.transform(json)
        }
        guard case .object(let object) = json else { return nil }
        return try? type.read(object)
    }
}

/// Turns the payload of one version of an event into the next version's shape.
public struct Upcaster: Sendable {
    public let type: EventType
    /// The version it reads; it gives `version + 1`.
    public let version: Int
    public let transform: @Sendable (JSON) -> JSON

    public init(_ type: EventType, from version: Int, transform: @escaping @Sendable (JSON) -> JSON) {
        self.type = type
        self.version = version
        self.transform = transform
    }
}
