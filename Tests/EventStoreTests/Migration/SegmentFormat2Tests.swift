import Foundation
import Testing

@testable import EventStore

@Suite("A log with segments of format 2")
struct SegmentFormat2Tests {
    @Test("opens with all its events, envelopes and keys, and goes on in today's format")
    func opening() async throws {
        try await withOldLog { folder in
            let log = try SQLiteEventLog.open(folder: folder)
            let events = try await log.readAll(.all)
            #expect(events.map(\.position.value) == Array(1...1300))
            for (index, event) in events.enumerated() { try Self.expect(event, isNumber: index) }
            let more = (0..<2000).map { TaskProgressed(task: "t0", stage: "render", progress: 0.5, message: "\($0)") }
            for note in more { try await log.append([note], to: StreamName("task", "t0")) }
            await log.close()

            let again = try SQLiteEventLog.openForReading(folder: folder)
            let all = try await again.readAll(.all)
            #expect(Array(all.prefix(1300)) == events)
            #expect(all.dropFirst(1300).compactMap { $0.body(as: TaskProgressed.self) } == more)
            await again.close()
        }
    }

    @Test("reads by type, stream and trace")
    func selecting() async throws {
        try await withOldLog { folder in
            let log = try SQLiteEventLog.openForReading(folder: folder)
            let all = try await log.readAll(.all)
            for selection in [
                Selection(types: [TypePattern("span.*")]), Selection(stream: all[0].stream),
                Selection(trace: Self.trace(40).traceID),
                Selection(principal: "ann"), Selection(since: all[300].time, until: all[900].time),
            ] {
                let found = try await log.readAll(selection)
                #expect(found == all.filter(selection.matches) && !found.isEmpty)
            }
            await log.close()
        }
    }

    private static func trace(_ index: Int) -> TraceContext {
        TraceContext(traceID: TraceID(high: 1, low: UInt64(index / 3 + 1)), spanID: SpanID(UInt64(index + 1)))
    }

    private static func expect(_ event: RecordedEvent, isNumber index: Int) throws {
        try #require(
            event.metadata
                == EventMetadata(
                    trace: index % 2 == 0 ? trace(index) : nil,
                    causation: index > 5 ? Position(UInt64(index - 5)) : nil,
                    principal: index % 3 == 0 ? "ann" : nil))
        if index % 5 == 4 {
            try #require(event.stream == StreamName("request", trace(index).spanID.hex))
            let span = try #require(event.body(as: SpanEnded.self))
            try #require(span.attributes["text"] == "a\nb" && span.seconds == Double(index) / 1000)
        } else {
            try #require(event.stream == StreamName("task", "t\(index % 7)"))
            try #require(
                event.body(as: TaskProgressed.self)
                    == TaskProgressed(
                        task: "t\(index % 7)", stage: "render", progress: Double(index) / 1300,
                        message: "frame \(index)"))
        }
    }

    private func withOldLog(_ body: (String) async throws -> Void) async throws {
        try await withFolder { folder in
            let golden = URL(filePath: #filePath).deletingLastPathComponent().appending(
                path: "../../Golden/Logs/format2")
            try FileManager.default.copyItem(atPath: golden.path(), toPath: folder)
            try await body(folder)
        }
    }
}
