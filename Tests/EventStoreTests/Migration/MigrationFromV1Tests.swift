import Foundation
import Testing

@testable import EventStore

@Suite("A log of schema 1")
struct MigrationFromV1Tests {
    @Test("opens with all its events, envelopes and keys")
    func opening() async throws {
        try await withOldLog { folder in
            let log = try SQLiteEventLog.open(folder: folder)
            let events = try await log.readAll(.all)
            #expect(events.map(\.position.value) == Array(1...1300))
            for (index, event) in events.enumerated() { try Self.expect(event, isNumber: index) }
            let repeated = try await log.append(
                [Self.fact(100)], to: Self.stream(100), key: "k100", metadata: EventMetadata())
            #expect(repeated.isRepeat && repeated.first == Position(101))
            #expect(try await log.append([Self.fact(1300)], to: Self.stream(1300)).revision == Revision(185))
            await log.close()

            let again = try SQLiteEventLog.open(folder: folder)
            #expect(try await again.readAll(.all).dropLast() == events[...])
            await again.close()
        }
    }

    @Test("is left to the writer by one who only reads")
    func reading() async throws {
        try await withOldLog { folder in
            #expect(throws: StorageError.self) { try SQLiteEventLog.openForReading(folder: folder) }
        }
    }

    private static func fact(_ index: Int) -> TaskProgressed {
        TaskProgressed(
            task: "t\(index % 7)", stage: "render", progress: Double(index) / 1300, message: "frame \(index)")
    }

    private static func stream(_ index: Int) -> StreamName { StreamName("task", "t\(index % 7)") }

    private static func expect(_ event: RecordedEvent, isNumber index: Int) throws {
        try #require(event.body(as: TaskProgressed.self) == fact(index))
        try #require(event.stream == stream(index) && event.revision == Revision(UInt64(index / 7)))
        let trace = TraceContext(
            traceID: TraceID(high: 1, low: UInt64(index / 3 + 1)), spanID: SpanID(UInt64(index + 1)))
        try #require(
            event.metadata
                == EventMetadata(
                    trace: index % 2 == 0 ? trace : nil, causation: index > 5 ? Position(UInt64(index - 5)) : nil,
                    principal: index % 3 == 0 ? "ann" : nil))
    }

    private func withOldLog(_ body: (String) async throws -> Void) async throws {
        try await withFolder { folder in
            let golden = URL(filePath: #filePath).deletingLastPathComponent()
                .appending(path: "../../Golden/Logs/v1.db")
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try FileManager.default.copyItem(atPath: golden.path(), toPath: folder + "/events.db")
            try await body(folder)
        }
    }
}
