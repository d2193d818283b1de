import EventStore
import HTTPTypes

/// The headers that repeat a modern request's method and target, so that proxies can route without reading
/// the body; they must agree with it (2026-07-28, Streamable HTTP).
struct RoutingHeaders {
    let version: String?
    private let method: String?
    private let target: String?

    /// A routing header given twice could mean one thing to a proxy and another here.
    init(_ head: some CallHead) throws(RPCError) {
        func single(_ name: HTTPField.Name?) throws(RPCError) -> String? {
            guard let name else { return nil }
            let count = head.count(of: name)
            guard count <= 1 else { throw .headerMismatch("'\(name.canonicalName)' is given \(count) times") }
            return head.value(of: name).map(HeaderText.trimmed)
        }
        version = try single(MCPHeader.version)
        method = try single(MCPHeader.method)
        target = try single(MCPHeader.target)
    }

    /// Checks a modern request's headers against its body.
    func check(method bodyMethod: String, params: JSONObject) throws(RPCError) {
        guard version != nil else { throw .headerMismatch("'MCP-Protocol-Version' is missing") }
        guard let method else { throw .headerMismatch("'Mcp-Method' is missing") }
        guard method == bodyMethod else {
            throw .headerMismatch("Mcp-Method is '\(method)', the body says '\(bodyMethod)'")
        }
        guard let expected = Self.target(of: bodyMethod, params) else { return }
        guard let target else {
            // Clients of the tasks extension that know the header of the core's methods only leave it out
            // (fastmcp-tasks 4.1.2): nobody can have been told anything else by a header that is not there.
            if bodyMethod.hasPrefix("tasks/") { return }
            throw .headerMismatch("'Mcp-Name' is missing")
        }
        guard let decoded = HeaderText.decoded(target) else { throw .headerMismatch("'Mcp-Name' is not valid base64") }
        guard decoded == expected else {
            throw .headerMismatch("Mcp-Name is '\(decoded)', the body says '\(expected)'")
        }
    }

    private static func target(of method: String, _ params: JSONObject) -> String? {
        switch method {
        case "tools/call", "prompts/get": params["name"]?.string
        case "resources/read": params["uri"]?.string
        case "tasks/get", "tasks/update", "tasks/cancel": params["taskId"]?.string
        default: nil
        }
    }
}
