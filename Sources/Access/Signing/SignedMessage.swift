/// The parts of an HTTP request that a signature may cover (RFC 9421).
public struct SignedMessage: Sendable {
    public let method: String
    /// `https` or `http`, as the client sees it.
    public let scheme: String
    /// Host and port, as the client sees them.
    public let authority: String
    /// With the query, as it came.
    public let target: String
    /// Fields in the order they came, one for each line; their names in lower case.
    public let fields: [(name: String, value: String)]
    /// Before anything is made of it.
    public let body: [UInt8]

    public init(
        method: String, scheme: String, authority: String, target: String, fields: [(name: String, value: String)],
        body: [UInt8]
    ) {
        self.method = method
        self.scheme = scheme
        self.authority = authority
        self.target = target
        self.fields = fields.map { ($0.name.lowercased(), Self.trimmed($0.value)) }
        self.body = body
    }

    /// The values of a field, trimmed and joined; nil where it is not there.
    func field(_ name: String) -> String? {
        var value: String?
        for field in fields where field.name == name { value = value.map { "\($0), \(field.value)" } ?? field.value }
        return value
    }

    /// What a component stands for; nil where the request does not have it.
    func value(of component: String) -> String? {
        guard component.utf8.first == UInt8(ascii: "@") else { return field(component) }
        let path = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        switch component {
        case "@method": return method
        case "@target-uri": return "\(scheme)://\(authority.lowercased())\(target)"
        case "@authority": return authority.lowercased()
        case "@scheme": return scheme
        case "@request-target": return target
        case "@path": return path[0].isEmpty ? "/" : String(path[0])
        case "@query": return "?" + (path.count == 2 ? String(path[1]) : "")
        default: return nil
        }
    }

    private static func trimmed(_ text: String) -> String {
        let isSpace: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 }
        guard text.utf8.first.map(isSpace) == true || text.utf8.last.map(isSpace) == true else { return text }
        let bytes = text.utf8.drop(while: isSpace).reversed().drop(while: isSpace).reversed()
        return String(decoding: Array(bytes), as: UTF8.self)
    }
}
