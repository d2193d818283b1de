public import EventStore

/// An event of a test, with what its envelope should say.
public struct Happening: Sendable {
    let event: any Event
    /// Seconds after the event before it.
    let delay: Double
    let metadata: EventMetadata

    public init(_ event: any Event, after delay: Double = 1, metadata: EventMetadata = EventMetadata()) {
        self.event = event
        self.delay = delay
        self.metadata = metadata
    }
}

/// The events as a log would hold them: positions from 1, a second between two, each in the stream of its kind.
public func recorded(_ events: [any Event]) -> [RecordedEvent] { recorded(events.map { Happening($0) }) }

/// The events as a log would hold them, each its delay after the one before; the first happens at the start.
public func recorded(_ happenings: [Happening]) -> [RecordedEvent] {
    var time = ManualClock.start
    var revisions: [StreamName: Revision] = [:]
    return happenings.enumerated().map { index, happening in
        if index > 0 { time = time.advanced(bySeconds: happening.delay) }
        let stream = stream(of: happening.event)
        let revision = revisions[stream]?.next ?? .first
        revisions[stream] = revision
        let type = Swift.type(of: happening.event)
        return RecordedEvent(
            position: Position(UInt64(index + 1)), time: time, stream: stream, revision: revision, type: type.type,
            version: type.version, metadata: happening.metadata,
            payload: (try? JSON(encoding: happening.event).bytes) ?? [])
    }
}

/// The stream that an event of the catalogue belongs to.
public func stream(of event: any Event) -> StreamName {
    let json = try? JSON(encoding: event)
    let family = String(type(of: event).type.name.prefix { $0 != "." })
    switch family {
    case "task": return TaskEvents.stream(of: json?["task"]?.string ?? "none")
    case "service": return ServiceEvents.stream(of: json?["instance"]?.string ?? "none")
    case "alert":
        if let name = json?["name"]?.string { return AlertEvents.stream(ofRule: name) }
        return AlertEvents.stream(ofAlert: json?["rule"]?.string ?? "none")
    case "metrics": return StreamName("metrics", "test")
    default: return RequestEvents.stream(of: "test")
    }
}

extension EventLog {
    /// Appends each event to the stream of its kind, one append each.
    public func append(each events: [any Event]) async throws {
        for event in events { try await append([event], to: stream(of: event)) }
    }
}
