/// What a query gave.
public struct LogRows: Hashable, Sendable {
    public struct Column: Hashable, Sendable {
        public let name: String
        /// True where the values are an event's payload as it is stored: JSON in a text.
        public let isJSON: Bool

        public init(name: String, isJSON: Bool = false) {
            self.name = name
            self.isJSON = isJSON
        }
    }

    public let columns: [Column]
    public let rows: [[SQLValue]]
    /// True where there were more rows than allowed.
    public let isTruncated: Bool

    public init(columns: [Column], rows: [[SQLValue]], isTruncated: Bool = false) {
        self.columns = columns
        self.rows = rows
        self.isTruncated = isTruncated
    }
}
