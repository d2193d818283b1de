import Testing

@testable import EventStore

/// The table `events` and a plain table of the same rows must answer every query alike.
@Suite("The table events against a plain table")
struct EventsTableOracleTests {
    private static let events = RandomEvents.make(count: 120, seed: 7)

    @Test("random queries give the same rows, in the same order where they ask for one", arguments: 0..<20)
    func sameRows(block: Int) throws {
        let database = try LogDatabase(source: ArraySource(events: Self.events))
        let plain = try PlainTable(Self.events)
        for seed in 0..<25 {
            var random = SeededGenerator(seed: UInt64(block * 25 + seed))
            let sql = RandomQuery.make(Self.events, &random)
            let expected = try plain.query(sql)
            #expect(try database.query(sql).rows == expected, "seed \(block * 25 + seed): \(sql)")
        }
    }

    @Test("what the table checks exactly and what it leaves to SQLite")
    func plans() throws {
        let database = try LogDatabase(source: ArraySource(events: Self.events))
        func plan(_ sql: String) throws -> String {
            try database.query("EXPLAIN QUERY PLAN \(sql)").rows.map { $0.last?.text ?? "" }.joined(separator: "; ")
        }
        #expect(try plan("SELECT * FROM events WHERE position = 5") == "SCAN events VIRTUAL TABLE INDEX 0:a=")
        #expect(try plan("SELECT * FROM events WHERE rowid > 5") == "SCAN events VIRTUAL TABLE INDEX 0:a>")
        #expect(
            try plan("SELECT * FROM events WHERE type IN ('a', 'b') AND time >= '2026-01-01' ORDER BY time DESC")
                == "SCAN events VIRTUAL TABLE INDEX 1:cibg")
        #expect(try plan("SELECT * FROM events ORDER BY type").contains("USE TEMP B-TREE FOR ORDER BY"))
        #expect(
            try plan("SELECT * FROM events WHERE type = 'x' COLLATE NOCASE") == "SCAN events VIRTUAL TABLE INDEX 0:")
        #expect(
            try plan("SELECT * FROM events a JOIN events b ON b.trace_id = a.trace_id WHERE a.type = 'task.created'")
                == "SCAN a VIRTUAL TABLE INDEX 0:c=; SCAN b VIRTUAL TABLE INDEX 0:f=")
    }

    /// An ordinary table with the columns and values of `events`.
    private struct PlainTable {
        let connection: SQLiteConnection

        init(_ events: [RecordedEvent]) throws {
            connection = try SQLiteConnection(path: ":memory:", access: .readWrite)
            try TimeCollation.register(on: connection)
            try connection.execute(EventColumn.declaration.replacing(" HIDDEN", with: ""))
            for event in events {
                let row = LogDatabaseTests.row(event)
                let marks = row.indices.map { "?\($0 + 1)" }.joined(separator: ",")
                let insert = try QueryStatement(
                    "INSERT INTO events VALUES (\(marks))", row, on: connection, budget: QueryBudget(limit: .seconds(9))
                )
                _ = try insert.step()
            }
        }

        func query(_ sql: String) throws -> [[SQLValue]] {
            let statement = try QueryStatement(sql, [], on: connection, budget: QueryBudget(limit: .seconds(9)))
            var rows: [[SQLValue]] = []
            while try statement.step() { rows.append(statement.row) }
            return rows
        }
    }
}

/// Statements made of random conditions and orders.
private enum RandomQuery {
    static func make(_ events: [RecordedEvent], _ random: inout SeededGenerator) -> String {
        let conditions = (0..<Int(random.next() % 4)).map { _ in condition(events, &random) }
        let glue = random.next() % 5 == 0 ? " OR " : " AND "
        let filter = conditions.isEmpty ? "" : " WHERE " + conditions.joined(separator: glue)
        let order =
            [
                "position", "position DESC", "time, position", "time DESC, position DESC", "time DESC, position",
                "time_ns DESC, rowid DESC", "type, position", "stream DESC, position DESC", "rowid DESC, type",
            ].randomElement(using: &random) ?? "position"
        let limit = random.next() % 3 == 0 ? " LIMIT \(random.next() % 20)" : ""
        if random.next() % 8 == 0 {
            return "SELECT type, count(*), min(time), max(position) FROM events\(filter) GROUP BY type ORDER BY type"
        }
        return "SELECT position, time, type, stream, trace_id, principal FROM events\(filter) ORDER BY \(order)\(limit)"
    }

    private static func condition(_ events: [RecordedEvent], _ random: inout SeededGenerator) -> String {
        guard let event = events.randomElement(using: &random) else { return "1" }
        let comparison = ["=", "<", "<=", ">", ">="].randomElement(using: &random) ?? "="
        switch random.next() % 12 {
        case 0: return "position \(comparison) \(position(event, &random))"
        case 1: return "time \(comparison) '\(event.time.iso8601)'"
        case 2: return "time_ns \(comparison) \(event.time.nanoseconds + Int64(random.next() % 3) - 1)"
        case 3: return "type = '\(event.type)'"
        case 4:
            let globs = ["task.*", "*d", "t?sk.*", "[st]*", "x[[]1]", "*", "alert.fired", "*.*d", "[^t]*", "a[", ""]
            return "type GLOB '\(globs.randomElement(using: &random) ?? "*")'"
        case 5: return "type IN ('\(event.type)', 'alert.fired', NULL)"
        case 6: return "stream = '\(event.stream)'"
        case 7: return "trace_id = '\(event.metadata.trace?.traceID.hex ?? "none")'"
        case 8: return "stream IN ('\(event.stream)', 'task-1')"
        case 9: return "principal = '\(event.metadata.principal ?? "nobody")'"
        case 10: return "category = '\(event.stream.category)'"
        default:
            let bound = TimeBoundText.variants(of: event.time).randomElement(using: &random) ?? ""
            return "time \(comparison) '\(bound)'"
        }
    }

    private static func position(_ event: RecordedEvent, _ random: inout SeededGenerator) -> String {
        let value = event.position.value
        return [
            "\(value)", "\(value)", "\(value).5", "'\(value)'", "'x'", "-3", "1e30", "-1e30", "NULL", "x'01'",
            "9223372036854775807",
        ].randomElement(using: &random) ?? "1"
    }
}

/// The ways to write a moment.
private enum TimeBoundText {
    static func variants(of time: Timestamp) -> [String] {
        let text = time.iso8601
        let second = text.prefix(19)
        return [
            text, "\(second)Z", "\(second.replacing("T", with: " "))", "\(text.prefix(16))", "\(text.prefix(10))",
            "\(second).123456789Z", "\(second)+01:30", "\(text.dropLast())001Z", "9999-01-01", "0001-01-01 00:00:00",
        ]
    }
}
