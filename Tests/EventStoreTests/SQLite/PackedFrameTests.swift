import Foundation
import Testing

@testable import EventStore

@Suite("A log at rest", .timeLimit(.minutes(5)))
struct PackedFrameTests {
    private let events = RandomEvents.make(count: 700, seed: 5)

    /// Appends events one by one, each to its stream, with what is known about it.
    private func append(_ events: some Sequence<RecordedEvent>, to log: SQLiteEventLog) async throws {
        for event in events {
            let raw = ProposedEvent(type: event.type, version: event.version, payload: event.payload)
            try await log.append(Proposal(raw: [raw], to: event.stream, metadata: event.metadata))
        }
    }

    /// About 1 KB that does not compress.
    private func noise(_ number: Int) -> TaskProgressed {
        var generator = SeededGenerator(seed: UInt64(number))
        let words = (0..<64).map { _ in String(generator.next(), radix: 36) }
        return TaskProgressed(
            task: "one", stage: "render", progress: Double(number), message: words.joined(separator: " "))
    }

    private func frames(_ folder: String) throws -> Int {
        try Database(folder: folder).number("SELECT count(*) FROM frames")
    }

    private func settle(_ log: SQLiteEventLog) async throws {
        try await log.onWriter { writer in
            do throws(StorageError) {
                while try !writer.settle() {}
                return .success(())
            } catch {
                return .failure(.storage(error))
            }
        }
    }

    @Test("keeps what is not sealed yet as one small frame, and reads the same from it")
    func closing() async throws {
        try await withFolder { folder in
            let log = try SQLiteEventLog.open(folder: folder)
            try await append(events, to: log)
            let before = try await log.readAll(.all)
            let loose = try FrameFiles.frames(of: folder + "/events.db").reduce(0) { $0 + $1.data.count }
            await log.close()

            #expect(try frames(folder) == 1)
            #expect(try Database(folder: folder).number("SELECT sum(length(data)) FROM frames") < loose / 2)
            #expect(try LogCheck.run(folder: folder).isIntact)
            let reader = try SQLiteEventLog.openForReading(folder: folder)
            #expect(try await reader.readAll(.all) == before)
            #expect(try await reader.readBackwards(.all, before: nil, limit: 9).events == before.suffix(9).reversed())
        }
    }

    @Test("gives every reader whole events, also after a fold has taken of them what it looks at")
    func readers() async throws {
        try await withFolder { folder in
            let log = try SQLiteEventLog.open(folder: folder)
            let fact = ToolCompleted(request: "r", tool: "t", outcome: .success, result: ["a": 1], seconds: 1)
            try await log.append([fact, fact], to: StreamName("request", "r"))
            await log.close()

            let reader = try SQLiteEventLog.openForReading(folder: folder)
            var facts = FactReader()
            let folded = facts.read(try await reader.read(.all, after: .start, limit: 2)) { _ in true }
            #expect(folded.events.map { $0.body(as: ToolCompleted.self)?.result } == [.null, .null])
            let events = try await reader.readAll(.all)
            #expect(events.map { $0.body(as: ToolCompleted.self)?.result } == [["a": 1], ["a": 1]])
        }
    }

    @Test("goes on from it: streams, revisions and segments are as if it had never rested")
    func goingOn() async throws {
        try await withFolder { folder in
            var log = try SQLiteEventLog.open(folder: folder)
            for part in [events[..<300], events[300..<301], events[301...]] {
                try await append(part, to: log)
                await log.close()
                log = try SQLiteEventLog.open(folder: folder)
            }
            for number in 0..<500 { try await log.append([progressed(number)], to: StreamName("task", "more")) }
            while log.contents.unsealedCount >= Segment.sealedCount { await Task.yield() }
            let found = try await log.readAll(.all)
            #expect(found.map(\.position.value) == Array(1...1200))
            for (event, original) in zip(found, events) {
                #expect(event.stream == original.stream && event.payload == original.payload)
                #expect(event.metadata == original.metadata && event.type == original.type)
            }
            var revisions: [StreamName: UInt64] = [:]
            for event in found {
                #expect(event.revision.value == revisions[event.stream, default: 0])
                revisions[event.stream, default: 0] += 1
            }
            await log.close()
            let report = try LogCheck.run(folder: folder)
            #expect(report.isIntact, "\(report.problems)")
        }
    }

    @Test("gives space back and packs its newest events in a lull, and is then what a crash leaves")
    func lull() async throws {
        try await withFolder { folder in
            let log = try SQLiteEventLog.open(folder: folder)
            for number in 0..<1500 { try await log.append([noise(number)], to: StreamName("task", "one")) }
            while log.contents.unsealedCount >= Segment.sealedCount { await Task.yield() }
            try await append(events.prefix(200), to: log)
            try await settle(log)
            // On a machine that is busy a lull may have come before the last few of them.
            let loose = "SELECT total(length(data)) FROM frames WHERE substr(data, 1, 1) <> x'02'"
            #expect(try Database(folder: folder).number(loose) <= LogUpkeep.unpackedBytesInLull)
            #expect(try Database(folder: folder).number("PRAGMA freelist_count") <= LogUpkeep.idlePagesInLull)
            let wal = try FileManager.default.attributesOfItem(atPath: folder + "/events.db-wal")[.size] as? Int
            #expect(try #require(wal) <= LogUpkeep.walBytes)
            let expected = try await log.readAll(.all)
            // A copy of the files while the log is open is what a dead process leaves behind.
            try FileManager.default.copyItem(atPath: folder, toPath: folder + "-copy")
            defer { try? FileManager.default.removeItem(atPath: folder + "-copy") }
            let copy = try SQLiteEventLog.openForReading(folder: folder + "-copy")
            #expect(try await copy.readAll(.all) == expected)
            try await log.append([progressed(1)], to: StreamName("task", "after"))
            try await settle(log)
            #expect(try await SQLiteEventLog.openForReading(folder: folder).readAll(.all).count == expected.count + 1)
            await log.close()
        }
    }

    @Test("keeps in one frame what a principal did as unreadable without its key as in many")
    func erasing() async throws {
        try await withFolder { folder in
            let log = try SQLiteEventLog.open(folder: folder)
            for number in 0..<40 {
                try await log.append(
                    [progressed(number)], to: StreamName("task", "one"),
                    metadata: EventMetadata(principal: number % 2 == 0 ? "ann" : "bob"))
            }
            await log.close()
            let again = try SQLiteEventLog.open(folder: folder)
            try await again.erase(principal: "ann")
            await again.close()
            let found = try await SQLiteEventLog.openForReading(folder: folder).readAll(.all)
            #expect(found.count == 40)
            for event in found { #expect(event.payload.isEmpty == (event.metadata.principal == "ann")) }
        }
    }
}
