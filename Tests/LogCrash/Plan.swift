import EventStore

/// One append, as it follows from who makes it and which of his it is: whoever checks needs no record of it.
struct Plan {
    let appender: Int
    let number: Int
    /// One in five goes to a stream that all appenders share.
    let stream: StreamName
    let isShared: Bool
    /// Where it is nil, the append is not repeated after a restart.
    let key: String?
    /// Nobody waits for one in nine.
    let isEnqueued: Bool
    let count: Int

    init(appender: Int, number: Int) {
        self.appender = appender
        self.number = number
        var dice = Dice(appender, number)
        isShared = dice.roll(5) == 0
        stream = isShared ? StreamName("crash", "shared") : Self.ownStream(appender)
        key = dice.roll(3) == 0 ? nil : "\(appender)/\(number)"
        isEnqueued = dice.roll(9) == 0
        count = dice.roll(4) == 0 ? 1 + dice.roll(30) : 1
    }

    static func ownStream(_ appender: Int) -> StreamName { StreamName("crash", "appender-\(appender)") }

    static func principal(_ appender: Int) -> String { "appender \(appender)" }

    func event(_ index: Int) -> any Event {
        let mark = Mark(appender: appender, proposal: number, index: index)
        return index % 3 == 2 ? Blot(mark: mark) : mark
    }

    func proposal(expecting: ExpectedRevision, durability: Durability) -> Proposal {
        Proposal(
            (0..<count).map(event), to: stream, expecting: expecting, durability: durability, key: key,
            metadata: EventMetadata(
                trace: TraceContext(
                    traceID: TraceID(high: UInt64(appender) + 1, low: UInt64(number / 10)),
                    spanID: SpanID(UInt64(number) + 1)),
                causation: Position(UInt64(number)), principal: Self.principal(appender)))
    }

    /// Whether an event of the log is the one at `index` of this append, to the byte.
    func matches(_ event: RecordedEvent, at index: Int) -> Bool {
        let expected = proposal(expecting: .any, durability: .committed)
        guard index < count, event.stream == stream, event.metadata == expected.metadata else { return false }
        let wanted = expected.events[index]
        return event.type == type(of: wanted).type && event.payload == (try? JSON(encoding: wanted).bytes)
    }

    /// Which append an event belongs to, by its own words.
    static func place(of event: RecordedEvent) -> (appender: Int, number: Int, index: Int)? {
        guard let json = try? JSON(parsing: event.payload), let mark = event.type == Blot.type ? json["mark"] : json,
            let appender = mark["appender"]?.int, let number = mark["proposal"]?.int, let index = mark["index"]?.int
        else { return nil }
        return (appender, number, index)
    }
}
