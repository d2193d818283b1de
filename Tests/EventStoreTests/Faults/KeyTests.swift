import EventStore
import Foundation
import Testing

@Suite("An idempotency key")
struct KeyTests {
    /// Texts of one length and one CRC-32.
    private static let alike = ("4faba0834c", "69d160aaa8")

    @Test("stands for its events to the byte, not for a checksum of them", arguments: EventLogConformance.Kind.allCases)
    func checksumTwins(kind: EventLogConformance.Kind) async throws {
        try await with(kind) { log in
            try await log.append([Self.event(Self.alike.0)], to: StreamName("task", "a"), key: "k")
            await #expect(throws: AppendError.keyReused("k")) {
                try await log.append([Self.event(Self.alike.1)], to: StreamName("task", "a"), key: "k")
            }
        }
    }

    @Test("stands for its stream too", arguments: EventLogConformance.Kind.allCases)
    func otherStream(kind: EventLogConformance.Kind) async throws {
        try await with(kind) { log in
            try await log.append([Self.event("a")], to: StreamName("task", "a"), key: "k")
            await #expect(throws: AppendError.keyReused("k")) {
                try await log.append([Self.event("a")], to: StreamName("task", "b"), key: "k")
            }
            // Whoever repeats an append may have another belief about its stream by now.
            let again = try await log.append(
                [Self.event("a")], to: StreamName("task", "a"), expecting: .noStream, key: "k")
            #expect(again.isRepeat && log.head == Position(1))
        }
    }

    @Test("is kept for the first of many that use it at the same time", arguments: EventLogConformance.Kind.allCases)
    func race(kind: EventLogConformance.Kind) async throws {
        try await with(kind) { log in
            let answers = try await withThrowingTaskGroup(of: Appended.self) { group in
                for _ in 0..<32 {
                    group.addTask { try await log.append([Self.event("a")], to: StreamName("task", "a"), key: "k") }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.count { !$0.isRepeat } == 1)
            #expect(Set(answers.map(\.last)) == [Position(1)] && log.head == Position(1))
        }
    }

    private static func event(_ text: String) -> any Event { TaskCancelled(task: "a", reason: text) }

    private func with(_ kind: EventLogConformance.Kind, _ body: (any EventLog) async throws -> Void) async throws {
        switch kind {
        case .memory: try await body(InMemoryEventLog())
        case .sqlite:
            try await withFolder { folder in
                let log = try SQLiteEventLog.open(folder: folder)
                try await body(log)
                await log.close()
            }
        }
    }
}
