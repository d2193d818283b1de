import CSQLite
import Foundation

/// Another program's way to a log's database: plain SQL, past everything that the log takes care of.
final class Database {
    private let handle: OpaquePointer

    init(folder: String) throws {
        var opened: OpaquePointer?
        guard sqlite3_open(folder + "/events.db", &opened) == SQLITE_OK, let opened else {
            throw Fault("cannot open the database in '\(folder)'")
        }
        handle = opened
    }

    deinit { sqlite3_close_v2(handle) }

    func run(_ sql: String) throws {
        guard sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK else {
            throw Fault("\(sql): \(String(cString: sqlite3_errmsg(handle)))")
        }
    }

    /// The bytes of one value, as it would be as a blob: numbers as eight bytes, the highest first.
    func bytes(_ sql: String) throws -> [UInt8] {
        try step(sql) { statement in
            if sqlite3_column_type(statement, 0) == SQLITE_INTEGER {
                let number = UInt64(bitPattern: sqlite3_column_int64(statement, 0))
                return (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * $0)) }
            }
            let start = sqlite3_column_blob(statement, 0)
            return Array(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, 0))))
        }
    }

    func number(_ sql: String) throws -> Int { try step(sql) { Int(sqlite3_column_int64($0, 0)) } }

    private func step<T>(_ sql: String, _ read: (OpaquePointer) -> T) throws -> T {
        var statement: OpaquePointer?
        defer { sqlite3_finalize(statement) }
        guard sqlite3_prepare_v2(handle, sql, -1, &statement, nil) == SQLITE_OK, let statement,
            sqlite3_step(statement) == SQLITE_ROW
        else { throw Fault("\(sql): \(String(cString: sqlite3_errmsg(handle)))") }
        return read(statement)
    }
}

/// Why a test could not be set up.
struct Fault: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
