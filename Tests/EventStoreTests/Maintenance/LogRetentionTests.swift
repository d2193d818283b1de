import Foundation
import Testing

@testable import EventStore

@Suite("Retention")
struct LogRetentionTests {
    private let events = RandomEvents.make(count: 6000, seed: 31)
    private let policy = RetentionPolicy(
        rules: [.init(TypePattern("task.*"), seconds: 1000), .init(TypePattern("alert.*"), seconds: nil)], seconds: 100)

    private func withLog(_ body: (String, SQLiteEventLog) async throws -> Void) async throws {
        try await withFolder { folder in
            let log = try SQLiteEventLog.open(folder: folder + "/log")
            _ = try await LogImport(to: log).restore(EventList(events))
            try await log.append([progressed(1)], to: StreamName("task", "tail"))
            try await body(folder, log)
            await log.close()
            let report = try LogCheck.run(folder: folder + "/log")
            #expect(report.isIntact, "\(report.problems)")
        }
    }

    /// What the policy keeps of the sealed segments, whose age is that of their newest event; the last one stays.
    private func kept(now: Timestamp) -> [RecordedEvent] {
        stride(from: 0, to: events.count, by: 1024).flatMap { start in
            let segment = events[start..<min(start + 1024, events.count)]
            let age = segment.last.map { now.seconds(since: $0.time) } ?? 0
            return segment.filter {
                segment.endIndex == events.count || policy.keeps($0.type, seconds: age, isTooLarge: false)
            }
        }
    }

    @Test("removes what the policy does not keep, type by type, and reading finds the rest")
    func ages() async throws {
        try await withLog { folder, log in
            let other = try SQLiteEventLog.openForReading(folder: folder + "/log")
            #expect(try await other.readAll(.all).count == 6001)
            let end = try #require(events.last?.time)
            for seconds in [0.0, 200, 200, 1500] {
                let now = end.advanced(bySeconds: seconds)
                _ = try await LogRetention(of: log, policy: policy).run(now: now)
                let expected = kept(now: now)
                #expect(Array(try await log.readAll(.all).dropLast()) == expected)
                #expect(Array(try await other.readAll(.all).dropLast()) == expected)
                #expect(try await log.readAll(Selection(types: [TypePattern("alert.*")])).count > 0)
                #expect(try LogCheck.run(folder: folder + "/log").problems == [])
            }
            #expect(try await log.append([progressed(2)], to: StreamName("task", "tail")).first == Position(6002))
        }
    }

    @Test("a log whose removed ranges join is opened, checked, backed up and archived like any other")
    func reopening() async throws {
        try await withFolder { folder in
            let log = try SQLiteEventLog.open(folder: folder + "/log")
            _ = try await LogImport(to: log).restore(EventList(events))
            let now = try #require(events.last?.time).advanced(bySeconds: 5000)
            let result = try await LogRetention(of: log, policy: RetentionPolicy(seconds: 10)).run(now: now)
            #expect(result.removedSegments == 5 && result.removedEvents == 5120)
            await log.close()
            let report = try LogCheck.run(folder: folder + "/log")
            #expect(report.isIntact && report.removed == [1...5120] && report.intact == [5121...6000])

            let again = try SQLiteEventLog.open(folder: folder + "/log")
            #expect(try await again.readAll(.all) == Array(events[5120...]))
            #expect(again.head == Position(6000))
            await again.close()
            _ = try LogBackup.run(folder: folder + "/log", to: folder + "/copy")
            #expect(try LogCheck.run(folder: folder + "/copy").isIntact)
            var bytes: [UInt8] = []
            let archived = try LogExport(folder: folder + "/log").archive { bytes += $0 }
            #expect(archived.events == 880)
        }
    }

    @Test("what goes is archived whole before, and the archive can be read")
    func archiving() async throws {
        try await withLog { folder, log in
            let now = try #require(events.last?.time).advanced(bySeconds: 200)
            let retention = LogRetention(of: log, policy: policy, archiveFolder: folder + "/archive")
            let result = try await retention.run(now: now)
            let path = try #require(result.archive)
            var file = try LogImport.events(
                in: try FileHandle(forReadingFrom: URL(filePath: path)), keys: log.reader.keys)
            var found: [RecordedEvent] = []
            while let event = try file.next() { found.append(event) }
            #expect(found == Array(events.prefix(found.count)) && found.count >= 5120)
            #expect(try await retention.run(now: now).archive == nil)
        }
    }

    @Test("a log over its size loses its oldest events first, but for types with a rule")
    func size() async throws {
        try await withLog { folder, log in
            let before = try log.sealedBytes()
            let policy = RetentionPolicy(rules: [.init(TypePattern("task.*"), seconds: nil)], bytes: before * 2 / 3)
            _ = try await LogRetention(of: log, policy: policy).run(now: try #require(events.last?.time))
            #expect(try log.sealedBytes() < before)
            let left = try await log.readAll(.all)
            #expect(
                left.count { $0.type.name.hasPrefix("task.") } == events.count { $0.type.name.hasPrefix("task.") } + 1)
            let spans = left.filter { $0.type == "span.ended" }
            #expect(
                spans
                    == events.suffix(from: Int(spans.first?.position.value ?? 1) - 1).filter { $0.type == "span.ended" }
            )
        }
    }

    @Test("appends go on meanwhile, and nothing of theirs is lost")
    func ingest() async throws {
        try await withLog { _, log in
            let now = try #require(events.last?.time).advanced(bySeconds: 5000)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<4 {
                    group.addTask {
                        for index in 0..<500 {
                            try await log.append([progressed(index)], to: StreamName("task", "w\(writer)"))
                        }
                    }
                }
                group.addTask { _ = try await LogRetention(of: log, policy: policy).run(now: now) }
                try await group.waitForAll()
            }
            let added = try await log.readAll(.all, after: Position(6001))
            #expect(added.map(\.position.value) == Array(6002...8001))
        }
    }
}
