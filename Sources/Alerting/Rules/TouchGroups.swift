import EventStore

/// Families of events, as far as what a rule watches goes: an event of one may change the samples of all its metrics.
struct TouchGroups: OptionSet, Codable, Sendable {
    let rawValue: UInt8

    static let requests = TouchGroups(rawValue: 1)
    static let tasks = TouchGroups(rawValue: 2)
    static let alerts = TouchGroups(rawValue: 4)

    static let requestTypes: Set<EventType> = [RequestReceived.type, ToolCompleted.type, RequestCompleted.type]
    static let taskTypes = Set(TaskEvents.page.map { $0.type })
    static let alertTypes = Set(AlertEvents.page.map { $0.type })

    /// Each alone, with the types of its events.
    static let all: [(group: TouchGroups, types: Set<EventType>)] = [
        (.requests, requestTypes), (.tasks, taskTypes), (.alerts, alertTypes),
    ]

    private static let byType = Dictionary(
        all.flatMap { one in one.types.map { ($0, one.group) } }, uniquingKeysWith: { $0.union($1) })

    /// The families of an event; none where no metric of ours is made of it.
    static func of(_ type: EventType) -> TouchGroups { byType[type] ?? [] }

    /// The families that have one of the types.
    init(touching types: Set<EventType>) {
        self = Self.all.reduce(into: []) { groups, one in
            if !one.types.isDisjoint(with: types) { groups.formUnion(one.group) }
        }
    }

    init(rawValue: UInt8) { self.rawValue = rawValue }
}
