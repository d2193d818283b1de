import CSQLite

/// Compares the column `time` with what people and SQLite's date functions write.
enum TimeCollation {
    static let name = "TIME"

    static func register(on connection: SQLiteConnection) throws(StorageError) {
        let code = sqlite3_create_collation_v2(
            connection.handle, name, SQLITE_UTF8, nil,
            { _, leftCount, left, rightCount, right in
                TimeCollation.compare(
                    UnsafeRawBufferPointer(start: left, count: Int(leftCount)),
                    UnsafeRawBufferPointer(start: right, count: Int(rightCount)))
            }, nil)
        guard code == SQLITE_OK else { throw connection.error(code) }
    }

    /// As moments where both are, else byte by byte; two of the column's own need no reading.
    static func compare(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Int32 {
        if !(isOwn(left) && isOwn(right)), let first = moment(left), let second = moment(right) {
            return first == second ? 0 : first < second ? -1 : 1
        }
        if left.elementsEqual(right) { return 0 }
        return left.lexicographicallyPrecedes(right) ? -1 : 1
    }

    /// The form that the column has: 27 bytes that end in Z.
    private static func isOwn(_ text: UnsafeRawBufferPointer) -> Bool {
        text.count == 27 && text[26] == UInt8(ascii: "Z") && text[10] == UInt8(ascii: "T")
            && text[19] == UInt8(ascii: ".")
    }

    private static func moment(_ text: UnsafeRawBufferPointer) -> Timestamp? {
        TimeBound.parse(String(decoding: text, as: UTF8.self))
    }
}
