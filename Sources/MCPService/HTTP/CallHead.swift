import HTTPTypes

/// What the endpoint reads of a request's head, whoever took it apart.
protocol CallHead: Sendable {
    /// What the client takes us for.
    var authority: String? { get }

    /// A header's value; several of one name are joined with commas.
    func value(of name: HTTPField.Name) -> String?

    /// How often a header is there.
    func count(of name: HTTPField.Name) -> Int

    var verb: String { get }

    /// Path and query as they came.
    var requestTarget: String { get }

    /// Every header, one for each line.
    var lines: [(name: String, value: String)] { get }
}

extension CallHead {
    /// A header's value; none of a name that is none.
    func value(of name: HTTPField.Name?) -> String? { name.flatMap { value(of: $0) } }
}

extension HTTPFields: CallHead {
    var authority: String? { nil }
    func value(of name: HTTPField.Name) -> String? { self[name] }
    func count(of name: HTTPField.Name) -> Int { self[values: name].count }
    var verb: String { "POST" }
    var requestTarget: String { "/mcp" }
    var lines: [(name: String, value: String)] { map { ($0.name.canonicalName, $0.value) } }
}

extension HTTPRequest: CallHead {
    func value(of name: HTTPField.Name) -> String? { headerFields[name] }
    func count(of name: HTTPField.Name) -> Int { headerFields[values: name].count }
    var verb: String { method.rawValue }
    var requestTarget: String { path ?? "/" }
    var lines: [(name: String, value: String)] { headerFields.map { ($0.name.canonicalName, $0.value) } }
}
