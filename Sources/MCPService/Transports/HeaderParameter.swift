import EventStore
import HTTPTypes

/// An argument of a tool that a request repeats in a header, so that proxies can route by it (`x-mcp-header`).
///
/// The header is there exactly where the argument is, and says the same (2026-07-28, "Custom headers").
struct HeaderParameter: Sendable {
    let header: HTTPField.Name
    /// The members that lead to it, from the arguments on.
    let path: [String]

    /// Those that a schema marks: text, whole numbers and truth values, reached by `properties` alone.
    static func all(in schema: JSONObject) -> [HeaderParameter] { all(in: schema, below: []) }

    private static func all(in schema: JSONObject, below path: [String]) -> [HeaderParameter] {
        (schema["properties"]?.object?.members ?? []).flatMap { member -> [HeaderParameter] in
            guard let property = member.value.object else { return [] }
            let path = path + [member.key]
            guard let name = property["x-mcp-header"]?.string, let type = property["type"]?.string,
                ["string", "integer", "boolean"].contains(type), let header = HTTPField.Name("mcp-param-" + name)
            else { return all(in: property, below: path) }
            return [HeaderParameter(header: header, path: path)]
        }
    }

    /// - Throws: `-32020` where header and argument do not say the same.
    func check(_ head: some CallHead, _ arguments: JSONObject) throws(RPCError) {
        let name = header.rawName
        let count = head.count(of: header)
        guard count <= 1 else { throw .headerMismatch("'\(name)' is given \(count) times") }
        let argument = path.reduce(JSON?.some(.object(arguments))) { $0?[$1] } ?? .null
        guard let sent = head.value(of: header) else {
            guard argument.isNull else { throw .headerMismatch("'\(name)' is missing") }
            return
        }
        guard let text = HeaderText.decoded(HeaderText.trimmed(sent)) else {
            throw .headerMismatch("'\(name)' is not valid base64")
        }
        guard Self.says(text, argument) else {
            throw .headerMismatch("'\(name)' is '\(text)', the argument is \(argument.text)")
        }
    }

    /// Numbers count by their value, not by how they are written.
    private static func says(_ text: String, _ argument: JSON) -> Bool {
        switch argument {
        case .string(let string): text == string
        case .bool(let value): text == (value ? "true" : "false")
        case .int, .double: Double(text).map { $0 == argument.number } ?? false
        default: false
        }
    }
}
