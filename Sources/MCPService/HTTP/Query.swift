import EventStore
import Hummingbird

/// A query parameter that cannot be used: which, and what would be right.
struct ParameterError: Error {
    let field: String
    let message: String

    init(_ field: String, _ message: String) {
        self.field = field
        self.message = message
    }
}

/// The query of a URL, read with types and ranges.
struct Query {
    private let pairs: [(name: String, value: String)]

    init(_ call: HTTPCall) { pairs = FormText.pairs(call.uri.query ?? "") }

    init(_ pairs: [(name: String, value: String)]) { self.pairs = pairs }

    /// A tool's arguments, read as a URL's query is, so that both doors check alike.
    init(_ arguments: JSONObject) {
        pairs = arguments.members.compactMap { member in
            guard !member.value.isNull else { return nil }
            return (member.key, member.value.string ?? member.value.int.map(String.init) ?? member.value.text)
        }
    }

    func text(_ name: String) -> String? { pairs.first { $0.name == name }?.value }

    func int(_ name: String, in range: ClosedRange<Int>) throws(ParameterError) -> Int? {
        guard let text = text(name) else { return nil }
        guard let value = Int(text), range.contains(value) else {
            let bounds =
                range.upperBound == .max
                ? "from \(range.lowerBound)" : "between \(range.lowerBound) and \(range.upperBound)"
            throw ParameterError(name, "'\(name)' must be a whole number \(bounds), not '\(text)'")
        }
        return value
    }

    func number(_ name: String, in range: ClosedRange<Double>) throws(ParameterError) -> Double? {
        guard let text = text(name) else { return nil }
        guard let value = Double(text), range.contains(value) else {
            throw ParameterError(
                name, "'\(name)' must be a number between \(range.lowerBound) and \(range.upperBound), not '\(text)'")
        }
        return value
    }

    /// Every value of a name that may stand more than once.
    func texts(_ name: String) -> [String] { pairs.filter { $0.name == name }.map(\.value) }

    func time(_ name: String) throws(ParameterError) -> Timestamp? {
        guard let text = text(name) else { return nil }
        guard let time = Self.moment(text) else {
            throw ParameterError(name, "'\(name)' must be a time such as 2026-01-31T12:00:00Z, not '\(text)'")
        }
        return time
    }

    /// A time in a JSON body; nil where there is none.
    static func moment(_ name: String, of body: JSON) throws(ParameterError) -> Timestamp? {
        guard let value = body[name], !value.isNull else { return nil }
        guard let time = value.string.flatMap(moment) else {
            throw ParameterError(name, "'\(name)' must be a time such as 2026-01-31T12:00:00Z")
        }
        return time
    }

    /// A time in ISO 8601; a plus that its sender did not encode has become a space.
    static func moment(_ text: String) -> Timestamp? {
        Timestamp(iso8601: text) ?? Timestamp(iso8601: text.replacing(" ", with: "+"))
    }

    func choice(_ name: String, of options: [String]) throws(ParameterError) -> String? {
        guard let text = text(name) else { return nil }
        guard options.contains(text) else {
            throw ParameterError(name, "'\(name)' must be one of \(options.joined(separator: ", ")), not '\(text)'")
        }
        return text
    }
}
