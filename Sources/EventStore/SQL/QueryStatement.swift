import CSQLite

/// One statement of a user, compiled and bound.
struct QueryStatement {
    let columns: [LogRows.Column]
    private let statement: SQLiteStatement
    private let budget: QueryBudget

    init(
        _ sql: String, _ parameters: [SQLValue], on connection: SQLiteConnection, budget: QueryBudget
    ) throws(StorageError) {
        statement = try Self.compile(sql, on: connection)
        self.budget = budget
        let count = sqlite3_bind_parameter_count(statement.handle)
        guard count == parameters.count else {
            throw StorageError("the statement has \(count) parameters and \(parameters.count) values are given")
        }
        for (index, value) in parameters.enumerated() { statement.bind(value, at: Int32(index + 1)) }
        columns = (0..<sqlite3_column_count(statement.handle)).map { [statement] index in
            LogRows.Column(
                name: sqlite3_column_name(statement.handle, index).map { String(cString: $0) } ?? "",
                isJSON: sqlite3_column_decltype(statement.handle, index).map { String(cString: $0) }
                    == EventColumn.jsonType)
        }
    }

    func step() throws(StorageError) -> Bool {
        do throws(StorageError) {
            return try statement.step()
        } catch {
            throw error.code == SQLITE_INTERRUPT ? budget.error : error
        }
    }

    /// The current row's values.
    var row: [SQLValue] { (0..<Int32(columns.count)).map { statement.value($0) } }

    private static func compile(_ sql: String, on connection: SQLiteConnection) throws(StorageError) -> SQLiteStatement
    {
        let compiled: Result<SQLiteStatement, StorageError> = sql.withCString { start in
            var handle: OpaquePointer?
            var tail: UnsafePointer<CChar>?
            let code = sqlite3_prepare_v2(connection.handle, start, -1, &handle, &tail)
            guard code == SQLITE_OK else { return .failure(error(code, on: connection)) }
            guard let handle else { return .failure(StorageError("the statement is empty")) }
            let statement = SQLiteStatement(handle, of: connection)
            let rest = tail.map { String(cString: $0) } ?? ""
            guard rest.allSatisfy({ $0.isWhitespace || $0 == ";" }) else {
                return .failure(StorageError("one statement at a time: there is another one after the first"))
            }
            return .success(statement)
        }
        return try compiled.get()
    }

    private static func error(_ code: Int32, on connection: SQLiteConnection) -> StorageError {
        guard code & 0xFF != SQLITE_AUTH else {
            return StorageError(code: code, "only statements that read are allowed: SELECT, WITH and VALUES")
        }
        return connection.error(code)
    }
}

extension SQLiteStatement {
    fileprivate func bind(_ value: SQLValue, at index: Int32) {
        // SQLite copies the bytes before the call returns (SQLITE_TRANSIENT is -1 in C).
        let copy = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        switch value {
        case .null: sqlite3_bind_null(handle, index)
        case .int(let number): sqlite3_bind_int64(handle, index, number)
        case .real(let number): sqlite3_bind_double(handle, index, number)
        case .text(let text): sqlite3_bind_text(handle, index, text, -1, copy)
        case .blob(let bytes):
            _ = bytes.withUnsafeBytes { sqlite3_bind_blob64(handle, index, $0.baseAddress, UInt64($0.count), copy) }
        }
    }

    fileprivate func value(_ column: Int32) -> SQLValue {
        switch sqlite3_column_type(handle, column) {
        case SQLITE_INTEGER: .int(sqlite3_column_int64(handle, column))
        case SQLITE_FLOAT: .real(sqlite3_column_double(handle, column))
        case SQLITE_TEXT: .text(text(column))
        case SQLITE_BLOB: .blob(blob(column))
        default: .null
        }
    }
}
