/// A value as SQLite knows it: what a query takes and gives.
public enum SQLValue: Hashable, Sendable {
    case null
    case int(Int64)
    case real(Double)
    case text(String)
    case blob([UInt8])

    /// The value as JSON; bytes as hexadecimal digits.
    public var json: JSON {
        switch self {
        case .null: .null
        case .int(let number): .int(Int(number))
        case .real(let number): .double(number)
        case .text(let text): .string(text)
        case .blob(let bytes): .string(Hexadecimal.text(bytes: bytes))
        }
    }

    /// The value as people read it; empty for null, bytes as hexadecimal digits.
    public var text: String {
        switch self {
        case .null: ""
        case .int(let number): String(number)
        case .real(let number): String(number)
        case .text(let text): text
        case .blob(let bytes): Hexadecimal.text(bytes: bytes)
        }
    }
}

extension SQLValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
    ExpressibleByNilLiteral
{
    public init(stringLiteral value: String) { self = .text(value) }
    public init(integerLiteral value: Int64) { self = .int(value) }
    public init(floatLiteral value: Double) { self = .real(value) }
    public init(nilLiteral: ()) { self = .null }
}

extension Hexadecimal {
    /// Two digits a byte.
    static func text(bytes: some Sequence<UInt8>) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
