import Foundation
import Testing

@testable import EventStore

@Suite("Backup and figures")
struct LogBackupTests {
    private let stream = StreamName("task", "one")

    @Test("a copy taken while the log is written is a log as it was at one moment")
    func backup() async throws {
        try await withFolder { folder in
            let log = try SQLiteEventLog.open(folder: folder + "/a")
            for index in 0..<500 { try await log.append([progressed(index)], to: stream) }
            let copied = try await withThrowingTaskGroup(of: LogBackup.Result?.self) { group in
                for writer in 0..<8 {
                    group.addTask {
                        for index in 0..<200 {
                            try await log.append([progressed(index)], to: StreamName("task", "w\(writer)"))
                        }
                        return nil
                    }
                }
                group.addTask { try LogBackup.run(folder: folder + "/a", to: folder + "/b") }
                return try await group.reduce(nil) { $0 ?? $1 }
            }
            let head = try #require(copied?.head)
            #expect(head >= Position(500) && head <= log.head)
            let original = try await log.readAll(Selection(through: head))
            await log.close()

            let copy = try SQLiteEventLog.open(folder: folder + "/b")
            #expect(try await copy.readAll(.all) == original)
            try await copy.append([progressed(0)], to: stream, expecting: .exactly(Revision(499)))
            await copy.close()
            #expect(try LogCheck.run(folder: folder + "/b").isIntact)
        }
    }

    @Test("a copy never overwrites a log, and one of nothing leaves nothing")
    func refusals() async throws {
        try await withFolder { folder in
            let log = try SQLiteEventLog.open(folder: folder + "/a")
            await log.close()
            _ = try LogBackup.run(folder: folder + "/a", to: folder + "/b")
            #expect(throws: StorageError("there is a log in '\(folder)/b' already")) {
                try LogBackup.run(folder: folder + "/a", to: folder + "/b")
            }
            #expect(throws: StorageError("there is no log in '\(folder)/none'")) {
                try LogBackup.run(folder: folder + "/none", to: folder + "/c")
            }
            #expect(!FileManager.default.fileExists(atPath: folder + "/c"))
        }
    }

    @Test("a copy holds what principals did only where it has the keys")
    func keys() async throws {
        try await withFolder { folder in
            let log = try SQLiteEventLog.open(folder: folder + "/a")
            try await log.append([progressed(1)], to: stream, metadata: EventMetadata(principal: "ann"))
            _ = try LogBackup.run(folder: folder + "/a", to: folder + "/with")
            _ = try LogBackup.run(folder: folder + "/a", to: folder + "/without", withKeys: false)
            await log.close()
            let with = try SQLiteEventLog.openForReading(folder: folder + "/with")
            #expect(try await with.readAll(.all).first?.payload.isEmpty == false)
            let without = try SQLiteEventLog.openForReading(folder: folder + "/without")
            #expect(try await without.readAll(.all).first?.payload.isEmpty == true)
        }
    }

    @Test("figures count what the log holds")
    func figures() async throws {
        try await withFolder { folder in
            let log = try SQLiteEventLog.open(folder: folder)
            let events = RandomEvents.make(count: 1500, seed: 2)
            _ = try await LogImport(to: log).restore(EventList(events))
            try await log.append([progressed(1)], to: StreamName("task", "new"), key: "k")
            let figures = try LogFigures.measure(folder: folder, readsEvents: true)
            await log.close()
            #expect(figures.events == 1501 && figures.head == Position(1501))
            #expect(figures.segments == 2 && figures.frames == 1 && figures.idempotencyKeys == 1)
            #expect(figures.times?.lowerBound == events.first?.time)
            #expect(figures.streams == Set(events.map(\.stream)).count + 1)
            let created = figures.types?.first { $0.type == "task.created" }
            #expect(created?.events == events.count { $0.type == "task.created" })
            #expect(
                created?.payloadBytes
                    == events.filter { $0.type == "task.created" }.reduce(0) { $0 + $1.payload.count })
            #expect(try LogFigures.measure(folder: folder, readsEvents: false).types == nil)
        }
    }

    @Test("a commit whose first events are sealed already counts once")
    func straddling() async throws {
        try await withFolder { folder in
            let log = try SQLiteEventLog.open(folder: folder)
            for _ in 0..<205 { try await log.append((0..<5).map(progressed), to: stream) }
            await log.close()
            let figures = try LogFigures.measure(folder: folder, readsEvents: true)
            #expect(figures.events == 1025 && figures.types?.first?.events == 1025)
            let report = try LogCheck.run(folder: folder)
            #expect(report.isIntact && report.intactEvents == 1025)
        }
    }

    @Test("figures of an empty log are all nothing")
    func empty() async throws {
        try await withFolder { folder in
            await (try SQLiteEventLog.open(folder: folder)).close()
            let figures = try LogFigures.measure(folder: folder, readsEvents: true)
            #expect(figures.events == 0 && figures.times == nil && figures.bytesPerEvent == 0 && figures.types == [])
        }
    }
}
