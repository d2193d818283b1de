import Foundation
import Testing

@testable import EventStore

@Suite("Commits beside the database", .timeLimit(.minutes(5)))
struct FrameFilesTests {
    private let stream = StreamName("task", "one")

    private func appended(_ numbers: Range<Int>, to log: SQLiteEventLog) async throws {
        for number in numbers { try await log.append([progressed(number)], to: stream) }
    }

    /// The frames that the database in a folder lacks.
    private func missing(_ folder: String) throws -> [StoredFrame] {
        let database = LogFolder(folder).database
        return try SQLiteConnection(path: database, access: .readOnly).missing(of: FrameFiles.frames(of: database))
    }

    private func rows(_ folder: String) throws -> Int {
        try Database(folder: folder).number("SELECT count(*) FROM frames")
    }

    /// What a process leaves behind that dies now: a copy of its files.
    private func withCopy(of folder: String, _ body: (String) async throws -> Void) async throws {
        let copy = folder + "-copy-\(UUID())"
        try FileManager.default.copyItem(atPath: folder, toPath: copy)
        defer { try? FileManager.default.removeItem(atPath: copy) }
        try await body(copy)
    }

    @Test("are all that is written for events alone, and go into the database with what is more than events")
    func absorbing() async throws {
        let more: [@Sendable (SQLiteEventLog) async throws -> Void] = [
            { try await $0.save(Snapshot(name: "test", position: $0.head, schema: "1", data: [1])) },
            { try await $0.append([progressed(0)], to: StreamName("task", "two"), durability: .synced) },
            { try await $0.append([progressed(0)], to: StreamName("task", "two"), key: "k") },
        ]
        for tell in more {
            try await withFolder { folder in
                let log = try SQLiteEventLog.open(folder: folder)
                try await appended(0..<20, to: log)
                #expect(try rows(folder) == 0)
                #expect(try missing(folder).last?.last == 20)
                try await tell(log)
                #expect(try missing(folder).isEmpty)
                #expect(try rows(folder) > 0)
                try await appended(20..<30, to: log)
                #expect(try missing(folder).last?.last == Int64(log.head.value))
                await log.close()
                #expect(
                    FrameFiles.paths(of: folder + "/events.db").allSatisfy {
                        !FileManager.default.fileExists(atPath: $0)
                    })
                #expect(try LogCheck.run(folder: folder).isIntact)
            }
        }
    }

    @Test("are there after the process has died, whatever of them was sealed", arguments: [1, 300, 1500, 5000])
    func dying(count: Int) async throws {
        try await withFolder { folder in
            let log = try SQLiteEventLog.open(folder: folder)
            try await appended(0..<count, to: log)
            let expected = try await log.readAll(.all)
            try await withCopy(of: folder) { copy in
                #expect(try LogCheck.run(folder: copy).intactEvents == count)
                #expect(try LogFigures.measure(folder: copy, readsEvents: true).events == count)
                #expect(try await SQLiteEventLog.openForReading(folder: copy).readAll(.all) == expected)
                let again = try SQLiteEventLog.open(folder: copy)
                #expect(try missing(copy).isEmpty)
                #expect(try await again.readAll(.all) == expected)
                #expect(try await again.append([progressed(0)], to: stream).first == Position(UInt64(count) + 1))
                await again.close()
                #expect(try LogCheck.run(folder: copy).isIntact)
            }
            await log.close()
        }
    }

    @Test("are in a backup, a repaired log and a rewritten one")
    func maintenance() async throws {
        try await withFolder { folder in
            let log = try SQLiteEventLog.open(folder: folder + "/a")
            try await appended(0..<1300, to: log)
            let expected = try await log.readAll(.all)
            #expect(try LogBackup.run(folder: folder + "/a", to: folder + "/b").head == log.head)
            #expect(try await SQLiteEventLog.openForReading(folder: folder + "/b").readAll(.all) == expected)
            for rewrite in [
                { folder in _ = try LogRepair.run(folder: folder) },
                { folder in _ = try LogCompact.run(folder: folder) },
            ] as [(String) throws -> Void] {
                try await withCopy(of: folder + "/a") { copy in
                    try rewrite(copy)
                    #expect(try missing(copy).isEmpty)
                    #expect(try await SQLiteEventLog.openForReading(folder: copy).readAll(.all) == expected)
                }
            }
            await log.close()
        }
    }

    @Test("are seen by readers of another process, and after a lull and with much to read, too")
    func readers() async throws {
        try await withFolder { folder in
            let log = try SQLiteEventLog.open(folder: folder)
            let reader = try SQLiteEventLog.openForReading(folder: folder)
            for count in [3, 40, 1500, 1501, 2600] {
                try await appended(Int(log.head.value)..<count, to: log)
                #expect(try await reader.readAll(.all) == log.readAll(.all))
            }
            await log.close()
            #expect(try await reader.readAll(.all).count == 2600)
        }
    }

    @Test("that the disk kept while it lost the database's last commits are no use, and the other way round no loss")
    func powerCut() async throws {
        try await withFolder { folder in
            let log = try SQLiteEventLog.open(folder: folder)
            try await appended(0..<10, to: log)
            try await withCopy(of: folder) { old in
                try await log.append([progressed(0)], to: stream, durability: .synced)
                try await appended(11..<20, to: log)
                try await withCopy(of: folder) { new in
                    // The database of before, with files that begin beyond it.
                    for suffix in ["", "-wal", "-shm"] {
                        try FileManager.default.removeItem(atPath: new + "/events.db" + suffix)
                        try FileManager.default.copyItem(
                            atPath: old + "/events.db" + suffix, toPath: new + "/events.db" + suffix)
                    }
                    let found = try SQLiteEventLog.open(folder: new)
                    #expect(found.head == .start)
                    await found.close()
                    #expect(try LogCheck.run(folder: new).isIntact)
                }
                try await withCopy(of: folder) { new in
                    FrameFiles.remove(of: new + "/events.db")
                    let found = try SQLiteEventLog.open(folder: new)
                    #expect(found.head == Position(11))
                    await found.close()
                    #expect(try LogCheck.run(folder: new).isIntact)
                }
            }
            await log.close()
        }
    }

    @Test("that are damaged while they are needed keep everything else out of the database until they are sealed")
    func damaged() async throws {
        try await withFolder { folder in
            let log = try SQLiteEventLog.open(folder: folder)
            try await appended(0..<20, to: log)
            let file = try FileHandle(forUpdating: URL(filePath: folder + "/events.db-frames0"))
            try file.seek(toOffset: 60)
            try file.write(contentsOf: Data([0xFF, 0xFF, 0xFF, 0xFF]))
            try file.close()
            await #expect(throws: AppendError.self) {
                try await log.append([progressed(0)], to: stream, durability: .synced)
            }
            try await appended(20..<1100, to: log)
            while log.contents.unsealedCount >= Segment.sealedCount { await Task.yield() }
            #expect(try await log.append([progressed(0)], to: stream, durability: .synced).first == Position(1101))
            #expect(try await log.readAll(.all).count == 1101)
            await log.close()
            #expect(try LogCheck.run(folder: folder).intactEvents == 1101)
        }
    }

    @Test("take turns, once the other file is done with")
    func turns() async throws {
        try await withFolder { folder in
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            let database = folder + "/events.db"
            let connection = try LogWriter.connect(
                path: database, keys: SubjectKeys.open(path: folder + "/keys.db"), busyTimeout: 0)
            let files = try FrameFiles(database: database, adoptedBy: connection)
            let megabyte = [UInt8](repeating: 1, count: 1 << 20)
            func add(_ positions: ClosedRange<UInt64>, sealedThrough: UInt64) throws {
                for position in positions {
                    #expect(files.makeRoom(sealedThrough: Position(sealedThrough)))
                    try files.append(
                        first: Position(position), last: Position(position), time: Timestamp(nanoseconds: 0),
                        data: megabyte)
                }
            }
            func held() throws -> [Int64] { try FrameFiles.frames(of: folder + "/events.db").map(\.first) }
            try add(1...8, sealedThrough: 0)
            #expect(try held() == Array(1...8))
            // The first four are sealed: their file is written over.
            try add(9...9, sealedThrough: 4)
            #expect(try held() == Array(5...9))
            try add(10...40, sealedThrough: 4)
            #expect(try held() == Array(5...40))
            #expect(try held().count * (1 << 20) < files.bytes)
            #expect(try FrameFiles.frames(of: folder + "/events.db").following(6).map(\.first) == Array(7...40))
            #expect(try FrameFiles.frames(of: folder + "/events.db").following(3).isEmpty)
            // Nothing more is sealed: at 64 MB there is no more room.
            try add(41...72, sealedThrough: 4)
            #expect(!files.makeRoom(sealedThrough: Position(4)))
            files.empty()
            #expect(try held().isEmpty && files.bytes == 0)
        }
    }

    @Test("keep older builds away, and a log of one is read as it is")
    func versions() async throws {
        try await withFolder { folder in
            let log = try SQLiteEventLog.open(folder: folder)
            try await appended(0..<3, to: log)
            await log.close()
            #expect(try Database(folder: folder).number("PRAGMA user_version") == 3)
            try Database(folder: folder).run("PRAGMA user_version = 2")
            #expect(try await SQLiteEventLog.openForReading(folder: folder).readAll(.all).count == 3)
            #expect(try Database(folder: folder).number("PRAGMA user_version") == 2)
            let again = try SQLiteEventLog.open(folder: folder)
            #expect(try Database(folder: folder).number("PRAGMA user_version") == 3)
            #expect(again.head == Position(3))
            await again.close()
        }
    }
}
