public import EventStore

/// The id a client gives its request: text or a whole number, never null.
public enum RequestID: Hashable, Sendable {
    case string(String)
    case int(Int)

    /// Nil where the value is no id.
    public init?(_ json: JSON?) {
        switch json {
        case .string(let text): self = .string(text)
        case .int(let number): self = .int(number)
        default: return nil
        }
    }

    public var json: JSON {
        switch self {
        case .string(let text): .string(text)
        case .int(let number): .int(number)
        }
    }

    public var text: String {
        switch self {
        case .string(let text): text
        case .int(let number): String(number)
        }
    }
}
