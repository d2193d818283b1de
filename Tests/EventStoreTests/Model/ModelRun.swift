import EventStore
import Testing

/// One series of operations on two logs that must never differ.
///
/// A few sessions on one folder: each opens the log, follows it live while it works on it, and closes it. What was
/// enqueued becomes visible with the next append, so nothing is read between the two.
struct ModelRun {
    private let seed: UInt64
    private let folder: String
    private let clock = ModelClock()
    private let memory: InMemoryEventLog
    private var choices: ModelChoices
    private var heads: [StreamName: Revision] = [:]
    private var hasEnqueued = false
    /// What was done lately, for the report of a difference.
    private var story: [String] = []

    init(seed: UInt64, folder: String) {
        self.seed = seed
        self.folder = folder
        choices = ModelChoices(seed: seed)
        memory = InMemoryEventLog(clock: clock)
    }

    mutating func run() async throws {
        do {
            for _ in 0...choices.number(below: 3) { try await session() }
            try await compareAfterClosing()
        } catch {
            Issue.record("seed \(seed): \(error)\n\(story.suffix(12).joined(separator: "\n"))")
        }
    }

    // MARK: Sessions

    private mutating func session() async throws {
        let log = try SQLiteEventLog.open(folder: folder, clock: clock, limits: limits())
        note("open at \(log.head)")
        try expect(log.head == memory.head, "head is \(log.head) after opening")
        let selection = self.selection()
        let checkpoint = choices.position(upTo: memory.head, beyond: 0)
        async let live = Self.follow(log, selection, after: checkpoint)
        do {
            for _ in 0..<5 + choices.number(below: 25) { try await step(log) }
            if hasEnqueued { try await append(log, plain: true) }
        } catch {
            await log.close()
            throw error
        }
        await log.close()
        let expected = try await memory.readAll(selection, after: checkpoint)
        let seen = try await live
        try expect(seen == expected, "a live reader of \(selection) after \(checkpoint) saw \(seen.map(\.position))")
    }

    /// Small bounds, so that what happens once in a thousand events happens here all the time.
    private mutating func limits() -> SQLiteEventLog.Limits {
        var limits = SQLiteEventLog.Limits()
        limits.tailEvents = choices.pick([0, 1, 8, 64, 4096])
        limits.commitsPerCheckpoint = choices.pick([1, 3, 10, 1000])
        return limits
    }

    /// All that a subscriber is given until the log closes.
    private static func follow(
        _ log: SQLiteEventLog, _ selection: Selection, after checkpoint: Position
    ) async throws -> [RecordedEvent] {
        try await log.subscribe(to: selection, after: checkpoint).reduce(into: []) { $0 += $1.events }
    }

    private mutating func compareAfterClosing() async throws {
        let reader = try SQLiteEventLog.openForReading(folder: folder)
        let expected = try await memory.readAll(.all)
        try expect(try await reader.readAll(.all) == expected, "the closed log holds other events")
    }

    // MARK: Steps

    private mutating func step(_ log: SQLiteEventLog) async throws {
        if hasEnqueued { return try await choices.oneIn(3) ? enqueue(log) : append(log) }
        if choices.oneIn(2) { clock.move(by: choices.number(below: 40) - 10) }
        switch choices.number(below: 16) {
        case 0...4: try await append(log)
        case 5: try enqueue(log)
        case 6: try await appendAtOnce(log)
        case 7, 8, 9: try await read(log)
        case 10, 11: try await readBackwards(log)
        case 12: try await subscribe(log)
        case 13: try await readElsewhere()
        case 14: try await compareRevision(log)
        default: try await snapshot(log)
        }
    }

    private mutating func append(_ log: SQLiteEventLog, plain: Bool = false) async throws {
        // In some runs, once in a while, as many events as make a sealed segment.
        let most = seed % 10 == 0 && choices.oneIn(6) ? 1500 : 6
        let proposal = plain ? choices.plainProposal() : choices.proposal(most: most, heads: heads)
        note("append \(describe(proposal))")
        let expected = await Self.outcome { try await memory.append(proposal) }
        let actual = await Self.outcome { try await log.append(proposal) }
        try expect(actual == expected, "append gave \(actual), not \(expected)")
        // An empty proposal is refused before it takes a place in the queue.
        if proposal.events.isEmpty { return }
        hasEnqueued = false
        try expect(log.head == memory.head, "head is \(log.head), not \(memory.head)")
        if case .success(let appended) = expected { heads[proposal.stream] = appended.revision }
    }

    private mutating func enqueue(_ log: SQLiteEventLog) throws {
        let proposal = choices.proposal(most: 6, heads: heads)
        note("enqueue \(describe(proposal))")
        // The log in memory can say at once what the other one drops in silence.
        let isValid = !proposal.events.isEmpty
        try? memory.enqueue(proposal)
        let wasTaken = (try? log.enqueue(proposal)) != nil
        try expect(wasTaken == isValid, wasTaken ? "an empty proposal was taken" : "the proposal was not taken")
        hasEnqueued = hasEnqueued || isValid
    }

    /// Many appenders at a time: whatever order the log gives them, the other log must agree with.
    private mutating func appendAtOnce(_ log: SQLiteEventLog) async throws {
        let proposals = (0...choices.number(below: 12)).map { _ in choices.plainProposal() }
        note("append at once \(proposals.map(describe))")
        let placed = try await withThrowingTaskGroup(of: (Proposal, Appended).self) { group in
            for proposal in proposals { group.addTask { (proposal, try await log.append(proposal)) } }
            return try await group.reduce(into: []) { $0.append($1) }.sorted { $0.1.first < $1.1.first }
        }
        for (proposal, appended) in placed {
            let expected = try await memory.append(proposal)
            heads[proposal.stream] = expected.revision
            try expect(appended == expected, "append gave \(appended), not \(expected)")
        }
    }

    private mutating func read(_ log: any EventLog) async throws {
        let selection = self.selection()
        let position = choices.position(upTo: memory.head)
        let size = choices.pageSize(head: memory.head)
        note("read \(selection) after \(position), \(size) a page")
        let expected = try await memory.readAll(selection, after: position)
        try await PageCheck(selection: selection, size: size, expected: expected).forwards(log, after: position)
    }

    private mutating func readBackwards(_ log: any EventLog) async throws {
        let selection = self.selection()
        let position = choices.oneIn(3) ? nil : choices.position(upTo: memory.head)
        let size = choices.pageSize(head: memory.head)
        note("read \(selection) backwards before \(position?.description ?? "the end"), \(size) a page")
        let end = position?.value ?? .max
        let expected = try await memory.readAll(selection).filter { $0.position.value < end }.reversed()
        try await PageCheck(selection: selection, size: size, expected: Array(expected))
            .backwards(log, before: position)
    }

    private mutating func subscribe(_ log: SQLiteEventLog) async throws {
        let selection = self.selection()
        let checkpoint = choices.position(upTo: memory.head, beyond: 0)
        note("subscribe to \(selection) after \(checkpoint)")
        var place = checkpoint
        var seen: [RecordedEvent] = []
        var pages = log.subscribe(to: selection, after: checkpoint).makeAsyncIterator()
        while place < memory.head {
            let page = try await pages.next()
            try expect((page?.through ?? .start) > place, "a page after \(place) leads to \(String(describing: page))")
            place = page?.through ?? place
            seen += page?.events ?? []
        }
        let expected = try await memory.readAll(selection, after: checkpoint)
        try expect(seen == expected, "a subscriber saw \(seen.map(\.position)), not \(expected.map(\.position))")
    }

    /// A reader of its own connection, as another process has.
    private mutating func readElsewhere() async throws {
        let reader = try SQLiteEventLog.openForReading(folder: folder)
        try expect(reader.head == memory.head, "a second reader's head is \(reader.head), not \(memory.head)")
        if choices.oneIn(2) { try await read(reader) } else { try await readBackwards(reader) }
    }

    private mutating func compareRevision(_ log: SQLiteEventLog) async throws {
        let stream = choices.stream()
        let expected = try await memory.revision(of: stream)
        let actual = try await log.revision(of: stream)
        try expect(
            actual == expected, "\(stream) is at \(String(describing: actual)), not \(String(describing: expected))")
    }

    private mutating func snapshot(_ log: SQLiteEventLog) async throws {
        let name = choices.pick(["a", "b"])
        if choices.oneIn(2) {
            let snapshot = Snapshot(
                name: name, position: choices.position(upTo: memory.head), schema: "\(choices.number(below: 2))",
                data: Array(repeating: 7, count: choices.number(below: 5000)))
            note("save \(name) at \(snapshot.position)")
            let expected = await Self.outcome { try await memory.save(snapshot) }
            let actual = await Self.outcome { try await log.save(snapshot) }
            try expect("\(actual)" == "\(expected)", "saving gave \(actual), not \(expected)")
        }
        let expected = try await memory.snapshot(named: name)
        try expect(try await log.snapshot(named: name) == expected, "the snapshot '\(name)' differs")
    }

    // MARK: Words

    private mutating func selection() -> Selection {
        choices.selection(head: memory.head, times: clock.range)
    }

    private mutating func note(_ line: String) { story.append(line) }

    private func describe(_ proposal: Proposal) -> String {
        "\(proposal.events.count) to \(proposal.stream) expecting \(proposal.expecting), key \(proposal.key ?? "none")"
    }

    private func expect(_ holds: Bool, _ complaint: @autoclosure () -> String) throws {
        if !holds { throw Difference(complaint()) }
    }

    private static func outcome<T: Sendable>(_ body: () async throws -> T) async -> Result<T, AppendError> {
        do { return .success(try await body()) } catch {
            return .failure(error as? AppendError ?? .invalid("\(error)"))
        }
    }
}

extension Result where Success == Appended, Failure == AppendError {
    static func == (left: Self, right: Self) -> Bool {
        switch (left, right) {
        case (.success(let one), .success(let other)): one == other
        case (.failure(let one), .failure(let other)): one == other
        default: false
        }
    }
}

/// What the two logs do not agree on.
struct Difference: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
