/// A place in the whole log: 1 for the first event, then one more for each, without gaps.
///
/// `Position.start` (0) lies before the first event: reading after it reads everything.
public struct Position: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let value: UInt64

    public init(_ value: UInt64) { self.value = value }

    /// Before the first event.
    public static let start = Position(0)

    public static func < (left: Position, right: Position) -> Bool { left.value < right.value }

    public func advanced(by count: Int) -> Position { Position(value + UInt64(count)) }

    public var description: String { String(value) }
}

extension Position: Codable {
    public init(from decoder: any Decoder) throws {
        value = try decoder.singleValueContainer().decode(UInt64.self)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(value)
    }
}
