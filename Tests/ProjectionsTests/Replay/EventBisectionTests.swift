import EventStore
import Foundation
import Projections
import TestKit
import Testing

@Suite("Bisection by a condition on events")
struct EventBisectionTests {
    /// A log of 20,000 events, whose `stage` counts up: more than one stretch.
    private func withLog(_ body: (EventBisection) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "bisection-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let log = try SQLiteEventLog.open(folder: folder)
        for start in stride(from: 1, through: 20_000, by: 500) {
            let events = (start..<start + 500).map { TaskStageStarted(task: "t", stage: "\($0 % 7001)") }
            try await log.append(events, to: StreamName("task", "t"))
        }
        await log.close()
        try await body(try EventBisection(folder: folder, timeout: .seconds(60)))
    }

    private func first(_ condition: String, _ bisection: EventBisection, from: UInt64 = 1, to: UInt64 = 20_000)
        async throws -> Int?
    {
        try await bisection.first(condition, from: Position(from), to: Position(to))?["position"]?.int
    }

    @Test("finds the first event of many, wherever the stretches lie")
    func earliest() async throws {
        try await withLog { bisection in
            let condition = "payload ->> '$.stage' = '7000'"
            let found = [
                try await first(condition, bisection), try await first(condition, bisection, from: 7001),
                try await first("position % 4096 = 0", bisection), try await first("position >= 19999", bisection),
                try await first(condition, bisection, to: 6999), try await first(condition, bisection, from: 9, to: 8),
            ]
            #expect(found == [7000, 14_001, 4096, 19_999, nil, nil])
        }
    }

    @Test("counts up to an event where the condition says so")
    func windows() async throws {
        try await withLog { bisection in
            let counted = try await first("count(*) OVER (ORDER BY position) = 15000", bisection)
            let last = try await first("position = (SELECT max(position) FROM events)", bisection)
            #expect(counted == 15_000 && last == 20_000)
        }
    }

    @Test("says what is wrong with a condition in SQLite's words")
    func wrong() async throws {
        try await withLog { bisection in
            await #expect(throws: StorageError.self) { try await first("nonsense(", bisection) }
            await #expect(throws: StorageError.self) { try await first("nothing = 1", bisection) }
        }
    }
}
