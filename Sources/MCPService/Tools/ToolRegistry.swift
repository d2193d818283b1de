import EventStore

/// The tools by name, in the order of registration.
public struct ToolRegistry: Sendable {
    public let all: [any Tool]
    private let byName: [String: any Tool]
    /// Of the tools that have some.
    private let headers: [String: [HeaderParameter]]

    /// - Precondition: names are unique (a programming error, found by the first test that runs).
    public init(_ tools: [any Tool]) {
        all = tools
        byName = Dictionary(tools.map { ($0.definition.name, $0) }) { first, _ in
            preconditionFailure("two tools are called '\(first.definition.name)'")
        }
        headers = byName.mapValues { HeaderParameter.all(in: $0.definition.inputSchema) }.filter { !$0.value.isEmpty }
    }

    /// The arguments of a tool that requests repeat in headers.
    func headers(of name: String) -> [HeaderParameter] { headers[name] ?? [] }

    public subscript(name: String) -> (any Tool)? { byName[name] }

    /// Checks the arguments, fills in defaults and calls the tool.
    func call(
        _ tool: any Tool, _ arguments: JSONObject, in context: ToolContext
    ) async throws(ToolError) -> JSONObject {
        try await tool.call(checked(tool, arguments), in: context)
    }

    /// The arguments with defaults filled in.
    func checked(_ tool: any Tool, _ arguments: JSONObject) throws(ToolError) -> JSONObject {
        let validator = SchemaValidator(schema: .object(tool.definition.inputSchema))
        switch validator.validated(.object(arguments)) {
        case .success(let value): return value.object ?? [:]
        case .failure(let violations):
            let text = violations.list.map(\.description).joined(separator: "; ")
            throw ToolError(.invalidInput, "Invalid input for \(tool.definition.name): \(text)")
        }
    }

    /// The error for a name nobody registered; it says which ones there are.
    func unknown(_ name: String) -> RPCError {
        .invalidParams(
            "Unknown tool: \(name.prefix(128))",
            data: ["tools": .array(all.map { .string($0.definition.name) })])
    }
}
