import EventStore
import Foundation
import Testing

/// What every log must do: each test runs on the log in memory and on the log in SQLite.
@Suite("Every event log")
struct EventLogConformance {
    enum Kind: CaseIterable { case memory, sqlite }

    /// Runs `body` on a fresh log of a kind and closes it.
    private func with(_ kind: Kind, _ body: (any EventLog, StreamName) async throws -> Void) async throws {
        let stream = try #require(StreamName("task-one"))
        switch kind {
        case .memory: try await body(InMemoryEventLog(), stream)
        case .sqlite:
            try await withFolder { folder in
                let log = try SQLiteEventLog.open(folder: folder)
                try await body(log, stream)
                await log.close()
            }
        }
    }

    @Test("gives events consecutive positions and revisions", arguments: Kind.allCases)
    func positions(kind: Kind) async throws {
        try await with(kind) { log, stream in
            let first = try await log.append([progressed(0), progressed(1)], to: stream)
            let second = try await log.append([progressed(2)], to: stream)
            #expect(first.first == Position(1) && first.last == Position(2))
            #expect(second.first == Position(3) && second.revision == Revision(2))
            let events = try await log.readAll(.all)
            #expect(events.map(\.position.value) == [1, 2, 3])
            #expect(events.map(\.revision.value) == [0, 1, 2])
            #expect(log.head == Position(3))
        }
    }

    @Test("returns what was appended, with its metadata", arguments: Kind.allCases)
    func roundTrip(kind: Kind) async throws {
        try await with(kind) { log, stream in
            let metadata = EventMetadata(trace: .root(), causation: Position(1), principal: "ann")
            try await log.append([progressed(0)], to: stream)
            try await log.append([progressed(7)], to: stream, metadata: metadata)
            let event = try #require(try await log.readAll(.all).last)
            #expect(event.metadata == metadata)
            #expect(event.body(as: TaskProgressed.self) == progressed(7))
        }
    }

    @Test("refuses an append whose expected revision does not hold, and writes nothing", arguments: Kind.allCases)
    func conflict(kind: Kind) async throws {
        try await with(kind) { log, stream in
            try await log.append([progressed(0)], to: stream, expecting: .noStream)
            await #expect(throws: AppendError.conflict(stream: stream, expected: .noStream, actual: .first)) {
                try await log.append([progressed(1)], to: stream, expecting: .noStream)
            }
            try await log.append([progressed(1)], to: stream, expecting: .exactly(.first))
            #expect(log.head == Position(2))
        }
    }

    @Test("answers a repeated idempotency key with the first result", arguments: Kind.allCases)
    func idempotency(kind: Kind) async throws {
        try await with(kind) { log, stream in
            let first = try await log.append([progressed(0)], to: stream, key: "k")
            let second = try await log.append([progressed(0)], to: stream, key: "k")
            #expect(second.first == first.first && second.isRepeat && !first.isRepeat)
            await #expect(throws: AppendError.keyReused("k")) {
                try await log.append([progressed(1)], to: stream, key: "k")
            }
            #expect(log.head == Position(1))
        }
    }

    @Test("lets exactly one of many writers claim a stream", arguments: Kind.allCases)
    func oneClaim(kind: Kind) async throws {
        try await with(kind) { log, stream in
            let winners = await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<32 {
                    group.addTask { (try? await log.append([progressed(0)], to: stream, expecting: .noStream)) != nil }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(winners == 1 && log.head == Position(1))
        }
    }

    @Test("reads by type, stream, category, trace, principal and position", arguments: Kind.allCases)
    func selections(kind: Kind) async throws {
        try await with(kind) { log, stream in
            let trace = TraceContext.root()
            let other = StreamName("alert", "x")
            try await log.append([progressed(0)], to: stream, metadata: EventMetadata(trace: trace))
            try await log.append([TaskCancelled(task: "one", reason: "")], to: stream)
            try await log.append([progressed(1)], to: other, metadata: EventMetadata(principal: "ann"))
            func positions(_ selection: Selection) async throws -> [UInt64] {
                try await log.readAll(selection, pageSize: 1).map(\.position.value)
            }
            #expect(try await positions(Selection(types: [TypePattern("task.pro*")])) == [1, 3])
            #expect(try await positions(Selection(stream: stream)) == [1, 2])
            #expect(try await positions(Selection(category: "alert")) == [3])
            #expect(try await positions(Selection(trace: trace.traceID)) == [1])
            #expect(try await positions(Selection(principal: "ann")) == [3])
            #expect(try await positions(Selection(through: Position(2))) == [1, 2])
        }
    }

    @Test("reads backwards, the latest first", arguments: Kind.allCases)
    func backwards(kind: Kind) async throws {
        try await with(kind) { log, stream in
            try await log.append((0..<10).map(progressed), to: stream)
            let page = try await log.readBackwards(.all, before: nil, limit: 3)
            #expect(page.events.map(\.position.value) == [10, 9, 8] && !page.isLast)
            let rest = try await log.readBackwards(.all, before: page.through, limit: 100)
            #expect(rest.events.map(\.position.value) == [7, 6, 5, 4, 3, 2, 1] && rest.isLast)
        }
    }

    @Test("delivers past and live events to a subscriber without gap or repeat", arguments: Kind.allCases)
    func subscription(kind: Kind) async throws {
        try await with(kind) { log, stream in
            try await log.append((0..<700).map(progressed), to: stream)
            async let writing: Void = {
                for index in 700..<1500 { try await log.append([progressed(index)], to: stream) }
            }()
            var seen: [UInt64] = []
            for try await page in log.subscribe(to: .all, after: Position(3)) {
                seen += page.events.map(\.position.value)
                if seen.count >= 1497 { break }
            }
            try await writing
            #expect(seen == Array(4...1500))
        }
    }

    @Test("finds snapshots by the beginning of their names, byte for byte", arguments: Kind.allCases)
    func snapshots(kind: Kind) async throws {
        try await with(kind) { log, stream in
            try await log.append([progressed(0)], to: stream)
            for name in ["a", "a/", "a/z", "a/é", "a/b", "a0", "A/b", "b"] {
                try await log.save(Snapshot(name: name, position: Position(1), schema: "s", data: [1]))
            }
            #expect(try await log.snapshots(prefix: "a/").map(\.name) == ["a/", "a/b", "a/z", "a/é"])
            #expect(try await log.snapshots(prefix: "").count == 8)
        }
    }

    @Test("ends subscriptions when it closes", arguments: Kind.allCases)
    func closing(kind: Kind) async throws {
        try await with(kind) { log, stream in
            try await log.append([progressed(0)], to: stream)
            async let pages = log.subscribe(to: .all, after: .start).reduce(0) { $0 + $1.events.count }
            await log.close()
            #expect(try await pages <= 1)
            await #expect(throws: AppendError.closed) { try await log.append([progressed(1)], to: stream) }
        }
    }

    @Test("refuses an append without events", arguments: Kind.allCases)
    func empty(kind: Kind) async throws {
        try await with(kind) { log, stream in
            await #expect(throws: AppendError.self) { try await log.append([], to: stream) }
        }
    }

    @Test("never lets time fall from one position to the next", arguments: Kind.allCases)
    func monotoneTime(kind: Kind) async throws {
        try await with(kind) { log, stream in
            for index in 0..<50 { try await log.append([progressed(index)], to: stream) }
            let times = try await log.readAll(.all).map(\.time)
            #expect(times == times.sorted())
        }
    }
}

/// A small event that carries a number.
func progressed(_ number: Int) -> TaskProgressed {
    TaskProgressed(task: "one", stage: "render", progress: Double(number), message: "step \(number)")
}

/// A folder that is gone afterwards.
func withFolder(_ body: (String) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("log-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try await body(folder)
}
