import CSQLite

/// Values on their way from SQLite to the table.
enum SQLArgument {
    /// The value a condition compares with, or all of them for `IN`, which SQLite hands over as one.
    static func values(of value: OpaquePointer, for term: EventsPlan.Term) throws(StorageError) -> [SQLValue] {
        guard term.comparison == .anyOf else { return [read(value, isNumber: !term.column.isText)] }
        var values: [SQLValue] = []
        var next: OpaquePointer?
        var code = sqlite3_vtab_in_first(value, &next)
        while code == SQLITE_OK, let found = next {
            values.append(read(found, isNumber: false))
            code = sqlite3_vtab_in_next(value, &next)
        }
        guard code == SQLITE_DONE || code == SQLITE_OK else { throw StorageError(code: code, "cannot read the list") }
        return values.filter { $0 != .null }
    }

    /// - Parameter isNumber: whether text that looks like a number is one, as in any comparison with a number column.
    private static func read(_ value: OpaquePointer, isNumber: Bool) -> SQLValue {
        switch isNumber ? sqlite3_value_numeric_type(value) : sqlite3_value_type(value) {
        case SQLITE_NULL: return .null
        case SQLITE_INTEGER: return .int(sqlite3_value_int64(value))
        case SQLITE_FLOAT: return .real(sqlite3_value_double(value))
        case SQLITE_BLOB: return .blob([])
        default:
            let start = sqlite3_value_text(value)
            let bytes = UnsafeBufferPointer(start: start, count: Int(sqlite3_value_bytes(value)))
            return .text(String(decoding: bytes, as: UTF8.self))
        }
    }
}
