public import EventStore

/// Something a model may ask this service to do.
///
/// A tool is a small value with its dependencies as stored properties. It never answers the client, writes a
/// log line or keeps state: it returns a value, and what takes longer becomes a task in the log.
public protocol Tool: Sendable {
    var definition: ToolDefinition { get }

    /// - Parameter arguments: checked against the definition's input schema, defaults filled in.
    func call(_ arguments: JSONObject, in context: ToolContext) async throws(ToolError) -> JSONObject
}

/// The name, texts and schemas of a tool, as `tools/list` shows them.
public struct ToolDefinition: Sendable {
    public let name: String
    public let title: String
    public let description: String
    /// The published interface's grouping, such as `content_generation`.
    public let category: String
    /// Flat and without references: several clients drop tools whose schema has more (facts of the clients).
    public let inputSchema: JSONObject
    public let outputSchema: JSONObject
    /// True where a call changes nothing.
    public let isReadOnly: Bool
    /// True where a call waits for a worker: such a call is cancelled when its client leaves.
    public let waitsForTask: Bool

    public init(
        name: String, title: String, description: String, category: String, inputSchema: JSONObject,
        outputSchema: JSONObject, isReadOnly: Bool, waitsForTask: Bool
    ) {
        self.name = name
        self.title = title
        self.description = description
        self.category = category
        self.inputSchema = inputSchema
        self.outputSchema = outputSchema
        self.isReadOnly = isReadOnly
        self.waitsForTask = waitsForTask
    }

    /// The tool object of a revision.
    func wire(for revision: ProtocolRevision) -> JSONObject {
        var object: JSONObject = ["name": .string(name)]
        if revision >= .r2025_06_18 { object["title"] = .string(title) }
        object["description"] = .string(description)
        object["inputSchema"] = .object(inputSchema)
        if revision >= .r2025_06_18 { object["outputSchema"] = .object(outputSchema) }
        if revision >= .r2025_03_26 {
            object["annotations"] = [
                "title": .string(title), "readOnlyHint": .bool(isReadOnly), "destructiveHint": false,
                "openWorldHint": false,
            ]
        }
        return object
    }

    /// The tool object of the published REST interface.
    var published: JSON {
        [
            "name": .string(name), "description": .string(description), "input_schema": .object(inputSchema),
            "output_schema": .object(outputSchema), "category": .string(category), "version": "1.0.0",
        ]
    }
}
