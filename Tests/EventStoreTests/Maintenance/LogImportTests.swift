import Foundation
import Testing

@testable import EventStore

@Suite("Export and import")
struct LogImportTests {
    private let events = RandomEvents.make(count: 3000, seed: 3)

    private func filled(_ folder: String, _ events: [RecordedEvent]) async throws -> SQLiteEventLog {
        let log = try SQLiteEventLog.open(folder: folder)
        _ = try await LogImport(to: log).restore(EventList(events))
        return log
    }

    @Test("a log restored from an export of another is the same log, and so is its export")
    func restoring() async throws {
        try await withFolder { folder in
            let log = try await filled(folder + "/a", events)
            #expect(try await log.readAll(.all) == events)
            await log.close()

            let lines = try export(folder + "/a")
            let other = try SQLiteEventLog.open(folder: folder + "/b")
            let result = try await LogImport(to: other).restore(from: try handle(lines, folder))
            #expect(result.added == 3000 && result.known == 0 && result.passedOver == 0)
            #expect(try await other.readAll(.all) == events)
            #expect(other.head == Position(3000))
            let after = try await other.append([progressed(1)], to: StreamName("task", "0"))
            let revision = events.last { $0.stream == StreamName("task", "0") }?.revision.next
            #expect(after.first == Position(3001) && after.revision == revision)
            await other.close()
            let again = try export(folder + "/b", through: 3000)
            #expect(again == lines)
        }
    }

    @Test("a second run of an import adds nothing, and an aborted one is taken up where it ended")
    func repeating() async throws {
        try await withFolder { folder in
            let log = try await filled(folder, Array(events.prefix(1234)))
            let first = try await LogImport(to: log).restore(EventList(events))
            #expect(first.added == 3000 - 1234 && first.known == 1234)
            let second = try await LogImport(to: log).restore(EventList(events))
            #expect(second.added == 0 && second.known == 3000)
            #expect(try await log.readAll(.all) == events)
            await log.close()
        }
    }

    @Test("events of another log are not restored over this one's")
    func foreign() async throws {
        try await withFolder { folder in
            let log = try await filled(folder, Array(events.prefix(10)))
            await #expect {
                _ = try await LogImport(to: log).restore(EventList(RandomEvents.make(count: 20, seed: 4)))
            } throws: {
                "\($0)".contains("holds another event in this log")
            }
            #expect(log.head == Position(10))
            await log.close()
        }
    }

    @Test("a part of a log keeps its positions, and reading finds nothing between them")
    func gaps() async throws {
        try await withFolder { folder in
            let part = events.filter { $0.type == "task.created" }
            let log = try await filled(folder, part)
            #expect(try await log.readAll(.all) == part)
            #expect(
                try await log.readAll(Selection(stream: StreamName("task", "0")))
                    == part.filter { $0.stream == StreamName("task", "0") })
            let missing = try await log.read(.all, after: .start, limit: 1)
            #expect(missing.events.first == part.first)
            try await log.append([progressed(1)], to: StreamName("task", "new"))
            #expect(try await log.readAll(.all, after: part.last?.position ?? .start).count == 1)
            await log.close()
            #expect(try LogCheck.run(folder: folder).isIntact)

            let again = try SQLiteEventLog.open(folder: folder)
            #expect(try await again.readAll(.all).count == part.count + 1)
            let result = try await LogImport(to: again).restore(EventList(Array(events.prefix(100))))
            #expect(result.passedOver == events.prefix(100).count { $0.type != "task.created" })
            await again.close()
        }
    }

    @Test("what does not continue the log is refused and changes nothing")
    func refusals() async throws {
        try await withFolder { folder in
            let log = try await filled(folder, Array(events.prefix(10)))
            for bad in [events[9], copy(events[10], time: 0), copy(events[10], revision: 0, stream: events[0].stream)] {
                await #expect(throws: AppendError.self) { try await log.restore([bad]) }
            }
            #expect(log.head == Position(10))
            try await log.restore([events[10]])
            #expect(log.head == Position(11))
            await log.close()
        }
    }

    @Test("appending adds each event once, with new positions that causations follow")
    func appending() async throws {
        try await withFolder { folder in
            let log = try SQLiteEventLog.open(folder: folder)
            for index in 0..<5 { try await log.append([progressed(index)], to: StreamName("task", "0")) }
            let first = try await LogImport(to: log).append(EventList(Array(events.suffix(2000))))
            #expect(first.added == 2000 && first.known == 0)
            let second = try await LogImport(to: log).append(EventList(events + events))
            #expect(second.added == 1000 && second.known == 5000)
            let added = try await log.readAll(.all, after: Position(5))
            #expect(added.count == 3000)
            #expect(added.map(\.payload) == (events.suffix(2000) + events.prefix(1000)).map(\.payload))
            for (new, old) in zip(added, events.suffix(2000)) {
                let cause = old.metadata.causation.flatMap { $0.value > 1000 ? Position($0.value - 995) : nil }
                #expect(
                    new.metadata
                        == EventMetadata(
                            trace: old.metadata.trace, causation: cause, principal: old.metadata.principal))
                #expect(new.version == old.version && new.stream == old.stream && new.type == old.type)
            }
            let revisions = added.filter { $0.stream == StreamName("task", "0") }.map(\.revision.value)
            #expect(revisions == Array(5..<(5 + UInt64(revisions.count))))
            await log.close()
        }
    }

    @Test("a damaged file names the line, and what came before it is kept")
    func damaged() async throws {
        try await withFolder { folder in
            let log = try await filled(folder + "/a", Array(events.prefix(20)))
            await log.close()
            var lines = try export(folder + "/a")
            lines.replaceSubrange(lines.count - 10..<lines.count, with: Array("}}\n".utf8))
            let other = try SQLiteEventLog.open(folder: folder + "/b")
            let file = try handle(lines, folder)
            await #expect {
                _ = try await LogImport(to: other).restore(from: file)
            } throws: {
                "\($0)".hasPrefix("line 20: ")
            }
            await other.close()
        }
    }

    private func export(_ folder: String, through: UInt64? = nil) throws -> [UInt8] {
        var lines: [UInt8] = []
        try LogExport(folder: folder).lines(of: Selection(through: through.map { Position($0) })) { lines += $0 }
        return lines
    }

    private func handle(_ bytes: [UInt8], _ folder: String) throws -> FileHandle {
        let path = folder + "/export.ndjson"
        try Data(bytes).write(to: URL(filePath: path))
        return try FileHandle(forReadingFrom: URL(filePath: path))
    }

    private func copy(
        _ event: RecordedEvent, time: Int64? = nil, revision: UInt64? = nil, stream: StreamName? = nil
    ) -> RecordedEvent {
        RecordedEvent(
            position: event.position, time: time.map { Timestamp(nanoseconds: $0) } ?? event.time,
            stream: stream ?? event.stream, revision: revision.map { Revision($0) } ?? event.revision,
            type: event.type, version: event.version, metadata: event.metadata, payload: event.payload)
    }
}
