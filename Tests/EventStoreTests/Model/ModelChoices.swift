import EventStore

/// What a run of the model does next, chosen by a seed: sensible requests for the most part, sometimes not.
struct ModelChoices {
    private var generator: SeededGenerator

    init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    mutating func number(below bound: Int) -> Int { Int.random(in: 0..<bound, using: &generator) }

    /// True once in so many times.
    mutating func oneIn(_ times: Int) -> Bool { number(below: times) == 0 }

    mutating func pick<T>(_ values: [T]) -> T { values[number(below: values.count)] }

    mutating func position(upTo head: Position, beyond: Int = 3) -> Position {
        Position(UInt64(number(below: Int(head.value) + 1 + beyond)))
    }

    /// A page's size: one, a few, or more than there is; not so few of a long log that a run takes long.
    mutating func pageSize(head: Position) -> Int { max(pick([1, 2, 3, 7, 50, 1024, 5000]), Int(head.value) / 100) }

    // MARK: Appends

    private static let streams = [
        StreamName("task", "a"), StreamName("task", "b"), StreamName("task", "a-b-c"), StreamName("alert", "a"),
        StreamName("connection", "käse 🧀"), StreamName("t", "a"),
    ]

    private static let principals = ["ann", "bob", "", "zoë@example.org"]

    mutating func stream() -> StreamName { oneIn(20) ? StreamName("task", "none") : pick(Self.streams) }

    /// - Parameter most: the most events it holds, where it is valid.
    mutating func proposal(most: Int, heads: [StreamName: Revision]) -> Proposal {
        let stream = stream()
        let count = oneIn(40) ? 0 : oneIn(4) ? 1 + number(below: most) : 1 + number(below: 3)
        return Proposal(
            (0..<count).map { _ in event() }, to: stream, expecting: expectation(heads[stream]),
            durability: oneIn(8) ? .synced : .committed, key: oneIn(3) ? "key \(number(below: 12))" : nil,
            metadata: metadata())
    }

    /// One that any state of the log accepts.
    mutating func plainProposal() -> Proposal {
        Proposal(
            (0...number(below: 4)).map { _ in event() }, to: stream(), durability: oneIn(8) ? .synced : .committed,
            metadata: metadata())
    }

    private mutating func expectation(_ current: Revision?) -> ExpectedRevision {
        switch number(below: 8) {
        case 0: .noStream
        case 1: .exactly(Revision(UInt64(number(below: 5))))
        case 2, 3: current.map { .exactly($0) } ?? .noStream
        default: .any
        }
    }

    private mutating func metadata() -> EventMetadata {
        EventMetadata(
            trace: oneIn(3) ? nil : TraceContext(traceID: trace(), spanID: SpanID(UInt64(1 + number(below: 9)))),
            causation: oneIn(5) ? Position(UInt64(number(below: 500))) : nil,
            principal: oneIn(2) ? nil : pick(Self.principals))
    }

    mutating func trace() -> TraceID {
        oneIn(2)
            ? TraceID(high: 0, low: UInt64(1 + number(below: 4))) : TraceID(high: .max, low: UInt64(number(below: 4)))
    }

    private mutating func event() -> any Event {
        switch number(below: 6) {
        case 0: TaskCancelled(task: "a", reason: text())
        case 1: MetricsSampled(values: ["mcp.connections.active": Double(number(below: 9)), text(): -0.5])
        case 2: NoteTaken(text: text(), lines: (0..<number(below: 3)).map { _ in text() })
        case 3: RequestCompleted(request: text(), method: "ping", errorCode: oneIn(2) ? nil : -32603, seconds: 0.25)
        default: TaskProgressed(task: "a", stage: "render", progress: Double(number(below: 100)) / 100, message: text())
        }
    }

    private mutating func text() -> String {
        switch number(below: 12) {
        case 0: ""
        case 1: "\u{0}\n\t\"\\/\u{7F}\u{2028}"
        case 2: "naïve 日本語 👩‍👩‍👧"
        case 3: String(repeating: "long ", count: 1 + number(below: oneIn(10) ? 2000 : 40))
        default: "text \(number(below: 1000))"
        }
    }

    // MARK: Reads

    /// Any mixture of conditions.
    mutating func selection(head: Position, times: ClosedRange<Int64>) -> Selection {
        guard !oneIn(4) else { return .all }
        var selection = Selection()
        if oneIn(3) { selection.types = (0...number(below: 2)).map { _ in TypePattern(pick(Self.globs)) } }
        if oneIn(4) { selection.stream = stream() }
        if oneIn(5) { selection.category = pick(["task", "alert", "t", "connection", "none"]) }
        if oneIn(5) { selection.trace = oneIn(6) ? TraceID(high: 7, low: 7) : trace() }
        if oneIn(5) { selection.principal = oneIn(6) ? "nobody" : pick(Self.principals) }
        if oneIn(5) { selection.through = position(upTo: head) }
        if oneIn(5) { selection.since = time(times) }
        if oneIn(5) { selection.until = time(times) }
        return selection
    }

    private static let globs = [
        "task.progressed", "task.*", "*", "*.completed", "note.taken", "metrics.sampled", "t*k.c*", "none.such", "**",
        "task", "",
    ]

    private mutating func time(_ times: ClosedRange<Int64>) -> Timestamp {
        Timestamp(nanoseconds: Int64.random(in: times.lowerBound - 2...times.upperBound + 2, using: &generator))
    }
}

/// An event that the catalogue does not know.
struct NoteTaken: Event {
    static let type: EventType = "note.taken"
    static let version = 3
    let text: String
    let lines: [String]
}
