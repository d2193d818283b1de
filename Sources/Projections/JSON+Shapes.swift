import EventStore

extension JSON {
    /// A number, or null where there is none.
    static func optional(_ value: Double?) -> JSON { value.map(JSON.double) ?? .null }
    static func optional(_ value: Int?) -> JSON { value.map(JSON.int) ?? .null }
    static func optional(_ value: String?) -> JSON { value.map(JSON.string) ?? .null }
    static func optional(_ value: Timestamp?) -> JSON { value.map { .string($0.iso8601) } ?? .null }

    static func position(_ value: Position) -> JSON { .int(Int(value.value)) }

    /// The value to six places (microseconds, where it is seconds), so that sums of fractions read as people expect.
    static func rounded(_ value: Double?) -> JSON { optional(value.map { ($0 * 1e6).rounded() / 1e6 }) }
}
