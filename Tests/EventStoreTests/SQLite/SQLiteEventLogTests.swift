import Foundation
import Testing

@testable import EventStore

@Suite("The log in SQLite")
struct SQLiteEventLogTests {
    private let stream = StreamName("task", "one")

    @Test("has all its events again after it was closed and opened")
    func reopening() async throws {
        try await withFolder { folder in
            let log = try SQLiteEventLog.open(folder: folder)
            for index in 0..<40 { try await log.append([progressed(index)], to: stream, key: "k\(index)") }
            let before = try await log.readAll(.all)
            await log.close()

            let again = try SQLiteEventLog.open(folder: folder)
            #expect(try await again.readAll(.all) == before)
            #expect(try await again.append([progressed(3)], to: stream, key: "k3").isRepeat)
            #expect(try await again.append([progressed(40)], to: stream).revision == Revision(40))
            await again.close()
        }
    }

    @Test("lets one process write and says who it is")
    func locking() async throws {
        try await withFolder { folder in
            let log = try SQLiteEventLog.open(folder: folder)
            #expect(
                throws: StorageError(
                    code: StorageError.inUse, "the data folder '\(folder)' is in use by process \(getpid())")
            ) {
                try SQLiteEventLog.open(folder: folder)
            }
            await log.close()
        }
    }

    @Test("seals small commits into segments and loses none of them")
    func sealing() async throws {
        try await withFolder { folder in
            let log = try SQLiteEventLog.open(folder: folder)
            for index in 0..<2500 { try await log.append([progressed(index)], to: stream) }
            while log.reader.contents.unsealedCount >= Segment.sealedCount { await Task.yield() }
            await log.close()

            let again = try SQLiteEventLog.openForReading(folder: folder)
            let events = try await again.readAll(.all)
            #expect(events.map(\.position.value) == Array(1...2500))
            #expect(events.compactMap { $0.body(as: TaskProgressed.self)?.progress } == (0..<2500).map(Double.init))
        }
    }

    @Test("can be read by another reader while it is written")
    func readingAlongside() async throws {
        try await withFolder { folder in
            let log = try SQLiteEventLog.open(folder: folder)
            try await log.append([progressed(0)], to: stream)
            let reader = try SQLiteEventLog.openForReading(folder: folder)
            try await log.append([progressed(1)], to: stream)
            try reader.refresh()
            #expect(try await reader.readAll(.all).count == 2)
            await #expect(throws: AppendError.closed) { try await reader.append([progressed(2)], to: stream) }
            await log.close()
        }
    }

    @Test("shows a reader what another process has added once it comes to the end")
    func lookingAtTheEnd() async throws {
        try await withFolder { folder in
            let log = try SQLiteEventLog.open(folder: folder)
            try await log.append((0..<1500).map(progressed), to: stream)
            let reader = try SQLiteEventLog.openForReading(folder: folder)
            try await log.append((1500..<1600).map(progressed), to: stream)
            for start in stride(from: 0, to: 1000, by: 100) {
                let page = try await reader.read(.all, after: Position(UInt64(start)), limit: 100)
                #expect(page.events.count == 100 && !page.isLast)
            }
            let rest = try await reader.read(.all, after: Position(1400), limit: 1000)
            #expect(rest.events.count == 200 && rest.isLast)
            #expect(reader.head == Position(1600))
            try await log.append([progressed(1600)], to: stream)
            #expect(
                try await reader.readBackwards(.all, before: nil, limit: 1).events.first?.position == Position(1601))
            await log.close()
        }
    }

    @Test("refuses appends beyond its queue's bound")
    func overload() async throws {
        try await withFolder { folder in
            var limits = SQLiteEventLog.Limits()
            limits.queuedEvents = 8
            let log = try SQLiteEventLog.open(folder: folder, limits: limits)
            let refused = await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<200 {
                    group.addTask {
                        do throws(AppendError) {
                            try await log.append((0..<8).map(progressed), to: stream)
                            return false
                        } catch { return error == .overloaded }
                    }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(log.head.value == UInt64((200 - refused) * 8))
            await log.close()
        }
    }

    @Test("keeps what was enqueued before an append that returned")
    func enqueueing() async throws {
        try await withFolder { folder in
            let log = try SQLiteEventLog.open(folder: folder)
            for index in 0..<100 { try log.enqueue(Proposal([progressed(index)], to: stream)) }
            try await log.append([progressed(100)], to: stream, durability: .synced)
            #expect(try await log.readAll(.all).count == 101)
            await log.close()
        }
    }

    @Test("writes what was enqueued by itself soon, though nobody waits for it")
    func lingering() async throws {
        try await withFolder { folder in
            let log = try SQLiteEventLog.open(folder: folder)
            for round in 1...20 {
                try log.enqueue(Proposal([progressed(round)], to: stream))
                var pages = log.subscribe(to: .all, after: Position(UInt64(round) - 1)).makeAsyncIterator()
                #expect(try await pages.next()?.events.count == 1)
            }
            await log.close()
        }
    }
}

struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// SplitMix64.
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
