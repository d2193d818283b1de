import EventStore
import Foundation
import Testing

/// Whatever happens to the stored bytes: an answer is right, or an error that says what is damaged.
@Suite("A damaged log", .timeLimit(.minutes(5)))
struct DamageTests {
    @Test("is never read as other than it was written, whichever bit of a segment's row is flipped")
    func segmentBits() async throws {
        try await withFolder { folder in
            let expected = try await DamagedLog.write(to: folder, segments: 1, more: 0)
            let database = try Database(folder: folder)
            let damaged = DamagedLog(folder: folder, expected: expected)
            for column in ["first", "last", "first_time", "last_time", "count", "types", "checksum", "filter", "data"] {
                let row = DamagedValue("segments", column, database)
                for bit in try row.bits(sample: 40) {
                    try row.flip(bit)
                    await damaged.expectRightOrRefused("bit \(bit) of segments.\(column)")
                    try row.restore()
                }
            }
            try await damaged.expectWhole()
        }
    }

    @Test("is never read as other than it was written, whichever bit of a frame's row is flipped")
    func frameBits() async throws {
        try await withFolder { folder in
            let expected = try await DamagedLog.write(to: folder, segments: 0, more: 12)
            let database = try Database(folder: folder)
            let damaged = DamagedLog(folder: folder, expected: expected)
            for column in ["first", "last", "time", "checksum", "data"] {
                let row = DamagedValue("frames", column, database)
                for bit in try row.bits(sample: 60) {
                    try row.flip(bit)
                    await damaged.expectRightOrRefused("bit \(bit) of frames.\(column)")
                    try row.restore()
                }
            }
            try await damaged.expectWhole()
        }
    }

    @Test("says which events are damaged, and gives all others")
    func otherSegments() async throws {
        try await withFolder { folder in
            let expected = try await DamagedLog.write(to: folder, segments: 3, more: 20)
            let row = DamagedValue("segments", "data", try Database(folder: folder), at: 1025)
            try row.flip(5000)
            let log = try SQLiteEventLog.openForReading(folder: folder)
            let before = try await log.readAll(Selection(through: Position(1024)))
            #expect(before.elementsEqual(expected.prefix(1024)))
            let after = try await log.readAll(.all, after: Position(2048))
            #expect(after.elementsEqual(expected.dropFirst(2048)))
            let error = await #expect(throws: StorageError.self) { try await log.readAll(.all) }
            #expect(error?.description.contains("1025") == true && error?.description.contains("2048") == true)
            await #expect(throws: StorageError.self) {
                try await log.readBackwards(.all, before: Position(1500), limit: 9)
            }
            let last = try await log.readBackwards(.all, before: nil, limit: 500)
            #expect(last.events == expected.suffix(500).reversed())
        }
    }

    @Test("can still be written to where a segment is damaged")
    func writing() async throws {
        try await withFolder { folder in
            let expected = try await DamagedLog.write(to: folder, segments: 2, more: 5)
            try DamagedValue("segments", "data", try Database(folder: folder), at: 1).flip(4000)
            let log = try SQLiteEventLog.open(folder: folder)
            let appended = try await log.append([progressed(1)], to: StreamName("new", "stream"))
            #expect(appended.first.value == UInt64(expected.count) + 1)
            #expect(try await log.readAll(.all, after: Position(1024)).count == expected.count - 1024 + 1)
            await log.close()
        }
    }

    @Test("is never read as other than it was written, whatever a page of the database holds", arguments: 0..<24)
    func pages(seed: UInt64) async throws {
        try await withFolder { folder in
            let expected = try await DamagedLog.write(to: folder, segments: 3, more: 40)
            var generator = SeededGenerator(seed: seed)
            try DamagedLog.damagePage(of: folder, using: &generator)
            await DamagedLog(folder: folder, expected: expected).expectRightOrRefused("seed \(seed)")
        }
    }
}

/// A log that somebody tampers with, and what it held before.
struct DamagedLog {
    let folder: String
    let expected: [RecordedEvent]

    /// Writes a log of so many full segments and some single events, and gives what it holds.
    static func write(to folder: String, segments: Int, more: Int) async throws -> [RecordedEvent] {
        let log = try SQLiteEventLog.open(folder: folder, clock: ModelClock())
        for segment in 0..<segments {
            try await log.append(
                (0..<1024).map(progressed), to: StreamName("task", "\(segment)"),
                metadata: EventMetadata(trace: TraceContext(traceID: TraceID(high: 1, low: 2), spanID: SpanID(3))))
        }
        for number in 0..<more { try await log.append([progressed(number)], to: StreamName("task", "more")) }
        await log.close()
        let reader = try SQLiteEventLog.openForReading(folder: folder)
        let events = try await reader.readAll(.all)
        #expect(events.count == segments * 1024 + more)
        return events
    }

    /// Overwrites some bytes of one page of the database, the first page's head excepted.
    static func damagePage(of folder: String, using generator: inout SeededGenerator) throws {
        let database = try Database(folder: folder)
        try database.run("PRAGMA wal_checkpoint(TRUNCATE)")
        let file = try FileHandle(forUpdating: URL(filePath: folder + "/events.db"))
        let size = Int(try file.seekToEnd())
        let page = Int.random(in: 0..<size / 4096, using: &generator) * 4096
        let length = Bool.random(using: &generator) ? 4096 : Int.random(in: 1...16, using: &generator)
        let start = page + Int.random(in: 0...4096 - length, using: &generator)
        try file.seek(toOffset: UInt64(max(start, 100)))
        let noise = (0..<length).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        try file.write(contentsOf: Data(noise.prefix(size - max(start, 100))))
        try file.close()
    }

    func expectWhole() async throws {
        let log = try SQLiteEventLog.openForReading(folder: folder)
        #expect(try await log.readAll(.all) == expected)
    }

    /// Every kind of read is right or refused.
    func expectRightOrRefused(_ what: String) async {
        let middle = expected[expected.count / 2]
        let selections = [
            Selection.all, Selection(types: [TypePattern("task.progressed")]),
            Selection(stream: middle.stream), Selection(since: middle.time), Selection(until: middle.time),
        ]
        for selection in selections {
            guard let log = try? SQLiteEventLog.openForReading(folder: folder),
                let events = try? await log.readAll(selection)
            else { continue }
            let right = expected.filter(selection.matches)
            let isRight = events == right
            #expect(
                isRight,
                "\(what): reading \(selection) gave \(events.count) events, not the \(right.count) that were written")
        }
    }
}

/// One value of the database, whose bits are flipped one at a time.
struct DamagedValue {
    private let table: String
    private let column: String
    private let database: Database
    private let row: Int

    init(_ table: String, _ column: String, _ database: Database, at row: Int = 1) {
        self.table = table
        self.column = column
        self.database = database
        self.row = row
        // What it was is kept in the database itself.
        try? database.run("CREATE TABLE IF NOT EXISTS kept AS SELECT * FROM \(table)")
    }

    /// Some of its bits, evenly spread; `LOG_BITS` times as many where that is set.
    func bits(sample: Int) throws -> [Int] {
        let times = ProcessInfo.processInfo.environment["LOG_BITS"].flatMap { Int($0) } ?? 1
        let count = try database.bytes("SELECT \(column) FROM \(table) WHERE first = \(row)").count * 8
        return Array(stride(from: 0, to: count, by: max(1, count / (sample * times))))
    }

    func flip(_ bit: Int) throws {
        var bytes = try database.bytes("SELECT \(column) FROM \(table) WHERE first = \(row)")
        bytes[bit / 8] ^= 1 << UInt8(bit % 8)
        let type = try database.bytes("SELECT typeof(\(column)) FROM \(table) WHERE first = \(row)")
        let hex = bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        let value =
            switch String(decoding: type, as: UTF8.self) {
            case "integer": String(bytes.reduce(Int64(0)) { $0 << 8 | Int64($1) })
            case "text": "CAST(x'\(hex)' AS TEXT)"
            default: "x'\(hex)'"
            }
        try database.run("UPDATE OR IGNORE \(table) SET \(column) = \(value) WHERE first = \(row)")
    }

    func restore() throws {
        try database.run("BEGIN; DELETE FROM \(table); INSERT INTO \(table) SELECT * FROM kept; COMMIT")
    }
}
