import EventStore

/// The series of a log and what makes them, as one value: fold in parts is fold at once is stored and the rest.
struct SeriesFold: Sendable {
    /// The last event seen; `Position.start` where there was none.
    private(set) var position = Position.start
    /// The time of the last event that a producer saw.
    private(set) var time: Timestamp?
    var store: SeriesStore
    /// How often its host has begun anew; it is not stored.
    var generation = 0
    private(set) var producers: [any SeriesProducer]
    private let readers: [EventType: [Int]]
    private let read: Set<EventType>

    /// - Precondition: each producer's name is there once.
    init(_ producers: [any SeriesProducer], _ limits: SeriesLimits) {
        precondition(Set(producers.map { type(of: $0).name }).count == producers.count, "a producer is given twice")
        self.producers = producers
        store = SeriesStore(limits)
        var readers: [EventType: [Int]] = [:]
        for (place, producer) in producers.enumerated() {
            for event in type(of: producer).consumes { readers[event.type, default: []].append(place) }
        }
        self.readers = readers
        read = Set(producers.flatMap { type(of: $0).reads.map { $0.type } })
    }

    /// The only events that matter.
    var selection: Selection { Selection(types: readers.keys.map { TypePattern($0.name) }) }

    func isWanted(_ type: EventType) -> Bool { readers[type] != nil }

    /// Whether a producer looks into the facts of the type.
    func isRead(_ type: EventType) -> Bool { read.contains(type) }

    mutating func apply(_ event: RecordedEvent) {
        guard event.position > position else { return }
        position = event.position
        guard let places = readers[event.type] else { return }
        time = event.time
        for place in places {
            let rows = producers[place].rows(for: event)
            if !rows.isEmpty { store.append(rows, at: event.time) }
        }
    }

    /// Nothing that matters lies between the last event and this position.
    mutating func pass(to position: Position) { self.position = max(self.position, position) }

    mutating func restore(
        position: Position, time: Timestamp?, producers: [any SeriesProducer], store: SeriesStore
    ) {
        self.position = position
        self.time = time
        self.producers = producers
        self.store = store
    }

    var metadata: [MetricMetadata] {
        var byName: [String: MetricMetadata] = [:]
        for producer in producers {
            for entry in producer.metadata where byName[entry.name] == nil { byName[entry.name] = entry }
        }
        return byName.values.sorted { $0.name < $1.name }
    }
}
