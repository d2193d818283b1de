import EventStore
import Foundation
import Testing

/// What a log does when the ground below it is taken away, or never was there.
@Suite("A log whose folder is not its own", .timeLimit(.minutes(5)))
struct FolderTests {
    private let stream = StreamName("task", "one")

    /// What somebody else may remove while the log is open.
    enum Removal: String, CaseIterable, Sendable {
        case database = "events.db"
        case writeAheadLog = "events.db-wal"
        case folder = ""
    }

    @Test(
        "takes nothing more once its files are removed: it would be lost with the process", arguments: Removal.allCases)
    func removal(_ removal: Removal) async throws {
        try await withFolder { folder in
            let log = try SQLiteEventLog.open(folder: folder)
            try await log.append((0..<10).map(progressed), to: stream)
            try FileManager.default.removeItem(atPath: folder + "/" + removal.rawValue)
            await expectRefusal(log)
            #expect(log.head == Position(10))
            await log.close()
        }
    }

    @Test("goes on when its files are where they were")
    func movedAway() async throws {
        try await withFolder { folder in
            let log = try SQLiteEventLog.open(folder: folder)
            try await log.append((0..<10).map(progressed), to: stream)
            try FileManager.default.moveItem(atPath: folder, toPath: folder + "-away")
            await expectRefusal(log)
            try FileManager.default.moveItem(atPath: folder + "-away", toPath: folder)
            #expect(try await log.append([progressed(10)], to: stream).last == Position(11))
            await log.close()
            let again = try SQLiteEventLog.openForReading(folder: folder)
            #expect(try await again.readAll(.all).count == 11)
        }
    }

    @Test("does not write into a database that was put in the place of its own")
    func replaced() async throws {
        try await withFolder { folder in
            let log = try SQLiteEventLog.open(folder: folder)
            try await log.append((0..<10).map(progressed), to: stream)
            try FileManager.default.moveItem(atPath: folder + "/events.db", toPath: folder + "/old.db")
            try Data().write(to: URL(filePath: folder + "/events.db"))
            await expectRefusal(log)
            await log.close()
        }
    }

    @Test(
        "is refused with the reason on a read-only disk, where it can still be read",
        .enabled(if: TemporaryDisk.isAvailable, "mounting a small disk needs root"))
    func readOnlyDisk() async throws {
        try await withDisk(bytes: 16 << 20) { disk in
            let folder = disk.folder + "/log"
            try await write(1100, to: folder)
            try await disk.makeReadOnly()
            let error = #expect(throws: StorageError.self) { try SQLiteEventLog.open(folder: folder) }
            #expect(error?.description.contains("Read-only file system") == true, "\(error?.description ?? "")")
            let reader = try SQLiteEventLog.openForReading(folder: folder)
            #expect(try await reader.readAll(.all).map(\.position.value) == Array(1...1100))
            await #expect(throws: AppendError.closed) { try await reader.append([progressed(0)], to: stream) }
        }
    }

    @Test("is refused with the reason where the folder cannot be made")
    func noFolder() async throws {
        try await withFolder { folder in
            try Data().write(to: URL(filePath: folder))
            let error = #expect(throws: StorageError.self) { try SQLiteEventLog.open(folder: folder + "/log") }
            #expect(error?.description.contains(folder) == true)
            #expect(throws: StorageError.self) { try SQLiteEventLog.openForReading(folder: folder + "/log") }
        }
    }

    @Test("is refused where the database is no database")
    func noDatabase() async throws {
        try await withFolder { folder in
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try Data(repeating: 7, count: 8192).write(to: URL(filePath: folder + "/events.db"))
            #expect(throws: StorageError.self) { try SQLiteEventLog.open(folder: folder) }
            #expect(throws: StorageError.self) { try SQLiteEventLog.openForReading(folder: folder) }
            #expect(try Data(contentsOf: URL(filePath: folder + "/events.db")) == Data(repeating: 7, count: 8192))
        }
    }

    /// Leaves a log that nothing holds on to.
    private func write(_ count: Int, to folder: String) async throws {
        let log = try SQLiteEventLog.open(folder: folder)
        for number in 0..<count { try await log.append([progressed(number)], to: stream) }
        await log.close()
    }

    private func expectRefusal(_ log: SQLiteEventLog) async {
        for durability in [Durability.committed, .synced] {
            do throws(AppendError) {
                try await log.append([progressed(99)], to: stream, durability: durability)
                Issue.record("an append was taken, and went nowhere")
            } catch {
                guard case .storage = error else {
                    Issue.record("an append failed with \(error)")
                    continue
                }
            }
        }
    }
}
