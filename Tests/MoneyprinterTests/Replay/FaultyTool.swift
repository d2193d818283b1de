import EventStore
import MCPService

/// A tool of a build with a fault: calls whose arguments hold a text fail, all others are as before.
struct FaultyTool: Tool {
    private let tool: any Tool
    private let isFaulty: Bool
    private let text: String

    init(_ tool: any Tool, of name: String, where text: String) {
        self.tool = tool
        self.text = text
        isFaulty = tool.definition.name == name
    }

    var definition: ToolDefinition { tool.definition }

    func call(_ arguments: JSONObject, in context: ToolContext) async throws(ToolError) -> JSONObject {
        if isFaulty, JSON.object(arguments).text.contains(text) { throw ToolError(.failed, "a planted fault") }
        return try await tool.call(arguments, in: context)
    }
}
