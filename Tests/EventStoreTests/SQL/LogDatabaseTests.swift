import Foundation
import Testing

@testable import EventStore

@Suite("SQL over the log")
struct LogDatabaseTests {
    private let events = RandomEvents.make(count: 3000, seed: 1)

    private func database(_ change: (inout LogDatabase.Limits) -> Void = { _ in }) throws -> LogDatabase {
        var limits = LogDatabase.Limits()
        change(&limits)
        return try LogDatabase(source: ArraySource(events: events), limits: limits)
    }

    private func numbers(_ sql: String, _ parameters: [SQLValue] = []) throws -> [Int64] {
        try database().query(sql, parameters).rows.compactMap { row in
            if case .int(let number)? = row.first { number } else { nil }
        }
    }

    @Test("gives every column of every event")
    func columns() throws {
        let result = try database().query("SELECT *, version, causation, category, time_ns FROM events")
        #expect(
            result.columns.map(\.name) == [
                "position", "time", "type", "stream", "revision", "trace_id", "span_id", "principal", "payload",
                "version", "causation", "category", "time_ns",
            ])
        #expect(result.columns.filter(\.isJSON).map(\.name) == ["payload"])
        #expect(result.rows.count == events.count)
        for (row, event) in zip(result.rows, events) { #expect(row == Self.row(event)) }
    }

    @Test("payloads work with SQLite's JSON functions")
    func json() throws {
        #expect(try numbers("SELECT sum(json_extract(payload, '$.n')) FROM events") == [3000 * 3001 / 2])
        #expect(try numbers("SELECT payload ->> '$.n' FROM events WHERE position = 77") == [77])
        #expect(
            try database().query("SELECT json_object('p', payload) FROM events WHERE position = 1").rows.first?.first?
                .text.hasPrefix(#"{"p":{"n":1,"#) == true)
        #expect(try numbers("SELECT count(*) FROM events, json_each(payload, '$.x') WHERE position <= 10") == [20])
    }

    @Test("times compare as moments, however they are written")
    func times() throws {
        let event = events[1500]
        let text = event.time.iso8601
        let later = try #require(try numbers("SELECT count(*) FROM events WHERE time > ?1", [.text(text)]).first)
        #expect(later == Int64(events.filter { $0.time.iso8601 > text }.count))
        let blank = text.prefix(19).replacing("T", with: " ")
        let since = "SELECT count(*) FROM events WHERE time >= ?1"
        #expect(try numbers(since, [.text(String(blank))]) == numbers(since, [.text(text.prefix(19) + ".000000Z")]))
        #expect(try numbers(since, [.text(text.prefix(19) + "+00:00")]) == numbers(since, [.text(String(blank))]))
        #expect(try numbers(since, [.text(String(text.prefix(10)))]) == [3000 - beforeDay(of: event)])
        #expect(try numbers("SELECT count(*) FROM events WHERE time < '9999-12-31'") == [3000])
        #expect(try numbers("SELECT count(*) FROM events WHERE time > datetime(1764000000, 'unixepoch')") != [0])
        #expect(try numbers("SELECT count(*) FROM events WHERE time_ns = ?1", [.int(event.time.nanoseconds)]) != [0])
    }

    @Test("a comparison of time with something else is an error that says what is allowed")
    func noTime() throws {
        for value in ["'yesterday'", "17", "x'00'"] {
            #expect {
                try database().query("SELECT * FROM events WHERE time > \(value)")
            } throws: {
                "\($0)".contains("is not a time: time compares with ISO 8601")
            }
        }
    }

    @Test("only reading is allowed, one statement at a time")
    func readOnly() throws {
        let database = try database()
        for sql in [
            "DELETE FROM events", "CREATE TABLE x(y)", "ATTACH 'x.db' AS x", "PRAGMA user_version = 3", "VACUUM",
            "INSERT INTO events(position) VALUES (1)", "BEGIN", "DROP TABLE events", "VACUUM INTO 'x.db'",
            "CREATE VIRTUAL TABLE e USING events", "SELECT load_extension('x')",
        ] {
            #expect(throws: StorageError.self, "\(sql)") { try database.query(sql) }
        }
        #expect(throws: StorageError("one statement at a time: there is another one after the first")) {
            try database.query("SELECT 1; SELECT 2")
        }
        #expect(throws: StorageError("the statement is empty")) { try database.query("  ") }
        #expect(throws: StorageError("the statement has 1 parameters and 0 values are given")) {
            try database.query("SELECT ?1")
        }
        #expect(try database.query("SELECT count(*) FROM events;\n").rows == [[3000]])
    }

    @Test("a query that takes too long ends, and the next one runs")
    func timeLimit() throws {
        let database = try database { $0.time = .milliseconds(50) }
        #expect {
            try database.query(
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n")
        } throws: {
            "\($0)".contains("took longer than 0.05 seconds")
        }
        #expect(throws: StorageError.self) {
            try database.query("SELECT count(*) FROM events a, events b, events c WHERE a.payload < b.payload")
        }
        #expect(try database.query("SELECT 1").rows == [[1]])
    }

    @Test("rows beyond the limit are left out, and the result says so")
    func rowLimit() throws {
        let database = try database { $0.rows = 10 }
        let result = try database.query("SELECT position FROM events")
        #expect(result.rows == (1...10).map { [.int($0)] })
        #expect(result.isTruncated)
        #expect(try database.query("SELECT position FROM events LIMIT 10").isTruncated == false)
    }

    @Test("values too large are refused")
    func memory() throws {
        let database = try database { $0.valueBytes = 1 << 20 }
        #expect(throws: StorageError.self) { try database.query("SELECT zeroblob(2000000)") }
        #expect(throws: StorageError.self) {
            try database.query("SELECT group_concat(payload || payload) FROM events, events")
        }
    }

    private func beforeDay(of event: RecordedEvent) -> Int64 {
        Int64(events.filter { $0.time.iso8601.prefix(10) < event.time.iso8601.prefix(10) }.count)
    }

    static func row(_ event: RecordedEvent) -> [SQLValue] {
        [
            .int(Int64(event.position.value)), .text(event.time.iso8601), .text(event.type.name),
            .text(event.stream.text), .int(Int64(event.revision.value)),
            event.metadata.trace.map { .text($0.traceID.hex) } ?? .null,
            event.metadata.trace.map { .text($0.spanID.hex) } ?? .null,
            event.metadata.principal.map { .text($0) } ?? .null,
            .text(String(decoding: event.payload, as: UTF8.self)), .int(Int64(event.version)),
            event.metadata.causation.map { .int(Int64($0.value)) } ?? .null,
            .text(String(event.stream.category)), .int(event.time.nanoseconds),
        ]
    }
}
