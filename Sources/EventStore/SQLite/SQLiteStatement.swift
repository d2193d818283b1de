import CSQLite

/// A compiled statement.
///
/// Bind, step, read columns (counted from 0), reset.
final class SQLiteStatement {
    let handle: OpaquePointer
    private let connection: SQLiteConnection

    init(_ handle: OpaquePointer, of connection: SQLiteConnection) {
        self.handle = handle
        self.connection = connection
    }

    deinit { sqlite3_finalize(handle) }

    /// Forgets the last run and takes new values for `?1`, `?2` and so on.
    func bind(_ values: SQLiteValue...) {
        sqlite3_reset(handle)
        for (index, value) in values.enumerated() { bind(value, at: Int32(index + 1)) }
    }

    /// True where there is a row to read.
    func step() throws(StorageError) -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE:
            sqlite3_reset(handle)
            return false
        case let code:
            let error = connection.error(code)
            sqlite3_reset(handle)
            throw error
        }
    }

    /// Runs a statement that gives no rows.
    func run(_ values: SQLiteValue...) throws(StorageError) {
        sqlite3_reset(handle)
        for (index, value) in values.enumerated() { bind(value, at: Int32(index + 1)) }
        _ = try step()
    }

    /// Runs a statement that gives no rows, with the values bound before and one more that is not copied.
    func run(binding bytes: [UInt8], at index: Int32) throws(StorageError) {
        let error: StorageError? = bytes.withUnsafeBytes { bytes in
            sqlite3_bind_blob64(handle, index, bytes.baseAddress, UInt64(bytes.count), nil)
            defer { sqlite3_bind_null(handle, index) }
            let code = sqlite3_step(handle)
            let error: StorageError? = code == SQLITE_DONE ? nil : connection.error(code)
            sqlite3_reset(handle)
            return error
        }
        if let error { throw error }
    }

    /// Ends the read, so that it holds no old state of the database.
    func reset() { sqlite3_reset(handle) }

    func int(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }

    func text(_ column: Int32) -> String {
        sqlite3_column_text(handle, column).map { String(cString: $0) } ?? ""
    }

    func blob(_ column: Int32) -> [UInt8] {
        guard let start = sqlite3_column_blob(handle, column) else { return [] }
        return Array(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column))))
    }

    private func bind(_ value: SQLiteValue, at index: Int32) {
        // SQLite copies the bytes before the call returns (SQLITE_TRANSIENT is -1 in C).
        let copy = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        switch value {
        case .int(let number): sqlite3_bind_int64(handle, index, number)
        case .text(let text): sqlite3_bind_text(handle, index, text, -1, copy)
        case .blob(let bytes):
            _ = bytes.withUnsafeBytes { sqlite3_bind_blob64(handle, index, $0.baseAddress, UInt64($0.count), copy) }
        }
    }
}

/// A value to bind.
enum SQLiteValue {
    case int(Int64)
    case text(String)
    case blob([UInt8])
}
