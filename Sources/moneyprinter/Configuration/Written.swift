import EventStore

/// A value as somebody wrote it, before it has a meaning.
enum Written: Equatable, Sendable {
    case flag(Bool)
    case integer(Int)
    case number(Double)
    case text(String)
    case list([Written])
    case table([String: Written])
    case moment(Timestamp)
    /// A local date or time, which no setting takes.
    case other(String)
    /// From the environment, where everything is text.
    case bare(String)

    /// The value for a message: short, and never the content of a container.
    var shown: String {
        switch self {
        case .flag(let value): "\(value)"
        case .integer(let value): "\(value)"
        case .number(let value): "\(value)"
        case .text(let value), .bare(let value): "\"\(value.prefix(60))\""
        case .list(let items): "a list of \(items.count)"
        case .table: "a table"
        case .moment(let value): value.iso8601
        case .other(let kind): "a \(kind)"
        }
    }

    /// What kind of value it is, for a message that must not show it.
    var kind: String {
        switch self {
        case .flag: "a flag"
        case .integer, .number: "a number"
        case .text, .bare: "a text"
        case .list: "a list"
        case .table: "a table"
        case .moment, .other: "a date or time"
        }
    }

    var anyText: String? {
        switch self {
        case .text(let value), .bare(let value): value
        default: nil
        }
    }
}

/// Why a value does not fit; the reason is nil where the allowed range says it all.
struct Misfit: Error {
    var reason: String?
}
