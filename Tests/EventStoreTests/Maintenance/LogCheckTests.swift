import Foundation
import Testing

@testable import EventStore

@Suite("Checking and repairing a log")
struct LogCheckTests {
    private let events = RandomEvents.make(count: 4500, seed: 21)

    /// A log of sealed segments (the last of them small) and a few commits that are not sealed.
    private func withLog(_ body: (String) async throws -> Void) async throws {
        try await withFolder { folder in
            let log = try SQLiteEventLog.open(folder: folder)
            _ = try await LogImport(to: log).restore(EventList(events))
            for index in 0..<5 {
                try await log.append([progressed(index)], to: StreamName("task", "tail"), key: "k\(index)")
            }
            try await log.save(Snapshot(name: "test", position: Position(4000), schema: "1", data: [1, 2, 3]))
            await log.close()
            try await body(folder)
        }
    }

    private func edit(_ folder: String, _ sql: String) throws {
        let connection = try SQLiteConnection(path: LogFolder(folder).database, access: .readWrite)
        try connection.execute(sql)
    }

    private func all(_ folder: String) async throws -> [RecordedEvent] {
        let log = try SQLiteEventLog.openForReading(folder: folder)
        return try await log.readAll(.all)
    }

    @Test("an intact log has no problems, and its digest is that of its last segment")
    func intact() async throws {
        try await withLog { folder in
            let report = try LogCheck.run(folder: folder)
            #expect(report.problems == [])
            #expect(report.intact == [1...4505] && report.intactEvents == 4505)
            #expect(report.segments == 5 && report.frames == 5)
            #expect(report.digest.count == 64)
        }
    }

    @Test("any flipped bit of a segment's row is found, names its events, and is restored", arguments: 0..<16)
    func flips(seed: UInt64) async throws {
        try await withLog { folder in
            let before = try await all(folder)
            var random = SeededGenerator(seed: seed)
            try flip(folder, &random)
            let report = try LogCheck.run(folder: folder)
            #expect(report.problems.count == 1, "\(report.problems)")
            #expect(report.problems.first?.events == 1024)
            #expect(report.intactEvents == 4505 - 1024)

            let result = try LogRepair.run(folder: folder)
            #expect(result.lost == 0 && result.kept == 4505 && result.mended == 1)
            #expect(try LogCheck.run(folder: folder).isIntact)
            #expect(try await all(folder) == before)
            #expect(FileManager.default.fileExists(atPath: result.damaged))
        }
    }

    /// Flips one bit of one column of one full segment.
    private func flip(_ folder: String, _ random: inout SeededGenerator) throws {
        let connection = try SQLiteConnection(path: LogFolder(folder).database, access: .readWrite)
        let first = 1 + 1024 * Int64.random(in: 0..<4, using: &random)
        let column =
            ["data", "data", "data", "filter", "checksum", "last", "first_time", "last_time", "count"]
            .randomElement(using: &random) ?? "data"
        let read = try connection.prepare("SELECT \(column) FROM segments WHERE first = \(first)")
        #expect(try read.step())
        let update = try connection.prepare("UPDATE segments SET \(column) = ?1 WHERE first = \(first)")
        if ["data", "filter"].contains(column) {
            var bytes = read.blob(0)
            bytes[Int.random(in: 0..<bytes.count, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            read.reset()
            try update.run(.blob(bytes))
        } else {
            let value = read.int(0) ^ 1 << Int64.random(in: 0..<64, using: &random)
            read.reset()
            try update.run(.int(value))
        }
    }

    @Test("of a segment damaged beyond restoring, whole payload blocks are saved")
    func salvage() async throws {
        try await withLog { folder in
            try edit(
                folder,
                "UPDATE segments SET data = CAST(substr(data, 1, length(data) - 30) || x'00112233445566778899' || "
                    + "substr(data, -20) AS BLOB) WHERE first = 1025")
            let report = try LogCheck.run(folder: folder)
            #expect(report.problems.map(\.positions) == [1025...2048])
            #expect(report.intact == [1...1024, 2049...4505])

            let result = try LogRepair.run(folder: folder)
            #expect(result.lost > 0 && result.lost < 1024 && result.mended == 0)
            #expect(result.kept == 4505 - result.lost)
            let after = try LogCheck.run(folder: folder)
            #expect(after.isIntact, "\(after.problems)")
            #expect(after.removed == [1025...2048])
            let kept = try await all(folder)
            #expect(kept.count == result.kept + 1 && kept.last?.type == "log.repaired")
            for event in kept where event.position.value <= 4500 {
                #expect(event == events[Int(event.position.value) - 1])
            }
            let log = try SQLiteEventLog.open(folder: folder)
            #expect(try await log.append([progressed(9)], to: StreamName("task", "tail")).first == Position(4507))
            #expect(try await log.append([progressed(3)], to: StreamName("task", "tail"), key: "k3").isRepeat)
            #expect(try await log.snapshot(named: "test")?.data == [1, 2, 3])
            await log.close()
            #expect(try LogCheck.run(folder: folder).isIntact)
        }
    }

    @Test("missing, foreign and reordered segments and frames are found")
    func structure() async throws {
        let faults = [
            ("DELETE FROM segments WHERE first = 1025", "positions 1025 to 2048 (1024 events): the events are missing"),
            ("DELETE FROM frames WHERE first = 4502", "positions 4502 to 4502 (1 events): the events are missing"),
            (
                "UPDATE frames SET data = x'00' WHERE first = 4502",
                "positions 4502 to 4502 (1 events): the commit of these events: its checksum differs"
            ),
            ("UPDATE append_keys SET last = 99999 WHERE key = 'k1'", "1 idempotency keys speak of events beyond"),
            ("UPDATE snapshots SET position = 99999 WHERE name = 'test'", "1 snapshots speak of events beyond"),
            (
                "UPDATE segments SET digest = zeroblob(32) WHERE first = 2049",
                "positions 2049 to 3072 (1024 events): the segment's digest"
            ),
        ]
        for (sql, words) in faults {
            try await withLog { folder in
                try edit(folder, sql)
                let report = try LogCheck.run(folder: folder)
                #expect(report.problems.count == 1 && "\(report.problems)".contains(words), "\(report.problems)")
                _ = try LogRepair.run(folder: folder)
                let after = try LogCheck.run(folder: folder)
                #expect(after.isIntact, "\(sql): \(after.problems)")
            }
        }
    }

    @Test("a damaged page of the database is found, and all that it does not hold is saved")
    func pages() async throws {
        try await withLog { folder in
            let path = LogFolder(folder).database
            try edit(folder, "PRAGMA wal_checkpoint(TRUNCATE)")
            let file = try FileHandle(forUpdating: URL(filePath: path))
            let size = try file.seekToEnd()
            try file.seek(toOffset: size / 2 / 4096 * 4096)
            try file.write(contentsOf: Data(repeating: 0xA5, count: 4096))
            try file.close()
            #expect(try !LogCheck.run(folder: folder).isIntact)
            let result = try LogRepair.run(folder: folder)
            #expect(result.kept >= 4505 - 2 * 1024)
            #expect(try LogCheck.run(folder: folder).isIntact)
            for event in try await all(folder) where event.position.value <= 4500 {
                #expect(event == events[Int(event.position.value) - 1])
            }
        }
    }

    @Test("a log in use is checked, but not repaired or compacted")
    func inUse() async throws {
        try await withFolder { folder in
            let log = try SQLiteEventLog.open(folder: folder)
            for index in 0..<2000 { try await log.append([progressed(index)], to: StreamName("task", "one")) }
            #expect(try LogCheck.run(folder: folder).problems == [])
            #expect(throws: StorageError.self) { try LogRepair.run(folder: folder) }
            #expect(throws: StorageError.self) { try LogCompact.run(folder: folder) }
            await log.close()
        }
    }

    @Test("compacting gives space back and changes nothing")
    func compacting() async throws {
        try await withLog { folder in
            let before = try await all(folder)
            try edit(folder, "CREATE TABLE waste(x); INSERT INTO waste VALUES (zeroblob(1000000)); DROP TABLE waste")
            let sizes = try LogCompact.run(folder: folder)
            #expect(sizes.after < sizes.before - 900_000)
            #expect(try await all(folder) == before)
            #expect(try LogCheck.run(folder: folder).isIntact)
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: folder).allSatisfy { !$0.contains("compacted") })
        }
    }
}
